"""A table of the form as a table of a Word template: its labels, and a tag in every cell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from drafter.report.document import Grid, PlacedCell, place_cells
from drafter.report.drawn_tables import WORD_CELLS, cell_lines
from drafter.report.table_markup import is_upright
from drafter.report.width import widest_piece_cells, width_cells, wrap_cells
from drafter.report.word_xml import PAGE_TWIPS, paragraph, run, twips, w

_LABELS_MM = 52
"""What the labels of the rows get; their groups come on top."""
_SIDE_TWIPS = twips(0.2)
"""Empty at either side of a cell."""
_CELL_TWIPS = 105
"""A terminal cell, half a Chinese character of the tables' 10.5 points."""
_NARROW_CELLS = 14
"""Up to here a word in a cell breaks where the table says; a wider one is left to Word."""
_SLACK_TWIPS = 40
_MANY_COLUMNS = 8
"""From here on the figures are small."""
_SHORT_ROWS = 6
"""The beginning of a group of so few rows is not divided between pages."""
_PAGE_ROWS = 36
"""A table of so few rows fits a page, and is not divided at all."""


def word_table(grid: Grid, title: str, *, last: bool = False) -> str:
    """The table; a cell's tag asks `t`, the table's figures, for its row and column.

    last: whether nothing but the signature follows
    """
    placed = place_cells(grid)
    widths = _widths(grid, placed)
    edges = list(accumulate(widths, initial=0))
    by_row = [[cell for cell in placed if cell.row <= row < cell.end_row] for row in _rows(grid)]
    rows = (_row(grid, row, cells, edges, last) for row, cells in enumerate(by_row))
    columns = (w("gridCol", w=width) for width in widths)
    return w("tbl", _look(title, edges[-1]), w("tblGrid", *columns), *rows)


def _rows(grid: Grid) -> range:
    return range(len(grid.rows))


def _look(title: str, width: int) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = (w(side, val="single", sz=4, space=0, color="000000") for side in sides)
    return w(
        "tblPr",
        w("tblW", w=width, type="dxa"),
        w("jc", val="center"),
        w("tblBorders", *borders),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *(w(side, w=_SIDE_TWIPS, type="dxa") for side in ("left", "right"))),
        w("tblCaption", val=title),
    )


def _widths(grid: Grid, placed: Sequence[PlacedCell]) -> list[int]:
    """Twips of each column; together about the page. Groups of rows get what their words need."""
    groups = [_group_width(placed, column) for column in range(grid.label_columns - 1)]
    labels = [*groups, twips(_LABELS_MM)] if grid.label_columns else []
    left = PAGE_TWIPS - sum(labels)
    count = grid.columns - grid.label_columns
    return labels + [left // count] * count


def _group_width(placed: Sequence[PlacedCell], column: int) -> int:
    cells = [each for each in placed if (each.column, each.end_column) == (column, column + 1)]
    across = [each.cell.text for each in cells if each.cell.text and not is_upright(each.cell)]
    widest = max(map(widest_piece_cells, across), default=2)
    if across:
        widest = WORD_CELLS if widest <= WORD_CELLS else 2 * WORD_CELLS
    return widest * _CELL_TWIPS + 9 * _SIDE_TWIPS


def _row(
    grid: Grid, row: int, cells: Sequence[PlacedCell], edges: Sequence[int], last: bool
) -> str:
    head = w("tblHeader") if row < grid.header_rows else ""
    look = w("trPr", w("cantSplit"), w("trHeight", val=twips(6), hRule="atLeast"), head)
    kept = w("keepNext") if _stays_with_next(grid, row, cells, last) else ""
    ordered = sorted(cells, key=lambda cell: cell.column)
    return w("tr", look, *(_cell(cell, row, edges, grid, kept) for cell in ordered))


def _stays_with_next(grid: Grid, row: int, cells: Sequence[PlacedCell], last: bool) -> bool:
    """So that no table is cut that fits a page, no header stands alone, no group's label is cut."""
    if row == len(grid.rows) - 1:
        return last
    if len(grid.rows) <= _PAGE_ROWS:
        return True
    if any(placed.cell.kind in ("caption", "header") for placed in cells):
        return True
    return any(placed.row + _SHORT_ROWS > row + 1 < placed.end_row for placed in cells)


def _cell(placed: PlacedCell, row: int, edges: Sequence[int], grid: Grid, kept: str) -> str:
    width = edges[placed.end_column] - edges[placed.column]
    spans = placed.end_column - placed.column
    merged = {"val": "restart"} if row == placed.row else {}
    look = w(
        "tcPr",
        w("tcW", w=width, type="dxa"),
        w("gridSpan", val=spans) if spans > 1 else "",
        w("vMerge", **merged) if placed.end_row - placed.row > 1 else "",
        w("textDirection", val="tbRlV") if is_upright(placed.cell) else "",
        w("vAlign", val="center"),
    )
    style = _style(placed, grid)
    text, inset = _text(placed, width) if row == placed.row else ("", "")
    return w("tc", look, paragraph(style, run(text), layout=kept + inset))


def _style(placed: PlacedCell, grid: Grid) -> str:
    kind = placed.cell.kind
    if kind == "figure":
        return "TableSmall" if grid.columns > _MANY_COLUMNS else "TableFigure"
    if kind == "label":
        return "TableLabel" if placed.end_row - placed.row == 1 else "TableFigure"
    return "TableHead"


def _text(placed: PlacedCell, width: int) -> tuple[str, str]:
    """A figure's tag, or a label, and the indent that makes a narrow one break between words.

    Only where no indent does that is the label itself broken: a search finds it no longer.
    """
    cell = placed.cell
    if cell.kind == "figure":
        _, row, column = cell.address.split("/")
        return f"{{{{ t.{row}.{column} }}}}", ""
    if is_upright(placed.cell):
        return cell.text, ""
    room = width - 2 * _SIDE_TWIPS
    cells = room // _CELL_TWIPS
    if cells > _NARROW_CELLS:
        return cell.text, ""
    lines = cell_lines(cell.text, cell.kind, cells, False)
    widest = max(map(width_cells, lines))
    if tuple(wrap_cells(cell.text, widest)) != lines:
        return "\n".join(lines), ""
    side = max(0, (room - widest * _CELL_TWIPS - _SLACK_TWIPS) // 2)
    return cell.text, w("ind", left=side, right=side) if len(lines) > 1 and side else ""
