"""Sessions that earlier drafters left open whole: answers, marks, words half typed, undo.

`fixtures/earlier/NAME` holds what the commands `new` and `chat` of that time wrote, byte for byte;
a change of any format adds a folder, and none is ever changed.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from drafter.desk.desk import Desk
from drafter.desk.open_points import count_left
from drafter.draft.answers_file import read_answers
from drafter.interview.interview_state import from_saved, to_saved
from drafter.session.session_file import open_session
from drafter.session.session_list import list_sessions
from drafter.session.undo_history import Act

FOLDERS = sorted(path for path in (Path(__file__).parent / "fixtures" / "earlier").iterdir())


@pytest.fixture(params=FOLDERS, ids=lambda path: path.name)
def path(request, tmp_path) -> Path:
    """The session's file, in a folder that may be written."""
    folder = tmp_path / "sessions"
    shutil.copytree(request.param, folder)
    return folder / "示例.yaml"


def test_it_opens_with_all_that_was_given(path):
    before = path.read_bytes()
    kept = read_answers(before.decode("utf-8"), str(path))
    with open_session(path) as session:
        assert not session.read_only
        assert session.notes == []
        state = from_saved(session.form, session.saved, last=session.last_year())
        assert state.draft == kept.draft
        assert state.draft.answers["organ.name"] == "巴州商务局"
        assert to_saved(state)[0] == kept.draft
        assert Desk(session).typing == kept.marks.get("typing", {})
    assert path.read_bytes() == before


def test_it_is_saved_and_opened_again(path):
    with open_session(path) as session:
        saved = session.saved
        session.save(saved.draft, saved.marks)
    with open_session(path) as session:
        assert (session.saved.draft, session.saved.marks) == (saved.draft, saved.marks)
        assert session.last_year() is not None


def test_what_was_done_then_can_be_undone_now(path):
    with open_session(path) as session:
        if path.with_name("示例.bak").exists():  # something was done after it was made
            earlier = session.before()
            assert earlier is not None
            session.save(*earlier, Act.UNDO)
            assert session.after() is not None


def test_it_is_listed_with_how_far_it_came(path):
    (one,) = list_sessions(path.parent, date(2023, 1, 10), count_left, None)
    assert (one.organ, one.year, one.trouble) == ("巴州商务局", "2022", "")
    assert one.left
