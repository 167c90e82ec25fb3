"""核对: what the checks say of what was given so far, where to go for it, and closing it."""

from __future__ import annotations

from typing import NamedTuple

from drafter.checks.finding import Finding, Result
from drafter.checks.run import run_checks
from drafter.desk.around import Around
from drafter.draft.model import Closure
from drafter.errors import Problem
from drafter.form.model import Address, Form, Severity
from drafter.interview.passing import close_finding
from drafter.interview.places import lies_ahead
from drafter.interview.state import TEXTS, InterviewState

TITLES = {Severity.ERROR: "需要改", Severity.WARNING: "需要确认", Severity.NOTE: "提示"}


class Told(NamedTuple):
    """What there is to say. `ahead` counts the findings of places that were not come to yet."""

    result: Result
    ahead: int


def told_findings(state: InterviewState, around: Around) -> Told:
    """What the checks say of the places that the clerk has dealt with."""
    result = run_checks(around.material(state))
    told = tuple(f for f in result.findings if not lies_ahead(state, where_of(state.form, f)))
    return Told(result._replace(findings=told), len(result.findings) - len(told))


def errors_left(state: InterviewState, around: Around) -> int:
    """How many errors stand between the draft and a final report, told already or not."""
    return len(run_checks(around.material(state)).of(Severity.ERROR))


def count_words(result: Result) -> str:
    """`需要改 1 处，需要确认 2 处`."""
    counts = [
        f"{TITLES[severity]} {len(found)} 处"
        for severity in (Severity.ERROR, Severity.WARNING)
        if (found := result.of(severity))
    ]
    return "，".join(counts) or "没有发现错误"


def not_run_words(result: Result) -> list[str]:
    """What could not be looked at and for want of what, each said once."""
    return list(dict.fromkeys(skipped.missing for skipped in result.not_run))


def close(
    state: InterviewState, around: Around, finding: Finding, reason: str
) -> InterviewState | Problem:
    """The finding closed with the clerk's reason; an error cannot be."""
    if finding.severity is Severity.ERROR:
        return Problem(finding.place, "错误不能关闭。", finding.fix)
    closed_on = around.today.isoformat()
    closure = Closure(finding.code, finding.address, finding.seen, reason.strip(), closed_on)
    return close_finding(state, closure)


def where_of(form: Form, finding: Finding) -> str:
    """The place to go to for a finding."""
    return where_to(form, finding.address)


def where_to(form: Form, address: Address) -> str:
    """The place of an address: a section's text stands for it where both have one name."""
    if address in form.cells or address in form.questions or address in form.tables:
        return address
    has_text = any(section.id == address and section.text for section in form.sections)
    return TEXTS + address if has_text else address
