"""Figures taken over from last year: each is accepted, or corrected with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from drafter.draft.numbers import format_figure
from drafter.draft.scrub import scrub_line
from drafter.errors import Problem
from drafter.form.model import Address
from drafter.interview.history import commit
from drafter.interview.state import CarriedFigure, InterviewState, Progress


def is_corrected(state: InterviewState, address: Address) -> bool:
    """Whether another figure stands there now than the one taken over."""
    cell = state.draft.cells.get(address)
    standing = "0" if cell is None or address in state.closed else format_figure(cell.value)
    return standing != state.progress.carried[address].value


def unsettled(state: InterviewState) -> tuple[Address, ...]:
    """The figures taken over that nobody has accepted, or that were changed without a reason."""
    return tuple(
        address
        for address, figure in state.progress.carried.items()
        if not (figure.reason if is_corrected(state, address) else figure.accepted)
    )


def accept_carried(state: InterviewState, addresses: Iterable[Address]) -> InterviewState:
    """These figures were looked at and are right; one that was changed still wants a reason."""
    return commit(state, "", progress=_accepted(state, set(addresses)))


def explain_carried(
    state: InterviewState, address: Address, reason: str
) -> InterviewState | Problem:
    """Why this year's figure is not the one that last year's report closed with."""
    if address not in state.progress.carried:
        place = state.form.place(address)
        return Problem(place, "这一格不是从上年带来的。", "不用写原因。")
    if not scrub_line(reason):
        return Problem(state.form.place(address), "还没有写原因。", "写明与上年不同的原因。")
    figure = state.progress.carried[address]._replace(reason=scrub_line(reason))
    carried = {**state.progress.carried, address: figure}
    return commit(state, "", progress=replace(state.progress, carried=carried))


def accepted_in(state: InterviewState, table: str) -> Progress:
    """The progress with every figure of a table accepted that stands as it was taken over."""
    own = {a for a in state.progress.carried if state.form.cells[a].table == table}
    return _accepted(state, {address for address in own if not is_corrected(state, address)})


def _accepted(state: InterviewState, addresses: set[Address]) -> Progress:
    carried: dict[Address, CarriedFigure] = {
        address: figure._replace(accepted=True) if address in addresses else figure
        for address, figure in state.progress.carried.items()
    }
    return replace(state.progress, carried=carried) if addresses else state.progress
