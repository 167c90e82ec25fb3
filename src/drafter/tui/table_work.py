"""One table of the session at work, as the grid asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from drafter.errors import Problem
from drafter.form.model import Address
from drafter.interview.acts import confirm_rest_zero, record_cells, take_back
from drafter.interview.moving import go_to, shown_place
from drafter.interview.passing import unsure, verified
from drafter.interview.places import place_of
from drafter.interview.state import TABLES, InterviewState
from drafter.interview.steps import Fill
from drafter.tui.table.desk import table_step
from drafter.tui.work import Does, Work


class WorkTable:
    """A `TableDesk` over the work. It stays at the table, also when nothing is open there.

    is_acting: an act of the grid's own is under way
    """

    def __init__(self, work: Work, table: str) -> None:
        self.work, self.table = work, table
        self.place = TABLES + table
        self.is_acting = False

    def state(self) -> InterviewState:
        return self.work.state

    def step(self) -> Fill:
        step = self.work.step
        if isinstance(step, Fill) and step.table.id == self.table:
            return step
        return table_step(self.work.state, self.table)

    def enter(self, figures: Mapping[Address, str]) -> Problem | None:
        done_at = "".join(figures) if len(figures) == 1 else ""
        return self._act(lambda state: record_cells(state, self.table, figures), done_at)

    def take_back(self, address: Address) -> Problem | None:
        return self._act(lambda state: take_back(state, address))

    def confirm_rest(self) -> Problem | None:
        return self._act(lambda state: confirm_rest_zero(state, self.table))

    def unsure(self, address: Address) -> Problem | None:
        return self._act(lambda state: unsure(state, address))

    def verified(self, address: Address) -> Problem | None:
        return self._act(lambda state: verified(state, address))

    def undo(self) -> Problem | None:
        return self._turn(self.work.undo)

    def redo(self) -> Problem | None:
        return self._turn(self.work.redo)

    def typed(self, address: Address, text: str) -> None:
        self.work.typed(address, text)

    def typing(self) -> Mapping[Address, str]:
        cells = self.work.state.form.cells.values()
        own = (cell.address for cell in cells if cell.table == self.table)
        kept = ((address, self.work.typing(address)) for address in own)
        return {address: text for address, text in kept if isinstance(text, str) and text}

    def _act(self, do: Does, done_at: str = "") -> Problem | None:
        act = self.work.act
        return self._turn(lambda: act(lambda state: self._stayed(do(state)), done_at=done_at))

    def _turn(self, act: Callable[[], Problem | None]) -> Problem | None:
        self.is_acting = True
        try:
            return act()
        finally:
            self.is_acting = False

    def _stayed(self, after: InterviewState | Problem) -> InterviewState | Problem:
        if isinstance(after, Problem):
            return after
        place = place_of(after, shown_place(after))
        stays = place is not None and place.id == self.place
        return after if stays else go_to(after, self.place)
