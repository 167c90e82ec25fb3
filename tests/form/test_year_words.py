"""Questions name their year: the work is done in the January after."""

from __future__ import annotations

from drafter.form.form_file import load_form
from drafter.form.year_words import in_year, year_words


def test_years_are_told_by_their_numbers():
    said = "{last_year}年收到、到{year}年办理，{next_year}年公布"
    assert year_words(said, 2025) == "2024年收到、到2025年办理，2026年公布"
    assert year_words(said, None) == "上年收到、到本年度办理，次年公布"


def test_no_question_speaks_of_this_year_or_last():
    for question in load_form("disclosure-2021").questions.values():
        for year in (None, 2025):
            asked = in_year(question, year)
            told = (asked.ask, asked.label, asked.hint, asked.counts, asked.excludes)
            said = "".join((*told, *(f.label + f.hint for f in asked.fields)))
            assert not any(word in said for word in ("今年", "去年", "{")), question.id
