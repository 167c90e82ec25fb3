"""Which of the offered answers are chosen: by number, by arrow, by the beginning of a word."""

from __future__ import annotations

import re
from unicodedata import normalize

from drafter.desk.questions import choices_of
from drafter.draft.choosing import read_yesno
from drafter.draft.marks import Mark
from drafter.draft.reading import read_answer
from drafter.draft.values import Raw
from drafter.errors import Problem
from drafter.form.model import Kind, Question

NONE = "一项也没有"
_NOTHING = "无"
_SEPARATORS = re.compile("[、，,；;\n]")


class Choosing:
    """One question's choices and what was chosen of them.

    choices: as they are shown; of several the last says that it is none of them
    at: the choice pointed at, which of one is the chosen one; -1 for none
    ticked: the chosen ones of several, in the order they were chosen
    written: what is written beside the choices
    """

    def __init__(self, question: Question, text: str) -> None:
        self.question = question
        self.several = question.kind is Kind.CHOICES
        self.offered = choices_of(question)
        self.choices = (*self.offered, NONE) if self.several else self.offered
        self.at = -1
        self.ticked: list[str] = []
        self.written = ""
        self._typed = ""
        self._turned: str | None = None
        self.put(text)

    @property
    def raw(self) -> Raw:
        """The answer as `record_answer` takes it; "" for none yet."""
        if not self.several:
            return self.written.strip() or (self.choices[self.at] if self.at >= 0 else "")
        if self.ticked == [NONE]:
            return _NOTHING
        parts = [part.strip() for part in _SEPARATORS.split(self.written)]
        return [*self.ticked, *filter(None, parts)] or ""

    @property
    def kept(self) -> str:
        """The same as a clerk would type it; `put` reads it."""
        raw = self.raw
        return raw if isinstance(raw, str) else "、".join(str(part) for part in raw or ())

    def put(self, kept: Mark) -> None:
        """Choose what a text says; what is no choice goes beside them."""
        text = kept if isinstance(kept, str) else ""
        self.ticked, self.written, self.at = [], "", -1
        value = read_answer(self.question, text) if text.strip() else None
        if isinstance(value, Problem):
            self.written = text if self.question.free else ""
        elif isinstance(value, tuple) and not value:
            self.ticked = [NONE]
        elif isinstance(value, tuple):
            chosen = [str(part) for part in value]
            self.ticked = [part for part in chosen if part in self.offered]
            self.written = "、".join(part for part in chosen if part not in self.offered)
        elif isinstance(value, bool):
            self.at = 0 if value else 1
        elif isinstance(value, str) and value in self.offered:
            self.at = self.offered.index(value)
        elif text.strip() and self.question.free:
            self.written = text

    @property
    def pointed(self) -> int:
        """The choice pointed at; -1 for none, and where something else is written."""
        return -1 if self.written and not self.several else self.at

    def number_of(self, place: int) -> str:
        """The number before a choice; the one that says none has 0."""
        return "0" if self.several and place == len(self.offered) else str(place + 1)

    def move(self, by: int) -> bool:
        """Point elsewhere; False where there is nothing further."""
        self._forget()
        to = self.at + by if self.at >= 0 else (0 if by > 0 else len(self.choices) - 1)
        if not 0 <= to < len(self.choices):
            return False
        self.point(to)
        return True

    def point(self, place: int) -> None:
        """Point at a choice; of one, that chooses it."""
        self.at = place
        if not self.several:
            self.written = ""

    def turn(self) -> None:
        """Choose the one pointed at, or do not any more."""
        self._forget()
        if self.several and self.at >= 0:
            self._turn(self.choices[self.at])

    def type(self, character: str) -> bool:
        """A digit or the beginning of a choice; whether it means any."""
        for typed in (self._typed + character, character):
            place = self._meant(normalize("NFKC", typed).strip())
            if place is None:
                continue
            if typed != character and self._turned is not None:
                self._turn(self._turned)  # it was the first digit of this number
            self.point(place)
            self._typed, self._turned = typed, None
            if self.several:
                self._turned = self.choices[place]
                self._turn(self._turned)
            return True
        self._forget()
        return False

    def _meant(self, typed: str) -> int | None:
        if typed.isdecimal():
            numbers = [self.number_of(place) for place in range(len(self.choices))]
            return numbers.index(typed) if typed in numbers else None
        if self.question.kind is Kind.YESNO:
            value = read_yesno(typed)
            return (0 if value else 1) if isinstance(value, bool) else None
        found = [n for n, choice in enumerate(self.choices) if typed and choice.startswith(typed)]
        return found[0] if len(found) == 1 else None

    def _turn(self, choice: str) -> None:
        if choice in self.ticked:
            self.ticked.remove(choice)
        elif choice == NONE:
            self.ticked, self.written = [NONE], ""
        else:
            self.ticked = [*(c for c in self.ticked if c != NONE), choice]

    def _forget(self) -> None:
        self._typed, self._turned = "", None
