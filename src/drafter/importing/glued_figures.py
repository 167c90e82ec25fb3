"""Figures that a site's text ran together: taken apart only where one way is left."""

from __future__ import annotations

import re
from collections.abc import Iterator

_AMOUNT = re.compile(r"(?:0|[1-9][0-9]*)\.[0-9]+")
_LONGEST = 24
"""Digits: as many as seven figures may have, and no more ways than are tried in a moment."""


def taken_apart(digits: str, count: int, *, summed: bool) -> tuple[str, ...] | None:
    """`0000000` as seven figures, where there is no other way to read so many; else None.

    summed: whether the last of them is the sum of those before it
    """
    if not count <= len(digits) <= _LONGEST:
        return None
    if not digits.isdecimal():  # an amount, as no count has a point
        return (digits,) if count == 1 and _AMOUNT.fullmatch(digits) else None
    ways = _ways(digits, count, 0) if summed and count > 1 else _any_ways(digits, count)
    first = next(ways, None)
    return first if next(ways, None) is None else None


def _starts(digits: str) -> Iterator[int]:
    """Where a first figure may end: one that begins with 0 is a zero."""
    return iter((1,)) if digits.startswith("0") else iter(range(1, len(digits) + 1))


def _any_ways(digits: str, count: int) -> Iterator[tuple[str, ...]]:
    if count == 1:
        if len(digits) == 1 or digits[0] != "0":
            yield (digits,)
        return
    for end in _starts(digits):
        if len(digits) - end >= count - 1:
            yield from ((digits[:end], *rest) for rest in _any_ways(digits[end:], count - 1))


def _ways(digits: str, count: int, so_far: int) -> Iterator[tuple[str, ...]]:
    """Those whose last figure is the sum of the others, `so_far` standing before them."""
    if count == 1:
        if digits == str(so_far):
            yield (digits,)
        return
    for end in _starts(digits):
        total = so_far + int(digits[:end])
        # The total has at least as many digits as the sum so far; it stands at the end.
        if len(digits) - end < count - 2 + len(str(total)):
            break
        yield from ((digits[:end], *rest) for rest in _ways(digits[end:], count - 1, total))
