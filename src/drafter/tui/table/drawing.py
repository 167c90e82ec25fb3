"""A table as lines of a terminal: which text stands where, and what kind of text it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from drafter.form.model import Address
from drafter.report.width import pad_cells, width_cells
from drafter.tui.glyphs import plain
from drafter.tui.table.feet import feet_count, feet_lines
from drafter.tui.table.frame import Frame, Spot
from drafter.tui.table.heads import head_line
from drafter.tui.table.layout import INDENT, label_text, lay_out
from drafter.tui.table.marks import Standing, marked
from drafter.tui.table.model import TableModel
from drafter.tui.table.pieces import Drawn, Piece, filled

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
