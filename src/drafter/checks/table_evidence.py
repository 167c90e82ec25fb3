"""What speaks for one way of mending a table: the text, answers, last year, what was put aside."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from drafter.checks.claim_values import counts, known, said_of
from drafter.checks.finding import Finding, Span
from drafter.checks.material import Material
from drafter.checks.table_repair import EQUAL, Diagnosis, Repair, diagnose, tell
from drafter.checks.typing_slips import LEFT_EMPTY
from drafter.draft.relation_trials import finder, side_sum
from drafter.draft.unfinished_places import opened_lines
from drafter.form.arithmetic import Figure
from drafter.form.definitions import Address, Form, Relation, Side

PUT_ASIDE = "填过，因为前面答的是没有，没有计入"
"""The slip where a gate leaves out a figure that was typed."""
JUST_CHANGED = "刚改过"
"""The slip where a table was even until this very cell was changed."""

_SUPPORT = 100.0
"""So much likelier is a repair that makes one more thing outside the table true."""
_CHANGED = 1e4
"""So much likelier is a change of the cell that was just typed over."""
_CAUSE = 1e6
"""An answer that leaves out just the figure that is lacking is the cause."""


class Evidence(NamedTuple):
    """What the sum of some typed cells should be by something that the table does not hold.

    by: the relation with answers or last year's report, or the words, that say so
    """

    cells: Mapping[Address, int]
    value: Figure
    by: Relation | Span


def diagnosis_of(material: Material, finding: Finding) -> Diagnosis | None:
    """What would mend the breaks that a finding tells of; None where it is of another kind."""
    relation = finding.relation
    if relation is None or relation.table not in material.form.tables:
        return None
    return next((d for d in diagnoses_of(material, relation.table) if relation in d.broken), None)


def diagnoses_of(material: Material, table_id: str) -> tuple[Diagnosis, ...]:
    """What would mend each slip of a table, the likeliest way first by all that is known."""
    form, figures = material.form, material.facts.figures
    index, computed = form.arithmetic.index, form.computed
    own = [cell.address for cell in form.tables[table_id].cells]
    given = {a: figures[index[a]] for a in own if a not in computed}
    stated = {a: material.draft.stated[a] for a in own if a in material.draft.stated}
    found = diagnose(form, table_id, given, stated)
    return tuple(_ranked(material, table_id, diagnosis) for diagnosis in found)


def mended_by(material: Material, diagnosis: Diagnosis, told: list[Finding]) -> Finding:
    """The first of what a slip makes wrong, the others folded under it, with what mends all.

    Where one cell is the likeliest slip, the finding stands there.
    """
    first, *echoes = told
    fix = tell(material.form, diagnosis)
    best = diagnosis.repairs[: diagnosis.equally_good]
    empty = all(c.slip == LEFT_EMPTY for repair in best for c in repair.changes)
    if diagnosis.equally_good != 1 and not (best and empty):
        return first._replace(fix=fix, echoes=tuple(echoes))
    cells = [change.address for change in diagnosis.repairs[0].changes]
    others = dict.fromkeys((*cells[1:], first.address, *first.others))
    others.pop(cells[0], None)
    return first._replace(
        address=cells[0],
        place=material.form.place(cells[0]),
        fix=fix,
        others=tuple(others),
        echoes=tuple(echoes),
    )


def _ranked(material: Material, table_id: str, diagnosis: Diagnosis) -> Diagnosis:
    """The same repairs, ranked by what speaks for each besides the table's own relations."""
    form, facts = material.form, material.facts
    aside = {a: cell.value for a, cell in facts.unused_cells.items() if cell.value}
    closed = facts.closed
    # A row that nobody chose holds no slip, unless a figure was typed there and put aside.
    possible = [
        repair
        for repair in diagnosis.repairs
        if all(c.address not in closed or aside.get(c.address) == c.new for c in repair.changes)
    ]
    told = list(_evidence(material, table_id))
    filled = [
        own
        for gate in form.gates
        if gate.question.section == table_id
        for _, own in opened_lines(material.facts, gate)
    ]
    ranked = sorted(
        (
            _weighed(material, repair, told, filled, aside)
            for repair in possible or diagnosis.repairs
        ),
        key=lambda repair: -repair.plausibility,
    )
    best = ranked[0].plausibility if ranked else 0.0
    equally_good = sum(1 for repair in ranked if repair.plausibility >= EQUAL * best)
    also = tuple(_resolved(material, ranked[0], told)) if equally_good == 1 else ()
    return diagnosis._replace(repairs=tuple(ranked), equally_good=equally_good, also=also)


def _weighed(
    material: Material,
    repair: Repair,
    told: list[Evidence],
    filled: list[list[Address]],
    aside: Mapping[Address, Figure],
) -> Repair:
    """filled: lines that are not all zero, by an answer before the table"""
    shifts = {change.address: change.new - change.old for change in repair.changes}
    index, figures = material.form.arithmetic.index, material.facts.figures
    balance = 0
    for evidence in told:
        touched = sum(f * shifts.get(a, 0) for a, f in evidence.cells.items())
        if touched:
            before = sum(f * figures[index[a]] for a, f in evidence.cells.items())
            balance += (before + touched == evidence.value) - (before == evidence.value)
    for own in filled:
        was = any(figures[index[a]] for a in own)
        balance += any(figures[index[a]] + shifts.get(a, 0) for a in own) - was
    weight = _SUPPORT**balance
    changes = repair.changes
    if any(aside.get(change.address) == change.new for change in changes):
        weight *= _CAUSE
        changes = tuple(change._replace(slip=PUT_ASIDE) for change in changes)
    empty = [a for own in filled if not any(figures[index[a]] for a in own) for a in own]
    if len(changes) == 1 and changes[0].address in empty:
        changes = (changes[0]._replace(slip=LEFT_EMPTY),)
    if len(changes) == 1 and changes[0].address == material.changed:
        weight *= _CHANGED
        changes = (changes[0]._replace(slip=JUST_CHANGED),)
    return repair._replace(changes=changes, plausibility=repair.plausibility * weight)


def _resolved(
    material: Material, repair: Repair, told: list[Evidence]
) -> Iterator[Relation | Span]:
    """What stands outside the table and is made true by the repair."""
    shifts = {change.address: change.new - change.old for change in repair.changes}
    index, figures = material.form.arithmetic.index, material.facts.figures
    for evidence in told:
        touched = sum(f * shifts.get(a, 0) for a, f in evidence.cells.items())
        before = sum(f * figures[index[a]] for a, f in evidence.cells.items())
        if touched and before + touched == evidence.value:
            yield evidence.by


def _evidence(material: Material, table_id: str) -> Iterator[Evidence]:
    """What text, answers and last year's report say of this table's cells."""
    form = material.form
    cells = {cell.address for cell in form.tables[table_id].cells}
    for said in counts(said_of(material)):
        # A drafted sentence repeats the table, wrong as it may be.
        if not said.passage.own or not said.claim.exact or said.claim.step != 1:
            continue
        for reading in known(material, said.claim.metric)[:1]:
            if set(reading.addresses) <= cells:
                own = _typed(form, dict.fromkeys(reading.addresses, 1))
                yield Evidence(own, said.claim.value, said.span)
    for relation in form.relations:
        if relation.equal:
            yield from _beside(material, relation, cells)


def _beside(material: Material, relation: Relation, cells: set[Address]) -> Iterator[Evidence]:
    """A relation that has this table's cells on one side, and none of them on the other."""
    find = finder(material.facts, material.last)
    for own, other in ((relation.left, relation.right), (relation.right, relation.left)):
        mine = [term for side in own for term in side.terms]
        inside = all(t.address in cells and not t.last for t in mine)
        if not inside or not mine or not _outside(other, cells):
            continue
        if any(find(term) is None for side in other for term in side.terms):
            continue
        terms = {term.address: term.factor for term in mine}
        yield Evidence(_typed(material.form, terms), side_sum(other, find), relation)


def _outside(sides: tuple[Side, ...], cells: set[Address]) -> bool:
    terms = [term for side in sides for term in side.terms]
    return all(t.address and (t.last or t.address not in cells) for t in terms)


def _typed(form: Form, terms: Mapping[Address, int]) -> dict[Address, int]:
    """The same sum in cells that are typed."""
    sums = {relation.total: relation for relation in form.totals}
    typed: dict[Address, int] = {}
    waiting = list(terms.items())
    while waiting:
        address, factor = waiting.pop()
        if address in sums:
            parts = (term for side in sums[address].right for term in side.terms)
            waiting += [(term.address, factor * term.factor) for term in parts]
        else:
            typed[address] = typed.get(address, 0) + factor
    return typed
