"""Which rows and columns of a table are in sight, how wide each is, and the order of keys."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from drafter.form.definitions import Address, Block, Line
from drafter.form.label_numbers import number_of
from drafter.interview.steps import Fill
from drafter.report.width import width_cells, wrap_cells


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
    short: its number and short word, for where the label has no room
    cells: one for each column shown
    """

    block: int
    line: Line
    short: str
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
                short = f"{number_of(line.label)}{line.short}"
                self.rows.append(SheetRow(len(self.blocks) - 1, line, short, depth, cells))

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


INDENT = 2
"""Cells by which a row stands behind the group it belongs to."""

_LEAST_LABEL = 32
_MOST_LABEL = 50
_WORDS_OVER_LABELS = 18
_SCROLLING_LABEL = 20
_ROOMIEST = 12
_GAP_AND_TOTAL = 3
_WORD = 4
"""Most words in headers have two characters."""


class BlockLayout(NamedTuple):
    """widths: of each column, with its gap and mark. heads: the lines of each one's header.

    levels: lines of groups over the columns
    """

    widths: tuple[int, ...]
    heads: tuple[tuple[str, ...], ...]
    levels: int

    @property
    def head_lines(self) -> int:
        return max(len(lines) + self.levels for lines in self.heads)


class Layout(NamedTuple):
    """Everything in terminal cells; `label` is 0 where no row has a label."""

    width: int
    label: int
    blocks: tuple[BlockLayout, ...]

    @property
    def room(self) -> int:
        """What the columns have together; more of them are scrolled."""
        return self.width - self.label


_CUT_OFF = ".."
"""Not …, which is two cells wide in some terminals."""


@lru_cache(maxsize=8)  # wrapping the headers takes longer than all the rest of a key
def lay_out(sheet: Sheet, unit: str, width: int, needs: tuple[tuple[int, ...], ...]) -> Layout:
    """The layout with the fewest lines in its headers that leaves the labels their room.

    unit: that of the table, which its columns need not name
    needs: for each block and column, the cells that its figures take with gap and mark
    """
    shortest, longest = _labels(sheet)
    least = min(shortest, _LEAST_LABEL)
    for lines in (1, 2, 3):
        blocks = [_block(b, unit, lines, n) for b, n in zip(sheet.blocks, needs, strict=True)]
        taken = max(sum(block.widths) for block in blocks)
        if width - taken >= least:
            label = min(longest, _MOST_LABEL, width - taken)
            pairs = zip(blocks, sheet.blocks, strict=True)
            wide = tuple(_widened(block, shown, width - label) for block, shown in pairs)
            return Layout(width, label, wide)
    blocks = [_block(b, unit, 2, n) for b, n in zip(sheet.blocks, needs, strict=True)]
    taken = max(sum(block.widths) for block in blocks)
    label = min(shortest, max(_SCROLLING_LABEL, width - taken), width // 2)
    return Layout(width, label, tuple(blocks))


def label_text(row: SheetRow, room: int) -> str:
    """The label where it fits, else its number and short word, cut off at `room` cells."""
    if width_cells(row.line.label) <= room:
        return row.line.label
    fits = width_cells(row.short) <= room
    return row.short if fits else f"{cut(row.short, room - len(_CUT_OFF))}{_CUT_OFF}"


def _labels(sheet: Sheet) -> tuple[int, int]:
    """What the row labels take with their short words, and in full, with a gap and Σ."""
    rows = [row for row in sheet.rows if row.cells]

    def widest(text: Callable[[SheetRow], str]) -> int:
        widths = (width_cells(text(row)) + INDENT * row.depth for row in rows if row.line.label)
        return max(widths, default=-_GAP_AND_TOTAL) + _GAP_AND_TOTAL

    shortest = widest(lambda row: min(row.line.label, row.short, key=width_cells))
    longest = widest(lambda row: row.line.label)
    return shortest, max(longest, _WORDS_OVER_LABELS) if longest else 0


def _block(shown: SheetBlock, unit: str, lines: int, needs: Sequence[int]) -> BlockLayout:
    heads, widths = [], []
    for column, need, total in zip(shown.columns, needs, shown.totals, strict=True):
        text = _head_text(column, unit)
        narrowest = _narrowest(text, lines)
        width = max(need, narrowest + 1 + total)
        heads.append(tuple(wrap_cells(text, max(narrowest, width - 1 - total))))
        widths.append(width)
    levels = max((head.level + 1 for head in shown.heads), default=0)
    return BlockLayout(tuple(widths), tuple(heads), levels)


def _head_text(column: Line, unit: str) -> str:
    text = min(column.label, column.short, key=width_cells)
    own_unit = column.unit and column.unit not in (unit, "") and column.unit not in text
    return f"{text}（{column.unit}）" if own_unit else text


def _narrowest(text: str, lines: int) -> int:
    """The least width on which the text takes so many lines; three characters stay together."""
    whole = width_cells(text)
    if whole <= _WORD + 2:
        return whole
    return next(w for w in range(_WORD, whole + 1) if len(wrap_cells(text, w)) <= lines)


def _widened(block: BlockLayout, shown: SheetBlock, room: int) -> BlockLayout:
    """The columns made wider alike, as far as that is of use; then those of too long a group."""
    more = (room - sum(block.widths)) // len(block.widths)
    widths = [width + max(0, min(more, _ROOMIEST - width)) for width in block.widths]
    for head in shown.heads:
        lacking = width_cells(head.line.label) + 1 - sum(widths[head.first :][: head.span])
        spare = room - sum(widths)
        for number in range(max(0, min(lacking, spare))):
            widths[head.first + number % head.span] += 1
    return block._replace(widths=tuple(widths))


def cut(text: str, width: int) -> str:
    """As much of the beginning as `width` cells hold."""
    if width_cells(text) <= width:
        return text
    return wrap_cells(text, width)[0] if width > 1 else ""


class Spot(NamedTuple):
    """One of all the lines of a table, with its number among those of its kind and block."""

    kind: Literal["caption", "head", "row"]
    block: int
    number: int


class Frame:
    """A sheet in a layout, `height` lines of it in sight; all of them, unless limited.

    top: the first line in sight; left: the first column, where not all fit
    """

    def __init__(self, sheet: Sheet, layout: Layout) -> None:
        self.sheet, self.layout = sheet, layout
        self.height = len(self.spots)
        self.top = self.left = 0

    def limit(self, height: int) -> None:
        """No more lines than these are in sight."""
        self.height = max(1, min(height, len(self.spots)))

    def scroll_to(self, top: int, left: int) -> None:
        """As near to these as the table allows."""
        self.top = max(0, min(top, len(self.spots) - self.height))
        self.left = max(0, min(left, self._last_left))

    def show(self, address: Address) -> None:
        """Scroll as little as brings a cell in sight, below the header of its columns."""
        place = self.sheet.places.get(address)
        if place is None:
            return
        row = self.sheet.rows[place.row]
        at = self.spots.index(Spot("row", row.block, place.row))
        # The header covers the first lines: a row is in sight only below it.
        highest = at - self.layout.blocks[row.block].head_lines - self._headings_over(at)
        top = max(min(self.top, highest), at - self.height + 1)
        widths, left = self.layout.blocks[row.block].widths, min(self.left, place.column)
        while left < place.column and sum(widths[left : place.column + 1]) > self.layout.room:
            left += 1
        self.scroll_to(top, left)

    def spot(self, y: int) -> Spot | None:
        """What stands on a line; a row gives way there to the header of its block."""
        if self.top + y >= len(self.spots):
            return None
        spot, over = self.spots[self.top + y], self.spots[self.top]
        if over.kind != "caption" and spot.block == over.block:
            scrolled = self.top > self.spots.index(Spot("head", over.block, 0))
            if scrolled and y < self.layout.blocks[over.block].head_lines:
                return Spot("head", over.block, y)
        return spot

    def columns(self, block: int) -> Iterator[tuple[int, int]]:
        """The columns of a block in sight, each with its width."""
        widths, room = self.layout.blocks[block].widths, self.layout.room
        for column in range(self.left if sum(widths) > room else 0, len(widths)):
            room -= widths[column]
            if room < 0 and column > self.left:
                return
            yield column, widths[column]

    def cell_at(self, x: int, y: int) -> Address:
        """The cell drawn there; "" for none."""
        spot = self.spot(y)
        if spot is None or spot.kind != "row" or y >= self.height:
            return ""
        cells, edge = self.sheet.rows[spot.number].cells, self.layout.label
        for column, width in self.columns(spot.block) if cells else ():
            if edge <= x < edge + width:
                return cells[column]
            edge += width
        return ""

    def caret(self, place: Place) -> tuple[int, int]:
        """The last column and the line of a cell in sight."""
        block = self.sheet.rows[place.row].block
        y = self.spots.index(Spot("row", block, place.row)) - self.top
        before = sum(width for column, width in self.columns(block) if column <= place.column)
        return self.layout.label + before - 1, y

    def rows_below(self) -> int:
        """How many rows with figures are further down."""
        below = self.spots[self.top + self.height :]
        return sum(1 for s in below if s.kind == "row" and self.sheet.rows[s.number].cells)

    def columns_beside(self) -> tuple[int, int]:
        """How many columns are out of sight on the left and on the right."""
        block = max(self.layout.blocks, key=lambda block: sum(block.widths))
        number = self.layout.blocks.index(block)
        seen = [column for column, _ in self.columns(number)]
        return seen[0], len(block.widths) - 1 - seen[-1]

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """Every line of the table from its beginning."""
        return tuple(self._spots())

    def _spots(self) -> Iterator[Spot]:
        for block, shown in enumerate(self.sheet.blocks):
            if shown.block.caption:
                yield Spot("caption", block, 0)
            for line in range(self.layout.blocks[block].head_lines):
                yield Spot("head", block, line)
            for number, row in enumerate(self.sheet.rows):
                if row.block == block:
                    yield Spot("row", block, number)

    def _headings_over(self, at: int) -> int:
        """The lines without figures just above a row: they are shown with it."""
        count = 0
        for spot in reversed(self.spots[:at]):
            if spot.kind == "row" and self.sheet.rows[spot.number].cells:
                break
            count += spot.kind != "head"
        return count

    @cached_property
    def _last_left(self) -> int:
        """The first column in sight when the last one is."""
        furthest = 0
        for block in self.layout.blocks:
            left = 0
            while sum(block.widths[left:]) > self.layout.room and left < len(block.widths) - 1:
                left += 1
            furthest = max(furthest, left)
        return furthest
