"""Words written short: `(主动|)公开(各类|)信息` stands for four words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

LIMIT = 4000
"""Words that one pattern may stand for: a slip must not fill the memory."""


class PatternError(ValueError):
    """Brackets that do not pair, or a pattern that stands for too many words."""


@lru_cache(maxsize=4096)
def expand(pattern: str) -> tuple[str, ...]:
    """Every word that the pattern stands for, the empty one left out."""
    words = [""]
    for choices in _pieces(pattern):
        if len(words) * len(choices) > LIMIT:
            raise PatternError(pattern)
        words = [word + choice for word in words for choice in choices]
    return tuple(dict.fromkeys(word for word in words if word))


def _pieces(pattern: str) -> Iterator[list[str]]:
    rest = pattern
    while rest:
        fixed, opened, rest = rest.partition("(")
        if ")" in fixed:
            raise PatternError(pattern)
        yield [fixed]
        if opened:
            inner, closed, rest = rest.partition(")")
            if not closed or "(" in inner:
                raise PatternError(pattern)
            yield inner.split("|")
