"""What the grid asks of whoever holds the interview: one call for every act, answered at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from drafter.errors import Problem
from drafter.form.model import Address
from drafter.interview.filling import fill_step
from drafter.interview.state import TABLES, InterviewState
from drafter.interview.steps import Fill, Spot


class TableDesk(Protocol):
    """One table of an interview under way.

    Every act is done when it returns: `state` and `step` tell of it already, so that no key
    typed after it can come before it. A Problem means that nothing has changed.
    """

    def state(self) -> InterviewState:
        """The interview as it stands."""

    def step(self) -> Fill:
        """This table as it stands, also when the way would go on elsewhere by now."""

    def enter(self, figures: Mapping[Address, str]) -> Problem | None:
        """Figures as typed: all or none, one step of undo (`record_cells`)."""

    def take_back(self, address: Address) -> Problem | None:
        """The cell is the form's zero again (`take_back`)."""

    def confirm_rest(self) -> Problem | None:
        """What nobody has looked at is zero (`confirm_rest_zero`)."""

    def unsure(self, address: Address) -> Problem | None:
        """Marks the cell 待核 (`unsure`)."""

    def verified(self, address: Address) -> Problem | None:
        """Takes that mark away (`verified`)."""

    def undo(self) -> Problem | None:
        """The state before the last change."""

    def redo(self) -> Problem | None:
        """The state that was undone."""

    def typed(self, address: Address, text: str) -> None:
        """Text under way in a cell, to be kept with the session; "" when it is done with."""

    def typing(self) -> Mapping[Address, str]:
        """The text under way that was kept, by cell."""


def table_step(state: InterviewState, table: str) -> Fill:
    """The step of one table, wherever the way would go on; its spot has no number.

    Worked out from this very state, whose facts others need as well: looking for the way
    takes longer than all the rest of a key.
    """
    title = state.form.tables[table].title
    spot = Spot(TABLES + table, table, title, "", number=0, of=0)
    cell = state.form.cells.get(state.at)
    return fill_step(state, spot, state.at if cell and cell.table == table else "")
