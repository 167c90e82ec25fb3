"""A table as lines of a terminal: heads, rows, feet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from drafter.draft.draft_model import Origin
from drafter.form.arithmetic import format_figure
from drafter.form.definitions import Address
from drafter.interview.steps import CellState
from drafter.report.width import pad_cells, width_cells
from drafter.tui.table.table_layout import (
    INDENT,
    Frame,
    Head,
    Layout,
    Spot,
    cut,
    label_text,
    lay_out,
)
from drafter.tui.table.table_model import Balance, Standing, TableModel
from drafter.tui.terminal_text import glyphs, shown


def legend() -> str:
    """What the marks in the cells mean."""
    marks = glyphs()
    return (
        f"{marks.untouched} 还没有看过  0 看过了，是零  {marks.carried} 上年结转来  + 从文件读来\n"
        f"? 待核  ! 要改  - 不用填  [3] 填过、现在不用  {marks.total} 自动合计"
    )


class Piece(NamedTuple):
    """Text of one look; `here` says that it is the cursor's cell, row or column."""

    text: str
    look: str
    here: bool = False


Drawn = tuple[Piece, ...]
"""One line."""


def filled(text: str, width: int, look: str, *, here: bool = False) -> Piece:
    """A text in exactly `width` cells, from the left."""
    return Piece(pad_cells(cut(shown(text), width), width, "left"), look, here)


def head_line(model: TableModel, frame: Frame, spot: Spot) -> Drawn:
    """One line of a block's header, with what is out of sight over the labels."""
    corner = [_corner(model, frame, spot)] if frame.layout.label else []
    return (*corner, *_words(model, frame, spot))


def hidden_columns(frame: Frame) -> str:
    """`左边还有 3 列，右边还有 2 列`; "" where all are in sight."""
    sides = zip(("左边", "右边"), frame.columns_beside(), strict=True)
    return "，".join(f"{side}还有 {count} 列" for side, count in sides if count)


def _corner(model: TableModel, frame: Frame, spot: Spot) -> Piece:
    table, below, beside = model.fill.table, frame.rows_below(), hidden_columns(frame)
    unit = f"（单位：{table.unit}）" if table.unit else ""
    title = Standing.LAST.value if model.shows_last else f"{table.short}{unit}"
    if width_cells(title) > frame.layout.label:  # the line above the table has the unit, too
        title = Standing.LAST.value if model.shows_last else table.short
    words = [title, f"下面还有 {below} 行" if below else "", beside]
    said = [word for word in words if word]
    at_top = frame.spot(0) in (spot, Spot("caption", spot.block, 0)) or not spot.block
    text = said[spot.number] if spot.number < len(said) and at_top else ""
    return filled(text, frame.layout.label, "corner")


def _words(model: TableModel, frame: Frame, spot: Spot) -> Iterator[Piece]:
    columns = list(frame.columns(spot.block))
    heads = [h for h in model.sheet.blocks[spot.block].heads if h.level == spot.number]
    while columns:
        head = next((head for head in heads if _over(head, columns[0][0])), None)
        count = sum(1 for column, _ in columns if _over(head, column)) if head else 1
        width = sum(width for _, width in columns[:count])
        if head is None:
            yield _word(model, frame, spot, columns[0][0], width)
        else:
            text = cut(shown(head.line.label), width - 1)
            yield Piece(" " + _ruled(text, width - 1), "head")
        del columns[:count]


def _over(head: Head | None, column: int) -> bool:
    return head is not None and head.first <= column < head.first + head.span


def _ruled(text: str, width: int) -> str:
    """The text in the middle of a line that shows how far it reaches."""
    spare = width - width_cells(text)
    return "-" * (spare // 2) + text + "-" * (spare - spare // 2)


def _word(model: TableModel, frame: Frame, spot: Spot, column: int, width: int) -> Piece:
    layout = frame.layout.blocks[spot.block]
    lines = layout.heads[column]
    number = spot.number - (layout.head_lines - len(lines))
    text = shown(lines[number]) if number >= 0 else ""
    total = number == len(lines) - 1 and model.sheet.blocks[spot.block].totals[column]
    word = pad_cells((glyphs().total if total else "") + text, width - 1, "right") + " "
    return Piece(word, "head", _is_here(model, spot.block, column))


def _is_here(model: TableModel, block: int, column: int) -> bool:
    place = model.sheet.places.get(model.cursor)
    return place is not None and (model.sheet.rows[place.row].block, place.column) == (
        block,
        column,
    )


_QUESTION = "各列两边是否相等"


def feet_count(model: TableModel, layout: Layout) -> int:
    """How many lines there are."""
    return 2 * bool(model.balance) + _is_hint_needed(layout)


def feet_lines(model: TableModel, frame: Frame) -> Iterator[Drawn]:
    """The verdict under each column; the sums of one; columns out of sight if not told above."""
    width = frame.layout.width
    if model.balance:
        column = model.form.cells[model.cursor].column if model.cursor else ""
        own = model.balance.get(column)
        yield tuple(_verdicts(model, frame))
        yield (filled(_sums(model, own, width) if own else "", width, "note"),)
    if _is_hint_needed(frame.layout):
        yield (filled(hidden_columns(frame), width, "note"),)


def _sums(model: TableModel, own: Balance, width: int) -> str:
    """`自然人：本年新收 2 + …`, of the cursor's column; how far apart stands under it already."""
    said = f"{model.form.cells[model.cursor].column_path[-1].short}：{own.said}"
    return said if width_cells(said) <= width else said.rpartition("，")[0]


def _is_hint_needed(layout: Layout) -> bool:
    return not layout.label and any(sum(b.widths) > layout.room for b in layout.blocks)


def _verdicts(model: TableModel, frame: Frame) -> Iterator[Piece]:
    if frame.layout.label:
        asked = f"本年度{_QUESTION}" if model.shows_last else _QUESTION
        yield filled(asked, frame.layout.label, "foot")
    place = model.sheet.places.get(model.cursor)
    block = model.sheet.rows[place.row].block if place else 0
    for column, width in frame.columns(block):
        own = model.balance.get(model.sheet.blocks[block].columns[column].id)
        word = cut(own.verdict, width - 1) if own else ""
        padded = pad_cells(word, width - 1, "right") + " "
        yield Piece(padded, "uneven" if own and own.apart else "foot")


_LEAST_DIGITS = 3
_GAP_AND_MARK = 2
_WIDEST = 16
_BARS = ("head", "corner", "foot", "uneven")


class Shown(NamedTuple):
    """What is drawn of one cell: its text, the mark behind it, and how it stands."""

    text: str
    mark: str
    standing: Standing


class Drawing:
    """A model as it is drawn into so many columns and lines; made anew after every act.

    before: the drawing in whose place it comes; its cells are kept where nothing in them changed,
        as on a key that only moves the cursor
    """

    def __init__(
        self, model: TableModel, width: int, height: int, before: Drawing | None = None
    ) -> None:
        self.model, self.width, self.height = model, width, height
        self.sheet, self.sums, self.marks = model.sheet, model.sums, _marks(model)
        self.cells: Mapping[Address, Shown]
        self.needs: tuple[tuple[int, ...], ...]
        if before is not None and before.holds(self):
            self.cells, self.needs = before.cells, before.needs
        else:
            self.cells = {address: _shown(model, address) for address in model.sheet.places}
            self.needs = self._figure_widths()
        layout = lay_out(model.sheet, model.fill.table.unit, width, self.needs)
        self.frame: Frame = Frame(model.sheet, layout)
        feet = feet_count(model, layout)
        self.needed = self.frame.height + feet
        """Lines from which on there is nothing more to draw."""
        self.frame.limit(height - feet)

    def holds(self, now: Drawing) -> bool:
        """Whether the cells are those of another drawing: figures are summed anew when one is."""
        same = self.sums is now.sums and self.sheet is now.sheet
        return same and self.marks == now.marks

    def lines(self) -> list[Drawn]:
        """Every line, from the header to the balance."""
        body = [self._line(self.frame.spot(y)) for y in range(self.frame.height)]
        drawn = [*body, *feet_lines(self.model, self.frame)]
        drawn += [()] * (self.height - len(drawn))
        return [self._widened(line) for line in drawn[: self.height]]

    def _figure_widths(self) -> tuple[tuple[int, ...], ...]:
        """By block and column, the cells that the figures take with gap and mark."""
        sheet = self.model.sheet
        needs = [[_LEAST_DIGITS] * len(block.columns) for block in sheet.blocks]
        for address, (row, column) in sheet.places.items():
            block = needs[sheet.rows[row].block]
            block[column] = max(block[column], width_cells(self.cells[address].text))
        for number, own_block in enumerate(sheet.blocks):
            for column, line in enumerate(own_block.columns):
                if (own := self.model.balance.get(line.id)) is not None:
                    verdict = width_cells(own.verdict) - 1
                    needs[number][column] = max(needs[number][column], verdict)
        return tuple(tuple(min(n + _GAP_AND_MARK, _WIDEST) for n in block) for block in needs)

    def _line(self, spot: Spot | None) -> Drawn:
        if spot is None:
            return ()
        if spot.kind == "head":
            return head_line(self.model, self.frame, spot)
        if spot.kind == "row":
            return tuple(self._row(spot))
        caption = self.model.sheet.blocks[spot.block].block.caption
        return (filled(caption, self.width, "caption"),)

    def _widened(self, line: Drawn) -> Drawn:
        """A header or foot as wide as the screen."""
        if not line or line[-1].look not in _BARS:
            return line
        taken = sum(width_cells(piece.text) for piece in line)
        return (*line, Piece(" " * (self.width - taken), "note")) if taken < self.width else line

    def _row(self, spot: Spot) -> Iterator[Piece]:
        row = self.model.sheet.rows[spot.number]
        indent = " " * (INDENT * row.depth)
        if not row.cells:
            yield filled(indent + row.line.label, self.width, "heading")
            return
        if self.frame.layout.label:
            yield self._label(spot.number, indent)
        for column, width in self.frame.columns(spot.block):
            address = row.cells[column]
            text, mark, standing = self.cells[address]
            while width_cells(text) > width - 1:
                text = text[1:]
            figure = pad_cells(text, width - 1, "right") + mark
            yield Piece(figure, standing.name.lower(), address == self.model.cursor)

    def _label(self, number: int, indent: str) -> Piece:
        model, row, room = self.model, self.model.sheet.rows[number], self.frame.layout.label
        total = all(address in model.form.computed for address in row.cells)
        end = f" {glyphs().total} " if total else " "
        text = indent + label_text(row, room - len(indent) - len(end)) + end
        place = model.sheet.places.get(model.cursor)
        here = place is not None and place.row == number
        return filled(text, room, "label", here=here)


def _marks(model: TableModel) -> tuple[object, ...]:
    """What tells cells apart besides their figures."""
    typed = model.cursor if model.buffer is not None else ""
    return model.table, typed, model.shows_last, tuple(model.refused), frozenset(model.faults)


def _marked(state: CellState, standing: Standing) -> tuple[str, str]:
    """The figure as it is drawn, and the one character behind it."""
    figure = format_figure(state.cell.value)
    if state.cell.origin is Origin.DEFAULT:
        figure = glyphs().untouched
    match standing:
        case Standing.UNUSED:
            return "-", " "
        case Standing.KEPT:
            return f"[{format_figure(state.kept or 0)}", "]"
    ends = {
        Standing.CARRIED: glyphs().carried,
        Standing.TAKEN: "+",
        Standing.TALLIED: "+",
        Standing.VERIFY: "?",
        Standing.FAULTY: "!",
    }
    return figure, ends.get(standing, " ")


def _shown(model: TableModel, address: Address) -> Shown:
    standing, text = model.standing(address), model.text(address)
    if text is None:
        return Shown(*_marked(model.cell(address), standing), standing)
    mark = {Standing.TYPING: "_", Standing.LAST: " "}.get(standing, "!")
    return Shown(shown(text), mark, standing)
