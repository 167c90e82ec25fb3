"""Running the checks over one draft."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from drafter.checks.check_catalogue import Check, catalogue
from drafter.checks.finding import Closed, Finding, NotRun, Result, Span
from drafter.checks.material import Material
from drafter.draft.draft_model import Closure
from drafter.form.definitions import Address, Relation, Severity, Verb

_OF_ALL = ("M04", "M12")
"""Checks of 全部, 均 and 100%, which have no figure of their own."""
_GRAVITY = {severity: place for place, severity in enumerate(Severity)}


def run_checks(material: Material, checks: Iterable[Check] | None = None) -> Result:
    """Everything that the checks (all of them, unless given) say of the draft.

    Findings stand gravest first, then in the order of the form; what follows from one slip
    is folded under it, and what the clerk has closed is set apart.
    """
    said = [s for check in checks or catalogue().values() for s in check.run(material)]
    findings = fold(material, [s for s in said if isinstance(s, Finding)])
    # The gravest first: a page that shows a few of them shows these.
    closed = tuple(sorted(_closed(material, findings), key=lambda c: _GRAVITY[c.finding.severity]))
    gone = {done.finding for done in closed}
    order = _order(material)
    rest = sorted(
        (f for f in findings if f not in gone),
        key=lambda f: (_GRAVITY[f.severity], order.get(f.address, len(order)), f.code),
    )
    return Result(tuple(rest), tuple(s for s in said if isinstance(s, NotRun)), closed)


def _closed(material: Material, findings: Iterable[Finding]) -> Iterator[Closed]:
    """The findings with a reason that was given for these very values."""
    reasons = _reasons(material)
    for finding in findings:
        closure = reasons.get(_key(finding))
        if closure is not None and finding.closable:
            yield Closed(finding, closure.reason, closure.closed_on)


_Key = tuple[str, Address, tuple[str, ...]]


def _reasons(material: Material) -> dict[_Key, Closure]:
    """With the values seen: a closure does not outlive what it was given for."""
    return {(c.code, c.address, c.seen): c for c in material.draft.closures}


def _key(finding: Finding) -> _Key:
    return finding.code, finding.address, finding.seen


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


def fold(material: Material, findings: list[Finding]) -> list[Finding]:
    """The findings, those of one slip folded under the first of them.

    That one says what would mend them all, and where one cell is the likeliest slip it is
    found there.
    """
    concerned = {finding.relation.table for finding in findings if finding.relation}
    left = _by_slip(material, findings, concerned) if concerned else list(findings)
    return _told_once(_same_figures(_causes_first(left)))


def _by_slip(material: Material, findings: list[Finding], concerned: set[str]) -> list[Finding]:
    # Most reports that are checked hold: these have no need of what looks for slips.
    from drafter.checks.table_evidence import diagnoses_of, mended_by

    left = list(findings)
    for table_id in (table for table in material.form.tables if table in concerned):
        for diagnosis in diagnoses_of(material, table_id):
            # What is printed on the form comes before its sums: a clerk knows the one by sight.
            relations = sorted(diagnosis.broken, key=lambda r: r.verb is Verb.COMPUTES)
            relations += diagnosis.shared
            told = [f for relation in relations for f in left if f.relation == relation]
            # What the repair puts right outside the table is the same slip told once more.
            if told:
                told += [f for f in left if _is_of(f, diagnosis.also) and f not in told]
            if told:
                left = [f for f in left if f not in told]
                left.append(mended_by(material, diagnosis, told))
    return left


def _is_of(finding: Finding, also: Collection[Relation | Span]) -> bool:
    # What is said in words rests on figures too: a bracket left open there is no sum.
    words = finding.span is not None and finding.code[0] == "M" and finding.span in also
    return words or finding.relation in also


def _same_figures(findings: list[Finding]) -> list[Finding]:
    """未收到申请，均已答复: what is said of all of them rests on the figure already told of."""
    first: dict[tuple[str, tuple[Address, ...]], Finding] = {}
    left: list[Finding] = []
    for finding in sorted(findings, key=lambda f: f.code in _OF_ALL):
        place = finding.span.section if finding.span else ""
        before = first.get((place, finding.others)) if place and finding.others else None
        if before is not None and finding.code in _OF_ALL:
            left[left.index(before)] = told = before._replace(echoes=(*before.echoes, finding))
            first[place, finding.others] = told
            continue
        if place and finding.others and finding.code[0] == "M":
            first.setdefault((place, finding.others), finding)
        left.append(finding)
    return left


def _causes_first(findings: list[Finding]) -> list[Finding]:
    """A figure put aside, or a line left empty, and the sum that is wrong for it: one finding."""
    left = list(findings)
    for finding in findings:
        if finding.relation is None or finding not in left:
            continue
        # The answer that put the figure aside is the cause.
        aside = next((f for f in left if f.code == "F04" and f.address == finding.address), None)
        if aside is not None:
            left.remove(finding)
            said = (finding._replace(echoes=()), *finding.echoes)
            left[left.index(aside)] = aside._replace(echoes=(*aside.echoes, *said))
            continue
        empty = [f for f in left if f.code == "F06" and finding.address in (f.address, *f.others)]
        if empty:
            left = [f for f in left if f not in empty]
            left[left.index(finding)] = finding._replace(echoes=(*finding.echoes, *empty))
    return left


def _told_once(findings: list[Finding]) -> list[Finding]:
    """A sentence that no longer holds because of a number in it is told with that number."""
    # By paragraph: a register may have a finding for each of many thousand rows.
    spoken: dict[tuple[str, int], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.span is not None:
            spoken[finding.span.section, finding.span.paragraph].append(finding)
    outer = {
        whole: part
        for together in spoken.values()
        for whole in together
        for part in together
        if whole.code[0] == part.code[0]
        and _GRAVITY[part.severity] <= _GRAVITY[whole.severity]
        and _is_within(part.span, whole.span)
    }
    echoes: dict[Finding, tuple[Finding, ...]] = {}
    for whole, part in outer.items():
        echoes[part] = (*echoes.get(part, part.echoes), whole)
    kept = (finding for finding in findings if finding not in outer)
    return [finding._replace(echoes=echoes.get(finding, finding.echoes)) for finding in kept]


def _is_within(part: Span | None, whole: Span | None) -> bool:
    """Whether the words are some of the other's, in one sentence, and fewer."""
    if part is None or whole is None or part[:2] != whole[:2]:
        return False
    return whole.start <= part.start and part.end <= whole.end and part != whole
