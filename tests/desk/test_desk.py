"""What is taken is saved; undo and redo walk the session's history; too much is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.desk.desk import Desk
from drafter.draft.draft_model import Draft
from drafter.errors import Problem
from drafter.form.form_file import load_form
from drafter.interview.given_answers import record_answer, record_cells
from drafter.interview.interview_state import REVIEW
from drafter.interview.progress import skip, unsure
from drafter.interview.way import go_to, shown_place
from drafter.session.session_file import open_session
from drafter.session.session_shelf import create

FORMS = Path(__file__).parents[1] / "forms"
TINY = load_form("tiny", FORMS)
ACTS = {
    "year": lambda state: record_answer(state, "year", "2021"),
    "organ": lambda state: record_answer(state, "organ.name", "甲馆"),
    "other organ": lambda state: record_answer(state, "organ.name", "乙馆"),
    "figure": lambda state: record_cells(state, "loans", {"loans/all/novels": "7"}),
    "unsure": lambda state: unsure(state, "story.visitors"),
    "skip": skip,
    "go": lambda state: go_to(state, "organ.name"),
}


def new_desk(folder):
    return Desk(create(folder, TINY, Draft("tiny"), name="示例", own_forms=FORMS))


@pytest.fixture
def desk(tmp_path):
    desk = new_desk(tmp_path)
    yield desk
    desk.close()


def take(desk, name):
    assert desk.take(ACTS[name](desk.state)) is None


def standing(desk):
    """What undo is about: a place that is passed is no step of its own."""
    return desk.state.draft


@given(acts=st.lists(st.sampled_from([*ACTS]), max_size=12), reopened=st.booleans())
@settings(max_examples=30, deadline=None)
def test_undoing_everything_and_redoing_it_comes_back(tmp_path_factory, acts, reopened):
    desk = new_desk(tmp_path_factory.mktemp("s"))
    states = [standing(desk)]
    for act in acts:
        take(desk, act)
        if standing(desk) != states[-1]:
            states.append(standing(desk))
    if reopened:
        desk.close()
        desk = Desk(open_session(desk.session.path, own_forms=FORMS))
    for state in reversed(states[:-1]):
        assert desk.undo() is None
        assert standing(desk) == state
    assert isinstance(desk.undo(), Problem)
    for state in states[1:]:
        assert desk.redo() is None
        assert standing(desk) == state
    assert isinstance(desk.redo(), Problem)
    desk.close()


def test_undo_shows_where_it_was_and_a_new_answer_ends_redo(desk):
    take(desk, "year")
    take(desk, "organ")
    assert desk.undo() is None
    assert shown_place(desk.state) == "organ.name"
    take(desk, "other organ")
    assert isinstance(desk.redo(), Problem)


def test_passing_a_place_costs_no_redo(desk):
    take(desk, "year")
    take(desk, "organ")
    assert desk.undo() is None
    take(desk, "skip")
    take(desk, "go")
    assert desk.redo() is None
    assert desk.state.draft.answers["organ.name"] == "甲馆"


def test_undo_goes_to_what_it_changes_wherever_one_was(desk):
    take(desk, "figure")
    take(desk, "organ")
    take(desk, "go")
    assert desk.undo() is None
    assert desk.undo() is None
    assert shown_place(desk.state) == "loans/all/novels"


def test_the_same_answer_again_is_no_step(desk):
    take(desk, "year")
    take(desk, "year")
    assert desk.undo() is None
    assert "year" not in desk.state.draft.answers


def test_too_much_is_refused_and_nothing_is_taken(desk, monkeypatch):
    take(desk, "organ")
    monkeypatch.setattr("drafter.session.session_file.SIZE_LIMIT", 200)
    before = desk.state
    problem = desk.take(record_answer(before, "organ.name", "长" * 100))
    assert isinstance(problem, Problem)
    assert "没有记下" in problem.what
    assert desk.state is before
    assert not desk.is_saving
    take(desk, "other organ")
    assert desk.undo() is None
    assert desk.state.draft == before.draft


def test_a_visit_leads_back_when_it_is_dealt_with_or_given_up(desk):
    take(desk, "year")
    assert desk.act(lambda state: go_to(state, REVIEW)) is None
    desk.visit("organ.name")
    desk.visit("story.visitors")  # sent on from there, still out of the review
    desk.back()
    assert shown_place(desk.state) == REVIEW
    desk.visit("organ.name")
    take(desk, "organ")
    assert shown_place(desk.state) == REVIEW


def test_going_elsewhere_ends_a_visit(desk):
    desk.act(lambda state: go_to(state, REVIEW))
    desk.visit("story.visitors")
    take(desk, "go")
    desk.back()
    assert shown_place(desk.state) == "year"


def test_a_visit_to_where_one_is_already_is_none(desk):
    desk.act(lambda state: go_to(state, "loans/all/novels"))
    desk.visit("loans/all/science")
    desk.leap(lambda state: go_to(state, "organ.name"))
    desk.back()
    assert shown_place(desk.state) == "year"
