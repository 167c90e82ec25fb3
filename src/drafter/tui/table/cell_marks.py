"""How a cell stands, as a mark of one terminal cell and in words; what a drawn line is made of."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from drafter.draft.draft_model import Origin
from drafter.form.arithmetic import format_figure
from drafter.form.definitions import CellDefinition, Table
from drafter.interview.steps import CellState
from drafter.report.width import pad_cells, width_cells, wrap_cells
from drafter.tui.terminal_text import Glyphs, plain


class Piece(NamedTuple):
    """Text of one look; `here` says that it is the cursor's cell, row or column."""

    text: str
    look: str
    here: bool = False


Drawn = tuple[Piece, ...]
"""One line."""


def filled(text: str, width: int, look: str, glyphs: Glyphs, *, here: bool = False) -> Piece:
    """The text from the left, cut off or filled to `width` cells."""
    return Piece(pad_cells(cut(plain(text, glyphs), width), width, "left"), look, here)


def cut(text: str, width: int) -> str:
    """As much of the beginning as `width` cells hold."""
    if width_cells(text) <= width:
        return text
    return wrap_cells(text, width)[0] if width > 1 else ""


class Standing(Enum):
    """What a clerk has to know of a cell; the value is the word for it."""

    UNTOUCHED = "还没有看过"
    ENTERED = "已填"
    CONFIRMED = "已确认为零"
    CARRIED = "上年带来"
    TAKEN = "从文件读来"
    COMPUTED = "自动计算"
    VERIFY = "待核"
    FAULTY = "要改"
    UNUSED = "不用填"
    KEPT = "未使用"
    TYPING = "正在填"
    LAST = "上年的数"


_ORIGINS = {
    Origin.DEFAULT: Standing.UNTOUCHED,
    Origin.CONFIRMED: Standing.CONFIRMED,
    Origin.ENTERED: Standing.ENTERED,
    Origin.CARRIED: Standing.CARRIED,
    Origin.TALLIED: Standing.TAKEN,
    Origin.IMPORTED: Standing.TAKEN,
    Origin.COMPUTED: Standing.COMPUTED,
}


def standing_of(state: CellState, *, faulty: bool) -> Standing:
    """The one thing to tell of a cell; what wants the clerk comes first."""
    if faulty:
        return Standing.FAULTY
    if state.verify:
        return Standing.VERIFY
    if not state.used:
        return Standing.UNUSED if state.kept is None else Standing.KEPT
    return _ORIGINS[state.cell.origin]


def marked(state: CellState, standing: Standing, glyphs: Glyphs) -> tuple[str, str]:
    """The figure as it is drawn, and the one character behind it."""
    shown = format_figure(state.cell.value)
    if state.cell.origin is Origin.DEFAULT:
        shown = glyphs.untouched
    match standing:
        case Standing.CONFIRMED:
            return f"({shown}", ")"
        case Standing.UNUSED:
            return "-", " "
        case Standing.KEPT:
            return f"[{format_figure(state.kept or 0)}", "]"
    ends = {
        Standing.CARRIED: glyphs.carried,
        Standing.TAKEN: "+",
        Standing.VERIFY: "?",
        Standing.FAULTY: "!",
    }
    return shown, ends.get(standing, " ")


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
