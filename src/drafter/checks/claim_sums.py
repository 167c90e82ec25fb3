"""Sums among claims: breakdowns, the same thing twice, balance, shares and growth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from drafter.checks.catalogue import Hit, Missing
from drafter.checks.claim_values import Said, agrees, counts, hit, known, label
from drafter.checks.material import Material
from drafter.claims.model import Approx, Claim, Kind, Number, Part
from drafter.claims.readings import leaves_of
from drafter.claims.words import claim_words
from drafter.form.arithmetic import difference
from drafter.form.definitions import Form, Severity
from drafter.form.form_texts import figure as shown

_CUT = 2
"""Shares and growths are told to so many places."""


def breakdowns(all_said: list[Said], material: Material) -> Iterator[Hit]:
    """Parts that exceed their whole, or that are all told and fall short of it."""
    for said in all_said:
        claim = said.claim
        parts = _distinct(material.form, claim.parts)
        if not parts or claim.approx not in (Approx.EXACT, Approx.ABOUT):
            continue
        total = sum(part.value for part in parts)
        rough = claim.approx is Approx.ABOUT or any(p.approx is not Approx.EXACT for p in parts)
        listed = " + ".join(shown(part.value) for part in parts)
        sums = f"“{said.phrase}”后面的各项 {listed} = {shown(total)}"
        fix = "核对总数和各分项，改正写错的一个。"
        if total > claim.value and not (rough and total * 10 <= claim.value * 11):
            sure = claim.listing in _sure(material) and not rough
            what = f"{sums}，超过 {shown(claim.value)}。"
            yield hit(said, what, fix, (), (listed,), None if sure else Severity.WARNING)
        elif total < claim.value and not rough and _complete(material, claim, parts):
            what = f"{sums}，不到 {shown(claim.value)}。"
            fix += "没有列全的，在末尾加“等”字。"
            yield hit(said, what, fix, (), (listed,), Severity.WARNING)


def _sure(material: Material) -> set[str]:
    """The lists whose parts cannot overlap."""
    file = claim_words(material.form).file
    return {"columns", *file.lists, *file.groups}


def _complete(material: Material, claim: Claim, parts: Sequence[Part]) -> bool:
    """Whether the list means to tell every part: those of a table, without 等."""
    if claim.open or claim.listing not in _sure(material):
        return False
    if claim.listing != "columns":
        return len(parts) > 1
    leaves = {leaf for part in parts for leaf in leaves_of(material.form, part.key)}
    return len(leaves) > len(parts) or len(parts) > 1


def _distinct(form: Form, parts: Sequence[Part]) -> list[Part]:
    """The parts without those that another part holds: 商业企业 beside 法人或其他组织."""
    leaves = [set(leaves_of(form, part.key)) if part.key else set() for part in parts]
    held = [bool(own) and any(own < other for other in leaves) for own in leaves]
    return [part for part, within in zip(parts, held, strict=True) if not within]


def twice(all_said: list[Said], material: Material) -> Iterator[Hit]:
    """A metric with two exact values that no two readings explain."""
    first: dict[str, Said] = {}
    told: set[tuple[str, Number]] = set()
    for said in counts(all_said):
        claim = said.claim
        if claim.approx is not Approx.EXACT or claim.step != 1:
            continue
        before = first.setdefault(claim.metric, said)
        if before.claim.value == claim.value or (claim.metric, claim.value) in told:
            continue
        told.add((claim.metric, claim.value))
        explained = {option.value for option in known(material, claim.metric)}
        if {claim.value, before.claim.value} <= explained:
            continue
        name = label(material, claim.metric)
        what = f"这里写“{said.phrase}”，“{before.passage.section.short}”里写“{before.phrase}”，"
        what += f"{name}有 {shown(claim.value)} 和 {shown(before.claim.value)} 两个数。"
        yield hit(said, what, "核对后改成一致。", (before.passage.section.id,), (before.phrase,))


def balances(all_said: list[Said], material: Material) -> Iterator[Hit]:
    """新收 + 上年结转 = 办结 + 结转下年度, where one sentence tells them."""
    names = claim_words(material.form).file.balance
    by_metric = {metric: role for role, metric in names.items()}
    sentences = groupby(
        counts(all_said), lambda s: (s.passage.section.id, s.passage.number, s.claim.sentence)
    )
    slack = known(material, names["slack"])[0].value if "slack" in names else 0
    for _, together in sentences:
        roles: dict[str, Said] = {}
        for said in together:
            role = by_metric.get(said.claim.metric)
            if role and said.claim.approx is Approx.EXACT and said.claim.step == 1:
                roles.setdefault(role, said)
        for left, right in ((("new", "into"), ("done", "out")), (("hand",), ("done", "out")),
                            (("new", "into"), ("hand",))):  # fmt: skip
            if all(role in roles for role in (*left, *right)):
                yield from _unbalanced(roles, left, right, slack)


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


def shares(all_said: list[Said], material: Material) -> Iterator[Hit]:
    """Shares that no usual whole gives."""
    file = claim_words(material.form).file
    for said in all_said:
        claim = said.claim
        options = known(material, claim.metric)
        if claim.kind is not Kind.SHARE or not options:
            continue
        table, _, rest = claim.metric.partition("/")
        own = f"{table}/{rest.partition('/')[0]}/{file.total}"
        wholes = dict.fromkeys((own, *file.bases))
        values = [k.value for base in wholes for k in known(material, base)[:1] if k.value]
        found = [100 * Decimal(o.value) / Decimal(v) for o in options for v in values]
        if not found or any(agrees(claim, share) for share in found):
            continue
        right = shown(round(found[0], _CUT))
        name = label(material, claim.metric)
        what = f"正文写“{said.phrase}”，{name} {shown(options[0].value)}，"
        what += f"占 {shown(values[0])} 的 {right}%。"
        fix = f"正文算错了，就改成 {right}%；表格填错了，就改表格。"
        seen = (shown(options[0].value), shown(values[0]))
        yield hit(said, what, fix, options[0].addresses, seen)


def growths(all_said: list[Said], material: Material) -> Iterator[Hit | Missing]:
    """Growths that the two years' figures do not give."""
    for said in all_said:
        claim = said.claim
        if claim.kind is not Kind.GROWTH or not known(material, claim.metric):
            continue
        name = label(material, claim.metric)
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
        what = f"正文写“{said.phrase}”，{name}上年 {shown(old)}、今年 {shown(new)}，{way}。"
        fix = f"正文算错了，就改成{turn}{right}%；表格填错了，就改表格。"
        yield hit(said, what, fix, now[0].addresses, (shown(new), shown(old)))
