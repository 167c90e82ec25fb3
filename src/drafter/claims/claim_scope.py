"""Whose numbers the words of a sentence tell, and of which year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drafter.claims.claim_tokens import OWN_NAME, Sort, Token

_NO_MARKS: frozenset[str] = frozenset()
_NEAR = 8
"""Words around an organ's name that tell whether it only lends its site."""
_FAR = 60
"""Tokens that a word for an organ, or 应当, looks at."""
_PERIODS = frozenset(("past", "half_years", "whole_year"))
_AGAINST = frozenset(("versus", "compare"))
_BODIES = frozenset(("others", "bodies", "own", "governments", "assists"))
_YEARS = frozenset(("this_year", "last_year", "next_year"))
_HEEDED = _YEARS | _PERIODS | _AGAINST | _BODIES | frozenset(("plans", "always", "ifs"))


@dataclass(eq=False, repr=False)
class Scope:
    """The state within one sentence.

    other_year, other_organ: the words are of another year or organ until told otherwise
    planned: they are of what is to come, or only might be
    before: the other year is the one before the report's
    part: they are of a part of the year (上半年)
    named: whether the organ's own name is known
    ranged: whether a row of years was told (2021年至2023年)
    lately: whether the other year is only a time up to now (近两年)
    assisting: whether it is another organ only because this one helps it
    kept: whether year and organ are those of the sentence before, which told no own number
    compared: the clause compares with another year; `base` is that year
    """

    year: int
    named: bool
    other_year: bool = False
    before: bool = False
    other_organ: bool = False
    planned: bool = False
    compared: bool = False
    base: int = 0
    part: bool = False
    kept: bool = False
    ranged: bool = False
    lately: bool = False
    assisting: bool = False

    @property
    def ours(self) -> bool:
        """Whether numbers are of this organ and this year."""
        return not (self.other_year or self.other_organ or self.planned or self.part)

    @property
    def last(self) -> bool:
        """Whether numbers are of this organ, but of the year before."""
        return self.before and not (self.other_organ or self.planned or self.part)

    def clause(self) -> None:
        """A new clause: what was compared with is passed."""
        self.compared = False

    def hear(self, tokens: Sequence[Token], opening: bool) -> None:
        """Take in the tokens of a lead; `opening` for those that begin a clause."""
        against = False
        if self.kept and any(token.word and token.word.nouns for token in tokens):
            self.other_year = self.other_organ = self.part = self.kept = False
        for place, token in enumerate(tokens):
            # Most tokens say nothing of year or organ; the set test passes them by at once.
            marks = token.word.marks if token.word else _NO_MARKS
            if token.sort is not Sort.YEAR and marks.isdisjoint(_HEEDED):
                continue
            if year := year_of(token, self.year):
                self._hear_year(tokens, place, year, against)
            elif not marks.isdisjoint(_PERIODS):
                self._hear_period(token, place and tokens[place - 1].year)
            elif not marks.isdisjoint(_AGAINST):
                against = True
                if "versus" in marks:
                    self._named(self.year - 1, True)
                    # 近年来申请增多，较上年增长9%: of this year.
                    self.other_year = self.other_year and not self.lately
            elif "others" in marks and _hosts(tokens, place):
                continue
            elif not marks.isdisjoint(_BODIES):
                self._hear_body(token, tokens[place + 1 : place + _FAR])
            # 没有应当公开而未公开的 tells what happened.
            elif "always" in marks:
                denied = any(t.marked("negations") for t in tokens[max(0, place - _FAR) : place])
                self.planned = self.planned or not denied
            # 如 only supposes where it opens the clause; further in it gives an example.
            elif "plans" in marks or ("ifs" in marks and opening and not place):
                self.planned = True

    def _hear_year(self, tokens: Sequence[Token], place: int, year: int, against: bool) -> None:
        # 因2023年的申请引发行政复议1件: the year is that of the application.
        if place and tokens[place - 1].marked("causes"):
            return
        if self._range(tokens, place):
            self.other_year = self.ranged = True
            return
        # 与2022年相比, 与2022年持平: the word that compares may follow the year.
        ahead = tokens[place + 1 : place + 3]
        compares = any(t.marked("compare") or t.marked("same") for t in ahead)
        self._named(year, against or compares)

    def _hear_period(self, token: Token, before: int) -> None:
        """Words for a time; `before` is the year that stands just before, or 0."""
        if token.marked("past"):
            # 2024年以来 is this year in the report of 2024.
            self.lately = not self.other_year and before != self.year
            self.other_year = self.other_year or self.lately
        elif token.marked("half_years"):
            self.part = True
        else:
            self.part = False
            # 2023年收到98件。全年办结102件: the next sentence is of the report's year.
            self.other_year = self.other_year and not self.kept

    def _hear_body(self, token: Token, after: Sequence[Token]) -> None:
        """Words for an organ, this one or another; `after` is what follows them."""
        if token.marked("assists"):
            # 受理、审查、答复 are steps of this organ's own work; so is 加强业务指导，.
            step = len(after) > 1 and after[0].sort is Sort.LIST
            ends = all(t.light or not (t.word is None or t.word.means) for t in after)
            if ends:
                # 加强对各镇的指导，收到申请5件: what was done to them is over.
                self.other_organ = self.assisting = False
            elif not step or after[1].marked("assists"):
                self.assisting, self.other_organ = not self.other_organ, True
        # A bureau is another one only where the organ's own name is known and veiled.
        elif token.marked("others") or (self.named and token.marked("bodies")):
            self.other_organ = True
        # 县政府收到申请20件, in the report of a bureau of that county.
        elif token.marked("governments"):
            acts = next((t for t in after if not (t.light or t.marked("negations"))), None)
            if self.named and acts is not None and acts.word and acts.word.aspects:
                self.other_organ = True
        # 各部门通过县政府网站公开…: the site is the organ's, what is published is not.
        elif token.marked("own"):
            hosts = any(t.marked("channels") for t in after[:1])
            self.other_organ = self.other_organ and token.word is OWN_NAME and hosts

    def _range(self, tokens: Sequence[Token], place: int) -> bool:
        """Whether the year ends a row of years: 2021年至2023年."""
        for at in range(max(0, place - 2), place):
            if tokens[at].sort is Sort.YEAR and tokens[at].year != tokens[place].year:
                # Light words alone (至, 到) stand between the ends of a range of years.
                between = tokens[at + 1 : place]
                return bool(tokens[place].year) and all(t.light for t in between)
        return False

    def _named(self, year: int, against: bool) -> None:
        if against:
            self.compared, self.base = True, year
        else:
            self.lately = False
            self.other_year, self.before = year != self.year, year == self.year - 1


def _hosts(tokens: Sequence[Token], place: int) -> bool:
    """通过县政府网站及各部门新媒体公开: there, not by them."""
    ahead, before = tokens[place : place + _NEAR], tokens[max(0, place - _NEAR) : place]
    after = next((token for token in ahead if not token.marked("others")), None)
    there = after is not None and after.marked("channels")
    led = any(token.marked("leads") for token in before)
    return there and led and any(token.marked("channels") for token in before)


def year_of(token: Token, year: int) -> int:
    """The year that a token names, or 0."""
    if token.sort is Sort.YEAR:
        return token.year
    if token.word is None or token.word.light:
        return 0
    if token.marked("last_year"):
        return year - 1
    if token.marked("next_year"):
        return year + 1
    return year if token.marked("this_year") else 0
