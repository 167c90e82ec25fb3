"""Reading tables: trees of rows and columns, and the cells where they meet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from drafter.form.gates import read_gate
from drafter.form.model import Block, CellDefinition, Kind, Line, Table
from drafter.form.namespace import all_lines
from drafter.form.sections import read_name
from drafter.form.shape import Shape
from drafter.nodes import Node

_NUMBERING = re.compile(r"^(（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|\d+[.．])")
_CELL_KINDS = {"count": Kind.COUNT, "money": Kind.MONEY}


def read_table(shape: Shape, table_id: str, title: str, entries: dict[str, Node]) -> Table:
    """The table of a part; `entries` are the keys of its `table:`."""
    unit = shape.text(entries.get("unit"))
    blocks = tuple(_read_block(shape, node, unit) for node in shape.items(entries.get("blocks")))
    cells = tuple(cell for block in blocks for cell in _cells(table_id, block))
    gates = tuple(
        read_gate(shape, table_id, blocks, node) for node in shape.items(entries.get("gates"))
    )
    short = shape.text(entries.get("short")) or title
    table = Table(table_id, title, short, unit, blocks, cells, gates)
    line = entries["blocks"].line if "blocks" in entries else 1
    _check_names(shape, table, line)
    if not blocks or not all(block.columns and block.rows for block in blocks):
        shape.complain(line, "表格里没有行或列。", "每张表至少一块，每块至少一行一列。")
    return table


def _read_block(shape: Shape, node: Node, unit: str) -> Block:
    entries = shape.entries(node, ("columns", "rows"), ("caption", "corner"))
    columns = tuple(
        _read_line(shape, item, "columns", unit) for item in shape.items(entries.get("columns"))
    )
    rows = tuple(_read_line(shape, item, "rows", unit) for item in shape.items(entries.get("rows")))
    return Block(
        shape.text(entries.get("caption")), shape.text(entries.get("corner")), columns, rows
    )


def _read_line(shape: Shape, node: Node, within: str, unit: str) -> Line:
    entries = shape.entries(
        node, ("label",), ("id", "short", within, "counts", "excludes", "source", "kind", "unit")
    )
    children = tuple(
        _read_line(shape, item, within, unit) for item in shape.items(entries.get(within))
    )
    if "id" not in entries and not children:
        shape.complain(node.line, "有格子的行和列要有“id”。", "补上“id: …”。")
    label = shape.text(entries.get("label"))
    return Line(
        id=read_name(shape, entries["id"], node.line) if "id" in entries else "",
        label=label,
        short=shape.text(entries.get("short")) or _NUMBERING.sub("", label),
        children=children,
        counts=shape.text(entries.get("counts")),
        excludes=shape.text(entries.get("excludes")),
        source=shape.text(entries.get("source")),
        kind=shape.one_of(entries.get("kind"), _CELL_KINDS, Kind.COUNT),
        unit=shape.text(entries.get("unit")) or unit,
    )


def _cells(table_id: str, block: Block) -> Iterator[CellDefinition]:
    column_paths = list(_paths(block.columns))
    for row_path in _paths(block.rows):
        row = row_path[-1]
        for column_path in column_paths:
            column = column_path[-1]
            yield CellDefinition(
                address=f"{table_id}/{row.id}/{column.id}",
                table=table_id,
                row=row.id,
                column=column.id,
                kind=column.kind,
                unit=column.unit,
                row_path=row_path,
                column_path=column_path,
            )


def _paths(lines: tuple[Line, ...], above: tuple[Line, ...] = ()) -> Iterator[tuple[Line, ...]]:
    for line in lines:
        if line.children:
            yield from _paths(line.children, (*above, line))
        else:
            yield (*above, line)


def _check_names(shape: Shape, table: Table, line: int) -> None:
    rows = [row.id for block in table.blocks for row in all_lines(block.rows) if row.id]
    for name, times in Counter(rows).items():
        if times > 1:
            shape.complain(line, f"行“{name}”有 {times} 个。", "同一张表里行的名称各不相同。")
    for block in table.blocks:
        columns = [column.id for column in all_lines(block.columns) if column.id]
        for name, times in Counter(columns).items():
            if times > 1:
                shape.complain(line, f"列“{name}”有 {times} 个。", "同一块里列的名称各不相同。")
