"""The catalogue of checks is complete, and each check does what it says and no more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from drafter.checks.check_catalogue import FAMILIES, Check, catalogue
from drafter.checks.check_output import catalogue_page
from drafter.checks.check_run import run_checks
from drafter.checks.field_words import words_of
from drafter.checks.finding import Finding
from drafter.checks.material import Material
from drafter.form.definitions import Severity
from drafter.form.form_file import form_folders, load_form

from .conftest import Case

CHECKS = catalogue()
ROOT = Path(__file__).parents[2]


FORM = load_form("disclosure-2021")
NATIONAL = words_of(FORM)


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.code)
def test_a_check_explains_itself(check: Check) -> None:
    check = check.in_words(NATIONAL)
    assert re.fullmatch(r"[A-Z]\d\d", check.code)
    assert all((check.title, check.why, check.fix, check.example, check.source))
    assert not re.search(r"[A-Za-z]{4,}", check.why + check.title), "words a clerk cannot read"


@pytest.mark.parametrize("form_id", form_folders())
def test_what_a_form_says_of_checks_is_said_of_checks_that_are(form_id: str) -> None:
    assert words_of(load_form(form_id)).checks.keys() <= CHECKS.keys()


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.code)
def test_no_check_rests_on_the_law_of_one_form_for_all_of_them(check: Check) -> None:
    """Standards of language and layout hold for any report; laws and notices are a form's."""
    standards = ("drafter", "报告格式", "报告格式的表格", "当地要求文件")
    assert check.source in standards or "（GB/T " in check.source
    assert "政府信息公开" not in check.example


def test_another_form_has_its_own_source_or_none() -> None:
    trial, library = (
        words_of(load_form("disclosure-2019")),
        words_of(load_form("tiny", ROOT / "tests" / "forms")),
    )
    check = CHECKS["M01"]
    assert "〔2021〕30号" in check.in_words(NATIONAL).source
    assert "〔2019〕60号" in check.in_words(trial).source
    assert check.in_words(library) == check


@pytest.mark.parametrize("code", CHECKS)
def test_a_check_has_a_passing_and_a_failing_case(code: str, cases: Iterable[Case]) -> None:
    kinds = {case.kind for case in cases if case.code == code}
    assert {"passes", "fails"} <= kinds


def test_no_case_without_a_check(cases: Iterable[Case]) -> None:
    assert {case.code for case in cases} <= set(CHECKS)


def test_a_case_comes_out_as_it_says(case: Case, material: Callable[[Case], Material]) -> None:
    result = run_checks(material(case))
    said = _with_echoes(result.findings)
    found = [f for f in said if f.code == case.code]
    if case.kind == "passes":
        assert found == []
        return
    if case.kind == "not_run":
        skipped = [skipped for skipped in result.not_run if skipped.code == case.code]
        assert [s.missing for s in skipped][:1] == [case.expected["says"]]
        assert found == []
        return
    told = {(f.code, f.what): f for f in said if f.address == case.expected["at"]}
    assert [code for code, what in told if what == case.expected["says"]] == [case.code]
    finding = told[case.code, case.expected["says"]]
    if "severity" in case.expected:
        assert finding.severity.value == case.expected["severity"]
    if "marks" in case.expected:
        assert finding.seen == (case.expected["marks"],)


def _with_echoes(findings: Iterable[Finding]) -> list[Finding]:
    return [each for finding in findings for each in (finding, *finding.echoes)]


def test_the_base_of_all_cases_is_clean(material: Callable[[Case], Material]) -> None:
    assert run_checks(material(Case("", "passes", "", {}))).findings == ()


def test_the_catalogue_page_is_current() -> None:
    assert (ROOT / "docs" / "checks.md").read_text(encoding="utf-8") == catalogue_page(
        (check.in_words(NATIONAL) for check in CHECKS.values()), FORM.name
    )


def test_a_family_that_does_not_decide_has_no_error_to_tell():
    quiet = {letter for letter, family in FAMILIES.items() if not family.decides}
    errors = {c.code[0] for c in catalogue().values() if c.severity is Severity.ERROR}
    assert quiet
    assert not quiet & errors
