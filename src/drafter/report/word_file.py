"""A document as a Word file, through the form's report.docx or an office's own."""

from __future__ import annotations

import io
import pickle
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

from drafter.errors import DrafterError, Problem
from drafter.files import read_bytes
from drafter.form.definitions import Form
from drafter.form.form_cache import memory, remember_in
from drafter.form.sandbox import Sandbox, compiled_texts
from drafter.limited_process import LimitError, run_limited
from drafter.report.document import Document, PrintedTable
from drafter.report.jinja_pages import given_template
from drafter.report.title_lines import signature_lines, title_lines
from drafter.report.width import width_cells
from drafter.report.word_misprint import NO_WORD_FILE, MisprintError
from drafter.report.word_package import filled_package
from drafter.resources import data_dir

REPORT, SHEET = "report.docx", "review.docx"
"""The templates of the report and of the 送审单, where a form or an office has its own."""
SIZE_LIMIT = 20 * 1024 * 1024
"""Bytes of a template; an office's own may hold the pictures of its letterhead."""


_XML_LIMIT = 5 * 1024 * 1024
_UNPACKED_LIMIT = 100 * 1024 * 1024
"""Bytes of a template once it is unpacked: of all but its pictures, and of all.

The form's own has 0.15 MB.
"""
_PICTURES = (b"\x89PNG", b"\xff\xd8", b"GIF8", b"BM", b"II*", b"MM\0", b"\x01\0", b"\xd7\xcd")
"""What files of pictures begin with; no XML does."""
_LONGEST_PROPERTY = 255
# What XML 1.0 forbids. A regular expression for it takes 5 ms to compile.
_LEGAL: dict[int, str | None] = dict.fromkeys(
    (*range(0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
)
_LEGAL |= {ord("\t"): "\t", ord("\n"): "\n"}
# Word drops the spaces at the ends of a w:t without it, and shows a line end or tab in one as a
# space: these are elements of their own, between two texts.
_KEPT_SPACE = '<w:t xml:space="preserve">'
_WRITTEN = _LEGAL | {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord("\n"): f"</w:t><w:br/>{_KEPT_SPACE}",
    ord("\t"): f"</w:t><w:tab/>{_KEPT_SPACE}",
}


def render_docx(form: Form, document: Document, own: Path | None = None) -> bytes:
    """The whole report as a .docx.

    A template in `own`/<form>/ stands before the form's. Raises: DrafterError naming the
    template that cannot be used, and the words in it.
    """
    return fill_word(form, REPORT, document.title, context_of(document), own)


def fill_word(
    form: Form, name: str, title: str, names: Mapping[str, Any], own: Path | None = None
) -> bytes:
    """A Word template of the form with these names in it; `title` is among its properties.

    Raises: DrafterError, as `render_docx`.
    """
    path = given_template(form, name, own)
    template = read_bytes(path, SIZE_LIMIT) if path else _built(form, name)
    ours = path is None or path.parent.parent == data_dir("templates")
    where, known = str(path or name), (form.id, form.digest)
    job = _Job(template, where, known, legal(title), names, ours=ours, memory=memory())
    if ours:
        return _done(job)
    try:
        # What docxtpl looks for in a stranger's template may take it hours to find.
        return run_limited(f"{__name__}:done_in_child", pickle.dumps(job))
    except LimitError:
        what = "模板用的时间或者内存太多，已经停下。"
        raise DrafterError(Problem(where, what, "对照自带的模板，核对里面的标签。")) from None


class _Job(NamedTuple):
    """A template to be filled, in whatever process.

    form: its id and digest; memory: where its compiled texts are remembered
    """

    template: bytes
    where: str
    form: tuple[str, str]
    title: str
    names: Mapping[str, Any]
    ours: bool
    memory: Path | None


def done_in_child(data: bytes) -> bytes:
    """In a process of its own: the filled file. Raises: DrafterError."""
    job: _Job = pickle.loads(data)
    remember_in(job.memory)
    return _done(job)


def _done(job: _Job) -> bytes:
    compiled = compiled_texts(*job.form, "word")
    sandbox = Sandbox(autoescape=True, finalize=written, bytecode_cache=compiled)
    try:
        # Together: a file may have a thousand page heads.
        return sandbox.budgeted(
            lambda: _filled(job.template, sandbox, job.title, job.names, ours=job.ours)
        )
    except MisprintError as misprint:
        where = f"{job.where}，“{misprint.near}”" if misprint.near else job.where
        raise DrafterError(Problem(where, misprint.what, misprint.fix)) from None


def _built(form: Form, name: str) -> bytes:
    """The template that any form has."""
    from drafter.report.word_layout import report_layout, sheet_layout

    return report_layout(form) if name == REPORT else sheet_layout()


def _filled(
    template: bytes, sandbox: Sandbox, title: str, names: Mapping[str, Any], *, ours: bool
) -> bytes:
    """The filled file. Raises: MisprintError.

    ours: whether it was written by word_layout: its tags are whole, and
        loading docxtpl, which gives the same file, would take longer than all the rest
    """
    _check_size(template)
    title = title[:_LONGEST_PROPERTY]  # python-docx refuses longer ones
    if ours:
        return filled_package(template, sandbox, title, names)
    try:
        from drafter.report.word_template import filled_by_docxtpl as fill
    except ImportError:  # no lxml for this machine
        fill = filled_package
    return fill(template, sandbox, title, names)


def _check_size(template: bytes) -> None:
    """A .docx is a zip: a megabyte may hold gigabytes, and XML takes ten times its size to read."""
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as parts:
            sizes = [(_is_picture(parts, part), part.file_size) for part in parts.infolist()]
    except Exception:  # zipfile and what unpacks have many for a broken file
        raise MisprintError(NO_WORD_FILE) from None
    xml = sum(size for is_picture, size in sizes if not is_picture)
    if xml > _XML_LIMIT or sum(size for _, size in sizes) > _UNPACKED_LIMIT:
        raise MisprintError("模板解开以后太大。")


def _is_picture(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """By its first bytes: a package may call any part by any name."""
    with parts.open(part) as file:
        return file.read(4).startswith(_PICTURES)


class Named:
    """Values by name, without methods that a row or a column could share its name with.

    Of a dict, `figures.x.items` would be the method and not the column.
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> Any:
        return self._values[name]


def context_of(document: Document) -> dict[str, Any]:
    """`document` with the name that signs in lines, its `title` in lines, `figures` by table, row
    and column, `labels` by table and row, and how many characters wide the signature is."""
    tables = [block for block in document.blocks if isinstance(block, PrintedTable)]
    lines = title_lines(document.title, document.signed_by, mark=document.mark)
    signed = signature_lines(document.signed_by)
    return {
        "document": document._replace(signed_by="\n".join(signed)),
        "title": "\n".join(lines),
        "figures": Named({table.address: _figures(table) for table in tables}),
        "labels": Named({table.address: _labels(table) for table in tables}),
        "signed_characters": (max(map(width_cells, signed)) + 1) // 2,
    }


def legal(text: str) -> str:
    """The text without what XML 1.0 forbids; line ends as `\\n`."""
    return _one_line_end(text).translate(_LEGAL)


def written(value: object) -> Markup:
    """A value as it is written inside a w:t; a filter may have escaped it before."""
    text = value.unescape() if isinstance(value, Markup) else str(value)
    return Markup(_one_line_end(text).translate(_WRITTEN))


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _figures(table: PrintedTable) -> Named:
    rows: dict[str, dict[str, str]] = {}
    for cell in (cell for cells in table.grid.rows for cell in cells if cell.address):
        _, row, column = cell.address.split("/")
        rows.setdefault(row, {})[column] = cell.text
    return Named({row: Named(figures) for row, figures in rows.items()})


def _labels(table: PrintedTable) -> Named:
    labels: dict[str, str] = {}
    for cells in table.grid.rows:
        own = [cell.text for cell in cells if cell.kind == "label"]
        labels |= {cell.address.split("/")[1]: own[-1] for cell in cells if cell.address and own}
    return Named(labels)
