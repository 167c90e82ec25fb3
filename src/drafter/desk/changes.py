"""What is different between two versions of one report, in the clerk's words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from drafter.draft.facts import Facts
from drafter.form.arithmetic import format_figure
from drafter.form.model import Question
from drafter.interview.typed import typed

_LONGEST = 40
"""Characters of a text that are shown."""
_NOTHING = "未填"


class Change(NamedTuple):
    """One place that changed, with what stood there and what stands there now."""

    place: str
    before: str
    now: str


def changes(before: Facts, now: Facts) -> tuple[Change, ...]:
    """Every answer, figure and text that differs, in the form's order; totals follow and are none.

    Both answer the same form.
    """
    return (*_answers(before, now), *_figures(before, now), *_texts(before, now))


def _answers(before: Facts, now: Facts) -> Iterator[Change]:
    for key, question in now.form.questions.items():
        if before.answers.get(key) != now.answers.get(key):
            yield Change(now.form.place(key), _told(before, question), _told(now, question))


def _told(facts: Facts, question: Question) -> str:
    value = facts.answers.get(question.id)
    if value is None:
        return _NOTHING
    return _short(" ".join(typed(question, value).split()))


def _figures(before: Facts, now: Facts) -> Iterator[Change]:
    form = now.form
    for address, place in form.arithmetic.index.items():
        old, new = before.figures[place], now.figures[place]
        if old != new and address not in form.computed:
            yield Change(form.place(address), format_figure(old), format_figure(new))


def _texts(before: Facts, now: Facts) -> Iterator[Change]:
    for section in now.form.sections:
        old, new = (facts.draft.texts.get(section.id) for facts in (before, now))
        if old != new:
            place = f"{now.form.place(section.id)}的文字"
            yield Change(place, _text(old), _text(new))


def _text(text: str | None) -> str:
    return "按填写的内容生成" if text is None else _short(" ".join(text.split()))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
