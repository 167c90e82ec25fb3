"""The way through a form: its places in the order a clerk is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from drafter.draft.draft_model import Draft
from drafter.form.definitions import Address, Need, Part, Question, Section
from drafter.interview.interview_state import (
    InterviewState,
    Place,
    PlaceKind,
    Progress,
    place_of,
)
from drafter.interview.paragraphs import is_settled


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
    match place.kind:
        case PlaceKind.TABLE:
            cells = state.facts.open_cells
            return all(state.form.cells[address].table != place.id for address in cells)
        case PlaceKind.TEXT:
            return is_settled(state, place.section)
        case PlaceKind.PAGE:
            return False  # it is done with when nothing on it is open: `express_way.is_open`
    return place.id in state.draft.answers


def lies_ahead(state: InterviewState, where: str) -> bool:
    """Whether the place that an address belongs to is still to be asked."""
    place = place_of(state, where)
    return place in open_places(state)


def parts(state: InterviewState) -> tuple[str, ...]:
    """The rows of the task list in their order, without the last."""
    own = (part.id for part in state.form.parts if not part.is_heading)
    return (state.form.basics.id, *own)


def open_tables(state: InterviewState) -> frozenset[str]:
    """The tables with cells that nobody has looked at and nobody has marked."""
    form, verify = state.form, state.draft.verify
    cells = state.facts.open_cells
    return frozenset(form.cells[address].table for address in cells if address not in verify)


def missing(state: InterviewState) -> tuple[Address, ...]:
    """The required questions without an answer, in the order of asking."""
    questions = state.form.questions
    return tuple(
        place.id
        for place in way(state)
        if place.kind is PlaceKind.QUESTION
        and place.id not in state.draft.answers
        and state.facts.required(questions[place.id])
    )


def unadopted(state: InterviewState) -> tuple[Place, ...]:
    """The drafted texts that the clerk has neither adopted nor replaced, in the order of asking.

    Where nothing is drafted there is nothing to adopt.
    """
    return tuple(
        place
        for place in way(state)
        if place.kind is PlaceKind.TEXT
        and not is_answered(state, place)
        and state.drafted(place.section)
    )


def settle(
    state: InterviewState,
    place: str,
    *,
    draft: Draft | None = None,
    progress: Progress | None = None,
) -> InterviewState:
    """The state after an act at `place`, which is dealt with: the way goes on from there."""
    draft, progress = draft or state.draft, progress or state.progress
    return replace(state, draft=draft, progress=progress, at="", after=place)


def unskipped(progress: Progress, places: Iterable[str]) -> Progress:
    """The progress with these places no longer skipped."""
    return replace(progress, skipped=progress.skipped.difference(places))


def _way(state: InterviewState) -> Iterator[Place]:
    form = state.form
    opening = (form.basics,) if form.preamble is None else (form.basics, form.preamble)
    for section in opening:
        yield from _section(state, section, form.basics.id)
    for part in form.asking_order:
        # What is printed before a table tells of its figures.
        yield from _table(state, part)
        for section in part.sections:
            yield from _section(state, section, part.id)


def _section(state: InterviewState, section: Section, part: str) -> Iterator[Place]:
    for question in section.questions:
        if _is_asked(state, question):
            yield Place(PlaceKind.QUESTION, question.id, part, section.id)
    if section.text:
        yield Place(PlaceKind.TEXT, section.id, part, section.id)


def _table(state: InterviewState, part: Part) -> Iterator[Place]:
    if part.table is None:
        return
    # The gates come before their table: their answers leave most organs only a few cells to see.
    for gate in part.table.gates:
        if state.facts.asked(gate.question):
            yield Place(PlaceKind.QUESTION, gate.question.id, part.id, gate.question.section)
    computed = state.form.computed
    if any(c.address not in computed and c.address not in state.closed for c in part.table.cells):
        yield Place(PlaceKind.TABLE, part.id, part.id, "")


def _is_asked(state: InterviewState, question: Question) -> bool:
    """A question that only a local rule asks for is asked where there is one, or once given."""
    wanted = question.need is not Need.LOCAL or question.id in state.local
    return (wanted or question.id in state.draft.answers) and state.facts.asked(question)


def _open(state: InterviewState) -> Iterator[Place]:
    tables = open_tables(state)  # once, not for each table: it looks at every cell
    for place in way(state):
        if place.name not in state.progress.skipped and not _is_dealt_with(state, place, tables):
            yield place


def _is_dealt_with(state: InterviewState, place: Place, tables: frozenset[str]) -> bool:
    if place.kind is PlaceKind.TABLE:
        return place.id not in tables
    return is_answered(state, place) or place.name in state.draft.verify
