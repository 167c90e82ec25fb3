"""Every fault of a published report is found when its paragraphs stand in a draft."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from drafter.checks.check_run import run_checks
from drafter.checks.finding import Finding
from drafter.checks.material import Material

from .conftest import HERE, Case

REPORT = HERE.parents[0] / "published" / "bazhou-commerce-2021.txt"
ORGAN = {"name": "巴州商务局", "level": "市级", "superior": "州委、州政府"}
HEADINGS = {
    "一、总体情况": "overview.opening",
    "(一)主动公开": "overview.proactive",
    "(二)依申请公开": "overview.requests",
    "(三)政府信息管理": "overview.management",
    "(四)平台建设": "overview.platform",
    "(五)监督保障": "overview.supervision",
    "五、存在的主要问题及改进情况": "problems",
    "六、其他需要报告的事项": "other",
}


def _sections() -> dict[str, str]:
    """The report's paragraphs by section; those of its tables under the last text before."""
    sections: dict[str, list[str]] = {}
    current = ""
    for line in REPORT.read_text(encoding="utf-8").splitlines():
        if line in HEADINGS:
            current = HEADINGS[line]
        elif re.match("[二三四]、", line):
            current = ""
        elif current and line != "巴州商务局" and "2022年1月20日" not in line:
            sections.setdefault(current, []).append(line)
    return {section: "\n".join(lines) for section, lines in sections.items()}


@pytest.fixture
def findings(material: Callable[[Case], Material]) -> Callable[[dict[str, str]], list[Finding]]:
    def look(texts: dict[str, str]) -> list[Finding]:
        given = {
            "year": 2021,
            "organ": ORGAN,
            "answers": {"report.signed": "2022-01-20"},
            "texts": texts,
        }
        case = Case("", "fails", "巴州", given, today="2022-01-20")
        return list(run_checks(material(case)).findings)

    return look


def _codes(findings: list[Finding], section: str) -> dict[str, str]:
    return {f.code: f.severity.value for f in findings if f.address == section}


def test_the_sections_are_read() -> None:
    assert set(_sections()) == set(HEADINGS.values())


def test_another_self_name_is_found(findings: Any) -> None:
    assert _codes(findings(_sections()), "overview.proactive")["N01"] == "错误"


def test_a_bare_nothing_is_found(findings: Any) -> None:
    found = [f for f in findings(_sections()) if f.address == "other"]
    assert [f.what for f in found] == ["只写了“无”，没有写明是否收取信息处理费。"]


def test_half_width_marks_are_found_once_a_paragraph(findings: Any) -> None:
    found = [f for f in findings(_sections()) if f.code == "L01"]
    assert len(found) == len({(f.span.section, f.span.paragraph) for f in found if f.span})
    assert {f.address for f in found} >= set(HEADINGS.values()) - {"other"}


def test_nothing_else_is_found(findings: Any) -> None:
    prose = {f.code for f in findings(_sections()) if f.span}
    assert prose == {"N01", "L01", "S05"}


def test_slips_in_labels_are_found(findings: Any) -> None:
    label = "申请人逾期逾期未按收费通知要求缴纳费用、行政机关不再处理请政府信息公开申请"
    assert label in REPORT.read_text(encoding="utf-8")
    found = [f for f in findings({"overview.requests": f"{label}。"}) if f.code == "S12"]
    assert [(f.severity.value, f.what[:14]) for f in found] == [
        ("错误", "“逾期逾期”应为“逾期”，表"),
        ("提醒", "“请”应为“其”，表格项目的"),
    ]
