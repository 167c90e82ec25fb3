"""The day by which a report has to be published: the local one, else the law's."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from drafter.checks.material import Material
from drafter.checks.word_fields import QuestionId, Texts

WORDS_FILE = "words.yaml"


class Deadline(NamedTuple):
    """Month and day of the next year; `question` with an answer of `among` chooses it."""

    month: int = 0
    day: int = 0
    question: QuestionId = QuestionId("")
    among: Texts = ()
    source: str = ""


class DeadlineRule(NamedTuple):
    """A deadline and the text that sets it; `unknown`: the question that would tell which."""

    day: date | None
    source: str = ""
    unknown: str = ""


def law_rule(material: Material, year: int) -> DeadlineRule | None:
    """What the form's words say of a draft for `year`; None where they say nothing."""
    answers = material.facts.answers
    for rule in material.words.deadlines:
        if rule.question and rule.question not in answers:
            return DeadlineRule(None, unknown=rule.question)
        if not rule.among or answers[rule.question] in rule.among:
            return DeadlineRule(date(year + 1, rule.month, rule.day), rule.source)
    return None


def deadline_of(material: Material) -> date | None:
    """The last day, once it is known: the earliest of the local ones and the law's."""
    if material.year is None:
        return None
    days = [date(material.year + 1, *pack.deadline) for pack in material.packs if pack.deadline]
    rule = law_rule(material, material.year)
    if rule is not None and rule.day is not None:
        days.append(rule.day)
    return min(days, default=None)
