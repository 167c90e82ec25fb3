"""The list of what stands before a final report says each thing once."""

from __future__ import annotations

from datetime import date

import pytest

from drafter.desk.desk import Around, Desk
from drafter.desk.open_points import (
    count_left,
    days_left_words,
    deadline_words,
    left,
    listing_lines,
)
from drafter.draft.draft_model import Draft, with_answer
from drafter.form.form_file import load_form
from drafter.session.session_list import list_sessions
from drafter.session.session_shelf import create


@pytest.fixture
def points(tmp_path):
    """`points({question: answer})`: what stands there with these answers."""
    form = load_form("disclosure-2021")

    def told(answers):
        draft = Draft(form.id)
        for question, value in answers.items():
            draft = with_answer(draft, question, value)
        folder = tmp_path / str(len(answers))
        with create(folder, form, draft, name="示例") as session:
            return [item.what for item in left(Desk(session), Around(date(2026, 1, 10), tmp_path))]

    return told


def test_a_part_that_is_empty_for_want_of_an_answer_is_told_by_the_answer(points):
    told = points({"year": 2025})
    assert any("“主动公开信息总数”：必填" in what for what in told)
    assert not any("“主动公开”这一部分没有内容" in what for what in told)


def test_an_empty_part_that_no_answer_is_required_for_is_told(points):
    assert any("“监督保障”这一部分没有内容" in what for what in points({"year": 2025}))


def test_a_deadline_of_years_ago_is_not_told():
    last = date(2024, 1, 31)
    assert deadline_words(date(2024, 3, 1), last) != ""
    assert deadline_words(date(2026, 3, 1), last) == days_left_words(date(2026, 3, 1), last) == ""


def test_a_report_that_was_made_is_told_with_its_day_and_nothing_that_is_left(tmp_path):
    form = load_form("disclosure-2021")
    given = with_answer(with_answer(Draft(form.id), "year", 2025), "organ.kind", "政府部门")
    with create(tmp_path, form, given, {"made": "2026-01-10"}, name="示例"):
        pass
    (listed,) = list_sessions(tmp_path, date(2026, 1, 12), count_left)
    assert list(listing_lines(listed, date(2026, 1, 12))) == [
        "单位未填，2025年；1月10日已生成正式稿"
    ]
    early = listed._replace(made=None)
    (line,) = listing_lines(early, date(2026, 1, 12))
    assert line.endswith(f"还有 {listed.left} 处没有完；距1月31日还有 19 天")
