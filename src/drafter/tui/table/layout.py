"""How wide the label column and each column of figures is in the room that there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from drafter.form.model import Line, Table
from drafter.report.width import width_cells, wrap_cells
from drafter.tui.table.pieces import cut
from drafter.tui.table.sheet import Sheet, SheetBlock
from drafter.tui.table.words import ordinal_of

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


def lay_out(sheet: Sheet, table: Table, width: int, needs: Sequence[Sequence[int]]) -> Layout:
    """The layout with the fewest lines in its headers that leaves the labels their room.

    needs: for each block and column, the cells that its figures take with gap and mark
    """
    shortest, longest = _labels(sheet)
    least = min(shortest, _LEAST_LABEL)
    for lines in (1, 2, 3):
        blocks = [_block(b, table, lines, n) for b, n in zip(sheet.blocks, needs, strict=True)]
        taken = max(sum(block.widths) for block in blocks)
        if width - taken >= least:
            label = min(longest, _MOST_LABEL, width - taken)
            pairs = zip(blocks, sheet.blocks, strict=True)
            wide = tuple(_widened(block, shown, width - label) for block, shown in pairs)
            return Layout(width, label, wide)
    blocks = [_block(b, table, 2, n) for b, n in zip(sheet.blocks, needs, strict=True)]
    taken = max(sum(block.widths) for block in blocks)
    label = min(shortest, max(_SCROLLING_LABEL, width - taken), width // 2)
    return Layout(width, label, tuple(blocks))


def label_text(line: Line, room: int) -> str:
    """The label where it fits, else its number and short word, cut off at `room` cells."""
    for text in (line.label, _short(line)):
        if width_cells(text) <= room:
            return text
    return cut(_short(line), room)


def _labels(sheet: Sheet) -> tuple[int, int]:
    """What the row labels take with their short words, and in full, with a gap and Σ."""
    rows = [row for row in sheet.rows if row.cells]

    def widest(text: Callable[[Line], str]) -> int:
        widths = (
            width_cells(text(row.line)) + INDENT * row.depth for row in rows if row.line.label
        )
        return max(widths, default=-_GAP_AND_TOTAL) + _GAP_AND_TOTAL

    shortest, longest = widest(_shorter), widest(lambda line: line.label)
    return shortest, max(longest, _WORDS_OVER_LABELS) if longest else 0


def _shorter(line: Line) -> str:
    return min(line.label, _short(line), key=width_cells)


def _short(line: Line) -> str:
    return f"{ordinal_of(line.label)}{line.short}"


def _block(shown: SheetBlock, table: Table, lines: int, needs: Sequence[int]) -> BlockLayout:
    heads, widths = [], []
    for column, need, total in zip(shown.columns, needs, shown.totals, strict=True):
        text = _head_text(column, table)
        narrowest = _narrowest(text, lines)
        width = max(need, narrowest + 1 + total)
        heads.append(tuple(wrap_cells(text, max(narrowest, width - 1 - total))))
        widths.append(width)
    levels = max((head.level + 1 for head in shown.heads), default=0)
    return BlockLayout(tuple(widths), tuple(heads), levels)


def _head_text(column: Line, table: Table) -> str:
    text = min(column.label, column.short, key=width_cells)
    own_unit = column.unit and column.unit not in (table.unit, "") and column.unit not in text
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
