"""Reading the tables of an answers file: figures with their origins, stated totals."""

from __future__ import annotations

from typing import NamedTuple

from drafter.draft.answers_shape import AnswersShape, shortened
from drafter.draft.misread import Misread
from drafter.draft.model import Cell, Origin
from drafter.draft.reading import read_figure
from drafter.form.arithmetic import Figure
from drafter.form.definitions import Address, CellDefinition
from drafter.nodes import Node

_TABLE_KEYS = ("confirmed", "cells", "stated")
_CELL_KEYS = ("value", "origin")
_GIVEN = {o.value: o for o in Origin if o not in (Origin.DEFAULT, Origin.COMPUTED)}
_WRONG_PLACE = {
    False: (
        "这一格由 drafter 计算，不用填写。",
        "去掉这一格；要核对别处印出的总数，写在“stated”下。",
    ),
    True: ("这一格不是总数。", "写在“cells”下。"),
}


class Tables(NamedTuple):
    """What a draft holds of its tables (see `Draft`)."""

    cells: dict[Address, Cell]
    confirmed: frozenset[str]
    stated: dict[Address, Figure]


def read_tables(shape: AnswersShape, node: Node | None) -> Tables:
    """Everything under `tables:`."""
    cells: dict[Address, Cell] = {}
    stated: dict[Address, Cell] = {}
    confirmed: set[str] = set()
    for table_id, entries in shape.pairs(node).items():
        if table_id not in shape.form.tables:
            shape.unknown("表格", table_id, entries.said, shape.form.tables)
            continue
        table = shape.known(entries, _TABLE_KEYS)
        if _yes(shape, table.get("confirmed")):
            confirmed.add(table_id)
        cells |= _cells(shape, table_id, table.get("cells"), stated=False)
        stated |= _cells(shape, table_id, table.get("stated"), stated=True)
    totals = {address: cell.value for address, cell in stated.items()}
    return Tables(cells, frozenset(confirmed), totals)


def _yes(shape: AnswersShape, node: Node | None) -> bool:
    if node is None or node.value in ("", "false", "no", "否"):
        return False
    if node.value in ("true", "yes", "是"):
        return True
    shape.complain(node.line, f"“confirmed”写成了“{shortened(node)}”。", "写 true 或 false。")
    return False


def _cells(
    shape: AnswersShape, table_id: str, node: Node | None, *, stated: bool
) -> dict[Address, Cell]:
    cells: dict[Address, Cell] = {}
    form = shape.form
    rows = {cell.row for cell in form.tables[table_id].cells}
    for row, columns in shape.pairs(node).items():
        if row not in rows:
            shape.unknown("行", row, columns.said, rows)
            continue
        for column, figure in shape.pairs(columns).items():
            address = f"{table_id}/{row}/{column}"
            definition = form.cells.get(address)
            shape.lines[address] = figure.said
            if definition is None:
                known = [c.column for c in form.tables[table_id].cells if c.row == row]
                shape.unknown("列", column, figure.said, known)
            elif (address in form.computed) != stated:
                shape.complain(figure.said, *_WRONG_PLACE[stated], f"“{definition.label}”")
            elif (cell := _cell(shape, definition, figure)) is not None:
                cells[address] = cell
    return cells


def _cell(shape: AnswersShape, definition: CellDefinition, node: Node) -> Cell | None:
    """A figure, or a mapping of its value and origin."""
    origin = Origin.ENTERED
    if isinstance(node.value, dict):
        entries = shape.known(node, _CELL_KEYS)
        word = entries.get("origin", Node(origin.value, node.line)).value
        if not isinstance(word, str) or word not in _GIVEN:
            line = entries["origin"].said
            shape.complain(line, "没有这种来源。", f"可以写：{'、'.join(_GIVEN)}。")
            return None
        origin = _GIVEN[word]
        node = entries.get("value", Node("", node.line))
    place = f"“{definition.label}”"
    if not isinstance(node.value, str):
        shape.complain(node.line, "这里应当是一个数。", "写一个数字。", place)
        return None
    copied = origin is Origin.IMPORTED or definition.address in shape.form.computed
    figure = read_figure(definition, node.value, copied=copied)
    if isinstance(figure, Misread):
        shape.complain(node.line, figure.what, figure.fix, place)
        return None
    return Cell(figure, origin)
