"""What the checks say, for other programs: JSON (docs/check-json.md) and SARIF 2.1.0."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from drafter import __version__
from drafter.checks.catalogue import Check
from drafter.checks.finding import Finding, Result
from drafter.form.definitions import Address, Severity

JSON_VERSION = 1
_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


class Checked(NamedTuple):
    """One file with what the checks say of it; `lines` tells where its answers stand."""

    path: str
    form: str
    year: int | None
    organ: str | None
    result: Result
    lines: Mapping[Address, int]


def as_json(files: Iterable[Checked]) -> dict[str, Any]:
    """The stable form for other programs; its keys only ever grow."""
    return {"version": JSON_VERSION, "drafter": __version__, "files": [_file(f) for f in files]}


def _file(checked: Checked) -> dict[str, Any]:
    result = checked.result
    return {
        "path": checked.path,
        "form": checked.form,
        "year": checked.year,
        "organ": checked.organ,
        "counts": {word: len(result.of(severity)) for severity, word in _WORDS.items()},
        "findings": [_finding(finding, checked.lines) for finding in result.findings],
        "not_run": [
            {"code": skipped.code, "missing": skipped.missing, "about": skipped.about}
            for skipped in result.not_run
        ],
        "closed": [
            {**_finding(done.finding, checked.lines), "reason": done.reason, "on": done.closed_on}
            for done in result.closed
        ],
    }


def _finding(finding: Finding, lines: Mapping[Address, int]) -> dict[str, Any]:
    span = finding.span
    return {
        "code": finding.code,
        "severity": _WORDS[finding.severity],
        "address": finding.address,
        "line": lines.get(finding.address),
        "place": finding.place,
        "what": finding.what,
        "fix": finding.fix,
        "others": list(finding.others),
        "span": span
        and {
            "section": span.section,
            "paragraph": span.paragraph,
            "start": span.start,
            "end": span.end,
        },
        "seen": list(finding.seen),
        "echoes": [_finding(echo, lines) for echo in finding.echoes],
    }


def as_sarif(files: Iterable[Checked], checks: Iterable[Check]) -> dict[str, Any]:
    """A SARIF log with one run: closed findings are suppressed results."""
    rules = [_rule(check) for check in checks]
    results = [
        _result(finding, checked, {"kind": "external", "justification": reason} if reason else None)
        for checked in files
        for finding, reason in _with_reasons(checked.result)
    ]
    driver = {"name": "drafter", "version": __version__, "language": "zh-CN", "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return {"$schema": schema, "version": "2.1.0", "runs": [run]}


def _with_reasons(result: Result) -> Iterable[tuple[Finding, str]]:
    for finding in result.findings:
        yield finding, ""
        for echo in finding.echoes:
            yield echo, ""
    for done in result.closed:
        yield done.finding, done.reason


def _rule(check: Check) -> dict[str, Any]:
    return {
        "id": check.code,
        "shortDescription": {"text": check.title},
        "fullDescription": {"text": check.why},
        "help": {"text": check.fix},
        "defaultConfiguration": {"level": _WORDS[check.severity]},
        "properties": {"source": check.source},
    }


def _result(
    finding: Finding, checked: Checked, suppression: dict[str, str] | None
) -> dict[str, Any]:
    location = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(checked.path)},
            "region": {"startLine": checked.lines.get(finding.address, 1)},
        },
        "logicalLocations": [{"fullyQualifiedName": finding.address, "name": finding.place}],
    }
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _WORDS[finding.severity],
        "message": {"text": f"{finding.place}：{finding.what}{finding.fix}"},
        "locations": [location],
        "relatedLocations": [
            {"id": place, "logicalLocations": [{"fullyQualifiedName": address}]}
            for place, address in enumerate(finding.others)
        ],
    }
    if suppression:
        result["suppressions"] = [suppression]
    return result


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(path.replace("\\", "/"))
