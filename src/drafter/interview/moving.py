"""Where the clerk is: the place shown, one back, and anywhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from drafter.draft.model import Draft
from drafter.errors import Problem
from drafter.interview.history import commit
from drafter.interview.places import Place, open_places, parts, place_of, way
from drafter.interview.state import REVIEW, TABLES, InterviewState, Progress


def shown_place(state: InterviewState) -> str:
    """The place whose step comes next, or REVIEW when nothing is left to ask.

    A place gone to is shown first, answered or not. Else the part that the clerk is in goes
    on, from the last place to its end and then from its beginning; else the way does.
    """
    if state.at == REVIEW or (state.at and place_of(state, state.at) is not None):
        return state.at
    todo = open_places(state)
    if not todo:
        return REVIEW
    here = place_of(state, state.after)
    if here is None:
        return todo[0].id
    same = [place for place in todo if place.part == here.part]
    order = {place.id: number for number, place in enumerate(way(state))}
    later = [place for place in same if order[place.id] >= order.get(here.id, 0)]
    return (*later, *same, *todo)[0].id


def back(state: InterviewState) -> InterviewState:
    """The place before the one shown, on the way; the first one stays. Nothing is validated."""
    order = [place.id for place in way(state)]
    here = place_of(state, shown_place(state))
    if here is None:
        return replace(state, at=order[-1]) if order else state
    if here.id not in order:
        return replace(state, at="")
    return replace(state, at=order[max(0, order.index(here.id) - 1)])


def go_to(state: InterviewState, where: str) -> InterviewState | Problem:
    """A part (at what is open in it, else at its beginning), a question, a cell, a text, REVIEW.

    What was skipped there is asked again. A section's id stands for its text, where it is
    not a part's id as well; `texts/ID` and `tables/ID` are never mistaken.
    """
    if where == REVIEW:
        return replace(state, at=REVIEW)
    if where in parts(state):
        return _go_to_part(state, where)
    place = place_of(state, where)
    if place is None:
        return Problem(where, "没有这个地方。", "从目录里选。")
    at = where if where in state.form.cells else place.id
    return replace(state, at=at, progress=unskipped(state.progress, (place.id,)))


def settle(
    state: InterviewState,
    place: str,
    *,
    draft: Draft | None = None,
    progress: Progress | None = None,
) -> InterviewState:
    """The state after an act at `place`, which is dealt with: the way goes on from there."""
    return replace(commit(state, place, draft=draft, progress=progress), at="", after=place)


def unskipped(progress: Progress, places: Iterable[str]) -> Progress:
    """The progress with these places no longer skipped."""
    return replace(progress, skipped=progress.skipped.difference(places))


def shown(state: InterviewState) -> Place | None:
    """The place shown, with its part and section; None at REVIEW."""
    return place_of(state, shown_place(state))


def _go_to_part(state: InterviewState, part: str) -> InterviewState:
    own = [place.id for place in way(state) if place.part == part] or [TABLES + part]
    awake = replace(state, progress=unskipped(state.progress, own))
    first = next((place.id for place in open_places(awake) if place.part == part), own[0])
    return replace(awake, at=first)
