"""A table's relations as one system of equations over the figures that somebody typed.

Totals that nobody stated are not typed: each gives way to what it sums."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from drafter.form.arithmetic import Figure
from drafter.form.definitions import Address, CellDefinition, Form, Kind, Relation, Severity, Side

Sum = dict[Address, int]
"""Factors by address; the address "" holds a constant."""


class Term(NamedTuple):
    """A cell (its place in `System.cells`) or an equation (its place), with a factor."""

    place: int
    factor: int


class Equation(NamedTuple):
    """`constant` and the terms come to 0 where the relation holds."""

    relation: Relation
    constant: int
    terms: tuple[Term, ...]

    def rest(self, figures: list[Figure]) -> Figure:
        """How far the left side exceeds the right one."""
        total: Figure = self.constant
        for place, factor in self.terms:
            total += factor * figures[place]
        return total


class System(NamedTuple):
    """The typed cells of one table and the equations among them.

    implied: equations that hold whenever the others do, once totals nobody stated are
        written out; a slip never shows in them alone
    uses: the equations that each cell stands in
    neighbours: the typed cells above, below, left and right of each
    """

    cells: tuple[CellDefinition, ...]
    equations: tuple[Equation, ...]
    implied: tuple[Equation, ...]
    uses: tuple[tuple[Term, ...], ...]
    neighbours: tuple[tuple[int, ...], ...]


@lru_cache(maxsize=32)
def system_of(form: Form, table_id: str, stated: frozenset[Address]) -> System:
    """The system of a table where the totals in `stated` are typed too.

    It knows the relations whose break is a mistake for certain: equations among the cells of
    this table and this year, without a condition, that are neither expected nor noted only.
    """
    cells = tuple(
        cell
        for cell in form.tables[table_id].cells
        if cell.address not in form.computed or cell.address in stated
    )
    index = {cell.address: place for place, cell in enumerate(cells)}
    kept, implied = _independent(list(_equations(form, table_id, index)))
    uses: list[list[Term]] = [[] for _ in cells]
    for number, equation in enumerate(kept):
        for place, factor in equation.terms:
            uses[place].append(Term(number, factor))
    return System(
        cells, kept, implied, tuple(tuple(use) for use in uses), _neighbours(form, table_id, index)
    )


def _equations(
    form: Form, table_id: str, index: Mapping[Address, int]
) -> Iterator[tuple[Equation, bool]]:
    """The equations in the form's order; True where a total had to be written out."""
    sums: dict[Address, Sum | None] = {address: {address: 1} for address in index}
    for total in form.totals:
        # A total that is not stated gives way to what it sums, which may be totals itself: they
        # come in the order of what they build on.
        if total.total not in sums:
            plain = total.when is None and total.table == table_id
            sums[total.total] = _sum(total.right, sums) if plain else None
    for relation in form.relations:
        if not _binds(relation, table_id):
            continue
        left, right = _sum(relation.left, sums), _sum(relation.right, sums)
        if left is None or right is None:
            continue
        for address, factor in right.items():
            left[address] = left.get(address, 0) - factor
        constant = left.pop("", 0)
        terms = tuple(Term(index[a], factor) for a, factor in left.items() if factor)
        if terms:
            # Written out, it may say what other relations say already (a grand total by rows and
            # by columns).
            spelt = any(address not in index for address in relation.addresses)
            yield Equation(relation, constant, terms), spelt


def _binds(relation: Relation, table_id: str) -> bool:
    certain = relation.equal and relation.verb.severity is Severity.ERROR
    return certain and relation.when is None and relation.table == table_id


def _sum(sides: tuple[Side, ...], sums: Mapping[Address, Sum | None]) -> Sum | None:
    """The sides over typed cells; None where one of them speaks of anything else."""
    result: Sum = {}
    for term in (term for side in sides for term in side.terms):
        known = sums.get(term.address) if term.address else {"": 1}
        if known is None or term.last:
            return None
        for address, factor in known.items():
            result[address] = result.get(address, 0) + term.factor * factor
    return result


def _independent(
    equations: list[tuple[Equation, bool]],
) -> tuple[tuple[Equation, ...], tuple[Equation, ...]]:
    """The written-out equations that follow from others set apart, the longest first."""
    written = [equation for equation, spelt in equations if not spelt]
    spelt = sorted((e for e, spelt in equations if spelt), key=lambda e: len(e.terms))
    basis: dict[int, dict[int, int]] = {}
    # Those in the form's own words first: a clerk can find them on the page.
    for equation in written if spelt else ():
        _extend(basis, equation)
    implied = {id(equation) for equation in spelt if not _extend(basis, equation)}
    return (
        tuple(e for e, _ in equations if id(e) not in implied),
        tuple(e for e, _ in equations if id(e) in implied),
    )


def _extend(basis: dict[int, dict[int, int]], equation: Equation) -> bool:
    """Add an equation to the basis (by leading cell); False when it follows from it."""
    row = dict(equation.terms)
    if equation.constant:
        # A constant is a column like any cell; -1 is no cell's place.
        row[-1] = equation.constant
    while row:
        # Gauss: each kept row has its own leading cell, so that subtracting it ends there for good.
        lead = max(row)
        known = basis.get(lead)
        if known is None:
            basis[lead] = row
            return True
        # Each times the other's leading factor: a quotient would not stay whole.
        ours, theirs = known[lead], row[lead]
        left = {p: ours * row.get(p, 0) - theirs * known.get(p, 0) for p in {*row, *known}}
        row = {place: rest for place, rest in left.items() if rest}
    return False


def _neighbours(
    form: Form, table_id: str, index: Mapping[Address, int]
) -> tuple[tuple[int, ...], ...]:
    around: list[tuple[int, ...]] = [()] * len(index)
    for block in form.tables[table_id].blocks:
        rows = [row.id for row in block.row_leaves]
        columns = [column.id for column in block.column_leaves]
        grid = {
            (y, x): place
            for y, row in enumerate(rows)
            for x, column in enumerate(columns)
            if (place := index.get(f"{table_id}/{row}/{column}")) is not None
        }
        for (y, x), place in grid.items():
            beside = ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1))
            around[place] = tuple(grid[at] for at in beside if at in grid)
    return tuple(around)


def is_possible(cell: CellDefinition, figure: Figure) -> bool:
    """Not negative unless it is a change, and whole unless it is an amount of money."""
    if figure < 0 and cell.kind is not Kind.CHANGE:
        return False
    return cell.kind is Kind.MONEY or figure == int(figure)
