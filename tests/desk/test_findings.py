"""What both front ends are told: of places dealt with only, own texts left behind among it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from drafter.desk.desk import Around
from drafter.desk.told_findings import close, told_findings, where_to
from drafter.errors import Problem
from drafter.form.form_file import load_form
from drafter.interview.given_answers import record_answer
from drafter.interview.interview_state import new_state

NATIONAL = load_form("disclosure-2021")
AROUND = Around(date(2024, 1, 10), Path("."))


def done(result):
    assert not isinstance(result, Problem), result
    return result


def answered(state, **answers):
    for where, raw in answers.items():
        state = done(record_answer(state, where.replace("__", "."), raw))
    return state


@pytest.fixture
def left_behind():
    """A text written with twelve items, of which there are thirteen now."""
    items = "overview__proactive__items_published"
    state = answered(new_state(NATIONAL), year="2023", organ__name="示例局", **{items: "12"})
    state = done(record_answer(state, "texts/overview.proactive", "2023年，示例局公开很多。"))
    return answered(state, **{items: "13"})


def of_code(state, code):
    return [f for f in told_findings(state, AROUND).result.findings if f.code == code]


def test_nothing_is_said_of_what_was_not_come_to_yet():
    told = told_findings(new_state(NATIONAL), AROUND)
    assert told.result.findings == ()
    assert told.ahead > 0


def test_an_own_text_that_its_facts_left_behind_is_a_finding_that_names_the_sentence(left_behind):
    [finding] = of_code(left_behind, "M11")
    assert "公开政府信息12条" in finding.what
    assert "公开政府信息13条" in finding.what
    assert where_to(NATIONAL, finding.address) == "texts/overview.proactive"


def test_it_is_closed_with_a_reason_until_the_facts_change_again(left_behind):
    [finding] = of_code(left_behind, "M11")
    state = done(close(left_behind, AROUND, finding, "没有写条数"))
    assert of_code(state, "M11") == []
    assert len(of_code(answered(state, overview__proactive__items_published="14"), "M11")) == 1


def test_writing_it_anew_settles_it(left_behind):
    state = done(record_answer(left_behind, "texts/overview.proactive", "公开了13条。"))
    assert of_code(state, "M11") == []
