"""A draft as the acts of a clerk: what to give at each step so that the same draft comes out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from drafter.draft.answers_writer import write_answer
from drafter.draft.draft_facts import unused_cells
from drafter.draft.draft_model import Closure, Draft, Origin, Raw, Value
from drafter.errors import Problem
from drafter.form.arithmetic import format_figure
from drafter.form.definitions import Address, Form, Question
from drafter.interview.express_pages import PageLine, page_lines, take_page
from drafter.interview.given_answers import (
    accept_text,
    confirm_rest_zero,
    record_answer,
    record_cells,
)
from drafter.interview.interview_state import (
    InterviewState,
    PageKind,
    gate_of,
    new_state,
    place_of,
    text_place,
)
from drafter.interview.progress import close_finding, finish_part, skip, unsure
from drafter.interview.reasons import reads_back, typed
from drafter.interview.steps import Ask, Fill, Page, Write, next_step
from drafter.interview.way import proposal_of, unadopted, way


@dataclass(frozen=True, slots=True)
class Answer:
    """`raw` at `where`: a question, or `texts/ID` for a text of one's own."""

    where: str
    raw: Raw


@dataclass(frozen=True, slots=True)
class Cells:
    """Figures of one table, as typed, by address."""

    table: str
    figures: Mapping[Address, str]
    origin: Origin = Origin.ENTERED


@dataclass(frozen=True, slots=True)
class RestZero:
    """其余为零."""

    table: str


@dataclass(frozen=True, slots=True)
class Accept:
    """The drafted text of a section is fine."""

    section: str


@dataclass(frozen=True, slots=True)
class Take:
    """A page of the short way is right with these lines ticked."""

    page: PageKind
    ticked: frozenset[str]


@dataclass(frozen=True, slots=True)
class Skip:
    """跳过."""

    where: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """不确定."""

    where: str


@dataclass(frozen=True, slots=True)
class Finish:
    """The part is finished."""

    part: str


@dataclass(frozen=True, slots=True)
class Close:
    """A 提醒 closed with a reason."""

    closure: Closure


Act = Answer | Cells | RestZero | Accept | Take | Skip | Unsure | Finish | Close


def transcript(form: Form, draft: Draft, *, express: bool = False) -> tuple[Act, ...]:
    """What a clerk does, step after step, to give this draft; the last acts answer no step.

    These are the answers that the way never asks for, the marks 待核, the closures, and that
    every part is finished. By the short way (`express`) gates come to be answered as well, as
    the figures say: its page of what happened asks for them.
    """
    return tuple(_acts(form, draft, express=express))


def perform(state: InterviewState, act: Act) -> InterviewState | Problem:
    """The state after one act."""
    match act:
        case Answer(where, raw):
            return record_answer(state, where, raw)
        case Cells(table, figures, origin):
            return record_cells(state, table, figures, origin)
        case RestZero(table):
            return confirm_rest_zero(state, table)
        case Accept(section):
            return accept_text(state, section)
        case Take(page, ticked):
            return take_page(state, page, ticked)
        case Skip(where):
            return skip(state, where)
        case Unsure(where):
            return unsure(state, where)
        case Finish(part):
            return finish_part(state, part)
        case Close(closure):
            return close_finding(state, closure)


def raw_of(question: Question, value: Value) -> Raw:
    """The typed text where it reads back as the value, else what a file would hold."""
    return typed(question, value) if reads_back(question, value) else write_answer(question, value)


def _acts(form: Form, draft: Draft, *, express: bool) -> Iterator[Act]:
    state = new_state(form, express=express)
    while acts := _at_step(state, draft):
        for act in acts:
            yield act
            state = _done(state, act)
    for act in _rest(state, draft):
        yield act
        state = _done(state, act)
    # Answers that the way never asks for may have changed a text that was adopted before.
    for act in (Accept(place.section) for place in unadopted(state)):
        yield act
        state = _done(state, act)
    # Last: a part that is finished skips what it still asks.
    yield Finish(form.basics.id)
    yield from (Finish(part.id) for part in form.parts if not part.is_heading)


def _at_step(state: InterviewState, draft: Draft) -> list[Act]:
    """What the draft has for the step shown: nothing only when no step is left."""
    match next_step(state):
        case Ask(question=question):
            # The figures that this gate is going to leave out: afterwards they would open it.
            if gate_of(state.form, question.id):
                unused = unused_cells(state.form, draft).keys() - state.draft.cells.keys()
                if kept := list(_cells(state.form, draft, question.section, only=unused)):
                    return kept
            if question.id in draft.answers:
                return [Answer(question.id, raw_of(question, draft.answers[question.id]))]
            return [Skip(question.id)]
        case Fill(table=table, spot=spot):
            acts = list(_cells(state.form, draft, table.id))
            if table.id in draft.confirmed:
                acts.append(RestZero(table.id))
            return [*acts, Skip(spot.place)]
        case Write(section=section, drafted=drafted):
            if section.id in draft.texts:
                return [Answer(text_place(section.id), draft.texts[section.id])]
            return [
                Accept(section.id) if drafted or section.optional else Skip(text_place(section.id))
            ]
        case Page(kind=kind, lines=lines):
            # A change may bring another line: the page is looked at anew before it is taken.
            if changes := list(_changes(state, lines, draft)):
                return changes
            return [Take(kind, frozenset(_ticked(state, kind, lines, draft)))]
    return []


def _changes(state: InterviewState, lines: Iterable[PageLine], draft: Draft) -> Iterator[Act]:
    """What a page to be read proposes otherwise than the draft has it."""
    for line in lines:
        place = place_of(state, line.where)
        if line.is_text and place is not None:
            if place.section in draft.texts and place.section not in state.draft.texts:
                yield Answer(line.where, draft.texts[place.section])
        elif line.said and line.id in draft.answers:
            question, wanted = state.form.questions[line.id], draft.answers[line.id]
            given = state.draft.answers.get(line.id)
            if wanted != (proposal_of(state, question) if given is None else given):
                yield Answer(line.id, raw_of(question, wanted))


def _ticked(
    state: InterviewState, kind: PageKind, lines: Iterable[PageLine], draft: Draft
) -> Iterator[str]:
    if kind is PageKind.EVENTS:
        # As the draft's answers have it, or its figures where it answers no gate.
        lines = page_lines(replace(state, draft=draft), kind)
        yield from (line.id for line in lines if line.ticked)
    else:
        yield from (line.id for line in lines if line.fixed or line.id in draft.answers)


def _cells(
    form: Form, draft: Draft, table: str, only: Collection[Address] | None = None
) -> Iterator[Act]:
    """The table's figures, those of one origin together."""
    kept = unused_cells(form, draft).keys()
    own = {
        address: cell
        for address, cell in draft.cells.items()
        if form.cells[address].table == table
        and (address not in kept if only is None else address in only)
    }
    # A figure keeps where it came from, and an act has one origin for all of its own.
    for origin in dict.fromkeys(cell.origin for cell in own.values()):
        figures = {a: format_figure(c.value) for a, c in own.items() if c.origin is origin}
        yield Cells(table, figures, origin)


def _rest(state: InterviewState, draft: Draft) -> Iterator[Act]:
    form, given = state.form, state.draft
    for question_id, value in draft.answers.items():
        if question_id not in given.answers:
            yield Answer(question_id, raw_of(form.questions[question_id], value))
    shut = form.tables.keys() - {place.id for place in way(state)} if state.is_express else ()
    for table in form.tables:
        # By the short way nobody comes to a table that the gates leave out as a whole.
        if table in draft.confirmed - given.confirmed and table not in shut:
            yield RestZero(table)
    yield from (
        Unsure(address) for address in (*form.questions, *form.cells) if address in draft.verify
    )
    yield from map(Close, draft.closures)


def _done(state: InterviewState, act: Act) -> InterviewState:
    after = perform(state, act)
    if isinstance(after, Problem):
        raise ValueError(f"{act}: {after}")
    return after
