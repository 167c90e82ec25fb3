"""Below a table: whether each column balances, and the cursor's column in words."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.report.width import pad_cells
from drafter.tui.table.frame import Frame
from drafter.tui.table.heads import hidden_columns
from drafter.tui.table.layout import Layout
from drafter.tui.table.model import TableModel
from drafter.tui.table.pieces import Drawn, Piece, cut, filled

_QUESTION = "各列两边是否相等"


def feet_count(model: TableModel, layout: Layout) -> int:
    """How many lines there are."""
    return 2 * bool(model.balance) + _is_hint_needed(layout)


def feet_lines(model: TableModel, frame: Frame) -> Iterator[Drawn]:
    """The verdict under each column; the sums of one; columns out of sight if not told above."""
    width = frame.layout.width
    if model.balance:
        column = model.form.cells[model.cursor].column if model.cursor else ""
        own = model.balance.get(column)
        yield tuple(_verdicts(model, frame))
        yield (filled(own.said if own else "", width, "note", model.glyphs),)
    if _is_hint_needed(frame.layout):
        yield (filled(hidden_columns(frame), width, "note", model.glyphs),)


def _is_hint_needed(layout: Layout) -> bool:
    return not layout.label and any(sum(b.widths) > layout.room for b in layout.blocks)


def _verdicts(model: TableModel, frame: Frame) -> Iterator[Piece]:
    if frame.layout.label:
        asked = f"今年{_QUESTION}" if model.shows_last else _QUESTION
        yield filled(asked, frame.layout.label, "foot", model.glyphs)
    place = model.sheet.places.get(model.cursor)
    block = model.sheet.rows[place.row].block if place else 0
    for column, width in frame.columns(block):
        own = model.balance.get(model.sheet.blocks[block].columns[column].id)
        word = cut(own.verdict, width - 1) if own else ""
        shown = pad_cells(word, width - 1, "right") + " "
        yield Piece(shown, "uneven" if own and own.apart else "foot")
