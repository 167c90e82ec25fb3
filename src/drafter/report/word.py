"""A document as a Word file, through the form's report.docx or an office's own."""

from __future__ import annotations

from pathlib import Path

from drafter.errors import DrafterError, Problem
from drafter.files import read_bytes
from drafter.form.model import Form
from drafter.report.document import Document
from drafter.report.render import find_template
from drafter.report.word_values import context_of, legal

TEMPLATE = "report.docx"
SIZE_LIMIT = 20 * 1024 * 1024
"""Bytes of a template; an office's own may hold the pictures of its letterhead."""


def render_docx(form: Form, document: Document, own: Path | None = None) -> bytes:
    """The whole report as a .docx.

    A template in `own`/<form>/ stands before the form's. Raises: DrafterError naming the
    template that cannot be used, and the words in it.
    """
    path = find_template(form, TEMPLATE, own)
    template = read_bytes(path, SIZE_LIMIT)
    from drafter.report.word_filling import MisprintError, fill

    try:
        return fill(template, path.parent, legal(document.title), context_of(document))
    except MisprintError as misprint:
        where = f"{path}，“{misprint.near}”" if misprint.near else str(path)
        raise DrafterError(Problem(where, misprint.what, misprint.fix)) from None
