"""Going on without an answer: skipped, not sure, said to be finished; and taking that back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from drafter.draft.draft_model import Closure
from drafter.errors import Problem
from drafter.form.definitions import Address
from drafter.interview.interview_state import (
    InterviewState,
    PageKind,
    PlaceKind,
    Progress,
    page_of,
    parts,
    place_of,
    unknown,
)
from drafter.interview.way import is_answered, open_places, settle, shown, unskipped


def skip(state: InterviewState, where: str = "") -> InterviewState | Problem:
    """Goes on without an answer. The place is not asked again until the clerk comes back to it.

    `where` is the step shown, unless given. What was given there stays. What stands on a page
    that was skipped is asked place by place.
    """
    place = place_of(state, where) if where else shown(state)
    if place is None:
        return unknown(where) if where else state
    if place == page_of(state.form, PageKind.STANDING):
        return Problem("这一页", "上年的回答要看过才算数。", "都对就照这样；变了的，到那一行改。")
    if is_answered(state, place):  # passing by is no skipping: the answer counts
        return settle(state, place.name)
    return settle(state, place.name, progress=_skipped(state.progress, (place.name,)))


def skip_rest(state: InterviewState) -> InterviewState:
    """Skips every question that the section shown still asks, but for the required ones.

    The section's text is still shown, and so is a table behind its gates.
    """
    here = shown(state)
    if here is None:
        return state
    return settle(state, here.name, progress=_skipped(state.progress, optional_rest(state)))


def optional_rest(state: InterviewState) -> tuple[str, ...]:
    """The questions that the section shown still asks and that need no answer."""
    here, questions = shown(state), state.form.questions
    return tuple(
        place.id
        for place in open_places(state)
        if here is not None
        and (place.part, place.section) == (here.part, here.section)
        and place.kind is PlaceKind.QUESTION
        and not state.facts.required(questions[place.id])
    )


def unsure(state: InterviewState, where: str = "") -> InterviewState | Problem:
    """不确定: marks the question or cell 待核 and goes on; what was given there stays.

    Of a table: marks every cell in use that nobody has looked at. A text has no such mark;
    it is skipped. `where` is the step shown, unless given.
    """
    place = place_of(state, where) if where else shown(state)
    if place is None or where in state.form.computed:
        return unknown(where) if where else state
    if place.kind is PlaceKind.PAGE:
        return Problem("这一页", "这里没有要标的。", "拿不准的，到那一行去，再标待核。")
    if where in state.form.cells:
        marked = {where}
    elif place.kind is PlaceKind.QUESTION:
        marked = {place.id}
    elif place.kind is PlaceKind.TABLE:
        cells = state.form.cells
        marked = {a for a in state.facts.open_cells if cells[a].table == place.id}
    else:
        return skip(state, where)
    draft = replace(state.draft, verify=state.draft.verify | marked)
    return settle(state, place.name, draft=draft)


def other_way(state: InterviewState) -> InterviewState:
    """By the short way from now on, or place by place again; nothing that was given changes."""
    is_short = not state.progress.express and state.form.express is not None
    return replace(state, at="", progress=replace(state.progress, express=is_short))


def verified(state: InterviewState, where: str) -> InterviewState | Problem:
    """Takes the mark 待核 away: what stands there is right."""
    if where not in state.draft.verify:
        return Problem(state.form.place(where), "没有标记待核。", "不用再改。")
    return replace(state, draft=replace(state.draft, verify=state.draft.verify - {where}))


def finish_part(state: InterviewState, part: str) -> InterviewState | Problem:
    """The clerk says that a part is finished: what it still asks is not asked in order.

    A required answer that is missing is shown in the review, and the part as 有问题.
    """
    if part not in parts(state):
        return unknown(part)
    rest = [place.name for place in open_places(state) if place.part == part]
    progress = _skipped(state.progress, rest)
    progress = replace(progress, finished=progress.finished | {part})
    here = shown(state)
    return settle(state, here.name if here else "", progress=progress)


def reopen_part(state: InterviewState, part: str) -> InterviewState | Problem:
    """The part is not finished after all; what was skipped in it is asked again."""
    if part not in parts(state):
        return unknown(part)
    own = [p for p in state.progress.skipped if (q := place_of(state, p)) and q.part == part]
    progress = unskipped(state.progress, own)
    progress = replace(progress, finished=progress.finished - {part})
    return replace(state, progress=progress)


def close_finding(state: InterviewState, closure: Closure) -> InterviewState | Problem:
    """A 提醒 was looked at: the reason is kept with the values seen."""
    if not closure.reason.strip():
        return Problem("说明", "还没有写原因。", "写明这样填的原因。")
    # An older reason for other values stays: they may come back.
    same = (closure.code, closure.address, closure.seen)
    kept = (c for c in state.draft.closures if (c.code, c.address, c.seen) != same)
    return replace(state, draft=replace(state.draft, closures=(*kept, closure)))


def reopen_finding(
    state: InterviewState, code: str, address: Address, seen: tuple[str, ...]
) -> InterviewState:
    """The reason given for these values holds no more."""
    gone = (code, address, seen)
    kept = (c for c in state.draft.closures if (c.code, c.address, c.seen) != gone)
    return replace(state, draft=replace(state.draft, closures=tuple(kept)))


def _skipped(progress: Progress, places: Iterable[str]) -> Progress:
    return replace(progress, skipped=progress.skipped.union(places))
