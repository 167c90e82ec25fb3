"""A new session: organ and year asked, by the questions of the form that serves the year."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from drafter.chat.opening import ask_line
from drafter.chat.talk import Talk
from drafter.errors import DrafterError, Problem
from drafter.form.load import form_folders, load_form, read_form
from drafter.form.model import Form
from drafter.interview.acts import record_answer
from drafter.interview.state import InterviewState, new_state
from drafter.session.shelf import create
from drafter.session.store import Session

_FIRST = ("year", "organ.name")
"""What a session is named after; every form has both."""


def open_new(talk: Talk, folder: Path, own: Path | None) -> Session:
    """A new session after organ and year. Raises: DrafterError; GivenUpError."""
    talk.say("新建一份报告，先问两件事。")
    state = _started(talk, own)
    session = create(folder, state.form, state.draft, own_forms=own)
    talk.say(f"新建了“{session.name}”，存在 {session.path}")
    return session


def _started(talk: Talk, own: Path | None) -> InterviewState:
    forms = sorted(_forms(own), key=lambda form: form.first_year, reverse=True)
    first, *rest = _FIRST
    while True:
        year = _typed(talk, new_state(forms[0]), first, lambda raw: _of_any(forms, raw))
        fitting = [f for f in forms if f.first_year <= int(str(year)) <= f.last_year]
        if fitting:
            break
        what = f"没有用于{year}年的报告格式（{'、'.join(form.years for form in forms)}）。"
        talk.say(str(Problem("报告年度", what, "核对年度。")))
    state = _recorded(new_state(_one_of(talk, fitting)), first, str(year))
    for question_id in rest:
        ready = state

        def read(raw: str, ready: InterviewState = ready, asked: str = question_id) -> object:
            after = record_answer(ready, asked, raw)
            return after if isinstance(after, Problem) else raw

        state = _recorded(state, question_id, str(_typed(talk, state, question_id, read)))
    return state


def _typed(
    talk: Talk, state: InterviewState, question_id: str, read: Callable[[str], object]
) -> object:
    question = state.form.questions[question_id]
    lines = [f"{question.ask}（必填）", f"  {question.hint}例如：{question.example}"]
    while True:
        value = read(ask_line(talk, lines))
        if not isinstance(value, Problem):
            return value
        talk.say(str(value))


def _of_any(forms: list[Form], raw: str) -> object:
    """The year, where any form serves it, else what is wrong with it."""
    tries = [record_answer(new_state(form), _FIRST[0], raw) for form in forms]
    for found in tries:
        if not isinstance(found, Problem):
            return found.draft.answers[_FIRST[0]]
    return tries[0]


def _recorded(state: InterviewState, question_id: str, raw: str) -> InterviewState:
    after = record_answer(state, question_id, raw)
    if isinstance(after, Problem):
        raise DrafterError(after)
    return after


def _forms(own: Path | None) -> list[Form]:
    folders = form_folders(own)
    if len(folders) == 1:  # the usual case: from the cache
        return [load_form(next(iter(folders)), own)]
    return [read_form(folder) for folder in folders.values()]


def _one_of(talk: Talk, forms: list[Form]) -> Form:
    if len(forms) == 1:
        return forms[0]
    listed = [f"  {n} {form.name}（{form.source}）" for n, form in enumerate(forms, 1)]
    while True:
        line = ask_line(talk, ["用哪一种报告格式？", *listed])
        if line.isdecimal() and 1 <= int(line) <= len(forms):
            return forms[int(line) - 1]
