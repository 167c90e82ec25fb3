"""The relations among a form's cells, compiled into two functions over one list of figures.

Written out as Python source made of positions only, because a few hundred additions a
keystroke are then as fast as Python can be: no loop, no look-up by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from drafter.form.model import Address, Relation, Side

Figure = int | Decimal
Figures = list[Figure]
"""One figure a cell, in the form's order."""


def difference(one: Figure, other: Figure) -> Figure:
    """How far apart two figures are."""
    apart: Figure = one - other
    return -apart if apart < 0 else apart


class Arithmetic:
    """`index` gives each cell's place in a list of figures.

    complete(figures): derives every total in place.
    broken(figures): the places, in `plain`, of the relations that do not hold.
    plain: the relations that speak only of this year's cells, without a condition.
    """

    def __init__(
        self, cells: Iterable[Address], totals: Iterable[Relation], relations: Iterable[Relation]
    ) -> None:
        self.index = {address: place for place, address in enumerate(cells)}
        self.zeros: Figures = [0] * len(self.index)
        self.plain = tuple(r for r in relations if r.when is None and self._is_plain(r))
        self.complete: Callable[[Figures], None] = _function(self._derivations(totals))
        self.broken: Callable[[Figures], list[int]] = _function(self._tests())

    def _is_plain(self, relation: Relation) -> bool:
        terms = (t for side in (*relation.left, *relation.right) for t in side.terms)
        return all(not t.last and (not t.address or t.address in self.index) for t in terms)

    def _derivations(self, totals: Iterable[Relation]) -> Iterator[str]:
        for relation in totals:
            yield f"v[{self.index[relation.total]}] = {self._sum(relation.right)}"
        yield "return None"

    def _tests(self) -> Iterator[str]:
        yield "broken = []"
        for place, relation in enumerate(self.plain):
            fails = "!=" if relation.equal else "<"
            left, right = self._sum(relation.left), self._sum(relation.right)
            yield f"if {left} {fails} {right}: broken.append({place})"
        yield "return broken"

    def _sum(self, sides: tuple[Side, ...]) -> str:
        words = []
        for term in (term for side in sides for term in side.terms):
            sign = "-" if term.factor < 0 else "+"
            factor = abs(term.factor)
            figure = f"v[{self.index[term.address]}]" if term.address else str(factor)
            words.append(
                f" {sign} {figure}"
                if factor == 1 or not term.address
                else f" {sign} {factor} * {figure}"
            )
        return "".join(words).removeprefix(" + ").strip()


def _function(lines: Iterable[str]) -> Callable[[Figures], Any]:
    source = "def f(v):\n" + "".join(f"    {line}\n" for line in lines)
    scope: dict[str, Any] = {}
    exec(compile(source, "<relations>", "exec"), {"__builtins__": {}}, scope)
    function: Callable[[Figures], Any] = scope["f"]
    return function
