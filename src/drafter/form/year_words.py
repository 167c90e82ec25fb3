"""A question in the words of its year: `{year}年` in a form is 2025年 once that is known."""

from __future__ import annotations

from functools import lru_cache

from drafter.form.definitions import Question

_UNKNOWN = {"{last_year}年": "上年", "{year}年": "本年度", "{next_year}年": "次年", "{year}": ""}


def year_words(text: str, year: int | None) -> str:
    """The text with the years it speaks of; 今年 and 去年 would be wrong in January."""
    if "{" not in text:
        return text
    if year is None:
        for mark, words in _UNKNOWN.items():
            text = text.replace(mark, words)
        return text
    for mark, meant in (("{last_year}", year - 1), ("{year}", year), ("{next_year}", year + 1)):
        text = text.replace(mark, str(meant))
    return text


@lru_cache(maxsize=512)
def in_year(question: Question, year: int | None) -> Question:
    """The question as it is asked of one year."""
    fields = tuple(field._replace(hint=year_words(field.hint, year)) for field in question.fields)
    return question._replace(
        ask=year_words(question.ask, year),
        hint=year_words(question.hint, year),
        counts=year_words(question.counts, year),
        excludes=year_words(question.excludes, year),
        example=year_words(question.example, year),
        fields=fields,
    )
