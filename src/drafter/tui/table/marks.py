"""How a cell stands, as a mark of one terminal cell: no state is told by colour alone."""

from __future__ import annotations

from enum import Enum

from drafter.draft.model import Origin
from drafter.draft.numbers import format_figure
from drafter.interview.steps import CellState
from drafter.tui.glyphs import Glyphs


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
