"""What a clerk gives: answers, figures, paragraphs, and what answers to gates do to a table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import takewhile
from typing import TypeVar

from drafter.draft.clean_text import scrub, scrub_line
from drafter.draft.draft_facts import closed_cells, lines_opened
from drafter.draft.draft_model import Draft, Origin, Raw, Value, with_answer, with_cell
from drafter.draft.empty_answers import answer_problem
from drafter.draft.typed_answers import read_answer
from drafter.draft.typed_figures import Misread, read_figure
from drafter.errors import Problem
from drafter.form.arithmetic import Figure
from drafter.form.definitions import YEAR, Address, CellDefinition, Form, Gate, Kind, Line, Question
from drafter.interview.interview_state import (
    InterviewState,
    PlaceKind,
    Progress,
    gate_of,
    is_corrected,
    place_of,
    section_of,
    table_place,
    taken_over,
    text_place,
    unknown,
)
from drafter.interview.paragraphs import digest
from drafter.interview.reasons import grounds
from drafter.interview.way import settle, unskipped

_UNREAD = "\ufffd"
"""Stands for bytes that are no character."""
_V = TypeVar("_V")


def record_answer(state: InterviewState, where: str, raw: Raw) -> InterviewState | Problem:
    """One answer: to a question, into a cell, or as the text of a section (`texts/ID`).

    An answer that was marked 待核 is no longer marked: it has been looked at.
    """
    place = place_of(state, where)
    if _UNREAD in repr(raw):
        fix = "改掉再填；每次都这样的，终端的编码要改成 UTF-8 或 GB18030。"
        at = state.form.place(place.id if place and place.kind is PlaceKind.TEXT else where)
        return Problem(at, f"里面有认不出的字（{_UNREAD}）。", fix)
    if where in state.form.cells:
        return record_cells(state, state.form.cells[where].table, {where: raw})
    if place is not None and place.kind is PlaceKind.TEXT:
        return write_text(state, place.id, raw)
    question = state.form.questions.get(where)
    if question is None:
        return unknown(where)
    value = _read(state.form, question, raw)
    if isinstance(value, Problem):
        return value
    if (problem := answer_problem(question, value)) is not None:
        return problem
    if (problem := _contradiction(state, where, value)) is not None:
        return problem
    return _given(state, where, _answered(state, where, value))


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
    draft = _open_gates(state, {address for address, figure in read.items() if figure})
    if isinstance(draft, Problem):
        return draft
    for address, figure in read.items():
        draft = _without_mark(with_cell(state.form, draft, address, figure, origin), address)
    # 予以公开 自然人 4 企业 1, of which the 1 stood there already, changes one cell.
    held = {address: cell.value for address, cell in state.draft.cells.items()}
    touched = [address for address in read if held.get(address, 0) != read[address]]
    one = touched[0] if len(touched) == 1 else ""
    changed = one if one and _is_changed(state.draft, table, one, read[one]) else ""
    return _given(replace(state, changed=changed), table_place(table), draft)


def _is_changed(draft: Draft, table: str, address: Address, figure: Figure) -> bool:
    """Whether somebody had given this cell another figure, or its zero."""
    cell = draft.cells.get(address)
    before = None if cell is None and table not in draft.confirmed else cell.value if cell else 0
    return before is not None and before != figure


def confirm_rest_zero(state: InterviewState, table: str) -> InterviewState | Problem:
    """Every cell of the table that nothing was given for is zero, says the clerk.

    Figures taken over from last year that stand in it as they were are accepted with it.
    """
    if table not in state.form.tables:
        return unknown(table)
    draft = replace(state.draft, confirmed=state.draft.confirmed | {table})
    return _given(state, table_place(table), draft, _accepted_in(state, table))


def take_back(state: InterviewState, where: str) -> InterviewState | Problem:
    """Nothing is given any more: the question is open again, the cell the form's zero."""
    if where in state.form.questions:
        return replace(state, draft=_answered(state, where, None), at=where)
    if where in state.form.cells and where not in state.form.computed:
        # Where 其余为零 was said, this one is of the rest from now on; the others stay zeros that
        # were looked at.
        draft = _without_mark(with_cell(state.form, state.draft, where, None), where)
        return replace(state, draft=draft, at=where)
    return unknown(where)


def accept_carried(state: InterviewState, addresses: Iterable[Address]) -> InterviewState:
    """These figures were looked at and are right; one that was changed still wants a reason."""
    return replace(state, progress=_accepted(state, set(addresses)))


def explain_carried(
    state: InterviewState, address: Address, reason: str
) -> InterviewState | Problem:
    """Why this year's figure is not the one taken over."""
    place, said = state.form.place(address), scrub_line(reason)
    if address not in taken_over(state):
        what = "这一格不是从上年带来的，也不是从台账统计的。"
        return Problem(place, what, "不用写原因。")
    if not said:
        return Problem(place, "还没有写原因。", "写明为什么不同。")
    carried, tallied = (
        {**own, address: own[address]._replace(reason=said)} if address in own else own
        for own in (state.progress.carried, state.progress.tallied)
    )
    return replace(state, progress=replace(state.progress, carried=carried, tallied=tallied))


def accept_text(state: InterviewState, section: str) -> InterviewState | Problem:
    """The drafted paragraphs are fine as they are; a text of the clerk's own is given up."""
    if (problem := _no_text_here(state, section)) is not None:
        return problem
    drafted, known = state.drafted(section), section_of(state.form, section)
    if not drafted and not known.optional:
        what, fix = "还没有可用的文字。", "先回答这一部分的问题，或者自己写一段。"
        return Problem(known.short, what, fix)
    return accepting(state, section)


def accepting(state: InterviewState, section: str) -> InterviewState:
    """The drafted paragraphs accepted, where that is known to be possible."""
    return _with_text(state, section, None, accepted=digest(state.drafted(section)))


def write_text(state: InterviewState, section: str, raw: Raw) -> InterviewState | Problem:
    """The clerk's own paragraphs, a line each, with what was drafted when they were written."""
    if (problem := _no_text_here(state, section)) is not None:
        return problem
    if not isinstance(raw, str) or not (own := scrub(raw)).strip():
        what, fix = "还没有写文字。", "写一段或几段，每段一行；要用拟好的文字，选“采用”。"
        return Problem(section_of(state.form, section).short, what, fix)
    return _with_text(state, section, own, accepted=None)


def restore_drafted_text(state: InterviewState, section: str) -> InterviewState | Problem:
    """The clerk's own paragraphs are given up; the drafted ones are shown, to be accepted."""
    if (problem := _no_text_here(state, section)) is not None:
        return problem
    accepted = state.progress.accepted.get(section)
    restored = _with_text(state, section, None, accepted=accepted)
    return replace(restored, at=text_place(section))


def gate_default(state: InterviewState, gate: Gate) -> str:
    """The answer that the figures given so far suggest; "" where none is given there."""
    given = state.draft.cells
    if not any(address in given for address in _cells(state.form, gate, gate.lines)):
        return ""
    filled = [
        line.short
        for line in gate.lines
        if any(a in given and given[a].value for a in _cells(state.form, gate, (line,)))
    ]
    if gate.question.kind is Kind.YESNO:
        return "是" if filled else "否"
    return "、".join(filled)


def gate_cells(form: Form, gate: Gate) -> frozenset[Address]:
    """The cells to be filled in that a gate opens or leaves out."""
    return _cells(form, gate, gate.lines)


def _accepted_in(state: InterviewState, table: str) -> Progress:
    """The progress with every figure of a table accepted that stands as it was taken over."""
    own = {a for a in state.progress.carried if state.form.cells[a].table == table}
    return _accepted(state, {address for address in own if not is_corrected(state, address)})


def _accepted(state: InterviewState, addresses: set[Address]) -> Progress:
    carried = {
        address: figure._replace(accepted=True) if address in addresses else figure
        for address, figure in state.progress.carried.items()
    }
    return replace(state.progress, carried=carried) if addresses else state.progress


def _given(
    state: InterviewState, place: str, draft: Draft, progress: Progress | None = None
) -> InterviewState:
    """The state after something was given at a place, which is not skipped any more."""
    progress = unskipped(progress or state.progress, (place,))
    return settle(state, place, draft=draft, progress=progress)


def _read(form: Form, question: Question, raw: Raw) -> Value | Problem:
    value = read_answer(question, raw)
    # The year alone is held against the form: in another one the report has another shape.
    if isinstance(value, Problem) or question.id != YEAR:
        return value
    return form.unserved(f"“{question.label}”", int(str(value))) or value


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
    draft = _without_mark(with_answer(state.draft, question_id, value), question_id)
    return _less_confirmed(state.form, state.draft, draft)


def _without_mark(draft: Draft, address: Address) -> Draft:
    return replace(draft, verify=draft.verify - {address})


def _contradiction(state: InterviewState, question_id: str, value: Value) -> Problem | None:
    """Why no choice of a gate can be taken: one before it said that there is something."""
    form = state.form
    gate = gate_of(form, question_id)
    if gate is None or value != ():
        return None
    # Rows and columns have gates of their own: nothing chosen here can leave no cell for the
    # rows that were said to have something.
    closed = closed_cells(form, {**state.draft.answers, question_id: value})
    for other in takewhile(lambda g: g is not gate, form.tables[gate.question.section].gates):
        answer = state.facts.answers.get(other.question.id)
        if answer is None or not lines_opened(other, answer):
            continue
        if closed.issuperset(_cells(form, other, lines_opened(other, answer))):
            what = f"前面“{other.question.label}”答了有，这里至少要选一项。"
            fix = f"选一项；确实没有的，先改“{other.question.label}”的回答。"
            return Problem(f"“{gate.question.label}”", what, fix)
    return None


def _open_gates(state: InterviewState, addresses: Iterable[Address]) -> Draft | Problem:
    """The draft with the gates' answers widened so that these cells are in use."""
    form, draft = state.form, state.draft
    for address in sorted(state.closed.intersection(addresses)):
        cell = form.cells[address]
        for gate in form.tables[cell.table].gates:
            if state.facts.asked(gate.question):
                draft = _widened(draft, gate, cell)
    # A gate that is not asked cannot be widened: its own condition would have to change first.
    still = closed_cells(form, draft.answers).intersection(addresses)
    return _unopened(state, min(still)) if still else _less_confirmed(form, state.draft, draft)


def _widened(draft: Draft, gate: Gate, cell: CellDefinition) -> Draft:
    """The draft with one gate's answer widened, where that shuts the cell out."""
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
    # Not `wanted`: of the lines that would open the cell, the first one is enough.
    names = {line.short for line in (*opened, wanted[0])}
    chosen = tuple(line.short for line in gate.lines if line.short in names)
    return with_answer(draft, gate.question.id, chosen)


def _unopened(state: InterviewState, address: Address) -> Problem:
    """Behind a gate that is not asked: which answers stand in the way."""
    cell = state.form.cells[address]
    shut = [
        grounds(state, gate.question)
        for gate in state.form.tables[cell.table].gates
        if address in _cells(state.form, gate, gate.lines) and not state.facts.asked(gate.question)
    ]
    because = "、".join(dict.fromkeys(words for words in shut if words))
    what = f"前面{because}，所以这一格不用填。" if because else "按前面的回答，这一格不用填。"
    return Problem(state.form.place(address), what, "要填这一格，先改前面的回答。")


def _less_confirmed(form: Form, before: Draft, draft: Draft) -> Draft:
    """The draft less the 其余为零 of tables in which cells came into use that were not.

    Nobody has said of these that they are zero.
    """
    opened = closed_cells(form, before.answers) - closed_cells(form, draft.answers)
    tables = {form.cells[address].table for address in opened}
    return replace(draft, confirmed=draft.confirmed - tables) if tables else draft


def _cells(form: Form, gate: Gate, lines: Collection[Line]) -> frozenset[Address]:
    """The cells to be filled in on these rows and columns of a gate."""
    rows = {leaf.id for line in lines if line in gate.rows for leaf in line.leaves}
    columns = {leaf.id for line in lines if line in gate.columns for leaf in line.leaves}
    return frozenset(
        cell.address
        for cell in form.tables[gate.question.section].cells
        if (cell.row in rows or cell.column in columns) and cell.address not in form.computed
    )


def _with_text(
    state: InterviewState, section: str, own: str | None, *, accepted: str | None
) -> InterviewState:
    # What was drafted is kept beside an own text: only a comparison with it can tell later
    # which facts have changed under that text, since its wording need not be the form's.
    drafted = None if own is None else state.drafted(section)
    progress = replace(
        state.progress,
        accepted=_put(state.progress.accepted, section, accepted),
        drafted=_put(state.progress.drafted, section, drafted),
    )
    draft = replace(state.draft, texts=_put(state.draft.texts, section, own))
    return _given(state, text_place(section), draft, progress)


def _put(entries: Mapping[str, _V], name: str, value: _V | None) -> dict[str, _V]:
    """The entries with this one instead of the one there was; None only takes that away."""
    others = {key: kept for key, kept in entries.items() if key != name}
    return others if value is None else {**others, name: value}


def _no_text_here(state: InterviewState, section: str) -> Problem | None:
    if place_of(state, text_place(section)) is None:
        return Problem(section, "这里没有要写的段落。", "从目录里选。")
    return None
