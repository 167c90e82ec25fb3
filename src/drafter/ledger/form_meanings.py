"""What the words of registers stand for in one form: its own labels, and those of ledger.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from drafter.form.definitions import Form, Line
from drafter.form.label_numbers import without_number
from drafter.ledger.register_heads import HeadReader
from drafter.ledger.register_model import PERSON
from drafter.ledger.register_settings import Settings
from drafter.ledger.register_words import OPEN, UNCOUNTED, Meaning, RegisterWords, plain
from drafter.ledger.word_meanings import GAP, Meanings, Understood, name_token


def head_reader(form: Form, words: RegisterWords, settings: Settings, year: int = 0) -> HeadReader:
    """All that is needed of a form to read a register; `year` is the report's, 0 for any."""
    return HeadReader(
        words, kind_meanings(form, words), outcome_meanings(form, words), settings, year
    )


@lru_cache(maxsize=4)
def outcome_meanings(form: Form, words: RegisterWords) -> Meanings:
    """The words for what became of an application."""
    special = {words.received, words.carried_in, words.carried_out}
    rows, groups = _lines(form, words, is_row=True)
    order = (*(row for row in rows if row not in special), OPEN, UNCOUNTED)
    own = {word: (row,) for row in order if row in rows for word in line_words(rows[row])}
    known = _known(own, words.outcomes, groups, order)
    fillers = tuple(sorted(map(plain, words.fillers), key=len, reverse=True))
    withheld = frozenset(leaf for name in words.withheld for leaf in groups.get(name, (name,)))
    return Meanings(known, order, fillers, words.given, words.mixed, withheld)


@lru_cache(maxsize=4)
def kind_meanings(form: Form, words: RegisterWords) -> Meanings:
    """The words for the kind of applicant."""
    columns, groups = _lines(form, words, is_row=False)
    own = {word: (name,) for name, line in columns.items() for word in line_words(line)}
    order = tuple(columns)
    known = _known(own, words.kinds, groups, order)
    # What is left of a name: its ending, or that it is a person's.
    for meaning in words.names:
        for word in meaning.words:
            known[plain(name_token(word))] = Understood(meaning.to, True)
    if words.person:
        known[plain(name_token(PERSON))] = Understood((words.person,), True)
    return Meanings(known, order)


def form_lines(form: Form, words: RegisterWords) -> Iterator[Line]:
    """Every row and column of the table that is counted, groups among them."""
    for block in form.tables[words.table].blocks:
        yield from _all_lines((*block.rows, *block.columns))


def _all_lines(lines: tuple[Line, ...]) -> Iterator[Line]:
    for line in lines:
        yield line
        yield from _all_lines(line.children)


def line_words(line: Line) -> Iterator[str]:
    """What a form's own line is called: its label without number, and its short name."""
    for label in dict.fromkeys((without_number(line.label), line.short)):
        if label:
            yield plain(label)
            yield plain(re.sub("（[^）]*）", "", label))


def _known(
    own: Mapping[str, tuple[str, ...]],
    meanings: tuple[Meaning, ...],
    groups: Mapping[str, tuple[str, ...]],
    order: tuple[str, ...],
) -> dict[str, Understood]:
    known = {word: Understood(to, True) for word, to in own.items()}
    for meaning in meanings:
        wanted = {leaf for name in meaning.to for leaf in groups.get(name, (name,))}
        to = tuple(name for name in order if name in wanted)
        for word in meaning.words:
            known[GAP.join(map(plain, word.split(GAP)))] = Understood(to, True, meaning.each)
    return known


def _lines(
    form: Form, words: RegisterWords, *, is_row: bool
) -> tuple[dict[str, Line], dict[str, tuple[str, ...]]]:
    """The rows (or columns) with cells to be given, and the leaves of every group of them."""
    cells = [c for c in form.tables[words.table].cells if c.address not in form.computed]
    given = {cell.row if is_row else cell.column for cell in cells}
    leaves: dict[str, Line] = {}
    groups: dict[str, tuple[str, ...]] = {}
    for line in form_lines(form, words):
        own = tuple(leaf for leaf in line.leaves if leaf.id in given)
        leaves |= {leaf.id: leaf for leaf in own}
        if line.id and line.children and own:
            groups[line.id] = tuple(leaf.id for leaf in own)
    return leaves, groups
