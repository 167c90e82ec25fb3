"""A text as the reader sees it: half-width, without the spaces that PDFs leave."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD |= dict.fromkeys((0x3000, 0xA0, 0x09, 0x200B, 0xFEFF, *range(0x2000, 0x200B)), 0x20)
_FOLD |= {ord("\r"): 0x20, ord("∶"): ord(":"), ord("﹪"): ord("%"), ord("﹐"): ord(",")}
_GROUPS = re.compile(r"[0-9]+(?: +[0-9]+)+")


class Plain(NamedTuple):
    """`text` with one place in the source a character."""

    source: str
    text: str
    places: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the source that characters `start` to `end` come from."""
        return self.places[start], self.places[end - 1] + 1

    def words(self, start: int, end: int) -> str:
        """The source's own characters there."""
        low, high = self.span(start, end)
        return self.source[low:high]


def fold(text: str) -> str:
    """The text half-width, character by character."""
    return text.translate(_FOLD)


def plain(source: str) -> Plain:
    """The source folded; spaces vanish, except between figures that are two numbers."""
    text = fold(source)
    if " " not in text:
        return Plain(source, text, list(range(len(text))))
    kept = {place for match in _GROUPS.finditer(text) for place in _between(match)}
    places = [i for i, char in enumerate(text) if char != " " or i in kept]
    return Plain(source, "".join([text[i] for i in places]), places)


def _between(match: re.Match[str]) -> list[int]:
    """The spaces to keep in a row of figures: `1 2 件` is 12, `12 15` is two numbers."""
    groups = [(m.start(), m.end()) for m in re.finditer("[0-9]+", match[0])]
    kept = []
    for (start, end), (after, last) in pairwise(groups):
        if 1 not in (end - start, last - after) and last - after != 3:
            kept.append(match.start() + end)
    return kept
