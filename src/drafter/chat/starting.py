"""A new session: organ and year asked, by the questions of the form that serves the year."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from drafter.chat.opening import ask_line
from drafter.chat.talk import Talk
from drafter.desk.starting import FIRST, forms_for, known_forms, read_year
from drafter.errors import DrafterError, Problem
from drafter.form.model import Form
from drafter.interview.acts import record_answer
from drafter.interview.state import InterviewState, new_state
from drafter.session.shelf import create
from drafter.session.store import Session


def open_new(talk: Talk, folder: Path, own: Path | None) -> Session:
    """A new session after organ and year. Raises: DrafterError; GivenUpError."""
    talk.say("新建一份报告，先问两件事。")
    state = _started(talk, own)
    session = create(folder, state.form, state.draft, own_forms=own)
    talk.say(f"新建了“{session.name}”，存在 {session.path}")
    return session


def _started(talk: Talk, own: Path | None) -> InterviewState:
    forms = known_forms(own)
    first, *rest = FIRST
    year = _typed(talk, new_state(forms[0]), first, lambda raw: read_year(forms, raw))
    fitting = forms_for(forms, int(str(year)))
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


def _recorded(state: InterviewState, question_id: str, raw: str) -> InterviewState:
    after = record_answer(state, question_id, raw)
    if isinstance(after, Problem):
        raise DrafterError(after)
    return after


def _one_of(talk: Talk, forms: list[Form]) -> Form:
    if len(forms) == 1:
        return forms[0]
    listed = [f"  {n} {form.name}（{form.source}）" for n, form in enumerate(forms, 1)]
    while True:
        line = ask_line(talk, ["用哪一种报告格式？", *listed])
        if line.isdecimal() and 1 <= int(line) <= len(forms):
            return forms[int(line) - 1]
