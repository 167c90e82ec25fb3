"""How wide each column and how high each row of a printed table is.

Figures are never broken, so they set what their columns need at least; headers wrap over
them. The label columns get what is left, divided so that the table has the fewest lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from drafter.report.cells import WORD_CELLS, PlacedCell, cell_lines
from drafter.report.document import Grid
from drafter.report.width import widest_piece_cells, width_cells

# A roomier style may take this many times the lines of the one that takes the fewest.
WORTH_OF_ROOM = 1.15


class Layout(NamedTuple):
    """Widths and heights in terminal cells, borders excluded."""

    widths: tuple[int, ...]
    heights: tuple[int, ...]
    pad: int
    """Empty cells kept free at either side of a cell's text."""


class Style(NamedTuple):
    """How much room texts ask for. headers: `whole` line, `words`, or single `characters`."""

    headers: str
    pad: int
    even: bool
    """All figure columns are as wide as the widest of them."""


# From the roomiest to the tightest.
STYLES = (
    Style("whole", pad=1, even=True),
    Style("words", pad=1, even=True),
    Style("words", pad=1, even=False),
    Style("words", pad=0, even=True),
    Style("words", pad=0, even=False),
    Style("characters", pad=0, even=False),
)


def shape_of(grid: Grid, cells: Sequence[PlacedCell]) -> str:
    """All that a layout depends on: texts and spans, and of the figures only their widths."""
    told = [
        (cell.text if cell.kind != "figure" else len(cell.text), *place, cell.kind)
        for cell, *place in cells
    ]
    return repr((grid.columns, grid.label_columns, told))


def lay_out(grid: Grid, cells: Sequence[PlacedCell], width: int, *, ambiguous_wide: bool) -> Layout:
    """The roomiest layout of at most `width` cells, borders included, that is not much too high.

    Raises: ValueError when not even the tightest style fits.
    """
    solver = _Solver(grid, cells, width - grid.columns - 1, ambiguous_wide)
    layouts = [layout for style in STYLES if (layout := solver.layout(style))]
    if not layouts:
        raise ValueError(f"the table does not fit into {width} cells without breaking a figure")
    lines = [solver.lines_taken(layout) for layout in layouts]
    limit = WORTH_OF_ROOM * min(lines)
    return next(layout for layout, taken in zip(layouts, lines, strict=True) if taken <= limit)


class _Wrapping(NamedTuple):
    """A cell that may wrap: the cells of its text on one line, and its lines by width."""

    placed: PlacedCell
    whole: int
    lines: dict[int, int]


class _Solver:
    """Looks for widths that leave few lines.

    `texts` are the cells that may wrap, from the lowest; `widest` the widest figure of each
    first column and span, since of the figures only that one counts.
    """

    def __init__(
        self, grid: Grid, cells: Sequence[PlacedCell], room: int, ambiguous_wide: bool
    ) -> None:
        self.grid = grid
        self.room = room
        self.ambiguous_wide = ambiguous_wide
        widest: dict[tuple[int, int], PlacedCell] = {}
        for placed in cells:
            if placed.cell.kind == "figure":
                rival = widest.setdefault((placed.column, placed.cell.columns), placed)
                if len(placed.cell.text) > len(rival.cell.text):
                    widest[placed.column, placed.cell.columns] = placed
        texts = (placed for placed in cells if placed.cell.kind != "figure")
        self.texts = [
            _Wrapping(placed, self._text_cells(placed), {})
            for placed in sorted(texts, key=lambda placed: placed.cell.rows)
        ]
        self.widest = [
            _Wrapping(placed, self._text_cells(placed), {}) for placed in widest.values()
        ]
        self.measured: dict[tuple[int, ...], tuple[tuple[int, ...], int]] = {}

    def layout(self, style: Style) -> Layout | None:
        widths = self._needed_widths(style)
        if sum(widths) > self.room:
            return None
        if self.grid.label_columns:
            widths = self._widen_labels(widths, style.pad)
        heights, _ = self._measure(widths, style.pad)
        return Layout(tuple(widths), heights, style.pad)

    def lines_taken(self, layout: Layout) -> int:
        return self._measure(layout.widths, layout.pad)[1]

    def _needed_widths(self, style: Style) -> list[int]:
        widths = [1] * self.grid.columns
        for text in sorted((*self.texts, *self.widest), key=lambda text: text.placed.cell.columns):
            placed = text.placed
            lacking = self._needed_cells(text, style) - _inner_width(widths, placed)
            for number in range(max(0, lacking)):
                widths[placed.column + number % placed.cell.columns] += 1
        figures = slice(self.grid.label_columns, None)
        if style.even and widths[figures]:
            widths[figures] = [max(widths[figures])] * len(widths[figures])
        return widths

    def _needed_cells(self, text: _Wrapping, style: Style) -> int:
        cell = text.placed.cell
        if cell.kind == "figure":
            return text.whole + 2 * style.pad
        if style.headers == "characters":
            return min(2, text.whole)
        over_figures = cell.kind == "header" and text.placed.column >= self.grid.label_columns
        if over_figures and style.headers == "whole":
            return text.whole + 2 * style.pad
        piece = widest_piece_cells(cell.text, ambiguous_wide=self.ambiguous_wide)
        return max(piece, min(WORD_CELLS, text.whole)) + 2 * style.pad

    def _widen_labels(self, widths: list[int], pad: int) -> list[int]:
        """Try for each label column the widths that save lines; the last one takes the rest."""
        *leading, last = range(self.grid.label_columns)
        least = list(widths)
        best = self._fill(last, widths, pad)
        for column in leading * 2:
            trials = [best]
            for width in self._useful_widths(column, least[column], pad):
                trial = [*best[:column], width, *best[column + 1 :]]
                trial[last] = least[last]
                if sum(trial) <= self.room:
                    trials.append(self._fill(last, trial, pad))
            best = min(trials, key=lambda trial: (self._measure(trial, pad)[1], sum(trial)))
        return best

    def _fill(self, last: int, widths: list[int], pad: int) -> list[int]:
        """`widths` with column `last` as wide as its labels want and the room allows."""
        lacking = [
            text.whole + 2 * pad - _inner_width(widths, text.placed)
            for text in self.texts
            if text.placed.cell.kind == "label"
            and text.placed.column <= last < text.placed.end_column
        ]
        more = min(max(lacking, default=0), self.room - sum(widths))
        return [*widths[:last], widths[last] + max(0, more), *widths[last + 1 :]]

    def _useful_widths(self, column: int, least: int, pad: int) -> Iterator[int]:
        """The narrowest width for each number of lines the column's own labels can take."""
        own = [t for t in self.texts if t.placed.column == column and t.placed.cell.columns == 1]
        before: list[int] = []
        for width in range(least, self.room + 1):
            counts = [self._count(text, width - 2 * pad) for text in own]
            if counts != before:
                yield width
            if all(count <= 1 for count in counts):
                return
            before = counts

    def _measure(self, widths: Sequence[int], pad: int) -> tuple[tuple[int, ...], int]:
        """The heights of the rows; and the lines of the table and of each text: a label that
        wraps reads worse though it fits."""
        key = (*widths, pad)
        if key not in self.measured:
            edges = list(accumulate(widths, initial=0))
            heights = [1] * len(self.grid.rows)
            texts = 0
            for text in self.texts:
                cell, row, column, end_row, end_column = text.placed
                inner = edges[end_column] - edges[column] + cell.columns - 1 - 2 * pad
                count = text.lines.get(inner) or self._count(text, inner)
                texts += count
                lacking = count - cell.rows + 1 - sum(heights[row:end_row])
                for number in range(lacking):
                    heights[end_row - 1 - number % cell.rows] += 1
            self.measured[key] = tuple(heights), sum(heights) + texts
        return self.measured[key]

    def _count(self, text: _Wrapping, width: int) -> int:
        if width not in text.lines:
            cell = text.placed.cell
            text.lines[width] = len(cell_lines(cell.text, cell.kind, width, self.ambiguous_wide))
        return text.lines[width]

    def _text_cells(self, placed: PlacedCell) -> int:
        """The widest line of the text when nothing is wrapped."""
        lines = cell_lines(placed.cell.text, placed.cell.kind, 1_000_000, self.ambiguous_wide)
        return max(width_cells(line, ambiguous_wide=self.ambiguous_wide) for line in lines)


def _inner_width(widths: Sequence[int], placed: PlacedCell) -> int:
    """Cells between a cell's left and right border; inner borders it covers count."""
    return sum(widths[placed.column : placed.end_column]) + placed.cell.columns - 1
