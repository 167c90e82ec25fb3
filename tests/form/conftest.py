"""Forms for these tests: the tiny one, and others written on the spot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from drafter.errors import DrafterError
from drafter.form.definitions import Form
from drafter.form.form_file import read_form

FORMS = Path(__file__).parents[1] / "forms"


@pytest.fixture
def tiny_source() -> str:
    """The text of the tiny form."""
    return (FORMS / "tiny" / "form.yaml").read_text("utf-8")


@pytest.fixture
def kinds_source() -> str:
    """The text of a form with every kind of question and table."""
    return (FORMS / "kinds" / "form.yaml").read_text("utf-8")


@pytest.fixture
def form_of(tmp_path: Path) -> Callable[[str], Form]:
    """Loads a form from its text; the folder is called as the text says."""

    def load(source: str) -> Form:
        name = next(
            (line[5:].strip() for line in source.splitlines() if line.startswith("form:")), "some"
        )
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        (folder / "form.yaml").write_text(source, "utf-8")
        return read_form(folder)

    return load


@pytest.fixture
def problems_of(form_of: Callable[[str], Form]) -> Callable[[str], list[str]]:
    """What is told about a form that cannot be loaded; nothing when it can."""

    def problems(source: str) -> list[str]:
        try:
            form_of(source)
        except DrafterError as error:
            return [str(problem) for problem in error.problems]
        return []

    return problems
