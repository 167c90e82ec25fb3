"""What a draft's tables and answers say to a claim: its figure under each reading."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from drafter.checks.check_catalogue import Hit
from drafter.checks.finding import Span
from drafter.checks.material import Material, Passage
from drafter.claims.claim_grammar import read_claims
from drafter.claims.claim_lexicon import own_names
from drafter.claims.claim_model import ASIDE, Approx, Claim, Kind, Number, plain_values
from drafter.claims.claim_words import SUM, ClaimWords, Reading
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Item
from drafter.draft.relation_trials import Find, finder
from drafter.form.arithmetic import difference
from drafter.form.definitions import Address, Severity, Term
from drafter.form.form_texts import figure as shown

ROUGHLY = 10
"""约, and 与上年基本持平, may be a tenth off."""
_FAR = 2
"""余 and 近 may not be so many times as much."""
_SMALL = 10
_ACCOUNT = re.compile("“[^”]*”")
_INNER = str.maketrans({"\n": None, "“": "‘", "”": "’"})


class Said(NamedTuple):
    """A claim and the paragraph that makes it."""

    passage: Passage
    claim: Claim

    @property
    def phrase(self) -> str:
        return within_quotes(self.claim.phrase)

    @property
    def span(self) -> Span:
        """Where the report says it."""
        section, number = self.passage.section.id, self.passage.number
        return Span(section, number, self.claim.start, self.claim.end)


def within_quotes(phrase: str) -> str:
    """A phrase of the text, to be shown in quotes: those within are single ones."""
    return phrase.translate(_INNER)


class Known(NamedTuple):
    """A metric under one reading: its figure, and the cells or answers that it rests on."""

    says: str
    value: Number
    addresses: tuple[Address, ...]


def said_of(material: Material) -> list[Said]:
    """Every figure that the report's text states; none while the year is not known."""
    return [said for said in all_said(material) if said.claim.kind not in ASIDE]


def all_said(material: Material) -> list[Said]:
    """What `said_of` gives, and what is said about figures besides (`ASIDE`)."""
    said = [
        Said(passage, claim)
        for passage in material.passages
        for claim in claims_in(material, passage.section.id, passage.text)
    ]
    told = plain_values(one.claim for one in said)
    return [one for one in said if one.claim.whole(told)]


def claims_in(material: Material, section: str, text: str) -> list[Claim]:
    """What a text says as a part of that section; nothing while the year is not known."""
    if material.year is None:
        return []
    words = material.claims
    name = material.draft.organ
    own = own_names(name) if name else ()
    claims = _read(words, text, material.year, own)
    return [claim for claim in claims if not (claim.zero and section in words.file.quiet)]


@lru_cache(maxsize=256)
def _read(words: ClaimWords, text: str, year: int, own: tuple[str, ...]) -> tuple[Claim, ...]:
    return read_claims(words, text, year, own, asides=True)


def known(material: Material, metric: str, last: bool = False) -> list[Known]:
    """The metric under each reading, the plain one first; nothing where a figure is missing."""
    find = finder(material.facts, material.last, as_stated=False)
    readings = material.claims.readings.of(metric)
    return [found for each in readings if (found := _known(find, each, last)) is not None]


def on_channel(material: Material, metric: str, told: Iterable[Claim]) -> list[Known]:
    """What the answer gives for one channel; nothing where it is not plain which one is meant.

    “示例发布”微信公众号 is the 微信公众号 of the answer, unless all that is told has two of them.
    """
    question, _, name = metric.partition(":")
    own = [item for item in _entries(material, question) if _alike(item.name, name)]
    if len(own) != 1:
        return []
    names = {claim.metric.partition(":") for claim in told}
    same = {other for of, _, other in names if of == question and _alike(own[0].name, other)}
    if own[0].name != name and len(same - {own[0].name}) > 1:
        return []
    of = f"“{material.form.questions[question].label}”里的“{own[0].name}”"
    return [Known(of, own[0].count, (question,))]


def _entries(material: Material, question: str) -> list[Item]:
    """The lines of a breakdown that is an answer."""
    value = material.facts.answers.get(question)
    return [item for item in value if isinstance(item, Item)] if isinstance(value, tuple) else []


def _alike(answered: str, told: str) -> bool:
    sort = _ACCOUNT.sub("", told)
    return answered in told or (bool(sort) and sort in answered)


def label(material: Material, metric: str) -> str:
    """What the clerk calls the metric; a row's total is the row itself."""
    if SUM in metric:
        return "”加“".join(label(material, part) for part in metric.split(SUM))
    name = material.claims.readings.label(metric)
    total = material.claims.file.total
    if not metric.endswith(f"/{total}") or metric not in material.form.cells:
        return name
    return name.rpartition("·")[0] or name


def named(material: Material, metric: str) -> str:
    """The metric with its place: 表三的“予以公开”."""
    readings = material.claims.readings.of(metric)
    address = readings[0].terms[0].address if readings else metric
    cell = material.form.cells.get(address)
    table = f"{material.form.tables[cell.table].short}的" if cell else ""
    return f"{table}“{label(material, metric)}”"


def missing(material: Material, metric: str) -> str:
    """What is not filled in yet and would have to be, in the clerk's words; "" for nothing."""
    readings = material.claims.readings.of(metric)
    form, open_ = material.form, _open_tables(material.facts)
    for term in readings[0].terms if readings else ():
        if term.address in form.questions and term.address not in material.facts.answers:
            return f"“{form.questions[term.address].label}”还没有填写"
        cell = form.cells.get(term.address)
        if cell is not None and cell.table in open_:
            return f"{form.tables[cell.table].short}还没有填完"
    return ""


def agrees(claim: Claim, value: Number) -> bool:
    """Whether the claim can be true of `value`: rounded or cut off where it is printed short."""
    if claim.beside and value == claim.value + claim.beside:
        return True
    # 10余件 are not 25, nor are 近30件 13; of small numbers (至少2件) nobody can tell.
    bound = claim.value * _FAR if claim.value >= _SMALL else None
    if claim.approx is Approx.MORE:
        return value >= claim.value and (bound is None or value < bound)
    if claim.approx is Approx.LESS:
        return value <= claim.value and (bound is None or value * _FAR > claim.value)
    apart = difference(Decimal(value), Decimal(claim.value))
    if claim.approx is Approx.ABOUT:
        return apart * ROUGHLY <= difference(claim.value, 0)
    # A number told to the last case must be the number; one told short may be rounded or cut off.
    exact = claim.step == 1 and claim.value == int(claim.value)
    return apart == 0 if exact and value == int(value) else apart < Decimal(claim.step)


def hit(
    said: Said,
    what: str,
    fix: str,
    others: tuple[Address, ...] = (),
    seen: tuple[str, ...] = (),
    severity: Severity | None = None,
) -> Hit:
    """A hit on the phrase; a closure rests on the phrase and on `seen`."""
    section = said.passage.section.id
    return Hit(section, what, fix, others, said.span, (said.phrase, *seen), severity)


def counts(said: list[Said]) -> Iterator[Said]:
    """The claims that state a number of cases or items."""
    return (one for one in said if one.claim.kind is Kind.COUNT)


def _known(find: Find, reading: Reading, last: bool) -> Known | None:
    total: Number = 0
    for term in reading.terms:
        value = find(Term(1, term.address, last))
        if value is None:
            return None
        total += term.sign * value
    return Known(reading.says, total, tuple(term.address for term in reading.terms))


def _open_tables(facts: Facts) -> frozenset[str]:
    return frozenset(facts.form.cells[a].table for a in facts.open_cells)


def both_ways(material: Material, metric: str, right: Number, unit: str) -> str:
    """The two ways out: the text, or what was filled in."""
    amount = f"{shown(right)} {unit}".strip()
    answered = metric.partition(":")[0] in material.form.questions
    other = "回答错了，就改回答" if answered else "表格填错了，就改表格"
    return f"正文写错了，就改成 {amount}；{other}。"
