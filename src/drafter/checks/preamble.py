"""What a report says of its own parts: 全文包括六个部分：总体情况，主动公开……"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from drafter.checks.material import Material, Passage
from drafter.checks.prose import after, before
from drafter.draft.numerals import read_numeral

_ANNOUNCED = re.compile(
    r"(?:全文|报告|内容|由|分为|包括|包含|共分?|分)(?:[^。；，：0-9一二三四五六七八九十]{0,8})"
    r"([0-9]{1,2}|[一二三四五六七八九十]{1,2})个?(?:大)?部分"
)
_COUNT = re.compile("(?<!第)([0-9]{1,2}|[一二三四五六七八九十]{1,2})个?(?:大)?部分")
_OPENS = re.compile(".*(?:包括|包含|由|从|：|:)")
_LIST = re.compile(
    r"(?:的?内容)?(?:组成|构成)?[：:，,]?(?:分别|具体|主要)?(?:是|为|包括)?[：:，,]?"
)
_NUMERAL = re.compile(r"^(?:第?[一二三四五六七八九十]{1,2}(?:是|部分)?[、：:，]?|\d{1,2}[.、．])")
_AND = str.maketrans("和及与", "、、、")
_PIECE = re.compile("[^，、；,;“”《》 以等]+")


class Announced(NamedTuple):
    """`number` parts are announced at `start`; `listed` is what follows as their list."""

    passage: Passage
    start: int
    end: int
    number: int
    listed: str
    listed_at: int


class Named(NamedTuple):
    """One title of the list."""

    title: str
    start: int
    known: bool


def announced(material: Material) -> Iterator[Announced]:
    """Every such sentence in the preamble and the opening."""
    form = material.form
    opening = [form.preamble, *form.parts[0].sections[:1]]
    sections = {section.id for section in opening if section}
    for passage in material.passages:
        if passage.section.id not in sections:
            continue
        yield from _counted_after(material, passage)
        for match in _ANNOUNCED.finditer(passage.text):
            number = _number(match[1])
            if number is None:
                continue
            rest = after(passage.text, match.end())
            head = _LIST.match(rest)
            skip = head.end() if head else 0
            listed = rest[skip:] if skip else ""
            yield Announced(passage, *match.span(), number, listed, match.end() + skip)


def named_parts(material: Material, said: Announced) -> list[Named]:
    """The titles in the list; the form's own and former ones may hold commas themselves."""
    known = [title.translate(_AND) for title in _titles(material)]
    former = [title.translate(_AND) for title in material.words.former_titles]
    text, taken = said.listed.translate(_AND), []
    for title in sorted({*known, *former}, key=len, reverse=True):
        start = text.find(title)
        while start >= 0:
            taken.append(_named(said, start, len(title), title in known))
            text = text[:start] + "，" * len(title) + text[start + len(title) :]
            start = text.find(title)
    for piece in _PIECE.finditer(text):
        number = _NUMERAL.match(piece[0])
        skip = number.end() if number else 0
        if len(piece[0]) - skip >= 4:
            taken.append(_named(said, piece.start() + skip, len(piece[0]) - skip, known=False))
    return sorted(taken, key=lambda named: named.start)


def _named(said: Announced, start: int, length: int, known: bool) -> Named:
    return Named(said.listed[start : start + length], start, known)


def _counted_after(material: Material, passage: Passage) -> Iterator[Announced]:
    """Lists with their number at the end: 包括总体情况、……和其他需要报告的事项六个部分."""
    for match in _COUNT.finditer(passage.text):
        said = before(passage.text, match.start())
        opens, number = _OPENS.match(said), _number(match[1])
        listed = said[opens.end() if opens else 0 :]
        if opens and number and number > 2 and any(title in listed for title in _titles(material)):
            at = match.start() - len(listed)
            yield Announced(passage, *match.span(), number, listed, at)


def _titles(material: Material) -> list[str]:
    return [_NUMERAL.sub("", material.facts.render(p.title)) for p in material.form.parts]


def _number(said: str) -> int | None:
    return int(said) if said.isdecimal() else read_numeral(said)
