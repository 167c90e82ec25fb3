"""What registers are written with, and what it stands for: the contents of ledger.yaml."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from drafter.form.field_kinds import QuestionId, Texts

_NONE = QuestionId("")
OPEN, UNCOUNTED = "open", "uncounted"
"""What an application may have come to beside a row of the table: no answer yet, no application."""


class Meaning(NamedTuple):
    """Words, and all that they may stand for: names of lines, a group for each of its leaves.

    each: whether every application has to be asked about, not the word once for all
    """

    to: Texts
    words: Texts
    each: bool = False


class Named(NamedTuple):
    """Words that stand for one thing, as the question that it answers calls it."""

    to: str
    words: Texts


class Whether(NamedTuple):
    """Heads that ask whether it was given, and what is meant by the words under them."""

    heads: Texts = ()
    words: Mapping[str, str] = {}


class Disputes(NamedTuple):
    """Table 4: its row, the columns of its three kinds of cases before the result's word."""

    table: str = ""
    row: str = ""
    review: str = ""
    direct: str = ""
    after: str = ""
    results: tuple[Named, ...] = ()
    kinds: tuple[Named, ...] = ()
    none: Texts = ()


class Answered(NamedTuple):
    """The questions that a register answers beside the tables."""

    channels: QuestionId = _NONE
    topics: QuestionId = _NONE
    on_time: QuestionId = _NONE
    late: QuestionId = _NONE
    extended: QuestionId = _NONE
    fee_notices: QuestionId = _NONE
    fee_billed: QuestionId = _NONE
    fee_received: QuestionId = _NONE
    fee_cases: QuestionId = _NONE


class Abolished(NamedTuple):
    """Words of a rule that answers after `since` must not rest on."""

    words: Texts = ()
    since: date = date.max


class Terms(NamedTuple):
    """Working days: to answer, and to extend that by."""

    answer: int
    extension: int


# By identity, like a form: what is worked out from the whole is kept with it.
@dataclass(frozen=True, eq=False)
class RegisterWords:
    """All of ledger.yaml."""

    table: str
    received: str
    carried_in: str
    carried_out: str
    heads: Mapping[str, Texts]
    kinds: tuple[Meaning, ...]
    outcomes: tuple[Meaning, ...]
    given: str
    withheld: Texts
    mixed: str
    terms: Terms
    unclear: str = ""
    unpaid: str = ""
    unsupplemented: str = ""
    unused: Texts = ()
    by_when: Texts = ()
    endings: Mapping[str, Texts] = field(default_factory=dict)
    whether: Whether = field(default_factory=Whether)
    ticks: Texts = ()
    lines: Texts = ()
    line_starts: Texts = ()
    none: Texts = ()
    names: tuple[Meaning, ...] = ()
    person: str = ""
    fillers: Texts = ()
    disputes: Disputes = field(default_factory=Disputes)
    answers: Answered = field(default_factory=Answered)
    channels: tuple[Named, ...] = ()
    topics: tuple[Named, ...] = ()
    topic_least: int = 2
    uncounted: str = "不是要统计的，不计"
    abolished: Abolished = field(default_factory=Abolished)
    calendar: str = ""
    free_a_month: int = 10

    @cached_property
    def head_of(self) -> Mapping[str, str]:
        """The column by each of its heads; "" for heads that are known and not needed."""
        known = {plain(head): "" for head in self.unused}
        return known | {plain(h): name for name, heads in self.heads.items() for h in heads}

    @cached_property
    def _alike(self) -> Mapping[str, str]:
        """The column by each head that differs from a known one in its ending alone."""
        found: dict[str, str] = {}
        for endings in self.endings.values():
            for head, column in self.head_of.items():
                for own in endings:
                    if head.endswith(own) and head != own:
                        stem = head.removesuffix(own)
                        found |= {stem + other: column for other in endings}
        whether = {plain(head): "result" for head in self.whether.heads}
        return {**found, **whether, **self.head_of}

    def column(self, head: str) -> str | None:
        """The column of a head, or of one that differs in its ending alone; "" for one that is
        not needed, None for one that is not known."""
        return self._alike.get(plain(head))


LONGEST = 500
"""Characters of a cell that are looked at: to bring accents without end in order takes forever."""
_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_MARKS = re.compile(r"[\s\u200b\ufeff\W_]+")


def compact(text: str) -> str:
    """The text without white space, its full-width letters and digits as narrow ones."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text[:LONGEST]))


def plain(text: str) -> str:
    """Only its letters, digits and characters: what two ways of writing one word share."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text[:LONGEST])).upper()
