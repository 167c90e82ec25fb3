"""What stands between a draft and a finished report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from drafter.draft.draft_cells import with_cell
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft, with_answer
from drafter.draft.unfinished_places import gaps


@pytest.fixture
def finished(tiny) -> Draft:
    return Draft(
        "tiny",
        {"year": 2021, "organ.name": "某馆", "signed": date(2022, 1, 5), "story.visitors": 7},
        confirmed=frozenset({"loans"}),
    )


def told(form, draft: Draft) -> list[tuple[str, str]]:
    return [(gap.address, str(gap.problem)) for gap in gaps(Facts(form, draft))]


def test_a_finished_draft_has_none(tiny, finished):
    assert told(tiny, finished) == []


def test_a_missing_answer_is_told_with_its_question(tiny, finished):
    assert told(tiny, with_answer(finished, "story.visitors", None)) == [
        ("story.visitors", "概况，“到馆人次”：还没有回答。回答：来了多少人？")
    ]


def test_a_zero_is_an_answer(tiny, finished):
    assert told(tiny, with_answer(finished, "story.visitors", 0)) == []


def test_cells_nobody_looked_at_are_counted_by_table(tiny, finished):
    assert told(tiny, replace(finished, confirmed=frozenset())) == [
        (
            "loans/all/novels",
            "第二部分 借阅：有 2 格没有人看过（仍是预置的 0）。"
            "填写，或在“tables”下给这张表写“confirmed: true”，确认其余为零。",
        )
    ]


def test_a_section_without_a_paragraph_is_told(kinds):
    addresses = [address for address, _ in told(kinds, Draft("kinds"))]
    assert "work.main" in addresses


def test_an_optional_section_may_stay_empty(kinds):
    assert "work.notes" not in [address for address, _ in told(kinds, Draft("kinds"))]


def test_ones_own_text_fills_a_section(kinds):
    draft = Draft("kinds", texts={"work.main": "自己写的一段"})
    assert "work.main" not in [address for address, _ in told(kinds, draft)]


def test_ones_own_text_stands_for_the_drafted_one(kinds):
    draft = Draft("kinds", {"work.main.items": 5}, {"work.main": " 第一段 \n\n第二段\n"})
    assert Facts(kinds, draft).printed(kinds.sections[1]) == ("第一段", "第二段")


def test_a_broken_relation_is_told_where_it_stands(kinds):
    draft = with_cell(kinds, Draft("kinds"), "cases/received/natural", 1)
    sentence = dict(told(kinds, draft))["cases/received/natural"]
    assert "自然人列：新收 1 + 上年结转 0 = 1，办结 0 + 结转下年 0 = 0，差 1" in sentence


def test_what_is_only_expected_stops_nothing(kinds):
    draft = with_cell(kinds, Draft("kinds"), "money/rules/made", 1)
    assert not [sentence for _, sentence in told(kinds, draft) if "规章" in sentence]


def test_a_relation_of_plain_numbers_is_told_at_a_cell(national):
    draft = with_cell(national, Draft(national.id), "disclosed/regulations/issued", 1)
    hits = [(a, s) for a, s in told(national, draft) if "规章制定权" in s]
    assert hits[0][0] in national.cells
    assert not hits[0][1].startswith("：")


def test_a_stated_total_that_differs_is_told_once(tiny, finished):
    ((address, sentence),) = told(tiny, replace(finished, stated={"loans/all/total": 3}))
    assert address == "loans/all/total"
    assert "合计 3，小说 0 + 科普 0 = 0，差 3" in sentence


def test_a_stated_total_that_agrees_is_no_gap(tiny, finished):
    assert told(tiny, replace(finished, stated={"loans/all/total": 0})) == []


@pytest.mark.parametrize("address", ["story.visitors", "loans/all/novels"])
def test_a_mark_to_verify_is_a_gap(tiny, finished, address):
    ((at, sentence),) = told(tiny, replace(finished, verify=frozenset({address})))
    assert at == address
    assert "标记了待核" in sentence


def test_gaps_come_in_the_order_of_the_form(tiny):
    order = [address for address, _ in told(tiny, Draft("tiny"))]
    assert order == ["year", "organ.name", "signed", "story.visitors", "loans/all/novels"]
