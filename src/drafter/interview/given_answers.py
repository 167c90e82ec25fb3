"""What a clerk gives: answers, figures, paragraphs, and what answers to gates do to a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import takewhile

from drafter.draft.clean_text import scrub
from drafter.draft.draft_cells import closed_cells, lines_opened, with_cell
from drafter.draft.draft_model import Draft, Origin, Raw, Value, with_answer
from drafter.draft.typed_answers import read_answer, read_figure
from drafter.draft.typed_figures import Misread
from drafter.errors import Problem
from drafter.form.arithmetic import Figure
from drafter.form.definitions import Address, CellDefinition, Form, Gate, Kind, Question
from drafter.interview.interview_state import (
    InterviewState,
    PlaceKind,
    place_of,
    table_place,
    text_place,
)
from drafter.interview.last_year import accepted_in
from drafter.interview.paragraphs import digest
from drafter.interview.reasons import grounds
from drafter.interview.way import settle, unskipped

_UNREAD = "\ufffd"
"""Stands for bytes that are no character."""


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


def record_answer(state: InterviewState, where: str, raw: Raw) -> InterviewState | Problem:
    """One answer: to a question, into a cell, or as the text of a section (`texts/ID`).

    An answer that was marked 待核 is no longer marked: it has been looked at.
    """
    if _UNREAD in repr(raw):
        fix = "改掉再填；每次都这样的，终端的编码要改成 UTF-8 或 GB18030。"
        at = state.form.place(where.removeprefix("texts/"))
        return Problem(at, f"里面有认不出的字（{_UNREAD}）。", fix)
    if where in state.form.cells:
        return record_cells(state, state.form.cells[where].table, {where: raw})
    place = place_of(state, where)
    if place is not None and place.kind is PlaceKind.TEXT:
        return write_text(state, place.id, raw)
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
    place = table_place(table)
    return settle(state, place, draft=draft, progress=unskipped(state.progress, (place,)))


def confirm_rest_zero(state: InterviewState, table: str) -> InterviewState | Problem:
    """Every cell of the table that nothing was given for is zero, says the clerk.

    Figures taken over from last year that stand in it as they were are accepted with it.
    """
    if table not in state.form.tables:
        return unknown(table)
    place = table_place(table)
    draft = replace(state.draft, confirmed=state.draft.confirmed | {table})
    progress = unskipped(accepted_in(state, table), (place,))
    return settle(state, place, draft=draft, progress=progress)


def take_back(state: InterviewState, where: str) -> InterviewState | Problem:
    """Nothing is given any more: the question is open again, the cell the form's zero."""
    if where in state.form.questions:
        draft = _without_mark(_answered(state, where, None), where)
        return replace(state, draft=draft, at=where)
    if where in state.form.cells and where not in state.form.computed:
        draft = _without_mark(with_cell(state.form, state.draft, where, None), where)
        draft = replace(draft, confirmed=draft.confirmed - {state.form.cells[where].table})
        return replace(state, draft=draft, at=where)
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


def accept_text(state: InterviewState, section: str) -> InterviewState | Problem:
    """The drafted paragraphs are fine as they are; a text of the clerk's own is given up."""
    if (problem := _unusable(state, section)) is not None:
        return problem
    drafted = state.drafted[section]
    if not drafted and not _may_be_empty(state, section):
        what, fix = "还没有可用的文字。", "先回答这一部分的问题，或者自己写一段。"
        return Problem(_short(state, section), what, fix)
    progress = unskipped(state.progress, (text_place(section),))
    progress = replace(
        progress,
        accepted={**progress.accepted, section: digest(drafted)},
        drafted={key: value for key, value in progress.drafted.items() if key != section},
    )
    texts = {key: text for key, text in state.draft.texts.items() if key != section}
    draft = replace(state.draft, texts=texts)
    return settle(state, text_place(section), draft=draft, progress=progress)


def write_text(state: InterviewState, section: str, raw: Raw) -> InterviewState | Problem:
    """The clerk's own paragraphs, a line each, with what was drafted when they were written."""
    if (problem := _unusable(state, section)) is not None:
        return problem
    if not isinstance(raw, str) or not scrub(raw).strip():
        what, fix = "还没有写文字。", "写一段或几段，每段一行；要用拟好的文字，选“采用”。"
        return Problem(_short(state, section), what, fix)
    progress = unskipped(state.progress, (text_place(section),))
    drafted = {**progress.drafted, section: state.drafted[section]}
    accepted = {key: value for key, value in progress.accepted.items() if key != section}
    progress = replace(progress, drafted=drafted, accepted=accepted)
    draft = replace(state.draft, texts={**state.draft.texts, section: scrub(raw)})
    return settle(state, text_place(section), draft=draft, progress=progress)


def restore_drafted_text(state: InterviewState, section: str) -> InterviewState | Problem:
    """The clerk's own paragraphs are given up; the drafted ones are shown, to be accepted."""
    if (problem := _unusable(state, section)) is not None:
        return problem
    texts = {key: text for key, text in state.draft.texts.items() if key != section}
    drafted = {key: value for key, value in state.progress.drafted.items() if key != section}
    restored = settle(
        state,
        text_place(section),
        draft=replace(state.draft, texts=texts),
        progress=replace(state.progress, drafted=drafted),
    )
    return replace(restored, at=text_place(section))


def _unusable(state: InterviewState, section: str) -> Problem | None:
    if place_of(state, text_place(section)) is None:
        return Problem(section, "这里没有要写的段落。", "从目录里选。")
    return None


def _may_be_empty(state: InterviewState, section: str) -> bool:
    return any(known.id == section and known.optional for known in state.form.sections)


def _short(state: InterviewState, section: str) -> str:
    return next((s.short for s in state.form.sections if s.id == section), section)
