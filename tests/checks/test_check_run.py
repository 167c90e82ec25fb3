"""The order in which findings are told."""

from __future__ import annotations

from drafter.checks.check_run import run_checks
from drafter.checks.material import load_material
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft
from drafter.form.form_file import load_form

NATIONAL = load_form("disclosure-2021")


def test_a_finding_about_a_gate_stands_before_those_of_its_table() -> None:
    gates = [gate.question.id for gate in NATIONAL.gates]
    cells = [table.cells[0].address for table in NATIONAL.tables.values()]
    draft = Draft(NATIONAL.id, verify=frozenset((*gates, *cells, "year")))
    findings = run_checks(load_material(Facts(NATIONAL, draft))).findings
    order = [finding.address for finding in findings if finding.code == "F03"]
    tables = [g.question.section for g in NATIONAL.gates]
    expected = ["year"]
    for table, cell in zip(NATIONAL.tables, cells, strict=True):
        asked = [gate for gate, of in zip(gates, tables, strict=True) if of == table]
        expected += [gate for gate in (*asked, cell) if gate in order]
    assert order == expected
    assert set(gates) & set(order)
