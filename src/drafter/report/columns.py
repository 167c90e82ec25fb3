"""How wide each column and how high each row of a printed table is.

Figures are never broken, so they set what their columns need at least; headers wrap over
them. The label columns get what is left, divided so that the table has the fewest lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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


def lay_out(grid: Grid, cells: Sequence[PlacedCell], width: int, *, ambiguous_wide: bool) -> Layout:
    """The roomiest layout of at most `width` cells, borders included, that is not much too high.

    Raises: ValueError when not even the tightest style fits.
    """
    solver = _Solver.of(grid, cells, width - grid.columns - 1, ambiguous_wide)
    layouts = [layout for style in STYLES if (layout := solver.layout(style))]
    if not layouts:
        raise ValueError(f"the table does not fit into {width} cells without breaking a figure")
    lines = [solver.lines_taken(layout) for layout in layouts]
    limit = WORTH_OF_ROOM * min(lines)
    return next(layout for layout, taken in zip(layouts, lines, strict=True) if taken <= limit)


class _Solver(NamedTuple):
    """`texts` are the cells that may wrap, from the lowest; `widest` the widest figure that
    begins at a column, for each first column and span: of the rest only that one counts."""

    grid: Grid
    texts: Sequence[PlacedCell]
    widest: Sequence[PlacedCell]
    room: int
    ambiguous_wide: bool

    @classmethod
    def of(
        cls, grid: Grid, cells: Sequence[PlacedCell], room: int, ambiguous_wide: bool
    ) -> _Solver:
        widest: dict[tuple[int, int], PlacedCell] = {}
        for placed in cells:
            if placed.cell.kind == "figure":
                key = placed.column, placed.cell.columns
                rival = widest.setdefault(key, placed)
                if len(placed.cell.text) > len(rival.cell.text):
                    widest[key] = placed
        texts = sorted(
            (placed for placed in cells if placed.cell.kind != "figure"),
            key=lambda placed: placed.cell.rows,
        )
        return cls(grid, texts, list(widest.values()), room, ambiguous_wide)

    def layout(self, style: Style) -> Layout | None:
        widths = self._needed_widths(style)
        if sum(widths) > self.room:
            return None
        if self.grid.label_columns:
            widths = self._widen_labels(widths, style.pad)
        return Layout(tuple(widths), tuple(self._heights(widths, style.pad)), style.pad)

    def lines_taken(self, layout: Layout) -> int:
        return self._lines_taken(layout.widths, layout.pad)

    def _needed_widths(self, style: Style) -> list[int]:
        widths = [1] * self.grid.columns
        for placed in sorted((*self.texts, *self.widest), key=lambda placed: placed.cell.columns):
            lacking = self._needed_cells(placed, style) - _inner_width(widths, placed)
            for number in range(max(0, lacking)):
                widths[placed.column + number % placed.cell.columns] += 1
        figures = slice(self.grid.label_columns, None)
        if style.even and widths[figures]:
            widths[figures] = [max(widths[figures])] * len(widths[figures])
        return widths

    def _needed_cells(self, placed: PlacedCell, style: Style) -> int:
        text, kind = placed.cell.text, placed.cell.kind
        whole = self._text_cells(placed)
        if kind == "figure":
            return whole + 2 * style.pad
        if style.headers == "characters":
            return min(2, whole)
        over_figures = kind == "header" and placed.column >= self.grid.label_columns
        if over_figures and style.headers == "whole":
            return whole + 2 * style.pad
        piece = widest_piece_cells(text, ambiguous_wide=self.ambiguous_wide)
        return max(piece, min(WORD_CELLS, whole)) + 2 * style.pad

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
            best = min(trials, key=lambda trial: (self._lines_taken(trial, pad), sum(trial)))
        return best

    def _fill(self, last: int, widths: list[int], pad: int) -> list[int]:
        """`widths` with column `last` as wide as its labels want and the room allows."""
        lacking = [
            self._text_cells(placed) + 2 * pad - _inner_width(widths, placed)
            for placed in self.texts
            if placed.cell.kind == "label" and placed.column <= last < placed.end_column
        ]
        more = min(max(lacking, default=0), self.room - sum(widths))
        return [*widths[:last], widths[last] + max(0, more), *widths[last + 1 :]]

    def _useful_widths(self, column: int, least: int, pad: int) -> Iterator[int]:
        """The narrowest width for each number of lines the column's own labels can take."""
        own = [p for p in self.texts if p.column == column and p.cell.columns == 1]
        before: list[int] = []
        for width in range(least, self.room + 1):
            counts = [len(self._lines(placed, width - 2 * pad)) for placed in own]
            if counts != before:
                yield width
            if all(count <= 1 for count in counts):
                return
            before = counts

    def _lines_taken(self, widths: Sequence[int], pad: int) -> int:
        """Lines of the table, and of each text: a label that wraps reads worse though it fits."""
        return sum(self._heights(widths, pad)) + sum(
            len(self._lines(placed, _inner_width(widths, placed) - 2 * pad))
            for placed in self.texts
        )

    def _heights(self, widths: Sequence[int], pad: int) -> list[int]:
        heights = [1] * len(self.grid.rows)
        for placed in self.texts:
            rules = placed.cell.rows - 1
            needed = len(self._lines(placed, _inner_width(widths, placed) - 2 * pad))
            lacking = needed - rules - sum(heights[placed.row : placed.end_row])
            for number in range(lacking):
                heights[placed.end_row - 1 - number % placed.cell.rows] += 1
        return heights

    def _lines(self, placed: PlacedCell, width: int) -> tuple[str, ...]:
        return cell_lines(placed.cell.text, placed.cell.kind, width, self.ambiguous_wide)

    def _text_cells(self, placed: PlacedCell) -> int:
        """The widest line of the text when nothing is wrapped."""
        lines = self._lines(placed, 1_000_000)
        return max(width_cells(line, ambiguous_wide=self.ambiguous_wide) for line in lines)


def _inner_width(widths: Sequence[int], placed: PlacedCell) -> int:
    """Cells between a cell's left and right border; inner borders it covers count."""
    return sum(widths[placed.column : placed.end_column]) + placed.cell.columns - 1
