"""Root cause first: breaks of one table that a single slip explains become one finding."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.finding import Finding
from drafter.checks.material import Material
from drafter.checks.repair import Diagnosis, diagnose, tell
from drafter.checks.tables import hit_of
from drafter.draft.relations import broken_by, finder
from drafter.form.definitions import Relation, Verb

_ARITHMETIC = ("T01", "T02")
"""The checks whose findings a repair of the table explains."""


def fold(material: Material, findings: list[Finding]) -> list[Finding]:
    """The findings, those of one slip folded under the first of them.

    That one says what would mend them all, and where one cell is the likeliest slip it is
    found there.
    """
    left = list(findings)
    for table_id in material.form.tables:
        if not any(f.code in _ARITHMETIC and f.address.startswith(f"{table_id}/") for f in left):
            continue
        for diagnosis in _diagnoses(material, table_id):
            told = [f for what in _sayings(material, diagnosis) for f in left if f.what == what]
            if told:
                left = [f for f in left if f not in told]
                left.append(_root(material, diagnosis, told))
    return left


def diagnosis_of(material: Material, finding: Finding) -> Diagnosis | None:
    """What would mend the breaks that a finding tells of; None where it is of another kind."""
    cell = material.form.cells.get(finding.address)
    if cell is None or finding.code not in _ARITHMETIC:
        return None
    for diagnosis in _diagnoses(material, cell.table):
        if finding.what in _sayings(material, diagnosis):
            return diagnosis
    return None


def _diagnoses(material: Material, table_id: str) -> tuple[Diagnosis, ...]:
    form, figures = material.form, material.facts.figures
    index, computed = form.arithmetic.index, form.computed
    own = [cell.address for cell in form.tables[table_id].cells]
    given = {a: figures[index[a]] for a in own if a not in computed}
    stated = {a: material.draft.stated[a] for a in own if a in material.draft.stated}
    return diagnose(form, table_id, given, stated)


def _sayings(material: Material, diagnosis: Diagnosis) -> Iterator[str]:
    """The sentences of the broken relations, those printed on the form before the sums."""
    find = finder(material.facts, material.last)
    for relation in sorted(diagnosis.broken, key=_is_sum):
        broken = broken_by(relation, find)
        if broken is not None:
            yield hit_of(material, broken).what


def _is_sum(relation: Relation) -> bool:
    return relation.verb is Verb.COMPUTES


def _root(material: Material, diagnosis: Diagnosis, told: list[Finding]) -> Finding:
    first, *echoes = told
    fix = tell(material.form, diagnosis)
    if diagnosis.equally_good != 1:
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
