"""Order, skipping, going back and to anywhere, finishing, the task list."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from drafter.draft.draft_model import Closure, Origin
from drafter.errors import Problem
from drafter.form.definitions import Form
from drafter.interview.given_answers import (
    accept_text,
    confirm_rest_zero,
    record_answer,
    record_cells,
    take_back,
)
from drafter.interview.interview_state import REVIEW, InterviewState, new_state
from drafter.interview.progress import (
    close_finding,
    finish_part,
    reopen_part,
    skip,
    skip_rest,
    unsure,
    verified,
)
from drafter.interview.steps import Ask, Fill, Review, next_step
from drafter.interview.task_list import Status, Task, task_list
from drafter.interview.way import back, go_to, missing, shown_place, way

Give = Callable[..., InterviewState]


def do(result: InterviewState | Problem) -> InterviewState:
    assert isinstance(result, InterviewState), result
    return result


def ask(state: InterviewState, where: str) -> Ask:
    step = next_step(do(go_to(state, where)))
    assert isinstance(step, Ask)
    return step


def task(state: InterviewState, part: str, problems: tuple[str, ...] = ()) -> Task:
    return next(t for t in task_list(state, problems) if t.part == part)


def test_the_year_is_asked_first_and_tables_before_the_texts_that_rest_on_them(
    national: Form,
) -> None:
    order = [place.name for place in way(new_state(national))]
    assert order[:3] == ["year", "organ.name", "organ.kind"]
    assert order.index("tables/disputes") < order.index("texts/overview.requests")


def test_a_step_tells_everything_a_screen_shows(give: Give) -> None:
    step = ask(give(), "overview.proactive.items_published")
    assert (step.spot.part_title, step.spot.section_title) == ("一、总体情况", "主动公开")
    assert step.spot.number > 0
    assert step.required
    assert step.question.hint
    assert step.question.excludes
    assert step.why.need == "必填。"
    assert not step.why.led, "an answer that is not there is no reason to ask"
    assert ask(give(), "preamble.list_parts").default == "是"


def test_only_local_rules_ask_for_local_questions(national: Form) -> None:
    local = "other.innovation"
    assert local not in [place.name for place in way(new_state(national))]
    asked = new_state(national, local=frozenset((local,)))
    assert local in [place.name for place in way(asked)]
    assert ask(asked, local).why.need.startswith("当地要求")
    assert ask(new_state(national), local).beside


def test_why_a_question_is_passed_by_is_told(give: Give) -> None:
    state = give(organ__kind="政府部门")
    step = ask(state, "overview.supervision.exam_done")
    assert "“机关类别”答的是“政府部门”" in step.beside
    assert step.spot.number == 0
    assert "overview.supervision.exam_done" not in [place.name for place in way(state)]


def test_a_skipped_question_is_not_asked_again_until_one_comes_back(national: Form) -> None:
    state = do(skip(new_state(national)))
    assert shown_place(state) == "organ.name"
    assert shown_place(back(state)) == "year"
    state = do(skip(back(state)))
    assert shown_place(state) == "organ.name"
    assert shown_place(do(go_to(state, "basics"))) == "year"


def test_a_required_question_that_was_skipped_stands_in_the_review(national: Form) -> None:
    state = do(go_to(do(skip(new_state(national))), REVIEW))
    assert isinstance(next_step(state), Review)
    assert "year" in missing(state)


def test_skipping_the_rest_of_a_section_keeps_what_is_required(give: Give) -> None:
    state = do(go_to(give(organ__kind="政府部门"), "overview.platform.improvements"))
    state = skip_rest(state)
    left = [p.name for p in way(state) if p.section == "overview.platform"]
    assert "overview.platform.visits" not in left
    assert shown_place(state) == "texts/overview.platform"
    assert "overview.platform.has_site" not in state.progress.skipped


def test_back_never_validates_and_stops_at_the_first(national: Form) -> None:
    state = new_state(national)
    assert shown_place(back(state)) == "year"
    at = do(go_to(state, "report.signed"))
    assert shown_place(back(at)) == "report.where"
    assert back(at).draft == state.draft


def test_the_part_one_is_in_goes_on_before_the_others(give: Give) -> None:
    state = do(go_to(give(), "problems"))
    assert shown_place(state) == "problems.last_items"
    assert shown_place(do(skip(state))) == "problems.items"


def test_a_wrong_answer_is_a_problem_and_changes_nothing(give: Give) -> None:
    said = record_answer(give(), "year", "2019")
    assert isinstance(said, Problem)
    assert "2021年起" in said.what
    assert isinstance(record_answer(give(), "no.such", "1"), Problem)
    assert isinstance(record_answer(give(), "applications/handled/natural", "1"), Problem)


def test_figures_are_recorded_all_or_none(give: Give) -> None:
    state = give()
    good = {"applications/received/natural": "12", "applications/granted/natural": "十二"}
    bad = {**good, "applications/secret/natural": "许多"}
    assert isinstance(record_cells(state, "applications", bad), Problem)
    assert isinstance(record_cells(state, "disclosed", good), Problem)
    done = do(record_cells(state, "applications", good, Origin.TALLIED))
    assert done.draft.cells["applications/granted/natural"].value == 12
    assert done.draft.cells["applications/granted/natural"].origin is Origin.TALLIED


def test_the_rest_of_a_table_is_zero_once_the_clerk_says_so(give: Give) -> None:
    state = do(go_to(give(), "applications/received/natural"))
    step = next_step(state)
    assert isinstance(step, Fill)
    assert step.cursor == "applications/received/natural"
    assert len(step.open) == 24 * 6
    state = do(confirm_rest_zero(state, "applications"))
    step = next_step(do(go_to(state, "tables/applications")))
    assert isinstance(step, Fill)
    assert not step.open
    assert step.cells["applications/secret/other"].cell.origin is Origin.CONFIRMED


def test_taking_a_figure_back_leaves_the_other_zeros_confirmed(give: Give) -> None:
    state = do(record_answer(give(), "applications/received/natural", "2"))
    state = do(confirm_rest_zero(state, "applications"))
    state = do(take_back(state, "applications/received/natural"))
    assert not state.draft.cells
    step = next_step(do(go_to(state, "tables/applications")))
    assert isinstance(step, Fill)
    assert not step.open


def test_not_sure_marks_and_an_answer_takes_the_mark_away(give: Give) -> None:
    state = do(unsure(do(go_to(give(), "organ.level"))))
    assert state.draft.verify == {"organ.level"}
    assert shown_place(state) == "organ.self"
    assert not give(state, organ__level="县级").draft.verify
    kept = do(unsure(give(organ__level="县级"), "organ.level"))
    assert kept.draft.answers["organ.level"] == "县级"
    assert not do(verified(kept, "organ.level")).draft.verify
    assert isinstance(verified(kept, "year"), Problem)


def test_not_sure_of_a_table_marks_what_nobody_has_looked_at(give: Give) -> None:
    state = give(disclosed__matters="行政许可、行政处罚")
    state = give(state, **{"disclosed/permits/decisions": "4"})
    state = do(unsure(state, "tables/disclosed"))
    assert state.draft.verify == {"disclosed/penalties/decisions"}


@pytest.mark.parametrize("where", ["", "texts/overview.proactive"])
def test_not_sure_of_a_text_skips_it(give: Give, where: str) -> None:
    state = do(unsure(do(go_to(give(), "texts/overview.proactive")), where))
    assert state.progress.skipped == {"texts/overview.proactive"}
    assert not state.draft.verify


def test_a_task_is_untouched_under_way_or_finished(give: Give) -> None:
    state = give()
    assert [t.status for t in task_list(state)][:7] == [Status.UNTOUCHED] * 7
    state = give(problems__plan="继续努力。")
    assert task(state, "problems").status is Status.UNDER_WAY
    assert (task(state, "problems").done, task(state, "problems").of) == (0, 1)
    finished = do(finish_part(state, "problems"))
    assert task(finished, "problems").status is Status.UNDER_WAY
    assert task(finished, "problems").reason
    answered = do(record_answer(finished, "problems.items", "无"))
    adopted = do(accept_text(answered, "problems"))
    done = do(finish_part(adopted, "problems"))
    assert task(done, "problems").status is Status.FINISHED
    assert task(done, "problems", ("problems.plan",)).status is Status.UNDER_WAY
    assert task(do(reopen_part(done, "problems")), "problems").status is Status.UNDER_WAY


def test_progress_does_not_grow_with_what_is_answered(give: Give) -> None:
    before = [row.of for row in task_list(give())]
    state = give(**{"overview__proactive__interpretations": "3"})
    assert [row.of for row in task_list(state)] == before


def test_what_is_only_missing_is_no_trouble_before_the_part_is_finished(give: Give) -> None:
    problems = ("year", "disclosed/permits/decisions", "overview.proactive")
    assert {t.status for t in task_list(give(), problems)[:7]} == {Status.UNTOUCHED}
    state = give(**{"applications/received/natural": "3"})
    assert task(state, "applications", ("applications/received/total",)).done == 0


def test_the_last_task_waits_for_the_others_and_says_so(give: Give) -> None:
    last = task_list(give())[-1]
    assert (last.part, last.title, last.status) == (REVIEW, "核对与生成", Status.UNTOUCHED)
    assert (last.done, last.of) == (0, 7)


def test_a_finished_part_asks_again_when_something_new_comes_up(give: Give) -> None:
    state = do(finish_part(give(disclosed__matters="无"), "disclosed"))
    assert task(state, "disclosed").status is Status.FINISHED
    state = give(state, disclosed__matters="行政许可")
    assert shown_place(state) == "tables/disclosed"


def test_a_warning_is_closed_with_a_reason(give: Give) -> None:
    closure = Closure("T03", "disclosed/documents/in_force", ("1",), "当年制发又废止", "2024-01-10")
    state = do(close_finding(give(), closure))
    assert state.draft.closures == (closure,)
    blank = Closure("T03", "disclosed/documents/in_force", ("1",), " ", "2024-01-10")
    assert isinstance(close_finding(state, blank), Problem)


def test_the_first_part_counts_each_answer_that_every_report_has_to_give(give: Give) -> None:
    done = [task(state := give(), "basics").done]
    for where, raw in (("year", "2025"), ("organ__name", "甲局"), ("organ__kind", "政府部门")):
        state = give(state, **{where: raw})
        done.append(task(state, "basics").done)
    assert done == [0, 1, 2, 3]
    assert task(state, "basics").of == task(give(), "basics").of
