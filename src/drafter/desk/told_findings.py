"""What the checks say of the draft: where to go, how to close it, and repairs as acts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from drafter.checks.check_run import run_checks
from drafter.checks.finding import TITLES, Finding, Result
from drafter.checks.material import Material
from drafter.checks.table_evidence import diagnosis_of
from drafter.checks.table_repair import Repair
from drafter.desk.text_facts import figures_in, mended
from drafter.draft.draft_model import Closure
from drafter.errors import Problem
from drafter.form.arithmetic import format_figure
from drafter.form.definitions import Address, Form, Severity
from drafter.interview.given_answers import record_answer, record_cells
from drafter.interview.interview_state import InterviewState, section_of, text_place
from drafter.interview.progress import close_finding, reopen_finding
from drafter.interview.way import lies_ahead

if TYPE_CHECKING:
    from drafter.desk.desk import Around

_CHECKED = "已经核对台账，情况属实"
_ANY = (_CHECKED, "情况特殊，已经请示并同意这样写")
_BY_FAMILY = {
    "T": (_CHECKED, "属于合理的例外，已经核对", "统计口径不同，已经核对"),
    "Y": (_CHECKED, "机构改革，职能有增减", "上年报告有误，本年已经更正", "工作量确有较大变化"),
    "M": (_CHECKED, "正文和表格口径不同，正文里已经写明", "文字写法不同，说的是同一件事"),
    "D": ("准备在那一天印发", "上级另外规定了时间", "说的就是那一年的事，没有写错"),
    "R": ("本机关不涉及这一事项", "已经在别的部分写明"),
    "N": ("这是规范的名称，没有写错", "引用的是别的机关"),
    "C": ("文件现行有效，已经核对", "引用的就是当时的文件"),
    "L": ("原文就是这样写的", "是专有名称，不用改"),
    "P": ("是单位的公开信息，不是个人信息",),
}
"""By the family of the check (`FAMILIES` in `checks.check_catalogue`)."""
_LEAST_REASON = 4
"""Characters of a reason: fewer say nothing to whoever reads it next year."""
_MOST = 3
"""Repairs that are offered: with more of them none is likely."""


class Told(NamedTuple):
    """What there is to say. `ahead` counts the findings of places that were not come to yet."""

    result: Result
    ahead: int


class Mending(NamedTuple):
    """Figures to be typed, and that in the clerk's words; `slip` explains them, or is "".

    likely: whether none is likelier
    section, text: instead of figures, the section's text with the number that the table has
    """

    said: str
    slip: str
    figures: Mapping[Address, str]
    likely: bool = True
    section: str = ""
    text: str = ""


def told_findings(state: InterviewState, around: Around) -> Told:
    """What the checks say of the places that the clerk has dealt with."""
    # What has not been come to yet is always wrong: telling it would hide what is.
    result = run_checks(around.material(state))
    form, found = state.form, result.findings
    told = tuple(f for f in found if not lies_ahead(state, where_to(form, f.address)))
    return Told(result._replace(findings=told), len(found) - len(told))


def count_words(result: Result, ahead: int = 0) -> str:
    """`需要改 1 处，需要确认 2 处`; `ahead` as in `Told`."""
    counts = [
        f"{TITLES[severity]} {len(found)} 处"
        for severity in (Severity.ERROR, Severity.WARNING)
        if (found := result.of(severity))
    ]
    return "，".join(counts) or ("填过的地方没有发现错误" if ahead else "没有发现错误")


def not_run_words(result: Result) -> list[str]:
    """What could not be looked at and for want of what, each said once."""
    return list(dict.fromkeys(skipped.missing for skipped in result.not_run))


def ahead_words(ahead: int) -> str:
    """That there is more to say of what has not been come to; `ahead` as in `Told`."""
    return f"还没填到的地方另有 {ahead} 处，填到时再看。"


def unclosable(finding: Finding) -> Problem:
    """Why an error within the tables cannot be closed, and what to do instead."""
    return Problem(finding.place, "这样的错误不能关闭。", finding.fix)


def close(
    state: InterviewState, around: Around, finding: Finding, reason: str
) -> InterviewState | Problem:
    """The finding closed with the clerk's reason; an error within the tables cannot be."""
    if not finding.closable:
        return unclosable(finding)
    if (short := short_reason(reason)) is not None:
        return short
    # The values are kept with the reason: it holds for these, and no longer when they change.
    day = around.today.isoformat()
    closure = Closure(finding.code, finding.address, finding.seen, reason.strip(), day)
    return close_finding(state, closure)


def short_reason(reason: str) -> Problem | None:
    """Why a reason says too little to close a finding with."""
    if len(reason.strip()) >= _LEAST_REASON:
        return None
    what = "太短，别人看不懂。" if reason.strip() else "还没有写。"
    return Problem("理由", what, "写明为什么这样填，例如：已经核对台账，情况属实。")


def reopen(state: InterviewState, finding: Finding) -> InterviewState:
    """A finding that was closed with a reason is to be looked at again."""
    return reopen_finding(state, finding.code, finding.address, finding.seen)


def where_to(form: Form, address: Address) -> str:
    """The place of what a finding speaks of: a section is gone to by its text."""
    # A part may have the section's name, and would be gone to at its beginning.
    if address in form.tables or address in form.questions:
        return address
    has_text = any(section.id == address and section.text for section in form.sections)
    return text_place(address) if has_text else address


def usual_reasons(finding: Finding) -> tuple[str, ...]:
    """What clerks mostly say of such a finding."""
    return _BY_FAMILY.get(finding.code[:1], _ANY)


def mendings(state: InterviewState, around: Around, finding: Finding) -> tuple[Mending, ...]:
    """The ways to mend what the finding tells, the likeliest first, as far as they can be typed.

    None where a total that another document states would have to change, or a cell that
    the gates leave out.
    """
    return mendings_of(state, around.material(state), finding)


def mendings_of(state: InterviewState, material: Material, finding: Finding) -> tuple[Mending, ...]:
    """The same, where what the checks look at is at hand."""
    diagnosis = diagnosis_of(material, finding)
    if diagnosis is None:
        return tuple(_in_text(state, material, finding))
    locked = state.form.computed | state.closed
    ways = [
        _mending(state.form, repair, likely=place < diagnosis.equally_good)
        for place, repair in enumerate(diagnosis.repairs)
        if not any(change.address in locked for change in repair.changes)
    ]
    return tuple(ways[:_MOST])


def mending_words(mending: Mending) -> str:
    """What a repair would do, and why that is likely, or not."""
    return f"{mending.said}（{mending.slip}）" if mending.slip else mending.said


def mend(state: InterviewState, mending: Mending) -> InterviewState | Problem:
    """The figures typed, as one step of undo; the clerk stays where they are."""
    if mending.section:
        after = record_answer(state, text_place(mending.section), mending.text)
    else:
        table = state.form.cells[next(iter(mending.figures))].table
        after = record_cells(state, table, mending.figures)
    return after if isinstance(after, Problem) else replace(after, at=state.at, after=state.after)


def _in_text(state: InterviewState, material: Material, finding: Finding) -> Iterator[Mending]:
    """The clerk's own text with the number of the table, where the finding is about one."""
    span = finding.span
    if span is None or span.section not in state.draft.texts:
        return
    text = "\n".join(state.facts.printed(section_of(state.form, span.section)))
    for figure in figures_in(material, span.section, text):
        inside = figure.line == span.paragraph and span.start <= figure.start < span.end
        if inside and figure.right:
            said = f"文字里改用表里的：{figure.right}"
            yield Mending(said, "", {}, True, span.section, mended(text, figure))
            return


def _mending(form: Form, repair: Repair, *, likely: bool) -> Mending:
    said = "，".join(
        f"把“{form.cells[c.address].label}”由 {format_figure(c.old)} 改成 {format_figure(c.new)}"
        for c in repair.changes
    )
    figures = {change.address: format_figure(change.new) for change in repair.changes}
    slip = repair.changes[0].slip
    less = "" if likely else "可能性较小"
    return Mending(said, "，".join(filter(None, (slip, less))), figures, likely)
