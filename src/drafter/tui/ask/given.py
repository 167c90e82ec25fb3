"""What a clerk is giving as the answer to one question, whatever its kind."""

from __future__ import annotations

from typing import Protocol

from drafter.desk.questions import SAME, go_on
from drafter.draft.marks import Mark
from drafter.draft.values import Raw
from drafter.errors import Problem
from drafter.form.model import Kind
from drafter.interview.acts import record_answer, take_back
from drafter.interview.state import InterviewState
from drafter.interview.steps import Ask
from drafter.tui.ask.choosing import Choosing
from drafter.tui.ask.entries import Entries
from drafter.tui.ask.words import LISTED


class Given(Protocol):
    """An answer under way.

    written: what stands in the field
    """

    written: str

    @property
    def raw(self) -> Raw:
        """The answer as `record_answer` takes it; "" for none yet."""

    @property
    def kept(self) -> Mark:
        """The answer as it is kept with the session while it is under way."""

    def put(self, kept: Mark) -> None:
        """What was kept, or the text of a whole answer."""


class Text:
    """An answer that is a text, of one line or several."""

    def __init__(self, text: str) -> None:
        self.written = text

    @property
    def raw(self) -> Raw:
        """The text; "" for white space."""
        return self.written if self.written.strip() else ""

    @property
    def kept(self) -> Mark:
        """The text."""
        return self.written

    def put(self, kept: Mark) -> None:
        """This text."""
        self.written = kept if isinstance(kept, str) else ""


def given_for(ask: Ask) -> Given:
    """The answer there is, or the one that Enter would take where it is chosen, not written."""
    kind = ask.question.kind
    if kind in (Kind.YESNO, Kind.CHOICE, Kind.CHOICES):
        return Choosing(ask.question, ask.typed or ask.default)
    if kind in LISTED:
        return Entries(ask.question, ask.value)
    return Text(ask.typed)


def answered(
    state: InterviewState, ask: Ask, given: Given, start: Mark
) -> InterviewState | Problem:
    """The state with what is given; where that is what there was (`start`), as Enter leaves it."""
    if given.kept == start:
        return go_on(state, ask)
    raw, place = given.raw, ask.question.id
    if raw == SAME and ask.last:
        raw = ask.last
    if raw:
        return record_answer(state, place, raw)
    after = take_back(state, place) if ask.typed else state
    return after if isinstance(after, Problem) else go_on(after, ask._replace(typed=""))
