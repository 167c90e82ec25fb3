"""Which step comes next, and all that a front end shows of it, which follows from the state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from drafter.draft.draft_model import Cell, Origin, Records, Value
from drafter.draft.relation_trials import finder
from drafter.draft.unfinished_places import gaps
from drafter.errors import Problem
from drafter.form.arithmetic import Figure
from drafter.form.definitions import (
    Address,
    Block,
    Form,
    Kind,
    Line,
    PageWords,
    Question,
    Section,
    Table,
    Term,
)
from drafter.form.year_words import in_year, year_words
from drafter.interview.express_pages import PageLine, page_lines
from drafter.interview.given_answers import gate_default, record_answer
from drafter.interview.interview_state import (
    InterviewState,
    PageKind,
    Place,
    PlaceKind,
    gate_of,
    section_of,
    table_place,
    unsettled,
)
from drafter.interview.last_year import begun_records
from drafter.interview.paragraphs import (
    ChangedText,
    changed_text,
    is_settled,
    last_paragraphs,
    was_accepted,
)
from drafter.interview.reasons import Why, typed, why_asked, why_not_asked
from drafter.interview.task_list import Status, Task, task_list
from drafter.interview.way import express_of, proposed, route, shown, title_of, way


class Spot(NamedTuple):
    """Where a step is: its place, its part (a row of the task list) and section, by name too.

    number: its number among the steps of the part; 0 for a table, or beside the way
    """

    # How many there are is not said: answers bring new ones, and the clerk would see it grow.

    place: str
    part: str
    part_title: str
    section_title: str
    number: int


class Ask(NamedTuple):
    """One question. Its hint, help, source and example are the question's own.

    value: the answer so far; `typed` the same as a clerk would type it
    default: the proposed answer, as text; "" for none
    last: last year's answer, as text
    begun: entries that last year's answer to another question begins, while there is no answer
    some: an answer before says that at least one of the choices has to be chosen
    why: why it is asked; `beside` why it is not, when the clerk went to it all the same
    """

    spot: Spot
    question: Question
    required: bool
    value: Value | None
    typed: str
    default: str
    last: str
    why: Why
    beside: str
    verify: bool
    begun: Records = ()
    some: bool = False


@dataclass(frozen=True, slots=True)
class CellState:
    """One cell as it stands: the report's figure and its origin.

    used: False for one that the gates leave out; its `kept` figure does not count (未使用)
    last: last year's figure
    was_carried: what was taken over from last year, where something was
    """

    cell: Cell
    used: bool = True
    kept: Figure | None = None
    verify: bool = False
    last: Figure | None = None
    was_carried: str = ""


class FillBlock(NamedTuple):
    """The rows and columns of one block that are in use, totals among them."""

    block: Block
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]


class Fill(NamedTuple):
    """A table. `blocks` is what is in use; `cells` has every cell of the form, used or not.

    cursor: the cell to begin at; "" for none
    open: the cells in use that nobody has looked at, in the form's order
    kept: the cells left out for which a figure is kept
    unsettled: figures taken over from last year, to be accepted or explained
    """

    spot: Spot
    table: Table
    blocks: tuple[FillBlock, ...]
    cells: Mapping[Address, CellState]
    cursor: Address
    open: tuple[Address, ...]
    kept: tuple[Address, ...]
    unsettled: tuple[Address, ...]


class Write(NamedTuple):
    """A section's paragraphs. `own` is the clerk's text, None where the drafted ones stand.

    again: they were accepted once, and are others now
    changed: what no longer agrees with the clerk's own text
    last: last year's paragraphs, to be read beside
    """

    spot: Spot
    section: Section
    drafted: tuple[str, ...]
    own: str | None
    accepted: bool
    again: bool
    changed: ChangedText | None
    last: tuple[str, ...]


class Page(NamedTuple):
    """A page of the short way. `take_page` takes it, with the ids of the lines left ticked."""

    spot: Spot
    kind: PageKind
    ask: str
    hint: str
    lines: tuple[PageLine, ...]


class Review(NamedTuple):
    """Nothing is left to ask in order, but some of it may stand open (`desk/open_points`)."""

    tasks: tuple[Task, ...]


class Done(NamedTuple):
    """Every part is finished, and the draft bears it out; the checks may still say otherwise."""

    tasks: tuple[Task, ...]


Step = Ask | Fill | Write | Page | Review | Done


def next_step(state: InterviewState) -> Step:
    """The step to show: where the clerk went, else the next that is open, else the review."""
    place = shown(state)
    if place is None:
        return _end(state)
    if place.kind is PlaceKind.TABLE:
        return fill_step(state, place.id)
    if place.kind is PlaceKind.TEXT:
        return _write(state, place)
    if place.kind is PlaceKind.PAGE:
        return _page(state, place)
    return _ask(state, place)


def fill_step(state: InterviewState, name: str) -> Fill:
    """The step of one table, wherever the way would go on."""
    form = state.form
    table, at = form.tables[name], form.cells.get(state.at)
    untouched = [a for a in state.facts.open_cells if form.cells[a].table == table.id]
    kept = [a for a in state.facts.unused_cells if form.cells[a].table == table.id]
    return Fill(
        # Without a number: looking for the way takes longer than all the rest of a key.
        spot=Spot(table_place(name), name, title_of(state, name), "", number=0),
        table=table,
        blocks=tuple(_blocks(state, table)),
        cells=_cells(state, table),
        cursor=state.at if at and at.table == name else "",
        open=tuple(untouched),
        kept=tuple(sorted(kept, key=form.arithmetic.index.__getitem__)),
        unsettled=tuple(a for a in unsettled(state) if form.cells[a].table == table.id),
    )


def _blocks(state: InterviewState, table: Table) -> list[FillBlock]:
    live = _live(state.form, state.closed)
    found = []
    for block in table.blocks:
        pairs = [
            (row, column)
            for row in block.row_leaves
            for column in block.column_leaves
            if f"{table.id}/{row.id}/{column.id}" in live
        ]
        if pairs:
            rows = dict.fromkeys(row for row, _ in pairs)
            columns = [column for column in block.column_leaves if column in {c for _, c in pairs}]
            found.append(FillBlock(block, tuple(rows), tuple(columns)))
    return found


def _live(form: Form, closed: frozenset[Address]) -> set[Address]:
    """The cells in use, and the totals that something in use goes into."""
    # The gates never leave out a total by name: it goes when all that it adds up has gone.
    live = {a for a in form.cells if a not in closed and a not in form.computed}
    for relation in form.totals:
        if any(term.address in live for side in relation.right for term in side.terms):
            live.add(relation.total)
    return live


def _cells(state: InterviewState, table: Table) -> Mapping[Address, CellState]:
    draft, last = state.draft, _last_figures(state)
    found = {}
    for address in (cell.address for cell in table.cells):
        closed = address in state.closed
        given = draft.cells.get(address)
        carried = state.progress.carried.get(address)
        found[address] = CellState(
            cell=_cell(state, address, None if closed else given, table.id),
            used=not closed,
            kept=given.value if closed and given else None,
            verify=address in draft.verify,
            last=last.get(address),
            was_carried=carried.value if carried else "",
        )
    return found


def _cell(state: InterviewState, address: Address, given: Cell | None, table: str) -> Cell:
    if given is not None:
        return given
    if address in state.form.computed:
        place = state.form.arithmetic.index[address]
        return Cell(state.facts.figures[place], Origin.COMPUTED)
    # A zero behind a gate counts as confirmed: the answer to the gate has said it.
    said = address in state.closed or table in state.draft.confirmed
    return Cell(0, Origin.CONFIRMED if said else Origin.DEFAULT)


def _last_figures(state: InterviewState) -> dict[Address, Figure]:
    if state.last_facts is None:
        return {}
    find = finder(state.facts, state.last_facts, as_stated=False)
    known = ((address, find(Term(1, address, True))) for address in state.form.cells)
    return {address: figure for address, figure in known if figure is not None}


_NONE = "无"


def _ask(state: InterviewState, place: Place) -> Ask:
    question = state.form.questions[place.id]
    value = state.draft.answers.get(question.id)
    # A gate has no default of its own: what stands in the table already answers it best.
    gate = gate_of(state.form, question.id)
    return Ask(
        spot=_spot(state, place),
        question=in_year(question, state.draft.year),
        required=state.facts.required(question),
        value=value,
        typed="" if value is None else typed(question, value),
        default=proposed(state, question) if gate is None else gate_default(state, gate),
        last=_last_answer(state, question),
        why=_why(state, place, question),
        beside=why_not_asked(state, question.id),
        verify=question.id in state.draft.verify,
        begun=begun_records(question, state.last) if state.last and value is None else (),
        some=question.kind is Kind.CHOICES
        and isinstance(record_answer(state, question.id, _NONE), Problem),
    )


def _why(state: InterviewState, place: Place, question: Question) -> Why:
    """Why it is asked, and whether the question before on the clerk's way has told that."""
    why, order = why_asked(state, question), route(state)
    before = order[order.index(place) - 1] if place in order[1:] else place
    if before == place or before.id not in state.draft.answers:
        return why
    return why._replace(again=why_asked(state, state.form.questions[before.id]).told == why.told)


def _last_answer(state: InterviewState, question: Question) -> str:
    """Last year's answer; "" for a day or a year, which are never this year's as well."""
    if question.kind in (Kind.DATE, Kind.YEAR):
        return ""
    asked = state.last.form.questions.get(question.id) if state.last else None
    value = state.last.draft.answers.get(question.id) if state.last else None
    return "" if asked is None or value is None else typed(asked, value)


def _write(state: InterviewState, place: Place) -> Write:
    section = section_of(state.form, place.section)
    return Write(
        spot=_spot(state, place),
        section=section,
        drafted=state.drafted(section.id),
        own=state.draft.texts.get(section.id),
        accepted=is_settled(state, section.id) and section.id not in state.draft.texts,
        again=was_accepted(state, section.id),
        changed=changed_text(state, section.id),
        last=last_paragraphs(state, section.id),
    )


def _page(state: InterviewState, place: Place) -> Page:
    kind = PageKind(place.id)
    words: PageWords = getattr(express_of(state), kind.value)
    ask, hint = (year_words(said, state.draft.year) for said in words)
    return Page(_spot(state, place), kind, ask, hint, page_lines(state, kind))


def _end(state: InterviewState) -> Review | Done:
    tasks = task_list(state)
    finished = tasks[-1].status is Status.FINISHED
    if finished and next(gaps(state.facts), None) is None:
        return Done(tasks)
    return Review(tasks)


def _spot(state: InterviewState, place: Place) -> Spot:
    # On the short way a number among the steps of the part would say nothing.
    own = [] if state.is_express else [p for p in way(state) if p.part == place.part]
    return Spot(
        place=place.name,
        part=place.part,
        part_title=title_of(state, place.part),
        # A gate stands in its table, which is no section.
        section_title=next((s.short for s in state.form.sections if s.id == place.section), ""),
        number=own.index(place) + 1 if place in own else 0,
    )
