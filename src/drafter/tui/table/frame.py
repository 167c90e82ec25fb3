"""Which lines and columns of a table are in sight, and which cell is where."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal, NamedTuple

from drafter.form.model import Address
from drafter.tui.table.layout import Layout
from drafter.tui.table.sheet import Place, Sheet


class Spot(NamedTuple):
    """One of all the lines of a table, with its number among those of its kind and block."""

    kind: Literal["caption", "head", "row"]
    block: int
    number: int


class Frame:
    """A sheet in a layout, `height` lines of it in sight; all of them, unless limited.

    top: the first line in sight; left: the first column, where not all fit
    """

    def __init__(self, sheet: Sheet, layout: Layout) -> None:
        self.sheet, self.layout = sheet, layout
        self.height = len(self.spots)
        self.top = self.left = 0

    def limit(self, height: int) -> None:
        """No more lines than these are in sight."""
        self.height = max(1, min(height, len(self.spots)))

    def scroll_to(self, top: int, left: int) -> None:
        """As near to these as the table allows."""
        self.top = max(0, min(top, len(self.spots) - self.height))
        self.left = max(0, min(left, self._last_left))

    def show(self, address: Address) -> None:
        """Scroll as little as brings a cell in sight, below the header of its columns."""
        place = self.sheet.places.get(address)
        if place is None:
            return
        row = self.sheet.rows[place.row]
        at = self.spots.index(Spot("row", row.block, place.row))
        highest = at - self.layout.blocks[row.block].head_lines - self._headings_over(at)
        top = max(min(self.top, highest), at - self.height + 1)
        widths, left = self.layout.blocks[row.block].widths, min(self.left, place.column)
        while left < place.column and sum(widths[left : place.column + 1]) > self.layout.room:
            left += 1
        self.scroll_to(top, left)

    def spot(self, y: int) -> Spot | None:
        """What stands on a line; a row gives way there to the header of its block."""
        if self.top + y >= len(self.spots):
            return None
        spot, over = self.spots[self.top + y], self.spots[self.top]
        if over.kind != "caption" and spot.block == over.block:
            scrolled = self.top > self.spots.index(Spot("head", over.block, 0))
            if scrolled and y < self.layout.blocks[over.block].head_lines:
                return Spot("head", over.block, y)
        return spot

    def columns(self, block: int) -> Iterator[tuple[int, int]]:
        """The columns of a block in sight, each with its width."""
        widths, room = self.layout.blocks[block].widths, self.layout.room
        for column in range(self.left if sum(widths) > room else 0, len(widths)):
            room -= widths[column]
            if room < 0 and column > self.left:
                return
            yield column, widths[column]

    def cell_at(self, x: int, y: int) -> Address:
        """The cell drawn there; "" for none."""
        spot = self.spot(y)
        if spot is None or spot.kind != "row" or y >= self.height:
            return ""
        cells, edge = self.sheet.rows[spot.number].cells, self.layout.label
        for column, width in self.columns(spot.block) if cells else ():
            if edge <= x < edge + width:
                return cells[column]
            edge += width
        return ""

    def caret(self, place: Place) -> tuple[int, int]:
        """The last column and the line of a cell in sight."""
        block = self.sheet.rows[place.row].block
        y = self.spots.index(Spot("row", block, place.row)) - self.top
        before = sum(width for column, width in self.columns(block) if column <= place.column)
        return self.layout.label + before - 1, y

    def rows_below(self) -> int:
        """How many rows with figures are further down."""
        below = self.spots[self.top + self.height :]
        return sum(1 for s in below if s.kind == "row" and self.sheet.rows[s.number].cells)

    def columns_beside(self) -> tuple[int, int]:
        """How many columns are out of sight on the left and on the right."""
        block = max(self.layout.blocks, key=lambda block: sum(block.widths))
        number = self.layout.blocks.index(block)
        seen = [column for column, _ in self.columns(number)]
        return seen[0], len(block.widths) - 1 - seen[-1]

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """Every line of the table from its beginning."""
        return tuple(self._spots())

    def _spots(self) -> Iterator[Spot]:
        for block, shown in enumerate(self.sheet.blocks):
            if shown.block.caption:
                yield Spot("caption", block, 0)
            for line in range(self.layout.blocks[block].head_lines):
                yield Spot("head", block, line)
            for number, row in enumerate(self.sheet.rows):
                if row.block == block:
                    yield Spot("row", block, number)

    def _headings_over(self, at: int) -> int:
        """The lines without figures just above a row: they are shown with it."""
        count = 0
        for spot in reversed(self.spots[:at]):
            if spot.kind == "row" and self.sheet.rows[spot.number].cells:
                break
            count += spot.kind != "head"
        return count

    @cached_property
    def _last_left(self) -> int:
        """The first column in sight when the last one is."""
        furthest = 0
        for block in self.layout.blocks:
            left = 0
            while sum(block.widths[left:]) > self.layout.room and left < len(block.widths) - 1:
                left += 1
            furthest = max(furthest, left)
        return furthest
