"""A table being filled: its figures and sums, the cursor, and what every key does to it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from enum import Enum
from typing import NamedTuple

from drafter.desk.acts import REDO, UNDO, Act
from drafter.draft.draft_model import Cell, Origin
from drafter.draft.relation_trials import broken_by, side_sum, side_words
from drafter.draft.typed_figures import Misread, read_figure
from drafter.errors import Problem
from drafter.form.arithmetic import Figure, Figures, difference, format_figure
from drafter.form.definitions import Address, Relation, Term
from drafter.interview.given_answers import confirm_rest_zero, record_cells, take_back
from drafter.interview.interview_state import InterviewState, table_place
from drafter.interview.progress import unsure, verified
from drafter.interview.steps import CellState, Fill, fill_step
from drafter.interview.way import go_to
from drafter.report.width import width_cells
from drafter.tui.table.table_layout import Sheet
from drafter.tui.terminal_text import glyphs
from drafter.tui.work import Does, Work


class Standing(Enum):
    """What a clerk has to know of a cell; the value is the word for it."""

    UNTOUCHED = "还没有看过"
    ENTERED = "已填"
    CONFIRMED = "已确认为零"
    CARRIED = "上年带来"
    TAKEN = "从文件读来"
    TALLIED = "从台账统计"
    COMPUTED = "自动计算"
    VERIFY = "待核"
    FAULTY = "要改"
    UNUSED = "不用填"
    KEPT = "未使用"
    TYPING = "正在填"
    LAST = "上年的数"


_ORIGINS = {
    Origin.DEFAULT: Standing.UNTOUCHED,
    Origin.CONFIRMED: Standing.CONFIRMED,
    Origin.ENTERED: Standing.ENTERED,
    Origin.CARRIED: Standing.CARRIED,
    Origin.TALLIED: Standing.TALLIED,
    Origin.IMPORTED: Standing.TAKEN,
    Origin.MERGED: Standing.TAKEN,
    Origin.COMPUTED: Standing.COMPUTED,
}


def standing_of(state: CellState, *, faulty: bool) -> Standing:
    """The one thing to tell of a cell; what wants the clerk comes first."""
    if faulty:
        return Standing.FAULTY
    if state.verify:
        return Standing.VERIFY
    if not state.used:
        return Standing.UNUSED if state.kept is None else Standing.KEPT
    return _ORIGINS[state.cell.origin]


class Balance(NamedTuple):
    """How far apart the two sides of a column are, and both in words."""

    apart: Figure
    said: str

    @property
    def verdict(self) -> str:
        """`平`, or `差1`."""
        return f"差{format_figure(self.apart)}" if self.apart else "平"


class Refused(NamedTuple):
    """A text that stands in its cell and is not in the draft, and why."""

    raw: str
    problem: Problem


Said = Problem | str
"""What an act has to tell: a Problem, a sentence, or "" for nothing."""

_LONGEST = 60
_ENDED = "已经是最后一格，后面没有格子了。要改这一格，先按退格。"
_ALL_SEEN = "每一格都看过了。"
_NO_NEXT = "这张表没有还要填、还要核对的格子了。"
_NO_LAST = "没有上年的报告可以对照。"
_NOTHING_GIVEN = "这一格没有填过数。"


class TableModel:
    """One table of the work with a cursor in it, and all that can be done to it.

    cursor: a cell that can be typed in; "" only where the table has none
    buffer: what is being typed there; None while nothing is
    refused: texts that stand in their cells and could not be used
    faults: the cells that findings speak of, as the screen knows them
    whole: whether the whole grid is shown, or only what is in use
    shows_last: last year's figures are shown in place
    ended: the last key wanted to go on behind the last cell; digits are not taken now, as
        they were meant for a cell that is not there
    """

    def __init__(self, work: Work, table: str) -> None:
        self.work, self.table = work, table
        self.whole = self.shows_last = self.ended = self._stands_at_end = False
        self.buffer: str | None = None
        self.faults: Collection[Address] = ()
        self.form = work.state.form
        self.fill = self._step()
        self.cursor: Address = self.fill.cursor
        self.refused = dict(self._left_over())
        self._relations = {own.along: own for own in self.form.balances(table)}
        self._read = work.state
        self._lay_sheet()
        self._resum()

    def reread(self) -> None:
        """Take the table as it is now; the cursor and what is typed stay."""
        if self.work.state is self._read:
            return
        before, self._read = self.fill.blocks, self.work.state
        self.fill = self._step()
        if self.fill.blocks != before:
            self._lay_sheet()
        self._resum()

    def sums_with(self, typed: Mapping[Address, Figure]) -> Figures:
        """The figures of the form with some of them as they are typed."""
        figures = self.work.state.facts.figures
        if typed:
            figures = figures.copy()
            for address, figure in typed.items():
                figures[self.form.arithmetic.index[address]] = figure
            self.form.arithmetic.complete(figures)
        return figures

    def figure(self, address: Address) -> Figure:
        """What stands there, a total as it follows from what is being typed."""
        return self.sums[self.form.arithmetic.index[address]]

    def cell(self, address: Address) -> CellState:
        """A cell; a total is as it follows from what is being typed."""
        state = self.fill.cells[address]
        if address in self.form.computed:
            return replace(state, cell=Cell(self.figure(address), Origin.COMPUTED))
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

    def status(self, room: int = 0) -> str:
        """`三、本年度办理结果 ▸ （一）予以公开 ▸ 自然人：2（已填，上年 5）`.

        room: the cells there are; the path is shortened from its left where that makes it fit
        """
        if not self.cursor:
            return ""
        told = [f"{path}：{self._said()}" for path in self._paths()]
        return next((line for line in told if width_cells(line) <= room), told[0])

    @property
    def is_uneven(self) -> bool:
        """Whether the two sides of a column differ."""
        return any(own.apart for own in self.balance.values())

    def open_cells(self) -> frozenset[Address]:
        """The cells that want the clerk: untouched, to be verified, refused, or at fault."""
        marked = (a for a, state in self.fill.cells.items() if state.verify)
        return frozenset((*self.fill.open, *marked, *self.refused, *self.faults))

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
            self.work.typed(self.cursor, kept)
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
        if not raw.strip():  # a figure was rubbed out, not replaced
            return self._take_back(address)
        problem = self._enter({address: raw})
        if problem is not None:
            # It stands in its cell and goes on being kept with the session: the clerk types on
            # and mends it later, and nothing that was typed is lost.
            self.refused[address] = Refused(raw, problem)
            self.work.typed(address, raw)
            self._resum()
        return problem or ""

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
        # A last cell that nobody has looked at may be typed in still when it is passed once.
        behind = at >= len(order)
        self.ended = behind and (self._stands_at_end or self.cursor not in self.fill.open)
        self._stands_at_end = behind
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
        problem = self._act(lambda state: confirm_rest_zero(state, self.table))
        if problem is not None:
            return problem
        right = len(unsettled) - len(self.fill.unsettled)
        said = f"其余 {count} 格都记为 0。" if count else ""
        said += f"{self.form.carried}来的数都认可了。" if right else ""
        return f"{said}Ctrl+Z 撤销。" if said else _ALL_SEEN

    def toggle_verify(self) -> Said:
        """Mark the cell 待核, or take that mark away."""
        if (said := self.settle()) or not self.cursor:
            return said
        mark = verified if self.fill.cells[self.cursor].verify else unsure
        return self._act(lambda state: mark(state, self.cursor)) or ""

    def enter_block(self, figures: Mapping[Address, str]) -> Said:
        """Figures of several cells at once, as one step of undo."""
        return self._enter(figures) or ""

    def undo(self) -> Said:
        """What is being typed goes first, then the last change."""
        self.ended = False
        return "" if self.drop() else self._turn(UNDO)

    def redo(self) -> Said:
        """The change undone last is made again."""
        if said := self.settle():
            return said
        return self._turn(REDO)

    def terms(self, address: Address = "") -> str:
        """How the totals come about that a cell is, or goes into."""
        address, said = address or self.cursor, []
        for relation in self.form.totals:
            parts = (term.address for side in relation.right for term in side.terms)
            if address in (relation.total, *parts):
                said.append(f"{relation.place}{self._both(relation)}")
        return "；".join(said)

    # Below

    def _paths(self) -> Iterator[str]:
        """Where the cursor is, the longest way to say it first.

        Of rows without labels, all that the column is in.
        """
        cell = self.form.cells[self.cursor]
        rows = [line.label for line in cell.row_path if line.label]
        columns = [line.label for line in cell.column_path if line.label]
        path = glyphs().path
        named = [*rows, *(columns[-1:] if rows else columns)]
        yield path.join(named)
        for left_out in range(1, len(named) - 1):
            yield path.join(("…", *named[left_out:]))
        yield cell.label

    def _said(self) -> str:
        """What stands in the cell, and what is known of it."""
        if self.buffer is None and self.cursor in self.refused:
            problem = self.refused[self.cursor].problem
            return f"！{problem.what}{problem.fix}"
        cell, state = self.form.cells[self.cursor], self.fill.cells[self.cursor]
        standing = self.standing(self.cursor)
        unit = cell.unit if cell.unit != self.fill.table.unit else ""
        now = f"{format_figure(state.cell.value)}{unit}"
        if self.buffer is not None:
            return f"{self.buffer}{unit}（{standing.value}）"
        if standing is Standing.LAST:
            return f"上年 {format_figure(state.last or 0)}{unit}，本年度 {now}"
        words = [standing.value]
        if standing is Standing.KEPT:
            words.append(f"以前填过 {format_figure(state.kept or 0)}")
        if state.was_carried and standing is not Standing.CARRIED:
            words.append(f"{self.form.carried}来 {state.was_carried}")
        if state.last is not None:
            words.append(f"上年 {format_figure(state.last)}")
        return f"{now}（{'，'.join(words)}）"

    def _type_over(self, text: str) -> None:
        self.shows_last = False
        self.buffer = text[:_LONGEST]
        self.work.typed(self.cursor, self.buffer)
        self._resum()

    def _standing_text(self) -> str:
        if self.cursor in self.refused:
            return self.refused[self.cursor].raw
        state = self.fill.cells[self.cursor]
        return format_figure(state.cell.value) if _is_given(state) else ""

    def _take_back(self, address: Address) -> Said:
        refused = self.refused.pop(address, None)
        self.work.typed(address, "")
        state = self.fill.cells[address]
        # A text that was refused goes alone: the figure given before it was never replaced.
        if refused is None and (_is_given(state) or state.kept is not None):
            return self._act(lambda state: take_back(state, address)) or ""
        self._resum()
        return "" if refused or self.standing(address) is Standing.UNTOUCHED else _NOTHING_GIVEN

    def _enter(self, figures: Mapping[Address, str]) -> Problem | None:
        """All of them or none, as one step of undo."""
        done_at = "".join(figures) if len(figures) == 1 else ""
        problem = self._act(lambda state: record_cells(state, self.table, figures), done_at)
        # A block may land on the very cell that is being typed in: that text is not done with.
        for address in figures if problem is None else ():
            if address != self.cursor or self.buffer is None:
                self.refused.pop(address, None)
                self.work.typed(address, "")
        return problem

    def _act(self, do: Does, done_at: str = "") -> Problem | None:
        """One act on the draft; the clerk stays at this table, also when nothing is open in it."""
        problem = self.work.act(lambda state: self._stayed(do(state)), done_at=done_at)
        self._take_in()
        return problem

    def _stayed(self, after: InterviewState | Problem) -> InterviewState | Problem:
        if isinstance(after, Problem):
            return after
        # Said outright: where the way would go on by itself takes longer than the act. And gone
        # to by a finding, `at` is a cell: shown again, it would pull the cursor back.
        here = table_place(self.table)
        return after if after.at == here else go_to(after, here)

    def _take_in(self) -> None:
        self.shows_last = False
        self.reread()

    def _turn(self, act: Act) -> Said:
        """An act of the history; the cursor goes where something has changed."""
        assert act.does is not None
        before, told = self.fill.cells, act.does(self.work, "")
        self._take_in()
        after = self.fill.cells
        changed = [a for a in after if a not in self.form.computed and before[a] != after[a]]
        # Undo may change a cell out of sight; what it did must be seen where one looks.
        seen = [a for a in self.sheet.order if a in changed]
        if seen and self.cursor not in seen:
            self.cursor = seen[0]
        return told if isinstance(told, Problem) else "".join(told)

    def _lay_sheet(self) -> None:
        self.sheet = Sheet(self.fill, self.form.computed, whole=self.whole)
        if self.cursor not in self.sheet.order:
            self.cursor = self._first()

    def _first(self) -> Address:
        """The first cell that nobody has looked at, else the first."""
        wanted = set(self.fill.open)
        order = self.sheet.order
        return next((a for a in order if a in wanted), order[0] if order else "")

    def _step(self) -> Fill:
        """This table as it stands, also when the way would go on elsewhere by now."""
        step = self.work.step
        if isinstance(step, Fill) and step.table.id == self.table:
            return step
        return fill_step(self.work.state, self.table)

    def _left_over(self) -> Iterator[tuple[Address, Refused]]:
        """Texts that were under way in cells of this table when the session was left."""
        for cell in self.fill.table.cells:
            raw = self.work.typing(cell.address)
            if isinstance(raw, str) and raw:
                what = f"“{raw}”上次没有写完。"
                place = self.form.place(cell.address)
                yield cell.address, Refused(raw, Problem(place, what, "按回车记下，或者重写。"))

    def _resum(self) -> None:
        typed = self._read_buffer()
        self.sums = self.sums_with({} if typed is None else {self.cursor: typed})
        self.balance: Mapping[str, Balance] = {
            column: self._balance(relation) for column, relation in self._relations.items()
        }

    def _balance(self, relation: Relation) -> Balance:
        left, right = side_sum(relation.left, self._find), side_sum(relation.right, self._find)
        broken = broken_by(relation, self._find)
        said = broken.sums if broken else f"{self._both(relation)}，平"
        return Balance(difference(left, right), said)

    def _both(self, relation: Relation) -> str:
        left, right = (side_words(side, self._find) for side in (relation.left, relation.right))
        return f"{left} = {right}"

    def _find(self, term: Term) -> Figure:
        return self.figure(term.address) if term.address else 1

    def _read_buffer(self) -> Figure | None:
        if not self.buffer:
            return None if self.buffer is None else 0
        figure = read_figure(self.form.cells[self.cursor], self.buffer)
        return None if isinstance(figure, Misread) else figure


def _is_given(state: CellState) -> bool:
    """Whether the cell holds a figure that somebody or something gave."""
    return state.cell.origin not in (Origin.DEFAULT, Origin.CONFIRMED, Origin.COMPUTED)
