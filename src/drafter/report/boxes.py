"""Draws a table with merged cells in box-drawing characters, aligned in terminal cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, Protocol

from drafter.report.cells import PlacedCell, cell_lines, place_cells
from drafter.report.columns import Layout, lay_out, shape_of
from drafter.report.document import Grid
from drafter.report.width import pad_cells, width_cells

# Arms up, down, left, right of a point where borders meet.
_BOXES = {
    (False, False, False, False): " ",
    (True, True, False, False): "│",
    (False, False, True, True): "─",
    (False, True, False, True): "┌",
    (False, True, True, False): "┐",
    (True, False, False, True): "└",
    (True, False, True, False): "┘",
    (True, True, False, True): "├",
    (True, True, True, False): "┤",
    (False, True, True, True): "┬",
    (True, False, True, True): "┴",
    (True, True, True, True): "┼",
}
_ASCII = {" ": " ", "│": "|", "─": "-"}


class Layouts(Protocol):
    """Layouts found before, by what they depend on."""

    def get(self, key: str) -> Any:
        """The plain tuple of a layout, or None."""

    def put(self, key: str, value: Any) -> None:
        """Remember one."""


def draw(grid: Grid, width: int, *, ascii: bool = False, known: Layouts | None = None) -> str:
    """The table as lines of equal width, at most `width` terminal cells.

    Headers and captions stand centred; labels and figures begin on the first line of their
    row. The figures of a column end below one another, in the middle of the column.
    `ascii` is for terminals in which ambiguous characters are two cells wide: borders are
    `+ - |`, and the texts are measured so. `known` spares the search for a layout.

    Raises: ValueError when a figure would have to be broken, or when the spans do not tile.
    """
    if not grid.rows:
        return ""
    cells = place_cells(grid)
    layout = _layout(grid, cells, width, ascii, known)
    return _Drawing(cells, layout, ascii).text()


def _layout(
    grid: Grid, cells: Sequence[PlacedCell], width: int, ascii: bool, known: Layouts | None
) -> Layout:
    """Found anew, or as it was found for a table of the same shape."""
    if known is None:
        return lay_out(grid, cells, width, ambiguous_wide=ascii)
    key = f"{width} {ascii} {shape_of(grid, cells)}"
    if (found := known.get(key)) is None:
        found = tuple(lay_out(grid, cells, width, ambiguous_wide=ascii))
        known.put(key, found)
    return Layout(*found)


class _Drawing:
    """One table on its way to the page: a canvas of terminal cells."""

    def __init__(self, cells: Sequence[PlacedCell], layout: Layout, ascii: bool) -> None:
        self.cells = cells
        self.pad = layout.pad
        self.ascii = ascii
        # Where the borders run: one more than there are columns and rows.
        self.lefts = list(accumulate((width + 1 for width in layout.widths), initial=0))
        self.tops = list(accumulate((height + 1 for height in layout.heights), initial=0))
        self.canvas = [[" "] * (self.lefts[-1] + 1) for _ in range(self.tops[-1] + 1)]

    def text(self) -> str:
        self._rule()
        figures = self._figure_widths()
        for placed in self.cells:
            self._write(placed, figures)
        return "\n".join("".join(line) for line in self.canvas)

    def _rule(self) -> None:
        for row, column, arms in self._crossings():
            y, x = self.tops[row], self.lefts[column]
            self.canvas[y][x] = self._border(_BOXES[arms])
            _, down, _, right = arms
            if down:
                for below in range(y + 1, self.tops[row + 1]):
                    self.canvas[below][x] = self._border("│")
            if right:
                for beside in range(x + 1, self.lefts[column + 1]):
                    self.canvas[y][beside] = self._border("─")

    def _crossings(self) -> Iterator[tuple[int, int, tuple[bool, bool, bool, bool]]]:
        """Each point of the grid and its arms; a border runs where two cells differ."""
        owners = {
            (row, column): index
            for index, placed in enumerate(self.cells)
            for row in range(placed.row, placed.end_row)
            for column in range(placed.column, placed.end_column)
        }
        for row in range(len(self.tops)):
            for column in range(len(self.lefts)):
                above_left, above = owners.get((row - 1, column - 1)), owners.get((row - 1, column))
                below_left, below = owners.get((row, column - 1)), owners.get((row, column))
                arms = (
                    above_left != above,
                    below_left != below,
                    above_left != below_left,
                    above != below,
                )
                yield row, column, arms

    def _border(self, box: str) -> str:
        return _ASCII.get(box, "+") if self.ascii else box

    def _figure_widths(self) -> dict[tuple[int, int], int]:
        """The widest figure of each set of cells that stand below one another."""
        widest: dict[tuple[int, int], int] = {}
        for placed in self.cells:
            if placed.cell.kind == "figure":
                place = (placed.column, placed.end_column)
                widest[place] = max(widest.get(place, 0), self._cells(placed.cell.text))
        return widest

    def _write(self, placed: PlacedCell, figures: dict[tuple[int, int], int]) -> None:
        left, right = self.lefts[placed.column] + 1, self.lefts[placed.end_column]
        top, bottom = self.tops[placed.row] + 1, self.tops[placed.end_row]
        kind, width = placed.cell.kind, right - left
        lines = cell_lines(placed.cell.text, kind, width - 2 * self.pad, self.ascii)
        if kind in ("header", "caption"):
            top += (bottom - top - len(lines)) // 2
        for y, line in enumerate(lines, start=top):
            if kind == "figure":
                block = figures[placed.column, placed.end_column]
                printed = self._figure(line, width, block)
            else:
                printed = self._words(line, width, kind)
            # The first cell holds the whole line; wide characters leave no cell of their own.
            self.canvas[y][left:right] = [printed] + [""] * (width - 1)

    def _figure(self, text: str, width: int, block: int) -> str:
        right_end = block + (width - block + 1) // 2
        aligned = pad_cells(text, right_end, "right", ambiguous_wide=self.ascii)
        return pad_cells(aligned, width, "left", ambiguous_wide=self.ascii)

    def _words(self, text: str, width: int, kind: str) -> str:
        if kind == "label":
            return pad_cells(" " * self.pad + text, width, "left", ambiguous_wide=self.ascii)
        return pad_cells(text, width, "centre", ambiguous_wide=self.ascii)

    def _cells(self, text: str) -> int:
        return width_cells(text, ambiguous_wide=self.ascii)
