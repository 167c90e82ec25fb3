"""Checks against last year's report (Y)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from drafter.checks.check_catalogue import Hit, Missing, check
from drafter.checks.material import Material
from drafter.checks.table_checks import hit_of
from drafter.checks.text_search import holds, similarity
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Record
from drafter.draft.relation_trials import Break, finder
from drafter.form.arithmetic import Figure
from drafter.form.definitions import ORGAN, Kind, Severity, Term, Verb
from drafter.form.form_texts import figure as shown

_LAST_FILE = "没有上年的报告数据"
_LONG_ENOUGH = 40
"""Characters. Shorter texts are alike because there are few ways to say them."""
_COPIED = 60
"""Characters of a paragraph that are last year's."""
_JUMP = 5
_FLOOR = 10
"""A figure below it may change fivefold without meaning anything."""
_MUCH, _NEARLY_ALL = 0.6, 0.9
_SHORTEST_COPY = 6
"""Characters from which on the very same words are no chance."""


@check("Y01", Severity.ERROR, source="报告格式的表格")
def opening_equals_closing(material: Material) -> Iterator[Hit | Missing]:
    """年初的数与上年报告年末的数相同。

    Why: 上年没有办完的，本年接着办，两份报告的数字应当逐列相同。
    Fix: 对照上年报告改正；机构改革或上年报告有误的，写明理由后关闭这一条。
    """
    broken = list(_broken(material, Verb.REQUIRES))
    computed = material.form.computed
    of_totals = {
        found.relation.name
        for found in broken
        if isinstance(found, Break) and found.relation.left[0].terms[0].address in computed
    }
    for found in broken:
        if isinstance(found, Missing):
            yield found
            continue
        hit = hit_of(found)
        total = found.relation.left[0].terms[0].address in computed
        if found.relation.name in of_totals and not total:
            continue  # told with the total
        if total:
            yield _with_columns(hit, found, broken)
            continue
        # The total agrees and its columns do not: applicants sorted otherwise than last year.
        only_split = found.relation.name not in of_totals
        yield hit._replace(severity=Severity.WARNING) if only_split else hit


def _with_columns(hit: Hit, total: Break, broken: Iterable[Break | Missing]) -> Hit:
    """One finding for the total, which names the columns that make the difference."""
    columns = [
        found
        for found in broken
        if isinstance(found, Break)
        and found.relation.name == total.relation.name
        and found is not total
    ]
    if not columns:
        return hit
    names = "、".join(f"“{found.relation.at}”" for found in columns)
    return hit._replace(
        what=f"{hit.what}不同的是{names}这{'几' if len(columns) > 1 else '一'}列。",
        others=(*hit.others, *(found.relation.addresses[0] for found in columns)),
        seen=(*hit.seen, *(value for found in columns for value in found.values)),
    )


@check("Y02", Severity.WARNING, source="drafter")
def stock_follows(material: Material) -> Iterator[Hit | Missing]:
    """存量与上年存量对得上。

    Why: 现行有效的文件，等于上年现行有效的加本年制发的、减本年废止的。
    Fix: 对照上年报告核对；文件失效、清理、机构改革等造成差异的，写明理由后关闭这条提醒。
    Example: 上年现行有效 25，制发 5，废止 1，本年写 30 → 应为 29，差 1。
    """
    for found in _broken(material, Verb.EXPECTS):
        yield found if isinstance(found, Missing) else hit_of(found)


@check("Y03", Severity.NOTE, source="drafter")
def open_cases_continue(material: Material) -> Iterator[Hit | Missing]:
    """上年没有了结的案件本年有着落。

    Why: 上年尚未审结的案件，本年审结的计入结果，没有审结的仍是尚未审结。
    Fix: 核对这些案件的去向；不再统计的不用改。
    """
    for found in _broken(material, Verb.NOTES):
        yield found if isinstance(found, Missing) else hit_of(found)


@check("Y04", Severity.NOTE, source="drafter")
def no_unexplained_jump(material: Material) -> Iterator[Hit | Missing]:
    """主要数字没有突增突减。

    Why: 一年之间增减五倍以上，或者从有到无、从无到有，可能是填错了格子或单位。
    Fix: 核对这个数字；属实的不用改。
    """
    last = material.last
    if last is None:
        yield Missing(_LAST_FILE)
        return
    find = finder(material.facts, last, as_stated=False)
    for address in material.form.watched:
        before = find(Term(1, address, True))
        if before is None:
            continue
        now = material.facts.figures[material.form.arithmetic.index[address]]
        if jumps(before, now):
            unit = material.form.cells[address].unit
            what = f"上年 {shown(before)} {unit}，本年 {shown(now)} {unit}，变化很大。"
            yield Hit(address, what, seen=(shown(before), shown(now)))


@check("Y05", Severity.WARNING, source="drafter")
def figures_not_copied(material: Material) -> Iterator[Hit | Missing]:
    """表格不是上年的原样。

    Why: 整张表的数字与上年完全相同，多半是把上年的表抄了过来。
    Fix: 换成本年的数字；确实相同的，写明理由后关闭这条提醒。
    """
    last = material.last
    if last is None:
        yield Missing(_LAST_FILE)
        return
    find = finder(material.facts, last, as_stated=False)
    for table in material.form.tables.values():
        both = (
            (find(Term(1, c.address)) or 0, find(Term(1, c.address, True))) for c in table.cells
        )
        pairs = [(mine, theirs) for mine, theirs in both if theirs is not None]
        # Two figures or fewer are alike by chance.
        told = [mine for mine, theirs in pairs if mine]
        if len(told) > 2 and all(mine == theirs for mine, theirs in pairs):
            what = f"{table.short}的数字与上年完全相同。"
            yield Hit(table.cells[0].address, what, seen=tuple(map(shown, told)))


@check("Y06", Severity.WARNING, source="drafter")
def answers_not_repeated(material: Material) -> Iterator[Hit | Missing]:
    """写的问题和措施不是上年的原话。

    Why: 内容雷同、照搬照抄的报告，主管部门会要求重写并追究责任。
    Fix: 写本年的实际情况；仍是老问题的，写明一年来做了什么、还差什么。
    """
    if material.last is None:
        yield Missing(_LAST_FILE)
        return
    # Of a published report all is text: its answers were read there, and printed there.
    before = [text for _, _, text in _written(material.last, printed=True)]
    for question_id, label, text in _written(material.facts):
        # Short texts are alike easily: of these only the very same words were copied.
        long = len(text) >= _LONG_ENOUGH // 3
        if (text in before and len(text) >= _SHORTEST_COPY) or (
            long and any(similarity(text, old) >= _NEARLY_ALL for old in before)
        ):
            yield Hit(question_id, f"{label}与上年的几乎一字不差。", seen=(text,))


@check("Y07", Severity.WARNING, source="drafter")
def texts_not_copied(material: Material) -> Iterator[Hit | Missing]:
    """自己写的段落不是上年的原文。

    Why: 去掉年份和数字后与上年基本相同的段落，会被看作照搬照抄。
    Fix: 改写成本年的情况；确实没有变化的，写明理由后关闭这条提醒。
    Example: 本年的一段与上年只差年份 → 与上年相似 97%。
    """
    if material.last is None:
        yield Missing(_LAST_FILE)
        return
    before = [p for p in material.last_passages if p.own and len(p.text) >= _LONG_ENOUGH]
    for passage in material.passages:
        # The preamble is worded alike every year.
        prescribed = passage.section is material.form.preamble
        if not passage.own or prescribed or len(passage.text) < _LONG_ENOUGH:
            continue
        alike = max((similarity(passage.text, old.text) for old in before), default=0.0)
        head = passage.text[:12]
        if alike > _MUCH:
            what = f"“{head}…”这一段与上年相似 {alike:.0%}（不计年份和数字）。"
            yield Hit(passage.section.id, what, seen=(passage.text,))
            continue
        copied = [s for s in _sentences(passage.text) if any(holds(o.text, s) for o in before)]
        if sum(map(len, copied)) >= _COPIED:
            what = f"“{head}…”这一段有 {len(copied)} 句与上年的相同，例如“{copied[0]}”。"
            yield Hit(passage.section.id, what, seen=tuple(copied))


@check("Y08", Severity.NOTE, source="drafter")
def same_organ(material: Material) -> Iterator[Hit | Missing]:
    """上年的报告数据是本机关上一年度的。

    Why: 拿错了文件，与上年比较的各项就都没有意义。
    Fix: 换成本机关上一年度的文件；机构改名、合并的，确认沿用上年数据。
    Example: 本年是示例县商务局，上年文件是示例县水利局 → 请核对。
    """
    if material.last is None:
        yield Missing(_LAST_FILE)
        return
    now, then = material.draft.organ, material.last.draft.organ
    if now and then and not is_same_organ(now, then):
        yield Hit(ORGAN, f"本年的机关是{now}，上年的文件是{then}。")


def is_same_organ(name: str, other: str) -> bool:
    """Whether two full names are one organ's: 乙市甲县水务局 is 甲县水务局, written out."""
    return name.endswith(other) or other.endswith(name)


def _broken(material: Material, verb: Verb) -> Iterator[Break | Missing]:
    """The relations of one verb with last year's figures that do not hold."""
    untested: set[str] = set()
    for trial in material.trials:
        if trial.relation.verb is not verb or not trial.relation.crosses_years:
            continue
        if trial.no_last:
            untested.add(trial.relation.says or trial.relation.name)
        elif trial.broken is not None:
            yield trial.broken
    for about in sorted(untested):
        yield Missing(_LAST_FILE if material.last is None else "上年的报告没有这些数字", about)


def _sentences(text: str) -> list[str]:
    """What is long enough to be known again."""
    return [s for s in re.split("[。；：\n]", text) if len(s) >= _LONG_ENOUGH // 2]


def jumps(before: Figure, now: Figure) -> bool:
    """Whether a figure changed so much that somebody should look."""
    if max(before, now) < _FLOOR:
        return False
    return now * _JUMP < before or before * _JUMP < now


def _written(facts: Facts, *, printed: bool = False) -> Iterator[tuple[str, str, str]]:
    """Every text that the clerk typed as an answer: question, what to call it, the text.

    printed: also where a text of the clerk's own stands in place of the drafted one
    """
    texts = () if printed else facts.draft.texts
    own = {q.id for s in facts.form.sections if s.id in texts for q in s.questions}
    for question in facts.form.questions.values():
        if question.id in own:
            continue  # what the clerk wrote is printed instead
        value = facts.answers.get(question.id)
        if question.kind is Kind.RECORDS and isinstance(value, tuple):
            for number, record in enumerate(value, 1):
                for field in question.fields:
                    if isinstance(record, Record) and (text := record[field.id]):
                        yield question.id, f"第 {number} 条的“{field.label}”", text
        elif question.kind is Kind.PROSE and isinstance(value, str):
            yield question.id, f"“{question.label}”", value
