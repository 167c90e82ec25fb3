"""What a count or an amount says: 收到申请5件, 其余6件予以公开, 分别为3、2、1件."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from drafter.claims.channels import read_channel
from drafter.claims.clauses import Phrase
from drafter.claims.items import State
from drafter.claims.meaning import meaning, topic_of
from drafter.claims.model import Number
from drafter.claims.targets import Found, Target, targets
from drafter.claims.tokens import Sort, Token

_PARTS = ("部分", "个部分", "大部分")
_VAGUE = ("项", "个", "次")
"""Measure words of so many things that what follows must not be unexplained."""
_MONEY = {"元": 0, "千元": 3, "万元": 4, "亿元": 8}


def read_count(state: State, phrase: Phrase, found: Found, after: Found) -> None:
    """Take in one number that is no percentage; `after` is what follows it."""
    figure, file = phrase.figure, state.words.file
    if figure.unit in _PARTS:
        _parts(state, phrase)
        return
    if found.strange:
        state.estrange()
    if state.pending and not found.anything and not found.unknown:
        if (target := state.pending.pop(0)) is not None:
            _give(state, phrase, [target])
        return
    state.pending = []
    if _compares(state, phrase):
        return
    if "respectively" in found.marks and _by_year(state, phrase, found):
        return
    aside = found.marks & {"asides", "negations"} or found.mixed or found.ways == 1
    if not state.readable or found.strange or aside:
        _not_ours(state, phrase, found)
        return
    if read_channel(state, phrase, found):
        return
    said = meaning(state, phrase, found, after)
    if len(said) > 1 and "respectively" in found.marks:
        state.pending = [*said[1:]]
        said = said[:1]
    elif len(said) > 1 and figure.value and not found.marks & {"all", "each", "both"}:
        said = []
    if not said or not _fits(state, phrase, found, said):
        _not_ours(state, phrase, found)
        return
    if file.topics[said[-1].topic].bare or found.topics:
        state.name([target.topic for target in said])
    _give(state, phrase, said)


def _by_year(state: State, phrase: Phrase, found: Found) -> bool:
    """2022年、2023年分别收到8件、12件: the numbers stand in the order of the years."""
    years = [token.year for token in phrase.lead if token.sort is Sort.YEAR]
    if len(years) < 2 or state.year not in years or not found.near:
        return False
    said = targets(state.words, found, topic_of(state, found), state.row, state.column)
    if len(said) != 1:
        return False
    each: list[Target | None] = [said[0] if year == state.year else None for year in years]
    state.scope.other_year = False
    state.pending = each[1:]
    if (first := each[0]) is not None:
        _give(state, phrase, [first])
    return True


def _compares(state: State, phrase: Phrase) -> bool:
    """Whether the number only tells a difference, or another year's value."""
    words = [token for token in phrase.lead if token.word and not token.light]
    changed = bool(words) and (words[-1].marked("up") or words[-1].marked("down"))
    return state.scope.compared or changed


def _fits(state: State, phrase: Phrase, found: Found, said: Sequence[Target]) -> bool:
    """Whether the unit is one that these are counted in."""
    figure = phrase.figure
    unit = figure.unit
    for target in said:
        topic = state.words.file.topics[target.topic]
        nothing = not unit and figure.value == 0
        if not nothing and (unit in _MONEY) != (target.aspect in topic.amounts):
            return False
        if unit in _MONEY:
            continue
        if unit not in topic.units and unit:
            return False
        if unit == "项" and (target.topic, target.aspect) in found.explicit:
            return False
        if unit in _VAGUE and phrase.tail and phrase.tail[0].sort is Sort.OTHER:
            return False
        if not unit and _rest(phrase.tail):
            return False
    return True


def _rest(tail: Sequence[Token]) -> bool:
    return bool(tail) and not (tail[0].marked("joins") or tail[0].light)


def _give(state: State, phrase: Phrase, said: Sequence[Target]) -> None:
    """Enter one item for each target."""
    figure, file = phrase.figure, state.words.file
    start, end = _start(state, phrase), _end(phrase, said)
    made = []
    for target in said:
        value = _valued(state, target, figure.value, figure.unit)
        metric = state.words.metric(*target)
        step = _valued(state, target, figure.step, figure.unit)
        item = state.put(
            metric, value, start, end, target=target, figure=figure._replace(step=step)
        )
        item.verb, item.summed = _takes(state, phrase), _sums(phrase)
        made.append(item)
        total = not target.column or target.column == file.total
        moves = target.aspect not in (file.carry.into, file.carry.out)
        if target.topic == file.carry.topic and total and moves:
            state.row = target.aspect
    state.last = made


def _valued(state: State, target: Target, value: Number, unit: str) -> Number:
    """The value in the metric's unit."""
    money = state.words.file.topics[target.topic].money
    if unit not in _MONEY or not money:
        return value
    scaled = Decimal(value).scaleb(_MONEY[unit] - _MONEY[money])
    return int(scaled) if scaled == scaled.to_integral_value() else scaled.normalize()


def _start(state: State, phrase: Phrase) -> int:
    """Where the phrase begins: its first word that counts."""
    for token in phrase.lead:
        if token.word and (token.word.means or token.marked("carried")):
            return token.start
    if (state.fresh or state.heard) and not phrase.tail and state.heading >= 0:
        return state.heading
    return phrase.lead[0].start if phrase.lead else phrase.figure.start


def _end(phrase: Phrase, said: Sequence[Target]) -> int:
    """Where the phrase ends: after what follows the number, where that tells what it counts."""
    if any(token.word and token.word.means for token in phrase.lead):
        return phrase.figure.end
    means = [token.end for token in phrase.tail if token.word and token.word.means]
    return means[-1] if means else phrase.figure.end


def _takes(state: State, phrase: Phrase) -> bool:
    """Whether a word says that all in hand is counted, should 含上年结转 follow."""
    takes = state.words.file.carry.takes
    return any(t.word and set(t.word.aspects) & set(takes) for t in phrase.lead)


def _sums(phrase: Phrase) -> bool:
    return any(token.marked("totals") for token in phrase.lead)


def _not_ours(state: State, phrase: Phrase, found: Found) -> None:
    """Enter a number that is not understood, so that lists and growth know of it."""
    figure = phrase.figure
    item = state.put("", figure.value, _start(state, phrase), figure.end, figure=figure)
    item.foreign = not state.readable
    state.last = []
    if found.topics and not found.strange:
        state.name(found.topics)


def _parts(state: State, phrase: Phrase) -> None:
    """全文共六个部分."""
    metric, figure = state.words.file.parts, phrase.figure
    if metric and state.here and "whole_report" in state.here.marks:
        state.put(metric, figure.value, figure.start, figure.end, figure=figure)
