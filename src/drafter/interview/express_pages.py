"""The pages of the short way: their lines, and what becomes of them when a page is taken."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import NamedTuple

from drafter.draft.draft_facts import lines_opened
from drafter.draft.draft_model import Draft, with_answer
from drafter.draft.unfinished_places import line_cells
from drafter.errors import Problem
from drafter.form.definitions import Form, Gate, Kind, Question
from drafter.form.year_words import year_words
from drafter.interview.given_answers import accept_carried, accepting, gate_default, record_answer
from drafter.interview.interview_state import (
    InterviewState,
    PageKind,
    PlaceKind,
    gate_of,
    is_corrected,
    page_of,
    section_of,
    table_place,
)
from drafter.interview.paragraphs import is_settled
from drafter.interview.reasons import typed
from drafter.interview.way import (
    express_of,
    extras,
    go_to,
    happened,
    missing,
    open_places,
    open_tables,
    proposal_of,
    settle,
    usual,
    way,
)

NOTHING = "无"
"""What is recorded of a question whose choices were all left."""


class PageLine(NamedTuple):
    """One line of a page.

    id: what a tick stands for: a question, one of its choices, a text, a table
    where: the place to go to for changing it
    heading: what the line stands under
    said: the answer, or the paragraphs, a line each; "" where there is only something to tick
    fixed: it cannot be left out, only changed
    note: a word about last year; "" for none
    is_text: `said` is paragraphs of the report
    is_open: the other lines bring this question, and nothing usual answers it: it is asked next
    """

    id: str
    where: str
    heading: str
    label: str
    said: str
    ticked: bool
    fixed: bool = False
    note: str = ""
    is_text: bool = False
    is_open: bool = False


def page_lines(
    state: InterviewState, kind: PageKind, ticked: Collection[str] | None = None
) -> tuple[PageLine, ...]:
    """The lines of a page; `ticked` are the ids that the clerk left ticked, None for a new page."""
    match kind:
        case PageKind.STANDING:
            lines = _standing(state)
        case PageKind.EVENTS:
            lines = _events(state)
        case PageKind.EXTRAS:
            lines = _extras(state)
        case PageKind.USUAL:
            return _usual(state, ticked)[1]
    return tuple(line if ticked is None else _as_left(line, ticked) for line in lines)


def take_page(
    state: InterviewState, kind: PageKind, ticked: Collection[str] | None = None
) -> InterviewState | Problem:
    """The page is right with these ticks: all that is on it is dealt with, as one change."""
    lines = page_lines(state, kind, ticked)
    place = page_of(state.form, kind)
    left = {line.id for line in lines if not line.ticked}
    match kind:
        case PageKind.EVENTS:
            return _events_taken(state, {line.id for line in lines if line.ticked})
        case PageKind.EXTRAS:
            picked = {state.form.questions[line.id].section for line in lines}
            skipped = state.progress.skipped - {line.id for line in lines} | left
            progress = replace(
                state.progress, picked=state.progress.picked | picked, skipped=skipped
            )
            draft = _without(state.draft, left)
            return settle(state, place.name, draft=draft, progress=progress)
        case PageKind.STANDING:
            draft = replace(state.draft, verify=state.draft.verify - {line.id for line in lines})
            draft = _without(draft, left)
            progress = replace(state.progress, standing=frozenset())
            progress = replace(progress, skipped=progress.skipped | left)
            return settle(state, place.name, draft=draft, progress=progress)
    after = _answers_taken(state, ticked)
    for text in (place for place in way(after) if place.kind is PlaceKind.TEXT):
        optional = section_of(after.form, text.section).optional
        if not is_settled(after, text.section) and (after.drafted(text.section) or optional):
            after = accepting(after, text.section)
    return settle(after, place.name)


def _without(draft: Draft, names: Collection[str]) -> Draft:
    for name in names:
        draft = with_answer(draft, name, None)
    return draft


def go_to_line(
    state: InterviewState, kind: PageKind, line: PageLine, ticked: Collection[str]
) -> InterviewState | Problem:
    """To the place where a line is changed; what was left out of the usual page stays out.

    A text rests on the answers above it: they are recorded first, as the page shows them, or it
    would be another one than was read there.
    """
    left = any(own.id not in ticked for own in page_lines(state, kind) if own.ticked)
    if kind is PageKind.USUAL and (line.is_text or line.is_open or left):
        state = _answers_taken(state, ticked)
    return go_to(state, line.where)


def _answers_taken(state: InterviewState, ticked: Collection[str] | None) -> InterviewState:
    after, lines = _usual(state, ticked)
    left = {line.id for line in lines if not line.ticked}
    skipped = after.progress.skipped | left
    return replace(after, progress=replace(after.progress, skipped=skipped))


def _as_left(line: PageLine, ticked: Collection[str]) -> PageLine:
    return line._replace(ticked=line.fixed or line.id in ticked)


def _standing(state: InterviewState) -> Iterator[PageLine]:
    for place in way(state):
        if place.kind is PlaceKind.QUESTION and place.id in state.progress.standing:
            question = state.form.questions[place.id]
            if (value := state.draft.answers.get(place.id)) is None:
                continue
            yield PageLine(
                place.id,
                place.name,
                _heading(state.form, place.section),
                question.label,
                _shown(question, typed(question, value)),
                ticked=True,
                fixed=state.facts.required(question),
            )


def _events(state: InterviewState) -> Iterator[PageLine]:
    """A question answered 是 or 否 is a line; one with choices a line a choice, under a heading."""
    form, year = state.form, state.draft.year
    for name in happened(state):
        question = form.questions[name]
        words = year_words(express_of(state).happened[name], year)
        gate, given = gate_of(form, name), state.draft.answers.get(name)
        said = gate_default(state, gate) if gate is not None and given is None else ""
        if question.kind is Kind.YESNO:
            heading = _heading(form, question.section)
            ticked, note = given is True or said == "是", "" if said else _last_had(state, gate)
            yield PageLine(name, name, heading, words, "", ticked, note=note)
            continue
        chosen = given if isinstance(given, tuple) else tuple(said.split("、"))
        for choice in question.choices:
            id, ticked, note = f"{name}={choice}", choice in chosen, _last_had(state, gate, choice)
            yield PageLine(id, name, words, choice, "", ticked, note=note)


def _last_had(state: InterviewState, gate: Gate | None, choice: str = "") -> str:
    """A word about figures that last year's report has where the answer opens the table."""
    if gate is None or state.last_facts is None:
        return ""
    lines = lines_opened(gate, (choice,) if choice else True)
    cells = (address for line in lines for address in line_cells(state.form, gate, line))
    index, figures = state.last_facts.form.arithmetic.index, state.last_facts.figures
    return "上年有" if any(figures[index[a]] for a in cells if a in index) else ""


def _extras(state: InterviewState) -> Iterator[PageLine]:
    last = state.last.draft.answers if state.last is not None else {}
    for place in extras(state):
        question = state.form.questions[place.id]
        note = "上年写过" if place.id in last else ""
        heading = _heading(state.form, place.section)
        ticked = place.section in state.progress.picked
        ticked = ticked and place.name not in state.progress.skipped
        yield PageLine(place.id, place.name, heading, question.label, "", ticked, note=note)


def _usual(
    state: InterviewState, ticked: Collection[str] | None
) -> tuple[InterviewState, tuple[PageLine, ...]]:
    """The state with all that is ticked recorded, and the lines, whose texts rest on it."""
    lines: dict[str, PageLine] = {}
    # Round by round, since one answer brings the next question: without a site of its own an
    # organ is asked where it publishes.
    while new := [line for line in _usual_answers(state, ticked) if line.id not in lines]:
        draft = state.draft
        for line in new:
            question = state.form.questions[line.id]
            if line.ticked and line.id not in draft.answers:
                draft = with_answer(draft, line.id, proposal_of(state, question))
        state = replace(state, draft=draft)
        lines |= {line.id: line for line in new}
    lines |= {line.id: line for line in _still_needed(state)}
    ordered = (lines[place.id] for place in way(state) if place.id in lines)
    return state, (*ordered, *_tables(state), *_texts(state))


def _usual_answers(state: InterviewState, ticked: Collection[str] | None) -> Iterator[PageLine]:
    for place in way(state):
        if place.id not in usual(state):
            continue
        question = state.form.questions[place.id]
        value = state.draft.answers.get(place.id)
        value = proposal_of(state, question) if value is None else value
        fixed = state.facts.required(question)
        left = place.name in state.progress.skipped and place.id not in state.draft.answers
        line = PageLine(
            place.id,
            place.name,
            _heading(state.form, place.section),
            question.label,
            _shown(question, "" if value is None else typed(question, value)),
            ticked=fixed or not left,
            fixed=fixed,
        )
        yield line if ticked is None else _as_left(line, ticked)


def _still_needed(state: InterviewState) -> Iterator[PageLine]:
    """The required questions that nothing usual answers."""
    waiting = {place.name for place in open_places(state)}
    for name in missing(state):
        if name in waiting:
            question = state.form.questions[name]
            heading = _heading(state.form, question.section)
            said = "还没有填"
            yield PageLine(name, name, heading, question.label, said, True, True, is_open=True)


def _tables(state: InterviewState) -> Iterator[PageLine]:
    """Those of which every figure is zero, and known to be."""
    open_ones, form = open_tables(state), state.form
    for table in form.tables.values():
        figures = (state.facts.figures[form.arithmetic.index[c.address]] for c in table.cells)
        if table.id not in open_ones and not any(figures):
            name = table_place(table.id)
            said = state.facts.instead(table) or "各格都是 0"
            yield PageLine(name, name, "", table.short, said, True, fixed=True)


def _texts(state: InterviewState) -> Iterator[PageLine]:
    for place in (place for place in way(state) if place.kind is PlaceKind.TEXT):
        section = section_of(state.form, place.section)
        if paragraphs := state.facts.printed(section):
            said, label = "\n".join(paragraphs), f"{section.short}的文字"
            yield PageLine(place.name, place.name, "", label, said, True, fixed=True, is_text=True)


def _events_taken(state: InterviewState, ticked: Collection[str]) -> InterviewState | Problem:
    for name in happened(state):
        question = state.form.questions[name]
        if question.kind is Kind.YESNO:
            raw = "是" if name in ticked else "否"
        else:
            chosen = [choice for choice in question.choices if f"{name}={choice}" in ticked]
            raw = "、".join(chosen) or NOTHING
        after = record_answer(state, name, raw)
        if isinstance(after, Problem):
            return after
        state = after
    # A zero that last year closed with is seen where nothing was said to be carried in.
    closed = state.closed.intersection(state.progress.carried)
    nothing = [address for address in closed if not is_corrected(state, address)]
    return settle(accept_carried(state, nothing), page_of(state.form, PageKind.EVENTS).name)


def _heading(form: Form, section: str) -> str:
    if section in form.tables:
        return form.tables[section].short
    return section_of(form, section).short


def _shown(question: Question, said: str) -> str:
    return f"{said}{question.unit}" if question.kind in (Kind.COUNT, Kind.MONEY) else said
