"""A new interview: the forms there are, and the one that serves a year."""

from __future__ import annotations

from pathlib import Path

from drafter.errors import Problem
from drafter.form.load import form_folders, load_form, read_form
from drafter.form.model import Form
from drafter.interview.acts import record_answer
from drafter.interview.state import new_state

YEAR = "year"
FIRST = (YEAR, "organ.name")
"""What a session is named after; every form has both."""


def known_forms(own: Path | None) -> list[Form]:
    """Every form, the newest first. Raises: DrafterError."""
    folders = form_folders(own)
    if len(folders) == 1:  # the usual case: from the cache
        return [load_form(next(iter(folders)), own)]
    forms = [read_form(folder) for folder in folders.values()]
    return sorted(forms, key=lambda form: form.first_year, reverse=True)


def read_year(forms: list[Form], raw: str) -> int | Problem:
    """The year that was typed, where any form serves it, else what is wrong with it."""
    tries = [record_answer(new_state(form), YEAR, raw) for form in forms]
    for found in tries:
        if not isinstance(found, Problem):
            return int(str(found.draft.answers[YEAR]))
    problem = tries[0]
    assert isinstance(problem, Problem)
    return problem


def forms_for(forms: list[Form], year: int) -> list[Form]:
    """The forms that serve the year; never none for a year that `read_year` took."""
    return [form for form in forms if form.first_year <= year <= form.last_year]
