"""A desk over the interview alone, and an app with nothing but a grid."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from textual.app import ComposeResult

from drafter.draft.answers_file import Answers, load_answers
from drafter.errors import Problem
from drafter.form.definitions import Address
from drafter.form.form_file import load_form
from drafter.interview.given_answers import record_answer, record_cells
from drafter.interview.interview_state import InterviewState, new_state
from drafter.tui.table.table_grid import Act, TableGrid
from drafter.tui.table.table_model import TableModel
from drafter.tui.textual_privates import CaretApp
from drafter.tui.work import Work

ROOT = Path(__file__).parents[3]


class PlainDesk:
    """An interview in memory, as `Work` knows a desk; `acts` counts what was taken."""

    def __init__(self, state: InterviewState, table: str) -> None:
        self.state, self.table = state, table
        self.past: list[InterviewState] = []
        self.future: list[InterviewState] = []
        self.acts = 0
        self.typing: dict[Address, str] = {}
        self.work = Work(self, None)

    def take(self, after: InterviewState, *, done_at: str = "") -> Problem | None:
        if after.draft != self.state.draft:
            self.past.append(self.state)
            self.future.clear()
        self.typing.pop(done_at, None)
        return self._show(after)

    def undo(self) -> Problem | None:
        return self._turn(self.past, self.future, "前面没有可以撤销的了。")

    def redo(self) -> Problem | None:
        return self._turn(self.future, self.past, "后面没有可以重做的了。")

    def typed(self, where: Address, text: str) -> None:
        self.typing[where] = text
        if not text:
            del self.typing[where]

    def enter(self, figures: Mapping[Address, str]) -> Problem | None:
        """Figures from elsewhere than the grid."""
        return self.work.act(lambda state: record_cells(state, self.table, figures))

    @property
    def model(self) -> TableModel:
        """A new model of the table."""
        return TableModel(self.work, self.table)

    def figure(self, row: str, column: str) -> str | None:
        """The figure given in a cell; None where none is."""
        cell = self.state.draft.cells.get(f"{self.table}/{row}/{column}")
        return None if cell is None else str(cell.value)

    def given(self) -> dict[str, str]:
        """Every figure given in the table, by `row/column`."""
        cells = self.state.draft.cells.items()
        prefix = f"{self.table}/"
        return {a.removeprefix(prefix): str(c.value) for a, c in cells if a.startswith(prefix)}

    def _turn(
        self, here: list[InterviewState], there: list[InterviewState], none: str
    ) -> Problem | None:
        if not here:
            return Problem("", none, "")
        there.append(self.state)
        return self._show(here.pop())

    def _show(self, state: InterviewState) -> Problem | None:
        self.state = state
        self.acts += 1
        return None


class GridApp(CaretApp[None]):
    """A grid over a desk; `told` is what its acts said, `status` the cursor's cell."""

    def __init__(self, desk: PlainDesk) -> None:
        super().__init__()
        self.grid = TableGrid(desk.model, self.do)
        desk.work.listeners.append(self.show)
        self.told: list[str] = []
        self.ended = False

    def compose(self) -> ComposeResult:
        yield self.grid

    def on_mount(self) -> None:
        self.grid.focus()

    def do(self, act: Act) -> None:
        model = self.grid.model
        said = act(model, self.grid.page)
        self.told += [str(said)] if said else []
        self.ended = self.ended or model.ended
        self.grid.draw()

    def show(self) -> None:
        self.grid.model.reread()
        self.grid.draw()

    @property
    def status(self) -> str:
        return self.grid.model.status()


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
