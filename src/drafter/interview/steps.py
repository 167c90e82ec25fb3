"""Which step comes next, and all that a front end shows of it, which follows from the state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from drafter.draft.draft_cells import open_cells, unused_cells
from drafter.draft.draft_model import Cell, Origin, Value
from drafter.draft.unfinished_places import gaps, marked
from drafter.form.arithmetic import Figure
from drafter.form.definitions import Address, Block, Form, Line, Question, Section, Table
from drafter.interview.given_answers import gate_default
from drafter.interview.interview_state import InterviewState, Place, PlaceKind, place_of
from drafter.interview.last_year import unsettled
from drafter.interview.paragraphs import (
    ChangedText,
    changed_text,
    changed_texts,
    is_settled,
    last_paragraphs,
    was_accepted,
)
from drafter.interview.reasons import Why, typed, why_asked, why_not_asked
from drafter.interview.task_list import Status, Task, task_list, title_of
from drafter.interview.way import is_answered, missing, shown_place, way


class Spot(NamedTuple):
    """Where a step is: its place, its part (a row of the task list) and section, by name too.

    number, of: its number among the steps of the part; 0 for one that is not on the way
    """

    place: str
    part: str
    part_title: str
    section_title: str
    number: int
    of: int


class Ask(NamedTuple):
    """One question. Its hint, help, source and example are the question's own.

    value: the answer so far; `typed` the same as a clerk would type it
    default: the proposed answer, as text; "" for none
    last: last year's answer, as text
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
    confirmed: bool


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


class Review(NamedTuple):
    """Nothing is left to ask in order; this is what still stands open.

    missing: required questions without an answer
    tables: tables with cells that nobody has looked at
    texts: sections whose paragraphs nobody has accepted or written
    verify: what is marked 待核
    changed: texts of the clerk's own that facts have left behind
    unsettled: figures taken over from last year, neither accepted nor explained
    kept: cells left out for which a figure is kept (未使用)
    skipped: other places that were skipped
    """

    tasks: tuple[Task, ...]
    missing: tuple[Address, ...]
    tables: tuple[str, ...]
    texts: tuple[str, ...]
    verify: tuple[Address, ...]
    changed: tuple[ChangedText, ...]
    unsettled: tuple[Address, ...]
    kept: tuple[Address, ...]
    skipped: tuple[str, ...]


class Done(NamedTuple):
    """Every part was said to be finished, and nothing stands between the draft and the report."""

    tasks: tuple[Task, ...]


Step = Ask | Fill | Write | Review | Done


def fill_step(state: InterviewState, spot: Spot, cursor: Address) -> Fill:
    """The table at `spot`."""
    form, draft = state.form, state.draft
    table = form.tables[spot.part]
    untouched = [a for a in open_cells(form, draft) if form.cells[a].table == table.id]
    kept = [a for a in unused_cells(form, draft) if form.cells[a].table == table.id]
    return Fill(
        spot=spot,
        table=table,
        blocks=tuple(_blocks(state, table)),
        cells=_cells(state, table),
        cursor=cursor,
        open=tuple(untouched),
        kept=tuple(sorted(kept, key=form.arithmetic.index.__getitem__)),
        unsettled=tuple(a for a in unsettled(state) if form.cells[a].table == table.id),
        confirmed=table.id in draft.confirmed,
    )


def _blocks(state: InterviewState, table: Table) -> list[FillBlock]:
    live = _live(state.form, state.closed)
    found = []
    for block in table.blocks:
        pairs = [p for p in _pairs(table, block) if p[2] in live]
        rows = tuple(row for row in block.row_leaves if row.id in {p[0] for p in pairs})
        columns = tuple(c for c in block.column_leaves if c.id in {p[1] for p in pairs})
        if rows and columns:
            found.append(FillBlock(block, rows, columns))
    return found


def _pairs(table: Table, block: Block) -> list[tuple[str, str, Address]]:
    return [
        (row.id, column.id, f"{table.id}/{row.id}/{column.id}")
        for row in block.row_leaves
        for column in block.column_leaves
    ]


def _live(form: Form, closed: frozenset[Address]) -> set[Address]:
    """The cells in use, and the totals that something in use goes into."""
    live = {a for a in form.cells if a not in closed and a not in form.computed}
    for relation in form.totals:
        if any(term.address in live for side in relation.right for term in side.terms):
            live.add(relation.total)
    return live


def _cells(state: InterviewState, table: Table) -> Mapping[Address, CellState]:
    form, draft = state.form, state.draft
    last = _last_figures(state)
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
            last=last[address] if address in last and address in form.cells else None,
            was_carried=carried.value if carried else "",
        )
    return found


def _cell(state: InterviewState, address: Address, given: Cell | None, table: str) -> Cell:
    if given is not None:
        return given
    if address in state.form.computed:
        place = state.form.arithmetic.index[address]
        return Cell(state.facts.figures[place], Origin.COMPUTED)
    said = address in state.closed or table in state.draft.confirmed
    return Cell(0, Origin.CONFIRMED if said else Origin.DEFAULT)


def _last_figures(state: InterviewState) -> dict[Address, Figure]:
    if state.last_facts is None:
        return {}
    figures = state.last_facts.figures
    return {a: figures[place] for a, place in state.last_facts.form.arithmetic.index.items()}


def next_step(state: InterviewState) -> Step:
    """The step to show: where the clerk went, else the next that is open, else the review."""
    where = shown_place(state)
    place = place_of(state, where)
    if place is None:
        return _end(state)
    if place.kind is PlaceKind.TABLE:
        cursor = where if where in state.form.cells else ""
        return fill_step(state, _spot(state, place), cursor)
    if place.kind is PlaceKind.TEXT:
        return _write(state, place)
    return _ask(state, place)


def _ask(state: InterviewState, place: Place) -> Ask:
    question = state.form.questions[place.id]
    value = state.draft.answers.get(question.id)
    return Ask(
        spot=_spot(state, place),
        question=question,
        required=state.facts.required(question),
        value=value,
        typed=_said(question, value),
        default=_default(state, question),
        last=_last_answer(state, question),
        why=why_asked(state, question),
        beside=why_not_asked(state, question.id),
        verify=question.id in state.draft.verify,
    )


def _default(state: InterviewState, question: Question) -> str:
    """The form's proposal; a gate's follows from the figures that are there already."""
    gate = next((gate for gate in state.form.gates if gate.question is question), None)
    return question.default if gate is None else gate_default(state, gate)


def _last_answer(state: InterviewState, question: Question) -> str:
    if state.last is None:
        return ""
    asked = state.last.form.questions.get(question.id)
    return _said(asked, state.last.draft.answers.get(question.id)) if asked else ""


def _said(question: Question, value: Value | None) -> str:
    return "" if value is None else typed(question, value)


def _write(state: InterviewState, place: Place) -> Write:
    section = _section(state, place.section)
    return Write(
        spot=_spot(state, place),
        section=section,
        drafted=state.drafted[section.id],
        own=state.draft.texts.get(section.id),
        accepted=is_settled(state, section.id) and section.id not in state.draft.texts,
        again=was_accepted(state, section.id),
        changed=changed_text(state, section.id),
        last=last_paragraphs(state, section.id),
    )


def _end(state: InterviewState) -> Review | Done:
    tasks = task_list(state)
    carried = unsettled(state)
    finished = all(task.status is Status.FINISHED for task in tasks[:-1])
    if finished and not carried and next(gaps(state.facts), None) is None:
        return Done(tasks)
    form, draft = state.form, state.draft
    open_ = dict.fromkeys(form.cells[a].table for a in open_cells(form, draft))
    left = [p for p in way(state) if not is_answered(state, p)]
    lacking = missing(state)
    return Review(
        tasks=tasks,
        missing=lacking,
        tables=tuple(open_),
        texts=tuple(p.section for p in left if p.kind is PlaceKind.TEXT),
        verify=tuple(marked(state.facts)),
        changed=changed_texts(state),
        unsettled=carried,
        kept=tuple(unused_cells(form, draft)),
        skipped=tuple(p.id for p in left if p.kind is PlaceKind.QUESTION and p.id not in lacking),
    )


def _section(state: InterviewState, section_id: str) -> Section:
    return next(section for section in state.form.sections if section.id == section_id)


def _spot(state: InterviewState, place: Place) -> Spot:
    own = [known for known in way(state) if known.part == place.part]
    shorts = {section.id: section.short for section in state.form.sections}
    number = own.index(place) + 1 if place in own else 0
    section = shorts.get(place.section, "")
    title = title_of(state, place.part)
    return Spot(place.name, place.part, title, section, number, len(own))
