"""The cells of a grid: where each one stands, and how its text breaks into lines."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from drafter.report.document import Grid, GridCell
from drafter.report.width import widest_piece_cells, width_cells, wrap_cells

# Most words in headers have two characters.
WORD_CELLS = 4
# Where a reader pauses: （三）|不予公开, 本年收费金额|（单位：万元）, 逾期不补正、|行政机关,
# but not after the ordinal of 三、本年度办理结果.
SEAM = re.compile(r"(?<=\w)(?=（\w)|(?<=[）：，；])(?=\w)|(?<=\w{3}、)(?=\w)")


class PlacedCell(NamedTuple):
    """A cell and the grid rows and columns it covers; the ends are exclusive."""

    cell: GridCell
    row: int
    column: int
    end_row: int
    end_column: int


def place_cells(grid: Grid) -> list[PlacedCell]:
    """All cells in reading order.

    Raises: ValueError when spans overlap, leave the grid, or leave a hole in it.
    """
    free = {(row, column) for row in range(len(grid.rows)) for column in range(grid.columns)}
    placed: list[PlacedCell] = []
    for row, cells in enumerate(grid.rows):
        for cell in cells:
            open_columns = (c for c in range(grid.columns) if (row, c) in free)
            column = next(open_columns, grid.columns)
            placed.append(PlacedCell(cell, row, column, row + cell.rows, column + cell.columns))
            covered = _covered(placed[-1])
            if not covered or not covered <= free:
                raise ValueError(f"row {row}: no room for {cell.text!r}")
            free -= covered
    if free:
        raise ValueError(f"no cell at row and column {min(free)}")
    return placed


@lru_cache(maxsize=4096)
def cell_lines(text: str, kind: str, width: int, ambiguous_wide: bool) -> tuple[str, ...]:
    """The lines of a cell's text at `width` cells; a figure is always one line."""
    if kind == "figure":
        return (_without_controls(text),)
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        lines += _tidy_lines(_without_controls(paragraph), kind, width, ambiguous_wide)
    return tuple(lines)


def _covered(placed: PlacedCell) -> set[tuple[int, int]]:
    rows = range(placed.row, placed.end_row)
    return {(row, column) for row in rows for column in range(placed.column, placed.end_column)}


def _without_controls(text: str) -> str:
    return "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)


def _tidy_lines(text: str, kind: str, width: int, ambiguous_wide: bool) -> list[str]:
    """Broken at the best seam if that costs no line more."""
    if width_cells(text, ambiguous_wide=ambiguous_wide) <= width:
        return [text]
    wrap = _header_lines if kind == "header" else _label_lines
    plain = wrap(text, width, ambiguous_wide)
    seams = [seam.start() for seam in SEAM.finditer(text)]
    trials = [
        wrap(text[:seam], width, ambiguous_wide) + wrap(text[seam:], width, ambiguous_wide)
        for seam in seams
    ]
    tidy = [lines for lines in trials if len(lines) <= len(plain)]
    return min(tidy, key=lambda lines: _widest(lines, ambiguous_wide), default=plain)


def _widest(lines: list[str], ambiguous_wide: bool) -> int:
    return max(width_cells(line, ambiguous_wide=ambiguous_wide) for line in lines)


def _label_lines(text: str, width: int, ambiguous_wide: bool) -> list[str]:
    return wrap_cells(text, width, ambiguous_wide=ambiguous_wide)


def _header_lines(text: str, width: int, ambiguous_wide: bool) -> list[str]:
    """Lines of about equal length that break between two-character words: 社会/公益/组织."""
    if width_cells(text, ambiguous_wide=ambiguous_wide) <= width:
        return [text]
    least = max(WORD_CELLS, widest_piece_cells(text, ambiguous_wide=ambiguous_wide))
    words = width - width % WORD_CELLS
    lines = wrap_cells(text, words if words >= least else width, ambiguous_wide=ambiguous_wide)
    for narrower in range(words - WORD_CELLS, least - 1, -WORD_CELLS):
        balanced = wrap_cells(text, narrower, ambiguous_wide=ambiguous_wide)
        if len(balanced) > len(lines):
            break
        lines = balanced
    return lines
