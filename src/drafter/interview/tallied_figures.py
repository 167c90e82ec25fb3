"""Figures counted from the register: recorded with where they come from, and told when changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import NamedTuple

from drafter.draft.draft_model import Draft, Origin, with_answer, with_cell
from drafter.draft.typed_answers import read_answer
from drafter.errors import Problem
from drafter.form.arithmetic import Figure
from drafter.form.definitions import YEAR, Address, Form, Kind
from drafter.interview.given_answers import gate_cells, gate_default, record_answer
from drafter.interview.interview_state import (
    CarriedFigure,
    InterviewState,
    RegisterRecord,
    stands_otherwise,
)
from drafter.interview.way import unskipped
from drafter.ledger.counted_register import given_cells
from drafter.ledger.register_settings import Settings

_NO = {Kind.YESNO: "否", Kind.CHOICES: "无"}
"""What is said to a gate behind which nothing was counted."""


class Changed(NamedTuple):
    """A figure that a count makes another."""

    address: Address
    old: Figure
    new: Figure


class Counted(NamedTuple):
    """What was counted from a register for one year.

    cells: by address, zeros left out; scope: all those that the register tells of
    answers: as typed, by question; record: what is remembered of the register
    whole: whether every row was understood, so that the other cells are zero
    """

    year: int
    cells: Mapping[Address, int]
    scope: frozenset[Address]
    answers: Mapping[str, str]
    record: RegisterRecord
    whole: bool


def record_tally(state: InterviewState, counted: Counted) -> InterviewState | Problem:
    """The figures of the tables as they were counted, and the answers that follow.

    A figure that the clerk changed with a reason stays, and so does an answer of the clerk's own.
    """
    year = state.draft.year
    if year is not None and year != counted.year:
        what = f"台账统计的是{counted.year}年，报告写的是{year}年。"
        return Problem("台账", what, "核对年度。")
    before = state.progress.register
    form, draft = state.form, state.draft
    if year is None:
        draft = with_answer(draft, YEAR, counted.year)
    kept = {
        address
        for address, figure in state.progress.tallied.items()
        if figure.reason and stands_otherwise(state, address, figure)
    }
    tallied = {
        address: CarriedFigure(str(number), True, _reason(state, address))
        for address, number in counted.cells.items()
    }
    gates = [gate for gate in form.gates if counted.scope.issuperset(gate_cells(form, gate))]
    for gate in gates:
        draft = with_answer(draft, gate.question.id, None)
    draft = _with_figures(form, draft, counted, counted.scope - kept)
    for address in kept - tallied.keys():
        tallied[address] = CarriedFigure("0", True, _reason(state, address))
    progress = replace(state.progress, tallied=tallied, register=counted.record)
    after = replace(state, draft=draft, progress=progress)
    for question, raw in counted.answers.items():
        after = _answered(after, question, raw, before)
    for gate in gates if counted.whole else ():
        if after.facts.asked(gate.question):
            said = gate_default(after, gate) or _NO[gate.question.kind]
            given = record_answer(after, gate.question.id, said)
            after = after if isinstance(given, Problem) else given
    return replace(after, at=state.at, after=state.after)


def with_settings(state: InterviewState, file: str, settings: Settings) -> InterviewState:
    """What was said of a register's words, though its figures were not recorded.

    A register that was counted is not given up for another one.
    """
    before = state.progress.register
    if before is not None and before.digest and before.file != file:
        return state
    known = before if before is not None and before.file == file else RegisterRecord(file, "")
    record = known._replace(settings=settings)
    return replace(state, progress=replace(state.progress, register=record))


def _with_figures(
    form: Form, draft: Draft, counted: Counted, addresses: Collection[Address]
) -> Draft:
    """The draft with these cells as counted; a table counted whole has no zero left to look at."""
    for address in addresses:
        draft = with_cell(form, draft, address, counted.cells.get(address), Origin.TALLIED)
    tables = {form.cells[address].table for address in counted.scope}
    full = {table for table in tables if counted.scope.issuperset(given_cells(form, table))}
    confirmed = draft.confirmed - tables
    return replace(draft, confirmed=confirmed | full if counted.whole else confirmed)


def _reason(state: InterviewState, address: Address) -> str:
    known = state.progress.tallied.get(address)
    return known.reason if known else ""


def _answered(
    state: InterviewState, question: str, raw: str, before: RegisterRecord | None
) -> InterviewState:
    """With the answer, where the clerk has given none of their own."""
    asked = state.form.questions.get(question)
    if asked is None:
        return state
    value = read_answer(asked, raw)
    if isinstance(value, Problem):
        return state
    given = state.draft.answers.get(question)
    earlier = before.answers.get(question) if before else None
    if given is not None and (earlier is None or given != read_answer(asked, earlier)):
        return state
    progress = unskipped(state.progress, (question,))
    return replace(state, draft=with_answer(state.draft, question, value), progress=progress)


def changes(before: InterviewState, after: InterviewState) -> tuple[Changed, ...]:
    """The cells that differ, totals left out, in the order of the form."""
    form = before.form
    index = form.arithmetic.index
    old, new = before.facts.figures, after.facts.figures
    return tuple(
        Changed(address, old[index[address]], new[index[address]])
        for address in form.cells
        if address not in form.computed and old[index[address]] != new[index[address]]
    )
