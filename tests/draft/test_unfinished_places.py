"""Where a draft still keeps a report from being final."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft, with_answer, with_cell
from drafter.draft.unfinished_places import gaps


@pytest.fixture
def finished(tiny) -> Draft:
    return Draft(
        "tiny",
        {"year": 2021, "organ.name": "某馆", "signed": date(2022, 1, 5), "story.visitors": 7},
        confirmed=frozenset({"loans"}),
    )


def places(form, draft: Draft) -> list[str]:
    return list(gaps(Facts(form, draft)))


def test_a_finished_draft_has_none(tiny, finished):
    assert places(tiny, finished) == []


def test_a_question_without_an_answer_is_one(tiny, finished):
    assert places(tiny, with_answer(finished, "story.visitors", None)) == ["story.visitors"]


def test_a_zero_is_an_answer(tiny, finished):
    assert places(tiny, with_answer(finished, "story.visitors", 0)) == []


def test_every_cell_nobody_looked_at_is_one(tiny, finished):
    cells = places(tiny, replace(finished, confirmed=frozenset()))
    assert cells == ["loans/all/novels", "loans/all/science"]


def test_a_section_without_a_paragraph_is_one(kinds):
    assert "work.main" in places(kinds, Draft("kinds"))


def test_an_optional_section_may_stay_empty(kinds):
    assert "work.notes" not in places(kinds, Draft("kinds"))


def test_ones_own_text_fills_a_section(kinds):
    draft = Draft("kinds", texts={"work.main": "自己写的一段"})
    assert "work.main" not in places(kinds, draft)


def test_ones_own_text_stands_for_the_drafted_one(kinds):
    draft = Draft("kinds", {"work.main.items": 5}, {"work.main": " 第一段 \n\n第二段\n"})
    assert Facts(kinds, draft).printed(kinds.sections[1]) == ("第一段", "第二段")


def confirmed(form) -> Draft:
    return Draft(form.id, confirmed=frozenset(form.tables))


def test_a_broken_relation_is_one_at_its_first_cell(kinds):
    draft = with_cell(kinds, confirmed(kinds), "cases/received/natural", 1)
    assert "cases/received/natural" in places(kinds, draft)


def test_what_is_only_expected_stops_nothing(kinds):
    draft = with_cell(kinds, confirmed(kinds), "money/rules/made", 1)
    assert not [place for place in places(kinds, draft) if place.startswith("money/")]


def test_a_relation_of_plain_numbers_is_one_at_a_cell(national):
    draft = with_cell(national, confirmed(national), "disclosed/regulations/issued", 1)
    assert set(places(national, draft)) & national.cells.keys() == {"disclosed/regulations/issued"}


def test_a_stated_total_that_differs_is_one(tiny, finished):
    assert places(tiny, replace(finished, stated={"loans/all/total": 3})) == ["loans/all/total"]


def test_a_stated_total_that_agrees_is_none(tiny, finished):
    assert places(tiny, replace(finished, stated={"loans/all/total": 0})) == []


@pytest.mark.parametrize("address", ["story.visitors", "loans/all/novels"])
def test_a_mark_to_verify_is_one(tiny, finished, address):
    assert places(tiny, replace(finished, verify=frozenset({address}))) == [address]
