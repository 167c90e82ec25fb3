"""The relations among a form's cells, compiled into two functions over one list of figures.

Written out as Python source made of positions only, because a few hundred additions a
keystroke are then as fast as Python can be: no loop, no look-up by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from types import CodeType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from drafter.form.definitions import Address, Relation, Side

Figure = int | Decimal
Figures = list[Figure]
"""One figure a cell, in the form's order."""


def difference(one: Figure, other: Figure) -> Figure:
    """How far apart two figures are."""
    apart: Figure = one - other
    return -apart if apart < 0 else apart


def format_figure(value: Figure) -> str:
    """Plain digits: no separators, no exponent, no zeros at the end of a fraction."""
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


class CompiledRelations(NamedTuple):
    """What the relations come to, so that it can be kept between runs.

    computed: the addresses of the totals
    complete, broken: the code of the two functions
    plain: the places, among all relations, of those that `broken` tests
    """

    computed: tuple[str, ...]
    complete: CodeType
    broken: CodeType
    plain: tuple[int, ...]


class Arithmetic:
    """`index` gives each cell's place in a list of figures.

    complete(figures): derives every total in place.
    broken(figures): the places, in `plain`, of the relations that do not hold.
    """

    def __init__(
        self,
        cells: Iterable[Address],
        compiled: CompiledRelations,
        relations: Callable[[], Sequence[Relation]],
    ) -> None:
        self.index = {address: place for place, address in enumerate(cells)}
        self.zeros: Figures = [0] * len(self.index)
        self.complete: Callable[[Figures], None] = _function(compiled.complete)
        self.broken: Callable[[Figures], list[int]] = _function(compiled.broken)
        self._relations = relations
        self._plain = compiled.plain

    @cached_property
    def plain(self) -> tuple[Relation, ...]:
        """The relations that speak only of this year's cells, without a condition."""
        relations = self._relations()
        return tuple(relations[place] for place in self._plain)


def compile_relations(
    cells: Iterable[Address], totals: Sequence[Relation], relations: Sequence[Relation]
) -> CompiledRelations:
    """The two functions over figures in the order of `cells`.

    totals: the relations that derive a cell, each after those it builds on
    """
    writer = _Writer({address: place for place, address in enumerate(cells)})
    plain = tuple(
        place
        for place, relation in enumerate(relations)
        if relation.when is None and writer.is_plain(relation)
    )
    return CompiledRelations(
        tuple(relation.total for relation in totals),
        _code(writer.derivations(totals)),
        _code(writer.tests([relations[place] for place in plain])),
        plain,
    )


class _Writer:
    """Writes relations as Python over a list `v` of figures."""

    def __init__(self, index: dict[Address, int]) -> None:
        self.index = index

    def is_plain(self, relation: Relation) -> bool:
        return all(
            not t.last and (not t.address or t.address in self.index) for t in relation.terms
        )

    def derivations(self, totals: Iterable[Relation]) -> Iterator[str]:
        for relation in totals:
            yield f"v[{self.index[relation.total]}] = {self._sum(relation.right)}"
        yield "return None"

    def tests(self, relations: Iterable[Relation]) -> Iterator[str]:
        yield "broken = []"
        for place, relation in enumerate(relations):
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


def _code(lines: Iterable[str]) -> CodeType:
    source = "def f(v):\n" + "".join(f"    {line}\n" for line in lines)
    return compile(source, "<relations>", "exec")


def _function(code: CodeType) -> Callable[[Figures], Any]:
    scope: dict[str, Any] = {}
    exec(code, {"__builtins__": {}}, scope)
    function: Callable[[Figures], Any] = scope["f"]
    return function
