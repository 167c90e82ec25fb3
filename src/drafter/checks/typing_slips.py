"""How figures get mistyped: which slip turns the right figure into the one that is shown.

A plausibility is the chance that a clerk who slips that way leaves just this figure; it only
serves to compare one repair of a table with another."""

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import NamedTuple

from drafter.form.arithmetic import Figure, difference
from drafter.form.form_texts import figure as shown

LEFT_OUT = "漏填"
LEFT_EMPTY = "前面答的是有，还没有填"
"""Where an answer opened a line and nothing was typed in it."""
MOVED = "错填到相邻格"
EXCHANGED = "与相邻格互换"
MISCOUNTED = "错计到相邻格"
"""The slips of two cells at once; the others concern one."""

SHARED = frozenset((MOVED, EXCHANGED, MISCOUNTED))

COPIED = "和旁边一格一样，像是抄重了"
_SMALL, _CHANCE = 10, 0.2
_TOO_LONG = 10**18
"""No clerk types such a figure, so that no slip of hers explains it."""

_BLANK = 0.3
"""Less than a certainty, since most cells that show 0 are truly 0."""


class Slip(NamedTuple):
    """What would explain a figure (`name` is empty where nothing does), and how well."""

    name: str
    plausibility: float


def explain(typed: Figure, right: Figure, around: Collection[Figure]) -> Slip:
    """The slip that best explains `typed` in place of `right`.

    `around` holds the figures shown in the cells above, below, left and right.
    """
    ways = [slip for slip in _ways(typed, right, around) if slip.plausibility]
    likelihood = sum(slip.plausibility for slip in ways)
    best = max(ways, key=lambda slip: slip.plausibility, default=Slip("", 0.0))
    return Slip(best.name, likelihood + _unexplained(typed, right))


def exchange(one: Figure, other: Figure) -> Slip:
    """Two neighbours that show each other's figure: mostly one that stands a line too far."""
    return Slip(EXCHANGED, 0.1) if one and other else Slip(MOVED, 0.5)


def miscount(adjacent: bool) -> Slip:
    """Some cases counted in another cell, which leaves the sum of the two as it was."""
    return Slip(MISCOUNTED, 1e-2) if adjacent else Slip("", 1e-3)


def _ways(typed: Figure, right: Figure, around: Collection[Figure]) -> Iterator[Slip]:
    # Keeps the search for slips short on figures that no report holds.
    if not -_TOO_LONG < typed < _TOO_LONG > right:
        return
    if not typed:
        yield Slip(LEFT_OUT, _BLANK)
        return
    if typed == -right:
        yield Slip("多了负号", 1.0)
    if around:
        # A figure copied from a cell beside it; the more of these show it, the likelier.
        same = sum(1 for figure in around if figure == typed)
        # Most tables are full of small figures that are alike by chance.
        yield Slip(COPIED, same / len(around) * (_CHANCE if typed < _SMALL else 1))
    if typed > 0:
        yield from _misspelt(shown(typed), shown(right))


def _misspelt(typed: str, right: str) -> Iterator[Slip]:
    size = len(right)
    swapped = [
        right[:i] + right[i + 1] + right[i] + right[i + 2 :]
        for i in range(size - 1)
        if right[i] != right[i + 1] and "." not in right[i : i + 2]
    ]
    dropped = [right[:i] + right[i + 1 :] for i in range(size)]
    doubled = [right[:i] + right[i] + right[i:] for i in range(size) if right[i] != "."]
    inserted = [typed[:i] + typed[i + 1 :] for i in range(len(typed))]
    crossed = sorted(typed) == sorted(right) and _places_off(typed, right) == 2
    # Digits exchanged across another (132 for 231) are rarer by far than neighbours.
    yield Slip("两位数字颠倒", _share(typed, swapped) or 0.05 * crossed)
    yield Slip("漏了一位数字", _share(typed, dropped))
    # Most extra digits are a key that bounced; any other is a stray hit.
    yield Slip("多了一位数字", _share(typed, doubled) or 0.05 * (right in inserted))
    yield Slip("错了一位数字", _one_digit_off(typed, right))
    if "." in typed + right and _digits(typed) == _digits(right):
        yield Slip("小数点错位", 1.0)


def _share(typed: str, ways: Collection[str]) -> float:
    """How many of the ways lead to what was typed."""
    if not ways:
        return 0.0
    return sum(1 for way in ways if _plain(way) == typed) / len(ways)


def _one_digit_off(typed: str, right: str) -> float:
    # A leading zero is not shown: 05 for 15 stands as 5.
    aligned = typed if "." in right else typed.zfill(len(right))
    if len(aligned) != len(right):
        return 0.0
    if _places_off(aligned, right) != 1 or aligned.find(".") != right.find("."):
        return 0.0
    return 1 / (9 * len(_digits(right) or "0"))


def _places_off(one: str, other: str) -> int:
    return sum(1 for left, right in zip(one, other, strict=True) if left != right)


def _unexplained(typed: Figure, right: Figure) -> float:
    """Small, but larger where the two are off by one or the shown figure is not 0."""
    near = 1e-3 if difference(typed, right) <= 2 else 1e-4
    return near if typed else near / 10


def _plain(text: str) -> str:
    """Digits as a figure is shown: no leading zeros, none after the last decimal."""
    if "." in text:
        return shown(Decimal("0" + text))
    return text.lstrip("0") or "0"


def _digits(text: str) -> str:
    return text.replace(".", "").strip("0")
