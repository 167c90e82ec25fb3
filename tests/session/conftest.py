"""A folder with one session of the tiny form, and a clock that stands still."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from drafter.draft.draft_model import Draft, with_answer
from drafter.form.form_file import load_form
from drafter.session.session_file import open_session

FORMS = Path(__file__).parents[1] / "forms"
NOON = datetime(2026, 1, 20, 12, 0, 0)


@pytest.fixture(scope="session")
def forms():
    return FORMS


@pytest.fixture(scope="session")
def tiny():
    return load_form("tiny", FORMS)


@pytest.fixture
def opened():
    """Opens a session of the test forms; whatever is still open is closed in the end."""
    sessions = []

    def open_one(path, **options):
        session = open_session(path, own_forms=FORMS, clock=lambda: NOON, **options)
        sessions.append(session)
        return session

    yield open_one
    for session in sessions:
        session.close()


@pytest.fixture
def path(tmp_path):
    """A session file as drafter writes it, not open."""
    file = tmp_path / "示例.yaml"
    file.write_bytes((Path(__file__).parent / "fixtures" / "format-1.yaml").read_bytes())
    return file


@pytest.fixture(scope="session")
def draft():
    """`draft("甲局")`: a draft of the tiny form with that organ."""
    return lambda organ: with_answer(Draft("tiny"), "organ.name", organ)
