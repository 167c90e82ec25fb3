"""What is told around a table: its name, what is still open in it, and where the way goes on."""

from __future__ import annotations

from typing import NamedTuple

from drafter.desk.tables import broken_lines, is_uneven
from drafter.draft.numbers import format_figure
from drafter.form.model import Address
from drafter.interview.carried import is_corrected
from drafter.interview.next import next_step
from drafter.interview.passing import skip
from drafter.interview.state import InterviewState
from drafter.interview.steps import Ask, Fill, Write
from drafter.report.width import width_cells
from drafter.tui.glyphs import glyphs
from drafter.tui.table.keys import HELP

_REVIEW = "核对与生成"
_KEY_CELLS = 10


class WayOn(NamedTuple):
    """What is said under a table; `done`: nothing is left to do in it."""

    said: str
    done: bool


def title_words(step: Fill) -> str:
    """`三、收到和处理政府信息公开申请情况（表三，单位：件）`."""
    table = step.table
    unit = f"，单位：{table.unit}" if table.unit else ""
    return f"{step.spot.part_title}（{table.short}{unit}）"


def open_cells(step: Fill) -> tuple[Address, ...]:
    """The cells that nobody has looked at and nobody has marked 待核."""
    return tuple(a for a in step.open if not step.cells[a].verify)


def left_words(step: Fill) -> str:
    """What keeps the table from being finished; "" for nothing."""
    if count := len(open_cells(step)):
        return f"还有 {count} 格没有看过：按 n 去下一格，其余都是零就按 c"
    if step.unsettled:
        return "上年结转来的数还没有认可：按 a，改过的再写原因"
    return ""


def way_on(state: InterviewState, step: Fill) -> WayOn:
    """`表三填完了。按 F10 到下一步：五、存在的主要问题及改进情况`, or what is still open."""
    if left := left_words(step):
        return WayOn(left, done=False)
    if is_uneven(state.facts, step.table):
        return WayOn("都看过了，但是有的列两边不相等：按 F10 看是哪里", done=False)
    after = skip(state, step.spot.place)
    there = next_step(after) if isinstance(after, InterviewState) else None
    title = there.spot.part_title if isinstance(there, Ask | Fill | Write) else _REVIEW
    return WayOn(f"{step.table.short}填完了。按 F10 到下一步：{title}", done=True)


def opening_words(step: Fill) -> str:
    """What to know of a table on coming to it."""
    said = []
    if step.unsettled:
        mark = glyphs().carried
        said.append(f"带 {mark} 的数是上年结转来的：对的按 a 认可，不对的直接改。")
    if count := sum(1 for address in step.kept if step.cells[address].kept):
        said.append(f"有 {count} 格以前填过、现在不用：按 F5 看全表。")
    return "\n".join(said)


def uneven_words(state: InterviewState, step: Fill) -> str:
    """What does not balance, and what would mend it."""
    lines = [line.strip() for line in broken_lines(state, step.table)]
    return "\n".join(lines)


def carried_words(state: InterviewState, address: Address) -> list[str]:
    """Asks why this year's opening figure is not last year's closing one."""
    place = state.form.place(address)
    cell = state.draft.cells.get(address)
    now = format_figure(cell.value) if cell is not None else "0"
    was = state.progress.carried[address].value
    return [f"{place}：上年报告的结转数是 {was}，今年填的是 {now}。", "为什么不同？"]


def corrected(state: InterviewState, step: Fill) -> list[Address]:
    """The carried figures that were changed and want a reason."""
    return [address for address in step.unsettled if is_corrected(state, address)]


def key_lines() -> str:
    """Every key of a table."""
    more = [("a", "上年结转来的数，核对无误"), ("F10", "这张表填完了，下一步（Ctrl+N 也可以）")]
    listed = ((keys, max(2, _KEY_CELLS - width_cells(keys)), does) for keys, does in (*HELP, *more))
    return "\n".join(f"{keys}{' ' * gap}{does}" for keys, gap, does in listed)
