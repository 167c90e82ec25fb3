"""Every answer, figure and text by part, in short statements, each with the place to change it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from drafter.desk.question_in_words import answer_line
from drafter.form.definitions import Block, Table
from drafter.form.form_texts import figure
from drafter.interview.interview_state import (
    InterviewState,
    PlaceKind,
    parts,
    section_of,
    table_place,
    text_place,
)
from drafter.interview.paragraphs import is_settled, was_accepted
from drafter.interview.way import missing, open_tables, title_of, way


class Standing(Enum):
    """How one line stands; the value is what a clerk reads beside it, "" for nothing."""

    GIVEN = ""
    VERIFY = "待核"
    MISSING = "必填，未填写"
    EMPTY = "未填写"
    NOT_TAKEN = "还没有采用"
    TAKEN = "采用拟好的"
    OWN = "自己写的"


class Entry(NamedTuple):
    """One statement: what it is about, what was said, and where to change it."""

    where: str
    label: str
    said: str
    standing: Standing


class PartEntries(NamedTuple):
    """The entries of one row of the task list, in the order of asking."""

    part: str
    title: str
    entries: tuple[Entry, ...]


def overview(state: InterviewState) -> tuple[PartEntries, ...]:
    """The parts in the form's order, with every place that concerns this organ."""
    lacking = frozenset(missing(state))
    entries: dict[str, list[Entry]] = {part: [] for part in parts(state)}
    for place in way(state):
        match place.kind:
            case PlaceKind.TABLE:
                entries[place.part] += _table(state, state.form.tables[place.id])
            case PlaceKind.TEXT:
                entries[place.part].append(_text(state, place.id))
            case PlaceKind.QUESTION:
                entries[place.part].append(_answer(state, place.id, lacking))
    return tuple(PartEntries(part, title_of(state, part), tuple(e)) for part, e in entries.items())


def _answer(state: InterviewState, question_id: str, lacking: frozenset[str]) -> Entry:
    question = state.form.questions[question_id]
    said = answer_line(question, state.draft.answers.get(question_id))
    standing = Standing.GIVEN if said else Standing.EMPTY
    if question_id in state.draft.verify:
        standing = Standing.VERIFY
    elif question_id in lacking:
        standing = Standing.MISSING
    return Entry(question_id, question.label, said, standing)


def _text(state: InterviewState, section_id: str) -> Entry:
    section = section_of(state.form, section_id)
    own = section_id in state.draft.texts
    standing = Standing.OWN if own else Standing.TAKEN
    if not is_settled(state, section_id) or was_accepted(state, section_id):
        standing = Standing.NOT_TAKEN
    said = " ".join(state.facts.printed(section))
    return Entry(text_place(section_id), f"{section.short}的文字", said, standing)


def _table(state: InterviewState, table: Table) -> Iterator[Entry]:
    """The rows with figures, and how the rest of the table stands."""
    shown = [entry for block in table.blocks for entry in _rows(state, table, block)]
    yield from shown
    if table.id in open_tables(state):
        yield Entry(table_place(table.id), table.short, "有的格子没有看过", Standing.EMPTY)
    else:
        rest = "其余各格都是 0" if shown else "各格都是 0"
        yield Entry(table_place(table.id), table.short, rest, Standing.GIVEN)


def _rows(state: InterviewState, table: Table, block: Block) -> Iterator[Entry]:
    figures, index = state.facts.figures, state.form.arithmetic.index
    for row in block.row_leaves:
        addresses = {f"{table.id}/{row.id}/{c.id}": c for c in block.column_leaves}
        # A zero is left to the last line of the table, unless somebody doubts it.
        told = [
            address
            for address in addresses
            if address in index and (figures[index[address]] or address in state.draft.verify)
        ]
        if not told:
            continue
        said = (f"{addresses[a].short} {figure(figures[index[a]])}".strip() for a in told)
        typed = [address for address in told if address not in state.form.computed]
        doubted = state.draft.verify.intersection(addresses)
        yield Entry(
            where=next(iter((*typed, *addresses))),
            label=row.short or table.short,
            said="，".join(said),
            standing=Standing.VERIFY if doubted else Standing.GIVEN,
        )
