"""`--answers FILE`: what a file answers is taken in one go, so that only the rest is asked."""

from __future__ import annotations

from typing import NamedTuple

from drafter.draft.answers_file import Answers
from drafter.errors import Problem
from drafter.form.model import Need
from drafter.interview.passing import skip
from drafter.interview.places import open_places
from drafter.interview.state import InterviewState
from drafter.interview.transcript import Answer, Cells, Close, RestZero, Unsure, perform, transcript


class Taken(NamedTuple):
    """The state with a file's answers; `skipped` optional questions that it left out."""

    state: InterviewState
    answers: int
    skipped: int
    problems: tuple[Problem, ...]


def take_answers(state: InterviewState, given: Answers) -> Taken:
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
    skipped = 0
    for place in open_places(state):
        question = state.form.questions.get(place.id)
        gate = any(question is gate.question for gate in state.form.gates)
        if question is not None and not gate and question.need is not Need.REQUIRED:
            after = state if state.facts.required(question) else skip(state, place.id)
            if not isinstance(after, Problem) and after is not state:
                state, skipped = after, skipped + 1
    return Taken(state, count, skipped, tuple(problems))
