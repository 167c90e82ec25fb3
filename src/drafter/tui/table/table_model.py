"""A table being filled: its figures and sums, the cursor, and what every act does."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple, Protocol

from drafter.draft.draft_model import Cell, Origin
from drafter.draft.relation_trials import broken_by, side_sum, side_words
from drafter.draft.typed_answers import read_figure
from drafter.draft.typed_figures import Misread
from drafter.errors import Problem
from drafter.form.arithmetic import Figure, Figures, difference, format_figure
from drafter.form.definitions import Address, Form, Relation, Term
from drafter.interview.interview_state import InterviewState, table_place
from drafter.interview.steps import CellState, Fill, Spot, fill_step
from drafter.tui.table.cell_marks import Standing, path_of, standing_of, told
from drafter.tui.table.table_layout import Sheet
from drafter.tui.terminal_text import Glyphs


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
    spot = Spot(table_place(table), table, title, "", number=0, of=0)
    cell = state.form.cells.get(state.at)
    return fill_step(state, spot, state.at if cell and cell.table == table else "")


class Balance(NamedTuple):
    """One column's relation between typed figures: how far apart its sides are, in words."""

    column: str
    apart: Figure
    said: str

    @property
    def verdict(self) -> str:
        return f"差{format_figure(self.apart)}" if self.apart else "平"


class Sums:
    """The figures of a form with some of them as they are being typed."""

    def __init__(self, form: Form, figures: Figures, typed: Mapping[Address, Figure]) -> None:
        self.form = form
        self.figures = figures
        if typed:
            self.figures = figures.copy()
            for address, figure in typed.items():
                self.figures[form.arithmetic.index[address]] = figure
            form.arithmetic.complete(self.figures)

    def __getitem__(self, address: Address) -> Figure:
        return self.figures[self.form.arithmetic.index[address]]

    def balance(self, relation: Relation) -> Balance:
        """How a column's balance stands."""
        left, right = side_sum(relation.left, self._find), side_sum(relation.right, self._find)
        broken = broken_by(relation, self._find)
        said = broken.sums if broken else f"{self._both(relation)}，平"
        return Balance(relation.along, difference(left, right), said)

    def terms(self, address: Address) -> Iterator[str]:
        """The totals that a cell is, or goes into, each with its terms in words."""
        for relation in self.form.totals:
            sides = [s for s in relation.right if any(t.address == address for t in s.terms)]
            if sides or relation.total == address:
                yield f"{relation.place}{self._both(relation)}"

    def _both(self, relation: Relation) -> str:
        left, right = (side_words(side, self._find) for side in (relation.left, relation.right))
        return f"{left} = {right}"

    def _find(self, term: Term) -> Figure:
        return self[term.address] if term.address else 1


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
        self._relations = {r.along: r for r in self.form.balances(self.fill.table.id)}
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
