"""Values by name, as `a.b.c` finds them in the texts of a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from drafter.form.arithmetic import Figure, Figures
from drafter.form.model import Line, Table


class Names:
    """A branch of names; what is under one is a value or another branch."""

    __slots__ = ("_values",)

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def __getattr__(self, name: str) -> Any:
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(name) from None


class RowFigures:
    """The figures of a row, or the sums of a group of rows, by column or group of columns."""

    __slots__ = ("_columns", "_index", "_row", "_table", "_values")

    def __init__(
        self,
        table: Table,
        row: Line,
        columns: Mapping[str, Line],
        index: Mapping[str, int],
        values: Figures,
    ) -> None:
        self._table = table.id
        self._row = row
        self._columns = columns
        self._index = index
        self._values = values

    def __getattr__(self, name: str) -> Figure:
        if name not in self._columns:
            raise AttributeError(name)
        return self._sum(self._row, self._columns[name])

    def _sum(self, row: Line, column: Line) -> Figure:
        cells = (f"{self._table}/{r.id}/{c.id}" for r in row.leaves for c in column.leaves)
        return sum(self._values[self._index[address]] for address in cells)


def members(group: RowFigures, column: str) -> list[tuple[str, Figure]]:
    """The rows of a group that are not zero in a column: what a clerk calls them, the figure."""
    along = group._columns[column]
    named = ((row.short, group._sum(row, along)) for row in group._row.children)
    return [(name, figure) for name, figure in named if figure]


def across(row: RowFigures, group: str) -> list[tuple[str, Figure]]:
    """The columns of a group that are not zero in a row: what a clerk calls them, the figure."""
    named = ((column.short, row._sum(row._row, column)) for column in row._columns[group].children)
    return [(name, figure) for name, figure in named if figure]


def table_names(table: Table, index: Mapping[str, int], values: Figures) -> dict[str, Any]:
    """`row.column` for every row and column, and every group of them, that has an id."""
    rows: dict[str, Any] = {}
    for block in table.blocks:
        columns = {line.id: line for line in all_lines(block.columns) if line.id}
        for row in (line for line in all_lines(block.rows) if line.id):
            rows[row.id] = RowFigures(table, row, columns, index, values)
    return rows


def all_lines(lines: tuple[Line, ...]) -> Iterator[Line]:
    """Every line of a tree, groups before their members."""
    for line in lines:
        yield line
        yield from all_lines(line.children)
