"""Names with counts: a mapping in a file, or 门户网站 100，微信公众号 24 as typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from drafter.draft.misread import EMPTY, Misread, quoted
from drafter.draft.numbers import fold, read_count
from drafter.draft.scrub import scrub, scrub_line
from drafter.draft.units import MEASURES, base
from drafter.draft.values import Breakdown, Item

_FIX = "每项写名称和数，例如：门户网站 100，微信公众号 24。"
_NOTHING = frozenset(("无", "没有", "暂无", "0", "〇", "零"))
_LONGEST = 200

_HALF_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), 0xFF0C, 0xFF0E)}
_HALF_WIDTH |= {0x3000: 0x20, 0xA0: 0x20}

# Patterns are kept as text and compiled when first needed: start-up must not pay for them.
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
    if len(token) > _LONGEST:
        return None
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
