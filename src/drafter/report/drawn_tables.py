"""Draws a table with merged cells in box-drawing characters, aligned in terminal cells.

Figures are never broken, so they set what their columns need at least; headers wrap over
them. The label columns get what is left, divided so that the table has the fewest lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from itertools import accumulate
from typing import NamedTuple

from drafter.report.document import Grid, PlacedCell, place_cells
from drafter.report.width import pad_cells, widest_piece_cells, width_cells, wrap_cells

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


def draw(grid: Grid, width: int, *, ascii: bool = False) -> str:
    """The table as lines of equal width, at most `width` terminal cells.

    Headers and captions stand centred; labels and figures begin on the first line of their
    row. The figures of a column end below one another, in the middle of the column.
    `ascii` is for terminals in which ambiguous characters are two cells wide: borders are
    `+ - |`, and the texts are measured so.

    Raises: ValueError when a figure would have to be broken, or when the spans do not tile.
    """
    if not grid.rows:
        return ""
    cells = place_cells(grid)
    layout = lay_out(grid, cells, width, ambiguous_wide=ascii)
    return _Drawing(cells, layout, ascii).text()


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
        # The widest stands in the middle, the others end below it.
        right_end = block + (width - block + 1) // 2
        aligned = pad_cells(text, right_end, "right", ambiguous_wide=self.ascii)
        return pad_cells(aligned, width, "left", ambiguous_wide=self.ascii)

    def _words(self, text: str, width: int, kind: str) -> str:
        if kind == "label":
            return pad_cells(" " * self.pad + text, width, "left", ambiguous_wide=self.ascii)
        return pad_cells(text, width, "centre", ambiguous_wide=self.ascii)

    def _cells(self, text: str) -> int:
        return width_cells(text, ambiguous_wide=self.ascii)


WORTH_OF_ROOM = 1.15
"""A roomier style may take this many times the lines of the one that takes the fewest."""


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


STYLES = (
    Style("whole", pad=1, even=True),
    Style("words", pad=1, even=True),
    Style("words", pad=1, even=False),
    Style("words", pad=0, even=True),
    Style("words", pad=0, even=False),
    Style("characters", pad=0, even=False),
)
"""From the roomiest to the tightest."""


def lay_out(grid: Grid, cells: Sequence[PlacedCell], width: int, *, ambiguous_wide: bool) -> Layout:
    """The roomiest layout of at most `width` cells, borders included, that is not much too high.

    Raises: ValueError when not even the tightest style fits.
    """
    solver = _Solver(grid, cells, width - grid.columns - 1, ambiguous_wide)
    layouts: list[tuple[int, Layout]] = []
    for style in STYLES:
        if layout := solver.layout(style):
            taken = solver.lines_taken(layout)
            # No tighter one can make so little too high.
            if not layouts and taken <= WORTH_OF_ROOM * solver.fewest:
                return layout
            layouts.append((taken, layout))
    if not layouts:
        raise ValueError(f"the table does not fit into {width} cells without breaking a figure")
    limit = WORTH_OF_ROOM * min(taken for taken, _ in layouts)
    return next(layout for taken, layout in layouts if taken <= limit)


class _Wrapping(NamedTuple):
    """A cell that may wrap: the cells of its text on one line, and its lines by width."""

    placed: PlacedCell
    whole: int
    lines: dict[int, int]


class _Solver:
    """Looks for widths that leave few lines.

    `texts` are the cells that may wrap, from the lowest; `widest` the widest figure of each
    first column and span, since of the figures only that one counts; `fewest` the lines that
    would be taken if nothing wrapped.
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
        self.fewest = len(grid.rows) + len(self.texts)
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
        # Narrow cells first: what a wide one lacks is then spread over columns that have theirs.
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
            return min(2, text.whole)  # one Chinese character
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
        # Twice, as the best width of one column may change with that of another; the combinations
        # of all would be too many.
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
                count = text.lines.get(inner) or self._count(text, inner)  # spares the call
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


WORD_CELLS = 4
"""Most words in headers have two characters."""
# Where a reader pauses: （三）|不予公开, 本年收费金额|（单位：万元）, 逾期不补正、|行政机关,
# but not after the ordinal of 三、本年度办理结果.
SEAM = re.compile(r"(?<=\w)(?=（\w)|(?<=[）：，；])(?=\w)|(?<=\w{3}、)(?=\w)")


@lru_cache(maxsize=4096)
def cell_lines(text: str, kind: str, width: int, ambiguous_wide: bool) -> tuple[str, ...]:
    """The lines of a cell's text at `width` cells; a figure is always one line."""
    if kind == "figure":
        return (_without_controls(text),)
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        lines += _tidy_lines(_without_controls(paragraph), kind, width, ambiguous_wide)
    return tuple(lines)


def _without_controls(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)


def _tidy_lines(text: str, kind: str, width: int, ambiguous_wide: bool) -> list[str]:
    """Broken at the best seam if that costs no line more."""
    if width_cells(text, ambiguous_wide=ambiguous_wide) <= width:
        return [text]
    lines_of = _header_lines if kind == "header" else wrap_cells
    wrap = partial(lines_of, width=width, ambiguous_wide=ambiguous_wide)
    plain = wrap(text)
    seams = [seam.start() for seam in SEAM.finditer(text)]
    trials = [wrap(text[:seam]) + wrap(text[seam:]) for seam in seams]
    tidy = [lines for lines in trials if len(lines) <= len(plain)]
    measure = partial(width_cells, ambiguous_wide=ambiguous_wide)
    return min(tidy, key=lambda lines: max(map(measure, lines)), default=plain)


def _header_lines(text: str, width: int, *, ambiguous_wide: bool) -> list[str]:
    """Lines of about equal length that break between two-character words: 社会/公益/组织."""
    if width_cells(text, ambiguous_wide=ambiguous_wide) <= width:
        return [text]
    # A width of whole words first, then narrower ones for as long as they cost no further line.
    least = max(WORD_CELLS, widest_piece_cells(text, ambiguous_wide=ambiguous_wide))
    words = width - width % WORD_CELLS
    lines = wrap_cells(text, words if words >= least else width, ambiguous_wide=ambiguous_wide)
    for narrower in range(words - WORD_CELLS, least - 1, -WORD_CELLS):
        balanced = wrap_cells(text, narrower, ambiguous_wide=ambiguous_wide)
        if len(balanced) > len(lines):
            break
        lines = balanced
    return lines
