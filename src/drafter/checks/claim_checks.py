"""Checks of what the text says against what the tables and answers hold (M)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from drafter.checks.check_catalogue import Hit, Missing, at_words, check
from drafter.checks.claim_values import (
    ROUGHLY,
    Known,
    Said,
    agrees,
    all_said,
    both_ways,
    counts,
    hit,
    known,
    label,
    missing,
    named,
    on_channel,
    said_of,
    within_quotes,
)
from drafter.checks.finding import Span
from drafter.checks.material import Material, Passage
from drafter.checks.text_search import Rare, similarity
from drafter.claims.claim_lists import WHOLE
from drafter.claims.claim_model import Approx, Claim, Kind, Number, Part
from drafter.claims.claim_words import Absolute, leaves_of
from drafter.draft.clean_text import shortened
from drafter.draft.relation_trials import finder
from drafter.draft.stale_texts import Differing, left_behind
from drafter.form.arithmetic import difference
from drafter.form.definitions import Address, Form, Section, Severity, Term
from drafter.form.form_texts import figure as shown


@check("M01", Severity.ERROR)
def explicit_numbers(material: Material) -> Iterator[Hit | Missing]:
    """正文里含义明确的数与表格一致。

    Why: 这些数字只有一种含义，正文与表格不同，必有一处写错。
    Fix: 核对台账，改正正文或者表格。
    """
    yield from _compare(material, certain=True)


@check("M02", Severity.WARNING)
def other_numbers(material: Material) -> Iterator[Hit | Missing]:
    """正文里的数与表格对得上。

    Why: 正文与表格对不上，是读者和上级最先看出的错误；这些数有不止一种说法，所以要看一看。
    Fix: 核对口径和数字，改正正文或者表格；口径不同的，写明理由后关闭这条提醒。
    """
    yield from _compare(material, certain=False)


@check("M03", Severity.ERROR)
def nothing_where_something_is(material: Material) -> Iterator[Hit | Missing]:
    """正文说没有的，表格里也没有。

    Why: “未收到”“未发生”“0件”只有一种含义，表格里有数就必有一处写错。
    Fix: 改正正文这句话，或者改正表格。
    """
    for said in counts(said_of(material)):
        some = at_most(material, said.claim)
        if said.claim.value != 0 or not said.claim.exact or some:
            continue
        readings = known(material, said.claim.metric)
        if not readings or any(reading.value == 0 for reading in readings[:1]):
            continue
        plain = readings[0]
        name = named(material, said.claim.metric)
        what = f"正文写“{said.phrase}”，{name}却是 {shown(plain.value)}。"
        fix = "正文写错了，就改这句话；表格填错了，就把表格改成 0。"
        yield hit(said, what, fix, plain.addresses, (shown(plain.value),))


@check("M04", Severity.WARNING)
def all_where_some_are_open(material: Material) -> Iterator[Hit | Missing]:
    """正文说“全部”“100%”的，没有例外。

    Why: 还有申请结转下年度，或者有逾期的，就不能说全部答复、全部按期。
    Fix: 改正正文的说法，例如只说已经办结的；或者核对表格和回答。
    """
    yield from _absolutes(material, certain=False)


@check("M05", Severity.ERROR)
def upheld_where_some_were_not(material: Material) -> Iterator[Hit | Missing]:
    """正文说“均维持”的，没有别的结果。

    Why: “均维持”的意思是没有纠正、没有其他结果，也没有尚未审结的。
    Fix: 改正正文的说法，或者改正表格。
    """
    yield from _absolutes(material, certain=True)


@check("M06", Severity.ERROR, source="drafter")
def parts_make_the_whole(material: Material) -> Iterator[Hit | Missing]:
    """一句话里的分项加起来不超过总数。

    Why: 同一句话里，分项相加超过总数，必有一个数写错；分项列全了却不等于总数，也要看一看。
    Fix: 核对总数和各分项，改正写错的一个；没有列全的，加上“等”字。
    """
    for said in all_said(material):
        claim = said.claim
        parts = _distinct(material.form, claim.parts)
        if not parts or claim.approx not in (Approx.EXACT, Approx.ABOUT):
            continue
        total = sum(part.value for part in parts)
        # Rounded parts may exceed a rounded whole by a little.
        rough = claim.approx is Approx.ABOUT or any(p.approx is not Approx.EXACT for p in parts)
        listed = " + ".join(shown(part.value) for part in parts)
        sums = f"“{said.phrase}”后面的各项 {listed} = {shown(total)}"
        fix = "核对总数和各分项，改正写错的一个。"
        if total > claim.value and not (rough and total * 10 <= claim.value * 11):
            sure = claim.listing in _sure(material) and not rough
            what = f"{sums}，超过 {shown(claim.value)}。"
            yield hit(said, what, fix, (), (listed,), None if sure else Severity.WARNING)
        # Where each is what the table says, the table tells the rest: nothing is wrong.
        elif total < claim.value and not rough and _complete(material, claim, parts):
            if all(_as_known(material, part.key, part.value) for part in parts):
                continue
            what = f"{sums}，不到 {shown(claim.value)}。"
            fix += "没有列全的，在末尾加“等”字。"
            yield hit(said, what, fix, (), (listed,), Severity.WARNING)


@check("M07", Severity.WARNING, source="drafter")
def said_twice_alike(material: Material) -> Iterator[Hit | Missing]:
    """同一个数在正文各处一致。

    Why: 前面写 24 件、后面写 26 件，至少一处是错的。
    Fix: 核对后改成一致；两处口径不同的，把口径写明。
    """
    first: dict[str, Said] = {}
    told: set[tuple[str, Number]] = set()
    for said in counts(said_of(material)):
        claim = said.claim
        if claim.approx is not Approx.EXACT or claim.step != 1:
            continue
        before = first.setdefault(claim.metric, said)
        if before.claim.value == claim.value or (claim.metric, claim.value) in told:
            continue
        # 发布信息7条 and 发布信息76条 may be of one thing each.
        if claim.loose and before.claim.loose:
            continue
        told.add((claim.metric, claim.value))
        options = known(material, claim.metric) or _on_channel(material, claim)
        # What a table or an answer settles is told there (M01 to M03), and once is enough.
        if options and not missing(material, claim.metric):
            continue
        explained = {option.value for option in options}
        if _far_less(material, claim, before.claim) or _far_less(material, before.claim, claim):
            continue
        # Two figures, two readings: 收到 with and without what was carried in.
        if {claim.value, before.claim.value} <= explained:
            continue
        what = f"这里写“{said.phrase}”，“{before.passage.section.short}”里写“{before.phrase}”，"
        what += f"同一个数写成了 {shown(claim.value)} 和 {shown(before.claim.value)}。"
        yield hit(said, what, "核对后改成一致。", (before.passage.section.id,), (before.phrase,))


_SIDES = (
    (("new", "into"), ("done", "out")),
    (("hand",), ("done", "out")),
    (("new", "into"), ("hand",)),
)
"""Roles of numbers in a sentence: those of one side add up to those of the other."""


@check("M08", Severity.ERROR, source="报告格式的表格")
def balance_within_a_sentence(material: Material) -> Iterator[Hit | Missing]:
    """一句话里收的和办的是平的。

    Why: 新收的加上年留下的，等于办完的加还没办完的，写在一句话里的也一样。
    Fix: 核对这几个数，改正写错的一个。
    """
    names = material.claims.file.balance
    by_metric: dict[str, str] = {metric: role for role, metric in names.items()}
    sentences = groupby(
        counts(said_of(material)),
        lambda s: (s.passage.section.id, s.passage.number, s.claim.sentence),
    )
    slack = known(material, names["slack"])[0].value if "slack" in names else 0
    for _, together in sentences:
        roles: dict[str, Said] = {}
        for said in together:
            role = by_metric.get(said.claim.metric)
            plain = said.claim.approx is Approx.EXACT and not said.claim.loose
            if role and plain and said.claim.step == 1:
                roles.setdefault(role, said)
        for left, right in _SIDES:
            if all(role in roles for role in (*left, *right)):
                yield from _unbalanced(roles, left, right, slack)


@check("M09", Severity.WARNING, source="drafter")
def shares_add_up(material: Material) -> Iterator[Hit | Missing]:
    """占比算得对。

    Why: 占比能由表格算出；四舍五入和去尾都可以，差得更多就是算错了。
    Fix: 按表格重算，改正正文；分母不是通常的那一个时，写明理由后关闭这条提醒。
    """
    yield from _of_a_named_whole(material)
    yield from _of_their_list(material)
    file = material.claims.file
    for said in said_of(material):
        claim = said.claim
        options = known(material, claim.metric)
        if claim.kind is not Kind.SHARE or not options:
            continue
        table, _, rest = claim.metric.partition("/")
        own = f"{table}/{rest.partition('/')[0]}/{file.total}"
        # A row's total is no share of itself: what was granted is one of what was answered.
        wholes = dict.fromkeys((*((own,) if own != claim.metric else ()), *file.bases))
        # 占制作信息510条的41.5% names its whole itself; _of_a_named_whole looks at that.
        if _NAMED_WHOLE.search(said.passage.text[claim.start : claim.end + 1]):
            continue
        bases = [(base, k.value) for base in wholes for k in known(material, base)[:1] if k.value]
        found = [100 * Decimal(o.value) / Decimal(v) for o in options for _, v in bases]
        if not found or any(agrees(claim, share) for share in found):
            continue
        right = shown(round(found[0], _CUT))
        name = named(material, claim.metric)
        what = f"正文写“{said.phrase}”，{name}是 {shown(options[0].value)}，"
        base, whole = bases[0]
        what += f"占“{label(material, base)}”{shown(whole)} 的 {right}%。"
        fix = f"正文算错了，就改成 {right}%；表格填错了，就改表格。"
        seen = (shown(options[0].value), shown(whole))
        yield hit(said, what, fix, options[0].addresses, seen)


_NAMED_WHOLE = Rare(
    r"([0-9]{1,9})(条|件|篇|份|项|次|人|个)[，,（(]?(?:约)?占[^，。；0-9]{0,16}?"
    r"([0-9]{1,9})\2的?([0-9]{1,3}(?:\.[0-9]{1,4})?)%",
    ("占",),
)


def _of_a_named_whole(material: Material) -> Iterator[Hit]:
    """公开246条，占制作信息510条的41.5%: all three stand in the text."""
    for passage in material.passages:
        for match in _NAMED_WHOLE.finditer(passage.text):
            yield from _wrong_share(passage, match.span(), match[1], match[3], match[4])


_OF_ITS_LIST = (
    r"[，,、（(]?约?占(?:比|总数|总量|全部)?(?:的|为|约|达|约为)?([0-9]{1,3}(?:\.[0-9]{1,4})?)%"
)
_NEAR = 20
"""Characters behind a number that tell its share."""


def _of_their_list(material: Material) -> Iterator[Hit]:
    """公开80条，其中工作动态54条，占比67.5%: of the whole that the list breaks down."""
    for said in all_said(material):
        claim, text = said.claim, said.passage.text
        if claim.approx is not Approx.EXACT or "占" not in text:
            continue
        # 新收47件和结转12件，其中网上39件，占83%: of what the list itself makes up.
        added = sum(part.value for part in claim.parts)
        for part in claim.parts:
            share = re.match(_OF_ITS_LIST, text[part.end : part.end + _NEAR])
            if share and not part.key and part.approx is Approx.EXACT:
                place = (part.start, part.end + share.end())
                if not any(_wrong_share(said.passage, place, part.value, added, share[1])):
                    continue
                yield from _wrong_share(said.passage, place, part.value, claim.value, share[1])


def _wrong_share(
    passage: Passage, place: tuple[int, int], part: Number | str, whole: Number | str, said: str
) -> Iterator[Hit]:
    step = Decimal(1).scaleb(-len(said.partition(".")[2]))
    share = 100 * Decimal(part) / Decimal(whole) if Decimal(whole) else Decimal(said)
    if difference(share, Decimal(said)) < step:
        return
    right = shown(round(share, _CUT))
    what = f"正文写“{within_quotes(passage.text[slice(*place)])}”，{part} 占 {whole} 的 {right}%。"
    fix = f"百分比算错了，就改成 {right}%；件数写错了，就改件数。"
    yield at_words(passage, *place, what, fix)


@check("M10", Severity.WARNING, source="drafter")
def growth_recomputed(material: Material) -> Iterator[Hit | Missing]:
    """同比算得对。

    Why: 同比能由本年和上年的数算出；四舍五入和去尾都可以，差得更多就是算错了。
    Fix: 按两年的数重算，改正正文。
    Example: 上年 20 件、本年 25 件，正文写“同比增长20%” → 应为增长25%。
    """
    for said in said_of(material):
        claim = said.claim
        if claim.kind is not Kind.GROWTH or not known(material, claim.metric):
            continue
        name = named(material, claim.metric)
        if material.last is None:
            yield Missing("没有上年的报告", f"{name}的同比")
            continue
        now, then = known(material, claim.metric), known(material, claim.metric, last=True)
        pairs = [(a.value, b.value) for a, b in zip(now, then, strict=False) if b.value]
        found = [100 * (Decimal(a) - Decimal(b)) / Decimal(b) for a, b in pairs]
        if not found or any(agrees(claim, growth) for growth in found):
            continue
        right = shown(round(abs(found[0]), _CUT))
        turn = "增长" if found[0] >= 0 else "下降"
        (new, old), way = pairs[0], f"{turn} {right}%"
        what = f"正文写“{said.phrase}”，{name}上年是 {shown(old)}、本年是 {shown(new)}，{way}。"
        fix = f"正文算错了，就改成{turn}{right}%；表格填错了，就改表格。"
        yield hit(said, what, fix, now[0].addresses, (shown(new), shown(old)))


@check("M12", Severity.WARNING)
def all_of_one_kind(material: Material) -> Iterator[Hit | Missing]:
    """正文说“全部予以公开”“均为自然人”的，表格里也是这样。

    Why: 表格里还有别的结果或者别的申请人，就不能说全部、均。
    Fix: 改正正文的说法，或者改正表格。
    """
    names = material.claims.file.balance
    for said in all_said(material):
        claim = said.claim
        if claim.kind is not Kind.EVERY or missing(material, claim.metric):
            continue
        own, total = known(material, claim.metric)[:1], material.claims.file.total
        table, row, column = (*claim.metric.split("/"), "", "")[:3]
        hand = claim.metric == names.get("hand")
        done = claim.metric if hand else names.get("done", "")
        base = f"{table}/{row}/{total}" if column != total else done
        base = claim.scope[0] if claim.scope else base
        every = known(material, base)[:1] if base else []
        if not own or not every:
            continue
        # Of none that were done M04 tells.
        if not every[0].value and claim.metric == names.get("done"):
            continue
        if not every[0].value:
            what = f"正文写“{said.phrase}”，{named(material, base)}却是 0。"
        # More than all there were is a table that does not add up, which is told there.
        elif own[0].value < every[0].value:
            what = f"正文写“{said.phrase}”，{named(material, base)}是 {shown(every[0].value)}，"
            what += f"“{label(material, claim.metric)}”是 {shown(own[0].value)}。"
        else:
            continue
        fix = "正文写错了，就改这句话；表格填错了，就改表格。"
        seen = (shown(own[0].value), shown(every[0].value))
        yield hit(said, what, fix, own[0].addresses, seen)


@check("M13", Severity.WARNING, source="drafter")
def last_year_as_it_was(material: Material) -> Iterator[Hit | Missing]:
    """正文说的上年的数、与上年的差，与上年的报告一致。

    Why: “较上年增加3件”“上年为28件”能由两年的数核对，抄错了读者一算就知道。
    Fix: 按两年的报告重算，改正正文。
    Example: 上年 28 件、本年 30 件，正文写“较上年增加3件” → 应为增加 2 件。
    """
    for said in all_said(material):
        claim = said.claim
        told = claim.kind in (Kind.LAST, Kind.CHANGE, Kind.TURN) and claim.exact
        if not told or not known(material, claim.metric):
            continue
        name = named(material, claim.metric)
        if material.last is None:
            yield Missing("没有上年的报告", f"{name}与上年的差")
            continue
        now, then = known(material, claim.metric), known(material, claim.metric, last=True)
        pairs = [(a.value, b.value) for a, b in zip(now, then, strict=False)]
        change = claim.kind in (Kind.CHANGE, Kind.TURN)
        values: list[Number] = [(a - b) if change else b for a, b in pairs]
        if claim.kind is Kind.TURN:
            values = [(value > 0) - (value < 0) for value in values]
        roughly = "基本" in said.phrase
        if not pairs or any(
            agrees(claim, value) or (roughly and difference(value, 0) * ROUGHLY <= old)
            for value, (_, old) in zip(values, pairs, strict=True)
        ):
            continue
        new, old = pairs[0]
        what = f"正文写“{said.phrase}”，{name}上年是 {shown(old)}、本年是 {shown(new)}"
        what += f"，差 {shown(difference(new, old))}。" if change else "。"
        turn = "与上年持平" if new == old else "增加 " if new > old else "减少 "
        right = turn + (shown(difference(new, old)) if new != old else "")
        fix = (
            f"正文写错了，就改成{right}" if change else f"正文写错了，就把上年的数改成 {shown(old)}"
        )
        fix += "；本年的数填错了，就改表格；上年的报告有误的，写明理由后关闭这条提醒。"
        yield hit(said, what, fix, now[0].addresses, (shown(new), shown(old)))


_FAR_LESS = 2
"""A number that goes so many times into another is more likely of a part of it."""


def _far_less(material: Material, one: Claim, other: Claim) -> bool:
    """公开信息162条 … 还通过张贴等方式公开42条: items are told by kinds and ways, too."""
    asked = one.metric == other.metric and one.metric not in material.form.cells
    readings = material.claims.readings.of(one.metric) if asked else ()
    asked = asked and not any(r.terms[0].address in material.form.cells for r in readings)
    return asked and one.value * _FAR_LESS < other.value


def _compare(material: Material, certain: bool) -> Iterator[Hit | Missing]:
    readings = material.claims.readings
    lacking: dict[str, None] = {}
    for said in counts(said_of(material)):
        claim = said.claim
        sure = claim.metric in readings.certain and claim.approx is Approx.EXACT
        if sure is not certain or (claim.value == 0 and claim.exact):
            continue
        if lack := missing(material, claim.metric):
            lacking[lack] = None
        else:
            yield from _differs(material, said)
    for lack in lacking:
        yield Missing(lack, "正文的数与表格比较")


def at_most(material: Material, claim: Claim) -> bool:
    """Whether the cell may hold more than what the text tells of it."""
    row = claim.metric.rpartition("/")[0]
    return any(row == each.rpartition("/")[0] for each in material.claims.file.at_most)


def _on_channel(material: Material, claim: Claim) -> list[Known]:
    return on_channel(material, claim.metric, (said.claim for said in said_of(material)))


def _differs(material: Material, said: Said) -> Iterator[Hit]:
    claim = said.claim
    ways = known(material, claim.metric)
    # 新收 is not what was carried in, too.
    ways = ways[:1] if claim.strict else ways
    options = ways or _on_channel(material, claim)
    also = known(material, claim.also)[:1] if claim.also else []
    if any(agrees(claim, option.value) for option in also):
        return
    if not options or any(agrees(claim, option.value) for option in options):
        return
    # 撤回申请2件: the row holds other cases, too.
    if at_most(material, claim) and any(claim.value <= option.value for option in options):
        return
    if any(_far_less(material, claim, other.claim) for other in counts(said_of(material))):
        return
    first, *others = options
    name = first.says or named(material, claim.metric)
    name = f"按{name}" if ways and first.says else name
    what = f"正文写“{said.phrase}”，{name}是 {shown(first.value)}"
    apart = difference(first.value, claim.value)
    what += f"，差 {shown(apart)}" if claim.exact else ""
    # A reading that comes to the same figure is no other way of counting.
    other_ways = [other for other in others if other.says and other.value != first.value]
    tried = [f"{other.says}是 {shown(other.value)}" for other in other_ways]
    if tried:
        what += f"（按另一种口径，{'；'.join(tried)}，也对不上）"
    seen = tuple(shown(option.value) for option in options)
    fix = both_ways(material, claim.metric, first.value, claim.unit)
    yield hit(said, f"{what}。", fix, first.addresses, seen)


def _absolutes(material: Material, certain: bool) -> Iterator[Hit | Missing]:
    rules = [rule for rule in material.claims.file.absolutes if rule.certain is certain]
    lacking: dict[str, None] = {}
    for said in said_of(material):
        if said.claim.kind not in (Kind.ALL, Kind.RATE):
            continue
        short = said.claim.kind is Kind.RATE and said.claim.value != 100
        for rule in rules:
            if rule.metric == said.claim.metric and rule.topic in ("", *said.claim.scope):
                yield from (_short_of_all if short else _exceptions)(material, said, rule)
                if lack := _unanswered(material, rule):
                    lacking[lack] = None
    for lack in lacking:
        yield Missing(lack, "正文的“全部”与回答比较")


def _unanswered(material: Material, rule: Absolute) -> str:
    """The question, not answered yet, that would tell whether there was an exception."""
    if not rule.unless:
        return ""
    answered = finder(material.facts)(Term(1, rule.unless))
    return missing(material, rule.zeros[0] if answered is False else rule.unless)


def _exceptions(material: Material, said: Said, rule: Absolute) -> Iterator[Hit | Missing]:
    """The figures that a claim about all leaves no room for."""
    for metric in rule.zeros:
        for option in known(material, metric)[:1]:
            if option.value:
                name = named(material, metric)
                what = f"正文写“{said.phrase}”，{name}却有 {shown(option.value)}。"
                fix = "正文写错了，就改这句话；数字填错了，就改成 0。"
                yield hit(said, what, fix, option.addresses, (shown(option.value),))
                return
    if rule.some and not missing(material, rule.some):
        for option in known(material, rule.some)[:1]:
            if not option.value:
                what = f"正文写“{said.phrase}”，表格里本年却没有要办理的申请。"
                fix = "正文是从别处抄来的，就删去这句话；表格漏填了，就补填。"
                yield hit(said, what, fix, option.addresses, ("0",))
                return
    if rule.unless and finder(material.facts)(Term(1, rule.unless)) is False:
        name = material.form.questions[rule.unless].label
        what = f"正文写“{said.phrase}”，“{name}”却回答了否。"
        fix = "正文写错了，就改这句话；回答错了，就改回答。"
        yield hit(said, what, fix, (rule.unless,), ("否",))


def _short_of_all(material: Material, said: Said, rule: Absolute) -> Iterator[Hit]:
    """A rate below 100% where the figures have no exception, or others than that."""
    some = [option.value for option in known(material, rule.some)[:1]]
    if not said.claim.exact or not any(some) or missing(material, rule.some):
        return
    zeros = [option.value for metric in rule.zeros for option in known(material, metric)[:1]]
    if any(zeros):
        yield from _rate_of_some(material, said, rule, some[0], sum(zeros))
        return
    place: Address = rule.unless or rule.zeros[0]
    if rule.unless:
        name = material.form.questions[rule.unless].label
        told = f"“{name}”却回答了是" if finder(material.facts)(Term(1, rule.unless)) else ""
    else:
        told = f"{named(material, place)}却是 0" if zeros else ""
    if told:
        fix = "正文写错了，就改成 100%；表格或者回答错了，就改表格或者回答。"
        yield hit(said, f"正文写“{said.phrase}”，{told}。", fix, (place,), (told,))


def _rate_of_some(
    material: Material, said: Said, rule: Absolute, some: Number, left: Number
) -> Iterator[Hit]:
    """办结率90% where some are left open: of all in hand, of what came in, or of what was done."""
    bases = dict.fromkeys((rule.some, *material.claims.file.bases))
    wholes = [option.value for base in bases for option in known(material, base)[:1]]
    done = [(part, whole) for whole in wholes if whole for part in (whole - left, some - left)]
    rates = [100 * Decimal(part) / Decimal(whole) for part, whole in done]
    if any(agrees(said.claim, rate) for rate in rates):
        return
    right, place = shown(round(rates[0], _CUT)), rule.zeros[0]
    what = f"正文写“{said.phrase}”，{named(material, place)}是 {shown(left)}，按"
    what += f"“{label(material, rule.some)}”{shown(some)} 算是 {right}%。"
    fix = f"正文算错了，就改成 {right}%；表格或者回答错了，就改表格或者回答。"
    yield hit(said, what, fix, (place,), (shown(left), shown(some)))


_LONGEST = 60


@check("M11", Severity.WARNING, source="drafter")
def own_texts_keep_up(material: Material) -> Iterator[Hit | Missing]:
    """自己写的文字，写好以后事实没有变。

    Why: 自己写的文字不会跟着回答和表格变；后来改了数字，文字里可能还是原来的说法。
    Fix: 看一看这段文字：说法过时的就改，仍然对的，写明理由后关闭这条提醒。
    """
    for section in material.form.sections:
        before, own = material.drafted.get(section.id), material.draft.texts.get(section.id)
        if before is None or own is None:
            continue
        found = left_behind(before, material.facts.paragraphs(section), own)
        if found is not None:
            what, span = _told(material, section, found)
            yield Hit(section.id, what, span=span, seen=(*found.gone, *found.come))


def _told(material: Material, section: Section, found: Differing) -> tuple[str, Span | None]:
    """The sentence that still stands in the text, where one does; else what was drafted."""
    for number, text in enumerate(material.facts.printed(section)):
        for sentence in found.gone:
            if (start := text.find(sentence)) >= 0:
                span = Span(section.id, number, start, start + len(sentence))
                now = _now(sentence, found.come)
                return f"文字里的“{shortened(sentence, _LONGEST)}”已经对不上{now}", span
    if found.gone:
        now = _now(found.gone[0], found.come)
        return f"写这段文字时的情况是“{shortened(found.gone[0], _LONGEST)}”{now}", None
    return f"写好以后多了一件事：“{shortened(found.come[0], _LONGEST)}”", None


def _now(sentence: str, come: tuple[str, ...]) -> str:
    """What would be drafted instead: the sentence most like it."""
    if not come:
        return "，现在没有这句话了。"
    like = max(come, key=lambda new: similarity(sentence, new))
    return f"，现在会写“{shortened(like, _LONGEST)}”。"


_CUT = 2
"""Shares and growths are told to so many places."""


def _sure(material: Material) -> set[str]:
    """The lists whose parts cannot overlap."""
    file = material.claims.file
    return {"columns", *file.lists, *file.groups}


def _complete(material: Material, claim: Claim, parts: Sequence[Part]) -> bool:
    """Whether the list means to tell every part: those of a table, without 等."""
    if claim.open or claim.listing not in {WHOLE, *_sure(material)}:
        return False
    if claim.listing != "columns":
        return len(parts) > 1
    leaves = {leaf for part in parts for leaf in leaves_of(material.form, part.key)}
    return len(leaves) > len(parts) or len(parts) > 1


def _as_known(material: Material, metric: str, value: Number) -> bool:
    return any(option.value == value for option in known(material, metric))


def _distinct(form: Form, parts: Sequence[Part]) -> list[Part]:
    """The parts without those that another part holds: 商业企业 beside 法人或其他组织."""
    leaves = [set(leaves_of(form, part.key)) if part.key else set() for part in parts]
    held = [bool(own) and any(own < other for other in leaves) for own in leaves]
    return [part for part, within in zip(parts, held, strict=True) if not within]


def _unbalanced(
    roles: dict[str, Said], left: Sequence[str], right: Sequence[str], slack: Number
) -> Iterator[Hit]:
    one, other = (sum(roles[role].claim.value for role in side) for side in (left, right))
    if one == other or (slack and "done" in right and one - other == slack):
        return
    sides = (
        f"{' + '.join(f'“{roles[role].phrase}”' for role in side)} = {shown(total)}"
        if len(side) > 1
        else f"“{roles[side[0]].phrase}”"
        for side, total in ((left, one), (right, other))
    )
    last = roles[right[-1]]
    what = f"{'，'.join(sides)}，差 {shown(difference(one, other))}。"
    seen = tuple(shown(roles[role].claim.value) for role in (*left, *right))
    yield hit(last, what, "核对这几个数，改正写错的一个。", (), seen)
