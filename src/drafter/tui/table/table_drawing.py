"""A table as lines of a terminal: heads, rows, feet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from drafter.form.definitions import Address
from drafter.report.width import pad_cells, width_cells
from drafter.tui.table.cell_marks import Drawn, Piece, Standing, cut, filled, marked
from drafter.tui.table.table_layout import INDENT, Frame, Head, Layout, Spot, label_text, lay_out
from drafter.tui.table.table_model import TableModel
from drafter.tui.terminal_text import plain


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
    words = [title, f"下面还有 {below} 行" if below else "", beside]
    said = [word for word in words if word]
    at_top = frame.spot(0) in (spot, Spot("caption", spot.block, 0)) or not spot.block
    text = said[spot.number] if spot.number < len(said) and at_top else ""
    return filled(text, frame.layout.label, "corner", model.glyphs)


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
            text = cut(plain(head.line.label, model.glyphs), width - 1)
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
    text = plain(lines[number], model.glyphs) if number >= 0 else ""
    total = number == len(lines) - 1 and model.sheet.blocks[spot.block].totals[column]
    shown = pad_cells((model.glyphs.total if total else "") + text, width - 1, "right") + " "
    return Piece(shown, "head", _is_here(model, spot.block, column))


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
        yield (filled(own.said if own else "", width, "note", model.glyphs),)
    if _is_hint_needed(frame.layout):
        yield (filled(hidden_columns(frame), width, "note", model.glyphs),)


def _is_hint_needed(layout: Layout) -> bool:
    return not layout.label and any(sum(b.widths) > layout.room for b in layout.blocks)


def _verdicts(model: TableModel, frame: Frame) -> Iterator[Piece]:
    if frame.layout.label:
        asked = f"今年{_QUESTION}" if model.shows_last else _QUESTION
        yield filled(asked, frame.layout.label, "foot", model.glyphs)
    place = model.sheet.places.get(model.cursor)
    block = model.sheet.rows[place.row].block if place else 0
    for column, width in frame.columns(block):
        own = model.balance.get(model.sheet.blocks[block].columns[column].id)
        word = cut(own.verdict, width - 1) if own else ""
        shown = pad_cells(word, width - 1, "right") + " "
        yield Piece(shown, "uneven" if own and own.apart else "foot")


_LEAST_DIGITS = 3
_GAP_AND_MARK = 2
_WIDEST = 16
_MOST_ROWS = 200
_BARS = ("head", "corner", "foot", "uneven")


class Shown(NamedTuple):
    """What is drawn of one cell: its text, the mark behind it, and how it stands."""

    text: str
    mark: str
    standing: Standing


class Drawing:
    """A model as it is drawn into so many columns and lines; made anew after every act."""

    def __init__(
        self, model: TableModel, width: int, height: int, before: Drawing | None = None
    ) -> None:
        """before: the last one of this model; what is in it still is not worked out again"""
        self.model, self.width, self.height = model, width, height
        self.cursor = model.cursor
        self._basis = model.fill, model.sheet, model.faults, model.shows_last, {**model.refused}
        self.cells = self._cells(before)
        self._needs = self._figure_widths()
        self._rows: dict[object, Drawn] = {}
        if before is not None and self._is_laid_out_as(before):
            layout, self._rows = before.frame.layout, before._rows
        else:
            layout = lay_out(model.sheet, model.fill.table, width, self._needs)
        self.frame: Frame = Frame(model.sheet, layout)
        self.frame.limit(height - feet_count(model, layout))

    def lines(self) -> list[Drawn]:
        """Every line, from the header to the balance."""
        body = [self._line(self.frame.spot(y)) for y in range(self.frame.height)]
        drawn = [*body, *feet_lines(self.model, self.frame)]
        drawn += [()] * (self.height - len(drawn))
        return [self._widened(line) for line in drawn[: self.height]]

    def _cells(self, before: Drawing | None) -> dict[Address, Shown]:
        """How each cell is shown; while one types, only that one and the totals change."""
        model, places = self.model, self.model.sheet.places
        if before is None or not _is_same(before._basis, self._basis):
            return {address: _shown(model, address) for address in places}
        others = {self.cursor, before.cursor} & places.keys()
        others |= model.form.computed & places.keys()
        return {**before.cells, **{address: _shown(model, address) for address in others}}

    def _is_laid_out_as(self, before: Drawing) -> bool:
        same = before.model.sheet is self.model.sheet and before.frame.sheet is self.model.sheet
        return same and (before.width, before._needs) == (self.width, self._needs)

    def _figure_widths(self) -> list[list[int]]:
        """By block and column, the cells that the figures take with gap and mark."""
        sheet = self.model.sheet
        needs = [[_LEAST_DIGITS] * len(block.columns) for block in sheet.blocks]
        for address, (row, column) in sheet.places.items():
            block = needs[sheet.rows[row].block]
            block[column] = max(block[column], width_cells(self.cells[address].text))
        for number, shown in enumerate(sheet.blocks):
            for column, line in enumerate(shown.columns):
                if (own := self.model.balance.get(line.id)) is not None:
                    verdict = width_cells(own.verdict) - 1
                    needs[number][column] = max(needs[number][column], verdict)
        return [[min(need + _GAP_AND_MARK, _WIDEST) for need in block] for block in needs]

    def _line(self, spot: Spot | None) -> Drawn:
        if spot is None:
            return ()
        if spot.kind == "head":
            return head_line(self.model, self.frame, spot)
        if spot.kind == "row":
            return self._drawn_row(spot)
        caption = self.model.sheet.blocks[spot.block].block.caption
        return (filled(caption, self.width, "caption", self.model.glyphs),)

    def _widened(self, line: Drawn) -> Drawn:
        """A header or foot as wide as the screen."""
        if not line or line[-1].look not in _BARS:
            return line
        taken = sum(width_cells(piece.text) for piece in line)
        return (*line, Piece(" " * (self.width - taken), "note")) if taken < self.width else line

    def _drawn_row(self, spot: Spot) -> Drawn:
        """A row as it was drawn before, where nothing in it is another now."""
        row, place = self.model.sheet.rows[spot.number], self.model.sheet.places.get(self.cursor)
        here = place.column if place is not None and place.row == spot.number else None
        key = spot, self.frame.left, here, tuple(self.cells[address] for address in row.cells)
        if key not in self._rows:
            if len(self._rows) > _MOST_ROWS:
                self._rows.clear()
            self._rows[key] = tuple(self._row(spot))
        return self._rows[key]

    def _row(self, spot: Spot) -> Iterator[Piece]:
        row = self.model.sheet.rows[spot.number]
        indent = " " * (INDENT * row.depth)
        if not row.cells:
            yield filled(indent + row.line.label, self.width, "heading", self.model.glyphs)
            return
        if self.frame.layout.label:
            yield self._label(spot.number, indent)
        for column, width in self.frame.columns(spot.block):
            address = row.cells[column]
            text, mark, standing = self.cells[address]
            while width_cells(text) > width - 1:
                text = text[1:]
            shown = pad_cells(text, width - 1, "right") + mark
            yield Piece(shown, standing.name.lower(), address == self.model.cursor)

    def _label(self, number: int, indent: str) -> Piece:
        model, row, room = self.model, self.model.sheet.rows[number], self.frame.layout.label
        total = all(address in model.form.computed for address in row.cells)
        end = f" {model.glyphs.total} " if total else " "
        text = indent + label_text(row.line, room - len(indent) - len(end)) + end
        place = model.sheet.places.get(model.cursor)
        here = place is not None and place.row == number
        return filled(text, room, "label", model.glyphs, here=here)


def _is_same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether what cells are drawn from is the very same; the last of it may be equal."""
    return all(a is b for a, b in zip(one[:-1], other[:-1], strict=True)) and one[-1] == other[-1]


def _shown(model: TableModel, address: Address) -> Shown:
    standing, text = model.standing(address), model.text(address)
    if text is None:
        return Shown(*marked(model.cell(address), standing, model.glyphs), standing)
    mark = {Standing.TYPING: "_", Standing.LAST: " "}.get(standing, "!")
    return Shown(plain(text, model.glyphs), mark, standing)
