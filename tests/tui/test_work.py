"""What the screens share: every act is done, saved and told when it returns."""

from __future__ import annotations

from dataclasses import replace

from drafter.desk.desk import Desk
from drafter.errors import Problem
from drafter.interview.given_answers import record_answer, record_cells
from drafter.interview.interview_state import REVIEW, table_place
from drafter.interview.progress import skip
from drafter.interview.steps import Ask, Review
from drafter.interview.way import way
from drafter.session.session_folder import beside

from .stage import sample, work_over


def answer(where, raw):
    return lambda state: record_answer(state, where, raw)


def test_an_act_is_seen_and_told_before_it_returns(work):
    told = []
    work.listeners.append(lambda: told.append(work.step))
    before = work.step
    assert work.act(answer("organ.name", "乙图书馆")) is None
    assert work.state.draft.answers["organ.name"] == "乙图书馆"
    assert told == [work.step]
    assert work.step is not before
    assert work.step is work.step


def test_a_problem_changes_nothing_and_is_not_told(work):
    told, before = [], work.state
    work.listeners.append(lambda: told.append(1))
    assert isinstance(work.act(answer("year", "明年")), Problem)
    assert isinstance(work.go("nowhere"), Problem)
    assert work.state is before
    assert told == []


def test_a_visit_returns_when_the_place_is_dealt_with(work):
    work.visit("organ.name", REVIEW)
    assert isinstance(work.step, Ask)
    work.act(answer("organ.name", "乙图书馆"))
    assert work.state.at == REVIEW
    assert isinstance(work.step, Review)
    work.act(answer("organ.name", "丙图书馆"))
    assert not isinstance(work.step, Review)


def test_back_from_a_visit_returns_as_well_and_going_elsewhere_ends_it(work):
    work.visit("organ.name", REVIEW)
    work.back()
    assert work.state.at == REVIEW
    work.visit("organ.name", REVIEW)
    work.go("year")
    work.act(skip)
    assert work.state.at == ""


def test_what_is_undone_is_undone_though_it_was_not_saved_yet(work):
    work.act(answer("organ.name", "乙图书馆"))
    work.act(answer("organ.name", "丙图书馆"))
    assert work.undo() is None
    assert work.state.draft.answers["organ.name"] == "乙图书馆"
    assert work.redo() is None
    assert work.state.draft.answers["organ.name"] == "丙图书馆"
    work.undo()
    work.undo()
    assert isinstance(work.undo(), Problem)


def test_text_under_way_is_kept_until_it_is_done_with(work):
    work.typed("organ.name", "乙")
    assert work.typing("organ.name") == "乙"
    work.act(answer("organ.name", "乙图书馆"), done_at="organ.name")
    assert work.typing("organ.name") == ""


def test_the_task_list_knows_the_errors_that_were_told_last(work):
    assert [task.part for task in work.tasks()][-1] == REVIEW
    told = work.told()
    assert work.told() is told
    work.act(answer("organ.name", "乙图书馆"))
    assert work.told() is not told


def test_a_session_is_saved_as_without_a_thread_byte_for_byte(work, new_session):
    plain = Desk(new_session(name="乙"))
    acts = [
        answer("organ.name", "乙图书馆"),
        skip,
        answer("organ.name", "丙图书馆"),
        answer("year", "2022"),
    ]
    for act in acts:
        assert work.act(act) is None
        plain.take(act(plain.state))
    work.undo()
    plain.undo()
    work.desk.flush()
    files = [(desk.session.path, desk.session.path.read_bytes()) for desk in (work.desk, plain)]
    assert files[0][1] == files[1][1]
    histories = [beside(path, "history").read_bytes() for path, _ in files]
    assert histories[0] == histories[1]
    plain.close()


def places(work):
    return [place.name for place in way(work.state)]


def test_after_stepping_back_the_way_on_is_step_by_step(work):
    first, second, third, *_ = places(work)
    assert work.step.spot.place == third
    work.back()
    work.back()
    assert work.step.spot.place == first
    work.act(answer(first, "2020"))
    assert work.step.spot.place == second
    work.act(skip)
    assert work.step.spot.place == third
    work.act(skip)
    assert work.state.at == ""


def test_a_leap_passes_what_was_stepped_back_over(work):
    first, _, third, *_ = places(work)
    work.back()
    work.back()
    assert work.step.spot.place == first
    work.leap(lambda state: replace(state, at=""))
    assert work.step.spot.place == third


def test_going_elsewhere_ends_the_way_step_by_step(work):
    first, _, third, *_ = places(work)
    work.back()
    work.back()
    work.go(first)
    work.act(skip)
    assert work.step.spot.place == third


def test_a_table_is_not_left_at_its_first_figure_after_stepping_back(tmp_path):
    figureless = replace(sample("county-bureau-2023"), cells={}, confirmed=frozenset())
    with work_over(figureless, tmp_path) as work:
        work.go("disputes")
        while work.step.spot.place != table_place("applications"):
            work.back()
        figure = {"applications/granted/natural": "1"}
        work.act(lambda state: record_cells(state, "applications", figure))
        assert work.step.spot.place == table_place("applications")


def test_where_an_answer_takes_away_the_place_one_came_from_the_way_leads_on(tmp_path):
    """Else each further Enter would lead through all that was dealt with, to no end."""
    with work_over(sample("county-bureau-2023"), tmp_path) as work:
        work.go("overview.requests.on_time")
        work.act(lambda state: record_answer(state, "overview.requests.on_time", "否"))
        assert work.step.spot.place == "overview.requests.late"
        work.back()
        work.act(lambda state: record_answer(state, "overview.requests.on_time", "是"))
        assert work.state.at == ""  # on to what is still open
