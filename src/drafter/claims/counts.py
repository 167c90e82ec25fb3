"""What a count or an amount says: 收到申请5件, 其余6件予以公开, 分别为3、2、1件."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from drafter.claims.channels import read_channel
from drafter.claims.clauses import Phrase
from drafter.claims.items import FOREIGN, REACH, Item, State
from drafter.claims.model import Kind, Number
from drafter.claims.targets import Found, Target, look, targets
from drafter.claims.tokens import Sort, Token

_PARTS = ("部分", "个部分", "大部分")
_VAGUE = ("项", "个", "次")
"""Measure words of so many things that what follows must not be unexplained."""
_MONEY = {"元": 0, "千元": 3, "万元": 4, "亿元": 8}


def read_count(state: State, phrase: Phrase, found: Found) -> None:
    """Take in one number that is no percentage."""
    number, file = phrase.number, state.words.file
    assert number is not None and number.figure is not None
    figure = number.figure
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
    aside = "asides" in found.marks or found.mixed or found.ways == 1
    if not state.readable or found.strange or aside:
        _not_ours(state, phrase, found)
        return
    if "negations" in found.marks:
        _not_ours(state, phrase, found)
        return
    if read_channel(state, phrase, found):
        return
    said = _said(state, phrase, found)
    if len(said) > 1 and "respectively" in found.marks:
        state.pending = said[1:]
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
    said = targets(state.words, found, _topic(state, found), state.row, state.column)
    if len(said) != 1:
        return False
    each = [said[0] if year == state.year else None for year in years]
    state.scope.other_year = False
    state.pending = each[1:]
    if each[0] is not None:
        _give(state, phrase, [each[0]])
    return True


def _said(state: State, phrase: Phrase, found: Found) -> list[Target]:
    """What the words before the number, else those after it, say that it counts."""
    after = look(state.words, phrase.tail, state.topic)
    bare = not (found.explicit or after.explicit)
    if bare and ("carried" in found.marks or (not found.anything and "carried" in after.marks)):
        return _carried(state, found)
    if not found.anything:
        return _led_by_nothing(state, phrase, found, after)
    if "some" in found.marks and not (found.columns or found.explicit or found.aspects):
        return _rest_of_list(state)
    if not found.near:
        if found.aspects and not found.topics:
            state.estrange()
        return []
    topic = _topic(state, found)
    if not found.topics and found.aspects and not found.explicit:
        first = next((t for t in phrase.tail if not t.light), None)
        if after.topics and first is not None and first.word and first.word.nouns:
            topic = after.topics[0]
        elif after.strange or (first is not None and first.sort is Sort.OTHER):
            state.estrange()
            return []
    if found.explicit and state.foreign:
        return []
    if topic == FOREIGN and not found.topics and not found.explicit:
        return []
    last = state.last[-1:]
    same = last and last[0].target and last[0].clause == state.clause
    before = last[0].target.aspect if same and last[0].target else ""
    return targets(state.words, found, topic, state.row, state.column, before)


def _topic(state: State, found: Found) -> str:
    """What is spoken of: 法院 means suits, and what both kinds of suits share is of suits."""
    topic = state.topic or _unsaid(state, found)
    if found.agents and topic not in found.agents:
        return found.agents[0]
    known = state.words.file.topics.get(topic)
    if known and known.within:
        parts = [n for n, t in state.words.file.topics.items() if t.within == known.within]
        if all(part in state.named for part in parts):
            return known.within
    return topic


def _unsaid(state: State, found: Found) -> str:
    """Where nothing was named yet, 收到5件 and 办结5件 speak of applications."""
    carry = state.words.file.carry
    known = {carry.new, carry.done, carry.hand}
    return carry.topic if set(found.aspects) <= known and not found.unknown else ""


def _led_by_nothing(state: State, phrase: Phrase, found: Found, after: Found) -> list[Target]:
    """A number that no word leads to: 其余6件予以公开, 共计36件, or after 行政诉讼方面，."""
    words = state.words
    everyone = next((i for i, t in enumerate(phrase.tail) if t.marked("all")), None)
    if everyone is not None:
        after = look(words, phrase.tail[:everyone], state.topic)
    if not found.near:
        return []
    if after.anything and not after.strange and "asides" not in after.marks:
        if "negations" in after.marks:
            return []
        first = next((t for t in phrase.tail if not t.light), None)
        unexplained = first is not None and first.sort is Sort.OTHER
        counted = found.marks & {"totals", "exists"}
        loose = after.topics and not (after.aspects or after.explicit or after.columns)
        if (not unexplained or after.explicit) and not (loose and not counted):
            if after.explicit and state.foreign:
                return []
            return targets(words, after, state.topic, state.row, state.column)
        return []
    if after.strange or _unexplained(phrase.tail):
        return []
    if "some" in found.marks:
        return _rest_of_list(state)
    if "totals" in found.marks and (total := _total(state)):
        return [total]
    if len(state.fresh) > 1 and _none_of(state, phrase):
        return [Target(t, b) for t in state.fresh if (b := words.file.topics[t].bare)]
    if state.here and state.here.opened in (Sort.COLON, Sort.OPEN) and state.heard:
        before = state.heard
        if before.near and not before.strange and not (before.explicit and state.foreign):
            return targets(words, before, _topic(state, before), state.row, state.column)
        return []
    if len(state.fresh) == 1:
        topic = words.file.topics[state.fresh[0]]
        return [Target(state.fresh[0], topic.bare)] if topic.bare else []
    return []


def _none_of(state: State, phrase: Phrase) -> bool:
    """Whether the number is a zero after a clause that only names: then it is of all named."""
    assert phrase.number is not None and phrase.number.figure is not None
    bare = not any(token.word and token.word.means for token in phrase.lead)
    return bare and phrase.number.figure.value == 0


def _rest_of_list(state: State) -> list[Target]:
    """What 其他 is in the list that it ends."""
    words, last = state.words, state.last[-1:]
    if not last or last[0].target is None:
        return []
    topic, aspect, column = last[0].target
    if column and column != words.file.total:
        return [Target(topic, aspect, words.file.rest.get("columns", ""))]
    rest = words.file.rest.get(words.list_of.get(aspect, ""), "")
    return [Target(topic, rest)] if rest and words.metric(topic, rest) else []


def _unexplained(tail: Sequence[Token]) -> bool:
    return any(token.sort is Sort.OTHER for token in tail)


def _total(state: State) -> Target | None:
    """What a bare 合计 sums up, by the items listed before it."""
    carry = state.words.file.carry
    own = [item.target for item in state.items[-REACH:] if item.target]
    if not own or state.foreign:
        return None
    aspects = {target.aspect for target in own if target.topic == carry.topic}
    if carry.into in aspects and carry.new in aspects:
        return Target(carry.topic, carry.hand)
    topic = state.words.file.topics[own[-1].topic]
    listed = own[-1].aspect in state.words.list_of
    return Target(own[-1].topic, topic.total) if topic.total and listed else None


def _carried(state: State, found: Found) -> list[Target]:
    """结转 without a year: into the next one where the sentence has told what was done."""
    carry = state.words.file.carry
    if state.foreign or not found.near or (found.topics and carry.topic not in found.topics):
        return []
    done = any(i.target and i.target.aspect == carry.done for i in state.items[-REACH:])
    column = found.columns[0] if len(found.columns) == 1 else state.column
    return [Target(carry.topic, carry.out, column)] if done else []


def _compares(state: State, phrase: Phrase) -> bool:
    """Whether the number only tells a difference, or another year's value."""
    words = [token for token in phrase.lead if token.word and not token.light]
    changed = bool(words) and (words[-1].marked("up") or words[-1].marked("down"))
    return state.scope.compared or changed


def _fits(state: State, phrase: Phrase, found: Found, said: Sequence[Target]) -> bool:
    """Whether the unit is one that these are counted in."""
    assert phrase.number is not None and phrase.number.figure is not None
    figure = phrase.number.figure
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
    number, file = phrase.number, state.words.file
    assert number is not None and number.figure is not None
    figure = number.figure
    start, end = _start(state, phrase), _end(phrase, said)
    made = []
    for target in said:
        value = _valued(state, target, figure.value, figure.unit)
        metric = state.words.metric(*target)
        made.append(
            state.add(
                Item(target, metric, Kind.COUNT, value, start, end, state.number,
                     state.clause, state.depth, figure.unit, figure.approx, among=state.among,
                     verb=_takes(state, phrase), summed=_sums(phrase))
            )
        )  # fmt: skip
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
    assert phrase.number is not None
    if (state.fresh or state.heard) and not phrase.tail and state.heading >= 0:
        return state.heading
    return phrase.lead[0].start if phrase.lead else phrase.number.start


def _end(phrase: Phrase, said: Sequence[Target]) -> int:
    """Where the phrase ends: after what follows the number, where that tells what it counts."""
    assert phrase.number is not None
    if any(token.word and token.word.means for token in phrase.lead):
        return phrase.number.end
    means = [token.end for token in phrase.tail if token.word and token.word.means]
    return means[-1] if means else phrase.number.end


def _takes(state: State, phrase: Phrase) -> bool:
    """Whether a word says that all in hand is counted, should 含上年结转 follow."""
    takes = state.words.file.carry.takes
    return any(t.word and set(t.word.aspects) & set(takes) for t in phrase.lead)


def _sums(phrase: Phrase) -> bool:
    return any(token.marked("totals") for token in phrase.lead)


def _not_ours(state: State, phrase: Phrase, found: Found) -> None:
    """Enter a number that is not understood, so that lists and growth know of it."""
    number = phrase.number
    assert number is not None and number.figure is not None
    figure = number.figure
    state.add(
        Item(None, "", Kind.COUNT, figure.value, _start(state, phrase), number.end, state.number,
             state.clause, state.depth, figure.unit, figure.approx, among=state.among,
             foreign=not state.readable)
    )  # fmt: skip
    state.last = []
    if found.topics and not found.strange:
        state.name(found.topics)


def _parts(state: State, phrase: Phrase) -> None:
    """全文共六个部分."""
    metric, number = state.words.file.parts, phrase.number
    assert number is not None and number.figure is not None
    tokens = (*(state.here.tokens if state.here else ()),)
    if not metric or not any(token.marked("whole_report") for token in tokens):
        return
    figure = number.figure
    state.add(
        Item(None, metric, Kind.COUNT, figure.value, number.start, number.end, state.number,
             state.clause, state.depth, "", figure.approx)
    )  # fmt: skip
