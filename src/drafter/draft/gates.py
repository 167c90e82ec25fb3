"""Which cells of the tables are in use: the gates' answers say so, and nothing else does."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from drafter.draft.values import Value
from drafter.draft.visible import branches, plain_names, shown
from drafter.form.compiled import value_of
from drafter.form.model import Address, Form, Gate, Line, Table
from drafter.form.namespace import table_names
from drafter.form.texts import texts_of


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
        for address in _closed(form, table, answers, names)
    )


def lines_opened(gate: Gate, answer: Value | None) -> tuple[Line, ...]:
    """The rows and columns that an answer opens; all of them while there is none."""
    if answer is None or answer is True:
        return gate.lines
    chosen: Collection[object] = answer if isinstance(answer, tuple) else ()
    return tuple(line for line in gate.lines if line.short in chosen)


def _closed(
    form: Form, table: Table, answers: Mapping[str, Value], names: Mapping[str, Any]
) -> Iterator[Address]:
    asked, local = [], dict(names)
    for gate in table.gates:
        answer = answers.get(gate.question.id)
        if _is_asked(form, gate, local):
            asked.append(gate)
            local[gate.question.name] = shown(answer)
        else:
            local[gate.question.name] = None
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
    columns = {("column", leaf.id) for line in gate.columns if line in lines for leaf in line.leaves}
    return rows | columns


def _is_asked(form: Form, gate: Gate, names: Mapping[str, Any]) -> bool:
    when = gate.question.when
    return when is None or bool(value_of(texts_of(form).expression(when.source), names))


def _names(form: Form, answers: Mapping[str, Value]) -> dict[str, Any]:
    """What the gates' conditions may see. They see no figures, so these are all zero here."""
    tree = plain_names(form, answers)
    zeros = form.arithmetic.zeros
    for table in form.tables.values():
        rows = table_names(table, form.arithmetic.index, zeros)
        tree.setdefault(table.id, {}).update(rows)
    names = {word: branches(branch) for word, branch in tree.items()}
    for word, text in form.facts.items():
        names[word] = value_of(texts_of(form).expression(text.source), names)
    return names
