"""Where a file that was read back does not say what the document says."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from drafter.errors import Problem
from drafter.importing.file_pieces import squeezed
from drafter.importing.finished_report import Reading
from drafter.importing.row_alignment import How, plain, wanted_rows
from drafter.report.document import Document, GridCell, Heading, Paragraph, PrintedTable

_FIX = "核对这一处。"
_FIX_TEMPLATE = "核对自备的模板里这张表前后的 if 和 elif。"
_SHOWN = 40
"""Characters of a text that are quoted, from shortly before the first that differs."""
_BEFORE = 8
UNCOUNTED = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000)))
UNCOUNTED |= dict.fromkeys((0xFFFE, 0xFFFF))
"""What no Word file or web page may hold."""


def differences(
    document: Document, reading: Reading, *, additions: bool = False
) -> tuple[Problem, ...]:
    """Every figure, heading, paragraph, the title and the signature that is not as it was.

    additions: whether the template may have texts of its own, as an office's letterhead
    """
    return (
        *_mark(document, reading),
        *_prose(document, reading, additions),
        *_tables(document, reading, additions),
    )


def _mark(document: Document, reading: Reading) -> Iterator[Problem]:
    if document.mark == reading.mark:
        return
    what = f"这是{document.mark or '正式稿'}，"
    if document.mark and not reading.mark:
        yield Problem("报告标题", f"{what}文件里没有“{document.mark}”字样。", _FIX)
    else:
        yield Problem("报告标题", f"{what}文件里却有“{reading.mark}”字样。", _FIX)


def _tables(document: Document, reading: Reading, additions: bool) -> Iterator[Problem]:
    heading = ""
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = block.text
        if isinstance(block, PrintedTable):
            figures = [cell for row in block.grid.rows for cell in row if cell.address]
            if figures and not any(cell.address in reading.cells for cell in figures):
                where = reading.form.tables[block.address].short
                yield Problem(where, "文件里读不到这张表的数。", _FIX)
                continue
            yield from _figures(figures, reading)
            if not additions:
                yield from _rows(block.address, reading)
            else:
                yield from _misplaced(block.address, heading, reading)


def _misplaced(table: str, heading: str, reading: Reading) -> Iterator[Problem]:
    """An office's own template tells by `elif` which table stands where; one may be lost."""
    where = reading.form.tables[table].short
    outside = set(map(plain, reading.prose))
    labels = [
        row.labels[0] for row in wanted_rows(reading.form) if row.table == table and row.labels
    ]
    if labels and outside.issuperset(labels):
        yield Problem(where, "这张表在文件里不止一次。", _FIX_TEMPLATE)
    elif squeezed(reading.under.get(table, "")) != squeezed(heading):
        yield Problem(where, f"这张表没有在“{heading}”下面。", _FIX_TEMPLATE)


def _figures(figures: Sequence[GridCell], reading: Reading) -> Iterator[Problem]:
    for cell in figures:
        read = reading.cells.get(cell.address)
        # A workbook keeps a plus sign as the look of a figure.
        if read is None or read.removeprefix("+") != cell.text.removeprefix("+"):
            yield Problem(reading.form.place(cell.address), _unlike(cell.text, read), _FIX)


def _rows(table: str, reading: Reading) -> Iterator[Problem]:
    """Rows whose label is not to the letter as it was, and rows that are too many."""
    for row in wanted_rows(reading.form):
        if row.table == table and reading.rows.get(row.id) not in (How.EXACT, How.MISSING, None):
            yield Problem(reading.form.place(row.cells[0]), "这一行的名称和报告里的不一样。", _FIX)
    for where, extra in reading.extra:
        if where == table:
            what = f"表里多出“{_quoted(extra, '')}”。"
            yield Problem(reading.form.tables[table].short, what, _FIX)


def _unlike(wanted: str, read: str | None) -> str:
    if not read:
        return f"应为 {wanted}，文件里没有这个数。"
    return f"应为 {wanted}，文件里是 {read}。"


def _prose(document: Document, reading: Reading, additions: bool) -> Iterator[Problem]:
    """Texts that differ. Those that both have once are held fast; between them, in order."""
    joint = "" if reading.flowing else "\n"
    items = [
        item._replace(text=text)
        for item in _items(document, reading)
        if (text := _counted(item.text, reading))
    ]
    pieces = [text for piece in reading.prose if (text := _counted(piece, reading))]
    found = joint.join(["", *pieces, ""])
    missing = _first_missing(items, pieces, reading.flowing) if additions else None
    whole = joint.join(["", *(item.text for item in items), ""])
    if found == whole or (additions and missing is None):
        return
    told = [
        problem for gap in gaps(items, found, joint) for problem in _told(gap, joint, additions)
    ]
    # Whatever the gaps come to, a file that says something else never passes in silence.
    rest = missing or Item("全文", whole)
    yield from told or [Problem(rest.where, _told_apart(rest.text, "" if missing else found), _FIX)]


def _first_missing(items: Sequence[Item], pieces: Sequence[str], flowing: bool) -> Item | None:
    """The first text that is not there in whole pieces after those before it.

    In whole pieces: otherwise 收到1 would stand in 收到15, and an addition hide a lost digit.
    """
    start = 0
    for item in items:
        ends = (_end(item.text, pieces, at, flowing) for at in range(start, len(pieces)))
        start = next(filter(None, ends), 0)
        if not start:
            return item
    return None


def _end(text: str, pieces: Sequence[str], at: int, flowing: bool) -> int:
    """Where the pieces end that make up the text from `at` on; 0 where they do not."""
    if not flowing:
        return at + 1 if pieces[at] == text else 0
    while at < len(pieces) and text.startswith(pieces[at]):
        text = text.removeprefix(pieces[at])
        at += 1
        if not text:
            return at
    return 0


def _items(document: Document, reading: Reading) -> Iterator[Item]:
    yield Item("报告标题", document.title)
    number, section = 0, ""
    for block in document.blocks:
        match block:
            case Heading():
                yield Item(f"标题“{block.text}”", block.text)
            case Paragraph():
                number = number + 1 if block.address == section else 1
                section = block.address
                yield Item(f"{reading.form.place(section)}，第{number}段", block.text)
    yield Item("落款", document.signed_by)
    yield Item("落款日期", document.signed_on)


def _counted(text: str, reading: Reading) -> str:
    """What of a text is compared: all but the white space that this kind of file drops."""
    text = text.translate(UNCOUNTED)
    if not reading.flowing:
        return " ".join(text.replace("\n", "").split())
    text = squeezed(text)
    return "".join(map(_shape, unicodedata.normalize("NFC", text))) if reading.printed else text


@cache
def _shape(character: str) -> str:
    """One of the characters that a font draws alike (⼀ and 一, ﬁ and fi).

    A PDF says only which shape stands where. ² and 2, or ５ and 5, are not alike.
    """
    alike = unicodedata.decomposition(character).startswith("<compat>")
    return unicodedata.normalize("NFKC", character) if alike else character


def _told(gap: Gap, joint: str, additions: bool) -> Iterator[Problem]:
    found = gap.found.strip("\n")
    if not gap.items:
        if found and not additions:
            extra = f"多出“{_quoted(found, '')}”。"
            yield Problem(gap.after or "文件开头", "后面" * bool(gap.after) + extra, _FIX)
        return
    lines = found.split(joint) if joint and found else [found]
    if len(lines) == len(gap.items):
        pairs = list(zip(gap.items, lines, strict=True))
    else:
        pairs = [(item, found) for item in gap.items if item.text not in found]
        if not pairs and not additions:  # all are there, in another order or with more between
            pairs = [(gap.items[0], found)]
    for item, line in pairs:
        if item.text != line:
            yield Problem(item.where, _told_apart(item.text, line), _FIX)


def _told_apart(wanted: str, read: str) -> str:
    should = f"应为“{_quoted(wanted, read)}”"
    return f"{should}，文件里是“{_quoted(read, wanted)}”。" if read else f"{should}，文件里没有。"


def _quoted(text: str, other: str) -> str:
    """The part of a text where it begins to differ from another."""
    same = next(
        (at for at, (one, two) in enumerate(zip(text, other, strict=False)) if one != two),
        min(len(text), len(other)),
    )
    start = max(same - _BEFORE, 0) if len(text) > _SHOWN else 0
    end = start + _SHOWN
    return "…" * (start > 0) + text[start:end].replace("\n", "") + "…" * (end < len(text))


class Item(NamedTuple):
    """One text of the document and where it stands, in the clerk's words."""

    where: str
    text: str


class Gap(NamedTuple):
    """Texts of the document, and what the file has in their place; `after` is where the text
    before them stands, or empty."""

    after: str
    items: tuple[Item, ...]
    found: str


def gaps(items: Sequence[Item], found: str, joint: str) -> Iterator[Gap]:
    """What is left between the texts that are in their place."""
    start, last = len(joint), 0
    for number, at, end in [*_held(items, found, joint), (len(items), len(found), 0)]:
        after = items[last - 1].where if last else ""
        yield _trimmed(after, list(items[last:number]), found[start:at], joint)
        start, last = end, number + 1


def _held(items: Sequence[Item], found: str, joint: str) -> list[tuple[int, int, int]]:
    """The most items that stand once on either side and in the same order, with their places."""
    whole = joint.join(["", *(item.text for item in items), ""])
    places = [
        (number, at, at + len(item.text + joint))
        for number, item in enumerate(items)
        if _stands_once(joint + item.text + joint, whole)
        and _stands_once(joint + item.text + joint, found)
        for at in [found.find(joint + item.text + joint) + len(joint)]
    ]
    return _apart(places)


def _stands_once(text: str, whole: str) -> bool:
    first = whole.find(text)
    return first >= 0 and whole.find(text, first + 1) < 0


def _apart(places: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The longest chain of places (number, start, end) none of which begins before another ends.

    信息15 and 5月 both stand once in 信息15月, but only one of them can be held: else the file
    has lost a digit, and nothing is left between the two to tell it by.
    """
    ends: list[int] = []
    chains: list[list[tuple[int, int, int]]] = []
    for place in places:
        _, start, end = place
        length = bisect_right(ends, start)
        if length == len(ends) or end < ends[length]:
            chains[length : length + 1] = [[*(chains[length - 1] if length else []), place]]
            ends[length : length + 1] = [end]
    return chains[-1] if chains else []


def _trimmed(after: str, items: list[Item], found: str, joint: str) -> Gap:
    """Less what is the same at either end."""
    found = joint + found
    while items and found.startswith(joint + items[0].text + joint):
        after = items[0].where
        found = found[len(joint + items.pop(0).text) :]
    while items and found.endswith(joint + items[-1].text + joint):
        found = found[: len(found) - len(items.pop().text + joint)]
    return Gap(after, tuple(items), found)
