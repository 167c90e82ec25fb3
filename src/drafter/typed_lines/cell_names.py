"""Which cells names mean: each alone, brought together, or going on from what was said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

from drafter.typed_lines.table_words import Cells
from drafter.typed_lines.typed_line import Total, TypedLine
from drafter.typed_lines.typed_pieces import Piece

_MOST_NAMED = 4


class Met(NamedTuple):
    """Names brought together: the cells meant, and what the names alone say of row and column."""

    cells: Cells
    row: Cells | None
    column: Cells | None


def is_row(names: Sequence[Piece]) -> bool:
    """Whether one of the names may be a row's."""
    return any(sense.row is not None for n in names for sense in n.senses)


def columns_among(names: Sequence[Piece], *, every: bool = True) -> list[Piece]:
    """The names that say a column, whatever else they may mean or (`every`) nothing else."""
    of = all if every else any
    return [name for name in names if of(s.column is not None for s in name.senses)]


def is_column_first(names: Sequence[Piece]) -> bool:
    """Whether the first name is a column's and no row's."""
    first = names[0].senses[0] if names and names[0].senses else None
    return first is not None and first.row is None


def axis(names: Sequence[Piece], *, row: bool) -> Cells | None:
    """The cells of the names of one axis; None where none names it.

    不予公开、国家秘密 are the part of the group; 许可和处罚, apart, are both.
    """
    common: Cells | None = None
    # 科研机构、其他: among columns, what may be a row is a column.
    columns = [name for name in names if not is_row([name])]
    if row and columns and len(columns_among(names, every=False)) == len(names):
        return None
    for name in names:
        senses = [s.row if row else s.column for s in name.senses]
        cells = next((s for s in senses if s is not None), None)
        if cells is not None:
            common = cells if common is None else (common & cells or common | cells)
    return common


def meet(line: TypedLine, names: Sequence[Piece], *, inherit: bool) -> list[Met]:
    """Every way to bring the names together, with the cells that are meant."""
    found: dict[Cells, Met] = {}
    for senses in product(*(name.senses for name in names)):
        row, column = _together(s.row for s in senses), _together(s.column for s in senses)
        if row == frozenset() or column == frozenset():
            continue
        named = row, column
        if inherit:
            row, column = _inherited(line, row, column)
        if row is not None:
            cells = row if column is None else row & column
        else:
            cells = _only_row(line, column or frozenset())
        if cells:
            found.setdefault(cells, Met(cells, *named))
    # 新收 其他 2: the column, as a row has been named; 其他 自然人 2: the row.
    # 败诉 is of either kind of suit: here, of that at hand.
    if len(found) > 1 and inherit and line.row is not None:
        found = {c: met for c, met in found.items() if c <= line.row} or found
    single = [met for met in found.values() if len(met.cells) == 1]
    return single if single and len(found) > 1 else list(found.values())


def cells_met(line: TypedLine, names: Sequence[Piece]) -> list[Cells]:
    """The cells of names alone; a column's are those of every row."""
    rows = [met.cells for met in meet(line, names, inherit=False)]
    column = axis(names, row=False)
    return rows or ([column] if column and not is_row(names) else [])


def _only_row(line: TypedLine, cells: Cells) -> Cells:
    """A column alone: where the gates or the form leave it one cell, that."""
    used = cells if len(cells) == 1 else cells & line.standing.used
    return used if len(used) == 1 else frozenset()


def at_focus(line: TypedLine) -> list[Met]:
    """Where a figure without any name goes: after a heading, or to the row or cell at hand."""
    row, column = line.standing.focus
    if line.kind is not None:
        return [Met(line.kind[0] & line.kind[1], *line.kind)]
    if line.heading and line.row is not None and not line.lost:
        cells = line.row if line.column is None else line.row & line.column
        return [Met(cells, line.row, line.column)]
    if line.lost or row is None or line.row != row:
        return []
    return [Met(row if column is None else row & column, row, column)]


def _inherited(
    line: TypedLine, row: Cells | None, column: Cells | None
) -> tuple[Cells | None, Cells | None]:
    if row is None:
        # 不予公开2件，其中国家秘密1件: a part of what was spoken of, in the same column.
        row = line.row
        if row is None and line.among:
            row = line.last[0]
    elif column is None:
        if line.column is not None and (line.colon or len(line.columns) <= 1):
            column = line.column
        elif line.among:
            column = line.last[1]
    return row, column


def why_not(line: TypedLine, names: Sequence[Piece], placed: Sequence[Met]) -> str:
    """Why the names have no cell."""
    if not names:
        return "没有写明是哪一格"
    if len(placed) > 1:
        return "可以是几格，没有写明是哪一格"
    if not is_row(names) and line.row is None:
        return "没有写明是哪一行"
    return "合不成一格"


def part_inside(total: Total, names: Sequence[Piece]) -> Cells | None:
    """复议后起诉1件，败诉: of the cells that the word may mean the one that was spoken of."""
    senses = [s.row for name in names for s in name.senses if s.row is not None]
    inside = [cells for cells in senses if cells < total.cells]
    return inside[0] if len(inside) == 1 < len(senses) else None


def is_single_row(row: Cells) -> bool:
    """Whether the cells are of one row, and of no group."""
    return len({a.rpartition("/")[0] for a in row}) == 1


def parts_wanted(line: TypedLine, cells: Cells) -> str:
    """What would make cells of a total."""
    rows = {a.rpartition("/")[0] for a in cells}
    if len(rows) > 1 and cells in line.words.parts:
        return "这是合计，由 drafter 计算"
    known = [line.form.cells[a] for a in line.words.typed if a in cells]
    path = "column_path" if len(rows) == 1 else "row_path"
    names = list(dict.fromkeys(getattr(cell, path)[-1].short for cell in known))
    more = "……" if len(names) > _MOST_NAMED else ""
    return f"还要写明各是多少，例如：{'、'.join(names[:_MOST_NAMED])}{more}"


def _together(sets: Iterable[Cells | None]) -> Cells | None:
    """What the names of one axis have in common; nothing at all where they exclude each other."""
    common: Cells | None = None
    for cells in sets:
        if cells is not None:
            common = cells if common is None else common & cells
    return common
