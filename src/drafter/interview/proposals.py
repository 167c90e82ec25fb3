"""The answer that a question proposes: the form's own, or what follows from other answers."""

from __future__ import annotations

from drafter.form.definitions import Question
from drafter.interview.interview_state import InterviewState


def proposed(state: InterviewState, question: Question) -> str:
    """As a clerk would type it; "" for none. A gate has none: its table answers it best."""
    if question.proposes is None:
        return question.default
    said = state.facts.render(question.proposes, question.section).strip()
    return said or question.default
