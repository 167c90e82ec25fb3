"""Tables as Markdown's pipe tables: merged cells are spelled out in every cell they cover."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.report.document import Grid, GridCell

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_LIST_MARK = re.compile(r"^(\s*\d*)([-+]|(?<=\d)[.)])(?=\s|-|$)")


def escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _LIST_MARK.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))


def pipe_tables(grid: Grid) -> str:
    """One pipe table for each band of the grid, under its caption."""
    bands: list[tuple[str, list[list[GridCell]]]] = []
    for row in _spread(grid):
        if row[0].kind == "caption":
            bands.append((row[0].text, []))
        else:
            if not bands:
                bands.append(("", []))
            bands[-1][1].append(row)
    return "\n\n".join("\n".join(_band(caption, rows)) for caption, rows in bands)


def _spread(grid: Grid) -> Iterator[list[GridCell]]:
    """Every row with a cell at every grid column."""
    below: dict[int, tuple[GridCell, int]] = {}
    for cells in grid.rows:
        waiting = iter(cells)
        row: list[GridCell] = []
        while len(row) < grid.columns:
            column = len(row)
            if column in below:
                cell, left = below.pop(column)
            else:
                cell, left = next(waiting), 0
                left = cell.rows
            for place in range(column, column + cell.columns):
                row.append(cell)
                if place != column:
                    below.pop(place, None)
            if left > 1:
                below[column] = (cell, left - 1)
        yield row


def _band(caption: str, rows: list[list[GridCell]]) -> Iterator[str]:
    if caption:
        yield f"**{escape(caption)}**"
        yield ""
    keep = _distinct_columns(rows)
    head = [row for row in rows if all(cell.kind == "header" for cell in row)]
    yield _line([_join([row[column] for row in head]) for column in keep])
    yield "|" + "|".join(" :-- " if _is_label(rows, column) else " --: " for column in keep) + "|"
    for row in rows[len(head) :]:
        yield _line([row[c].text if c == _first(row, c) else "" for c in keep])


def _distinct_columns(rows: list[list[GridCell]]) -> list[int]:
    """The grid columns less those in which every cell only continues the one before."""
    return [
        c for c in range(len(rows[0])) if c == 0 or any(row[c] is not row[c - 1] for row in rows)
    ]


def _is_label(rows: list[list[GridCell]], column: int) -> bool:
    return rows[-1][column].kind == "label"


def _first(row: list[GridCell], column: int) -> int:
    while column and row[column - 1] is row[column]:
        column -= 1
    return column


def _join(cells: list[GridCell]) -> str:
    words: list[str] = []
    for cell in cells:
        if cell.text and cell.text not in words:
            words.append(cell.text)
    return " / ".join(words)


def _line(words: list[str]) -> str:
    return "| " + " | ".join(escape(word).replace("\n", " ") for word in words) + " |"
