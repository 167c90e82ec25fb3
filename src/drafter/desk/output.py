"""The report of a session as text, and as a file in the clerk's folder."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import NamedTuple

from drafter.checks.finding import Result
from drafter.checks.run import has_errors, run_checks
from drafter.desk.around import Around
from drafter.desk.desk import Desk
from drafter.interview.state import InterviewState
from drafter.report.build import build_document
from drafter.report.render import Format, Page, render
from drafter.saving import SaveError, with_told_errors, write_file
from drafter.session.names import numbered, safe_name

_WIDTH = 80
_ENDING = ".txt"


class WrittenReport(NamedTuple):
    """Where the report went, whether it is a 草稿, and what the checks said of it."""

    path: Path
    draft: bool
    result: Result


def report_text(state: InterviewState, around: Around, width: int = _WIDTH) -> str:
    """The report as it would be printed now. Raises: DrafterError of a template."""
    draft = has_errors(around.material(state))
    document = build_document(state.facts, draft=draft)
    return render(state.form, document, Format.TEXT, Page(width), around.own)


def write_report(desk: Desk, around: Around) -> WrittenReport:
    """The report as a text file in the clerk's folder; an older file stays as it is.

    Raises: DrafterError where neither that folder nor the session's can be written.
    """
    state = desk.state
    text = report_text(state, around)
    try:
        path = _written(state, around.out, text)
    except SaveError:
        path = _written(state, desk.session.path.parent, text)
    material = around.material(state)
    return WrittenReport(path, has_errors(material), run_checks(material))


def _written(state: InterviewState, folder: Path, text: str) -> Path:
    """Raises: SaveError."""
    title = safe_name(state.facts.render(state.form.title))
    for name in numbered(title or state.form.id):
        path = folder / f"{name}{_ENDING}"
        if not path.exists():
            with_told_errors(path, partial(_claim, path))
            write_file(path, text.encode())
            return path
    raise AssertionError("names do not end")


def _claim(path: Path) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644))
