"""What is said of one cell: where it stands, what is in it, and how it got there."""

from __future__ import annotations

from drafter.draft.numbers import format_figure
from drafter.form.model import CellDefinition, Table
from drafter.interview.steps import CellState
from drafter.tui.glyphs import Glyphs
from drafter.tui.table.marks import Standing


def path_of(cell: CellDefinition, glyphs: Glyphs) -> str:
    """`（三）不予公开 ▸ 1.属于国家秘密 ▸ 自然人`; of rows without labels, all the column is in."""
    rows = [line.label for line in cell.row_path if line.label]
    columns = [line.label for line in cell.column_path if line.label]
    return glyphs.path.join((*rows, *(columns[-1:] if rows else columns)))


def told(
    cell: CellDefinition,
    table: Table,
    state: CellState,
    standing: Standing,
    *,
    typing: str | None,
) -> str:
    """`2（已填，上年 5）`: what stands in the cell, and what is known of it."""
    unit = cell.unit if cell.unit != table.unit else ""
    if typing is not None:
        return f"{typing}{unit}（{standing.value}）"
    if standing is Standing.LAST:
        last, now = format_figure(state.last or 0), format_figure(state.cell.value)
        return f"上年 {last}{unit}，今年 {now}{unit}"
    words = [standing.value]
    if standing is Standing.KEPT:
        words.append(f"以前填过 {format_figure(state.kept or 0)}")
    if state.was_carried and standing is not Standing.CARRIED:
        words.append(f"上年结转来 {state.was_carried}")
    if state.last is not None:
        words.append(f"上年 {format_figure(state.last)}")
    return f"{format_figure(state.cell.value)}{unit}（{'，'.join(words)}）"
