"""The state of an interview: the draft, what the clerk said of it, where one is; and as kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any, NamedTuple

from drafter.draft.answers_file import Answers, Mark, Marks
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft
from drafter.errors import Problem
from drafter.form.arithmetic import format_figure
from drafter.form.definitions import Address, Form, Gate, Section
from drafter.ledger.register_settings import Settings, settings_of

REVIEW = "review"
"""The place at the end of the way."""
TYPING = "typing"
"""The mark under which text under way is kept, by the place it is typed at."""
MADE = "made"
"""The mark with the day on which the final report was made of this very draft."""

_TEXTS, _TABLES, _PAGES = "texts/", "tables/", "pages/"


class PlaceKind(Enum):
    """What is asked at a place."""

    QUESTION = "question"
    TABLE = "table"
    TEXT = "text"
    PAGE = "page"


class PageKind(Enum):
    """The pages of the short way; docs/forms.md tells what each asks."""

    STANDING = "standing"
    EVENTS = "events"
    EXTRAS = "extras"
    USUAL = "usual"


class Place(NamedTuple):
    """One step of the way, and where it belongs.

    name: as sessions keep it and `go_to` takes it: a question's id, or what `table_place` and
        `text_place` make; only this module takes it apart
    id: of the question, the table, or the section whose text it is; a page's is its kind
    part: a row of the task list; a page is of the first one
    section: "" for a table and for a page
    """

    kind: PlaceKind
    id: str
    part: str
    section: str

    @property
    def name(self) -> str:
        """The place in one string."""
        match self.kind:
            case PlaceKind.TABLE:
                return table_place(self.id)
            case PlaceKind.TEXT:
                return text_place(self.id)
            case PlaceKind.PAGE:
                return _PAGES + self.id
        return self.id


def table_place(table: str) -> str:
    """The name of a table's place."""
    return _TABLES + table


def text_place(section: str) -> str:
    """The name of the place of a section's paragraphs."""
    return _TEXTS + section


def page_of(form: Form, kind: PageKind) -> Place:
    """The place of a page of the short way."""
    return Place(PlaceKind.PAGE, kind.value, form.basics.id, "")


def new_state(
    form: Form,
    draft: Draft | None = None,
    *,
    last: Answers | None = None,
    local: frozenset[str] = frozenset(),
    express: bool = False,
) -> InterviewState:
    """An interview from its beginning, or over a draft that came from a file.

    express: by the short way, where the form has one
    """
    progress = Progress(express=express and form.express is not None)
    return InterviewState(form, draft or Draft(form.id), progress, last=last, local=local)


def place_of(state: InterviewState, where: str) -> Place | None:
    """The place that an address belongs to, on the way or beside it; None when there is none.

    A place's name, a question, a cell, or a section (its text).
    """
    form = state.form
    if where in form.questions:
        section = form.questions[where].section
        return Place(PlaceKind.QUESTION, where, part_of(state, section), section)
    # A table may have a section's name, so a bare name never means the table.
    table = form.cells[where].table if where in form.cells else where.removeprefix(_TABLES)
    if table != where and table in form.tables:
        return Place(PlaceKind.TABLE, table, table, "")
    page = where.removeprefix(_PAGES)
    if page != where:
        kinds = [kind for kind in PageKind if kind.value == page and form.express is not None]
        return page_of(form, kinds[0]) if kinds else None
    section = where.removeprefix(_TEXTS)
    if any(section == known.id and known.text for known in form.sections):
        return Place(PlaceKind.TEXT, section, part_of(state, section), section)
    return None


def unknown(where: str) -> Problem:
    """What to say of an address that the form does not have."""
    return Problem(where, "这份报告里没有这个地方。", "从目录里选。")


def gate_of(form: Form, question_id: str) -> Gate | None:
    """The gate whose question this is; None for any other question."""
    return next((gate for gate in form.gates if gate.question.id == question_id), None)


def section_of(form: Form, section: str) -> Section:
    """The section of that id, which the form has."""
    return next(known for known in form.sections if known.id == section)


def part_of(state: InterviewState, section: str) -> str:
    """The row of the task list that a section (or a table) belongs to."""
    for part in state.form.parts:
        if part.id == section or any(own.id == section for own in part.sections):
            return part.id
    return state.form.basics.id


class CarriedFigure(NamedTuple):
    """A figure taken over from last year: as it was, and what the clerk says of it.

    `accepted` tells that it was looked at; `reason` why this year's figure is another.
    """

    value: str
    accepted: bool = False
    reason: str = ""


class RegisterRecord(NamedTuple):
    """What is remembered of the register that the figures were counted from.

    file: its path; digest: the sha256 of its bytes then, "" where nothing was counted yet
    settings: what was said of its words
    due: when the applications without an answer are due, as 2025-01-31
    answers: what it answered, as typed, by question
    """

    file: str
    digest: str
    settings: Settings = Settings()
    due: tuple[str, ...] = ()
    answers: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Progress:
    """What the clerk has said beside the answers.

    skipped: places that are not asked again in order
    finished: the parts said to be finished
    accepted: sections whose drafted text is fine, each with the digest of that text
    drafted: the drafted paragraphs that stood when the clerk wrote a text of their own
    carried: the figures taken over from last year, by address
    express: the clerk goes the short way
    standing: the answers taken over from last year of which nobody has said that they stand
    picked: the sections whose optional questions were ticked or left on a page
    tallied: the figures counted from the register, by address; register: that one
    """

    skipped: frozenset[str] = frozenset()
    finished: frozenset[str] = frozenset()
    accepted: Mapping[str, str] = field(default_factory=dict)
    drafted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    carried: Mapping[Address, CarriedFigure] = field(default_factory=dict)
    express: bool = False
    standing: frozenset[str] = frozenset()
    picked: frozenset[str] = frozenset()
    tallied: Mapping[Address, CarriedFigure] = field(default_factory=dict)
    register: RegisterRecord | None = None


class KeptFacts:
    """The facts of one interview that were made last: going somewhere changes none."""

    # One is enough, and more would keep old drafts alive: what is worked on is the last one.

    def __init__(self) -> None:
        self._latest: Facts | None = None

    def facts(self, form: Form, draft: Draft) -> Facts:
        """Those kept, where they are of this very draft; else made, and kept."""
        latest = self._latest
        if latest is None or latest.form is not form or latest.draft is not draft:
            latest = self._latest = Facts(form, draft)
        return latest


@dataclass(frozen=True)
class InterviewState:
    """Everything an interview is. Functions make new states; none changes one.

    at: the place to show though it may be answered (gone to, or back at); "" for none
    after: the place that was last dealt with; the way goes on from there
    changed: the cell whose figure was changed last, alone; "" where several were
    last: last year's file
    local: questions that a local rule asks for
    memo: what was worked out from this very state; a new state begins without
    kept: the facts made last, handed on from state to state
    """

    # `after` stands beside `at`: one is where the clerk wants to be and ends with an answer,
    # the other remembers the part that they are in, so that it is gone on with.

    form: Form
    draft: Draft
    progress: Progress = Progress()
    at: str = ""
    after: str = ""
    changed: Address = field(default="", compare=False)
    last: Answers | None = field(default=None, compare=False)
    local: frozenset[str] = frozenset()
    memo: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    kept: KeptFacts = field(default_factory=KeptFacts, compare=False, repr=False)

    @property
    def is_express(self) -> bool:
        """Whether the clerk goes the short way."""
        return self.progress.express and self.form.express is not None

    @cached_property
    def facts(self) -> Facts:
        """The draft as the form's texts see it."""
        return self.kept.facts(self.form, self.draft)

    @cached_property
    def last_facts(self) -> Facts | None:
        """Last year's draft, where there is one."""
        return Facts(self.last.form, self.last.draft) if self.last else None

    @cached_property
    def closed(self) -> frozenset[Address]:
        """The cells that the gates leave out."""
        return self.facts.closed

    def drafted(self, section: str) -> tuple[str, ...]:
        """The paragraphs that the form drafts for a section."""
        return self.facts.paragraphs(section_of(self.form, section))


def parts(state: InterviewState) -> tuple[str, ...]:
    """The rows of the task list in their order, without the last."""
    own = (part.id for part in state.form.parts if not part.is_heading)
    return (state.form.basics.id, *own)


def taken_over(state: InterviewState) -> Mapping[Address, CarriedFigure]:
    """The figures that came from elsewhere: last year's, and those counted from the register."""
    return {**state.progress.tallied, **state.progress.carried}


def is_corrected(state: InterviewState, address: Address) -> bool:
    """Whether another figure stands there now than the one taken over."""
    return stands_otherwise(state, address, taken_over(state)[address])


def stands_otherwise(state: InterviewState, address: Address, figure: CarriedFigure) -> bool:
    """Whether another figure stands there now than this one."""
    cell = state.draft.cells.get(address)
    # Compared as printed: the mark keeps the figure as text, exact to the last place.
    standing = "0" if cell is None or address in state.closed else format_figure(cell.value)
    return standing != figure.value


def unsettled(state: InterviewState) -> tuple[Address, ...]:
    """The figures taken over that nobody has accepted, or that were changed without a reason."""
    return tuple(
        address
        for address, figure in taken_over(state).items()
        if not (figure.reason if is_corrected(state, address) else figure.accepted)
    )


# As a session keeps it: text, tuples and mappings beside the draft


class Saved(NamedTuple):
    """What a session keeps: the draft, and the marks from which the rest is made again."""

    draft: Draft
    marks: Marks


def to_saved(state: InterviewState) -> Saved:
    """All of the state but last year's file and the local rules, which are given anew."""
    progress = state.progress
    marks: dict[str, Mark] = {
        "at": state.at,
        "after": state.after,
        "changed": state.changed,
        "skipped": tuple(sorted(progress.skipped)),
        "finished": tuple(sorted(progress.finished)),
        "accepted": progress.accepted,
        "drafted": progress.drafted,
        "carried": {
            address: (figure.value, "yes" if figure.accepted else "", figure.reason)
            for address, figure in progress.carried.items()
        },
        "express": "yes" if progress.express else "",
        "standing": tuple(sorted(progress.standing)),
        "picked": tuple(sorted(progress.picked)),
        "tallied": {a: (figure.value, figure.reason) for a, figure in progress.tallied.items()},
    }
    if progress.register is not None:
        marks["register"] = _register_mark(progress.register)
    return Saved(state.draft, {key: mark for key, mark in marks.items() if mark})


def from_saved(
    form: Form,
    saved: Saved,
    *,
    last: Answers | None = None,
    local: frozenset[str] = frozenset(),
) -> InterviewState:
    """The state that was saved. A mark that cannot be used is passed over; never raises."""
    # The marks only say where one is: a place that a newer form no longer has is no reason to
    # refuse the answers.
    draft, marks = saved
    state = new_state(form, draft, last=last, local=local)
    progress = Progress(
        skipped=frozenset(
            place for place in _words(marks.get("skipped")) if place_of(state, place)
        ),
        finished=frozenset(_words(marks.get("finished"))).intersection(parts(state)),
        accepted={key: _word(word) for key, word in _entries(marks, "accepted") if _word(word)},
        drafted=drafted_in(marks),
        carried=dict(_carried(form, marks)),
        express=bool(_word(marks.get("express"))) and form.express is not None,
        standing=frozenset(_words(marks.get("standing"))).intersection(form.questions),
        picked=frozenset(_words(marks.get("picked"))),
        tallied=dict(_tallied(form, marks)),
        register=_register(marks.get("register")),
    )
    at, after = (_word(marks.get(key)) for key in ("at", "after"))
    return replace(
        state,
        progress=progress,
        at=at if at == REVIEW or place_of(state, at) else "",
        after=after if place_of(state, after) else "",
        changed=changed_in(form, marks),
    )


def made_on(marks: Marks) -> date | None:
    """The day on which the final report was made of the draft beside these marks."""
    try:
        return date.fromisoformat(_word(marks.get(MADE)))
    except ValueError:
        return None


def typing_in(marks: Marks) -> dict[str, Mark]:
    """What is being typed, by place; a text, or the fields of entries."""
    return dict(_entries(marks, TYPING))


def changed_in(form: Form, marks: Marks) -> Address:
    """The cell whose figure was changed last; "" where that is not known."""
    changed = _word(marks.get("changed"))
    return changed if changed in form.cells else ""


def drafted_in(marks: Marks) -> dict[str, tuple[str, ...]]:
    """By section, the paragraphs that were drafted when the clerk wrote others instead."""
    entries = _entries(marks, "drafted")
    return {key: _words(mark) for key, mark in entries if isinstance(mark, tuple)}


def register_in(marks: Marks) -> RegisterRecord | None:
    """The register that the figures were counted from; None where there is none."""
    return _register(marks.get("register"))


def explained_in(form: Form, marks: Marks) -> frozenset[Address]:
    """The counted figures that the clerk changed with a reason."""
    return frozenset(address for address, figure in _tallied(form, marks) if figure.reason)


def _carried(form: Form, marks: Marks) -> Iterator[tuple[Address, CarriedFigure]]:
    for address, mark in _entries(marks, "carried"):
        match mark:
            case (str(value), str(accepted), str(reason)) if address in form.cells:
                yield address, CarriedFigure(value, bool(accepted), reason)


def _tallied(form: Form, marks: Marks) -> Iterator[tuple[Address, CarriedFigure]]:
    for address, mark in _entries(marks, "tallied"):
        match mark:
            case (str(value), str(reason)) if address in form.cells:
                yield address, CarriedFigure(value, True, reason)


def _register_mark(register: RegisterRecord) -> Mark:
    settings = {part: own for part, own in register.settings.marks().items() if own}
    return {**register._asdict(), "settings": settings}


def _register(mark: Mark | None) -> RegisterRecord | None:
    if not isinstance(mark, Mapping) or not _word(mark.get("file")):
        return None
    answers = {key: _word(word) for key, word in _entries(mark, "answers")}
    return RegisterRecord(
        _word(mark.get("file")),
        _word(mark.get("digest")),
        settings_of(mark.get("settings")),
        _words(mark.get("due")),
        answers,
    )


def _entries(marks: Marks, kind: str) -> Iterable[tuple[str, Mark]]:
    mark = marks.get(kind)
    return mark.items() if isinstance(mark, Mapping) else ()


def _words(mark: Mark | None) -> tuple[str, ...]:
    return tuple(w for w in mark if isinstance(w, str)) if isinstance(mark, tuple) else ()


def _word(mark: Mark | None) -> str:
    return mark if isinstance(mark, str) else ""
