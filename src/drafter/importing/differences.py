"""Where a file that was read back does not say what the document says."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from drafter.errors import Problem
from drafter.importing.labels import squeezed
from drafter.importing.matching import Gap, Item, gaps, in_order
from drafter.importing.parts import MARK, MARKS
from drafter.importing.reading import Reading
from drafter.report.document import Document, Heading, Paragraph, PrintedTable

_FIX = "核对这一处。"
_SHOWN = 40
"""Characters of a text that are quoted, from shortly before the first that differs."""
_BEFORE = 8
_UNCOUNTED = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000)))
_UNCOUNTED |= dict.fromkeys((0xFFFE, 0xFFFF))
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
        *_tables(document, reading),
    )


def _mark(document: Document, reading: Reading) -> Iterator[Problem]:
    if document.draft and not reading.draft:
        yield Problem("报告标题", "这是草稿，文件里没有“草稿”字样。", _FIX)
    if reading.draft and not document.draft:
        yield Problem("报告标题", "这是正式稿，文件里却有“草稿”字样。", _FIX)


def _tables(document: Document, reading: Reading) -> Iterator[Problem]:
    for block in document.blocks:
        if not isinstance(block, PrintedTable):
            continue
        figures = [cell for row in block.grid.rows for cell in row if cell.address]
        if figures and not any(cell.address in reading.cells for cell in figures):
            where = reading.form.tables[block.address].short
            yield Problem(where, "文件里读不到这张表的数。", _FIX)
            continue
        for cell in figures:
            read = reading.cells.get(cell.address)
            if read != cell.text:
                yield Problem(reading.form.place(cell.address), _unlike(cell.text, read), _FIX)


def _unlike(wanted: str, read: str | None) -> str:
    if not read:
        return f"应为 {wanted}，文件里没有这个数。"
    return f"应为 {wanted}，文件里是 {read}。"


def _prose(document: Document, reading: Reading, additions: bool) -> Iterator[Problem]:
    """Texts that differ. Those that both have once are held fast; between them, in order."""
    counted = _flat if reading.flowing else _spaced
    joint = "" if reading.flowing else "\n"
    items = [
        item._replace(text=text)
        for item in _items(document, reading)
        if (text := counted(item.text)) and item.text not in MARKS
    ]
    found = joint.join(["", *filter(None, map(counted, reading.prose)), ""])
    title = counted(document.title)
    found = found.replace(title + counted(MARK), title, 1)
    if found != joint.join(["", *(item.text for item in items), ""]):
        for gap in gaps(items, found, joint):
            yield from _told(gap, joint, additions)


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


def _flat(text: str) -> str:
    """Without white space, and with one form of each character: a page's font may give another."""
    return squeezed(unicodedata.normalize("NFKC", text.translate(_UNCOUNTED)))


def _spaced(text: str) -> str:
    """Line breaks left out, other white space as one space."""
    return " ".join(text.translate(_UNCOUNTED).replace("\n", "").split())


def _told(gap: Gap, joint: str, additions: bool) -> Iterator[Problem]:
    if additions and in_order(gap, joint):
        return
    found = gap.found.strip("\n")
    if not gap.items:
        if found:
            extra = f"多出“{_quoted(found, '')}”。"
            yield Problem(gap.after or "文件开头", "后面" * bool(gap.after) + extra, _FIX)
        return
    lines = found.split(joint) if joint and found else [found]
    if len(lines) == len(gap.items):
        pairs = list(zip(gap.items, lines, strict=True))
    else:
        pairs = [(item, found) for item in gap.items if item.text not in found]
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
