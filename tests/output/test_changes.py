"""What has changed between two versions of a report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft, Origin, with_answer, with_cell
from drafter.form.form_file import load_form
from drafter.output.review_sheet import Change, changes

TINY = load_form("tiny", Path(__file__).parents[1] / "forms")


@pytest.fixture
def before():
    draft = Draft("tiny", {"year": 2021, "story.visitors": 120})
    return with_cell(TINY, draft, "loans/all/novels", 7, Origin.ENTERED)


def told(before, now):
    return tuple(changes(Facts(TINY, before), Facts(TINY, now)))


def test_the_same_version_has_no_changes(before):
    assert told(before, before) == ()


def test_an_answer_is_told_as_it_is_typed(before):
    assert told(before, with_answer(before, "story.visitors", 130)) == (
        Change("概况，“到馆人次”", "120", "130"),
    )


def test_an_answer_taken_back_or_new_is_told(before):
    place = "概况，“到馆人次”"
    assert told(before, with_answer(before, "story.visitors", None)) == (
        Change(place, "120", "未填"),
    )
    assert told(with_answer(before, "story.visitors", None), before) == (
        Change(place, "未填", "120"),
    )


def test_a_figure_is_told_and_its_total_is_not(before):
    now = with_cell(TINY, before, "loans/all/novels", 9)
    assert told(before, now) == (Change(TINY.place("loans/all/novels"), "7", "9"),)


def test_a_text_of_ones_own_is_told_in_brief(before):
    now = replace(before, texts={"story": "很长。" * 40})
    (change,) = told(before, now)
    assert change.place == "概况的文字"
    assert change.before == "按填写的内容生成"
    assert len(change.now) == 40
    assert change.now.endswith("…")
