"""The tiny form, a finished draft of it, and its document."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Cell, Draft, Origin
from drafter.form.definitions import Form
from drafter.form.form_file import load_form
from drafter.report.document import Document, build_document

FORMS = Path(__file__).parents[1] / "forms"


@pytest.fixture(scope="session")
def tiny() -> Form:
    return load_form("tiny", FORMS)


@pytest.fixture(scope="session")
def kinds() -> Form:
    return load_form("kinds", FORMS)


@pytest.fixture
def finished() -> Draft:
    """A year of the tiny library, with a text that looks like code."""
    return Draft(
        "tiny",
        {
            "year": 2021,
            "organ.name": "示例市图书馆",
            "signed": date(2022, 1, 5),
            "story.visitors": 12345,
            "story.guide": True,
        },
        cells={
            "loans/all/novels": Cell(1200, Origin.ENTERED),
            "loans/all/science": Cell(34, Origin.ENTERED),
        },
    )


@pytest.fixture
def document_of(tiny: Form) -> Callable[..., Document]:
    """The document of a draft of the tiny form."""
    return lambda draft, mark=False: build_document(Facts(tiny, draft), draft=mark)
