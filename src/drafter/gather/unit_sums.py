"""A government's report as the sum of its units': who is in, who is missing, and what is behind
each cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from drafter.draft.draft_model import Cell, Draft, Origin, Value
from drafter.draft.typed_answers import read_answer
from drafter.errors import Problem
from drafter.form.arithmetic import Figure
from drafter.form.definitions import ORGAN, YEAR, Address, Form
from drafter.gather.gathered_report import Gathered, State, figure_of
from drafter.gather.unit_reports import UnitReport


class Part(NamedTuple):
    """What one unit has in a cell."""

    unit: str
    figure: Figure


class LeftOut(NamedTuple):
    """A unit that is not counted, and why in Chinese."""

    unit: str
    why: str


@dataclass(frozen=True)
class UnitSums:
    """The sum of some units.

    behind: by cell that is no total, the units that have more than nothing there
    doubtful: units that are counted although their report has errors
    missing: units that sent nothing usable; held: those that are counted in another's report
    """

    form: Form
    counted: tuple[str, ...]
    behind: Mapping[Address, tuple[Part, ...]]
    doubtful: tuple[str, ...] = ()
    missing: tuple[LeftOut, ...] = ()
    held: tuple[LeftOut, ...] = ()

    def figure(self, address: Address) -> Figure:
        """The sum in one cell that is no total."""
        total: Figure = 0
        for part in self.behind.get(address, ()):
            total += part.figure
        return total

    def draft(self, answers: Mapping[str, Value]) -> Draft:
        """A draft with the sums; zeros are sums, too."""
        form = self.form
        cells = {
            address: Cell(self.figure(address), Origin.MERGED)
            for address in form.cells
            if address not in form.computed
        }
        return Draft(form.id, answers, cells=cells)


class Apart(NamedTuple):
    """A cell in which what a government published is not the sum of its units."""

    address: Address
    published: Figure
    summed: Figure
    behind: tuple[Part, ...]


def sum_units(form: Form, units: Sequence[UnitReport], reports: Iterable[Gathered]) -> UnitSums:
    """Sum the reports that count, which come in the order of their units.

    No unit twice: one whose figures are in another's report is left out when that one is in.
    """
    usable = {u.unit.name for u in units if _why_not(form, u) == ""}
    holder = {u.unit.name: u.unit.inside for u in units if u.unit.inside}
    behind: dict[Address, list[Part]] = {}
    counted, doubtful, missing, held = [], [], [], []
    coming = iter(reports)
    for unit in units:
        report = next(coming) if unit.current is not None else None
        name = unit.unit.name
        if why := _why_not(form, unit):
            missing.append(LeftOut(name, why))
        elif above := _counted_above(name, holder, usable):
            held.append(LeftOut(name, f"已经包括在{above}的报告里"))
        elif report is not None:
            counted.append(name)
            if unit.state is State.WRONG:
                doubtful.append(name)
            for address, figure in _figures(form, report):
                behind.setdefault(address, []).append(Part(name, figure))
    return UnitSums(
        form=form,
        counted=tuple(counted),
        behind={address: tuple(parts) for address, parts in behind.items()},
        doubtful=tuple(doubtful),
        missing=tuple(missing),
        held=tuple(held),
    )


def apart_from(sums: UnitSums, published: Mapping[Address, Figure]) -> Iterator[Apart]:
    """The cells, no totals, in which a published report is not the sum, in the form's order."""
    for address in sums.form.cells:
        if address in sums.form.computed or address not in published:
            continue
        summed = sums.figure(address)
        if published[address] != summed:
            yield Apart(address, published[address], summed, sums.behind.get(address, ()))


def heading(form: Form, year: int, organ: str) -> dict[str, Value]:
    """The answers that a list of units gives: the year, and whose report it is."""
    given = {YEAR: str(year) if year else "", ORGAN: organ}
    read = {key: read_answer(form.questions[key], text) for key, text in given.items() if text}
    return {key: value for key, value in read.items() if not isinstance(value, Problem)}


def cells_called(form: Form, words: str) -> list[Address]:
    """The cells that an address or a label means: 予以公开·自然人."""
    if words in form.cells:
        return [words]
    exact = [address for address, cell in form.cells.items() if cell.label == words]
    return exact or [address for address in form.cells if words in form.place(address)]


def _why_not(form: Form, unit: UnitReport) -> str:
    entry = unit.current
    if entry is None:
        return "报告读不出来" if unit.unreadable else "没有报"
    if entry.missing:
        return f"有 {entry.missing} 格没有读到，没有计入"
    return "" if entry.form == form.id else "用的是别的报告格式，没有计入"


def _counted_above(name: str, holder: Mapping[str, str], usable: set[str]) -> str:
    """The nearest unit that holds this one's figures and is itself in the sum."""
    above = holder.get(name, "")
    while above and above not in usable:
        above = holder.get(above, "")
    return above


def _figures(form: Form, report: Gathered) -> Iterator[tuple[Address, Figure]]:
    for address in form.cells:
        said = report.cells.get(address, "0")
        if address not in form.computed and said != "0":
            yield address, figure_of(said)
