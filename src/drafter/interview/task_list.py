"""The task list: eight rows, each with its status and its progress in numbers."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum
from typing import NamedTuple

from drafter.form.definitions import Address
from drafter.interview.interview_state import REVIEW, InterviewState, Place, PlaceKind, place_of
from drafter.interview.way import is_answered, missing, open_tables, parts, way


class Status(Enum):
    """How far a part is; the value is what a clerk reads."""

    UNTOUCHED = "未开始"
    UNDER_WAY = "进行中"
    FINISHED = "已完成"
    TROUBLED = "有问题"
    NOT_YET = "暂不能开始"


class Task(NamedTuple):
    """One row. `done` of `of` steps were answered, `skipped` of them passed over.

    reason: why the last row is not ready, or what is the matter with a part; "" otherwise
    """

    part: str
    title: str
    status: Status
    done: int
    of: int
    skipped: int
    reason: str = ""


def task_list(state: InterviewState, problems: Collection[Address] = ()) -> tuple[Task, ...]:
    """The rows in the form's order; `problems` are the addresses of open errors."""
    lacking = set(missing(state))
    troubled = {a: place for a in problems if (place := place_of(state, a)) is not None}
    tasks = tuple(_task(state, part, lacking, troubled) for part in parts(state))
    return (*tasks, _last(state, tasks))


def title_of(state: InterviewState, part: str) -> str:
    """What the clerk calls a part."""
    form = state.form
    own = next((known for known in form.parts if known.id == part), None)
    title = form.basics.title if own is None else own.title
    return state.facts.render(title, part)


def _task(
    state: InterviewState, part: str, lacking: set[Address], troubled: dict[Address, Place]
) -> Task:
    own = [place for place in way(state) if place.part == part]
    answered = [place for place in own if is_answered(state, place)]
    passed = [p for p in own if p.name in state.progress.skipped and p not in answered]
    finished = part in state.progress.finished
    # Nothing is the matter with what has only not been filled in yet, until the part is finished.
    errors = [a for a, p in troubled.items() if p.part == part and (finished or _given(state, a))]
    left = [place.id for place in own if place.id in lacking] if finished else []
    reason = ""
    if errors:
        status, reason = Status.TROUBLED, f"有 {len(errors)} 处错误。"
    elif left:
        status, reason = Status.TROUBLED, f"有 {len(left)} 道必填的题没有回答。"
    elif finished:
        status = Status.FINISHED
    elif answered or passed or any(_touched(state, place) for place in own):
        status = Status.UNDER_WAY
    else:
        status = Status.UNTOUCHED
    return Task(part, title_of(state, part), status, len(answered), len(own), len(passed), reason)


def _last(state: InterviewState, tasks: tuple[Task, ...]) -> Task:
    """The row at the end: ready once every part is finished without trouble."""
    ready = [task for task in tasks if task.status is Status.FINISHED]
    waiting = len(tasks) - len(ready)
    troubled = sum(1 for task in tasks if task.status is Status.TROUBLED)
    title = "核对与生成"
    if not waiting:
        return Task(REVIEW, title, Status.UNTOUCHED, len(ready), len(tasks), 0)
    what = f"还有 {waiting} 个部分没有完成"
    reason = f"{what}，其中 {troubled} 个有问题。" if troubled else f"{what}。"
    return Task(REVIEW, title, Status.NOT_YET, len(ready), len(tasks), 0, reason)


def _given(state: InterviewState, address: Address) -> bool:
    """Whether something stands there that can be wrong, and not only be missing."""
    form, draft = state.form, state.draft
    if address in form.questions:
        return address in draft.answers
    if (cell := form.cells.get(address)) is not None:
        return address in draft.cells or address in form.computed or cell.table in draft.confirmed
    place = place_of(state, address)
    return place is not None and place.kind is PlaceKind.TEXT and place.id in draft.texts


def _touched(state: InterviewState, place: Place) -> bool:
    """Whether a table has figures though not all of it was looked at."""
    if place.kind is not PlaceKind.TABLE:
        return place.name in state.draft.verify
    given = any(state.form.cells[address].table == place.id for address in state.draft.cells)
    return given or place.id not in open_tables(state)
