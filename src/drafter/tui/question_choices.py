"""The choices of a question as a list to point at, chosen by number, arrow or first letters."""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from unicodedata import normalize

from textual import events
from textual.content import Content
from textual.geometry import Offset, Size
from textual.message import Message
from textual.widget import Widget

from drafter.desk.question_in_words import choices_of
from drafter.draft.answers_file import Mark
from drafter.draft.draft_model import Raw
from drafter.draft.typed_answers import read_answer, read_yesno, short_for
from drafter.errors import Problem
from drafter.form.definitions import Kind, Question
from drafter.interview.task_list import Status
from drafter.tui.terminal_text import content, glyphs, mark

NONE = "一项也没有"
_CLEARS = "都不选，改成一项也没有"
_NOTHING = "无"
_SEPARATORS = re.compile("[、，,；;\n]")


class Choosing:
    """One question's choices and what was chosen of them.

    choices: as they are shown; of several the last says that it is none of them
    at: the choice pointed at, which of one is the chosen one; -1 for none
    ticked: the chosen ones of several, in the order they were chosen
    """

    def __init__(
        self, question: Question, text: str, proposed: str = "", *, some: bool = False
    ) -> None:
        """proposed: what is chosen where the text says nothing; nobody has chosen it yet

        some: none of them is no answer
        """
        self.question = question
        self.several = question.kind is Kind.CHOICES
        self.offered = choices_of(question)
        self.choices = (*self.offered, NONE) if self.several and not some else self.offered
        self.at = -1
        self.ticked: list[str] = []
        self._written = ""
        self._typed = ""
        self._turned: str | None = None
        self._before: int | None = None
        self.put(text or proposed)
        self._proposed = set(() if text else self.ticked)

    @property
    def written(self) -> str:
        """What is written beside the choices; where there is anything, none is no answer."""
        return self._written

    @written.setter
    def written(self, text: str) -> None:
        self._written = text
        if text.strip() and NONE in self.ticked:
            self.ticked = []

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

    @property
    def whole(self) -> object:
        """The same: nothing else is to be undone."""
        return self.kept

    def restore(self, whole: Any) -> None:
        """What was chosen once."""
        self.put(whole)

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

    @property
    def is_some(self) -> bool:
        """Whether several can be chosen and anything is: then none would take that away."""
        return self.several and bool(self.written.strip() or {*self.ticked} - {NONE})

    def number_of(self, place: int) -> str:
        """The number before a choice; the one that says none has 0."""
        return "0" if self.several and place == len(self.offered) else str(place + 1)

    def move(self, by: int) -> bool:
        """Point elsewhere; False where there is nothing further."""
        self.forget()
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
        self.forget()
        if self.several and self.at >= 0:
            self._turn(self.choices[self.at])

    def type(self, character: str) -> str:
        """A digit or the beginning of a choice; "" if it means one, else all that means none.

        What the beginning of a word chose is taken back where the word goes on to mean something
        else: 不 alone is 否, 不知道 is no answer.
        """
        joined = self._typed + character
        is_lost = bool(self._typed) and self._before is None
        # A word that means nothing goes on until another key; its 是 and 不 are no answers.
        restarts = self.several or not is_lost or character.isdecimal()
        for typed in (joined, character) if restarts else (joined,):
            place = self._meant(normalize("NFKC", typed).strip())
            if place is None:
                continue
            if typed != character and self._turned is not None:
                self._turn(self._turned)  # it was the first digit of this number
            if typed == character or self._before is None:
                self._before = self.at
            self.point(place)
            self._typed, self._turned = typed, None
            if self.several and self.choices[place] in self._proposed.intersection(self.ticked):
                # Its number says that it is right; it was not the clerk who ticked it.
                self._proposed.remove(self.choices[place])
            elif self.several:
                self._turned = self.choices[place]
                self._turn(self._turned)
            return ""
        if self.several and self._typed.isdecimal():  # a number ticked before the word is no part
            joined = character
        elif self._turned is not None:
            self._turn(self._turned)
        if self._before is not None and not self.several:
            self.at = self._before
        self._before = self._turned = None
        self._typed = joined
        return joined

    def _meant(self, typed: str) -> int | None:
        if typed.isdecimal():
            numbers = [self.number_of(place) for place in range(len(self.choices))]
            return numbers.index(typed) if typed in numbers else None
        if self.question.kind is Kind.YESNO:
            value = read_yesno(typed)
            return (0 if value else 1) if isinstance(value, bool) else None
        found = [n for n, choice in enumerate(self.choices) if typed and choice.startswith(typed)]
        if not found and not self.question.free:
            found = [self.choices.index(choice) for choice in short_for(typed, self.choices)]
        return found[0] if len(found) == 1 else None

    def _turn(self, choice: str) -> None:
        if choice in self.ticked:
            self.ticked.remove(choice)
        elif choice == NONE:
            self.ticked, self.written = [NONE], ""
        else:
            self.ticked = [*(c for c in self.ticked if c != NONE), choice]

    @property
    def meaningless(self) -> str:
        """The word that was typed, where it means no choice."""
        return self._typed if self._before is None else ""

    def forget(self) -> None:
        """What is typed next begins a new word."""
        self._typed, self._turned, self._before = "", None, None


_ONE_BELOW_ANOTHER = 8
"""So many choices stand in one column; more of them in as many as there is room for."""
_GAP = 3
_MOVES = {"up": -1, "down": 1, "left": -1, "right": 1}


class _Frame(NamedTuple):
    """How the choices stand: in columns of this width, row by row."""

    columns: int
    cells: int


class Choices(Widget, can_focus=True):
    """Draws a `Choosing` and passes keys on to it."""

    DEFAULT_CSS = "Choices { width: 1fr; height: auto; }"

    class Changed(Message):
        """Something else is chosen."""

    class Below(Message):
        """A key that goes on behind the last choice."""

    class Written(Message):
        """A letter that is no choice: it belongs into the field."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Entered(Message):
        """Enter: this is the answer."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.choosing: Choosing | None = None

    def begin(self, choosing: Choosing) -> None:
        """Show these from now on."""
        self.choosing = choosing
        self.refresh(layout=True)

    @property
    def row(self) -> int:
        """The line of the choice pointed at."""
        if self.choosing is None:
            return 0
        return max(0, self.choosing.at) // self._frame(self.size.width).columns

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's own cursor belongs: at the choice pointed at."""
        return self.content_region.offset + Offset(0, self.row)

    def render(self) -> Content:
        if self.choosing is None:
            return Content("")
        frame = self._frame(self.size.width)
        lines = []
        for first in range(0, len(self.choosing.choices), frame.columns):
            row = range(first, min(first + frame.columns, len(self.choosing.choices)))
            cells = [_filled(self._choice(place), frame.cells) for place in row]
            lines.append(Content("").join(cells))
        return Content("\n").join(lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        if self.choosing is None:
            return 0
        columns = self._frame(width).columns
        return -(-len(self.choosing.choices) // columns)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        if self.choosing is not None:
            self.choosing.forget()
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        choosing = self.choosing
        if choosing is None:
            return
        if event.key == "enter":
            word = choosing.meaningless
            choosing.forget()
            # Who ends a word that is no answer did not mean the choice that stood there before.
            self.post_message(self.Written(word) if len(word) > 1 else self.Entered())
        elif event.key == "backspace":
            choosing.forget()
        elif event.key in _MOVES:
            self._move(choosing, event.key)
        elif event.key == "space":
            choosing.turn()
            self._changed()
        elif event.is_printable and event.character:
            meaningless = choosing.type(event.character)
            self._changed()
            if meaningless:
                self.post_message(self.Written(meaningless))
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.post_message(self.Written(event.text))

    def on_click(self, event: events.Click) -> None:
        choosing = self.choosing
        offset = event.get_content_offset(self)
        if choosing is None or offset is None:
            return
        frame = self._frame(self.size.width)
        column = min(offset.x // frame.cells, frame.columns - 1)
        place = offset.y * frame.columns + column
        if place < len(choosing.choices):
            choosing.point(place)
            choosing.turn()
            self._changed()

    def _move(self, choosing: Choosing, key: str) -> None:
        columns = self._frame(self.size.width).columns
        by = _MOVES[key] * (columns if key in ("up", "down") else 1)
        if choosing.move(by):
            self._changed()
        elif by > 0:
            self.post_message(self.Below())

    def _changed(self) -> None:
        self.refresh()
        self.post_message(self.Changed())

    def _choice(self, place: int) -> Content:
        assert self.choosing is not None
        choice, here = self.choosing.choices[place], place == self.choosing.pointed
        box = ""
        if self.choosing.several:
            box = f"[{mark(Status.FINISHED)}] " if choice in self.choosing.ticked else "[ ] "
        if choice == NONE:  # as long in either case, so that the columns stay where they are
            choice = _CLEARS if self.choosing.is_some else NONE.ljust(len(_CLEARS), "\u3000")
        pointer = glyphs().path.strip() if here else " "
        look = "bold $accent" if here and self.has_focus else "bold" if here else ""
        number = self.choosing.number_of(place).rjust(len(str(len(self.choosing.offered))))
        return content(f"{pointer} {number}  {box}{choice}", look)

    def _frame(self, width: int) -> _Frame:
        assert self.choosing is not None
        count = len(self.choosing.choices)
        cells = max((self._choice(n).cell_length for n in range(count)), default=1) + _GAP
        columns = 1 if count <= _ONE_BELOW_ANOTHER else max(1, width // cells)
        return _Frame(columns, cells)


def _filled(cell: Content, cells: int) -> Content:
    return cell.pad_right(max(0, cells - cell.cell_length))
