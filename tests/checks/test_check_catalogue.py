"""The catalogue of checks is complete, and each check does what it says and no more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from drafter.checks.check_catalogue import Check, catalogue
from drafter.checks.check_output import catalogue_page
from drafter.checks.check_run import run_checks
from drafter.checks.finding import Finding
from drafter.checks.material import Material

CHECKS = catalogue()
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.code)
def test_a_check_explains_itself(check: Check) -> None:
    assert re.fullmatch(r"[A-Z]\d\d", check.code)
    assert all((check.title, check.why, check.fix, check.example, check.source))
    assert not re.search(r"[A-Za-z]{4,}", check.why + check.title), "words a clerk cannot read"


@pytest.mark.parametrize("code", CHECKS)
def test_a_check_has_a_passing_and_a_failing_case(code: str, cases: list[Any]) -> None:
    kinds = {case.kind for case in cases if case.code == code}
    assert {"passes", "fails"} <= kinds


def test_no_case_without_a_check(cases: list[Any]) -> None:
    assert {case.code for case in cases} <= set(CHECKS)


def test_a_case_comes_out_as_it_says(case: Any, material: Callable[[Any], Material]) -> None:
    result = run_checks(material(case))
    found = [f for f in _with_echoes(result.findings) if f.code == case.code]
    if case.kind == "passes":
        assert found == []
        return
    if case.kind == "not_run":
        skipped = [skipped for skipped in result.not_run if skipped.code == case.code]
        assert [s.missing for s in skipped][:1] == [case.expected["says"]]
        assert found == []
        return
    at = [f for f in found if f.address == case.expected["at"]]
    assert case.expected["says"] in [f.what for f in at]
    finding = next(f for f in at if f.what == case.expected["says"])
    if "severity" in case.expected:
        assert finding.severity.value == case.expected["severity"]
    if "marks" in case.expected:
        assert finding.seen == (case.expected["marks"],)


def _with_echoes(findings: Iterable[Finding]) -> list[Finding]:
    return [each for finding in findings for each in (finding, *finding.echoes)]


def test_a_failing_case_fails_because_of_its_check(
    case: Any, material: Callable[[Any], Material]
) -> None:
    if case.kind != "fails":
        return
    others = [check for code, check in CHECKS.items() if code != case.code]
    result = run_checks(material(case), others)
    said = [(f.address, f.what) for f in _with_echoes(result.findings)]
    assert (case.expected["at"], case.expected["says"]) not in said


def test_the_base_of_all_cases_is_clean(base: Any, material: Callable[[Any], Material]) -> None:
    from types import SimpleNamespace

    case = SimpleNamespace(given={}, last=None, today="2024-01-15", packs=(), rules=None)
    assert run_checks(material(case)).findings == ()


def test_the_catalogue_page_is_current() -> None:
    assert (ROOT / "docs" / "checks.md").read_text(encoding="utf-8") == catalogue_page(
        CHECKS.values()
    )
