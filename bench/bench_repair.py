"""How often a typing slip in a sound table is found, and the right cell named with its figure.

Each trial takes a table of the samples, makes one slip and asks for a diagnosis. Beside the
shares found stand what two decoders decide that search by other means than drafter does:
one that knows nothing but the relations (its share is of slips with a single smallest
repair), and one that also knows the exact chance of every slip of this benchmark, but not
which tables are usual. That one is right as often as can be over all sound tables; over
those few of the samples, a decoder that leans towards usual figures can do better.

Where several proposals are equal in everything, each counts as its share of a hit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter_ns

from drafter.checks.table_repair import Diagnosis, diagnose
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import figures as all_figures
from drafter.form.arithmetic import Figure
from drafter.form.definitions import Address, Form

SAMPLES = Path(__file__).parents[1] / "sample_answers"
TRIALS = {True: 5_000, False: 1_000}
"""For each of the two tables with relations: with all totals stated, and with none."""

Table = dict[Address, int]
Change = dict[Address, int]
Column = dict[int, int]
"""What one more in a cell adds to the rests of the relations, by their places."""

KINDS = (
    "digits swapped",
    "digit dropped",
    "digit doubled",
    "digit mistyped",
    "neighbour's value",
    "moved one row",
    "moved one column",
    "blanked",
)


def report() -> str:
    """A table of shares with all totals stated, and one with none."""
    forms: dict[str, Form] = {}
    truths: dict[str, list[Table]] = defaultdict(list)
    for path in sorted(SAMPLES.glob("*.yaml")):
        answers = load_answers(path)
        form, figures = answers.form, all_figures(answers.form, answers.draft)
        for table in form.tables.values():
            cells = {c.address: figures[form.arithmetic.index[c.address]] for c in table.cells}
            related = any(
                r.table == table.id and r.verb.value == "computes" for r in form.relations
            )
            if related and any(cells.values()):
                forms[table.id] = form
                truths[table.id].append({a: int(figure) for a, figure in cells.items()})
    pages = []
    for stated in (True, False):
        for table_id, tables in truths.items():
            lab = Lab(forms[table_id], table_id, stated)
            if lab.columns_by_signature:
                pages.append(_page(lab, tables))
    return "\n\n".join(pages)


@dataclass(frozen=True, eq=False)
class Lab:
    """One table of a form as slips and ideal decoders see it; without drafter's repairs."""

    form: Form
    table_id: str
    stated: bool

    @cached_property
    def typed(self) -> tuple[Address, ...]:
        """The cells in which a slip can be made."""
        cells = self.form.tables[self.table_id].cells
        return tuple(c.address for c in cells if self.stated or c.address not in self.form.computed)

    @cached_property
    def beside(self) -> Mapping[Address, tuple[tuple[Address, ...], tuple[Address, ...]]]:
        """The cells above and below, and those left and right."""
        found = {}
        for block in self.form.tables[self.table_id].blocks:
            rows, columns = [r.id for r in block.row_leaves], [c.id for c in block.column_leaves]
            for y, row in enumerate(rows):
                for x, column in enumerate(columns):
                    names = (
                        [f"{r}/{column}" for r in rows[max(y - 1, 0) : y + 2] if r != row],
                        [f"{row}/{c}" for c in columns[max(x - 1, 0) : x + 2] if c != column],
                    )
                    above, left = (
                        tuple(a for n in ns if (a := f"{self.table_id}/{n}") in self.typed)
                        for ns in names
                    )
                    found[f"{self.table_id}/{row}/{column}"] = (above, left)
        return {address: found[address] for address in self.typed}

    def rests(self, table: Table) -> Column:
        """By how much each relation fails; relations that hold are left out."""
        arithmetic = self.form.arithmetic
        figures = arithmetic.zeros.copy()
        for address in self.typed:
            figures[arithmetic.index[address]] = table[address]
        if not self.stated:
            arithmetic.complete(figures)
        rests: Column = {}
        for place in arithmetic.broken(figures):
            relation = self.form.plain[place]
            if relation.table == self.table_id:
                left, right = (
                    sum(
                        t.factor * (figures[arithmetic.index[t.address]] if t.address else 1)
                        for side in sides
                        for t in side.terms
                    )
                    for sides in (relation.left, relation.right)
                )
                rests[place] = int(left - right)
        return rests

    @cached_property
    def columns(self) -> Mapping[Address, Column]:
        """By trying: one more in an empty table."""
        empty = dict.fromkeys(self.typed, 0)
        return {address: self.rests(empty | {address: 1}) for address in self.typed}

    @cached_property
    def columns_by_signature(self) -> Mapping[Signature, list[Address]]:
        """The cells by what a change in them looks like, whatever its size."""
        found: dict[Signature, list[Address]] = defaultdict(list)
        for address, column in self.columns.items():
            if column:
                found[_signature(column)].append(address)
        return found

    def single(self, table: Table, rests: Column) -> list[Change]:
        """Every change of one cell after which all relations hold."""
        found = []
        for address in self.columns_by_signature.get(_signature(rests), ()):
            place = next(iter(rests))
            by = Fraction(-rests[place], self.columns[address][place])
            if by.denominator == 1 and table[address] + by >= 0:
                found.append({address: int(table[address] + by)})
        return found

    def double(self, table: Table, rests: Column) -> list[Change]:
        """Every change of two cells that does it, where the two are determined."""
        found = []
        for one, column in self.columns.items():
            sizes = {Fraction(-rests[p], column[p]) for p in column if p in rests}
            for by in sizes:
                if by.denominator != 1 or table[one] + by < 0:
                    continue
                after = _after(rests, column, int(by))
                for change in self.single(table, after) if after else ():
                    if one not in change:
                        found.append({one: int(table[one] + by), **change})
        return [dict(items) for items in {tuple(sorted(change.items())) for change in found}]

    def moves(self, table: Table, rests: Column) -> list[Change]:
        """Every figure that stands beside an empty cell and makes all hold when put there."""
        found = []
        for one, (above, left) in self.beside.items():
            for other in (*above, *left) if table[one] else ():
                if not table[other]:
                    after = _after(rests, self.columns[one], -table[one])
                    if not _after(after, self.columns[other], table[one]):
                        found.append({one: 0, other: table[one]})
        return found

    def slips(self, table: Table, kind: str, cell: Address) -> Mapping[Slip, float]:
        """What becomes of the table, each with its chance, where it changes at all."""
        above, left = self.beside[cell]
        value = table[cell]
        if kind in ("moved one row", "moved one column"):
            free = [a for a in (above if kind == "moved one row" else left) if not table[a]]
            if not value or not free:
                return {}
            return {_slip({cell: 0, other: value}): 1 / len(free) for other in free}
        values = (
            Counter(table[a] for a in (*above, *left))
            if kind == "neighbour's value"
            else _mistyped(kind, value)
        )
        total = sum(values.values())
        return {_slip({cell: new}): n / total for new, n in values.items() if new != value}

    def chance(self, truth: Table, seen: Change) -> float:
        """The chance that a slip turns the true table into one that shows `seen`."""
        return sum(
            self.slips(truth, kind, cell).get(_slip(seen), 0.0) / weight
            for kind in KINDS
            if (weight := self.weight(truth, kind))
            for cell in seen
        )

    def weight(self, truth: Table, kind: str) -> float:
        """How many cells' worth of slips of a kind there are: nothing else is drawn."""
        return sum(sum(self.slips(truth, kind, cell).values()) for cell in self.typed)


Slip = tuple[tuple[Address, int], ...]
Signature = tuple[tuple[int, Fraction], ...]


@dataclass
class Tally:
    """Trials of one kind, and how many of them went how."""

    trials: int = 0
    breaking: int = 0
    noticed: int = 0
    first: float = 0
    early: float = 0
    alone: int = 0
    alone_right: float = 0
    unique: float = 0
    ideal: float = 0


def _page(lab: Lab, tables: list[Table]) -> str:
    random = Random(2021)
    ways = [{kind: _ways(lab, truth, kind) for kind in KINDS} for truth in tables]
    tallies = {kind: Tally() for kind in KINDS}
    diagnosing: list[int] = []
    for number in range(TRIALS[lab.stated]):
        truth, kind = tables[number % len(tables)], KINDS[number // len(tables) % len(KINDS)]
        slips = ways[number % len(tables)][kind]
        if slips:
            (slip,) = random.choices(list(slips), list(slips.values()))
            _try(lab, truth, truth | dict(slip), tallies[kind], diagnosing)
    name = lab.form.tables[lab.table_id].short
    totals = "all totals stated" if lab.stated else "no totals stated"
    total = Tally(
        *(sum(t) for t in zip(*(vars(t).values() for t in tallies.values()), strict=True))
    )
    lines = [
        f"### {name}, {totals}: {len(tables)} tables of the samples, {total.trials} slips",
        "",
        "| slip | trials | breaks a relation | noticed | right at first | among three"
        " | decidable by relations alone | by them and the slips"
        " | one proposal only | then right |",
        "| --- |" + " ---: |" * 9,
        *(_line(kind, tally) for kind, tally in (*tallies.items(), ("**all**", total))),
        "",
        f"Totals and relations of the whole form tested in {_testing_us(lab, tables):.0f} µs; "
        f"a diagnosis takes {median(diagnosing) / 1e3:.0f} µs, 99 in 100 at most "
        f"{quantiles(diagnosing, n=100)[-1] / 1e3:.0f} µs (the first, which builds the system, "
        "left out).",
    ]
    return "\n".join(lines)


def _try(lab: Lab, truth: Table, shown: Table, tally: Tally, diagnosing: list[int]) -> None:
    tally.trials += 1
    rests = lab.rests(shown)
    if not rests:
        return
    tally.breaking += 1
    given: dict[Address, Figure] = {a: f for a, f in shown.items() if a not in lab.form.computed}
    stated: dict[Address, Figure] = {
        a: f for a, f in shown.items() if lab.stated and a in lab.form.computed
    }
    diagnoses = diagnose(lab.form, lab.table_id, given, stated)
    start = perf_counter_ns()
    diagnose(lab.form, lab.table_id, given, stated)
    diagnosing.append(perf_counter_ns() - start)
    right = {a: truth[a] for a in lab.typed if truth[a] != shown[a]}
    tally.noticed += bool(diagnoses)
    first = _proposed(diagnoses, right, 1)
    tally.first += first
    tally.early += _proposed(diagnoses, right, 3)
    alone = bool(diagnoses) and all(d.equally_good == 1 for d in diagnoses)
    tally.alone += alone
    tally.alone_right += first if alone else 0
    unique, ideal = _ideals(lab, shown, rests, right)
    tally.unique += unique
    tally.ideal += ideal


def _proposed(diagnoses: tuple[Diagnosis, ...], right: Change, most: int) -> float:
    """The chance that the right change, part by part, is among the first proposals."""
    left, chance = dict(right), 1.0
    for diagnosis in diagnoses:
        for place, repair in enumerate(diagnosis.repairs):
            changes = {change.address: change.new for change in repair.changes}
            if changes.items() <= left.items():
                left = {a: f for a, f in left.items() if a not in changes}
                chance *= _among(diagnosis, place, most)
                break
        else:
            return 0.0
    return 0.0 if left else chance


def _among(diagnosis: Diagnosis, place: int, most: int) -> float:
    """The chance that a repair is among the first if equal ones are told in any order."""
    own = diagnosis.repairs[place].plausibility
    before = sum(1 for r in diagnosis.repairs if r.plausibility > own * (1 + 1e-9))
    equal = sum(1 for r in diagnosis.repairs if abs(r.plausibility - own) <= own * 1e-9)
    return min(max(most - before, 0) / equal, 1.0)


def _ideals(lab: Lab, shown: Table, rests: Column, right: Change) -> tuple[float, float]:
    """The chance to be right at first: of relations alone, and of knowing the slips too."""
    singles = lab.single(shown, rests)
    fewest = singles or lab.double(shown, rests)
    unique = float(fewest == [right])
    changes = singles + lab.moves(shown, rests)
    if changes == [right]:
        return unique, 1.0
    chances = [lab.chance(shown | change, {a: shown[a] for a in change}) for change in changes]
    best = [
        change
        for change, chance in zip(changes, chances, strict=True)
        if chance >= max(chances) * (1 - 1e-9)
    ]
    return unique, (right in best) / len(best)


def _ways(lab: Lab, truth: Table, kind: str) -> Mapping[Slip, float]:
    """Every slip of a kind that changes the table, weighted as if each cell were as likely."""
    ways: Counter[Slip] = Counter()
    for cell in lab.typed:
        ways.update(lab.slips(truth, kind, cell))
    return ways


@cache
def _mistyped(kind: str, value: int) -> Counter[int]:
    """What may be typed instead of a figure, each as often as it comes about."""
    return Counter(int(text or "0") for text in _WAYS[kind](str(value)))


def _swaps(digits: str) -> Iterator[str]:
    for i in range(len(digits) - 1):
        yield digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]


def _drops(digits: str) -> Iterator[str]:
    for i in range(len(digits)):
        yield digits[:i] + digits[i + 1 :]


def _doubles(digits: str) -> Iterator[str]:
    for i in range(len(digits)):
        yield digits[: i + 1] + digits[i:]


def _slips_of_key(digits: str) -> Iterator[str]:
    for i, right in enumerate(digits):
        for wrong in "0123456789":
            if wrong != right:
                yield digits[:i] + wrong + digits[i + 1 :]


_WAYS: Mapping[str, Callable[[str], Iterator[str]]] = {
    "digits swapped": _swaps,
    "digit dropped": _drops,
    "digit doubled": _doubles,
    "digit mistyped": _slips_of_key,
    "blanked": lambda _: iter(("",)),
}


def _slip(change: Change) -> Slip:
    return tuple(sorted(change.items()))


def _after(rests: Column, column: Column, times: int) -> Column:
    """The rests once a cell has changed; what holds is left out."""
    after = dict(rests)
    for place, factor in column.items():
        after[place] = after.get(place, 0) + times * factor
    return {place: rest for place, rest in after.items() if rest}


def _signature(column: Column) -> Signature:
    first = column[min(column)]
    return tuple((place, Fraction(column[place], first)) for place in sorted(column))


def _testing_us(lab: Lab, tables: list[Table]) -> float:
    arithmetic = lab.form.arithmetic
    taken = []
    for table in tables * 200:
        figures = arithmetic.zeros.copy()
        for address, figure in table.items():
            figures[arithmetic.index[address]] = figure
        start = perf_counter_ns()
        arithmetic.complete(figures)
        arithmetic.broken(figures)
        taken.append(perf_counter_ns() - start)
    return median(taken) / 1e3


def _line(kind: str, tally: Tally) -> str:
    shares = (
        _share(tally.breaking, tally.trials),
        *(
            _share(n, tally.breaking)
            for n in (tally.noticed, tally.first, tally.early, tally.unique, tally.ideal)
        ),
        _share(tally.alone, tally.breaking),
        _share(tally.alone_right, tally.alone),
    )
    return f"| {kind} | {tally.trials} | {' | '.join(shares)} |"


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"
