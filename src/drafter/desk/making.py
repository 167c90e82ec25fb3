"""The outputs of a report: how each is made, and proved to say what the document says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from drafter.checks.material import Material
from drafter.desk.output_kinds import Output
from drafter.errors import DrafterError, Problem
from drafter.report.document import Document
from drafter.report.render import Format, Page, fill, render

if TYPE_CHECKING:
    from drafter.desk.review import Version

_WIDTH = 80


class Export(NamedTuple):
    """What files are made of.

    draft: whether they bear the mark 草稿
    own: templates of the clerk's own
    since: the version that a 送审稿 is compared with
    """

    material: Material
    draft: bool
    own: Path | None = None
    since: Version | None = None


class Made(NamedTuple):
    """A file that is whole and right; `note` is for the clerk, or empty."""

    data: bytes
    note: str = ""


def make_output(export: Export, document: Document, output: Output) -> Made:
    """One file's bytes, read back. Raises: DrafterError, with both values of each difference."""
    made = _MAKERS[output](export, document)
    if output not in (Output.JSON, Output.REVIEW):
        compare(export, document, made.data, output)
    return made


def compare(export: Export, document: Document, data: bytes, output: Output) -> None:
    """Read a file back. Raises: DrafterError with every place where it is not the document."""
    from drafter.importing.differences import differences
    from drafter.importing.reading import read_report

    form = export.material.form
    own = export.own is not None and (export.own / form.id).is_dir()
    found = differences(document, read_report(form, data, output.value), additions=own)
    if found:
        what = f"做成以后读回核对，有 {len(found)} 处和报告不一致，没有存。"
        raise DrafterError([Problem(f"{output.value} 文件", what, _way_out(output, own)), *found])


def _way_out(output: Output, own: bool) -> str:
    if own:
        return "核对自备的模板。"
    if output is Output.PDF:
        return "可能是字体里没有这些字。改成生成 docx，在 WPS 或 Word 里另存为 PDF。"
    return "把下面几行告诉提供 drafter 的人。"


def _rendered(to: Format, export: Export, document: Document) -> Made:
    form = export.material.form
    text = render(form, document, to, Page(_WIDTH), export.own)
    return Made(text.encode("utf-8", "replace"))


def _word(export: Export, document: Document) -> Made:
    from drafter.report.word import render_docx

    return Made(render_docx(export.material.form, document, export.own))


def _pdf(export: Export, document: Document) -> Made:
    """By typst, else by LibreOffice from the Word file."""
    from drafter.report.typeset import can_typeset, render_pdf

    if can_typeset():
        return Made(*render_pdf(export.material.form, document, export.own))
    from drafter.desk.converting import find_office, word_to_pdf

    if office := find_office():
        return Made(word_to_pdf(_word(export, document).data, office))
    what = "这台电脑上没有能生成 PDF 的程序。"
    fix = (
        "运行 pip install typst，或者装上 LibreOffice；"
        "也可以生成 docx，在 WPS 或 Word 里另存为 PDF。"
    )
    raise DrafterError(Problem("PDF", what, fix))


def _json(export: Export, document: Document) -> Made:
    from json import dumps

    from drafter.report.data import report_data

    tree = report_data(export.material.facts, document)
    return Made((dumps(tree, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace"))


def _review(export: Export, _document: Document) -> Made:
    from drafter.desk.review import review_of

    review = review_of(export.material, draft=export.draft, since=export.since)
    page = fill(export.material.form, "review.html.j2", {"review": review}, export.own)
    return Made(page.encode("utf-8", "replace"))


_MAKERS: Mapping[Output, Callable[[Export, Document], Made]] = {
    Output.DOCX: _word,
    Output.HTML: partial(_rendered, Format.HTML),
    Output.MARKDOWN: partial(_rendered, Format.MARKDOWN),
    Output.TEXT: partial(_rendered, Format.TEXT),
    Output.PDF: _pdf,
    Output.JSON: _json,
    Output.REVIEW: _review,
}
