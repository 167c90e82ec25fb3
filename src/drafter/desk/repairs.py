"""A proposed repair of a table, as an act: the figures that would make its relations hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from drafter.checks.causes import diagnosis_of
from drafter.checks.finding import Finding
from drafter.checks.repair import Repair
from drafter.desk.around import Around
from drafter.draft.numbers import format_figure
from drafter.errors import Problem
from drafter.form.model import Address, Form
from drafter.interview.acts import record_cells
from drafter.interview.state import InterviewState

_MOST = 3


class Mending(NamedTuple):
    """Figures to be typed, and that in the clerk's words; `slip` explains them, or is ""."""

    said: str
    slip: str
    figures: Mapping[Address, str]


def mendings(state: InterviewState, around: Around, finding: Finding) -> tuple[Mending, ...]:
    """The likeliest ways to mend what the finding tells, where they can be typed here.

    None where a total that another document states would have to change, or a cell that
    the gates leave out.
    """
    diagnosis = diagnosis_of(around.material(state), finding)
    if diagnosis is None:
        return ()
    good = diagnosis.repairs[: diagnosis.equally_good]
    typed = [repair for repair in good if _can_be_typed(state, repair)]
    return tuple(_mending(state.form, repair) for repair in typed[:_MOST])


def mend(state: InterviewState, mending: Mending) -> InterviewState | Problem:
    """The figures typed, as one step of undo; the clerk stays where they are."""
    table = state.form.cells[next(iter(mending.figures))].table
    after = record_cells(state, table, mending.figures)
    return after if isinstance(after, Problem) else replace(after, at=state.at, after=state.after)


def _can_be_typed(state: InterviewState, repair: Repair) -> bool:
    locked = state.form.computed | state.closed
    return not any(change.address in locked for change in repair.changes)


def _mending(form: Form, repair: Repair) -> Mending:
    said = "，".join(
        f"把“{form.cells[c.address].label}”由 {format_figure(c.old)} 改成 {format_figure(c.new)}"
        for c in repair.changes
    )
    figures = {change.address: format_figure(change.new) for change in repair.changes}
    return Mending(said, repair.changes[0].slip, figures)
