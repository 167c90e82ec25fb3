"""A table of the form as it is printed: every span follows from the trees of rows and columns."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.form.arithmetic import Figures
from drafter.form.filters import figure
from drafter.form.model import Block, Form, Line, Table
from drafter.report.document import Grid, GridCell


def grid_of(form: Form, table: Table, values: Figures) -> Grid:
    """The grid of one table with the report's figures in it."""
    labels = max((_label_depth(block) for block in table.blocks), default=0)
    width = max(len(block.column_leaves) for block in table.blocks)
    rows = tuple(
        row for block in table.blocks for row in _block(form, table, block, labels, width, values)
    )
    single = len(table.blocks) == 1 and not table.blocks[0].caption
    header = max(line.depth for line in table.blocks[0].columns) if single else 0
    return Grid(labels + width, rows, label_columns=labels, header_rows=header)


def _label_depth(block: Block) -> int:
    """Columns that the row labels need; none where no row has a label."""
    if not block.corner and not any(row.label or row.children for row in block.rows):
        return 0
    return max(row.depth for row in block.rows)


def _block(
    form: Form, table: Table, block: Block, labels: int, width: int, values: Figures
) -> Iterator[tuple[GridCell, ...]]:
    if block.caption:
        yield (GridCell(block.caption, columns=labels + width, kind="caption"),)
    leaves = block.column_leaves
    spans = dict(zip((leaf.id for leaf in leaves), _shares(width, len(leaves)), strict=True))
    yield from _headers(block, labels, spans)
    index = form.arithmetic.index
    for label_cells, row in _labelled(block.rows, labels):
        figures = tuple(
            GridCell(figure(values[index[address]]), columns=spans[leaf.id], address=address)
            for leaf in leaves
            for address in (f"{table.id}/{row.id}/{leaf.id}",)
        )
        yield label_cells + figures


def _shares(width: int, count: int) -> list[int]:
    """Grid columns for each of `count` columns, the later ones wider."""
    share, rest = divmod(width, count)
    return [share + (place >= count - rest) for place in range(count)]


def _headers(block: Block, labels: int, spans: dict[str, int]) -> Iterator[tuple[GridCell, ...]]:
    depth = max(column.depth for column in block.columns)
    level: tuple[Line, ...] = block.columns
    for row in range(depth):
        cells = (
            [GridCell(block.corner, columns=labels, rows=depth, kind="header")]
            if labels and row == 0
            else []
        )
        for line in level:
            columns = sum(spans[leaf.id] for leaf in line.leaves)
            rows = 1 if line.children else depth - row
            cells.append(GridCell(line.label, columns=columns, rows=rows, kind="header"))
        yield tuple(cells)
        level = tuple(child for line in level for child in line.children)


def _labelled(lines: tuple[Line, ...], columns: int) -> Iterator[tuple[tuple[GridCell, ...], Line]]:
    """Each row with the label cells that begin on it; a group spans the rows of its leaves."""
    for line in lines:
        if not line.children:
            label = GridCell(line.label, columns=columns, kind="label")
            yield ((label,) if columns else ()), line
            continue
        group = GridCell(line.label, rows=len(line.leaves), kind="label")
        for place, (cells, row) in enumerate(_labelled(line.children, columns - 1)):
            yield ((group, *cells) if place == 0 else cells), row
