"""The answers of a file taken into the conversation's draft before it begins (`--answers`)."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from drafter.chat.conversation import Chat
from drafter.desk.question_in_words import is_gate
from drafter.draft.answers_file import Answers, load_answers
from drafter.errors import DrafterError, Problem
from drafter.interview.interview_state import InterviewState, PlaceKind
from drafter.interview.progress import skip
from drafter.interview.transcript import Answer, Cells, Close, RestZero, Unsure, perform, transcript
from drafter.interview.way import open_places


class _Taken(NamedTuple):
    """The state with a file's answers; `skipped` optional questions that it left out."""

    state: InterviewState
    answers: int
    skipped: int
    problems: tuple[Problem, ...]


def take_file(chat: Chat, path: Path, own: Path | None) -> None:
    """Take a file's answers, and tell what came of it. Raises: DrafterError for another form's."""
    given = load_answers(path, own)
    if given.form.id != chat.state.form.id:
        what = f"是“{given.form.name}”的答案，这份报告用的是“{chat.state.form.name}”。"
        raise DrafterError(Problem(str(path), what, "换一个文件，或者新建一份报告。"))
    taken = _taken(chat.state, given)
    chat.take(taken.state)
    chat.talk.say(f"从 {path} 读入了 {taken.answers} 处。")
    if taken.skipped:
        chat.talk.say(f"文件里没有写的 {taken.skipped} 题选填，先跳过；要填的，用“去”。")
    chat.talk.say(*(f"没有用上：{problem}" for problem in taken.problems))


def _taken(state: InterviewState, given: Answers) -> _Taken:
    """Every answer, figure, text and mark of the file; what is there already gives way.

    The optional questions that it does not answer were left out on purpose: they are skipped.
    """
    problems, count = [], 0
    for act in transcript(given.form, given.draft):
        if isinstance(act, Answer | Cells | RestZero | Unsure | Close):
            after = perform(state, act)
            if isinstance(after, Problem):
                problems.append(after)
            else:
                state, count = after, count + 1
    before = len(state.progress.skipped)
    for place in open_places(state):
        question = state.form.questions.get(place.id) if place.kind is PlaceKind.QUESTION else None
        # A gate is asked all the same: unanswered, it would leave every cell of its table open.
        if question and not state.facts.required(question) and not is_gate(state.form, question):
            after = skip(state, place.name)
            state = state if isinstance(after, Problem) else after
    return _Taken(state, count, len(state.progress.skipped) - before, tuple(problems))
