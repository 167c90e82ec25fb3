"""Running the checks over one draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from drafter.checks.catalogue import Check, catalogue, families
from drafter.checks.finding import Closed, Finding, NotRun, Result
from drafter.checks.material import Material
from drafter.form.definitions import Severity

_GRAVITY = {severity: place for place, severity in enumerate(Severity)}


def run_checks(material: Material, checks: Iterable[Check] | None = None) -> Result:
    """Everything that the checks (all of them, unless given) say of the draft.

    Findings stand gravest first, then in the order of the form; what follows from one slip
    is folded under it, and what the clerk has closed is set apart.
    """
    said = [s for check in checks or catalogue().values() for s in check.run(material)]
    findings = _folded(material, [s for s in said if isinstance(s, Finding)])
    closed = tuple(_closed(material, findings))
    gone = {done.finding for done in closed}
    order = _order(material)
    rest = sorted(
        (f for f in findings if f not in gone),
        key=lambda f: (_GRAVITY[f.severity], order.get(f.address, len(order)), f.code),
    )
    return Result(tuple(rest), tuple(s for s in said if isinstance(s, NotRun)), closed)


def has_errors(material: Material) -> bool:
    """Whether a final report is out of reach; stops at the first error."""
    return any(
        isinstance(said, Finding) and said.severity is Severity.ERROR
        for family in families()
        for check in family
        if check.severity is Severity.ERROR
        for said in check.run(material)
    )


def _folded(material: Material, findings: list[Finding]) -> list[Finding]:
    if not any(finding.code[0] == "T" for finding in findings):
        return findings
    from drafter.checks.causes import fold

    return fold(material, findings)


def _closed(material: Material, findings: Iterable[Finding]) -> Iterator[Closed]:
    """The 提醒 and 提示 with a reason that was given for these very values."""
    reasons = {(c.code, c.address, c.seen): c for c in material.draft.closures}
    for finding in findings:
        closure = reasons.get((finding.code, finding.address, finding.seen))
        if closure is not None and finding.severity is not Severity.ERROR:
            yield Closed(finding, closure.reason, closure.closed_on)


def _order(material: Material) -> dict[str, int]:
    """The place of every address in the report, from the top."""
    form = material.form
    addresses: list[str] = [*(q.id for q in form.basics.questions)]
    if form.preamble:
        addresses += [*(q.id for q in form.preamble.questions), form.preamble.id]
    for part in form.parts:
        for section in part.sections:
            addresses += [*(q.id for q in section.questions), section.id]
        if part.table:
            addresses += [gate.question.id for gate in part.table.gates]
            addresses += [cell.address for cell in part.table.cells]
            addresses.append(part.id)
    return {address: place for place, address in reversed(list(enumerate(addresses)))}
