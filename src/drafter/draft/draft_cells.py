"""Which cells of the tables are in use, and the figure that each shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from drafter.draft.draft_model import Cell, Draft, Origin, Value
from drafter.draft.text_names import names_of, shown, value_in
from drafter.form.arithmetic import Figure, Figures
from drafter.form.definitions import Address, Form, Gate, Line, Table


def closed_cells(form: Form, answers: Mapping[str, Value]) -> frozenset[Address]:
    """The cells left out: zero in the report, whatever figure is kept for them.

    A table none of whose gates is answered (a file written by hand) is in use as a whole.
    Once one is, a gate still open leaves its rows and columns in use, one that is not asked
    leaves them out.
    """
    if not any(gate.question.id in answers for gate in form.gates):
        return frozenset()
    names = _names(form, answers)
    return frozenset(
        address
        for table in form.tables.values()
        for address in _closed(form, table, answers, _asked(form, table, answers, names))
    )


def idle_gates(form: Form, answers: Mapping[str, Value]) -> frozenset[str]:
    """The gates that are answered though, as the other answers stand, they are not asked."""
    if not any(gate.question.id in answers for gate in form.gates):
        return frozenset()
    names = _names(form, answers)
    asked = {
        gate.question.id
        for table in form.tables.values()
        for gate in _asked(form, table, answers, names)
    }
    return frozenset(
        g.question.id for g in form.gates if g.question.id in answers and g.question.id not in asked
    )


def lines_opened(gate: Gate, answer: Value | None) -> tuple[Line, ...]:
    """The rows and columns that an answer opens; all of them while there is none."""
    if answer is None or answer is True:
        return gate.lines
    chosen: Collection[object] = answer if isinstance(answer, tuple) else ()
    return tuple(line for line in gate.lines if line.short in chosen)


def closing_gate(
    form: Form, answers: Mapping[str, Value], address: Address
) -> tuple[Gate, Line] | None:
    """The answered gate that leaves a cell out, with the row or column that it was asked about."""
    cell = form.cells[address]
    for gate in form.tables[cell.table].gates:
        answer = answers.get(gate.question.id)
        shut = [line for line in gate.lines if line not in lines_opened(gate, answer)]
        for line in shut if answer is not None else ():
            own = cell.row if line in gate.rows else cell.column
            if own in {leaf.id for leaf in line.leaves}:
                return gate, line
    return None


def _names(form: Form, answers: Mapping[str, Value]) -> Mapping[str, Any]:
    """Names for the gates' conditions, which see no figures: these are all zero here."""
    return names_of(form, answers, form.arithmetic.zeros)


def _asked(
    form: Form, table: Table, answers: Mapping[str, Value], names: Mapping[str, Any]
) -> list[Gate]:
    """The gates that are asked; one that is not counts as unanswered for those after it."""
    asked, local = [], dict(names)
    for gate in table.gates:
        when = gate.question.when
        # A gate sees the gates before it; itself and those behind are not answered yet.
        local[gate.question.name] = None
        if when is None or value_in(form, when, local):
            asked.append(gate)
            local[gate.question.name] = shown(answers.get(gate.question.id))
    return asked


def _closed(
    form: Form, table: Table, answers: Mapping[str, Value], asked: Collection[Gate]
) -> Iterator[Address]:
    if not any(gate.question.id in answers for gate in asked):
        return
    governed, opened = set(), set()
    for gate in table.gates:
        governed |= _leaves(gate, gate.lines)
        if gate in asked:
            opened |= _leaves(gate, lines_opened(gate, answers.get(gate.question.id)))
    shut = governed - opened
    for cell in table.cells:
        left_out = ("row", cell.row) in shut or ("column", cell.column) in shut
        if left_out and cell.address not in form.computed:
            yield cell.address


def _leaves(gate: Gate, lines: Collection[Line]) -> set[tuple[str, str]]:
    rows = {("row", leaf.id) for line in gate.rows if line in lines for leaf in line.leaves}
    columns = {
        ("column", leaf.id) for line in gate.columns if line in lines for leaf in line.leaves
    }
    return rows | columns


def with_cell(
    form: Form,
    draft: Draft,
    address: Address,
    value: Figure | None,
    origin: Origin = Origin.ENTERED,
) -> Draft:
    """The draft with one figure given, or taken back to the form's zero (`None`).

    Raises: ValueError for a computed cell: totals follow, they are never typed.
    """
    if address in form.computed:
        raise ValueError(f"{address} is computed")
    cells = {key: given for key, given in draft.cells.items() if key != address}
    if value is not None:
        cells[address] = Cell(value, origin)
    return replace(draft, cells=cells)


def figures(form: Form, draft: Draft, closed: Collection[Address] | None = None) -> Figures:
    """Every figure of the report with the totals derived, in `form.arithmetic`'s order.

    closed: the cells left out, where they are known already
    """
    arithmetic = form.arithmetic
    index, values = arithmetic.index, arithmetic.zeros.copy()
    closed = closed_cells(form, draft.answers) if closed is None else closed
    for address, cell in draft.cells.items():
        if address not in closed:
            values[index[address]] = cell.value
    arithmetic.complete(values)
    return values


def open_cells(
    form: Form, draft: Draft, closed: Collection[Address] | None = None
) -> Iterator[Address]:
    """The cells that nobody has looked at: still the form's zero, in a table not confirmed.

    closed: as for `figures`
    """
    closed = closed_cells(form, draft.answers) if closed is None else closed
    for address, cell in form.cells.items():
        given = address in draft.cells or address in closed or address in form.computed
        if not given and cell.table not in draft.confirmed:
            yield address


def unused_cells(
    form: Form, draft: Draft, closed: Collection[Address] | None = None
) -> Mapping[Address, Cell]:
    """The figures kept for cells that a gate leaves out: they count when it opens again.

    closed: as for `figures`
    """
    closed = closed_cells(form, draft.answers) if closed is None else closed
    return {address: cell for address, cell in draft.cells.items() if address in closed}
