"""The numbers of a text against the figures of the report, and the text mended by them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.desk.desk import Around
from drafter.desk.question_in_words import length_words
from drafter.desk.text_facts import facts_of, figures_in, mended
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_model import Draft, Item
from drafter.form.form_file import load_form
from drafter.interview.interview_state import new_state

ROOT = Path(__file__).parents[2]
NATIONAL = load_form("disclosure-2021")
AROUND = Around(date(2025, 1, 10), Path("."))
SECTION = "overview.requests"
STATE = new_state(NATIONAL, load_answers(ROOT / "sample_answers" / "suqian-2024.yaml").draft)
MATERIAL = AROUND.material(STATE)
RECEIVED = "3525"


def section(id):
    return next(s for s in NATIONAL.sections if s.id == id)


def figures(text):
    return figures_in(MATERIAL, SECTION, text)


def test_every_number_of_a_drafted_text_agrees():
    text = "\n".join(STATE.drafted(SECTION))
    found = figures(text)
    assert len(found) > 20
    assert all(figure.agrees for figure in found)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("收到申请99件。", f"收到申请{RECEIVED}件。"),
        ("收到申请六十件。", f"收到申请{RECEIVED}件。"),
        ("收到申请１，234件。", f"收到申请{RECEIVED}件。"),
        ("第一段。\n收到申请99件，办结3521件。", f"第一段。\n收到申请{RECEIVED}件，办结3521件。"),
        ("收取信息处理费1.2万元。", "收取信息处理费2230元。"),
    ],
)
def test_a_number_that_differs_is_mended_where_it_stands(text, right):
    [wrong] = [figure for figure in figures(text) if not figure.agrees]
    assert mended(text, wrong) == right
    assert all(figure.agrees for figure in figures(right))


def test_a_statement_of_none_has_no_number_to_mend():
    [wrong] = figures("未收到政府信息公开申请。")
    assert (wrong.agrees, wrong.right, wrong.value) == (False, "", RECEIVED)
    assert wrong.places == ("applications/received/total",)


def test_a_number_of_one_channel_is_held_against_the_answer():
    channels = (Item("政府门户网站", 180), Item("微信公众号", 66))
    answers = {"year": 2024, "overview.proactive.by_channel": channels}
    material = AROUND.material(new_state(NATIONAL, Draft(NATIONAL.id, answers=answers)))
    text = "县政府门户网站公开信息180条，“示例商务”公众号推送信息86条。"
    site, account = figures_in(material, "overview.proactive", text)
    assert site.agrees
    assert account.label == "“分渠道公开数量”里的“微信公众号”"
    assert mended(text, account) == text.replace("86", "66")
    two = "“甲”公众号推送信息40条，“乙”公众号推送信息26条。"
    assert figures_in(material, "overview.proactive", two) == ()


def test_a_table_that_is_not_filled_in_says_nothing():
    state = new_state(NATIONAL, Draft(NATIONAL.id, answers={"year": 2024}))
    assert figures_in(AROUND.material(state), SECTION, "收到申请99件。") == ()


@given(
    st.lists(st.sampled_from(["收到申请99件", "\n", "，", "办结7件", " ", "“", "[/b]"])).map(
        "".join
    )
)
def test_what_is_mended_agrees_afterwards_and_nothing_else_changes(text):
    for figure in figures(text):
        if figure.right:
            after = mended(text, figure)
            line, before = after.split("\n")[figure.line], text.split("\n")[figure.line]
            assert line.replace(figure.right, before[figure.start : figure.end], 1) == before
            same = [f for f in figures(after) if (f.line, f.start) == (figure.line, figure.start)]
            assert all(f.agrees for f in same)


def test_the_facts_of_a_text_are_its_own_questions_and_what_it_takes_from_tables():
    facts = {fact.where: fact for fact in facts_of(STATE, section(SECTION))}
    assert facts["applications/received/total"].said == f"{RECEIVED}件"
    assert facts["organ.self"].said == "我市"
    assert facts["overview.requests.topics"].said == ""
    assert "applications/received/research" not in facts


def test_a_limit_is_told_once_it_is_near():
    from drafter.checks.rule_packs import Longest, Pack

    pack = Pack("p", "某市", "某文件", (Longest("problems", 100),), (), (), None)
    facts = STATE.facts
    assert length_words(facts, (pack,), "problems", "字" * 79) == ""
    near = length_words(facts, (pack,), "problems", "字" * 80)
    assert near == "这一部分现有 80 字，一般不超过 100 字。"
    assert length_words(facts, (pack,), "other", "字" * 200) == ""


def test_another_form_without_words_of_claims_has_no_figures():
    tiny = load_form("tiny", ROOT / "tests" / "forms")
    state = new_state(tiny, Draft(tiny.id, answers={"year": 2024}))
    text_of = next(s.id for s in tiny.sections if s.text)
    assert figures_in(AROUND.material(state), text_of, "收到申请99件。") == ()
    for own in tiny.sections:
        facts_of(state, own)


def test_a_marked_figure_of_an_unknown_year_says_nothing():
    answers = {key: value for key, value in STATE.draft.answers.items() if key != "year"}
    state = new_state(NATIONAL, replace(STATE.draft, answers=answers))
    assert figures_in(AROUND.material(state), SECTION, "收到申请99件。") == ()
