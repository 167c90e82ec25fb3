"""The short way: what must be asked is asked alone, everything else on a few pages.

It leaves the same session as the whole way, whose places it asks in another order.
"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.draft.draft_model import Value
from drafter.draft.typed_answers import read_answer
from drafter.errors import Problem
from drafter.form.definitions import Express, Question
from drafter.interview.interview_state import (
    InterviewState,
    PageKind,
    Place,
    PlaceKind,
    gate_of,
    page_of,
    section_of,
)
from drafter.interview.proposals import proposed
from drafter.interview.way import open_places, way


def express_of(state: InterviewState) -> Express:
    """What the form says of its short way, where the clerk goes it."""
    assert state.form.express is not None
    return state.form.express


def express_places(state: InterviewState) -> tuple[Place, ...]:
    """The places and pages of the short way, dealt with or not, in the order of asking."""
    if "express" not in state.memo:
        state.memo["express"] = tuple(_places(state))
    places: tuple[Place, ...] = state.memo["express"]
    return places


def is_open(state: InterviewState, place: Place) -> bool:
    """Whether a place or a page still has something to ask."""
    if place.kind is not PlaceKind.PAGE:
        return place in open_places(state)
    kind = PageKind(place.id)
    if kind is PageKind.STANDING:
        return bool(state.progress.standing)
    if place.name in state.progress.skipped:
        return False
    return any(True for _ in _still_on(state, kind))


def proposal_of(state: InterviewState, question: Question) -> Value | None:
    """What a question proposes, read; None where it proposes nothing that can be used."""
    said = proposed(state, question)
    value = read_answer(question, said) if said else None
    return None if isinstance(value, Problem) else value


def usual(state: InterviewState) -> frozenset[str]:
    """The questions whose answers follow from others, or from what is usual: one page has them."""
    if "usual" not in state.memo:
        before = {*express_of(state).first, *express_of(state).happened}
        state.memo["usual"] = frozenset(
            place.id
            for place in way(state)
            if place.kind is PlaceKind.QUESTION
            and place.id not in before
            and gate_of(state.form, place.id) is None
            and proposal_of(state, state.form.questions[place.id]) is not None
        )
    questions: frozenset[str] = state.memo["usual"]
    return questions


def happened(state: InterviewState) -> tuple[str, ...]:
    """The questions behind the page of what happened that concern this organ, as listed."""
    asked = {place.id for place in way(state)}
    return tuple(name for name in express_of(state).happened if name in asked)


def extras(state: InterviewState) -> tuple[Place, ...]:
    """The optional questions to be ticked or left, in the order of asking.

    Once none is open, all that were ticked or left before: who comes back may think otherwise.
    """
    still = tuple(_still_on(state, PageKind.EXTRAS))
    return still or tuple(place for place in way(state) if _is_optional(state, place))


def _places(state: InterviewState) -> Iterator[Place]:
    express, form = express_of(state), state.form
    asked = way(state)
    if state.progress.standing:
        yield page_of(form, PageKind.STANDING)
    yield from (place for place in asked if place.id in express.first)
    if happened(state):
        yield page_of(form, PageKind.EVENTS)
    alone = [place for place in asked if _is_asked_alone(state, place)]
    yield from (place for place in alone if _is_needed(state, place))
    if extras(state):
        yield page_of(form, PageKind.EXTRAS)
    # Whoever steps back passes what was ticked, and none of what was left.
    skipped = state.progress.skipped
    yield from (
        place for place in alone if not _is_needed(state, place) and place.name not in skipped
    )
    yield page_of(form, PageKind.USUAL)


def _still_on(state: InterviewState, kind: PageKind) -> Iterator[Place]:
    """What is still open of what a page asks."""
    events = happened(state)
    for place in open_places(state):
        match kind:
            case PageKind.EVENTS if place.id in events:
                yield place
            case PageKind.EXTRAS if _is_extra(state, place):
                yield place
            case PageKind.USUAL if place.kind is PlaceKind.TEXT:
                if state.drafted(place.section) or section_of(state.form, place.section).optional:
                    yield place
            case PageKind.USUAL if place.id in usual(state):
                yield place


def _is_asked_alone(state: InterviewState, place: Place) -> bool:
    """Whether a place is asked by itself; those of a page that was skipped are."""
    if place.kind is PlaceKind.TABLE:
        return True
    if place.kind is PlaceKind.TEXT:
        return _is_skipped(state, PageKind.USUAL)
    if place.id in express_of(state).first:
        return False  # before all the others
    if place.id in express_of(state).happened:
        return _is_skipped(state, PageKind.EVENTS)
    if place.id in usual(state):
        return _is_skipped(state, PageKind.USUAL)
    picked = place.section in state.progress.picked or _is_skipped(state, PageKind.EXTRAS)
    return picked or _is_needed(state, place)


def _is_needed(state: InterviewState, place: Place) -> bool:
    if place.kind is not PlaceKind.QUESTION:
        return place.kind is PlaceKind.TABLE
    question = state.form.questions[place.id]
    return gate_of(state.form, place.id) is not None or state.facts.required(question)


def _is_extra(state: InterviewState, place: Place) -> bool:
    return place.section not in state.progress.picked and _is_optional(state, place)


def _is_optional(state: InterviewState, place: Place) -> bool:
    return (
        place.kind is PlaceKind.QUESTION
        and place.id not in express_of(state).first
        and place.id not in express_of(state).happened
        and not _is_needed(state, place)
        and place.id not in usual(state)
    )


def _is_skipped(state: InterviewState, kind: PageKind) -> bool:
    return page_of(state.form, kind).name in state.progress.skipped
