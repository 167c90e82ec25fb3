"""A claim: what one phrase of a text says about one number."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

Number = int | Decimal


class Approx(Enum):
    """How far a number is only a bound; the value is the word of the labelled sentences."""

    EXACT = ""
    MORE = "more"
    LESS = "less"
    ABOUT = "about"


class Kind(Enum):
    """What sort of number a claim states."""

    COUNT = "count"
    SHARE = "share"
    """Per cent of a whole."""
    GROWTH = "growth"
    """Per cent against last year, signed."""
    RATE = "rate"
    """Per cent that was done."""
    ALL = "all"
    """That something holds of every case; the value is 1, or 100 for a rate."""
    EVERY = "every"
    """That every case is of this row or column (均为自然人, 全部予以公开)."""
    LAST = "last"
    """Last year's number (上年为31件)."""
    CHANGE = "change"
    """The difference from last year, signed (较上年增加3件); 0 where it is the same."""
    TURN = "turn"
    """That it grew or fell against last year (有所下降); 1 or -1."""
    SUM = "sum"
    """A number of something unknown; only its parts matter."""


ASIDE = frozenset((Kind.EVERY, Kind.LAST, Kind.CHANGE, Kind.TURN, Kind.SUM))
"""What is said about figures without stating one of this year's."""


class Part(NamedTuple):
    """One number of a breakdown. `key` says what it counts, "" where that is not known."""

    key: str
    value: Number
    approx: Approx
    start: int
    end: int


class Claim(NamedTuple):
    """One number that the text states of this organ and this year.

    metric: what is counted, as the form's claims.yaml names it
    value: in the metric's unit; per cent for shares, growth and rates
    unit: the measure word as written, "" for none
    scope: the topics that an ALL claim speaks of; the metric of the cases that an EVERY claim does
    step: what the last printed digit stands for, in the metric's unit
    start, end: the phrase's place in the text
    sentence: the number of its sentence in the text
    parts: the breakdown that follows, where there is one
    listing: the kind of list that `parts` are (columns, results …), "" for none
    open: whether the list says that it is not complete (等)
    zero: whether a statement without a number says none (未收到)
    beside: what may be counted in as well (废止1件，失效2件)
    strict: whether its words leave it the plain reading only (新收)
    loose: whether it may count some only, where another counts all (发布信息, 主动公开信息)
    also: another metric that its words may mean: 办理 may be all in hand
    """

    metric: str
    value: Number
    kind: Kind
    phrase: str
    start: int
    end: int
    sentence: int
    unit: str = ""
    approx: Approx = Approx.EXACT
    step: Number = 1
    scope: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    listing: str = ""
    open: bool = False
    zero: bool = False
    beside: Number = 0
    strict: bool = False
    loose: bool = False
    also: str = ""

    @property
    def exact(self) -> bool:
        return self.approx is Approx.EXACT

    def whole(self, told: Mapping[str, set[Number]]) -> bool:
        """Whether it counts all, given what the text says plainly of each metric."""
        return not self.loose or self.value in told.get(self.metric, {self.value})


def plain_values(claims: Iterable[Claim]) -> dict[str, set[Number]]:
    """By metric, the numbers that are said to be of all there are."""
    told: dict[str, set[Number]] = {}
    for claim in claims:
        if claim.kind is Kind.COUNT and not claim.loose:
            told.setdefault(claim.metric, set()).add(claim.value)
    return told
