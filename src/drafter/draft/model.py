"""A draft: all answers, texts and cells that the clerk has given so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import NamedTuple

from drafter.draft.gates import closed_cells
from drafter.draft.values import Value
from drafter.form.arithmetic import Figure, Figures
from drafter.form.definitions import Address, Form


class Origin(Enum):
    """Where a cell's figure came from: a zero nobody typed is not a zero somebody confirmed."""

    DEFAULT = "default"
    CONFIRMED = "confirmed"
    ENTERED = "entered"
    CARRIED = "carried"
    TALLIED = "tallied"
    IMPORTED = "imported"
    COMPUTED = "computed"


class Cell(NamedTuple):
    """A figure and its origin. Counts are ints; amounts are Decimals in the cell's unit."""

    value: Figure
    origin: Origin


class Closure(NamedTuple):
    """A 提醒 that the clerk has looked at and explained.

    It holds while the values seen stay what they were (`seen`); then the finding comes back.
    """

    code: str
    address: Address
    seen: tuple[str, ...]
    reason: str
    closed_on: str


@dataclass(frozen=True, slots=True)
class Draft:
    """All that the clerk has given; what is absent was not given.

    answers: by question id
    texts: paragraphs (separated by newlines) that stand instead of a section's drafted
        ones, by section id
    cells: figures given, by address; never a computed cell
    confirmed: tables whose remaining cells the clerk has said are zero
    verify: addresses of cells and questions to be looked at again (待核)
    stated: totals as another document prints them, by address of a computed cell; they
        are only ever compared with the computed ones
    closures: the 提醒 closed with a reason
    """

    form: str
    answers: Mapping[str, Value] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[Address, Cell] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    verify: frozenset[str] = frozenset()
    stated: Mapping[Address, Figure] = field(default_factory=dict)
    closures: tuple[Closure, ...] = ()


def with_answer(draft: Draft, question_id: str, value: Value | None) -> Draft:
    """The draft with one answer given, or taken back (`None`)."""
    answers = {key: given for key, given in draft.answers.items() if key != question_id}
    if value is not None:
        answers[question_id] = value
    return replace(draft, answers=answers)


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


def cell_at(form: Form, draft: Draft, address: Address) -> Cell:
    """The figure in one cell of the report and where it came from.

    A cell that a gate leaves out is a zero that was confirmed, whatever is kept for it.
    """
    if address in closed_cells(form, draft.answers):
        return Cell(0, Origin.CONFIRMED)
    given = draft.cells.get(address)
    if given is not None:
        return given
    if address in form.computed:
        return Cell(figures(form, draft)[form.arithmetic.index[address]], Origin.COMPUTED)
    confirmed = form.cells[address].table in draft.confirmed
    return Cell(0, Origin.CONFIRMED if confirmed else Origin.DEFAULT)


def figures(form: Form, draft: Draft, in_use: Mapping[str, Value] | None = None) -> Figures:
    """Every figure of the report with the totals derived, in `form.arithmetic`'s order.

    in_use: the answers to heed, where that is not all of them
    """
    arithmetic = form.arithmetic
    index, values = arithmetic.index, arithmetic.zeros.copy()
    closed = closed_cells(form, draft.answers if in_use is None else in_use)
    for address, cell in draft.cells.items():
        if address not in closed:
            values[index[address]] = cell.value
    arithmetic.complete(values)
    return values


def open_cells(form: Form, draft: Draft) -> Iterator[Address]:
    """The cells that nobody has looked at: still the form's zero, in a table not confirmed."""
    closed = closed_cells(form, draft.answers)
    for address, cell in form.cells.items():
        given = address in draft.cells or address in closed or address in form.computed
        if not given and cell.table not in draft.confirmed:
            yield address


def unused_cells(form: Form, draft: Draft) -> Mapping[Address, Cell]:
    """The figures kept for cells that a gate leaves out: they count when it opens again."""
    closed = closed_cells(form, draft.answers)
    return {address: cell for address, cell in draft.cells.items() if address in closed}
