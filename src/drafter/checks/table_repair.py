"""Which typing slip broke a table: the fewest cells whose change makes its relations hold.

A table whose rows and columns must both add up is an error-correcting code. One slip leaves
its mark in every relation of its cell, by the same amount; that mark names cell and figure."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, pairwise, product
from typing import NamedTuple

from drafter.checks import typing_slips
from drafter.checks.finding import Span
from drafter.checks.table_equations import System, is_possible, system_of
from drafter.form.arithmetic import Figure
from drafter.form.definitions import Address, Form, Kind, Relation
from drafter.form.form_texts import figure as shown

EQUAL = 0.5
"""Repairs at least this much as plausible as the best one are not told apart from it."""

_MOST_TOLD = 3

_MOST_TRIALS = 30_000
"""Pairs of cells looked at before the search for two changes gives up."""

_MOST_TOGETHER = 1_000
"""Pairs kept where each of two slips could stand in several cells."""

Cover = frozenset[int]
"""Places of broken equations, in `System.equations`."""


class Change(NamedTuple):
    """One cell's figure as shown and as it would be; `slip` explains it, "" if nothing does."""

    address: Address
    old: Figure
    new: Figure
    slip: str


class Repair(NamedTuple):
    """One or two cells. `plausibility` only compares the repairs of one diagnosis."""

    changes: tuple[Change, ...]
    plausibility: float


class Diagnosis(NamedTuple):
    """Relations broken together, in the form's order, and what would mend them all.

    repairs: the best first; none where more than two cells would have to change
    equally_good: how many of them, from the first, are as good as the best
    shared: broken relations that follow from this slip and others together
    also: what else the best repair makes true: relations with answers or last year, words
    """

    broken: tuple[Relation, ...]
    repairs: tuple[Repair, ...]
    equally_good: int
    shared: tuple[Relation, ...] = ()
    also: tuple[Relation | Span, ...] = ()


def diagnose(
    form: Form,
    table_id: str,
    given: Mapping[Address, Figure],
    stated: Mapping[Address, Figure],
) -> tuple[Diagnosis, ...]:
    """One diagnosis for each slip that can be told from the others; none for a sound table.

    given: the figures of cells that are typed; a missing one shows 0
    stated: the totals that stand in the table, as far as they do; all others are derived
    """
    computed = {c.address for c in form.tables[table_id].cells} & form.computed
    totals = {address: figure for address, figure in stated.items() if address in computed}
    system = system_of(form, table_id, frozenset(totals))
    figures = {**given, **totals}
    search = _Search(system, [figures.get(cell.address, 0) for cell in system.cells])
    groups = sorted(search.groups().items(), key=lambda group: min(group[0]))
    return tuple(
        _diagnosis(search, cover, repairs, [other for other, _ in groups])
        for cover, repairs in groups
    )


def _diagnosis(
    search: "_Search", cover: Cover, repairs: list[Repair], covers: Iterable[Cover]
) -> Diagnosis:
    ranked = sorted(_heard(repairs), key=lambda repair: -repair.plausibility)
    best = ranked[0].plausibility if ranked else 0.0
    equally_good = sum(1 for repair in ranked if repair.plausibility >= EQUAL * best)
    broken = [search.system.equations[place].relation for place in sorted(cover)]
    covers = list(covers)
    followed = [*broken, *search.implied_by(cover, covers, alone=True)]
    shared = tuple(search.implied_by(cover, covers, alone=False))
    return Diagnosis(tuple(followed), tuple(ranked), equally_good, shared)


def _heard(repairs: Iterable[Repair]) -> Iterator[Repair]:
    """The repairs, those of one cell never so far behind one of two that they go untold."""
    repairs = list(repairs)
    best = max((repair.plausibility for repair in repairs), default=0.0)
    for repair in repairs:
        least = EQUAL * best if len(repair.changes) == 1 else 0.0
        pair_leads = any(len(r.changes) > 1 and r.plausibility == best for r in repairs)
        yield (
            repair._replace(plausibility=max(repair.plausibility, least)) if pair_leads else repair
        )


Shift = tuple[int, Figure]
"""A cell's place in `System.cells` and what its figure would change by."""


class _Search:
    """The broken equations of one table, and the changes that mend some of them for good.

    A change mends: every equation that it touches holds afterwards. `rests` is what each
    equation lacks; whatever mends is known by its cover, the broken equations it touches.
    """

    def __init__(self, system: System, figures: list[Figure]) -> None:
        self.system = system
        self.figures = figures
        self.rests = [equation.rest(figures) for equation in system.equations]
        self.broken: Cover = frozenset(n for n, rest in enumerate(self.rests) if rest)

    def groups(self) -> dict[Cover, list[Repair]]:
        """Every broken equation in one group; the repairs of a group mend all of it."""
        if not self.broken:
            return {}
        # One slip first: it explains most broken tables, and finding it takes no search at all.
        singles = _by_cover(self._singles())
        groups = {
            part: singles.get(part) or list(_side_by_side(part, singles))
            for part in _parts(self.broken, singles)
        }
        # Exchanged neighbours beat two slips side by side, but only where they mend whole groups:
        # half a group would leave the rest without an explanation.
        for cover, exchanges in _best_first(_by_cover(self._exchanges())):
            inside = [part for part in groups if part & cover]
            if frozenset().union(*inside) == cover:
                alone = groups[cover] if inside == [cover] else []
                for part in inside:
                    del groups[part]
                groups[cover] = alone + exchanges
        # What no single change mends. Only for that the pairs are tried, all of it together, since
        # two slips can touch equations of several groups.
        open_parts = [part for part, repairs in groups.items() if not repairs]
        return {p: r for p, r in groups.items() if r} | self._two_cells(open_parts)

    def implied_by(
        self, cover: Cover, covers: Iterable[Cover], *, alone: bool
    ) -> Iterator[Relation]:
        """Broken relations that follow from this group's alone, or from it and others behind it."""
        for equation in self.system.implied:
            cells = {place for place, _ in equation.terms}
            touching = [c for c in covers if cells & self._cells_of(c)]
            # Touched by several groups, it follows from none alone, and is told under the first.
            own = touching == [cover] if alone else touching[:1] == [cover] != touching
            if own and equation.rest(self.figures):
                yield equation.relation

    def _cells_of(self, cover: Iterable[int]) -> set[int]:
        return {place for n in cover for place, _ in self.system.equations[n].terms}

    def _singles(self) -> Iterator[tuple[Cover, Repair]]:
        for place in sorted(self._cells_of(self.broken)):
            # A cell stands in a row and a column: each says what it should be, and only where they
            # agree does the change mend (`_mended`).
            for by in self._needed(place, self.rests):
                if (cover := self._mended((place, by))) and self._possible(place, by):
                    yield cover, self._one(place, by)

    def _exchanges(self) -> Iterator[tuple[Cover, Repair]]:
        """Neighbours that show each other's figure; one of them is 0 when it was misplaced."""
        near = self._cells_of(self.broken)
        pairs = {
            (min(place, beside), max(place, beside))
            for place in near
            if self.figures[place]
            # An exchange keeps the sum, so that the equation the two share is silent; it shows in
            # those where they differ.
            for beside in self.system.neighbours[place]
        }
        for one, other in sorted(pairs):
            by = self.figures[other] - self.figures[one]
            if not by or not (cover := self._mended((one, by), (other, -by))):
                continue
            if self._possible(one, by) and self._possible(other, -by):
                slip = typing_slips.exchange(self.figures[one], self.figures[other])
                yield cover, self._pair((one, by), (other, -by), slip)

    def _two_cells(self, parts: list[Cover]) -> dict[Cover, list[Repair]]:
        """The equations that no single slip explains, grouped by what two changes mend."""
        if not parts:
            return {}
        pool: Cover = frozenset().union(*parts)
        found = _by_cover(self._pairs(pool))
        groups = {part: found.get(part, []) for part in _parts(pool, found)}
        rest: Cover = frozenset().union(*(part for part, repairs in groups.items() if not repairs))
        mended = {part: repairs for part, repairs in groups.items() if repairs}
        return mended | ({rest: []} if rest else {})

    def _pairs(self, pool: Cover) -> Iterator[tuple[Cover, Repair]]:
        """Two cells with an equation in common that mend equations of the pool only."""
        trials, seen = 0, set()
        for one in sorted(self._cells_of(pool)):
            uses = self.system.uses[one]
            for by in self._needed(one, self.rests):
                rests = {n: self.rests[n] + factor * by for n, factor in uses}
                left = [n for n, rest in rests.items() if rest]
                if not left or not self._possible(one, by):
                    continue
                # The second cell must mend what the first leaves: looking along the shortest of
                # those equations tries the fewest cells.
                shortest = min(left, key=lambda n: len(self.system.equations[n].terms))
                for other, factor in self.system.equations[shortest].terms:
                    trials += 1
                    # A table of junk breaks everywhere; the clerk would not read the answer anyhow.
                    if trials > _MOST_TRIALS:
                        return
                    also = _quotient(-rests[shortest], factor)
                    if other == one or also is None or (pair := frozenset((one, other))) in seen:
                        continue
                    cover = self._mended((one, by), (other, also))
                    if cover and cover <= pool and self._possible(other, also):
                        seen.add(pair)
                        yield cover, self._two((one, by), (other, also))

    def _needed(self, place: int, rests: list[Figure]) -> list[Figure]:
        """What the cell would have to change by for one of its broken equations to hold."""
        wanted: list[Figure] = []
        for number, factor in self.system.uses[place]:
            by = _quotient(-rests[number], factor)
            if by and by not in wanted:
                wanted.append(by)
        return wanted

    def _mended(self, *shifts: Shift) -> Cover:
        """The broken equations that these changes mend; none if one they touch does not hold."""
        after: dict[int, Figure] = {}
        for place, by in shifts:
            for number, factor in self.system.uses[place]:
                after[number] = after.get(number, self.rests[number]) + factor * by
        # It would break, or leave broken, an equation: then it is not the slip.
        if any(after.values()):
            return frozenset()
        return self.broken.intersection(after)

    def _possible(self, place: int, by: Figure) -> bool:
        return is_possible(self.system.cells[place], self.figures[place] + by)

    def _change(self, place: int, by: Figure, slip: str) -> Change:
        cell, old = self.system.cells[place], self.figures[place]
        new = old + by
        return Change(cell.address, old, new if cell.kind is Kind.MONEY else int(new), slip)

    def _slip(self, place: int, by: Figure) -> typing_slips.Slip:
        around = [self.figures[beside] for beside in self.system.neighbours[place]]
        old = self.figures[place]
        return typing_slips.explain(old, old + by, around)

    def _one(self, place: int, by: Figure) -> Repair:
        slip = self._slip(place, by)
        return Repair((self._change(place, by, slip.name),), slip.plausibility)

    def _two(self, one: Shift, other: Shift) -> Repair:
        """Two slips, or one that took from a cell what it gave to the other."""
        first, second = sorted((one, other))
        each = (self._slip(*first), self._slip(*second))
        twice = each[0].plausibility * each[1].plausibility
        # The sum of the two is kept: one case counted in the wrong cell, rather than two slips.
        if one[1] + other[1] == 0:
            shared = typing_slips.miscount(second[0] in self.system.neighbours[first[0]])
            if shared.plausibility > twice:
                return self._pair(first, second, shared)
        changes = tuple(
            self._change(*shift, slip.name)
            for shift, slip in zip((first, second), each, strict=True)
        )
        return Repair(changes, twice)

    def _pair(self, one: Shift, other: Shift, slip: typing_slips.Slip) -> Repair:
        changes = (self._change(*one, slip.name), self._change(*other, slip.name))
        return Repair(changes, slip.plausibility)


def _quotient(rest: Figure, factor: int) -> Figure | None:
    """`rest` / `factor`, where that is exact."""
    if factor in (1, -1):
        return rest * factor
    # Counts stay whole: a change by half a case explains nothing.
    by = rest // factor if isinstance(rest, int) else rest / factor
    return by if by * factor == rest else None


def _by_cover(found: Iterable[tuple[Cover, Repair]]) -> dict[Cover, list[Repair]]:
    covers: dict[Cover, list[Repair]] = {}
    for cover, repair in found:
        covers.setdefault(cover, []).append(repair)
    return covers


def _best_first(found: dict[Cover, list[Repair]]) -> list[tuple[Cover, list[Repair]]]:
    """The cover with the most plausible repair first."""
    return sorted(found.items(), key=lambda entry: -max(r.plausibility for r in entry[1]))


def _parts(broken: Cover, covers: Iterable[Cover]) -> list[Cover]:
    """The broken equations parted so that no cover reaches over two parts."""
    parts = {number: {number} for number in broken}
    for cover in covers:
        for one, other in pairwise(cover):
            if parts[one] is not parts[other]:
                parts[one] |= parts[other]
                for number in parts[other]:
                    parts[number] = parts[one]
    return list(dict.fromkeys(frozenset(parts[number]) for number in sorted(broken)))


def _side_by_side(part: Cover, singles: dict[Cover, list[Repair]]) -> Iterator[Repair]:
    """Two single changes that mend the part between them."""
    for cover, repairs in singles.items():
        rest = part - cover
        # Each pair once: the first is the one that mends the first equation.
        if cover <= part and min(part) in cover and rest in singles:
            for one, other in islice(product(repairs, singles[rest]), _MOST_TOGETHER):
                changes = one.changes + other.changes
                yield Repair(changes, one.plausibility * other.plausibility)


def tell(form: Form, diagnosis: Diagnosis) -> str:
    """`若“予以公开·自然人”为 12（现为 21，两位数字颠倒），则 3 处都对得上。`."""
    if not diagnosis.repairs:
        return "改动一两格不能使各条关系都成立，请逐格核对。"
    best = sorted(diagnosis.repairs[: diagnosis.equally_good], key=_speaks_of_empty_cells)
    if len(best) > 1:
        if all(c.slip == typing_slips.LEFT_EMPTY for r in best for c in r.changes):
            return _left_empty(form, diagnosis, best)
        guesses = all(c.slip in ("", typing_slips.LEFT_OUT) for r in best for c in r.changes)
        if len(best) > _MOST_TOLD and (guesses or len(best) > 2 * _MOST_TOLD):
            return _undecided(form, best)
        ways = "；".join(_say(form, repair) for repair in best[:_MOST_TOLD])
        more = "，例如" if len(best) > _MOST_TOLD else ""
        return f"有 {len(best)} 种改法同样可能{more}：{ways}。"
    # The clerk sees so many red marks; all of them go.
    count = len(diagnosis.broken)
    hold = f"则 {count} 处都对得上。" if count > 1 else "则这一处对得上。"
    others = len(diagnosis.repairs) - 1
    less = f"另有 {others} 种改法，可能性较小。" if others else ""
    return f"若{_say(form, best[0])}，{hold}{less}"


def _left_empty(form: Form, diagnosis: Diagnosis, best: list[Repair]) -> str:
    """An answer opened these cells: one of them lacks just what the sums lack."""
    change = best[0].changes[0]
    label, count = form.cells[change.address].label, len(diagnosis.broken)
    hold = f"{count} 处都对得上" if count > 1 else "这一处对得上"
    many = f"“{label}”这样前面答了有、还没有填的有 {len(best)} 格"
    return f"{many}，其中一格填 {shown(change.new)}，{hold}。"


def _undecided(form: Form, best: list[Repair]) -> str:
    """Many cells could be it: a clerk is told where to look, not a handful of guesses."""
    filled = [c for repair in best for c in repair.changes if c.old and len(repair.changes) == 1]
    named = "、".join(f"“{form.cells[c.address].label}”（{shown(c.old)}）" for c in filled)
    first = f"先核对填过的{named}，再看" if filled and len(filled) <= _MOST_TOLD else "看"
    return f"只凭数字看不出是哪一格，请对照台账{first}哪一格漏填或多填了。"


def _speaks_of_empty_cells(repair: Repair) -> bool:
    """A clerk looks first at what was typed; cells left at zero are told after them."""
    return all(change.old == 0 for change in repair.changes)


def _say(form: Form, repair: Repair) -> str:
    slip = repair.changes[0].slip
    once = slip in typing_slips.SHARED
    words = "、".join(
        _say_change(form, change, "" if once else change.slip) for change in repair.changes
    )
    return f"{words}（{slip}）" if once else words


def _say_change(form: Form, change: Change, slip: str) -> str:
    label = form.cells[change.address].label
    note = f"现为 {shown(change.old)}" + (f"，{slip}" if slip else "")
    return f"“{label}”为 {shown(change.new)}（{note}）"
