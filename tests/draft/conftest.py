"""Forms and drafts for these tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from drafter.draft.answers_file import read_answers
from drafter.draft.draft_model import Draft
from drafter.errors import DrafterError
from drafter.form.definitions import Form
from drafter.form.form_file import load_form

FORMS = Path(__file__).parents[1] / "forms"


@pytest.fixture(scope="session")
def forms() -> Path:
    """A folder of forms, as `--templates` names one."""
    return FORMS


@pytest.fixture(scope="session")
def tiny() -> Form:
    return load_form("tiny", FORMS)


@pytest.fixture(scope="session")
def kinds() -> Form:
    """A form with every kind of question and table."""
    return load_form("kinds", FORMS)


@pytest.fixture(scope="session")
def national() -> Form:
    return load_form("disclosure-2021")


@pytest.fixture
def draft_of() -> Callable[[str], Draft]:
    """The draft in the text of an answers file."""
    return lambda text: read_answers(text, "答案.yaml", FORMS).draft


@pytest.fixture
def told_of() -> Callable[[str], list[str]]:
    """What is told about an answers file that cannot be used; nothing when it can."""

    def told(text: str) -> list[str]:
        try:
            read_answers(text, "答案.yaml", FORMS)
        except DrafterError as error:
            return [str(problem) for problem in error.problems]
        return []

    return told
