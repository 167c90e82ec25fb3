"""A table as it stands: its figures, and over them what is being typed and what was refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import NamedTuple

from drafter.draft.misread import Misread
from drafter.draft.model import Cell, Origin
from drafter.draft.numbers import format_figure
from drafter.draft.reading import read_figure
from drafter.errors import Problem
from drafter.form.arithmetic import Figure
from drafter.form.model import Address
from drafter.interview.steps import CellState
from drafter.tui.glyphs import Glyphs
from drafter.tui.table.desk import TableDesk
from drafter.tui.table.marks import Standing, standing_of
from drafter.tui.table.sheet import Sheet
from drafter.tui.table.sums import Balance, Sums, balances
from drafter.tui.table.telling import path_of, told


class Refused(NamedTuple):
    """A text that stands in its cell and is not in the draft, and why."""

    raw: str
    problem: Problem


class ShownTable:
    """One table of a desk, with a cursor in it.

    cursor: a cell that can be typed in; "" only where the table has none
    buffer: what is being typed there; None while nothing is
    refused: texts that stand in their cells and could not be used
    faults: the cells that findings speak of, as the screen knows them
    whole: whether the whole grid is shown, or only what is in use
    shows_last: last year's figures are shown in place
    """

    def __init__(self, desk: TableDesk, glyphs: Glyphs | None = None) -> None:
        self.desk = desk
        self.glyphs = glyphs or Glyphs()
        self.whole = self.shows_last = False
        self.buffer: str | None = None
        self.faults: Collection[Address] = ()
        self.form = desk.state().form
        self.fill = desk.step()
        self._relations = balances(self.form, self.fill.table)
        self.refused = {a: self._left_over(a, raw) for a, raw in desk.typing().items()}
        self.cursor: Address = self.fill.cursor
        self.reread()

    def reread(self) -> None:
        """Take the table as the desk has it now; the cursor and what is typed stay."""
        before = self.fill.blocks
        self.fill = self.desk.step()
        if not hasattr(self, "sheet") or self.fill.blocks != before:
            self._lay_sheet()
        self._resum()

    def cell(self, address: Address) -> CellState:
        """A cell; a total is as it follows from what is being typed."""
        state = self.fill.cells[address]
        if address in self.form.computed:
            return replace(state, cell=Cell(self.sums[address], Origin.COMPUTED))
        return state

    def standing(self, address: Address) -> Standing:
        """The one thing to tell of a cell."""
        if self.shows_last:
            return Standing.LAST
        if address == self.cursor and self.buffer is not None:
            return Standing.TYPING
        faulty = address in self.refused or address in self.faults
        return standing_of(self.fill.cells[address], faulty=faulty)

    def text(self, address: Address) -> str | None:
        """What stands in the cell as text that is not in the draft; None for the figure."""
        if self.shows_last:
            last = self.fill.cells[address].last
            return "" if last is None else format_figure(last)
        if address == self.cursor and self.buffer is not None:
            return self.buffer
        return self.refused[address].raw if address in self.refused else None

    def path(self) -> str:
        """Where the cursor is, from the group of rows to the column."""
        return path_of(self.form.cells[self.cursor], self.glyphs) if self.cursor else ""

    def status(self) -> str:
        """`三、本年度办理结果 ▸ （一）予以公开 ▸ 自然人：2（已填）`."""
        if not self.cursor:
            return ""
        if self.buffer is None and self.cursor in self.refused:
            problem = self.refused[self.cursor].problem
            return f"{self.path()}：{problem.what}{problem.fix}"
        said = told(
            self.form.cells[self.cursor],
            self.fill.table,
            self.fill.cells[self.cursor],
            self.standing(self.cursor),
            typing=self.buffer,
        )
        return f"{self.path()}：{said}"

    def open_cells(self) -> frozenset[Address]:
        """The cells that want the clerk: untouched, to be verified, refused, or at fault."""
        marked = (a for a, state in self.fill.cells.items() if state.verify)
        return frozenset((*self.fill.open, *marked, *self.refused, *self.faults))

    def _lay_sheet(self) -> None:
        self.sheet = Sheet(self.fill, self.form.computed, whole=self.whole)
        if self.cursor not in self.sheet.order:
            self.cursor = self._first()

    def _first(self) -> Address:
        """The first cell that nobody has looked at, else the first."""
        wanted = set(self.fill.open)
        order = self.sheet.order
        return next((a for a in order if a in wanted), order[0] if order else "")

    def _left_over(self, address: Address, raw: str) -> Refused:
        what = f"“{raw}”上次没有写完。"
        return Refused(raw, Problem(self.form.place(address), what, "按回车记下，或者重写。"))

    def _resum(self) -> None:
        typed = self._read_buffer()
        figures = self.desk.state().facts.figures
        self.sums = Sums(self.form, figures, {} if typed is None else {self.cursor: typed})
        self.balance: Mapping[str, Balance] = {
            column: self.sums.balance(relation) for column, relation in self._relations.items()
        }

    def _read_buffer(self) -> Figure | None:
        if not self.buffer:
            return None if self.buffer is None else 0
        figure = read_figure(self.form.cells[self.cursor], self.buffer)
        return None if isinstance(figure, Misread) else figure
