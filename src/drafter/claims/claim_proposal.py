"""From a sentence a clerk types to the cells it means, to be confirmed before they are filled.

`今年收到申请5件，自然人4件、企业1件，都公开了` becomes four cells; what it leaves open
is told beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from drafter.claims.claim_grammar import read_items
from drafter.claims.claim_lexicon import Plain, expand, plain
from drafter.claims.claim_lists import claims_of
from drafter.claims.claim_model import Approx, Claim, Kind, Number
from drafter.claims.claim_state import Item
from drafter.claims.claim_words import ClaimWords, leaves_of
from drafter.form.definitions import Address, Form
from drafter.form.form_texts import figure as shown

_PIECES = re.compile(r"\w+")
_FILLER = re.compile(
    r"今年|本年度?|全年|去年|上年|我们?|[一总]?共|其中|分别|还有|另外|以及|都|均|是|为|有|的|了|件"
)
"""Words that change nothing about the figure beside them."""
_CLAUSE_ENDS = "，,、；;。：:\n"


class Understood(NamedTuple):
    """A phrase and what it was taken for, both in the clerk's words; its place in the text."""

    phrase: str
    what: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """Figures to be confirmed.

    cells, answers: what to fill, by address and question id
    understood: every phrase that was read, with what it was taken for
    unsettled: what was understood and still does not say which cell
    unheard: words beside those; no figure of their clause is proposed
    """

    cells: Mapping[Address, Number]
    answers: Mapping[str, Number]
    understood: tuple[Understood, ...]
    unsettled: tuple[str, ...]
    unheard: tuple[str, ...] = ()


def propose_cells(form: Form, words: ClaimWords, text: str, year: int) -> Proposal:
    """The cells and answers that a text states of `year`; nothing is filled in."""
    seen = plain(text)
    sentences = read_items(words, seen, year) if words.file.topics else []
    claims = claims_of(words, seen, sentences)
    alls = [i for items in sentences for i in items if i.kind is Kind.ALL and i.target]
    spans = [(claim.start, claim.end) for claim in claims]
    spans += [seen.span(item.start, item.end) for item in alls]
    unheard = list(_unheard(text, spans))
    doubtful = [_clause(text, start) for start, _ in unheard]

    def is_sure(start: int) -> bool:
        return _clause(text, start) not in doubtful

    maker = _Maker(form, words)
    for claim in claims:
        if claim.kind is Kind.COUNT and not is_sure(claim.start):
            maker.unsettled.append(f"“{claim.phrase}”旁边有没听懂的话，没有记。")
        elif maker.by_default(claim, text):
            maker.unsettled.append(f"“{claim.phrase}”没有写明是哪一行，没有记。")
        else:
            maker.take(claim)
    for item in alls:
        # After all claims: 都公开了 may stand before the numbers that it is about.
        if is_sure(seen.span(item.start, item.end)[0]):
            maker.spread(item, seen)
    maker.settle()
    return Proposal(
        maker.cells,
        maker.answers,
        tuple(sorted(maker.understood, key=lambda u: u.start)),
        tuple(maker.unsettled),
        tuple(piece for _, piece in unheard),
    )


def _unheard(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    """The words beside those understood, each with its place.

    A misspelt name, or a verb that nobody knows, changes what the figure beside it means.
    """
    seen = list(text)
    for start, end in spans:
        seen[start:end] = "\n" * (end - start)
    for piece in _PIECES.finditer("".join(seen)):
        bare = _FILLER.sub("", piece[0])
        if len(bare) > 1 or bare.isdecimal():
            yield piece.start(), piece[0]


def _clause(text: str, place: int) -> int:
    """Where the clause that holds the place begins."""
    return max((text.rfind(mark, 0, place) for mark in _CLAUSE_ENDS), default=-1)


class _Maker:
    """Collects cells; totals wait until it is clear how they are made up."""

    def __init__(self, form: Form, words: ClaimWords) -> None:
        self.form, self.words = form, words
        self.cells: dict[Address, Number] = {}
        self.answers: dict[str, Number] = {}
        self.understood: list[Understood] = []
        self.unsettled: list[str] = []
        self.totals: dict[Address, Number] = {}

    def by_default(self, claim: Claim, text: str) -> bool:
        """Whether only the want of any other row made it one of new cases: `企业1件` alone."""
        carry = self.words.file.carry
        row = self.words.metric(carry.topic, carry.new).rpartition("/")[0]
        if not row or not claim.metric.startswith(f"{row}/"):
            return False
        said = plain(text[: claim.end]).text
        patterns = self.words.file.aspects.get(carry.new, ())
        return not any(word in said for pattern in patterns for word in expand(pattern))

    def take(self, claim: Claim) -> None:
        """One claim: a cell, an answer, or a total to be settled."""
        label = self.words.readings.label(claim.metric)
        if claim.kind is not Kind.COUNT:
            self._note(claim, "不用填进表格")
            return
        # 约5件 and 0.3万件 are no figures to fill in, however well they are understood.
        if claim.approx is not Approx.EXACT or claim.step != 1:
            self.unsettled.append(f"“{claim.phrase}”不是确切的数，请填确切的{label}。")
            self._note(claim, f"{label}（约数，没有填入）")
            return
        if claim.metric in self.form.questions:
            self.answers[claim.metric] = claim.value
        elif claim.metric in self.form.cells and claim.metric not in self.form.computed:
            self.cells[claim.metric] = claim.value
        # A total or a group: it is never filled in, but it can settle the column, or be
        # contradicted.
        elif claim.metric.count("/") == 2:
            self.totals[claim.metric] = claim.value
        else:
            return
        self._note(claim, f"{label} {shown(claim.value)}")

    def spread(self, item: Item, seen: Plain) -> None:
        """都公开了, 均为自然人: what holds of all that were received or are in hand."""
        target, carry = item.target, self.words.file.carry
        assert target is not None
        start, end = seen.span(item.start, item.end)
        label = self.words.readings.label(self.words.metric(*target))
        self.understood.append(Understood(seen.source[start:end], f"全部是{label}", start, end))
        new = self.words.metric(carry.topic, carry.new)
        if target.column:
            column = self.words.metric(carry.topic, carry.new, target.column)
            if new in self.totals:
                self.cells[column] = self.totals[new]
            return
        self._known_column()
        for source in (carry.new, carry.into):
            for column in self._columns(source):
                address = self.words.metric(target.topic, target.aspect, column)
                given = self.cells[self.words.metric(carry.topic, source, column)]
                self.cells[address] = self.cells.get(address, 0) + given

    def settle(self) -> None:
        """Give totals to the one column there is; tell those that stay open or do not add up."""
        self._known_column()
        for metric, total in self.totals.items():
            label = self.words.readings.label(metric)
            leaves = [leaf for leaf in _parts(self.form, metric) if leaf in self.cells]
            made: Number = sum((self.cells[leaf] for leaf in leaves), start=0)
            if leaves and made == total:
                continue
            if leaves:
                what = f"{label}说是 {shown(total)}，各项加起来是 {shown(made)}，请核对。"
                self.unsettled.append(what)
            elif total:
                self.unsettled.append(f"{label} {shown(total)}，还要说明由哪几项组成。")

    def _known_column(self) -> None:
        """Where all applicants are of one kind, every total is theirs."""
        carry, whole = self.words.file.carry, self.words.file.total
        columns = {c for row in (carry.new, carry.into) for c in self._columns(row)}
        # Two kinds of applicants: how they share a total is for the clerk to say.
        if len(columns) != 1:
            return
        (column,) = columns
        for metric, total in self.totals.items():
            table, row, of = metric.split("/")
            address = f"{table}/{row}/{column}"
            free = address in self.form.cells and address not in self.form.computed
            if of == whole and free and address not in self.cells:
                self.cells[address] = total

    def _columns(self, row: str) -> list[str]:
        """The columns of a row that have a figure."""
        topic = self.words.file.carry.topic
        return [
            column
            for column in self.words.file.columns
            if self.cells.get(self.words.metric(topic, row, column))
        ]

    def _note(self, claim: Claim, what: str) -> None:
        self.understood.append(Understood(claim.phrase, what, claim.start, claim.end))


def _parts(form: Form, metric: str) -> Iterator[Address]:
    """The cells that make up a total or a group, down to those that are typed."""
    waiting = list(leaves_of(form, metric)) or [metric]
    sums = {relation.total: relation for relation in form.totals}
    while waiting:
        address = waiting.pop()
        if address in sums:
            sides = sums[address].right
            waiting += [term.address for side in sides for term in side.terms if term.address]
        else:
            yield address
