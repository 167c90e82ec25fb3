"""结转 with the year that tells which way it goes, made one word: 上年结转, 结转…2025年."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from drafter.claims.clauses import Clause
from drafter.claims.lexicon import Word
from drafter.claims.scope import year_of
from drafter.claims.tokens import Sort, Token
from drafter.claims.words import ClaimWords

_REACH = 6


def merge_carried(words: ClaimWords, clause: Clause, year: int) -> Clause:
    """The clause with each such word explicit, and its year no longer a year of the sentence."""
    if "carried" not in clause.marks:
        return clause
    tokens = list(clause.tokens)
    for place, token in enumerate(tokens):
        if token.marked("carried"):
            _merge(words, tokens, place, year)
    return replace(clause, tokens=tuple(tokens))


def _merge(words: ClaimWords, tokens: list[Token], place: int, year: int) -> None:
    carry = words.file.carry
    later = _year(tokens, range(place + 1, min(len(tokens), place + _REACH)), year)
    if later is not None and year_of(tokens[later], year) > year:
        _explain(tokens, place, later, (carry.topic, carry.out))
        return
    earlier = _year(tokens, range(place - 1, max(-1, place - _REACH), -1), year)
    if earlier is not None and (named := year_of(tokens[earlier], year)) != year:
        aspect = carry.into if named < year else carry.out
        _explain(tokens, place, earlier, (carry.topic, aspect))


def _year(tokens: Sequence[Token], places: range, year: int) -> int | None:
    """The nearest year that only numbers and known words part from the place."""
    for place in places:
        token = tokens[place]
        if token.sort is Sort.LIST or token.marked("carried") or token.marked("negations"):
            return None
        if year_of(token, year):
            return place
    return None


def _explain(tokens: list[Token], place: int, named: int, meaning: tuple[str, str]) -> None:
    """Both tokens mean it: whichever comes first begins the phrase."""
    word = Word(explicit=(meaning,))
    for one in (place, named):
        tokens[one] = tokens[one]._replace(sort=Sort.WORD, word=word, year=0)
