"""Reading claims: a small parser that carries the subject from clause to clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from drafter.claims.carry import merge_carried
from drafter.claims.clauses import Clause, Phrase, clauses
from drafter.claims.counts import read_count
from drafter.claims.items import Item, State
from drafter.claims.lists import claims_of
from drafter.claims.model import Claim
from drafter.claims.percents import read_percent
from drafter.claims.plain import Plain, plain
from drafter.claims.scope import Scope
from drafter.claims.statements import read_statements
from drafter.claims.targets import Found, look
from drafter.claims.tokens import Sort, Token, tokens
from drafter.claims.words import ClaimWords

_PERCENT = frozenset(("%", "成", "倍"))


def read_claims(words: ClaimWords, text: str, year: int) -> tuple[Claim, ...]:
    """What the text says of this organ's numbers in `year`, in the order of the text."""
    if not words.file.topics:
        return ()
    seen = plain(text)
    return claims_of(words, seen, read_items(words, seen, year))


def read_items(words: ClaimWords, seen: Plain, year: int) -> list[list[Item]]:
    """Every number and statement, understood or not, sentence by sentence."""
    state = State(words, seen, year)
    sentences: list[list[Item]] = []
    held: list[Clause] = []
    for clause in clauses(tokens(seen.text, words.lexicon)):
        held.append(clause)
        if clause.closed is Sort.STOP:
            sentences.append(_sentence(state, held))
            held = []
    return sentences


def _sentence(state: State, parts: Sequence[Clause]) -> list[Item]:
    opening = next((t for clause in parts for t in clause.tokens), None)
    state.begin(follows=opening is not None and opening.marked("among"))
    if any("blocks" in clause.marks for clause in parts):
        state.blocked = True
    waiting: list[tuple[tuple[Token, ...], str, Scope]] = []
    for clause in parts:
        clause = merge_carried(state.words, clause, state.year)
        lead: tuple[Token, ...] = ()
        if clause.opened is Sort.CLOSE and waiting:
            lead, state.topic, state.scope = waiting.pop()
            if clause.tokens and clause.tokens[0].sort is Sort.LIST:
                lead = ()
        _clause(state, clause, lead)
        if clause.closed is Sort.OPEN:
            bare = not any(t.sort is Sort.NUMBER for t in clause.tokens)
            held = (lead + clause.tokens)[-_LONGEST_LEAD:] if bare else ()
            waiting.append((held, state.topic, replace(state.scope)))
    state.end()
    return state.items


_LONGEST_LEAD = 40


def _clause(state: State, clause: Clause, lead: tuple[Token, ...]) -> None:
    state.enter(clause)
    first = True
    for phrase in clause.phrases():
        if first and lead:
            phrase = Phrase(lead + phrase.lead, phrase.number, phrase.tail)
        state.scope.hear(phrase.lead, opening=first)
        found = look(state.words, phrase.lead, state.topic)
        if phrase.number is None:
            read_statements(state, phrase.lead, found)
            state.head(found, phrase.lead)
        else:
            _number(state, phrase, found)
        first = False


def _number(state: State, phrase: Phrase, found: Found) -> None:
    state.channel = state.channel or "channels" in found.marks
    after = look(state.words, phrase.tail, state.topic) if phrase.tail else Found()
    if phrase.figure.unit in _PERCENT:
        read_percent(state, phrase, found, after)
    else:
        read_count(state, phrase, found, after)
    state.fresh, state.heard = [], None
    if phrase.tail:
        if "and_so_on" in after.marks and state.items:
            state.items[-1].open = True
        state.hear_tail(after)
        read_statements(state, phrase.tail, after, negated=False)
