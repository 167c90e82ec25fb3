"""Gates: what an answer opens, leaves out, keeps and settles."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from drafter.desk.question_in_words import explain_lines, hint_line
from drafter.draft.answers_file import read_answers
from drafter.draft.answers_writer import write_answers
from drafter.draft.draft_facts import Facts, closed_cells, figures, open_cells, unused_cells
from drafter.draft.draft_model import Cell, Draft, Origin
from drafter.draft.unfinished_places import gaps
from drafter.errors import Problem
from drafter.form.definitions import Form
from drafter.interview.given_answers import (
    confirm_rest_zero,
    record_answer,
    record_cells,
    take_back,
)
from drafter.interview.interview_state import InterviewState, new_state
from drafter.interview.progress import unsure
from drafter.interview.reasons import why_asked
from drafter.interview.steps import Ask, Fill, next_step
from drafter.interview.way import go_to, shown_place

Give = Callable[..., InterviewState]
APPLICATIONS = ("applications.any_received", "applications.any_carried_in")


def fill_of(state: InterviewState, table: str) -> Fill:
    gone = go_to(state, f"tables/{table}")
    assert not isinstance(gone, Problem)
    step = next_step(gone)
    assert isinstance(step, Fill)
    return step


def gates_asked(state: InterviewState, part: str) -> list[str]:
    """The gates that the way asks in a part, each left for later."""
    from drafter.interview.way import way

    return [place.name for place in way(state) if place.part == part and "/" not in place.name]


@pytest.mark.parametrize(
    ("table", "answers"),
    [
        ("disclosed", {"disclosed__matters": "无"}),
        (
            "applications",
            {"applications__any_received": "没有", "applications__any_carried_in": "没有"},
        ),
        ("disputes", {"disputes__any_review": "没有", "disputes__suits": "无"}),
    ],
)
def test_an_answer_or_two_settle_an_empty_table(
    national: Form, give: Give, table: str, answers: dict[str, str]
) -> None:
    state = give(**answers)
    own = [address for address, cell in national.cells.items() if cell.table == table]
    assert not [a for a in open_cells(national, state.draft) if a in own]
    assert all(
        state.facts.cell_at(a) == Cell(0, Origin.CONFIRMED)
        for a in own
        if a not in national.computed
    )
    assert not [place for place in gates_asked(state, table) if place not in state.draft.answers]


def test_the_saved_draft_alone_tells_that_a_table_is_settled(national: Form, give: Give) -> None:
    state = give(applications__any_received="否", applications__any_carried_in="否")
    again = read_answers(write_answers(national, state.draft), "答案.yaml").draft
    assert again == state.draft
    assert not [gap for gap in gaps(Facts(national, again)) if "applications" in gap]


def test_a_file_without_gates_is_in_use_as_a_whole(national: Form) -> None:
    assert not closed_cells(national, {"organ.kind": "政府部门"})
    assert len(list(open_cells(national, Draft(national.id)))) == len(national.cells) - len(
        national.computed
    )


def test_one_kind_of_organ_is_asked_of_rules(give: Give) -> None:
    bureau = give(organ__kind="政府部门", organ__level="县级")
    assert gates_asked(bureau, "disclosed") == ["disclosed.matters"]
    city = give(organ__kind="人民政府", organ__level="市级")
    assert gates_asked(city, "disclosed") == ["disclosed.any_regulations", "disclosed.matters"]


def test_only_the_rows_and_columns_that_answers_opened_are_asked(give: Give) -> None:
    state = give(
        applications__any_received="有",
        applications__any_carried_in="没有",
        applications__applicants="自然人、法律服务机构",
        applications__outcomes="予以公开、无法提供",
        applications__any_carried_out="没有",
    )
    fill = fill_of(state, "applications")
    (block,) = fill.blocks
    assert [c.id for c in block.columns] == ["natural", "legal", "total"]
    rows = ["received", "granted", "not_held", "to_be_made", "unclear", "handled"]
    assert [row.id for row in block.rows] == rows
    assert len(fill.open) == 10
    assert fill.cells["applications/received/business"].cell.origin is Origin.CONFIRMED
    assert not fill.cells["applications/received/business"].used


def test_choices_are_the_forms_own_labels(national: Form) -> None:
    gates = {gate.question.id: gate.question for gate in national.gates}
    assert gates["applications.applicants"].choices[:2] == ("自然人", "商业企业")
    assert gates["disputes.suits"].choices == ("未经复议直接起诉", "复议后起诉")


def test_a_closed_gate_keeps_figures_aside_and_an_open_one_brings_them_back(
    national: Form, give: Give
) -> None:
    state = give(disclosed__matters="行政许可、行政处罚")
    filled = record_cells(
        state,
        "disclosed",
        {"disclosed/permits/decisions": "5", "disclosed/penalties/decisions": "7"},
    )
    assert isinstance(filled, InterviewState)
    closed = give(filled, disclosed__matters="行政许可")
    assert dict(unused_cells(national, closed.draft)) == {
        "disclosed/penalties/decisions": Cell(7, Origin.ENTERED)
    }
    place = national.arithmetic.index["disclosed/penalties/decisions"]
    assert figures(national, closed.draft)[place] == 0
    assert closed.facts.figures[place] == 0
    shown = fill_of(closed, "disclosed").cells["disclosed/penalties/decisions"]
    assert (shown.used, shown.kept, shown.cell.value) == (False, 7, 0)
    opened = give(closed, disclosed__matters="行政许可、行政处罚")
    assert figures(national, opened.draft)[place] == 7
    assert opened.draft.cells == filled.draft.cells


def test_texts_and_conditions_do_not_see_figures_kept_aside(give: Give) -> None:
    state = give(applications__any_received="有", applications__applicants="自然人")
    state = give(state, **{"applications/received/natural": "3"})
    assert state.facts.asked(state.form.questions["overview.requests.by_channel"])
    closed = give(state, applications__any_received="没有")
    assert not closed.facts.asked(state.form.questions["overview.requests.by_channel"])
    assert "未收到" in closed.drafted("overview.requests")[0]


def test_a_gate_that_is_not_asked_leaves_its_lines_out(national: Form, give: Give) -> None:
    state = give(
        applications__any_received="有",
        applications__any_carried_in="没有",
        applications__applicants="自然人",
        applications__outcomes="予以公开",
    )
    state = give(state, **{"applications/granted/natural": "2"})
    closed = give(state, applications__any_received="没有")
    assert not [a for a in open_cells(national, closed.draft) if a.startswith("applications/")]
    assert closed.facts.figures[national.arithmetic.index["applications/handled/total"]] == 0
    assert give(closed, applications__any_received="有").draft == state.draft


def test_not_sure_marks_the_gate_and_leaves_its_lines_in_use(give: Give) -> None:
    gone = go_to(give(), "applications.any_received")
    assert isinstance(gone, InterviewState)
    state = unsure(gone)
    assert isinstance(state, InterviewState)
    assert state.draft.verify == {"applications.any_received"}
    assert shown_place(state) == "applications.any_carried_in"
    state = give(state, applications__any_carried_in="没有")
    assert "applications/received/natural" not in state.closed
    assert "applications/carried_in/natural" in state.closed


def test_a_figure_typed_into_a_closed_cell_opens_its_gates(national: Form, give: Give) -> None:
    state = give(
        applications__any_received="有",
        applications__any_carried_in="没有",
        applications__applicants="自然人",
        applications__outcomes="予以公开",
    )
    state = give(state, **{"applications/secret/business": "1"})
    assert state.draft.answers["applications.applicants"] == ("自然人", "商业企业")
    assert state.draft.answers["applications.outcomes"] == ("予以公开", "不予公开")
    assert "applications/secret/business" not in state.closed


def test_a_zero_typed_into_a_closed_cell_opens_nothing(give: Give) -> None:
    state = give(disclosed__matters="行政许可")
    after = give(state, **{"disclosed/penalties/decisions": "0"})
    assert after.draft.answers == state.draft.answers


def test_a_cell_behind_a_gate_that_is_not_asked_says_which_answer_to_change(give: Give) -> None:
    state = give(applications__any_received="没有", applications__any_carried_in="没有")
    said = record_answer(state, "applications/granted/natural", "1")
    assert isinstance(said, Problem)
    assert "“本年度是否收到申请”答的是“否”" in said.what


def test_no_applicants_contradicts_applications(give: Give) -> None:
    state = give(applications__any_received="有", applications__any_carried_in="没有")
    said = record_answer(state, "applications.applicants", "无")
    assert isinstance(said, Problem)
    assert "本年度是否收到申请" in said.what


def test_rest_zero_is_taken_back_when_cells_come_into_use(give: Give) -> None:
    state = give(disclosed__matters="行政许可")
    state = give(state, **{"disclosed/permits/decisions": "5"})
    confirmed = confirm_rest_zero(state, "disclosed")
    assert isinstance(confirmed, InterviewState)
    assert give(confirmed, disclosed__matters="行政许可").draft.confirmed == {"disclosed"}
    wider = give(confirmed, disclosed__matters="行政许可、行政强制")
    assert not wider.draft.confirmed
    assert next(iter(open_cells(wider.form, wider.draft))) == "disclosed/coercion/decisions"


def test_taking_a_gates_answer_back_opens_its_lines(give: Give) -> None:
    state = give(disclosed__matters="无")
    back = take_back(state, "disclosed.matters")
    assert isinstance(back, InterviewState)
    assert not back.closed


def test_a_part_gone_to_shows_what_is_open_then_its_figures(give: Give) -> None:
    given = {"applications__any_received": "有", "applications__any_carried_in": "没有"}
    begun = give(**given)
    assert shown_place(gone(begun)) == "applications.applicants"
    state = give(begun, applications__applicants="自然人", applications__outcomes="无")
    done = gone(give(state, applications__any_carried_out="有"))
    done = give(done, **{"applications/received/natural": "1"})
    rest = confirm_rest_zero(done, "applications")
    assert isinstance(rest, InterviewState)
    assert shown_place(gone(rest)) == "tables/applications"


def test_a_part_whose_table_is_closed_shows_its_first_gate(give: Give) -> None:
    state = give(applications__any_received="没有", applications__any_carried_in="没有")
    assert shown_place(gone(state)) == "applications.any_received"


def gone(state: InterviewState) -> InterviewState:
    after = go_to(state, "applications")
    assert isinstance(after, InterviewState)
    return after


def test_a_gate_proposes_what_figures_already_say(give: Give) -> None:
    state = give(**{"disclosed/permits/decisions": "5", "disclosed/fees/amount": "1.5"})
    assert state.draft.cells["disclosed/fees/amount"].value == Decimal("1.5")
    gone = go_to(state, "disclosed.matters")
    assert isinstance(gone, InterviewState)
    step = next_step(gone)
    assert isinstance(step, Ask)
    assert step.default == "行政许可、行政事业性收费"


def test_every_gate_that_is_asked_is_asked_before_its_table(national: Form) -> None:
    from drafter.interview.way import way

    order = [place.name for place in way(new_state(national))]
    for gate in national.gates:
        if gate.question.id in order:
            table = f"tables/{gate.question.section}"
            assert order.index(gate.question.id) < order.index(table)


def test_a_reason_stands_under_the_first_of_the_questions_it_led_to(national):
    state, told = new_state(national), []
    state = record_answer(state, "overview.supervision.group_state", "本年成立")
    for field in ("head", "deputy", "members"):
        state = go_to(state, f"overview.supervision.group_{field}")
        step = next_step(state)
        told.append("所以问这一题" in hint_line(step))
        assert "所以问这一题" in "".join((hint_line(step), *explain_lines(step, hinted=True)))
        state = record_answer(state, step.question.id, "副局长")
    assert told == [True, False, False]


def test_a_question_is_asked_because_of_a_yes_and_not_of_the_no_beside_it(national):
    state = new_state(national, Draft(national.id))
    for question, answer in (("any_received", "是"), ("any_carried_in", "否")):
        state = record_answer(state, f"applications.{question}", answer)
    why = why_asked(state, national.questions["applications.applicants"])
    assert "“本年度是否收到申请”答的是“是”" in why.led
    assert "上年是否有结转" not in why.led


def test_a_step_tells_where_at_least_one_has_to_be_chosen(national: Form) -> None:
    state = new_state(national, Draft(national.id))
    told = []
    for question, answer in (("any_received", "是"), ("any_carried_in", "否")):
        state = record_answer(state, f"applications.{question}", answer)
    for question in ("applicants", "outcomes"):
        step = next_step(go_to(state, f"applications.{question}"))
        told.append(step.some)
    assert told == [True, False]
