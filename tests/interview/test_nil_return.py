"""A nil return: how many answers it takes from nothing to a report that can be issued."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from drafter.draft.answers_file import read_answers
from drafter.draft.answers_writer import write_answers
from drafter.draft.draft_facts import Facts
from drafter.draft.unfinished_places import gaps
from drafter.errors import Problem
from drafter.form.definitions import Form
from drafter.interview.given_answers import accept_text, record_answer
from drafter.interview.interview_state import InterviewState, new_state
from drafter.interview.progress import finish_part, skip_rest
from drafter.interview.steps import Ask, Done, Fill, Step, Write, next_step

MOST = 45


class Run(Protocol):
    """What a finished command left."""

    code: int
    out: str
    err: str


BUREAU = {
    "year": "2023",
    "organ.name": "示例县水利局",
    "organ.kind": "政府部门",
    "organ.level": "县级",
    "organ.self": "我局",
    "report.signed": "2024年1月20日",
    "disclosed.matters": "无",
    "applications.any_received": "没有",
    "applications.any_carried_in": "没有",
    "disputes.any_review": "没有",
    "disputes.suits": "无",
    "overview.proactive.items_published": "120",
    "overview.management.review_flow": "先审后发",
    "overview.platform.has_site": "否",
    "overview.platform.host_site": "示例县人民政府门户网站",
    "overview.supervision.group_state": "以前已经成立",
    "problems.items": "存在的问题：政策解读形式单一\n改进措施：增加图解和视频",
}
TOWNSHIP = BUREAU | {
    "organ.name": "示例县示例乡人民政府",
    "organ.kind": "乡镇人民政府",
    "organ.level": "乡镇级",
    "organ.self": "我乡",
    "overview.supervision.group_state": "",
    "overview.supervision.exam_done": "否",
    "overview.supervision.social_done": "否",
    "overview.supervision.accountability": "没有",
}


def one_act(state: InterviewState, step: Step, answers: dict[str, str]) -> tuple[str, object]:
    """What a clerk in a hurry does at a step, and what comes of it."""
    match step:
        case Ask(question=question, spot=spot):
            if answers.get(question.id):
                return question.id, record_answer(state, question.id, answers[question.id])
            return f"跳到下一节（{spot.section_title}）", skip_rest(state)
        case Write(section=section):
            return f"采用 {section.id}", accept_text(state, section.id)
    raise AssertionError(step)


def nil_return(form: Form, answers: dict[str, str]) -> tuple[list[str], InterviewState]:
    state, acts = new_state(form), list[str]()
    while isinstance(step := next_step(state), Ask | Fill | Write):
        said, after = one_act(state, step, answers)
        assert isinstance(after, InterviewState), (said, after)
        state = after
        acts.append(said)
    for part in (form.basics.id, *(part.id for part in form.parts)):
        finished = finish_part(state, part)
        assert not isinstance(finished, Problem)
        state = finished
        acts.append(f"完成 {part}")
    return acts, state


@pytest.mark.parametrize("answers", [BUREAU, TOWNSHIP], ids=["bureau", "township"])
def test_a_nil_return_takes_few_answers(national: Form, answers: dict[str, str]) -> None:
    acts, state = nil_return(national, answers)
    listed = "\n".join(f"{number} {act}" for number, act in enumerate(acts, 1))
    assert len(acts) <= MOST, listed
    assert isinstance(next_step(state), Done)
    again = read_answers(write_answers(national, state.draft), "答案.yaml").draft
    assert not list(gaps(Facts(national, again)))


def test_what_comes_of_it_is_printed_as_a_final_report(
    national: Form, tmp_path: Path, run_drafter: Callable[..., Run]
) -> None:
    _, state = nil_return(national, BUREAU)
    path = tmp_path / "nil.yaml"
    path.write_text(write_answers(national, state.draft), "utf-8")
    done = run_drafter("print", "--final", path)
    assert (done.code, done.err) == (0, "")
    assert "未收到政府信息公开申请，未发生因政府信息公开引发的行政复议、行政诉讼" in done.out
