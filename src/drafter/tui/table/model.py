"""A table being filled: where the cursor is, what is typed there, and what every act does.

Keys mean the same whatever was typed before them: a key that moves always moves. A text
that cannot be used stays in its own cell, so that the figures typed after it land where
they would have landed anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from drafter.draft.model import Origin
from drafter.draft.numbers import format_figure
from drafter.errors import Problem
from drafter.form.model import Address
from drafter.interview.steps import CellState
from drafter.tui.glyphs import Glyphs
from drafter.tui.table.desk import TableDesk
from drafter.tui.table.marks import Standing
from drafter.tui.table.sheet import Sheet
from drafter.tui.table.shown import Refused, ShownTable

Said = Problem | str
"""What an act has to tell: a Problem, a sentence, or "" for nothing."""

_LONGEST = 60
_ENDED = "已经是最后一格，后面没有格子了。要改这一格，先按退格。"
_ALL_SEEN = "没有还没看过的格子了。"
_NO_NEXT = "这张表没有还要填、还要核对的格子了。"
_NO_LAST = "没有上年的报告可以对照。"
_NOTHING_GIVEN = "这一格没有填过数。"


class TableModel(ShownTable):
    """A shown table and all that can be done to it.

    ended: the last key wanted to go on behind the last cell; digits are not taken now, as
        they were meant for a cell that is not there
    """

    def __init__(self, desk: TableDesk, glyphs: Glyphs | None = None) -> None:
        super().__init__(desk, glyphs)
        self.ended = False

    # Typing

    def type(self, text: str) -> Said:
        """Text behind what is typed in the cell; the first of it takes the figure's place."""
        if self.ended or not self.cursor:
            return _ENDED
        if not text.strip() and not self.buffer:
            return ""
        self._type_over((self.buffer or "") + text)
        return ""

    def rub_out(self) -> Said:
        """The last character away, of a figure that stands there too."""
        self.ended = False
        standing = self.buffer if self.buffer is not None else self._standing_text()
        if self.cursor and standing:
            self._type_over(standing[:-1])
        return ""

    def drop(self) -> bool:
        """Forget what is being typed; whether there was anything."""
        had = self.buffer is not None
        if had:
            self.buffer = None
            kept = self.refused[self.cursor].raw if self.cursor in self.refused else ""
            self.desk.typed(self.cursor, kept)
            self._resum()
        return had

    def settle(self, *, again: bool = False) -> Said:
        """Hand over what is being typed; what cannot be used stays in its cell.

        again: a text refused before is handed over once more, where the cursor is on it
        """
        self.ended = False
        address, raw = self.cursor, self.buffer
        if raw is None and again and address in self.refused:
            raw = self.refused[address].raw
        if raw is None:
            return ""
        self.buffer = None
        if not raw.strip():
            return self._take_back(address)
        problem = self.desk.enter({address: raw})
        if problem is not None:
            self.refused[address] = Refused(raw, problem)
            self.desk.typed(address, raw)
            self._resum()
            return problem
        self._done(address)
        return ""

    # Moving

    def move(self, to: Callable[[Sheet, Address], Address]) -> Said:
        """Hand over what is typed and go to another cell."""
        said = self.settle()
        if self.cursor:
            self.cursor = to(self.sheet, self.cursor)
        return said

    def go(self, address: Address) -> Said:
        """Go to a cell, shown or not, in use or not."""
        said = self.settle()
        if address in self.form.computed or address not in self.fill.cells:
            return said
        if address not in self.sheet.places:
            self.whole = True
            self._lay_sheet()
        self.cursor = address
        return said

    def step_on(self, by: int, *, down: bool) -> Said:
        """To the next (the last) cell in the order of the rows, or `down` the columns."""
        said = self.settle(again=True)
        order = self.sheet.down_order if down else self.sheet.order
        if not self.cursor:
            return said
        at = order.index(self.cursor) + by
        self.ended = at >= len(order)
        self.cursor = order[max(0, min(at, len(order) - 1))]
        return said

    def next_open(self) -> Said:
        """To the next cell that wants the clerk, from the beginning again after the last."""
        said = self.settle()
        order, wanted = self.sheet.order, self.open_cells()
        at = order.index(self.cursor) + 1 if self.cursor else 0
        found = next((a for a in (*order[at:], *order[:at]) if a in wanted), None)
        self.cursor = found or self.cursor
        return said or ("" if found else _NO_NEXT)

    def toggle_whole(self) -> Said:
        """The whole grid, or only what is in use."""
        said = self.settle()
        self.whole = not self.whole
        self._lay_sheet()
        return said

    def toggle_last(self) -> Said:
        """Last year's figures in place of this year's, until something is typed."""
        said = self.settle()
        if not any(state.last is not None for state in self.fill.cells.values()):
            return said or _NO_LAST
        self.shows_last = not self.shows_last
        return said

    # Acts on what is there

    def take_back(self) -> Said:
        """Nothing is given in this cell any more."""
        self.ended = False
        self.drop()
        return self._take_back(self.cursor) if self.cursor else ""

    def confirm_rest(self) -> Said:
        """What nobody has looked at is zero."""
        if said := self.settle():
            return said
        count, unsettled = len(self.fill.open), self.fill.unsettled
        if problem := self._act(self.desk.confirm_rest):
            return problem
        if count:
            return f"其余 {count} 格都记为 0。"
        return "上年带来的数都已认可。" if unsettled else _ALL_SEEN

    def toggle_verify(self) -> Said:
        """Mark the cell 待核, or take that mark away."""
        if (said := self.settle()) or not self.cursor:
            return said
        act = self.desk.verified if self.fill.cells[self.cursor].verify else self.desk.unsure
        return self._act(lambda: act(self.cursor))

    def enter_block(self, figures: Mapping[Address, str]) -> Said:
        """Figures of several cells at once, as one step of undo."""
        said = self._act(lambda: self.desk.enter(figures))
        for address in figures if not said else ():
            if address != self.cursor or self.buffer is None:
                self.refused.pop(address, None)
                self.desk.typed(address, "")
        return said

    def undo(self) -> Said:
        """What is being typed goes first, then the last change."""
        self.ended = False
        return "" if self.drop() else self._turn(self.desk.undo, "撤销")

    def redo(self) -> Said:
        """The change undone last is made again."""
        if said := self.settle():
            return said
        return self._turn(self.desk.redo, "重做")

    def terms(self, address: Address = "") -> str:
        """How the totals come about that a cell is, or goes into."""
        return "；".join(self.sums.terms(address or self.cursor))

    # Below

    def _type_over(self, text: str) -> None:
        self.shows_last = False
        self.buffer = text[:_LONGEST]
        self.desk.typed(self.cursor, self.buffer)
        self._resum()

    def _standing_text(self) -> str:
        if self.cursor in self.refused:
            return self.refused[self.cursor].raw
        state = self.fill.cells[self.cursor]
        return format_figure(state.cell.value) if _is_given(state) else ""

    def _take_back(self, address: Address) -> Said:
        refused = self.refused.pop(address, None)
        self.desk.typed(address, "")
        state = self.fill.cells[address]
        if _is_given(state) or state.kept is not None:
            return self._act(lambda: self.desk.take_back(address))
        self._resum()
        return "" if refused or self.standing(address) is Standing.UNTOUCHED else _NOTHING_GIVEN

    def _done(self, address: Address) -> None:
        self.refused.pop(address, None)
        self.desk.typed(address, "")
        self.reread()

    def _act(self, act: Callable[[], Problem | None]) -> Said:
        self.shows_last = False
        problem = act()
        self.reread()
        return problem or ""

    def _turn(self, act: Callable[[], Problem | None], word: str) -> Said:
        """An act of the history; the cursor goes where something has changed."""
        before = self.fill.cells
        said = self._act(act)
        after = self.fill.cells
        changed = [a for a in after if a not in self.form.computed and before[a] != after[a]]
        seen = [a for a in self.sheet.order if a in changed]
        if seen and self.cursor not in seen:
            self.cursor = seen[0]
        return said or (f"已{word}，{len(changed)} 格变了。" if changed else "")


def _is_given(state: CellState) -> bool:
    """Whether the cell holds a figure that somebody or something gave."""
    return state.cell.origin not in (Origin.DEFAULT, Origin.CONFIRMED, Origin.COMPUTED)
