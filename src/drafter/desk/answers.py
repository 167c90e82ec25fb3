"""An answer in one line, as it is read again."""

from __future__ import annotations

from datetime import date

from drafter.draft.values import Value
from drafter.form.filters import day
from drafter.form.model import Question
from drafter.interview.typed import typed


def answer_line(question: Question, answer: Value | None) -> str:
    """The answer as the clerk typed it, but for a date, which is written out; "" for none."""
    if answer is None:
        return ""
    if isinstance(answer, date):
        return day(answer)
    return " ".join(typed(question, answer).split())
