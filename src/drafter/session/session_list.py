"""What `drafter list` tells of every session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from drafter.checks.deadlines import deadline_of
from drafter.checks.material import Material, load_material
from drafter.draft.answers_file import Answers, read_answers
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft
from drafter.draft.unfinished_places import gaps
from drafter.errors import DrafterError
from drafter.files import read_text
from drafter.form.definitions import Form
from drafter.interview.saved_state import Saved, from_saved
from drafter.session.session_folder import NAMED_AFTER, beside, changed_at, latest_first
from drafter.session.session_lock import Holder, is_held

FINISHED = "核对与生成"
CountLeft = Callable[[Answers, Material], int]


class Listing(NamedTuple):
    """One session.

    reached: the first part that still lacks something, by its short name
    begun: whether anything was given beyond what a new session asks for
    left: how many things stand between it and its final report
    deadline: the day by which it has to be published, where that is known
    trouble: why the file cannot be read, in the clerk's words; then the six before are empty
    """

    name: str
    path: Path
    changed_at: datetime
    holder: Holder | None
    organ: str
    year: str
    reached: str
    begun: bool
    left: int
    deadline: date | None
    trouble: str


def list_sessions(
    folder: Path, today: date, count_left: CountLeft, own_forms: Path | None = None
) -> Iterator[Listing]:
    """Every session in the folder, the last changed first. Raises: DrafterError.

    count_left: of a file, and what the checks look at, the things that stand open
    """
    form: Form | None = None  # loaded once: sessions of one folder are mostly of one form
    for path in latest_first(folder):
        try:
            answers = read_answers(read_text(path), str(path), own_forms, form)
        except DrafterError as error:
            yield _unreadable(path, str(error.problems[0]))
            continue
        form = answers.form
        yield _listing(path, answers, today, count_left)


def _unreadable(path: Path, trouble: str) -> Listing:
    holder = is_held(beside(path, "lock"))
    return Listing(path.stem, path, changed_at(path), holder, "", "", "", False, 0, None, trouble)


def _listing(path: Path, answers: Answers, today: date, count_left: CountLeft) -> Listing:
    told = answers.draft.answers
    state = from_saved(answers.form, Saved(answers.draft, answers.marks))
    material = load_material(state.facts, None, today)
    return Listing(
        name=path.stem,
        path=path,
        changed_at=changed_at(path),
        holder=is_held(beside(path, "lock")),
        organ=str(told.get("organ.name", "")),
        year=str(told.get("year", "")),
        reached=reached(material.facts),
        begun=_is_begun(answers.draft),
        left=count_left(answers, material),
        deadline=deadline_of(state.facts),
        trouble="",
    )


def reached(facts: Facts) -> str:
    """The first part that still lacks something; `核对与生成` when none does."""
    form = facts.form
    lacking = set(gaps(facts))
    opening = [section for section in (form.basics, form.preamble) if section is not None]
    for section in opening:
        if lacking & {section.id, *(question.id for question in section.questions)}:
            return section.short
    for part in form.parts:
        addresses = {section.id for section in part.sections}
        addresses |= {q.id for section in part.sections for q in section.questions}
        addresses |= {cell.address for cell in part.table.cells} if part.table else set()
        if lacking & addresses:
            return part.short
    return FINISHED


def _is_begun(draft: Draft) -> bool:
    given = draft.answers.keys() - set(NAMED_AFTER)
    return bool(given or draft.cells or draft.texts or draft.confirmed or draft.verify)
