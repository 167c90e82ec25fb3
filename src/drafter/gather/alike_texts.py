"""Paragraphs of different units that are the same but for names, years and figures.

Not every pair is compared. A paragraph is cut into overlapping pieces; of these a quarter, chosen
by their hash and so the same in each text, are counted over all paragraphs; and only paragraphs
that share several of their rarest pieces are compared whole. What law or template puts into
everybody's mouth is left out before.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple
from zlib import crc32

from drafter.files import read_text
from drafter.form.definitions import Form
from drafter.form.field_kinds import Texts
from drafter.form.field_reader import FieldReader
from drafter.form.form_file import given_file
from drafter.gather.unit_list import plain_name
from drafter.nodes import parse

LIKENESS_FILE = "likeness.yaml"
_LENGTH = 5
"""Characters of a piece: 政府信息公 is common, but five others in a row are seldom chance."""
_SAMPLE = 4
"""One piece in so many is counted."""
_COMMON = 4
"""Characters in a row that law or template has, too, are its words and not the organ's own."""
_LEAST, _OWN = 20, 0.4
"""Characters of a paragraph that must be its own, and their share of it."""
_RAREST, _ENOUGH = 24, 3
"""So many of the rarest pieces are looked up; so many must be shared, or a third of them."""
_LATEST = 64
"""Of those that share a piece only the latest are looked at: of a thousand copies any will do."""
_COMPARED = 8
ALIKE = 0.7
"""The share of pieces in common (Dice) from which on two paragraphs are one."""
_VARIABLE = re.compile(r"[0-9０-９〇零一二三四五六七八九十百千万两%％年月日\s]+|[^\w]+|_+")
_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")


class Paragraph(NamedTuple):
    """One paragraph of one report. `names`: what the unit may be called in it."""

    unit: str
    year: int
    section: str
    text: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class CommonWords:
    """likeness.yaml: sentences that stand in everybody's report. selves: words for 本机关."""

    common: Texts = ()
    selves: Texts = ()


class AlikeGroup(NamedTuple):
    """Paragraphs that are the same in substance, of at least two units."""

    paragraphs: tuple[Paragraph, ...]

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(paragraph.unit for paragraph in self.paragraphs))


@cache
def common_pieces(form: Form) -> frozenset[int]:
    """Pieces of `_COMMON` characters of all that law and template say.

    Raises: DrafterError for a mistake in likeness.yaml.
    """
    texts = list(_common_words(form).common)
    for _, text in form.texts():
        # Figures are left out of a report's text, and so what stands on both sides of one meets.
        texts += ["".join(_TAG.split(text.source)), *_TAG.split(text.source)]
        # What a template's own conditions put in: 已按期办结 in {{ "…" if … }}.
        tags = _TAG.findall(text.source)
        said = ["".join(word) for tag in tags for word in _QUOTED.findall(tag)]
        texts += [*said, "".join(said)]
    for question in form.questions.values():
        texts += [*question.choices, question.example]
    plain = (_plain(text, ()) for text in texts)
    return frozenset(piece for text in plain for piece in _pieces(text, _COMMON))


def self_names(form: Form) -> Texts:
    """What organs call themselves."""
    return _common_words(form).selves


def alike_groups(
    paragraphs: Iterable[Paragraph], common: frozenset[int] = frozenset()
) -> list[AlikeGroup]:
    """The groups of paragraphs that are alike, those of most units first."""
    kept: list[Paragraph] = []
    pieces: list[array[int]] = []
    for paragraph in paragraphs:
        own = _own_pieces(paragraph, common)
        if own is not None:
            kept.append(paragraph)
            pieces.append(own)
    groups = _joined(pieces)
    told = [AlikeGroup(tuple(kept[at] for at in group)) for group in groups]
    several = [group for group in told if len(group.units) > 1]
    return sorted(several, key=lambda g: (-len(g.units), g.paragraphs[0]))


def likeness(one: str, other: str) -> float:
    """From 0 to 1: the share of pieces that two texts have in common (Dice)."""
    mine, yours = (array("I", _pieces(_plain(text, ()), _LENGTH)) for text in (one, other))
    return _dice(mine, yours)


@cache
def _common_words(form: Form) -> CommonWords:
    path = given_file(form.folder, LIKENESS_FILE)
    if path is None:
        return CommonWords()
    reader = FieldReader(form, f"{form.folder.name}/{LIKENESS_FILE}")
    return reader.done(reader.read(parse(read_text(path), reader.shape.name), CommonWords))


def _own_pieces(paragraph: Paragraph, common: frozenset[int]) -> array[int] | None:
    """The pieces that are neither law's nor template's; None where there is too little."""
    plain = _plain(paragraph.text, paragraph.names)
    own = [True] * len(plain)
    for start, piece in enumerate(_pieces(plain, _COMMON)):
        if piece in common:
            own[start : start + _COMMON] = [False] * _COMMON
    if sum(own) < max(_LEAST, _OWN * len(plain)):
        return None
    pieces = enumerate(_pieces(plain, _LENGTH))
    return array("I", {piece for at, piece in pieces if any(own[at : at + _LENGTH])})


def _plain(text: str, names: Sequence[str]) -> str:
    """Without names, years and figures, and without punctuation."""
    text = plain_name(text)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    return _VARIABLE.sub("", text)


def _pieces(plain: str, length: int) -> Iterator[int]:
    # Not `hash`: it differs from run to run, and so would what is found.
    for start in range(len(plain) - length + 1):
        yield crc32(plain[start : start + length].encode("utf-8", "replace"))


def _joined(pieces: Sequence[array[int]]) -> list[list[int]]:
    """Places of texts that are alike, group by group."""
    counts: Counter[int] = Counter()
    for own in pieces:
        counts.update(piece for piece in own if piece % _SAMPLE == 0)
    above = list(range(len(pieces)))

    def top(at: int) -> int:
        while above[at] != at:
            above[at] = above[above[at]]
            at = above[at]
        return at

    holders: dict[int, list[int]] = {}
    for at, own in enumerate(pieces):
        # A piece that no other text has cannot lead to one.
        sampled = [piece for piece in own if piece % _SAMPLE == 0 and counts[piece] > 1]
        rare = sorted(sampled, key=lambda piece: (counts[piece], piece))[:_RAREST]
        shared: Counter[int] = Counter()
        for piece in rare:
            held = holders.setdefault(piece, [])
            shared.update(held[-_LATEST:])
            held.append(at)
        enough = min(len(rare), max(_ENOUGH, len(rare) // 3))
        for other, number in shared.most_common(_COMPARED):
            if number < enough:
                break
            if top(at) != top(other) and _dice(own, pieces[other]) >= ALIKE:
                above[top(at)] = top(other)
    groups: dict[int, list[int]] = {}
    for at in range(len(pieces)):
        groups.setdefault(top(at), []).append(at)
    return [group for group in groups.values() if len(group) > 1]


def _dice(one: array[int], other: array[int]) -> float:
    mine, yours = set(one), set(other)
    total = len(mine) + len(yours)
    return 2 * len(mine & yours) / total if total else 0.0
