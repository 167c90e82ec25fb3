"""Checks of what the text says against what the tables and answers hold (M)."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.catalogue import Hit, Missing, check
from drafter.checks.claim_sums import balances, breakdowns, growths, shares, twice
from drafter.checks.claim_values import (
    Said,
    agrees,
    both_ways,
    counts,
    hit,
    known,
    label,
    missing,
    said_of,
)
from drafter.checks.material import Material
from drafter.claims.model import Approx, Kind
from drafter.claims.vocabulary import Absolute
from drafter.claims.words import claim_words
from drafter.draft.relations import finder
from drafter.form.arithmetic import difference
from drafter.form.definitions import Severity, Term
from drafter.form.form_texts import figure as shown

_TEXT_AND_TABLE = "国办公开办函〔2021〕30号（正文和表格说的是同一年的同一件事）"


@check("M01", Severity.ERROR, source=_TEXT_AND_TABLE)
def explicit_numbers(material: Material) -> Iterator[Hit | Missing]:
    """正文里含义明确的数与表格一致。

    Why: 结转、办理结果、规范性文件等数字只有一种含义，正文与表格不同，必有一处写错。
    Fix: 核对台账，改正正文或者表格。
    Example: 正文写“予以公开3件”，表三是 4 → 正文 3，表格 4，差 1。
    """
    yield from _compare(material, certain=True)


@check("M02", Severity.WARNING, source=_TEXT_AND_TABLE)
def other_numbers(material: Material) -> Iterator[Hit | Missing]:
    """正文里的数与表格对得上。

    Why: 正文与表格对不上，是读者和上级最先看出的错误；这些数有不止一种说法，所以要看一看。
    Fix: 核对口径和数字，改正正文或者表格；口径不同的，写明理由后关闭这条提醒。
    Example: 正文写“受理申请2件”，表三本年新收 3 → 按本年新收理解，差 1。
    """
    yield from _compare(material, certain=False)


@check("M03", Severity.ERROR, source=_TEXT_AND_TABLE)
def nothing_where_something_is(material: Material) -> Iterator[Hit | Missing]:
    """正文说没有的，表格里也没有。

    Why: “未收到”“未发生”“0件”只有一种含义，表格里有数就必有一处写错。
    Fix: 改正正文这句话，或者改正表格。
    Example: 正文写“未收到政府信息公开申请”，表三本年新收 2 → 正文说没有，表格是 2。
    """
    for said in counts(said_of(material)):
        if said.claim.value != 0 or not said.claim.exact:
            continue
        readings = known(material, said.claim.metric)
        if not readings or any(reading.value == 0 for reading in readings[:1]):
            continue
        plain = readings[0]
        name = label(material, said.claim.metric)
        what = f"正文写“{said.phrase}”，{name}却是 {shown(plain.value)}。"
        fix = "正文写错了，就改这句话；表格填错了，就把表格改成 0。"
        yield hit(said, what, fix, plain.addresses, (shown(plain.value),))


@check("M04", Severity.WARNING, source=_TEXT_AND_TABLE)
def all_where_some_are_open(material: Material) -> Iterator[Hit | Missing]:
    """正文说“全部”“100%”的，没有例外。

    Why: 还有申请结转下年度，或者有逾期的，就不能说全部答复、全部按期。
    Fix: 改正正文的说法，例如只说已经办结的；或者核对表格和回答。
    Example: 正文写“答复率100%”，表三结转下年度 1 → 还有 1 件没有答复。
    """
    yield from _absolutes(material, certain=False)


@check("M05", Severity.ERROR, source=_TEXT_AND_TABLE)
def upheld_where_some_were_not(material: Material) -> Iterator[Hit | Missing]:
    """正文说“均维持”的，没有别的结果。

    Why: “均维持”的意思是没有纠正、没有其他结果，也没有尚未审结的。
    Fix: 改正正文的说法，或者改正表四。
    Example: 正文写“均维持”，表四尚未审结 2 → 还有 2 件尚未审结。
    """
    yield from _absolutes(material, certain=True)


@check("M06", Severity.ERROR, source="drafter")
def parts_make_the_whole(material: Material) -> Iterator[Hit | Missing]:
    """一句话里的分项加起来不超过总数。

    Why: 同一句话里，分项相加超过总数，必有一个数写错；分项列全了却不等于总数，也要看一看。
    Fix: 核对总数和各分项，改正写错的一个；没有列全的，加上“等”字。
    Example: “办结10件，其中予以公开8件、无法提供3件” → 各项相加 11，超过 10。
    """
    yield from breakdowns(said_of(material), material)


@check("M07", Severity.WARNING, source="drafter")
def said_twice_alike(material: Material) -> Iterator[Hit | Missing]:
    """同一个数在正文各处一致。

    Why: 前面写 24 件、后面写 26 件，至少一处是错的。
    Fix: 核对后改成一致；两处口径不同的，把口径写明。
    Example: 第一部分写“收到申请24件”，第五部分写“收到申请26件” → 24 与 26 不同。
    """
    yield from twice(said_of(material), material)


@check("M08", Severity.ERROR, source="报告格式的表格")
def balance_within_a_sentence(material: Material) -> Iterator[Hit | Missing]:
    """一句话里的新收、结转和办结是平的。

    Why: 新收加上年结转，等于办结加结转下年度，写在一句话里的也一样。
    Fix: 核对这几个数，改正写错的一个。
    Example: “新收78件，上年结转3件，办结75件，结转下年度3件” → 81 与 78，差 3。
    """
    yield from balances(said_of(material), material)


@check("M09", Severity.WARNING, source="drafter")
def shares_add_up(material: Material) -> Iterator[Hit | Missing]:
    """占比算得对。

    Why: 占比能由表格算出；四舍五入和去尾都可以，差得更多就是算错了。
    Fix: 按表格重算，改正正文；分母不是通常的那一个时，写明理由后关闭这条提醒。
    Example: 自然人 15 件、共 18 件，正文写“自然人申请占92%” → 应为 83.33%。
    """
    yield from shares(said_of(material), material)


@check("M10", Severity.WARNING, source="drafter")
def growth_recomputed(material: Material) -> Iterator[Hit | Missing]:
    """同比算得对。

    Why: 同比能由今年和上年的数算出；四舍五入和去尾都可以，差得更多就是算错了。
    Fix: 按两年的数重算，改正正文。
    Example: 上年 20 件、今年 25 件，正文写“同比增长20%” → 应为增长25%。
    """
    yield from growths(said_of(material), material)


def _compare(material: Material, certain: bool) -> Iterator[Hit | Missing]:
    readings = claim_words(material.form).readings
    lacking: dict[str, None] = {}
    for said in counts(said_of(material)):
        claim = said.claim
        sure = claim.metric in readings.certain and claim.approx is Approx.EXACT
        if sure is not certain or (claim.value == 0 and claim.exact) or not _plain(claim.metric):
            continue
        if lack := missing(material, claim.metric):
            lacking[lack] = None
        else:
            yield from _differs(material, said)
    for lack in lacking:
        yield Missing(lack, "正文的数与表格比较")


def _plain(metric: str) -> bool:
    return ":" not in metric


def _differs(material: Material, said: Said) -> Iterator[Hit]:
    claim, options = said.claim, known(material, said.claim.metric)
    if not options or any(agrees(claim, option.value) for option in options):
        return
    first, *others = options
    name = first.says or label(material, claim.metric)
    what = f"正文写“{said.phrase}”，{name}是 {shown(first.value)}"
    apart = difference(first.value, claim.value)
    what += f"，差 {shown(apart)}" if claim.exact else ""
    tried = [f"{other.says}是 {shown(other.value)}" for other in others if other.says]
    if tried:
        what += f"（按另一种口径，{'；'.join(tried)}，也对不上）"
    seen = tuple(shown(option.value) for option in options)
    fix = both_ways(first.value, claim.unit)
    yield hit(said, f"{what}。", fix, first.addresses, seen)


def _absolutes(material: Material, certain: bool) -> Iterator[Hit | Missing]:
    rules = [
        rule
        for rule in claim_words(material.form).file.absolutes
        if (rule.certain == "yes") is certain
    ]
    for said in said_of(material):
        if said.claim.kind not in (Kind.ALL, Kind.RATE):
            continue
        if said.claim.kind is Kind.RATE and said.claim.value != 100:
            continue
        for rule in rules:
            if rule.metric == said.claim.metric and rule.topic in ("", *said.claim.scope):
                yield from _exceptions(material, said, rule)


def _exceptions(material: Material, said: Said, rule: Absolute) -> Iterator[Hit | Missing]:
    """The figures that a claim about all leaves no room for."""
    for metric in rule.zeros:
        for option in known(material, metric)[:1]:
            if option.value:
                name = label(material, metric)
                what = f"正文写“{said.phrase}”，{name}却有 {shown(option.value)}。"
                fix = "正文写错了，就改这句话；数字填错了，就改成 0。"
                yield hit(said, what, fix, option.addresses, (shown(option.value),))
                return
    if rule.unless and finder(material.facts)(Term(1, rule.unless)) is False:
        name = material.form.questions[rule.unless].label
        what = f"正文写“{said.phrase}”，“{name}”却回答了否。"
        fix = "正文写错了，就改这句话；回答错了，就改回答。"
        yield hit(said, what, fix, (rule.unless,), ("否",))
