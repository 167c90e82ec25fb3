"""The report of an open session, as text and as files: what the front ends ask for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from drafter.checks.check_run import run_checks
from drafter.checks.finding import Result
from drafter.desk.desk import Around, Desk
from drafter.desk.open_points import left, left_words
from drafter.output.output_files import export_anew
from drafter.output.output_kinds import REVIEWS, Export, Output, has_sheet
from drafter.output.review_sheet import keep_reviewed, last_reviewed
from drafter.report.document import build_document
from drafter.report.jinja_pages import FILE_CELLS, Format, Page, render

NEXT = "接下来：送审，按上级要求的方式公布，再把这份报告存档。"
"""What to do with a report that is no 草稿."""


class WrittenReport(NamedTuple):
    """Where the files went, what was left (then they are a 草稿), what the checks said, notes."""

    paths: tuple[Path, ...]
    left: str
    result: Result
    notes: tuple[str, ...]

    @property
    def draft(self) -> bool:
        """Whether the files are marked 草稿."""
        return bool(self.left)

    @property
    def draft_words(self) -> str:
        """What to do where it is a draft: the same list as everywhere, not the errors alone."""
        return f"这是草稿：{self.left}填好、改好，再生成一次。"


def report_text(desk: Desk, around: Around, width: int = FILE_CELLS, *, ascii: bool = False) -> str:
    """The report as it would be printed now. Raises: DrafterError of a template."""
    state = desk.state
    document = build_document(state.facts, draft=bool(left(desk, around)))
    return render(state.form, document, Format.TEXT, Page(width, ascii=ascii), around.own)


def write_report(
    desk: Desk, around: Around, outputs: Sequence[Output] = (Output.TEXT,)
) -> WrittenReport:
    """The report as files in the clerk's folder; older files stay as they are.

    Raises: DrafterError where a file cannot be made, or neither that folder nor the
    session's can be written.
    """
    material, file = around.material(desk.state), desk.session.path
    to_review = has_sheet(outputs, "")
    since = last_reviewed(file, material.form, around.own) if to_review else None
    still = left_words(left(desk, around))
    export = Export(material, bool(still), around.own, since)
    exported = export_anew(export, outputs, (around.out, file.parent))
    if to_review:
        # What is compared with next time is the file, so it must be what was just shown.
        desk.flush()
        keep_reviewed(file)
    notes = [*exported.notes]
    if any(_NUMBERED.search(path.stem) for path in exported.paths):
        first = exported.paths[0].name
        notes.append(f"以前生成的文件没有动，这一次另写一份：{first}。不要的请自己删去。")
    if not export.draft and to_publish(outputs):
        desk.note_made(around.today)
    return WrittenReport(exported.paths, still, run_checks(material), tuple(notes))


_NUMBERED = re.compile(r"-[0-9]+\Z")
"""How a file is named where one of the name was there."""


def to_publish(outputs: Iterable[Output]) -> bool:
    """Whether the report itself is among them, not only a sheet about it."""
    return any(each not in (*REVIEWS, Output.REVIEW_COPY) for each in outputs)
