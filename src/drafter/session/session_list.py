"""What `drafter list` tells of every session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from drafter.checks.deadlines import deadline_of
from drafter.draft.answers_file import Answers, Marks, read_answers
from drafter.draft.draft_model import Draft
from drafter.errors import DrafterError
from drafter.files import read_text
from drafter.form.definitions import FIRST, Form
from drafter.interview.interview_state import InterviewState, Saved, from_saved, made_on
from drafter.interview.steps import Done, Review, next_step
from drafter.session.session_folder import (
    NAMED_AFTER,
    beside,
    changed_at,
    last_beside,
    latest_first,
)
from drafter.session.session_lock import Holder, is_held

FINISHED = "核对与生成"
CountLeft = Callable[[InterviewState, Marks, date], int]


class Listing(NamedTuple):
    """One session.

    report: what it is called, unless it is the report that comes first among all
    reached: the part that it goes on with, by its short name
    begun: whether anything was given beyond what a new session asks for
    left: how many things stand between it and its final report
    deadline: the day by which it has to be published, where that is known
    made: the day on which the final report was made of it as it stands
    due: when applications of its register are due, as days are written in files
    trouble: why the file cannot be read, in the clerk's words; then the nine before are empty
    """

    name: str
    path: Path
    changed_at: datetime
    holder: Holder | None
    organ: str
    year: str
    report: str
    reached: str
    begun: bool
    left: int
    deadline: date | None
    made: date | None
    due: tuple[str, ...]
    trouble: str


def list_sessions(
    folder: Path, today: date, count_left: CountLeft, own_forms: Path | None = None
) -> Iterator[Listing]:
    """Every session in the folder, the last changed first. Raises: DrafterError.

    count_left: of a session and its marks, on a day, the things that stand open
    """
    form: Form | None = None  # loaded once: sessions of one folder are mostly of one form
    for path in latest_first(folder):
        try:
            answers = read_answers(read_text(path), str(path), own_forms, form)
            last = last_beside(path, own_forms)
        except DrafterError as error:
            yield _unreadable(path, str(error.problems[0]))
            continue
        form = answers.form
        yield _listing(path, answers, last, today, count_left)


def _unreadable(path: Path, trouble: str) -> Listing:
    holder = is_held(beside(path, "lock"))
    name, changed = path.stem, changed_at(path)
    return Listing(name, path, changed, holder, "", "", "", "", False, 0, None, None, (), trouble)


def _listing(
    path: Path, answers: Answers, last: Answers | None, today: date, count_left: CountLeft
) -> Listing:
    told = answers.draft.answers
    state = from_saved(answers.form, Saved(answers.draft, answers.marks), last=last)
    register = state.progress.register
    return Listing(
        name=path.stem,
        path=path,
        changed_at=changed_at(path),
        holder=is_held(beside(path, "lock")),
        organ=str(told.get("organ.name", "")),
        year=str(told.get("year", "")),
        report="" if answers.form.order == FIRST else answers.form.name,
        reached=reached(state),
        begun=_is_begun(answers.draft),
        left=count_left(state, answers.marks, today),
        deadline=deadline_of(state.facts),
        made=made_on(answers.marks),
        due=register.due if register else (),
        trouble="",
    )


def reached(state: InterviewState) -> str:
    """The part that the session goes on with, by its short name; `核对与生成` when none is left."""
    form, step = state.form, next_step(state)
    if isinstance(step, Review | Done):
        return FINISHED
    return form.part_shorts.get(step.spot.part, step.spot.part_title)


def _is_begun(draft: Draft) -> bool:
    given = draft.answers.keys() - set(NAMED_AFTER)
    return bool(given or draft.cells or draft.texts or draft.confirmed or draft.verify)
