"""What checks look at: one draft as it will be printed, last year's, and today's date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from drafter.checks.field_words import Words, words_of
from drafter.claims.claim_words import ClaimWords
from drafter.claims.claims_file import claim_words
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft
from drafter.draft.relation_trials import Trial, trials_of
from drafter.form.definitions import Address, Form, Section

if TYPE_CHECKING:
    from drafter.checks.rule_packs import Pack
    from drafter.ledger.counted_register import CountedRegister

Drafted = Mapping[str, tuple[str, ...]]
"""By section, the paragraphs that were drafted when the clerk wrote others instead."""


class Passage(NamedTuple):
    """One paragraph of the report: whether the clerk wrote it, whether its section ends there."""

    section: Section
    number: int
    text: str
    own: bool
    final: bool


class OtherReport(NamedTuple):
    """A report of another form that is looked at together with this one, and its file."""

    facts: Facts
    file: str


@dataclass(frozen=True)
class Material:
    """The input of every check. `last` and `today` may be missing: then some do not run.

    register: the register of applications, where one is known
    words, claims: what the form's field knows of names and phrases, and of numbers in prose
    changed: the cell whose figure somebody has just changed, "" for none: it is suspected first
    beside: reports of other forms that are checked together with it
    """

    facts: Facts
    words: Words
    claims: ClaimWords
    last: Facts | None = None
    today: date | None = None
    packs: tuple[Pack, ...] = ()
    drafted: Drafted = field(default_factory=dict)
    changed: Address = ""
    register: CountedRegister | None = None
    beside: tuple[OtherReport, ...] = ()

    @property
    def form(self) -> Form:
        return self.facts.form

    @property
    def draft(self) -> Draft:
        return self.facts.draft

    @property
    def year(self) -> int | None:
        """The report's year, once it is known."""
        return self.draft.year

    @property
    def known_year(self) -> int:
        """The report's year, for a check that is only run once it is known."""
        assert self.year is not None
        return self.year

    @cached_property
    def trials(self) -> tuple[Trial, ...]:
        """Every relation of the form that concerns this draft, tested."""
        return tuple(trials_of(self.facts, self.last))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every paragraph in the order it is printed."""
        return tuple(_passages(self.facts))

    @cached_property
    def last_passages(self) -> tuple[Passage, ...]:
        """Last year's paragraphs; none when last year is not known."""
        return tuple(_passages(self.last)) if self.last else ()


def load_material(
    facts: Facts,
    last: Facts | None = None,
    today: date | None = None,
    packs: tuple[Pack, ...] = (),
    drafted: Drafted | None = None,
    changed: Address = "",
    register: CountedRegister | None = None,
) -> Material:
    """The material with the words of the form, which are read here: no check reads a file.

    Raises: DrafterError with every mistake in words.yaml or claims.yaml.
    """
    words, claims = words_of(facts.form), claim_words(facts.form)
    return Material(facts, words, claims, last, today, packs, drafted or {}, changed, register)


def _passages(facts: Facts) -> Iterator[Passage]:
    for section in facts.form.sections:
        if section.text:
            own = section.id in facts.draft.texts
            texts = facts.printed(section)
            for number, text in enumerate(texts):
                yield Passage(section, number, text, own, number == len(texts) - 1)
