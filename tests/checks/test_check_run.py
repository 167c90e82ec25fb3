"""The order in which findings are told, and what closes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from drafter.checks import check_run
from drafter.checks.check_run import run_checks
from drafter.checks.finding import Finding, Result
from drafter.checks.material import Material, load_material
from drafter.draft.answers_file import read_answers
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Closure, Draft
from drafter.form.definitions import Severity
from drafter.form.form_file import load_form

from .conftest import merged

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
BASE = yaml.load((Path(__file__).parent / "base.yaml").read_text("utf-8"), LOADER)

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


def test_what_rests_on_a_question_is_no_check_of_a_form_without_it() -> None:
    for form, concerned in ((NATIONAL, True), (load_form("rule-of-law"), False)):
        assert ("organ.level" in form.questions) is concerned
        result = run_checks(load_material(Facts(form, Draft(form.id))))
        assert ("N03" in {skipped.code for skipped in result.not_run}) is concerned


def facts_of(tree: dict[str, Any]) -> Facts:
    answers = read_answers(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), "d.yaml")
    return Facts(answers.form, answers.draft)


def _material(given: dict[str, Any], last: dict[str, Any] | None = None) -> Material:
    before = facts_of(merged(BASE, {"year": BASE["year"] - 1, **last})) if last else None
    return load_material(facts_of(merged(BASE, given)), before, date(2024, 1, 20))


def _closed(material: Material, code: str) -> Material:
    [finding] = [f for f in run_checks(material).findings if f.code == code]
    closure = Closure(finding.code, finding.address, finding.seen, "上年的报告错了", "2024-01-20")
    draft = replace(material.draft, closures=(closure,))
    return load_material(Facts(material.form, draft), material.last, material.today)


ZERO = {
    "texts": {"overview.requests": "2023年，我局未收到政府信息公开申请。"},
    "answers": {"other.fee_notices": 0, "other.fee_received": 0},
}


def applications(**cells: dict[str, int]) -> dict[str, Any]:
    return {"tables": {"applications": {"cells": cells}}}


TWO = applications(received={"natural": 2}, granted={"natural": 2})
OUT = applications(received={"natural": 3}, carried_out={"natural": 3})


def errors_of(material):
    return run_checks(material).of(Severity.ERROR)


def test_an_error_over_words_is_closed_with_a_reason_until_its_values_change():
    open_ = _material(ZERO | TWO)
    assert errors_of(open_)
    assert "写明理由后关闭" in run_checks(open_).of(Severity.ERROR)[0].fix
    closed = _closed(open_, "M03")
    assert not errors_of(closed)
    assert [done.finding.code for done in run_checks(closed).closed] == ["M03"]
    three = applications(received={"natural": 3}, granted={"natural": 3})
    changed = facts_of(merged(BASE, ZERO | three))
    draft = replace(changed.draft, closures=closed.draft.closures)
    assert errors_of(load_material(Facts(changed.form, draft), None, closed.today))


def test_an_error_against_last_years_report_is_closed_with_a_reason():
    open_ = _material({}, OUT)
    assert errors_of(open_)
    closed = _closed(open_, "Y01")
    assert not errors_of(closed)
    assert [done.reason for done in run_checks(closed).closed] == ["上年的报告错了"]


def test_an_error_within_the_tables_stays_open():
    received = applications(received={"natural": 2})
    assert errors_of(_closed(_material(received), "T02"))


A = "applications."


def _said(result: Result, code: str) -> list[Finding]:
    return [finding for finding in result.findings if finding.code == code]


def _fix(given: dict[str, Any], code: str, last: dict[str, Any] | None = None) -> str:
    return next(f.fix for f in run_checks(_material(given, last)).findings if f.code == code)


def test_what_the_text_says_tells_the_culprit():
    cells = applications(received={"natural": 5}, granted={"natural": 2}, partial={"natural": 2})
    silent = _fix(cells, "T02")
    assert silent.startswith("只凭数字看不出是哪一格")
    told = {"texts": {"overview.requests": "我局收到申请5件，予以公开2件，部分公开3件。"}}
    assert _fix(cells | told, "T02").startswith("若“部分公开·自然人”为 3（现为 2")


def test_last_years_report_tells_the_culprit():
    last = applications(received={"natural": 4}, granted={"natural": 3}, carried_out={"natural": 1})
    cells = applications(received={"natural": 5}, granted={"natural": 6})
    assert _fix(cells, "T02", last).startswith("若“上年结转·自然人”为 1（现为 0")


def test_a_row_that_nobody_chose_is_not_suspected():
    chosen = {A + "outcomes": ["予以公开"], A + "any_received": "是", A + "any_carried_in": "否"}
    cells = {
        "answers": {**chosen, A + "any_carried_out": "否"},
        **applications(received={"natural": 5}, granted={"natural": 3}),
    }
    fix = _fix(cells, "T02")
    assert "予以公开·自然人" in fix
    assert "部分公开" not in fix


def test_an_answer_that_leaves_a_figure_out_is_told_first():
    answers = {A + "any_received": "是", A + "any_carried_in": "否", A + "outcomes": ["予以公开"]}
    cells = applications(received={"natural": 5}, carried_in={"natural": 2}, granted={"natural": 7})
    (cause,) = _said(run_checks(_material({"answers": answers, **cells})), "F04")
    assert "前面“上年是否有结转”答的是否" in cause.what
    assert cause.echoes[0].code == "T02"
    fix = cause.echoes[0].fix
    assert fix.startswith("若“上年结转·自然人”为 2（现为 0，填过，因为前面答的是没有，没有计入）")
    assert not _said(run_checks(_material({"answers": answers, **cells})), "T02")


def test_a_line_that_an_answer_opened_and_nobody_filled_is_the_culprit():
    answers = {A + "any_received": "是", A + "any_carried_out": "是", A + "outcomes": ["予以公开"]}
    cells = applications(received={"natural": 5}, granted={"natural": 4})
    told = run_checks(_material({"answers": answers, **cells}))
    (root,) = _said(told, "T02")
    assert root.fix.startswith("若“结转下年度·自然人”为 1（现为 0，前面答的是有，还没有填）")
    assert "F06" in [echo.code for echo in root.echoes]
    assert not _said(told, "F06")


def test_last_years_report_and_a_broken_sum_are_one_finding():
    last = applications(received={"natural": 4}, granted={"natural": 3}, carried_out={"natural": 1})
    cells = applications(received={"natural": 5}, granted={"natural": 6})
    told = run_checks(_material(cells, last))
    (root,) = _said(told, "T02")
    assert "Y01" in [echo.code for echo in root.echoes]
    assert not _said(told, "Y01")


def test_a_drafted_sentence_speaks_for_no_figure():
    channels = {"overview.requests.by_channel": {"网络提交": 6}}
    cells = applications(received={"natural": 5}, granted={"natural": 6})
    fix = _fix({"answers": channels, **cells}, "T02")
    assert fix.startswith("若“本年新收·自然人”为 6（现为 5")


def test_what_the_words_say_is_told_with_the_slip_that_it_names():
    cells = applications(received={"natural": 5}, granted={"natural": 2}, partial={"natural": 2})
    told = {"texts": {"overview.requests": "我局收到申请5件，予以公开2件，部分公开3件。"}}
    result = run_checks(_material(cells | told))
    (root,) = _said(result, "T02")
    assert "M01" in [echo.code for echo in root.echoes]
    assert not _said(result, "M01")


def test_all_is_told_with_the_figure_that_is_in_its_way():
    cells = applications(
        received={"natural": 5}, granted={"natural": 4}, carried_out={"natural": 1}
    )
    text = "我局收到申请5件，无结转下年度申请，均已办结。"
    result = run_checks(_material(cells | {"texts": {"overview.requests": text}}))
    (root,) = _said(result, "M03")
    assert [echo.code for echo in root.echoes] == ["M04"]
    assert not _said(result, "M04")


def test_many_findings_of_a_register_are_not_held_against_each_other(monkeypatch) -> None:
    """A row each: of a hundred thousand, every pair would take half an hour."""
    table = NATIONAL.tables["applications"].id
    found = [
        Finding(
            "A05", Severity.WARNING, table, "表三", f"台账第 {row} 行：没有答复。", "尽快答复。"
        )
        for row in range(300)
    ]
    pairs = []
    within = check_run._is_within
    monkeypatch.setattr(check_run, "_is_within", lambda *a: pairs.append(a) or within(*a))
    assert check_run.fold(_material({}), found) == found
    assert not pairs
