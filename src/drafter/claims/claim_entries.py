"""Entering a number that was understood, or one that was not."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from drafter.claims.claim_model import Number
from drafter.claims.claim_state import REACH, Item, State
from drafter.claims.claim_subjects import Found
from drafter.claims.claim_targets import Target
from drafter.claims.claim_tokens import Phrase, Sort, Token

_VAGUE = ("项", "个", "次")
"""Measure words of so many things that what follows must not be unexplained."""
_SPANS = ("天", "日", "个工作日", "工作日", "小时", "个小时")
MONEY = {"元": 0, "千元": 3, "万元": 4, "亿元": 8}
"""Decimal places that a measure word moves a number of 元."""


def fits(state: State, phrase: Phrase, found: Found, said: Sequence[Target]) -> bool:
    """Whether the unit is one that these are counted in."""
    figure = phrase.figure
    unit = figure.unit
    for target in said:
        topic = state.words.file.topics[target.topic]
        # 为0: a zero needs no measure word.
        nothing = not unit and figure.value == 0
        if not nothing and (unit in MONEY) != (target.aspect in topic.amounts):
            return False
        if unit in MONEY:
            continue
        if unit not in topic.units and unit:
            return False
        # 不予公开3项 counts kinds of reasons; 结转下年度3项 does not.
        carry = state.words.file.carry
        reason = (target.topic, target.aspect) in found.explicit
        moved = target.aspect in (carry.into, carry.out)
        if unit == "项" and reason and not moved and not _counted_in(state, unit):
            return False
        # 行政强制事项12项 counts kinds of measures.
        named = any(state.seen.text.endswith("事项", t.start, t.end) for t in phrase.lead)
        if unit == "项" and topic.echoes and (named or _kinds_of_matters(state, unit)):
            return False
        # 3个 and 3项 may count anything: an unexplained noun behind them is what they count.
        if unit in _VAGUE and phrase.tail and phrase.tail[0].sort is Sort.OTHER:
            return False
        # A bare number with a word behind it is a part of that word.
        if not unit and _rest(phrase.tail):
            return False
    return True


def _kinds_of_matters(state: State, unit: str) -> bool:
    """服务事项35项，行政许可32项: kinds of what was counted just before."""
    before = state.items[-1] if state.items else None
    near = before is not None and before.clause >= state.clause - 1
    return near and before is not None and before.target is None and before.unit == unit


def _counted_in(state: State, unit: str) -> bool:
    """收到申请4项，予以公开3项: what came in was counted so."""
    topic = state.words.file.carry.topic
    return any(i.unit == unit and i.target and i.target.topic == topic for i in state.items[:REACH])


def _rest(tail: Sequence[Token]) -> bool:
    return bool(tail) and not (tail[0].marked("joins") or tail[0].light)


def give(state: State, phrase: Phrase, said: Sequence[Target]) -> None:
    """Enter one item for each target."""
    figure, file = phrase.figure, state.words.file
    start, end = _start(state, phrase), _end(phrase, said)
    made: list[Item] = []
    for target in said:
        value = _valued(state, target, figure.value, figure.unit)
        metric = state.words.metric(*target)
        # 办理并答复 are two words for one figure.
        if any(item.metric == metric for item in made):
            continue
        step = _valued(state, target, figure.step, figure.unit)
        item = state.put(
            metric, value, start, end, target=target, figure=figure._replace(step=step)
        )
        item.verb, item.summed = _takes(state, phrase), sums_up(phrase)
        item.stock = _may_be_old(phrase)
        item.wide = any(token.marked("wide") for token in phrase.lead)
        item.own = any(token.marked("own") for token in phrase.lead) and not item.wide
        item.odd = any(token.sort is Sort.OTHER for token in phrase.lead)
        item.strict = any(token.marked("newly") for token in phrase.lead)
        item.left = any(token.marked("left") for token in phrase.lead)
        item.loose = _of_some(state, phrase)
        item.only = state.ways == 1 and any(_is_way(token) for token in phrase.lead)
        item.behind = not any(token.word and token.word.means for token in phrase.lead)
        item.apart = any(token.marked("leaves_out") for token in phrase.lead)
        made.append(item)
        # Applicants that follow belong to this row. What is carried in or out sets none: it is
        # told in
        # passing, and the breakdown after it is that of the whole.
        total = not target.column or target.column == file.total
        state.listed = None if total else target
        moves = target.aspect not in (file.carry.into, file.carry.out)
        # 办理129件，包括新收121件: what it includes is no new subject.
        inside = state.among and any(i.verb for i in state.items[-REACH:])
        if target.topic == file.carry.topic and total and moves and not inside:
            state.row = target.aspect
    # 收到并办结46件，其中自然人41件: those who applied are told first.
    if len(said) > 1 and state.row and any(t.aspect == file.carry.new for t in said):
        state.row = file.carry.new
    state.last = made


def _valued(state: State, target: Target, value: Number, unit: str) -> Number:
    """The value in the metric's unit."""
    money = state.words.file.topics[target.topic].money
    if unit not in MONEY or not money:
        return value
    scaled = Decimal(value).scaleb(MONEY[unit] - MONEY[money])
    return int(scaled) if scaled == scaled.to_integral_value() else scaled.normalize()


def _start(state: State, phrase: Phrase) -> int:
    """Where the phrase begins: its first word that counts."""
    for token in phrase.lead:
        if token.word and (token.word.means or token.marked("carried")):
            return token.start
    # 行政复议：0件: the phrase to show begins with the heading it depends on.
    if (state.fresh or state.heard) and not phrase.tail and state.heading >= 0:
        return state.heading
    return phrase.lead[0].start if phrase.lead else phrase.figure.start


def _end(phrase: Phrase, said: Sequence[Target]) -> int:
    """Where the phrase ends: after what follows the number, where that tells what it counts."""
    if any(token.word and token.word.means for token in phrase.lead):
        return phrase.figure.end
    means = [token.end for token in phrase.tail if token.word and token.word.means]
    return means[-1] if means else phrase.figure.end


def _is_way(token: Token) -> bool:
    return token.marked("ways") or token.marked("channels")


def _of_some(state: State, phrase: Phrase) -> bool:
    """受理的42件申请已答复 may be those of all that came in which were answered by then."""
    carry = state.words.file.carry
    led = phrase.lead[-1:] and state.seen.text.startswith("的", phrase.lead[-1].start)
    tail = [token.word for token in phrase.tail if token.word]
    done = any(carry.done in word.aspects for word in tail)
    return bool(led) and done and not any("all" in word.marks for word in tail)


def _takes(state: State, phrase: Phrase) -> bool:
    """Whether a word says that all in hand is counted, should 含上年结转 follow."""
    takes = state.words.file.carry.takes
    return any(t.word and set(t.word.aspects) & set(takes) for t in phrase.lead)


def sums_up(phrase: Phrase) -> bool:
    """Whether a word says that the number is a sum: 共, 合计."""
    return any(token.marked("totals") for token in phrase.lead)


def _may_be_old(phrase: Phrase) -> bool:
    """累计公开1244条 may be of many years; 2024年累计, 全年累计 is of the one named before."""
    for before, token in pairwise((None, *phrase.lead)):
        if token is not None and token.marked("stock"):
            years = ("this_year", "whole_year")
            return before is None or not (
                before.sort is Sort.YEAR or any(before.marked(year) for year in years)
            )
    return False


def not_ours(state: State, phrase: Phrase, found: Found) -> None:
    """Enter a number that is not understood, so that lists and growth know of it."""
    figure = phrase.figure
    item = state.put("", figure.value, _start(state, phrase), figure.end, figure=figure)
    item.foreign, item.moved = not state.readable, "carried" in found.marks
    item.hosted, item.rest = found.boards > 0, "some" in found.marks
    item.left = "left" in found.marks
    # 合计221条 says of nothing but the numbers before it.
    bare = all(token.marked("totals") for token in phrase.lead) and not phrase.tail
    item.summed = bare and sums_up(phrase)
    state.theirs = item.foreign and bool(found.topics) and not found.strange
    state.last = []
    # 民生实事项目10件全部办结: what is said of all of them is not of applications.
    # 平均用时6天，全部按期办结 still is.
    state.partial = state.partial or (found.unknown > 0 and figure.unit not in _SPANS)
    # 不动产登记受理4120件，办结4118件: nor are those that follow of applications.
    if not state.topic and not found.topics and found.unknown:
        state.estrange()
    if found.topics and not found.strange:
        state.name(found.topics)
