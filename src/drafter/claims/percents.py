"""What a percentage says: a rate, a share, or a growth against last year."""

from __future__ import annotations

from decimal import Decimal

from drafter.claims.clauses import Phrase
from drafter.claims.items import FOREIGN, REACH, State
from drafter.claims.model import Kind, Number
from drafter.claims.targets import Found, Target, targets
from drafter.claims.tokens import Sort

_SCALES: dict[str, int] = {"%": 1, "成": 10, "倍": 100}


def read_percent(state: State, phrase: Phrase, found: Found, after: Found) -> None:
    """Take in one percentage."""
    if found.strange:
        state.estrange()
    if not state.readable or ("asides" in found.marks and not found.rates):
        return
    changes = [token for token in phrase.lead if token.marked("up") or token.marked("down")]
    if changes or state.growing:
        _growth(state, phrase, found, -1 if changes and changes[-1].marked("down") else 1)
    elif found.rates:
        _rates(state, phrase, found)
    elif (
        "share" in found.marks
        or (state.sharing and not found.anything)
        or _alone_in_brackets(state, phrase)
    ):
        _share(state, phrase, found)
    else:
        _done(state, phrase, found, after)
    if found.topics and not found.strange:
        state.name(found.topics)


def _growth(state: State, phrase: Phrase, found: Found, sign: int) -> None:
    if state.scope.base not in (0, state.year - 1):
        return
    if state.growing and not found.anything:
        of = [state.growing.pop(0)]
    elif "respectively" in found.marks and not found.anything:
        before = [i for i in state.items[-REACH:] if i.target and i.kind is Kind.COUNT]
        clause = before[-1].clause if before else 0
        row = [i for i in before if i.clause == clause]
        of, state.growing = row[:1], row[1:]
    elif found.anything:
        if not found.near or found.strange:
            return
        topic = "" if state.topic == FOREIGN else state.topic
        said = targets(state.words, found, topic, state.row, state.column)
        for target in said if len(said) == 1 else ():
            _enter(state, phrase, state.words.metric(*target), target, Kind.GROWTH, sign)
        return
    else:
        of = state.last
    for item in of:
        if item.target is not None and item.kind is Kind.COUNT and not found.unknown:
            _enter(state, phrase, item.metric, item.target, Kind.GROWTH, sign)


def _rates(state: State, phrase: Phrase, found: Found) -> None:
    topic = state.words.file.rated
    own = topic in found.topics or state.topic == topic
    unsaid = not state.topic and not found.unknown and not found.topics
    if found.strange or not (own or unsaid) or not found.near:
        return
    for metric in dict.fromkeys(found.rates):
        _enter(state, phrase, metric, None, Kind.RATE, 1)


def _share(state: State, phrase: Phrase, found: Found) -> None:
    if found.strange:
        return
    if state.sharing and not found.anything:
        target = state.sharing.pop(0)
        _enter(state, phrase, state.words.metric(*target), target, Kind.SHARE, 1)
        return
    state.sharing = []
    if not found.anything:
        for item in state.last[-1:]:
            if item.kind is Kind.COUNT and not found.unknown:
                _enter(state, phrase, item.metric, item.target, Kind.SHARE, 1)
        return
    topic = "" if state.topic == FOREIGN else state.topic
    said = targets(state.words, found, topic, state.row, state.column)
    if len(said) > 1 and found.near and "respectively" in found.marks:
        state.sharing, said = said[1:], said[:1]
    if len(said) == 1 and found.near and not (found.explicit and state.foreign):
        _enter(state, phrase, state.words.metric(*said[0]), said[0], Kind.SHARE, 1)


def _alone_in_brackets(state: State, phrase: Phrase) -> bool:
    here = state.here
    alone = not [token for token in phrase.lead if not token.light] and not phrase.tail
    return bool(here and here.opened is Sort.OPEN and here.closed is Sort.CLOSE and alone)


def _done(state: State, phrase: Phrase, found: Found, after: Found) -> None:
    """100%按期答复: the words after say what was done so far."""
    for whole in state.words.file.wholes:
        said = after if after.aspects else found
        if not whole.timely or whole.aspect not in said.aspects or not found.near:
            continue
        if (
            (not state.topic or state.topic in whole.topics)
            and not after.strange
            and not found.unknown
        ):
            metric = whole.timely if "timely" in after.marks | found.marks else whole.metric
            _enter(state, phrase, metric, None, Kind.RATE, 1)


def _enter(
    state: State, phrase: Phrase, metric: str, target: Target | None, kind: Kind, sign: int
) -> None:
    figure = phrase.figure
    scale = _SCALES[figure.unit]
    value: Number = figure.value * scale * sign
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    words = [t.start for t in phrase.lead if t.word and not t.light]
    start = words[0] if words else figure.start
    if metric:
        exact = figure._replace(step=figure.step * scale)
        state.put(metric, value, start, figure.end, kind=kind, target=target, figure=exact)
