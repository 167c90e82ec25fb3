"""The pages of the short way in the chat: numbers tick, Enter takes, nothing misread counts."""

from __future__ import annotations

import pytest

from drafter.desk.new_report import empty_beginning
from drafter.draft.draft_model import Draft, with_answer
from drafter.form.form_file import load_form
from drafter.interview.interview_state import PageKind
from drafter.interview.steps import Page, next_step
from drafter.session.session_shelf import create

from .conftest import NOON

FORM = load_form("disclosure-2021")
TO_USUAL = (
    *("", "", "2024-1-20", "86"),
    *("解读形式单一", "", "制作图解", "", "", ""),
)
"""政府部门, nothing happened, and what must be typed; then nothing more to tell."""


@pytest.fixture
def begun(tmp_path):
    draft = with_answer(with_answer(Draft(FORM.id), "year", 2023), "organ.name", "示例县水利局")
    began = empty_beginning(FORM, draft)
    make = create(tmp_path / "own", FORM, began.draft, began.marks, name="示例", clock=lambda: NOON)
    with make as session:
        return session.path


def at(chat) -> PageKind | None:
    step = next_step(chat.state)
    return step.kind if isinstance(step, Page) else None


def test_numbers_tick_what_there_was(talked, begun):
    chat, talk, _ = talked("", "2 6", path=begun)
    assert "选了：行政许可、收到过政府信息公开申请。" in talk.text
    assert chat.state.draft.answers["disclosed.matters"] == ("行政许可",)
    assert chat.state.draft.answers["applications.any_received"] is True
    assert chat.state.draft.answers["disputes.any_review"] is False


def test_names_tick_as_well_and_the_page_is_not_told_again(talked, begun):
    chat, talk, _ = talked("", "没懂", "许可和收到过申请", "许可、处罚", path=begun)
    assert chat.state.draft.answers["disclosed.matters"] == ("行政许可", "行政处罚")
    assert talk.text.count("1 行政规范性文件") == 1


@pytest.mark.parametrize("line", ["99", "1 99", "行政", "没懂"])
def test_what_is_no_line_of_the_page_records_nothing(talked, begun, line):
    chat, talk, _ = talked("", line, path=begun)
    assert at(chat) is PageKind.EVENTS
    assert "disclosed.matters" not in chat.state.draft.answers
    assert "没有" in talk.text


def test_enter_takes_the_page_to_be_read(talked, begun):
    chat, talk, _ = talked(*TO_USUAL, "", path=begun)
    assert "依托的网站：示例县人民政府门户网站" in talk.text
    assert chat.state.draft.answers["overview.platform.host_site"] == "示例县人民政府门户网站"
    assert at(chat) is None


def test_a_line_can_be_left_out_by_its_number(talked, begun):
    chat, talk, _ = talked(*TO_USUAL, "不要 3", "不要 1", "", path=begun)
    assert "“上级党委和政府”不写了。" in talk.text
    assert "一定要有" in talk.text
    assert "organ.superior" not in chat.state.draft.answers
    assert chat.state.draft.answers["organ.level"] == "县级"


def test_a_number_changes_its_line_and_leads_back(talked, begun):
    chat, talk, _ = talked(*TO_USUAL, "2", "我办", path=begun)
    assert at(chat) is PageKind.USUAL
    assert chat.state.draft.answers["organ.self"] == "我办"
    assert "自称：我办" in talk.text


def test_a_page_that_is_skipped_is_asked_one_by_one(talked, begun):
    chat, talk, _ = talked("", "说明", "跳过", "2024-1-20", "无", path=begun)
    assert "逐题问" in talk.text
    assert chat.state.draft.answers["disclosed.matters"] == ()
    assert next_step(chat.state).question.id == "applications.any_received"


def test_the_other_way_by_its_word(talked, begun):
    chat, talk, _ = talked("逐题问", "", path=begun)
    assert not chat.state.is_express
    assert "现在逐题问" in talk.text
