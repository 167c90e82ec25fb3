"""Where a clerk is, and going elsewhere: along the whole way, or the short one by its pages."""

from __future__ import annotations

from dataclasses import replace

from drafter.errors import Problem
from drafter.interview.express_way import express_places, is_open
from drafter.interview.interview_state import (
    REVIEW,
    InterviewState,
    Place,
    place_of,
    table_place,
)
from drafter.interview.way import open_places, parts, unskipped, way


def route(state: InterviewState) -> tuple[Place, ...]:
    """The places that the clerk passes, dealt with or not, in order."""
    return express_places(state) if state.is_express else way(state)


def shown_place(state: InterviewState) -> str:
    """The place whose step comes next, or REVIEW when nothing is left to ask.

    A place gone to is shown first, answered or not. Else the part that the clerk is in goes
    on, from the last place to its end and then from its beginning; else the way does.
    """
    if state.at == REVIEW or (state.at and place_of(state, state.at) is not None):
        return state.at
    todo = open_places(state)
    if state.is_express:
        # Behind the pages comes whatever they leave: a text for which nothing is drafted.
        ahead = (place for place in (*express_places(state), *todo) if is_open(state, place))
        return next((place.name for place in ahead), REVIEW)
    if not todo:
        return REVIEW
    here = place_of(state, state.after)
    if here is None:
        return todo[0].name
    same = [place for place in todo if place.part == here.part]
    order = {place: number for number, place in enumerate(way(state))}
    later = [place for place in same if order[place] >= order.get(here, 0)]
    # Round the part before the way: what was stepped over in it belongs to what is at hand.
    return (*later, *same, *todo)[0].name


def shown(state: InterviewState) -> Place | None:
    """The place shown, with its part and section; None at REVIEW."""
    return place_of(state, shown_place(state))


def back(state: InterviewState) -> InterviewState:
    """The place before the one shown, on the way; the first one stays. Nothing is validated."""
    order = route(state)
    here = place_of(state, shown_place(state))
    if here is None:
        return replace(state, at=order[-1].name) if order else state
    if here not in order:
        return replace(state, at="")
    return replace(state, at=order[max(0, order.index(here) - 1)].name)


def go_to(state: InterviewState, where: str) -> InterviewState | Problem:
    """A part (at what is open in it, else at its beginning), a question, a cell, a text, REVIEW.

    What was skipped there is asked again. A section's id stands for its text, where it is
    not a part's id as well.
    """
    if where == REVIEW:
        return replace(state, at=REVIEW)
    if where in parts(state):
        return _go_to_part(state, where)
    place = place_of(state, where)
    if place is None:
        return Problem(where, "没有这个地方。", "从目录里选。")
    at = where if where in state.form.cells else place.name
    return replace(state, at=at, progress=unskipped(state.progress, (place.name,)))


def _go_to_part(state: InterviewState, part: str) -> InterviewState:
    own = [place.name for place in way(state) if place.part == part] or [table_place(part)]
    awake = replace(state, progress=unskipped(state.progress, own))
    first = next((p.name for p in open_places(awake) if p.part == part), own[0])
    return replace(awake, at=first)
