"""What is said without a number: that there was none (未收到), or that all were (均按期答复)."""

from __future__ import annotations

from collections.abc import Sequence

from drafter.claims.items import FOREIGN, State
from drafter.claims.model import Kind
from drafter.claims.targets import Found, Target, look
from drafter.claims.tokens import Sort, Token
from drafter.claims.vocabulary import Whole

_UNKNOWN_IN_NONE = 3
_UNKNOWN_IN_ALL = 8
_HINDER = frozenset(("asides", "share", "up", "down", "timely", "partly", "manner"))


def read_statements(
    state: State, tokens: Sequence[Token], found: Found, negated: bool = True
) -> None:
    """Enter what a clause, or what stands after its last number, states."""
    if "negations" not in found.marks:
        if "all" in found.marks:
            _all(state, tokens, found)
        return
    places = [i for i, token in enumerate(tokens) if token.marked("negations")]
    if places and negated and "partly" not in found.marks:
        _none(state, tokens, places)


def _none(state: State, tokens: Sequence[Token], places: Sequence[int]) -> None:
    """Each negation denies what stands after it, the last one what stands before if it ends."""
    if not state.readable:
        return
    starts = [0, *(place + 1 for place in places[:-1])]
    ends = [*places[1:], len(tokens)]
    for start, place, end in zip(starts, places, ends, strict=True):
        rest = tokens[place + 1 : end]
        found = look(state.words, rest, state.topic)
        if not [token for token in rest if not token.light and token.sort is not Sort.LIST]:
            denied = tokens[start:place]
            found = look(state.words, denied, state.topic)
            if not found.anything and len(denied) == sum(t.light for t in denied):
                found.topics = list(state.fresh)
            _deny(state, found, denied, tokens[place])
        else:
            _borrow(found, look(state.words, tokens[start:place], state.topic))
            _deny(state, found, rest, tokens[place])


def _borrow(found: Found, before: Found) -> None:
    """What is denied of what stands before the negation: 科研机构无申请, 申请未收到."""
    if found.topics and not found.columns and before.columns and not before.topics:
        found.columns = before.columns
    if found.aspects and not found.topics and not found.explicit and not before.strange:
        found.topics = before.topics


def _deny(state: State, found: Found, tokens: Sequence[Token], negation: Token) -> None:
    file = state.words.file
    aspects = set() if found.explicit else set(found.aspects)
    if found.topics:
        aspects = {a for a in aspects if any(state.words.metric(t, a) for t in found.topics)}
    hindered = found.strange or found.marks & _HINDER or found.rates
    if (
        hindered
        or aspects & set(file.unnegated)
        or (found.ahead and "exists" not in found.marks)
        or found.unknown > _UNKNOWN_IN_NONE
        or found.ways == 1
    ):
        if found.strange:
            state.estrange()
        return
    said = _denied(state, found, tokens)
    if not said:
        return
    start = min([negation.start, *(t.start for t in tokens if t.word and t.word.means)])
    end = max([negation.end, *(t.end for t in tokens)])
    state.name([target.topic for target in said])
    state.last = []
    for target in said:
        if metric := state.words.metric(*target):
            item = state.put(metric, 0, start, end, target=target)
            item.zero = True
            state.last.append(item)
    for target in said:
        if target.topic == file.carry.topic and target.aspect == file.carry.new:
            state.row = state.row or file.carry.new


def _denied(state: State, found: Found, tokens: Sequence[Token]) -> list[Target]:
    words, carry = state.words, state.words.file.carry
    columns = found.columns or [""]
    if "carried" in found.marks and not found.explicit:
        if (found.topics and carry.topic not in found.topics) or state.foreign:
            return []
        return [Target(carry.topic, carry.out)]
    said: list[Target] = []
    if found.explicit and not state.foreign:
        sure = [(t, a) for t, a in found.explicit if a not in words.file.unnegated]
        said += [Target(t, a, c) for t, a in sure for c in columns]
    explained = {topic for topic, _ in found.explicit}
    for topic in found.topics:
        own = [a for a in found.aspects if words.metric(topic, a)]
        none = words.file.topics[topic].none
        if topic not in explained:
            aspects = own or ([none] if none else [])
            said += [Target(topic, a, c) for a in aspects for c in columns]
    if not said and not found.topics and state.topic != FOREIGN:
        unsaid = carry.topic if set(found.aspects) <= {carry.new} else ""
        topic = state.topic or unsaid
        said = [Target(topic, a) for a in found.aspects if words.metric(topic, a)]
    return said


def _all(state: State, tokens: Sequence[Token], found: Found) -> None:
    """均, 全部 and the like, with what is true of all after them."""
    place = next((i for i, token in enumerate(tokens) if token.marked("all")), None)
    hindered = found.strange or found.marks & {"asides", "provided", "partly"}
    if place is None or not state.readable or hindered:
        return
    after = look(state.words, tokens[place + 1 :])
    timely = "timely" in found.marks
    if after.unknown > _UNKNOWN_IN_ALL:
        return
    for whole in state.words.file.wholes:
        if whole.aspect not in after.aspects:
            continue
        if whole.timely:
            _rate(state, whole, found, tokens, timely)
        else:
            _every(state, whole, found, tokens, place)
        return
    if _of_all(state, after, tokens, place):
        return
    for whole in state.words.file.wholes if timely else ():
        if whole.also in after.aspects:
            _rate(state, whole, found, tokens, timely)


def _of_all(state: State, after: Found, tokens: Sequence[Token], place: int) -> bool:
    """都公开了, 均为自然人: no number is stated, but one who knows the total can tell it."""
    carry, words = state.words.file.carry, state.words
    if state.topic not in ("", carry.topic) or state.foreign or after.strange or after.unknown > 1:
        return False
    results = [t for t in after.explicit if t[1] in words.list_of]
    results += [(carry.topic, a) for a in after.aspects if a in words.list_of]
    target = None
    if len(results) == 1 and words.metric(*results[0]):
        target = Target(*results[0])
    elif len(after.columns) == 1 and not after.explicit:
        target = Target(carry.topic, carry.new, after.columns[0])
    if target is not None:
        item = state.put("", 0, tokens[place].start, tokens[-1].end, kind=Kind.ALL)
        item.target = target
    return target is not None


def _rate(state: State, whole: Whole, found: Found, tokens: Sequence[Token], timely: bool) -> None:
    own = [topic for topic in found.topics if topic in whole.topics]
    unsaid = not state.topic and not found.unknown
    if not own and (not (unsaid or state.topic in whole.topics) or state.foreign or found.topics):
        return
    metric = whole.timely if timely else whole.metric
    _enter(state, metric, int(whole.value), tokens, ())


def _every(state: State, whole: Whole, found: Found, tokens: Sequence[Token], place: int) -> None:
    named = [*state.named, *(topic for topic in found.topics if topic not in state.named)]
    scope = tuple(topic for topic in named if topic in whole.topics)
    if not scope and state.topic in whole.topics:
        scope = (state.topic,)
    if (scope and state.topic in whole.topics) or set(found.topics) & set(whole.topics):
        _enter(state, whole.metric, int(whole.value), tokens[place:], scope)


def _enter(
    state: State, metric: str, value: int, tokens: Sequence[Token], scope: tuple[str, ...]
) -> None:
    first = next((t for t in tokens if t.marked("all") or t.marked("timely")), tokens[0])
    last = [t for t in tokens if t.word and t.word.aspects] or [tokens[-1]]
    item = state.put(metric, value, first.start, last[-1].end, kind=Kind.ALL)
    item.scope = scope
