"""Clauses that change a figure: 改成7件, 由5件改为6件, 再加1件."""

from __future__ import annotations

from collections.abc import Sequence

from drafter.form.arithmetic import Figure
from drafter.form.definitions import Address
from drafter.form.form_texts import figure as shown
from drafter.typed_lines.cell_names import axis, is_row, meet
from drafter.typed_lines.typed_line import TypedLine
from drafter.typed_lines.typed_pieces import (
    Piece,
    any_marked,
)


def read_change(
    line: TypedLine,
    tokens: Sequence[Piece],
    names: Sequence[Piece],
    numbers: Sequence[Piece],
    said: str,
) -> None:
    """改成7件, 由5件改为6件, 再加1件."""
    becomes = line.changing or any_marked(tokens, "becomes")
    wanted = (1, 2) if becomes else (1,)
    if not numbers and not names:
        # 刚才写错了，自然人是5件: said of the figure that follows.
        line.changing = becomes
        return
    others = {"rest", "all", "none", "except", "each", "carried", "respectively", "among"}
    if len(numbers) not in wanted or any(t.marks & others and not t.senses for t in tokens):
        line.unplaced(said, "没有写清楚改哪一格、改成多少")
        return
    address = _changed(line, names)
    whole = [met.cells for met in meet(line, names, inherit=False)] if names else []
    # 新收总共改为20件: a total, whose parts are still to be told.
    if address is None and becomes and len(numbers) == 1 and len(whole) == 1:
        line.target(whole[0], numbers[0], said)
        return
    if address is None:
        line.unplaced(said, "没有写明改哪一格")
        return
    value = line.value(numbers[-1], address)
    if value is None:
        return
    now = line.values.get(address, line.standing.values.get(address, 0))
    if len(numbers) == 2 and line.value(numbers[0], address) != now:
        line.unplaced(said, f"说原来是 {numbers[0].text}，表里现在是 {shown(now)}")
        return
    line.heading = ""
    if becomes:
        line.values.pop(address, None)
        line.put(address, numbers[-1], value)
        line.out.doubts.append("这是改已经填的数字。")
        return
    more = any_marked(tokens, "more")
    # 多算了一件，减1 and 少填了1件，再加1件 say one change twice.
    if names or line.changed != (more, value):
        line.changed = more, value
        _reckon(line, address, now, value if more else -value, said)


def _reckon(line: TypedLine, address: Address, now: Figure, by: Figure, said: str) -> None:
    """再加1件, 减1件: what comes of it, with the sum told."""
    after = now + by
    if after < 0:
        line.unplaced(said, f"表里现在是 {shown(now)}，减不了")
        return
    line.values.pop(address, None)
    line.put(address, shown(after), after)
    change = f"+ {shown(by)}" if by >= 0 else f"- {shown(-by)}"
    line.out.doubts.append(f"算出来的：{shown(now)} {change} = {shown(after)}。")


def _changed(line: TypedLine, names: Sequence[Piece]) -> Address | None:
    """The one cell that a change can mean: the one named, or the only one filled in."""
    given = {a for a, v in {**line.standing.values, **line.values}.items() if v}
    recent = frozenset(line.values) or frozenset(line.standing.recent)
    row, focus = line.standing.focus
    if not names and row is not None and focus is not None and len(row & focus) == 1:
        return next(iter(row & focus))
    if not names:
        meant = recent or given
        return next(iter(meant)) if len(meant) == 1 else None
    found = [met.cells for met in meet(line, names, inherit=True)]
    if not found and not is_row(names):
        column = axis(names, row=False)
        found = [column] if column else []
    if len(found) != 1:
        return None
    cells = found[0]
    for fit in (cells, cells & recent, cells & given):
        if len(fit) == 1:
            return next(iter(fit))
    return None
