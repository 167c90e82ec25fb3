"""The sums of a table while it is typed: its totals, their terms, and whether columns balance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from drafter.draft.relations import broken_by, side_sum
from drafter.form.arithmetic import Figure, Figures, difference, format_figure
from drafter.form.model import Address, Form, Relation, Side, Table, Term, Verb


class Balance(NamedTuple):
    """One column's relation between typed figures: how far apart its sides are, in words."""

    column: str
    apart: Figure
    said: str

    @property
    def verdict(self) -> str:
        return f"差{format_figure(self.apart)}" if self.apart else "平"


class Sums:
    """The figures of a form with some of them as they are being typed."""

    def __init__(self, form: Form, figures: Figures, typed: Mapping[Address, Figure]) -> None:
        self.form = form
        self.figures = figures
        if typed:
            self.figures = figures.copy()
            for address, figure in typed.items():
                self.figures[form.arithmetic.index[address]] = figure
            form.arithmetic.complete(self.figures)

    def __getitem__(self, address: Address) -> Figure:
        return self.figures[self.form.arithmetic.index[address]]

    def balance(self, relation: Relation) -> Balance:
        """How a relation of `balances` stands."""
        left, right = side_sum(relation.left, self._find), side_sum(relation.right, self._find)
        broken = broken_by(relation, self._find)
        said = broken.said if broken else f"{self._even(relation)}，平"
        plain = said.removeprefix(f"{relation.at}列：")
        return Balance(relation.along, difference(left, right), plain)

    def terms(self, address: Address) -> Iterator[str]:
        """The totals that a cell is, or goes into, each with its terms in words."""
        for relation in self.form.totals:
            sides = [s for s in relation.right if any(t.address == address for t in s.terms)]
            if sides or relation.total == address:
                yield self._total(relation)

    def _total(self, relation: Relation) -> str:
        line = "列" if relation.each == "column" else "行"
        place = f"{relation.at}{line}：" if relation.at else ""
        (total,) = relation.left
        return f"{place}{self._sides((total,))} = {self._sides(relation.right)}"

    def _even(self, relation: Relation) -> str:
        return f"{self._sides(relation.left)} = {self._sides(relation.right)}"

    def _sides(self, sides: tuple[Side, ...]) -> str:
        """`本年新收 58 + 上年结转 2`."""
        words = ""
        for side in sides:
            factor = side.terms[0].factor
            sign = (" - " if factor < 0 else " + ") if words else ("- " if factor < 0 else "")
            times = f"{abs(factor)} × " if abs(factor) != 1 else ""
            words += f"{sign}{times}{side.label} {format_figure(self._amount(side))}"
        return words

    def _amount(self, side: Side) -> Figure:
        amount: Figure = 0
        for term in side.terms:
            amount += self._find(term)
        return amount

    def _find(self, term: Term) -> Figure:
        return self[term.address] if term.address else 1


def balances(form: Form, table: Table) -> dict[str, Relation]:
    """By column, the relation between typed figures that must hold this year."""
    return {
        relation.along: relation
        for relation in form.relations
        if relation.table == table.id
        and relation.each == "column"
        and relation.verb is Verb.REQUIRES
        and relation.equal
        and relation.when is None
        and not relation.crosses_years
    }
