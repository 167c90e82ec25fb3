"""Tokens grouped into clauses: what stands between two commas, brackets or stops."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from drafter.claims.figures import Figure
from drafter.claims.tokens import Sort, Token

_BOUNDS = frozenset((Sort.COMMA, Sort.COLON, Sort.SEMICOLON, Sort.STOP, Sort.OPEN, Sort.CLOSE))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A number with the tokens that lead to it and those that follow it within the clause.

    `number` is missing in the last phrase of a clause, whose `lead` follows every number.
    """

    lead: tuple[Token, ...]
    number: Token | None
    tail: tuple[Token, ...] = ()

    @property
    def figure(self) -> Figure:
        """The number itself; only for a phrase that has one."""
        assert self.number is not None
        assert self.number.figure is not None
        return self.number.figure


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens between two marks; `depth` counts the brackets around it.

    `marks` are those of all its words.
    """

    tokens: tuple[Token, ...]
    opened: Sort
    closed: Sort
    depth: int
    marks: frozenset[str]

    def phrases(self) -> Iterator[Phrase]:
        """The clause cut at its numbers. What is between two numbers belongs to both."""
        leads: list[list[Token]] = [[]]
        numbers: list[Token] = []
        for token in self.tokens:
            if token.sort is Sort.NUMBER:
                numbers.append(token)
                leads.append([])
            else:
                leads[-1].append(token)
        for place, number in enumerate(numbers):
            own = leads[place] if not place else after_list(leads[place])
            yield Phrase(tuple(own), number, tuple(before_list(leads[place + 1])))
        if not numbers:
            yield Phrase(tuple(leads[0]), None)
        elif rest := after_list(leads[-1], whole=False):
            yield Phrase(tuple(rest), None)


def clauses(tokens: Iterable[Token]) -> Iterator[Clause]:
    """The clauses in order, empty ones too where a mark matters."""
    held: list[Token] = []
    marks: set[str] = set()
    opened, depth = Sort.STOP, 0
    for token in tokens:
        if token.sort not in _BOUNDS:
            held.append(token)
            if token.word is not None:
                marks |= token.word.marks
            continue
        yield Clause(tuple(held), opened, token.sort, depth, frozenset(marks))
        held, marks, opened = [], set(), token.sort
        if opened is Sort.OPEN:
            depth += 1
        elif opened is Sort.CLOSE:
            depth = max(0, depth - 1)
        elif opened is Sort.STOP:
            depth = 0
    yield Clause(tuple(held), opened, Sort.STOP, depth, frozenset(marks))


def before_list(tokens: list[Token]) -> list[Token]:
    """The tokens up to a 、"""
    for place, token in enumerate(tokens):
        if token.sort is Sort.LIST:
            return tokens[:place]
    return tokens


def after_list(tokens: list[Token], whole: bool = True) -> list[Token]:
    """The tokens after the first 、; without one all of them, or none."""
    for place, token in enumerate(tokens):
        if token.sort is Sort.LIST:
            return tokens[place + 1 :]
    return tokens if whole else []
