"""What a clerk gives: answers and figures. Each act makes a new state, or says a Problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from drafter.draft.answers_file import read_figure
from drafter.draft.model import Draft, Origin, with_answer, with_cell
from drafter.draft.numbers import Misread
from drafter.draft.reading import Raw, Value, read_answer
from drafter.errors import Problem
from drafter.form.arithmetic import Figure
from drafter.form.model import Address, Form, Question
from drafter.interview.carried import accepted_in
from drafter.interview.history import commit
from drafter.interview.moving import settle, unskipped
from drafter.interview.opening import contradiction, open_gates, without_stale
from drafter.interview.state import TABLES, TEXTS, InterviewState
from drafter.interview.writing import write_text


def record_answer(state: InterviewState, where: str, raw: Raw) -> InterviewState | Problem:
    """One answer: to a question, into a cell, or as the text of a section (`texts/ID`).

    An answer that was marked 待核 is no longer marked: it has been looked at.
    """
    if where in state.form.cells:
        return record_cells(state, state.form.cells[where].table, {where: raw})
    if where.startswith(TEXTS):
        return write_text(state, where.removeprefix(TEXTS), raw)
    question = state.form.questions.get(where)
    if question is None:
        return unknown(where)
    value = _read(state.form, question, raw)
    if isinstance(value, Problem):
        return value
    if (problem := contradiction(state, where, value)) is not None:
        return problem
    return settle(
        state,
        where,
        draft=_without_mark(_answered(state, where, value), where),
        progress=unskipped(state.progress, (where,)),
    )


def record_cells(
    state: InterviewState,
    table: str,
    figures: Mapping[Address, Raw],
    origin: Origin = Origin.ENTERED,
) -> InterviewState | Problem:
    """Several figures of one table, all or none, as one step of undo.

    A figure other than zero for a cell that the gates leave out opens them, where they can be.
    """
    read: dict[Address, Figure] = {}
    for address, raw in figures.items():
        figure = _figure(state.form, table, address, raw)
        if isinstance(figure, Problem):
            return figure
        read[address] = figure
    draft = open_gates(state, {address for address, figure in read.items() if figure})
    if isinstance(draft, Problem):
        return draft
    for address, figure in read.items():
        draft = _without_mark(with_cell(state.form, draft, address, figure, origin), address)
    place = TABLES + table
    return settle(state, place, draft=draft, progress=unskipped(state.progress, (place,)))


def confirm_rest_zero(state: InterviewState, table: str) -> InterviewState | Problem:
    """Every cell of the table that nothing was given for is zero, says the clerk.

    Figures taken over from last year that stand in it as they were are accepted with it.
    """
    if table not in state.form.tables:
        return unknown(table)
    place = TABLES + table
    draft = replace(state.draft, confirmed=state.draft.confirmed | {table})
    progress = unskipped(accepted_in(state, table), (place,))
    return settle(state, place, draft=draft, progress=progress)


def take_back(state: InterviewState, where: str) -> InterviewState | Problem:
    """Nothing is given any more: the question is open again, the cell the form's zero."""
    if where in state.form.questions:
        draft = _without_mark(_answered(state, where, None), where)
        return replace(commit(state, where, draft=draft), at=where)
    if where in state.form.cells and where not in state.form.computed:
        table = state.form.cells[where].table
        draft = _without_mark(with_cell(state.form, state.draft, where, None), where)
        draft = replace(draft, confirmed=draft.confirmed - {table})
        return replace(commit(state, TABLES + table, draft=draft), at=where)
    return unknown(where)


def unknown(where: str) -> Problem:
    """What to say of an address that the form does not have."""
    return Problem(where, "这份报告里没有这个地方。", "从目录里选。")


def _read(form: Form, question: Question, raw: Raw) -> Value | Problem:
    value = read_answer(question, raw)
    if isinstance(value, Problem) or question.id != "year":
        return value
    if not form.first_year <= int(str(value)) <= form.last_year:
        what = f"{value}年不用这种格式（{form.years}）。"
        return Problem(f"“{question.label}”", what, "核对年度，或换一种报告格式。")
    return value


def _figure(form: Form, table: str, address: Address, raw: Raw) -> Figure | Problem:
    cell = form.cells.get(address)
    if cell is None or cell.table != table:
        return unknown(address)
    if address in form.computed:
        return Problem(form.place(address), "这一格由 drafter 计算，不用填写。", "填写其他各格。")
    if not isinstance(raw, str):
        return Problem(form.place(address), "这里要的是一个数。", "写一个数字。")
    figure = read_figure(cell, raw)
    if isinstance(figure, Misread):
        return Problem(form.place(address), figure.what, figure.fix)
    return figure


def _answered(state: InterviewState, question_id: str, value: Value | None) -> Draft:
    draft = with_answer(state.draft, question_id, value)
    return without_stale(state.form, state.draft, draft)


def _without_mark(draft: Draft, address: Address) -> Draft:
    return replace(draft, verify=draft.verify - {address})
