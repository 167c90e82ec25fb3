"""Which rows and columns of a table are shown, and the order in which keys go through them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import NamedTuple

from drafter.form.model import Address, Block, Line
from drafter.interview.steps import Fill


class Head(NamedTuple):
    """A header over `span` columns from `first`; `level` 0 is the top one."""

    line: Line
    level: int
    first: int
    span: int


class SheetBlock(NamedTuple):
    """The columns shown of one block.

    heads: the groups over them that tell columns apart
    totals: for each column, whether all of its cells are computed
    """

    block: Block
    columns: tuple[Line, ...]
    heads: tuple[Head, ...]
    totals: tuple[bool, ...]


class SheetRow(NamedTuple):
    """A row; one without cells is the heading of a group.

    block: its place among the blocks shown
    cells: one for each column shown
    """

    block: int
    line: Line
    depth: int
    cells: tuple[Address, ...]


class Place(NamedTuple):
    """Where a cell stands: its row among all rows shown, headings too, and its column."""

    row: int
    column: int


class Sheet:
    """What is shown of a table. `order` leaves the computed cells out: they are never typed."""

    def __init__(self, fill: Fill, computed: Collection[Address], *, whole: bool) -> None:
        self.whole = whole or not fill.blocks
        self.computed = computed
        self.blocks: list[SheetBlock] = []
        self.rows: list[SheetRow] = []
        for block, rows, columns in _shown(fill, self.whole):
            prefix = fill.table.id
            heads = tuple(_heads(block.columns, columns))
            totals = tuple(
                all(f"{prefix}/{row.id}/{column.id}" in computed for row in rows)
                for column in columns
            )
            self.blocks.append(SheetBlock(block, columns, heads, totals))
            for line, depth in _tree(block.rows, rows, 0):
                own = () if line.children else columns
                cells = tuple(f"{prefix}/{line.id}/{column.id}" for column in own)
                self.rows.append(SheetRow(len(self.blocks) - 1, line, depth, cells))

    @cached_property
    def places(self) -> dict[Address, Place]:
        """Every cell shown, the totals too."""
        return {
            address: Place(number, column)
            for number, row in enumerate(self.rows)
            for column, address in enumerate(row.cells)
        }

    @cached_property
    def order(self) -> tuple[Address, ...]:
        """The cells that are typed, row by row."""
        return tuple(address for address in self.places if address not in self.computed)

    @cached_property
    def down_order(self) -> tuple[Address, ...]:
        """The same cells, block by block, each column from its top to its bottom."""

        def key(address: Address) -> tuple[int, int, int]:
            row, column = self.places[address]
            return self.rows[row].block, column, row

        return tuple(sorted(self.order, key=key))

    def vertically(self, address: Address, by: int) -> Address:
        """The cell `by` rows further down (up), as far as there are any; rows count if typed."""
        row, column = self.places[address]
        rows = [n for n, own in enumerate(self.rows) if self._typed(own) or n == row]
        at = rows.index(row)
        step = 1 if by > 0 else -1
        for number in range(abs(by), 0, -1):
            wanted = at + step * number
            if 0 <= wanted < len(rows) and (found := self._near(rows[wanted], column)):
                return found
        return address

    def in_row(self, address: Address, by: int) -> Address:
        """The next typed cell to the right (left) in the same row, itself at the end."""
        own = self._typed(self.rows[self.places[address].row])
        at = own.index(address) + by if address in own else 0
        return own[at] if 0 <= at < len(own) else address

    def end_of_row(self, address: Address, *, last: bool) -> Address:
        """The first or last typed cell of the row."""
        own = self._typed(self.rows[self.places[address].row])
        return own[-1 if last else 0] if own else address

    def _typed(self, row: SheetRow) -> tuple[Address, ...]:
        return tuple(address for address in row.cells if address not in self.computed)

    def _near(self, row: int, column: int) -> Address:
        """The cell of that column, else the typed one nearest to it."""
        own = self._typed(self.rows[row])
        return min(own, key=lambda address: abs(self.places[address].column - column), default="")


def _shown(fill: Fill, whole: bool) -> Iterator[tuple[Block, tuple[Line, ...], tuple[Line, ...]]]:
    if whole:
        for block in fill.table.blocks:
            yield block, block.row_leaves, block.column_leaves
        return
    for shown in fill.blocks:
        yield shown.block, shown.rows, shown.columns


def _tree(
    lines: tuple[Line, ...], shown: Collection[Line], depth: int
) -> Iterator[tuple[Line, int]]:
    """Each row with its depth, and each group before its rows where one of them is shown."""
    for line in lines:
        if not any(leaf in shown for leaf in line.leaves):
            continue
        yield line, depth
        yield from _tree(line.children, shown, depth + 1)


def _heads(lines: tuple[Line, ...], shown: tuple[Line, ...]) -> Iterator[Head]:
    """The groups of columns, without a level at the top that one group has for itself."""
    while len(lines) == 1 and lines[0].children:
        lines = lines[0].children
    yield from _group_heads(lines, shown, 0)


def _group_heads(lines: tuple[Line, ...], shown: tuple[Line, ...], level: int) -> Iterator[Head]:
    for line in lines:
        own = [place for place, column in enumerate(shown) if column in line.leaves]
        if line.children and own:
            yield Head(line, level, own[0], len(own))
            yield from _group_heads(line.children, shown, level + 1)
