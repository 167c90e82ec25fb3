"""Findings for other programs: the JSON that docs/check-json.md promises, and SARIF 2.1.0."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drafter.checks.check_catalogue import catalogue
from drafter.errors import ExitCode

ROOT = Path(__file__).parents[2]
BROKEN = """\
format: 1
form: disclosure-2021
year: 2023
organ: {name: 示例县商务局, self: 我局, kind: 政府部门, level: 县级}
texts:
  overview.supervision: 我中心开展培训2次。
tables:
  disclosed:
    confirmed: true
    cells:
      documents: {issued: 5, in_force: 3}
  applications:
    confirmed: true
    cells:
      received: {natural: 21}
      granted: {natural: 12}
    stated:
      received: {total: 12}
closed:
  - code: T03
    at: disclosed/documents/in_force
    seen: ["现行有效 3", "本年制发 5"]
    reason: 两件当年废止
    on: 2024-01-10
"""


@pytest.fixture
def checked(run_drafter, tmp_path):
    """What the check of a broken report writes in a format, parsed."""
    path = tmp_path / "答案.yaml"
    path.write_text(BROKEN, "utf-8")

    def run(form: str) -> dict:
        done = run_drafter("check", path, "--format", form, "--today", "2024-01-15")
        assert (done.code, done.err) == (ExitCode.FINDINGS, "")
        return json.loads(done.out)

    return run


@pytest.fixture
def file(checked) -> dict:
    """The one file of the JSON."""
    tree = checked("json")
    assert (tree["version"], len(tree["files"])) == (1, 1)
    return tree["files"][0]


def finding(file: dict, code: str) -> dict:
    return next(each for each in file["findings"] if each["code"] == code)


def test_json_has_the_documented_keys_and_no_others(file):
    document = (ROOT / "docs" / "check-json.md").read_text("utf-8")
    example = json.loads(document.partition("```json\n")[2].partition("```")[0])["files"][0]
    assert file.keys() == example.keys()
    for each in file["findings"]:
        assert each.keys() == example["findings"][0].keys()
    for each in file["not_run"]:
        assert each.keys() == example["not_run"][0].keys()


def test_a_finding_leads_to_its_line(file):
    assert BROKEN.split("\n")[finding(file, "N01")["line"] - 1].startswith("  overview.supervision")


def test_words_are_marked(file):
    span = finding(file, "N01")["span"]
    assert "我中心开展培训2次。"[span["start"] : span["end"]] == "我中心"


def test_what_was_not_checked_is_said(file):
    assert "Y01" in {each["code"] for each in file["not_run"]}


def test_a_closed_finding_keeps_its_reason_and_is_not_counted(file):
    assert [(each["code"], each["reason"]) for each in file["closed"]] == [("T03", "两件当年废止")]
    assert "T03" not in {each["code"] for each in file["findings"]}


def test_echoes_are_under_their_cause(file):
    broken = finding(file, "T02")
    assert [echo["code"] for echo in broken["echoes"]]
    assert "若“" in broken["fix"] or "同样可能" in broken["fix"]


def test_sarif_has_what_its_schema_requires(checked):
    log = checked("sarif")
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == list(catalogue())
    assert run["tool"]["driver"]["name"] == "drafter"
    for result in run["results"]:
        assert result["message"]["text"]
        assert result["ruleId"] in rules
        assert result["level"] in {"error", "warning", "note"}
        (location,) = result["locations"]
        assert location["physicalLocation"]["region"]["startLine"] >= 1
        assert "%" in location["physicalLocation"]["artifactLocation"]["uri"]
        ids = [related["id"] for related in result["relatedLocations"]]
        assert ids == sorted(set(ids))


def test_a_closed_finding_is_a_suppressed_result(checked):
    results = checked("sarif")["runs"][0]["results"]
    suppressed = [result for result in results if "suppressions" in result]
    assert [result["ruleId"] for result in suppressed] == ["T03"]
    assert suppressed[0]["suppressions"][0]["justification"] == "两件当年废止"
