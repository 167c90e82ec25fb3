"""The summary of a gathering as plain values, and as one web page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from drafter.errors import harmless
from drafter.gather.alike_texts import AlikeGroup
from drafter.gather.gathered_report import SEVERITIES, Gathered, State
from drafter.gather.report_folder import Passed
from drafter.gather.unit_reports import Sorted, UnitReport
from drafter.report.table_markup import legal

DETAILED = 500
"""Units whose findings stand on the page; of more of them each has its own file only."""


class UnitLine(NamedTuple):
    """A unit's line of the summary. letter: the name of its 退回意见, "" where there is none."""

    name: str
    state: State
    errors: int
    warnings: int
    late: int
    signed: str
    file: str
    remarks: tuple[str, ...]
    letter: str = ""
    details: bool = False
    """Whether there are findings, or things not read."""


class Summary(NamedTuple):
    """All that page and workbook show, but for the findings, which are read unit by unit."""

    title: str
    day: str
    year: int
    lines: tuple[UnitLine, ...]
    alike: tuple[AlikeGroup, ...]
    strangers: tuple[tuple[str, str, str], ...]
    """File, the name in it, the unit that it may be."""
    others: tuple[tuple[str, str, int], ...]
    nameless: tuple[tuple[str, str], ...]
    passed: tuple[Passed, ...]

    def count(self, state: State) -> int:
        """How many units are in a state."""
        return sum(1 for line in self.lines if line.state is state)


def summary_of(
    found: Sorted,
    letters: Mapping[str, str],
    alike: Sequence[AlikeGroup],
    passed: Sequence[Passed],
    title: str,
    day: str,
) -> Summary:
    """The summary of sorted reports; `letters`: by unit the name of its file."""
    return Summary(
        title=title,
        day=day,
        year=found.year,
        lines=tuple(unit_line(unit, letters.get(unit.unit.name, "")) for unit in found.units),
        alike=tuple(alike),
        strangers=tuple((entry.path, entry.name, near) for entry, near in found.strangers),
        others=tuple((entry.path, entry.name, entry.year) for entry in found.others),
        nameless=tuple((e.path, e.problem or "没有写明单位") for e in found.nameless),
        passed=tuple(passed),
    )


def unit_line(unit: UnitReport, letter: str = "") -> UnitLine:
    """One unit's line."""
    entry = unit.current
    return UnitLine(
        name=unit.unit.name,
        state=unit.state,
        errors=entry.errors if entry else 0,
        warnings=entry.warnings if entry else 0,
        late=unit.late,
        signed=entry.signed if entry else "",
        file=entry.path if entry else "、".join(e.path for e in unit.unreadable),
        remarks=tuple(_remarks(unit)),
        letter=letter,
        details=entry is not None and bool(entry.told),
    )


def _remarks(unit: UnitReport) -> Iterator[str]:
    entry = unit.current
    if unit.how:
        yield f"单位是{unit.how}认出的"
    if entry is not None and not entry.year:
        yield "没有读到年度"
    if entry is not None and entry.missing:
        yield f"有 {entry.missing} 格没有读到"
    for other in unit.unreadable:
        yield f"{other.path}：{other.problem}"
    for former in unit.former:
        yield f"另有 {former.entry.path}：{former.why}"
    if unit.unit.inside:
        yield f"并入{unit.unit.inside}"


def page_pieces(summary: Summary, reports: Iterator[tuple[str, Gathered]]) -> Iterator[bytes]:
    """The web page, piece by piece; `reports`: units with the report that counts."""
    details = _details(reports) if len(summary.lines) <= DETAILED else ()
    stream = _template().stream(
        s=summary, states=tuple(State), details=details, severities=SEVERITIES
    )
    stream.enable_buffering(200)
    for piece in stream:
        yield legal(harmless(piece)).encode("utf-8", "replace")


def _details(reports: Iterator[tuple[str, Gathered]]) -> Iterator[tuple[str, Gathered]]:
    return ((unit, report) for unit, report in reports if report.findings or report.unread)


@cache
def _template() -> Any:
    # A page of ours, no form's: it is no stranger's template, so it wants no sandbox.
    import jinja2

    text = Path(__file__).with_name("summary.html.j2").read_text("utf-8")
    return jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
        text
    )
