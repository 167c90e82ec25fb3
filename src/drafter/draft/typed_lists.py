"""Names with counts (门户网站 100) and lists of small forms (问题：… 措施：…), as typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from drafter.draft.clean_text import scrub, scrub_line, scrub_prose
from drafter.draft.draft_model import Breakdown, Item, Record, Records
from drafter.draft.typed_figures import EMPTY, MEASURES, Misread, base, fold, quoted, read_count
from drafter.errors import nearest
from drafter.form.definitions import Field

_FIX = "每项写名称和数，例如：门户网站 100，微信公众号 24。"
_NOTHING = frozenset(("无", "没有", "暂无", "0", "〇", "零"))
_LONGEST = 200

_HALF_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), 0xFF0C, 0xFF0E)}
_HALF_WIDTH |= {0x3000: 0x20, 0xA0: 0x20}

# Lookbehinds of one character and bounded gaps keep these linear on any input.
_MEASURE_APART = rf"(?<=[0-9万亿])[ \t]{{1,9}}(?={MEASURES}(?:\W|$))"
_AFTER_DIGIT = r"(?<=[0-9])([万亿]?)(?:[ \t]{1,9}|以及|[和及与])(?=[^\W\d])"
_SPLIT = "([、,;；。\n])"
_THOUSANDS = rf"[0-9]{{3}}(?:\.[0-9]+)?[万亿]?{MEASURES}?"
_FIRST_GROUP = r"(?:.*[^0-9])?[0-9]{1,3}|.*,[0-9]{3}"
_SECOND_FIGURE = rf"(?:^|[^第0-9])[0-9]+[万亿]?{MEASURES}"
_APART = r"(.+?)\s*[:：=]\s*([^:：=]*)|(.+)\s+(\S+)"
_TOGETHER = (
    rf"(.*?[^0-9,.])(-?[0-9][0-9,.]*\s*[万亿]?[余多几]?{MEASURES}?"
    rf"|[〇零一二三四五六七八九十百千万两]+{MEASURES})"
)
_ROUGH = "(.*?)(大?约|近|超过?|逾|不到|不足|至少|将近|[0-9]+[-~—–至到])$"
_JOINT = "(?:共计?|合计|为|是)$"


def read_breakdown(raw: object, unit: str) -> Breakdown | Misread:
    """Items in the order given, each name once; `无` and an empty mapping are none at all."""
    if isinstance(raw, str):
        return _typed(raw, unit)
    if isinstance(raw, Mapping):
        return _items(raw.items(), unit)
    if isinstance(raw, Sequence) and all(isinstance(line, str) for line in raw):
        return _typed("\n".join(raw), unit) if raw else ()
    return Misread("这里要的是名称和数。", _FIX)


def _typed(raw: str, unit: str) -> Breakdown | Misread:
    text = scrub(raw).strip()
    if not text:
        return Misread(EMPTY, _FIX)
    if fold(text).rstrip("。.") in _NOTHING:
        return ()
    pairs = []
    for token in _tokens(text, unit):
        pair = _pair(token)
        if pair is None:
            return Misread(f"{quoted(token)}里看不出名称和数。", _FIX)
        pairs.append(pair)
    return _items(pairs, unit) if pairs else Misread(f"{quoted(text)}里没有名称和数。", _FIX)


def _items(pairs: Iterable[tuple[object, object]], unit: str) -> Breakdown | Misread:
    items: dict[str, Item] = {}
    for written, figure in pairs:
        name = scrub_line(written) if isinstance(written, str) else ""
        if not name or not isinstance(figure, str):
            return Misread("有一项缺少名称或者数。", _FIX)
        count = read_count(figure, unit)
        if isinstance(count, Misread):
            return Misread(f"{quoted(name)}的数读不出：{count.what}", count.fix)
        if name in items:
            return Misread(f"{quoted(name)}写了两次。", "合并成一项，或者改用不同的名称。")
        items[name] = Item(name, count)
    return tuple(items.values())


def _tokens(text: str, unit: str) -> list[str]:
    """The text cut where one item ends; commas between thousands do not cut."""
    text = re.sub(_MEASURE_APART, "", text.translate(_HALF_WIDTH))
    if base(unit):
        after_unit = rf"(?<=[0-9])([万亿]?{re.escape(base(unit))})(?:以及|[和及与])?(?=[\w \t])"
        text = re.sub(after_unit, r"\1;", text)
    text = re.sub(_AFTER_DIGIT, r"\1;", text)
    tokens: list[str] = []
    pieces = re.split(_SPLIT, text)
    for mark, piece in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        token = piece.strip()
        # A comma between thousands was cut like any other.
        if mark == "," and tokens and _continues(tokens[-1], token):
            tokens[-1] += f",{token}"
        elif token:
            tokens.append(token)
    return [token for token in tokens if token.rstrip(":： ") != "其中"]


def _continues(before: str, token: str) -> bool:
    """Whether the comma between the two stands between thousands."""
    short = len(token) <= 12 and len(before) <= _LONGEST
    return short and bool(re.fullmatch(_THOUSANDS, token) and re.fullmatch(_FIRST_GROUP, before))


def _pair(token: str) -> tuple[str, str] | None:
    """Name and figure of one item, or None where either is missing."""
    # No name is so long, and the patterns below would take long over it.
    if len(token) > _LONGEST:
        return None
    # 其中 leads to the items and is none of them.
    token = token.removeprefix("其中").lstrip(":： ")
    match = re.fullmatch(_APART, token) or re.fullmatch(_TOGETHER, token)
    if not match:
        return None
    name, figure = (part.strip() for part in match.groups() if part is not None)
    rough = re.fullmatch(_ROUGH, name)
    if rough:
        name, figure = rough[1].strip(), rough[2] + figure
    name = re.sub(_JOINT, "", name).strip()
    return (name, figure) if name and figure and not re.search(_SECOND_FIGURE, name) else None


_NO_RECORDS = frozenset(("无", "没有", "暂无"))
_BLANK_LINES = r"\n\s*\n"
_COUNTED = r"[\s0-9０-９一二三四五六七八九十]*$"

Entry = Mapping[object, object]


def read_records(raw: object, fields: Sequence[Field]) -> Records | Misread:
    """Every entry with all its fields; `无` and an empty list are none at all."""
    entries = _entries(raw, fields)
    if isinstance(entries, Misread):
        return entries
    records = []
    for number, entry in enumerate(entries, 1):
        record = _record(entry, fields)
        if isinstance(record, Misread):
            return Misread(f"第 {number} 条里，{record.what}", record.fix)
        records.append(record)
    return tuple(records)


def _entries(raw: object, fields: Sequence[Field]) -> list[Entry] | Misread:
    if isinstance(raw, str):
        text = scrub(raw).strip()
        if not text:
            return Misread(EMPTY, _example(fields))
        return [] if text.rstrip("。.") in _NO_RECORDS else _blocks(text, fields)
    listed = [raw] if isinstance(raw, Mapping) else raw
    if isinstance(listed, Sequence) and all(isinstance(entry, Mapping) for entry in listed):
        return [entry for entry in listed if isinstance(entry, Mapping)]
    return Misread("这里要的是一条一条的内容。", _example(fields))


def _record(entry: Entry, fields: Sequence[Field]) -> Record | Misread:
    named = {field.label: field.id for field in fields} | {field.id: field.id for field in fields}
    given: dict[str, str] = {}
    for key, text in entry.items():
        name = scrub_line(key) if isinstance(key, str) else ""
        if name not in named:
            known = "、".join(field.label for field in fields)
            return Misread(
                f"没有{quoted(name)}这一栏。", nearest(name[:60], named) or f"可以写：{known}。"
            )
        if not isinstance(text, str) or named[name] in given:
            what = "写了两次" if isinstance(text, str) else "不是文字"
            return Misread(f"{quoted(name)}{what}。", "每一栏写一次，写成文字。")
        given[named[name]] = scrub_prose(text)
    return _complete({field.id: given.get(field.id, "") for field in fields}, fields)


def _complete(given: dict[str, str], fields: Sequence[Field]) -> Record | Misread:
    for field in fields:
        if field.required and not given[field.id]:
            return Misread(f"{quoted(field.label)}还没有填写。", f"补上{quoted(field.label)}。")
    if not any(given.values()):
        return Misread("什么都还没有填写。", "补上内容，或者删去这一条。")
    return Record(given)


def _blocks(text: str, fields: Sequence[Field]) -> list[Entry] | Misread:
    """Entries from typed text: one ends at a blank line, or where a label comes again."""
    labels = frozenset(field.label for field in fields)
    entries: list[dict[str, list[str]]] = []
    for block in re.split(_BLANK_LINES, text):
        label = ""
        for line in block.split("\n"):
            found, rest = _labelled(line, labels)
            if not (found or label):
                return Misread(f"{quoted(line)}前面没有写是哪一栏。", _example(fields))
            # A label that comes again begins the next entry: blank lines are forgotten easily.
            if found and (not label or found in entries[-1]):
                entries.append({})
            label = found or label
            entries[-1].setdefault(label, []).append(rest)
    return [{label: "\n".join(lines) for label, lines in e.items()} for e in entries]


def _labelled(line: str, labels: frozenset[str]) -> tuple[str, str]:
    """The label a line begins with (`问题2：` is 问题) and what follows; "" and all of it."""
    head, mark, rest = line.replace(":", "：", 1).partition("：")
    label = re.sub(_COUNTED, "", head.strip()) if mark and len(head) <= 60 else ""
    return (label, rest) if label in labels else ("", line)


def _example(fields: Sequence[Field]) -> str:
    return "写成：" + " ".join(f"{field.label}：……" for field in fields)
