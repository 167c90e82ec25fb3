"""What answers to gates do to their table, beyond what `closed_cells` follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile

from drafter.draft.gates import closed_cells, lines_opened
from drafter.draft.model import Draft, with_answer
from drafter.draft.values import Value
from drafter.errors import Problem
from drafter.form.model import Address, CellDefinition, Form, Gate, Kind
from drafter.interview.reasons import grounds
from drafter.interview.state import InterviewState


def contradiction(state: InterviewState, question_id: str, value: Value) -> Problem | None:
    """Why no choice of a gate can be taken: one before it said that there is something."""
    form = state.form
    gate = next((g for g in form.gates if g.question.id == question_id), None)
    if gate is None or value != ():
        return None
    closed = closed_cells(form, {**state.draft.answers, question_id: value})
    for other in takewhile(lambda g: g is not gate, form.tables[gate.question.section].gates):
        answer = state.facts.answers.get(other.question.id)
        if answer is None or not lines_opened(other, answer):
            continue
        if closed.issuperset(_cells(form, other, answer)):
            what = f"前面“{other.question.label}”答了有，这里至少要选一项。"
            fix = f"选一项；确实没有的，先改“{other.question.label}”的回答。"
            return Problem(f"“{gate.question.label}”", what, fix)
    return None


def open_gates(state: InterviewState, addresses: Iterable[Address]) -> Draft | Problem:
    """The draft with the gates' answers widened so that these cells are in use."""
    form, draft = state.form, state.draft
    for address in sorted(state.closed.intersection(addresses)):
        cell = form.cells[address]
        for gate in form.tables[cell.table].gates:
            if state.facts.asked(gate.question):
                draft = _widened(draft, gate, cell)
    still = closed_cells(form, draft.answers).intersection(addresses)
    return _unopened(state, min(still)) if still else without_stale(form, state.draft, draft)


def without_stale(form: Form, before: Draft, draft: Draft) -> Draft:
    """The draft less the 其余为零 of tables in which cells came into use that were not.

    Nobody has said of these that they are zero.
    """
    opened = closed_cells(form, before.answers) - closed_cells(form, draft.answers)
    tables = {form.cells[address].table for address in opened}
    return replace(draft, confirmed=draft.confirmed - tables) if tables else draft


def gate_default(state: InterviewState, gate: Gate) -> str:
    """The answer that the figures given so far suggest; "" where none is given there."""
    form, given = state.form, state.draft.cells
    if not any(address in given for address in _cells(form, gate, True)):
        return ""
    filled = [
        line.short
        for line in gate.lines
        if any(
            address in given and given[address].value
            for address in _cells(
                form, gate, True if gate.question.kind is Kind.YESNO else (line.short,)
            )
        )
    ]
    if gate.question.kind is Kind.YESNO:
        return "是" if filled else "否"
    return "、".join(filled)


def _widened(draft: Draft, gate: Gate, cell: CellDefinition) -> Draft:
    answer = draft.answers.get(gate.question.id)
    opened = lines_opened(gate, answer)
    wanted = [
        line
        for line in gate.lines
        for leaf in line.leaves
        if leaf.id == (cell.row if line in gate.rows else cell.column)
    ]
    if not wanted or any(line in opened for line in wanted):
        return draft
    if gate.question.kind is Kind.YESNO:
        return with_answer(draft, gate.question.id, True)
    names = {line.short for line in (*opened, wanted[0])}
    chosen = tuple(line.short for line in gate.lines if line.short in names)
    return with_answer(draft, gate.question.id, chosen)


def _unopened(state: InterviewState, address: Address) -> Problem:
    """Behind a gate that is not asked: which answers stand in the way."""
    cell = state.form.cells[address]
    shut = [
        grounds(state, gate.question)
        for gate in state.form.tables[cell.table].gates
        if address in _cells(state.form, gate, None) and not state.facts.asked(gate.question)
    ]
    because = "、".join(dict.fromkeys(words for words in shut if words))
    what = f"前面{because}，所以这一格不用填。" if because else "按前面的回答，这一格不用填。"
    return Problem(state.form.place(address), what, "要填这一格，先改前面的回答。")


def _cells(form: Form, gate: Gate, answer: Value | None) -> frozenset[Address]:
    lines = lines_opened(gate, answer)
    rows = {leaf.id for line in lines if line in gate.rows for leaf in line.leaves}
    columns = {leaf.id for line in lines if line in gate.columns for leaf in line.leaves}
    return frozenset(
        cell.address
        for cell in form.tables[gate.question.section].cells
        if (cell.row in rows or cell.column in columns) and cell.address not in form.computed
    )
