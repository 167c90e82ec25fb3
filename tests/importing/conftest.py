"""Documents to write and read back, in every kind of file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.errors import DrafterError
from drafter.form.definitions import Form
from drafter.form.form_file import load_form
from drafter.report.document import Document, build_document
from drafter.report.jinja_pages import Format, Page, render

SAMPLE = Path(__file__).parents[2] / "sample_answers" / "county-bureau-2023.yaml"
FORMS = Path(__file__).parents[1] / "forms"


@pytest.fixture(scope="session")
def form() -> Form:
    return load_form("disclosure-2021")


@pytest.fixture(scope="session")
def tiny() -> Form:
    return load_form("tiny", FORMS)


@pytest.fixture(scope="session")
def kinds() -> Form:
    return load_form("kinds", FORMS)


@pytest.fixture(scope="session")
def sample_document(form: Form) -> Document:
    """The finished report of a sample, with figures and texts in it."""
    draft = load_answers(SAMPLE).draft
    return build_document(Facts(form, draft), draft=False)


@pytest.fixture(scope="session")
def written() -> Callable[..., bytes]:
    """The document as a file of a kind, through the form's own template."""
    return _written


def _written(form: Form, document: Document, kind: str, width: int = 100) -> bytes:
    match kind:
        case "txt" | "md" | "html":
            return render(form, document, Format(kind), Page(width)).encode()
        case "ascii":
            page = Page(width, ascii=True)
            return render(form, document, Format.TEXT, page).encode()
        case "docx":
            from drafter.report.word_file import render_docx

            return render_docx(form, document)
        case "paste":
            from drafter.report.paste_page import render_paste

            return render_paste(document).encode()
        case "xlsx":
            from drafter.report.table_workbook import render_workbook

            return render_workbook(form, document)
        case _:
            pytest.importorskip("typst")
            return _typeset(form, document)


def _typeset(form: Form, document: Document) -> bytes:
    from drafter.report.typeset import render_pdf

    try:
        return render_pdf(form, document).data
    except DrafterError as error:
        if "没有找到中文字体" not in str(error):
            raise
        pytest.skip("there is no Chinese font on this machine")
