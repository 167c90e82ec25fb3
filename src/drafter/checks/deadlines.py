"""The day by which a report has to be published: the local one, else the law's."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from drafter.checks.field_words import WORDS_FILE, Deadline, words_of
from drafter.checks.material import Material
from drafter.form.definitions import Form
from drafter.form.kept import Kept


class DeadlineRule(NamedTuple):
    """A deadline and the text that sets it; `unknown`: the question that would tell which."""

    day: date | None
    source: str = ""
    unknown: str = ""


@lru_cache(maxsize=4)
def deadlines_of(form: Form) -> tuple[Deadline, ...]:
    """Those of words.yaml, kept by themselves: every greeting tells one and needs no other word.

    Raises: DrafterError for a mistake in words.yaml.
    """
    path = form.folder / WORDS_FILE
    kept = Kept(form.folder, "deadlines")
    key = f"{Deadline._fields} {sha256(path.read_bytes()).hexdigest() if path.is_file() else ''}"
    if (rows := kept.get(key)) is None:
        rows = tuple(map(tuple, words_of(form).deadlines))
        kept.clear()
        kept.put(key, rows)
        kept.write()
    return tuple(Deadline(*row) for row in rows)


def law_rule(material: Material, year: int) -> DeadlineRule | None:
    """What the form's words say of a draft for `year`; None where they say nothing."""
    answers = material.facts.answers
    for rule in deadlines_of(material.form):
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
