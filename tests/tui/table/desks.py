"""A desk over the interview alone, and an app with nothing but a grid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from textual.app import App, ComposeResult

from drafter.draft.answers_file import Answers, load_answers
from drafter.errors import Problem
from drafter.form.definitions import Address
from drafter.form.form_file import load_form
from drafter.interview.given_answers import (
    confirm_rest_zero,
    record_answer,
    record_cells,
    take_back,
)
from drafter.interview.interview_state import InterviewState, new_state
from drafter.interview.progress import unsure, verified
from drafter.interview.steps import Fill
from drafter.tui.table.table_grid import Done, TableGrid
from drafter.tui.table.table_model import table_step

ROOT = Path(__file__).parents[3]


class PlainDesk:
    """One table of an interview in memory; `acts` counts what was taken, `listener` hears of it."""

    def __init__(self, state: InterviewState, table: str) -> None:
        self.now, self.table = state, table
        self.past: list[InterviewState] = []
        self.future: list[InterviewState] = []
        self.acts = 0
        self.listener: Callable[[], None] = lambda: None
        self.under_way: dict[Address, str] = {}

    def state(self) -> InterviewState:
        return self.now

    def step(self) -> Fill:
        return table_step(self.now, self.table)

    def enter(self, figures: Mapping[Address, str]) -> Problem | None:
        return self._take(record_cells(self.now, self.table, figures))

    def take_back(self, address: Address) -> Problem | None:
        return self._take(take_back(self.now, address))

    def confirm_rest(self) -> Problem | None:
        return self._take(confirm_rest_zero(self.now, self.table))

    def unsure(self, address: Address) -> Problem | None:
        return self._take(unsure(self.now, address))

    def verified(self, address: Address) -> Problem | None:
        return self._take(verified(self.now, address))

    def undo(self) -> Problem | None:
        return self._turn(self.past, self.future, "前面没有可以撤销的了。")

    def redo(self) -> Problem | None:
        return self._turn(self.future, self.past, "后面没有可以重做的了。")

    def typed(self, address: Address, text: str) -> None:
        self.under_way[address] = text
        if not text:
            del self.under_way[address]

    def typing(self) -> Mapping[Address, str]:
        return dict(self.under_way)

    def figure(self, row: str, column: str) -> str | None:
        """The figure given in a cell; None where none is."""
        cell = self.now.draft.cells.get(f"{self.table}/{row}/{column}")
        return None if cell is None else str(cell.value)

    def given(self) -> dict[str, str]:
        """Every figure given in the table, by `row/column`."""
        cells = self.now.draft.cells.items()
        prefix = f"{self.table}/"
        return {a.removeprefix(prefix): str(c.value) for a, c in cells if a.startswith(prefix)}

    def _take(self, after: InterviewState | Problem) -> Problem | None:
        if isinstance(after, Problem):
            return after
        if after.draft != self.now.draft:
            self.past.append(self.now)
            self.future.clear()
        return self._show(after)

    def _turn(
        self, here: list[InterviewState], there: list[InterviewState], none: str
    ) -> Problem | None:
        if not here:
            return Problem("", none, "")
        there.append(self.now)
        return self._show(here.pop())

    def _show(self, state: InterviewState) -> Problem | None:
        self.now = state
        self.acts += 1
        self.listener()
        return None


class GridApp(App[None]):
    """A grid over a desk; `told` is what it said, `status` the cursor's cell."""

    def __init__(self, desk: PlainDesk, *, ambiguous_wide: bool = False) -> None:
        super().__init__()
        self.grid = TableGrid(desk, ambiguous_wide=ambiguous_wide)
        self.grid.on_done = self._done
        self.told: list[str] = []
        self.status = ""
        self.ended = False
        self.changes = 0

    def compose(self) -> ComposeResult:
        yield self.grid

    def on_mount(self) -> None:
        self.grid.focus()

    def _done(self, done: Done) -> None:
        self.changes += done.changed
        self.told += [str(done.said)] if done.said else []
        self.ended = self.ended or done.ended
        self.status = self.grid.model.status()


def blank_desk(form: str, table: str, **answers: str) -> PlainDesk:
    """A desk over a form without figures; `answers` by id with `__` for `.`."""
    own = ROOT / "tests" / "forms"
    state = new_state(load_form(form, own if (own / form).is_dir() else None))
    for name, raw in answers.items():
        after = record_answer(state, name.replace("__", "."), raw)
        assert not isinstance(after, Problem), after
        state = after
    return PlainDesk(state, table)


def sample_answers(sample: str) -> Answers:
    """One of the sample answers files."""
    return load_answers(ROOT / "sample_answers" / f"{sample}.yaml")


def sample_desk(sample: str, table: str) -> PlainDesk:
    """A desk over one of them."""
    answers = sample_answers(sample)
    return PlainDesk(new_state(answers.form, answers.draft), table)
