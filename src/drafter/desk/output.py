"""The report of a session as text, and as files in the clerk's folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from drafter.checks.finding import Result
from drafter.checks.run import has_errors, run_checks
from drafter.desk.around import Around
from drafter.desk.desk import Desk
from drafter.desk.exporting import export_anew
from drafter.desk.making import Export
from drafter.desk.output_kinds import USUAL, Output
from drafter.desk.reviewed import keep_reviewed, last_reviewed
from drafter.interview.state import InterviewState
from drafter.report.build import build_document
from drafter.report.render import Format, Page, render
from drafter.report.typeset import can_typeset

_WIDTH = 80
NEXT = "接下来：送审，按上级要求的方式公布，再把这份报告存档。"
"""What to do with a report that is no 草稿."""


class WrittenReport(NamedTuple):
    """Where the files went, whether they are a 草稿, what the checks said, notes on the files."""

    paths: tuple[Path, ...]
    draft: bool
    result: Result
    notes: tuple[str, ...]


def report_text(
    state: InterviewState, around: Around, width: int = _WIDTH, *, ascii: bool = False
) -> str:
    """The report as it would be printed now. Raises: DrafterError of a template."""
    draft = has_errors(around.material(state))
    document = build_document(state.facts, draft=draft)
    return render(state.form, document, Format.TEXT, Page(width, ascii=ascii), around.own)


def possible_outputs() -> tuple[Output, ...]:
    """What can be made on this machine for the clerk to hand on, the usual first."""
    from drafter.desk.converting import find_office

    pdf = (Output.PDF,) if can_typeset() or find_office() else ()
    return (*USUAL, *pdf, Output.REVIEW)


def write_report(
    desk: Desk, around: Around, outputs: Sequence[Output] = (Output.TEXT,)
) -> WrittenReport:
    """The report as files in the clerk's folder; older files stay as they are.

    Raises: DrafterError where a file cannot be made, or neither that folder nor the
    session's can be written.
    """
    material = around.material(desk.state)
    file, form = desk.session.path, material.form
    to_review = Output.REVIEW in outputs
    since = last_reviewed(file, form, around.own) if to_review else None
    export = Export(material, has_errors(material), around.own, since)
    exported = export_anew(export, outputs, (around.out, file.parent))
    if to_review:
        desk.flush()
        keep_reviewed(file)
    return WrittenReport(exported.paths, export.draft, run_checks(material), exported.notes)
