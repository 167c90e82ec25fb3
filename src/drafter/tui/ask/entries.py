"""Entries of a few blanks each, under way: 问题 and 措施, or names with their counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from drafter.desk.entries import NONE, as_entries, bare
from drafter.draft.marks import Mark
from drafter.draft.misread import Misread
from drafter.draft.numbers import format_figure, read_count
from drafter.draft.reading import read_answer
from drafter.draft.values import Item, Raw, Record, Value
from drafter.errors import Problem
from drafter.form.model import Field, Kind, Question


class Entries:
    """What was written so far, and where the clerk is in it.

    blanks: what is written of each entry
    entries: the texts of each; the last one is empty, to add another
    entry, blank: where the clerk is
    """

    def __init__(self, question: Question, value: Value | None) -> None:
        self.question = question
        self.counts = question.kind is Kind.BREAKDOWN
        self.blanks = question.fields
        if self.counts:
            count = Field("count", "数", "", True)
            self.blanks = (Field("name", "名称", "", True), count)
        self.entries: list[list[str]] = []
        self.entry = self.blank = 0
        self.is_none = False
        self.read(value)

    @property
    def here(self) -> Field:
        """The blank the clerk is at."""
        return self.blanks[self.blank]

    @property
    def is_at_count(self) -> bool:
        """Whether a number is wanted here."""
        return self.counts and self.blank == 1

    @property
    def written(self) -> str:
        """What stands in it."""
        return self.entries[self.entry][self.blank]

    @written.setter
    def written(self, text: str) -> None:
        self.entries[self.entry][self.blank] = text
        self.is_none = False
        if any(self.entries[-1]):
            self.entries.append([""] * len(self.blanks))

    @property
    def raw(self) -> Raw:
        """The answer as `record_answer` takes it; "" for none yet."""
        if self.is_none:
            return NONE[0]
        given = [[text.strip() for text in entry] for entry in self._given()]
        if self.counts:
            return {entry[0]: entry[1] for entry in given} or ""
        return as_entries(self.question, [text for entry in given for text in entry]) or ""

    @property
    def kept(self) -> Mark:
        """The texts one after the other, as far as they were written."""
        texts = [text for entry in self._given() for text in entry]
        while texts and not texts[-1]:
            texts.pop()
        return NONE[0] if self.is_none else tuple(texts) or ""

    def put(self, kept: Mark) -> None:
        """What was kept, or a text as a clerk would type the whole of it."""
        if isinstance(kept, str):
            self.is_none = kept in NONE
            self.read_text(kept)
        elif isinstance(kept, Sequence):
            self._lay(str(text) for text in kept)

    def read_text(self, text: str) -> bool:
        """Take the entries of a typed or pasted text; whether there are any in it."""
        value = read_answer(self.question, text)
        if isinstance(value, Problem) or not value:
            return False
        self.read(value)
        return True

    def read(self, value: Value | None) -> None:
        """Begin with these entries."""
        listed = value if isinstance(value, tuple) else ()
        self._lay(text for entry in listed for text in self._texts(entry))
        self.is_none = value == ()

    def go(self, entry: int, blank: int) -> None:
        """To this blank."""
        self.entry = max(0, min(entry, len(self.entries) - 1))
        self.blank = blank

    def move(self, by: int) -> bool:
        """A blank on or back; False where there is none."""
        to = self.entry * len(self.blanks) + self.blank + by
        if not 0 <= to < len(self.entries) * len(self.blanks):
            return False
        self.go(*divmod(to, len(self.blanks)))
        return True

    def enter(self) -> Problem | bool:
        """On to the next blank; True where the clerk has nothing to add, and why not to go on."""
        text = self.written = bare(self.written.strip(), self.here.label)
        if not self.blank and self._is_only() and text in NONE:
            self.entries = [[""] * len(self.blanks)]
            self.is_none = True
            return True
        if not any(self.entries[self.entry]):
            if self.entry == len(self.entries) - 1:
                return True
            self.delete()
            return False
        problem = self._wrong(self.entry, self.blank)
        if problem is None:
            self.move(1)
            self._pass_names()
        return problem or False

    def delete(self) -> None:
        """The entry that the clerk is in, away."""
        if len(self.entries) > 1:
            del self.entries[self.entry]
        else:
            self.entries = [[""] * len(self.blanks)]
        self.go(self.entry, 0)

    def wrong(self) -> Problem | None:
        """The first thing that keeps the entries from being recorded; the clerk is taken there."""
        for number, entry in enumerate(self.entries):
            for blank in range(len(self.blanks)) if any(entry) else ():
                if (problem := self._wrong(number, blank)) is not None:
                    self.go(number, blank)
                    return problem
        return None

    def _wrong(self, number: int, blank: int) -> Problem | None:
        entry, field = self.entries[number], self.blanks[blank]
        text = entry[blank].strip()
        offered = self.counts and entry[0] in self.question.choices
        if not text:
            if not field.required or (blank and offered):
                return None
            return Problem(f"“{field.label}”", "还没有写。", "写上；整条不要的，按 Ctrl+D 删去。")
        names = [known[0].strip() for known in self.entries[:number]]
        if self.counts and not blank and text in names:
            return Problem(f"“{text}”", "写了两次。", "合并成一项，或者改用不同的名称。")
        count = read_count(text, self.question.unit) if self.counts and blank else None
        return (
            Problem(f"“{entry[0]}”", count.what, count.fix) if isinstance(count, Misread) else None
        )

    def _given(self) -> list[list[str]]:
        """The entries, less empty ones and the names offered that nothing was written for."""
        filled = [entry for entry in self.entries if any(text.strip() for text in entry)]
        offered = self.question.choices if self.counts else ()
        return [entry for entry in filled if entry[0] not in offered or any(entry[1:])]

    def _lay(self, texts: Iterable[str]) -> None:
        flat, size = list(texts), len(self.blanks)
        flat += [""] * (-len(flat) % size)
        self.entries = [flat[at : at + size] for at in range(0, len(flat), size)]
        if self.counts:
            names = {entry[0] for entry in self.entries}
            self.entries += [[name, ""] for name in self.question.choices if name not in names]
        self.entries.append([""] * size)
        self.entry = self.blank = 0
        self._pass_names()

    def _pass_names(self) -> None:
        """A name that stands there already: the clerk writes its count."""
        if self.counts and not self.blank and self.written:
            self.blank = 1

    def _is_only(self) -> bool:
        others = [entry for n, entry in enumerate(self._given()) if n or entry[0] not in NONE]
        return self.entry == 0 and not others

    def _texts(self, entry: object) -> list[str]:
        if isinstance(entry, Item):
            return [entry.name, format_figure(entry.count)]
        assert isinstance(entry, Record)
        return [entry[field.id] for field in self.blanks]
