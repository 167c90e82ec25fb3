"""Whether the form's relations hold in a draft, told with both sides."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Item
from drafter.form.arithmetic import Figure, difference
from drafter.form.definitions import Address, Relation, Side, Term
from drafter.form.form_texts import figure as shown

Find = Callable[[Term], "Figure | None"]
"""The figure at a term's address; None when it is not known."""


class Break(NamedTuple):
    """A relation that does not hold.

    sums: both sides with their figures and the difference, in the clerk's words
    values: each name with its figure, in order
    """

    relation: Relation
    sums: str
    values: tuple[str, ...]

    @property
    def said(self) -> str:
        """`自然人列：本年新收 58 + 上年结转 2 = 60，办结总计 59 + 结转下年度 0 = 59，差 1`."""
        return self.sums if self.relation.bare else f"{self.relation.place}{self.sums}"


class Trial(NamedTuple):
    """A relation looked at: broken, or without the answers in `missing`, or holding.

    Last year's figures that are not there are not listed in `missing`; such a relation is
    not tested at all when there is no last year (`trials_of` gives it with `no_last`).
    """

    relation: Relation
    broken: Break | None = None
    missing: tuple[Address, ...] = ()
    no_last: bool = False


def trials_of(facts: Facts, last: Facts | None = None) -> Iterator[Trial]:
    """Every relation of the form that concerns this draft, tested.

    Totals are taken as the document states them, where it does: so a table from elsewhere
    is tested as it stands.
    """
    known = _known_to_break(facts)
    find = finder(facts, last)
    plain = set(map(id, facts.form.plain))
    for relation in facts.form.relations:
        if id(relation) in plain:
            broken = id(relation) in known
            yield Trial(relation, broken_by(relation, find) if broken else None)
        elif facts.holds(relation.when):
            yield trial_of(relation, find)


def _known_to_break(facts: Facts) -> set[int]:
    """The identities of the plain relations that do not hold: the compiled test."""
    arithmetic = facts.form.arithmetic
    values = facts.figures.copy()
    for address, stated in facts.draft.stated.items():
        values[arithmetic.index[address]] = stated
    return {id(facts.form.plain[place]) for place in arithmetic.broken(values)}


def trial_of(relation: Relation, find: Find) -> Trial:
    """One relation tested with the figures that can be found."""
    unknown = [term for term in relation.terms if find(term) is None]
    if unknown:
        missing = tuple(term.address for term in unknown if not term.last)
        return Trial(relation, missing=missing, no_last=any(term.last for term in unknown))
    return Trial(relation, broken_by(relation, find))


def finder(facts: Facts, last: Facts | None = None, *, as_stated: bool = True) -> Find:
    """Looks figures and numeric answers up in this year's draft, or in last year's.

    Totals are taken as another document states them, or, not `as_stated`, as they follow.
    """

    def find(term: Term) -> Figure | None:
        side = last if term.last else facts
        if not term.address:
            return 1
        if side is None:
            return None
        if term.address in facts.form.cells:
            if side is not facts and not facts.form.is_same_in(side.form, term.address):
                return None
            stated = side.draft.stated.get(term.address) if as_stated else None
            place = side.form.arithmetic.index[term.address]
            return side.figures[place] if stated is None else stated
        value = side.answers.get(term.address)
        if isinstance(value, tuple):
            return sum(item.count for item in value if isinstance(item, Item))
        return value if isinstance(value, (int, Decimal)) else None

    return find


def broken_by(relation: Relation, find: Find) -> Break | None:
    """How the relation breaks; None when it holds. Every figure must be known."""
    left, right = side_sum(relation.left, find), side_sum(relation.right, find)
    if left == right if relation.equal else left >= right:
        return None
    sides = (*relation.left, *relation.right)
    values = tuple(f"{s.label} {shown(_amount(s, find))}" for s in sides if s.terms[0].address)
    if relation.bare:
        return Break(relation, f"{relation.says}，现在{'，'.join(values)}", values)
    told = f"{_with_sum(relation.left, left, find)}，{_with_sum(relation.right, right, find)}"
    return Break(relation, f"{told}，差 {shown(difference(left, right))}", values)


def side_sum(sides: tuple[Side, ...], find: Find) -> Figure:
    """What one side of an equation comes to."""
    total: Figure = 0
    for side in sides:
        total += side.terms[0].factor * _amount(side, find)
    return total


def side_words(sides: tuple[Side, ...], find: Find) -> str:
    """`本年新收 58 + 上年结转 2`."""
    words = ""
    for side in sides:
        factor = side.terms[0].factor
        sign = (" - " if factor < 0 else " + ") if words else ("- " if factor < 0 else "")
        times = f"{abs(factor)} × " if abs(factor) != 1 else ""
        words += f"{sign}{times}{side.label} {shown(_amount(side, find))}"
    return words


def _with_sum(sides: tuple[Side, ...], total: Figure, find: Find) -> str:
    """The side and what it comes to, unless it is one figure alone."""
    alone = len(sides) == 1 and sides[0].terms[0].factor == 1
    words = side_words(sides, find)
    return words if alone else f"{words} = {shown(total)}"


def _amount(side: Side, find: Find) -> Figure:
    """What one name of an equation stands for, before its factor: that of all its terms."""
    total: Figure = 0
    for term in side.terms:
        total += find(term) or 0
    return total
