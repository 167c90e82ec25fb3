"""Relations between answers of the national form: each is told when it breaks, and only then."""

from __future__ import annotations

import pytest

from drafter.desk.question_in_words import contradictions
from drafter.form.form_file import load_form
from drafter.interview.given_answers import record_answer, record_cells
from drafter.interview.interview_state import InterviewState, new_state

FORM = load_form("disclosure-2021")
P, S, W = "overview.proactive", "overview.supervision", "overview.platform"
NINE = {"applications/received/natural": "9", "applications/granted/natural": "9"}

SEEN = {f"{S}.self_inspections": "1"}


def state_of(answers: dict[str, str]) -> InterviewState:
    state = record_cells(new_state(FORM), "applications", NINE)
    for question, raw in answers.items():
        assert isinstance(state, InterviewState), state
        state = record_answer(state, question, raw)
    assert isinstance(state, InterviewState), state
    return state


BROKEN = [
    ({"overview.requests.extended": "12"}, "延期答复的申请包括在办结的申请之内"),
    ({f"{P}.messages_received": "36", f"{P}.messages_public": "300"}, "公开答复的留言"),
    ({f"{P}.consultations": "2", f"{P}.consultation_feedback": "5"}, "公布征集结果的次数"),
    ({f"{P}.items_published": "560", f"{P}.by_category": "通知公告 3000"}, "各类别的条数相加"),
    ({"other.fee_notices": "0", "other.fee_received": "500"}, "就应当发过收费通知"),
    ({f"{P}.items_published": "0", f"{P}.main_topics": "政策文件"}, "就不会是 0"),
    ({**SEEN, f"{S}.problems_found": "3", f"{S}.problems_fixed": "5"}, "包括在检查发现的问题之内"),
    ({"overview.requests.on_time": "否", "overview.requests.late": "0"}, "至少有 1 件"),
    ({f"{P}.documents_made": "3", f"{P}.documents_open": "5"}, "包括在制发的文件之内"),
    ({f"{S}.trainings": "3", f"{S}.trained": "1"}, "每次培训至少一人次"),
    ({"overview.requests.by_channel": "邮寄 3，网络提交 5"}, "等于本年新收申请数"),
    ({"other.fee_received": "500", "other.fee_cases": "0"}, "收费的申请至少有 1 件"),
    ({"year": "2024", "report.signed": "2024-01-15"}, "应当在2025年签发"),
    ({"applications.any_received": "否"}, "不再算数"),
    ({"organ.phone": "13912345678"}, "像个人的手机号码"),
    ({"organ.name": "示例镇"}, "好像还不是完整的机关全称"),
    ({f"{W}.media_accounts": "0", f"{P}.by_channel": "微信公众号 3"}, "就应当有政务新媒体账号"),
    (
        {
            f"{P}.interpretations": "3",
            f"{P}.press_conferences": "0",
            f"{P}.interpretation_forms": "新闻发布会",
        },
        "举办的新闻发布会就不会是 0",
    ),
]


@pytest.mark.parametrize(("answers", "said"), BROKEN, ids=[said for _, said in BROKEN])
def test_a_break_is_told_at_the_answer_that_made_it(answers, said):
    *_, typed = answers
    assert said in " ".join(contradictions(state_of(answers), typed))


def test_practices_with_applicants_need_applications():
    answers = {"overview.requests.practices": "加强与申请人的沟通"}
    state = record_cells(new_state(FORM), "applications", {"applications/received/natural": "0"})
    for question, raw in answers.items():
        assert isinstance(state, InterviewState), state
        state = record_answer(state, question, raw)
        assert "就应当有申请要办" in " ".join(contradictions(state, question))


def test_an_answer_is_not_held_against_a_table_that_nobody_has_begun():
    state = record_answer(new_state(FORM), "other.fee_received", "300")
    assert contradictions(state, "other.fee_received") == []


@pytest.mark.parametrize(
    "answers",
    [
        {"overview.requests.extended": "9"},
        {f"{P}.consultations": "2", f"{P}.consultation_feedback": "2"},
        {f"{S}.problems_found": "3", f"{S}.problems_fixed": "3"},
        {f"{P}.items_published": "560", f"{P}.by_category": "通知公告 300，政策文件 20"},
        {"overview.requests.by_channel": "邮寄 3，网络提交 6"},
        {"year": "2024", "report.signed": "2025-01-15"},
        {"applications.any_received": "是"},
        {"organ.phone": "0996-1234567"},
        {"organ.name": "示例镇人民政府"},
    ],
)
def test_what_agrees_is_not_spoken_of(answers):
    state = state_of(answers)
    assert not any(contradictions(state, typed) for typed in answers)
