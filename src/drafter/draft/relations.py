"""Which relations of the form a draft breaks, told with both sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from drafter.draft.facts import Facts
from drafter.form.arithmetic import Figure, difference
from drafter.form.filters import figure as shown
from drafter.form.model import Form, Relation, Side, Term

Find = Callable[[Term], "Figure | None"]
"""The figure at a term's address; None when it is not known."""


@dataclass(frozen=True, slots=True)
class Break:
    """A relation that does not hold, with what its two sides come to."""

    relation: Relation
    left: Figure
    right: Figure
    said: str


def broken_relations(facts: Facts, last: Facts | None = None) -> Iterator[Break]:
    """Every relation that can be tested and does not hold, in the form's order."""
    find = finder(facts, last)
    for relation in facts.form.relations:
        if not facts.holds(relation.when):
            continue
        left, right = side_sum(relation.left, find), side_sum(relation.right, find)
        if left is None or right is None:
            continue
        if left != right if relation.equal else left < right:
            yield Break(relation, left, right, say(relation, left, right, find))


def finder(facts: Facts, last: Facts | None = None) -> Find:
    """Looks figures and numeric answers up in this year's draft, or in last year's."""

    def find(term: Term) -> Figure | None:
        side = last if term.last else facts
        if not term.address:
            return 1
        if side is None:
            return None
        if (place := side.form.arithmetic.index.get(term.address)) is not None:
            return side.figures[place]
        value = side.answers.get(term.address)
        return value if isinstance(value, (int, Decimal)) else None

    return find


def side_sum(sides: tuple[Side, ...], find: Find) -> Figure | None:
    """What one side of an equation comes to; None when a figure is not known."""
    total: Figure = 0
    for term in (term for side in sides for term in side.terms):
        if (value := find(term)) is None:
            return None
        total += term.factor * value
    return total


def say(relation: Relation, left: Figure, right: Figure, find: Find) -> str:
    """`自然人列：本年新收 58 + 上年结转 2 = 60，办结总计 59 + 结转下年度 0 = 59，差 1`."""
    place = f"{relation.at}{'列' if relation.each == 'column' else '行'}：" if relation.at else ""
    sides = f"{_spell(relation.left, left, find)}，{_spell(relation.right, right, find)}"
    return f"{place}{sides}，差 {shown(difference(left, right))}"


def _spell(sides: tuple[Side, ...], total: Figure, find: Find) -> str:
    words = ""
    for side in sides:
        factor = side.terms[0].factor
        sign = " - " if factor < 0 else " + " if words else ""
        times = f"{abs(factor)} × " if abs(factor) != 1 and side.terms[0].address else ""
        value = sum(((find(term) or 0) for term in side.terms), 0)
        words += (
            f"{sign}{times}{side.label} {shown(value)}"
            if side.terms[0].address
            else f"{sign}{side.label}"
        )
    return (
        words
        if len(sides) == 1 and abs(sides[0].terms[0].factor) == 1
        else f"{words} = {shown(total)}"
    )


def relation_place(form: Form, relation: Relation) -> str:
    """The table that a relation belongs to, in the clerk's words."""
    return form.tables[relation.table].short if relation.table else "各表之间"
