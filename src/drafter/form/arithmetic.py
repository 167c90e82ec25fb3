"""Figures, and the relations among a form's cells as sums over one list of them.

Cells are known here by their place in the list, so that the few hundred additions of a keystroke
need no look-up by name.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

Figure = int | Decimal
Figures = list[Figure]
"""One figure a cell, in the form's order."""


class Increase(int):
    """A whole number that was written with a plus sign, and is printed with it."""

    __slots__ = ()


def difference(one: Figure, other: Figure) -> Figure:
    """How far apart two figures are."""
    apart: Figure = one - other
    return -apart if apart < 0 else apart


def format_figure(value: Figure) -> str:
    """Plain digits: no separators, no exponent, no zeros at the end of a fraction."""
    if isinstance(value, Increase):
        return f"{value:+d}"
    # `str` of a Decimal writes 1E+3 for some thousands.
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


class Sum(NamedTuple):
    """A whole number, plus the figures at some places, plus factors times figures."""

    constant: int
    places: tuple[int, ...]
    products: tuple[tuple[int, int], ...]

    def of(self, figures: Figures) -> Figure:
        """What it comes to."""
        total: Figure = self.constant
        # Nearly every term is a bare figure, so these are added without a multiplication.
        for place in self.places:
            total += figures[place]
        for factor, place in self.products:
            total += factor * figures[place]
        return total


class Comparison(NamedTuple):
    """`left` = or >= `right`."""

    left: Sum
    right: Sum
    equal: bool

    def holds(self, figures: Figures) -> bool:
        """Whether it is true of these figures."""
        left, right = self.left.of(figures), self.right.of(figures)
        return left == right if self.equal else left >= right


class Arithmetic:
    """Derives the totals of a form and tests its relations.

    index: each cell's place in a list of figures
    totals: the place of each derived cell with its sum, each after those it builds on
    comparisons: the relations that speak only of this year's cells, without a condition
    """

    def __init__(
        self,
        index: Mapping[str, int],
        totals: Sequence[tuple[int, Sum]],
        comparisons: Sequence[Comparison],
    ) -> None:
        self.index = index
        self.zeros: Figures = [0] * len(index)
        self._totals = totals
        self._comparisons = comparisons

    def complete(self, figures: Figures) -> None:
        """Derive every total in place."""
        for place, total in self._totals:
            figures[place] = total.of(figures)

    def broken(self, figures: Figures) -> list[int]:
        """The places, among the comparisons, of those that do not hold."""
        return [
            place
            for place, comparison in enumerate(self._comparisons)
            if not comparison.holds(figures)
        ]
