"""The day by which a report has to be published: the local one, else the law's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from drafter.checks.field_words import Deadline, words_of
from drafter.draft.draft_facts import Facts
from drafter.form.definitions import Form

if TYPE_CHECKING:
    from drafter.checks.rule_packs import Pack


class DeadlineRule(NamedTuple):
    """A deadline and the text that sets it; `unknown`: the question that would tell which."""

    day: date | None
    source: str = ""
    unknown: str = ""


def law_rule(rules: Sequence[Deadline], facts: Facts, year: int) -> DeadlineRule | None:
    """What the form's words say of a draft for `year`; None where they say nothing."""
    for rule in rules:
        if rule.question and rule.question not in facts.answers:
            return DeadlineRule(None, unknown=rule.question)
        if not rule.among or facts.answers[rule.question] in rule.among:
            return DeadlineRule(date(year + 1, rule.month, rule.day), rule.source)
    return None


def deadline_words(form: Form) -> str:
    """What the law says before anything is known: `次年1月31日截止，人民政府3月31日截止`.

    Raises: DrafterError, as `deadline_of`.
    """
    rules = sorted(words_of(form).deadlines, key=lambda rule: bool(rule.among))
    said = (f"{'、'.join(rule.among)}{rule.month}月{rule.day}日截止" for rule in rules)
    return f"次年{'，'.join(said)}" if rules else ""


def deadline_of(facts: Facts, packs: Sequence[Pack] = ()) -> date | None:
    """The last day, once it is known: the earliest of the local ones and the law's.

    Raises: DrafterError for a mistake in words.yaml.
    """
    rule = deadline_rule(facts, packs)
    return None if rule is None else rule.day


def deadline_rule(facts: Facts, packs: Sequence[Pack] = ()) -> DeadlineRule | None:
    """The same with the text that sets it. Raises: DrafterError, as `deadline_of`."""
    year = facts.draft.year
    if year is None:
        return None
    rules = [DeadlineRule(date(year + 1, *p.deadline), p.source) for p in packs if p.deadline]
    rule = law_rule(words_of(facts.form).deadlines, facts, year)
    if rule is not None and rule.day is not None:
        rules.append(rule)
    return min(rules, key=lambda each: each.day or date.max, default=None)
