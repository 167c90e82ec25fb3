"""The way through a form: every place in the order a clerk is asked, and which are still open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from drafter.draft.model import open_cells
from drafter.form.model import Address, Need, Part, Question, Section
from drafter.interview.state import TABLES, TEXTS, InterviewState
from drafter.interview.texts import is_settled


class Place(NamedTuple):
    """One step of the way. `part` is a row of the task list; `section` "" for a table."""

    id: str
    part: str
    section: str


def way(state: InterviewState) -> tuple[Place, ...]:
    """Every place that concerns this organ, dealt with or not, in the order of asking."""
    if "way" not in state.memo:
        state.memo["way"] = tuple(_way(state))
    places: tuple[Place, ...] = state.memo["way"]
    return places


def open_places(state: InterviewState) -> tuple[Place, ...]:
    """The places of the way still to be asked: neither dealt with nor skipped."""
    if "open" not in state.memo:
        state.memo["open"] = tuple(_open(state))
    places: tuple[Place, ...] = state.memo["open"]
    return places


def is_answered(state: InterviewState, place: Place) -> bool:
    """Whether something was given there; a skipped place, or one marked 待核, is not answered."""
    if place.id.startswith(TABLES):
        return place.id.removeprefix(TABLES) not in _untouched_tables(state)
    if place.id.startswith(TEXTS):
        return is_settled(state, place.section)
    return place.id in state.draft.answers


def place_of(state: InterviewState, where: str) -> Place | None:
    """The place that an address belongs to, on the way or beside it; None when there is none.

    A place, a question, a cell, or a section (its text).
    """
    form = state.form
    if where in form.questions:
        question = form.questions[where]
        return Place(where, part_of(state, question.section), question.section)
    if where in form.cells:
        where = TABLES + form.cells[where].table
    if (table := where.removeprefix(TABLES)) != where and table in form.tables:
        return Place(where, table, "")
    section = where.removeprefix(TEXTS)
    if any(section == known.id and known.text for known in form.sections):
        return Place(TEXTS + section, part_of(state, section), section)
    return None


def lies_ahead(state: InterviewState, where: str) -> bool:
    """Whether the place that an address belongs to is still to be asked."""
    place = place_of(state, where)
    return place is not None and any(place.id == other.id for other in open_places(state))


def part_of(state: InterviewState, section: str) -> str:
    """The row of the task list that a section (or a table) belongs to."""
    for part in state.form.parts:
        if part.id == section or any(own.id == section for own in part.sections):
            return part.id
    return state.form.basics.id


def parts(state: InterviewState) -> tuple[str, ...]:
    """The rows of the task list in their order, without the last."""
    return (state.form.basics.id, *(part.id for part in state.form.parts))


def open_tables(state: InterviewState) -> frozenset[str]:
    """The tables with cells that nobody has looked at and nobody has marked."""
    form, verify = state.form, state.draft.verify
    return frozenset(
        form.cells[address].table
        for address in open_cells(form, state.draft)
        if address not in verify
    )


def missing(state: InterviewState) -> tuple[Address, ...]:
    """The required questions without an answer, in the order of asking."""
    return tuple(
        place.id
        for place in way(state)
        if (question := state.form.questions.get(place.id)) is not None
        and place.id not in state.draft.answers
        and state.facts.required(question)
    )


def _way(state: InterviewState) -> Iterator[Place]:
    form = state.form
    opening = (form.basics,) if form.preamble is None else (form.basics, form.preamble)
    for section in opening:
        yield from _section(state, section, form.basics.id)
    for part in form.asking_order:
        for section in part.sections:
            yield from _section(state, section, part.id)
        yield from _table(state, part)


def _open(state: InterviewState) -> Iterator[Place]:
    tables = open_tables(state)
    for place in way(state):
        if place.id not in state.progress.skipped and not _is_dealt_with(state, place, tables):
            yield place


def _section(state: InterviewState, section: Section, part: str) -> Iterator[Place]:
    for question in section.questions:
        if _is_asked(state, question):
            yield Place(question.id, part, section.id)
    if section.text:
        yield Place(TEXTS + section.id, part, section.id)


def _table(state: InterviewState, part: Part) -> Iterator[Place]:
    if part.table is None:
        return
    for gate in part.table.gates:
        if state.facts.asked(gate.question):
            yield Place(gate.question.id, part.id, gate.question.section)
    computed = state.form.computed
    if any(c.address not in computed and c.address not in state.closed for c in part.table.cells):
        yield Place(TABLES + part.id, part.id, "")


def _is_asked(state: InterviewState, question: Question) -> bool:
    """A question that only a local rule asks for is asked where there is one, or once given."""
    wanted = question.need is not Need.LOCAL or question.id in state.local
    return (wanted or question.id in state.draft.answers) and state.facts.asked(question)


def _is_dealt_with(state: InterviewState, place: Place, tables: frozenset[str]) -> bool:
    if place.id.startswith(TABLES):
        return place.id.removeprefix(TABLES) not in tables
    return is_answered(state, place) or place.id in state.draft.verify


def _untouched_tables(state: InterviewState) -> frozenset[str]:
    form = state.form
    return frozenset(form.cells[a].table for a in open_cells(form, state.draft))
