"""Last year's file: what stands, what opens, what cannot come along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from drafter.draft.answers_file import Answers, load_answers, read_answers
from drafter.draft.draft_model import Origin, with_answer
from drafter.errors import Problem
from drafter.form.definitions import Form
from drafter.interview.given_answers import (
    accept_carried,
    confirm_rest_zero,
    explain_carried,
    record_answer,
)
from drafter.interview.interview_state import (
    InterviewState,
    from_saved,
    is_corrected,
    to_saved,
    unsettled,
)
from drafter.interview.last_year import carry_over, start_from
from drafter.interview.steps import Ask, Fill, next_step
from drafter.interview.way import go_to

SAMPLES = Path(__file__).parents[2] / "sample_answers"
NATURAL = "applications/carried_in/natural"


def do(result: InterviewState | Problem) -> InterviewState:
    assert isinstance(result, InterviewState), result
    return result


@pytest.fixture(scope="module")
def last() -> Answers:
    return load_answers(SAMPLES / "suqian-2023.yaml")


@pytest.fixture
def begun(national: Form, last: Answers) -> InterviewState:
    return start_from(national, last, carry_over(national, last, 2024))


def test_closing_figures_open_the_year_in_all_seven_columns(national: Form, last: Answers) -> None:
    carried = carry_over(national, last, 2024)
    columns = {cell.address.rpartition("/")[2]: cell.value for cell in carried.opening}
    assert columns == {
        "natural": 118,
        "business": 3,
        "research": 0,
        "welfare": 0,
        "legal": 0,
        "other": 0,
        "total": 121,
    }
    assert [cell.address for cell in carried.opening if cell.computed] == [
        "applications/carried_in/total"
    ]
    assert carried.draft.cells[NATURAL].origin is Origin.CARRIED
    assert not carried.not_carried


def test_the_published_report_of_the_year_after_opens_with_these(national: Form) -> None:
    both = [load_answers(SAMPLES / f"suqian-{year}.yaml") for year in (2023, 2024)]
    carried = carry_over(national, both[0], 2024)
    for address, cell in carried.draft.cells.items():
        given = both[1].draft.cells.get(address)
        assert cell.value == (given.value if given else 0)


def test_a_report_in_the_trial_form_opens_a_report_in_the_one_that_followed(
    national: Form, last: Answers
) -> None:
    """The closing figures of a real register, as the trial form has them."""
    closing = {
        a.rpartition("/")[2]: str(cell.value)
        for a, cell in load_answers(SAMPLES / "suqian-2024.yaml").draft.cells.items()
        if a.startswith("applications/carried_out/")
    }
    before = load_answers(SAMPLES / "township-2020.yaml")
    state = InterviewState(before.form, before.draft)
    for column, figure in closing.items():
        state = do(record_answer(state, f"applications/carried_out/{column}", figure))
    carried = carry_over(national, before._replace(draft=state.draft), 2021)
    assert {cell.address.rpartition("/")[2]: cell.value for cell in carried.opening} == {
        **{"natural": 118, "business": 5, "research": 0, "welfare": 0},
        **{"legal": 1, "other": 1, "total": 125},
    }
    assert carried.draft.answers["organ.name"] == "示例县溪口乡人民政府"
    # What does not compare is said not to, once.
    assert [problem.where for problem in carried.not_carried] == [
        "表二",
        "表三，“逾期不补正”；表三，“逾期未缴费”；表三，“其他情形”",
    ]
    begun = start_from(national, before._replace(draft=state.draft), carried)
    step = next_step(do(go_to(begun, "tables/disclosed")))
    assert isinstance(step, Fill)
    assert {cell.last for cell in step.cells.values()} == {None}
    step = next_step(do(go_to(begun, "tables/applications")))
    assert isinstance(step, Fill)
    assert step.cells["applications/received/natural"].last == 3
    assert step.cells["applications/other_outcome/business"].last is None


def test_a_report_in_a_form_that_is_no_earlier_one_gives_no_figures(
    national: Form, last: Answers
) -> None:
    stranger = replace(national, id="stranger", former={})
    carried = carry_over(stranger, last, 2024)
    assert not carried.opening
    assert [problem.where for problem in carried.not_carried] == ["上年的报告"]


def test_standing_answers_come_along_and_texts_never_do(national: Form) -> None:
    last = load_answers(SAMPLES / "county-bureau-2023.yaml")
    carried = carry_over(national, last, 2024)
    assert carried.draft.answers["organ.name"] == "示例县水利局"
    assert carried.draft.answers["year"] == 2024
    assert "overview.proactive.items_published" not in carried.draft.answers
    assert "report.signed" not in carried.draft.answers
    assert not carried.draft.texts
    assert set(carried.standing) == carried.draft.answers.keys() - {"year"}


def test_last_year_s_figure_and_answer_stand_on_the_steps(begun: InterviewState) -> None:
    step = next_step(do(go_to(begun, "tables/disclosed")))
    assert isinstance(step, Fill)
    assert step.cells["disclosed/documents/in_force"].last == 597
    ask = next_step(do(go_to(begun, "organ.name")))
    assert isinstance(ask, Ask)
    assert ask.last == ask.typed != ""


def test_each_opening_figure_is_accepted_or_corrected_with_a_reason(begun: InterviewState) -> None:
    assert len(unsettled(begun)) == 6
    accepted = accept_carried(begun, unsettled(begun))
    assert not unsettled(accepted)
    corrected = do(record_answer(accepted, NATURAL, "117"))
    assert corrected.draft.cells[NATURAL].origin is Origin.ENTERED
    assert is_corrected(corrected, NATURAL)
    assert unsettled(corrected) == (NATURAL,)
    assert isinstance(explain_carried(corrected, NATURAL, " "), Problem)
    assert isinstance(explain_carried(corrected, "disclosed/fees/amount", "原因"), Problem)
    explained = do(explain_carried(corrected, NATURAL, "上年报告多计一件"))
    assert not unsettled(explained)
    assert from_saved(begun.form, to_saved(explained), last=begun.last) == explained


def test_rest_is_zero_accepts_the_opening_figures_of_the_table(begun: InterviewState) -> None:
    assert not unsettled(do(confirm_rest_zero(begun, "applications")))


def test_a_gate_proposes_what_was_carried(begun: InterviewState) -> None:
    ask = next_step(do(go_to(begun, "applications.any_carried_in")))
    assert isinstance(ask, Ask)
    assert ask.default == "是"


def test_saying_that_nothing_was_carried_is_a_correction(begun: InterviewState) -> None:
    state = do(record_answer(begun, "applications.any_carried_in", "没有"))
    assert is_corrected(state, NATURAL)
    assert state.draft.cells[NATURAL].value == 118


def test_a_file_of_another_year_gives_no_figures(national: Form, last: Answers) -> None:
    carried = carry_over(national, last, 2025)
    assert not carried.opening
    assert not carried.draft.cells
    (problem,) = carried.not_carried
    assert "2023" in problem.what
    assert "2024年" in problem.what


def test_a_file_on_another_form_says_what_could_not_come_along(national: Form) -> None:
    text = "format: 1\nform: tiny\nyear: 2023\norgan: {name: 示例馆}\n"
    forms = Path(__file__).parents[1] / "forms"
    last = read_answers(text, "上年.yaml", forms)
    carried = carry_over(national, last, 2024)
    assert not carried.draft.cells
    assert any("另一种格式" in problem.what for problem in carried.not_carried)


def test_an_answer_that_is_no_choice_any_more_is_told(national: Form, last: Answers) -> None:
    draft = with_answer(last.draft, "organ.kind", "事业单位")
    carried = carry_over(national, last._replace(draft=replace(draft)), 2024)
    assert "organ.kind" not in carried.draft.answers
    assert [p.where for p in carried.not_carried] == ["“机关类别”"]


def test_a_day_of_last_year_is_not_offered_for_this_one(national: Form, last: Answers) -> None:
    begun = start_from(national, last, carry_over(national, last, 2024))
    kept = last._replace(draft=with_answer(last.draft, "report.signed", date(2024, 1, 22)))
    step = next_step(do(go_to(replace(begun, last=kept), "report.signed")))
    assert isinstance(step, Ask)
    assert step.last == ""
