"""Looking at prose: sentences, titles in 《》, words, lists of 一是 二是, likeness."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from drafter.checks.material import Material, Passage
from drafter.draft.typed_figures import read_numeral
from drafter.form.definitions import Section

Spans = Sequence[tuple[int, int]]

HAN = r"[^\W\d_A-Za-z]"
"""In a pattern: a Chinese character. Ranges of code points would miss the rarer ones, and cost half
a millisecond each to compile: `re` walks through them one by one."""

_REACH = 200
"""A sentence is looked at so far on each side: hostile text has sentences without an end."""
_ENDS = "。！？\n"
_MARKS = re.compile("[《》]")
_ORDINAL = re.compile(
    r"(?:^|(?<=[，。；：、！？”）\n,;:.)]))(?:([一二三四五六七八九十]{1,2})是|第([一二三四五六七八九十]{1,2})[，、])"
    r"|^([1-9][0-9]?)[.．、](?![0-9])",
    re.MULTILINE,
)


class Run(NamedTuple):
    """A list that begins anew: what is said before it, and each item's number and place."""

    lead: str
    items: list[tuple[int, int, int]]


def found(text: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where any of the words stands, word by word."""
    for word in words:
        start = text.find(word)
        while start >= 0:
            yield start, start + len(word)
            start = text.find(word, start + len(word))


def has(text: str, words: Iterable[str]) -> bool:
    """Whether any of the words stands in the text."""
    return any(word in text for word in words)


class Rare:
    """A pattern of what few reports say, and words without one of which no text has it.

    It is compiled for the first text with such a word: `re` takes up to half a millisecond over
    each, and a report that is well written needs hardly any.
    """

    def __init__(self, pattern: str, words: Iterable[str]) -> None:
        self.pattern = pattern
        self.words = tuple(words)

    def finditer(self, text: str) -> Iterable[re.Match[str]]:
        """Every match."""
        return re.finditer(self.pattern, text) if has(text, self.words) else ()

    def search(self, text: str) -> re.Match[str] | None:
        """The first match."""
        return next(iter(self.finditer(text)), None)


def before(text: str, start: int) -> str:
    """What the sentence says before `start`."""
    low = max(0, start - _REACH)
    return text[max(low, 1 + max(text.rfind(end, low, start) for end in _ENDS)) : start]


def after(text: str, end: int) -> str:
    """What the sentence says from `end` on."""
    high = min(len(text), end + _REACH)
    ends = [place for mark in _ENDS if (place := text.find(mark, end, high)) >= 0]
    return text[end : min(ends, default=high)]


def sentence(text: str, start: int, end: int) -> str:
    """The sentence around some words."""
    return before(text, start) + text[start:end] + after(text, end)


def titles(text: str) -> list[tuple[int, int]]:
    """Every 《…》 with its marks; of nested ones the outermost."""
    spans: list[tuple[int, int]] = []
    depth = start = 0
    for mark in _MARKS.finditer(text):
        if mark[0] == "《":
            start = start if depth else mark.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                spans.append((start, mark.end()))
    return spans


def spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Every match's place."""
    return [match.span() for match in pattern.finditer(text)]


def outside(text: str, covers: Spans) -> str:
    """The text with what the spans cover blanked out, so that places stay the same."""
    pieces, done = [], 0
    for start, end in covers:
        pieces += [text[done:start], "\0" * (end - start)]
        done = end
    return "".join(pieces) + text[done:]


def runs(text: str) -> list[Run]:
    """The lists in a text: 一是…二是…, 第一，…第二，… or lines that begin with 1. 2."""
    listed: list[Run] = []
    for match in _ORDINAL.finditer(text):
        number = int(match[3]) if match[3] else read_numeral(match[1] or match[2])
        if number is None:
            continue
        # 一是 begins a new list; one that begins with 二是 has lost its head, which L06 tells.
        if number == 1 or not listed:
            listed.append(Run(before(text, match.start()), []))
        listed[-1].items.append((number, match.start(), match.end()))
    return listed


def section_of(material: Material, section_id: str) -> Section | None:
    """A section of the form by id."""
    return next((s for s in material.form.sections if s.id == section_id), None)


def passages_of(material: Material, section_id: str) -> list[Passage]:
    """A section's paragraphs."""
    return [p for p in material.passages if p.section.id == section_id]


_VARIABLE = r"[0-9０-９〇零一二三四五六七八九十百千万两%％年\s]+|[^\w]+"
_LENGTH = 3
"""Characters a piece has: two are common to any official prose, four miss a changed word."""


def similarity(one: str, other: str) -> float:
    """From 0 (nothing in common) to 1 (the same but for years, figures and punctuation).

    The share of three-character pieces in common (Dice), linear in the texts' length.
    """
    mine, yours = _pieces(one), _pieces(other)
    total = mine.total() + yours.total()
    return 2 * (mine & yours).total() / total if total else 0.0


_ALL_BUT = 0.9


def holds(text: str, part: str) -> bool:
    """Whether a text says what the part says, but for years, figures and a word or two."""
    pieces = _pieces(part)
    return bool(pieces) and (pieces & _pieces(text)).total() >= _ALL_BUT * pieces.total()


@lru_cache(maxsize=512)
def _pieces(text: str) -> Counter[str]:
    plain = re.sub(_VARIABLE, "", text)
    return Counter(plain[start : start + _LENGTH] for start in range(len(plain) - _LENGTH + 1))
