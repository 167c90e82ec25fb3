"""No false alarm: every 错误 in the samples is a true one, and named here with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from drafter.checks.check_run import run_checks
from drafter.checks.material import Material, load_material
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.form.definitions import Severity

SAMPLES = Path(__file__).parents[2] / "sample_answers"

TABLES_ONLY = {
    ("F01", "report.signed"): "the day of signature is not known",
    ("F01", "overview.proactive.items_published"): "the number of items is not known",
    ("F01", "overview.requests.on_time"): "whether all were answered in time is not known",
    ("F01", "overview.platform.has_site"): "the platform is not known",
    ("F01", "overview.supervision.exam_done"): "a government has to tell, and it is not known",
    ("F01", "overview.supervision.social_done"): "a government has to tell, and it is not known",
    ("F01", "overview.supervision.accountability"): "a government has to tell; not known",
    ("F01", "problems.items"): "the problems are not known",
    ("F01", "other.fee_notices"): "only cases and money are known, not notices",
    ("S01", "overview.proactive"): "nothing is known to write",
    ("S01", "overview.platform"): "nothing is known to write",
    ("S01", "overview.supervision"): "nothing is known to write",
    ("S01", "problems"): "nothing is known to write",
}
"""The two 宿迁 files carry published tables and nothing that was not published with them."""

TRUE_ERRORS = {
    "bazhou-commerce-2021": {},
    "county-bureau-2023": {},
    "county-bureau-2024-rule-of-law": {},
    "county-government-2023": {},
    "enforcement-county-2024": {},
    "enforcement-nil-2024": {},
    "enforcement-police-2022": {},
    "enforcement-urban-2020": {},
    "nil-township-2020": {},
    "nil-township-2023": {},
    "province-office-2019": {},
    "township-2020": {},
    "suqian-2023": TABLES_ONLY,
    "suqian-2024": TABLES_ONLY,
}


def material(name: str, last: str | None = None) -> Material:
    answers = load_answers(SAMPLES / f"{name}.yaml")
    before = load_answers(SAMPLES / f"{last}.yaml") if last else None
    return load_material(
        Facts(answers.form, answers.draft),
        Facts(before.form, before.draft) if before else None,
        date(2026, 1, 1),
    )


def test_every_sample_is_listed():
    assert {path.stem for path in SAMPLES.glob("*.yaml")} == set(TRUE_ERRORS)


@pytest.mark.parametrize("name", TRUE_ERRORS)
def test_a_sample_has_no_error_but_the_true_ones(name):
    errors = run_checks(material(name)).of(Severity.ERROR)
    assert {(found.code, found.address) for found in errors} == set(TRUE_ERRORS[name])


@pytest.mark.parametrize("name", TRUE_ERRORS)
def test_a_complete_sample_wants_no_confirmation(name):
    warnings = run_checks(material(name)).of(Severity.WARNING)
    assert [str(found) for found in warnings] == []


def test_one_year_follows_from_the_other():
    result = run_checks(material("suqian-2024", "suqian-2023"))
    errors = {(found.code, found.address) for found in result.of(Severity.ERROR)}
    assert errors == set(TABLES_ONLY)
    assert not [found for found in result.findings if found.code in ("Y01", "Y02")]


def test_the_documents_in_force_follow_too():
    last = material("suqian-2024", "suqian-2023").last
    assert last is not None
    assert last.figures[last.form.arithmetic.index["disclosed/documents/in_force"]] == 597


SAID = {
    "suqian-2023": (
        "2023年，我市共办理政府信息公开申请3607件（其中新收3511件、上年结转96件），"
        "自然人申请3493件、法人或其他组织申请114件；办结3486件，结转下年121件。"
    ),
    "suqian-2024": (
        "2024年，我市共办理政府信息公开申请3646件，同比增长1.05%，办结3521件，结转下年125件。"
        "全市备案政府信息公开行政复议案件134件、行政诉讼案件57件。"
    ),
}
"""What the two published reports say of their tables; the counts of cases on file are of another
scope than Table 4."""


@pytest.mark.parametrize("name", SAID)
def test_what_a_published_report_says_is_no_error(name):
    answers = load_answers(SAMPLES / f"{name}.yaml")
    draft = replace(answers.draft, texts={"overview.requests": SAID[name]})
    errors = run_checks(load_material(Facts(answers.form, draft), None, date(2026, 1, 1))).of(
        Severity.ERROR
    )
    assert {(found.code, found.address) for found in errors} <= set(TABLES_ONLY)
