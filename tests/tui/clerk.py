"""A clerk who knows what a draft says and types it as the screen asks for it, key by key."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from textual import events
from textual.keys import _character_to_key

from drafter.desk.clerk_words import number_of
from drafter.desk.question_in_words import choices_of
from drafter.draft.draft_model import Draft, Item, Record
from drafter.form.arithmetic import format_figure
from drafter.form.definitions import Form, Kind, Question
from drafter.interview.interview_state import (
    InterviewState,
    PageKind,
    page_of,
    table_place,
    text_place,
)
from drafter.interview.steps import Ask, Fill, Page, Write
from drafter.interview.transcript import (
    Accept,
    Act,
    Answer,
    Cells,
    Finish,
    RestZero,
    Skip,
    Take,
    Unsure,
)
from drafter.tui.app import DrafterApp
from drafter.tui.table_pane import TablePane

_LONG = 60
"""Texts of so many characters are pasted."""
_NAMED = {"\n": "enter", "\t": "tab"}
_BYTES = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "ctrl+home": "\x1b[1;5H",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f10": "\x1b[21~",
}


class Pasted(NamedTuple):
    """A text out of the clipboard."""

    text: str


Stroke = str | Pasted
"""A key as Textual calls it, a character, or what is pasted."""


def typed(text: str) -> Iterator[Stroke]:
    """A text as a clerk gives it: a long one out of another program, a short one by hand."""
    if len(text) > _LONG:
        yield Pasted(text)
    else:
        yield from (_NAMED.get(char, char) for char in text)


def event(stroke: Stroke) -> events.Event:
    """What the terminal's driver makes of a stroke."""
    if isinstance(stroke, Pasted):
        return events.Paste(stroke.text)
    if len(stroke) == 1:
        return events.Key(_character_to_key(stroke), stroke)
    return events.Key(stroke, {"enter": "\r", "tab": "\t"}.get(stroke))


def sent(stroke: Stroke) -> str:
    """What a terminal sends for a stroke."""
    if isinstance(stroke, Pasted):
        return f"\x1b[200~{stroke.text}\x1b[201~"
    if stroke.startswith("ctrl+") and len(stroke) == len("ctrl+x"):
        return chr(ord(stroke[-1]) - ord("a") + 1)
    return _BYTES[stroke] if len(stroke) > 1 else stroke


def post(app: DrafterApp, strokes: list[Stroke]) -> None:
    """All of them into the app's queue before it gets to see the first."""
    for stroke in strokes:
        app.post_message(event(stroke))


class Clerk:
    """`strokes(app)` is what to type now; nothing when all is given."""

    def __init__(self, form: Form, draft: Draft, acts: Iterable[Act]) -> None:
        self.form, self.draft = form, draft
        self.acts = deque(acts)
        self.finished = False

    def strokes(self, app: DrafterApp) -> list[Stroke]:
        """The keys of the next act, with the way to its place where the screen shows another."""
        while self.acts:
            assert app.workspace is not None
            act, work = self.acts[0], app.workspace.work
            at = work.step.spot.place if isinstance(work.step, Ask | Fill | Write | Page) else ""
            if isinstance(act, Finish):
                self.acts.clear()
                return ["ctrl+p", *typed("各部分都填完"), "enter"]
            if at == _place(self.form, act):
                self.acts.popleft()
                return list(self._strokes(act, work.step, app))
            if not isinstance(act, Skip):
                return [
                    "ctrl+p",
                    *typed(f"去 {self._name(work.state, _place(self.form, act))}"),
                    "enter",
                ]
            self.acts.popleft()  # the way has gone on by itself
        return []

    def _strokes(self, act: Act, step: Any, app: DrafterApp) -> Iterator[Stroke]:
        match act:
            case Answer(where, raw) if where.startswith(text_place("")):
                assert isinstance(raw, str)
                yield from ("f5", *(["ctrl+u", "backspace"] * len("\n".join(step.drafted))))
                yield from (*typed(raw), "f10")
            case Answer(where, raw):
                yield from self._answer(self.form.questions[where], raw)
            case Cells(_, figures):
                yield from _cells(app, figures)
            case RestZero():
                if not step.open:
                    yield "up"  # out of the line below, which says that all is filled
                yield "f9"
            case Accept():
                yield "enter"
            case Take(ticked=ticked):
                if step.kind in (PageKind.STANDING, PageKind.USUAL):
                    yield "down"  # from the row that takes the page
                for line in step.lines:
                    if line.ticked != (line.id in ticked):
                        yield "space"
                    yield "down"
                yield "f10"
            case Skip():
                yield "f10" if isinstance(step, Fill) and not step.open else "f6"
            case Unsure():
                yield "f7"
            case _:
                raise AssertionError(act)

    def _answer(self, question: Question, raw: Any) -> Iterator[Stroke]:
        value = self.draft.answers[question.id]
        match question.kind:
            case Kind.YESNO:
                yield from ("1" if value else "2", "enter")
            case Kind.CHOICE | Kind.CHOICES:
                yield from _chosen(question, value)
            case Kind.BREAKDOWN:
                yield from _counts(question, raw, value)
            case Kind.RECORDS:
                yield from _entries(question, value)
            case Kind.PROSE:
                yield from (*typed(raw), "f10")
            case _:
                yield from (*typed(raw), "enter")

    def _name(self, state: InterviewState, place: str) -> str:
        number = number_of(state, place)
        return str(number) if number else self.form.questions[place].label


def _place(form: Form, act: Act) -> str:
    match act:
        case Take(kind):
            return page_of(form, kind).name
        case Answer(where) | Skip(where) | Unsure(where):
            return where
        case Cells(table) | RestZero(table):
            return table_place(table)
        case Accept(section):
            return text_place(section)
    return ""


def _chosen(question: Question, value: Any) -> Iterator[Stroke]:
    """By number; what is not offered is written in the field below."""
    offered = choices_of(question)
    wanted = [str(part) for part in value] if isinstance(value, tuple) else [str(value)]
    others = [part for part in wanted if part not in offered]
    if value == ():
        yield "0"
    for part in wanted if wanted[len(wanted) - len(others) :] == others else ():
        if part in offered:
            yield from str(offered.index(part) + 1)
            if isinstance(value, tuple):
                yield "left"  # what is typed next is another number
    if others:
        yield from ["down"] * (len(offered) + 2)
        in_order = wanted[len(wanted) - len(others) :] == others
        yield from typed("、".join(others if in_order else wanted))
    yield "enter"


def _counts(question: Question, raw: Any, value: Any) -> Iterator[Stroke]:
    """A count behind each name that stands there, then other names; or all of it pasted."""
    counts = {item.name: format_figure(item.count) for item in value if isinstance(item, Item)}
    order = [name for name in question.choices if name in counts]
    order += [name for name in counts if name not in question.choices]
    if order != list(counts):
        yield from (Pasted(str(raw)), "f10")
        return
    for name in question.choices:
        yield from (*counts.pop(name, ""), "enter")
    for name, count in counts.items():
        yield from (*typed(name), "enter", *count, "enter")
    yield "f10"


def _entries(question: Question, value: Any) -> Iterator[Stroke]:
    entries = [entry for entry in value if isinstance(entry, Record)]
    if not entries:
        yield from ("无", "enter")
        return
    for entry in entries:
        for field in question.fields:
            yield from (*typed(entry[field.id]), "enter")
    yield "enter"


def _cells(app: DrafterApp, figures: Mapping[str, str]) -> Iterator[Stroke]:
    """From the first cell on: what belongs there, and on to the next; row by row, or down."""
    pane = app.workspace.panes.get("table") if app.workspace else None
    assert isinstance(pane, TablePane)
    assert pane.grid is not None
    sheet = pane.grid.model.sheet
    if not figures.keys() <= sheet.places.keys():
        yield "g"
        sheet = type(sheet)(pane.grid.model.fill, sheet.computed, whole=True)
    down = len(figures) % 2 == 0
    order = sheet.down_order if down else sheet.order
    yield "ctrl+home"
    for address in order:
        yield from figures.get(address, "")
        yield "enter" if down else "tab"
