"""核对与生成 as rows: what stands open, the act itself, and every answer by part."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from textual.content import Content

from drafter.desk.overview import Entry, PartEntries, Standing
from drafter.desk.remaining import Item
from drafter.tui.glyphs import MUTED, content, is_safe
from drafter.tui.rows import Row

WRITE, FINISH = "write", "finish"
OPEN, ENTRY, FOLD = "open ", "entry ", "fold "
"""Begin the ids of rows; what follows is a place, or a part."""

_LONGEST = 120
_LOOKS = {
    Standing.MISSING: "bold $text-error",
    Standing.VERIFY: "bold $text-warning",
    Standing.NOT_TAKEN: "bold $text-warning",
}


def rows(
    items: Sequence[Item],
    act: str,
    parts: Sequence[PartEntries],
    unfolded: Collection[str],
    *,
    waiting: bool,
) -> tuple[Row, ...]:
    """All of it. `act` names what is made; `waiting`: parts were not said to be finished."""
    answers = (row for part in parts for row in _part(part, part.part in unfolded))
    return (*_items(items), *_acts(act, waiting and not items), *answers)


def _items(items: Sequence[Item]) -> Iterator[Row]:
    if items:
        yield _heading(f"还没有完的（{len(items)}）", "bold $text-warning")
    for item in items:
        yield Row(OPEN + item.where, content(f"{'-' if is_safe() else '○'} {item.what}"))


def _acts(act: str, finish: bool) -> Iterator[Row]:
    yield _heading("\n生成", "bold")
    if finish:
        yield Row(FINISH, content("【各部分都填完了】", "bold $accent"))
    yield Row(WRITE, content(f"【{act}】", "bold $accent"))


def _part(part: PartEntries, unfolded: bool) -> Iterator[Row]:
    yield _heading(f"\n{part.title}", "bold")
    empty = 0
    for number, entry in enumerate(part.entries):
        if entry.standing is Standing.EMPTY and not entry.said:
            empty += 1
            if not unfolded:
                continue
        yield Row(f"{ENTRY}{entry.where} {number}", _entry(entry))
    if empty:
        said = f"{'-' if unfolded else '+'} 选填没有填的 {empty} 项"
        yield Row(FOLD + part.part, content(said, MUTED))


def _entry(entry: Entry) -> Content:
    """`联系电话：0996-1234567  改`."""
    said = entry.said if len(entry.said) <= _LONGEST else f"{entry.said[: _LONGEST - 1]}…"
    shown = content(f"{entry.label}：", MUTED) + content(said)
    if entry.standing.value:
        shown += content(f"（{entry.standing.value}）", _LOOKS.get(entry.standing, MUTED))
    return shown + content("  ") + content("改", "$accent underline")


def place_of(id: str) -> str:
    """The place that a row leads to; "" for one that does something."""
    if id.startswith(OPEN):
        return id.removeprefix(OPEN)
    return id.removeprefix(ENTRY).rpartition(" ")[0] if id.startswith(ENTRY) else ""


def _heading(title: str, look: str) -> Row:
    return Row("", content(title, look))
