"""The task list: eight rows, each with its status and its progress in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from enum import Enum
from typing import NamedTuple

from drafter.form.definitions import Address
from drafter.interview.interview_state import (
    REVIEW,
    InterviewState,
    Place,
    PlaceKind,
    parts,
    place_of,
    unsettled,
)
from drafter.interview.way import (
    is_answered,
    missing,
    open_places,
    open_tables,
    title_of,
    unadopted,
    way,
)


class Status(Enum):
    """How far a part is; the value is what a clerk reads."""

    UNTOUCHED = "未开始"
    UNDER_WAY = "进行中"
    FINISHED = "完成"


class Task(NamedTuple):
    """One row. `done` of its `of` pieces are finished, which are what a clerk counts.

    reason: what keeps it from being finished though nothing is asked there any more; or ""
    """

    part: str
    title: str
    status: Status
    done: int
    of: int
    reason: str = ""


def task_list(state: InterviewState, problems: Collection[Address] = ()) -> tuple[Task, ...]:
    """The rows in the form's order; `problems` are the addresses of what stands open, each once."""
    lacking = {*missing(state), *state.facts.open_cells, *unsettled(state), *problems}
    troubled = {a: place for a in lacking if (place := place_of(state, a)) is not None}
    texts = unadopted(state)
    open_in = Counter(place.part for a in problems if (place := place_of(state, a)) is not None)
    tasks = tuple(_task(state, part, troubled, texts, open_in[part]) for part in parts(state))
    return (*tasks, _last(tasks))


def _task(
    state: InterviewState,
    part: str,
    troubled: dict[Address, Place],
    texts: Collection[Place],
    known: int,
) -> Task:
    """texts: the drafted ones that nobody has adopted; known: how many problems are told of it"""
    own = [place for place in way(state) if place.part == part]
    waiting = {place for place in open_places(state) if place.part == part}
    wrong = {address for address, place in troubled.items() if place.part == part}
    pieces = dict.fromkeys(_piece(state, place) for place in own)
    unfinished = {_piece(state, place) for place in waiting}
    unfinished |= {_piece(state, troubled[address]) for address in wrong}
    unfinished |= {place.section for place in texts if place.part == part}
    reason = ""
    if not unfinished:
        status = Status.FINISHED
    elif any(is_answered(state, place) or _touched(state, place) for place in own):
        status = Status.UNDER_WAY
    else:
        status = Status.UNTOUCHED
    if unfinished and not waiting:
        # The cells of a table are one thing to the list of what is left, so they are not counted.
        status = Status.UNDER_WAY
        reason = f"还有 {known} 处没有完。" if known else "还有没有完的地方。"
    done = len(pieces) - len(unfinished.intersection(pieces))
    return Task(part, title_of(state, part), status, done, len(pieces), reason)


def _piece(state: InterviewState, place: Place) -> str:
    """The section, or the table with the gates before it; in the first part, which begins with
    what every report has to tell, each such question.
    """
    # Elsewhere questions are no measure: answers bring new ones, and one would see the work grow.
    first = place.kind is PlaceKind.QUESTION and place.section == state.form.basics.id
    if first and state.facts.required(state.form.questions[place.id]):
        return place.id
    return place.section or place.id


def _last(tasks: tuple[Task, ...]) -> Task:
    """The row at the end."""
    done = sum(1 for task in tasks if task.status is Status.FINISHED)
    status = Status.FINISHED if done == len(tasks) else Status.UNTOUCHED
    return Task(REVIEW, "核对与生成", status, done, len(tasks))


def _touched(state: InterviewState, place: Place) -> bool:
    """Whether a place was skipped or marked, or a table has figures though not all are seen."""
    if place.name in state.progress.skipped:
        return True
    if place.kind is not PlaceKind.TABLE:
        return place.name in state.draft.verify
    given = any(state.form.cells[address].table == place.id for address in state.draft.cells)
    return given or place.id not in open_tables(state)
