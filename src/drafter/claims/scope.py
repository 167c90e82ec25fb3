"""Whose number and of which year: what the words so far make of the ones to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drafter.claims.tokens import Sort, Token

_HEEDED = frozenset(
    {"this_year", "last_year", "next_year", "past", "versus", "compare"}
    | {"others", "own", "plans", "always", "ifs"}
)


@dataclass
class Scope:
    """The state within one sentence.

    other_year, other_organ: the words are of another year or organ until told otherwise
    planned: they are of what is to come, or only might be
    compared: the clause compares with another year; `base` is that year
    """

    year: int
    other_year: bool = False
    other_organ: bool = False
    planned: bool = False
    compared: bool = False
    base: int = 0

    @property
    def ours(self) -> bool:
        """Whether numbers are of this organ and this year."""
        return not (self.other_year or self.other_organ or self.planned)

    def clause(self) -> None:
        """A new clause: what was compared with is passed."""
        self.compared = False

    def hear(self, tokens: Sequence[Token], opening: bool) -> None:
        """Take in the tokens of a lead; `opening` for those that begin a clause."""
        against = False
        for place, token in enumerate(tokens):
            if token.sort is not Sort.YEAR and (
                token.word is None or _HEEDED.isdisjoint(token.word.marks)
            ):
                continue
            years = year_of(token, self.year)
            if years and self._range(tokens, place):
                self.other_year = True
            elif years:
                ahead = tokens[place + 1 : place + 3]
                self._named(years, against or any(t.marked("compare") for t in ahead))
            elif token.marked("past"):
                self.other_year = True
            elif token.marked("versus"):
                self._named(self.year - 1, True)
            elif token.marked("compare"):
                against = True
            elif token.marked("others"):
                self.other_organ = True
            elif token.marked("own"):
                self.other_organ = False
            elif token.marked("plans") or (
                token.marked("always") or (token.marked("ifs") and opening and not place)
            ):
                self.planned = True

    def _range(self, tokens: Sequence[Token], place: int) -> bool:
        """Whether the year ends a row of years: 2021年至2023年."""
        for before in tokens[max(0, place - 2) : place]:
            if before.sort is Sort.YEAR and before.year != tokens[place].year:
                between = tokens[tokens.index(before) + 1 : place]
                return bool(tokens[place].year) and all(t.light for t in between)
        return False

    def _named(self, year: int, against: bool) -> None:
        if against:
            self.compared, self.base = True, year
        else:
            self.other_year = year != self.year


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
