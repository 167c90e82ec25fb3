"""What a text says without a number: that there was none, that it was all, how it compares."""

from __future__ import annotations

from collections.abc import Sequence

from drafter.claims.claim_denials import deny, deny_each, still_denied
from drafter.claims.claim_meanings import has_outcomes, inside
from drafter.claims.claim_model import Approx, Kind
from drafter.claims.claim_state import REACH, Item, State
from drafter.claims.claim_subjects import Found, look
from drafter.claims.claim_targets import Target, targets
from drafter.claims.claim_tokens import Phrase, Token
from drafter.claims.claim_words import Whole

_UNKNOWN_IN_ALL = 8
_UNKNOWN_LED = 3


def read_statements(
    state: State, tokens: Sequence[Token], found: Found, negated: bool = True
) -> None:
    """Enter what a clause, or what stands after its last number, states."""
    if "same" in found.marks and state.scope.compared and state.scope.base == state.year - 1:
        _unchanged(state, tokens, found)
    turns = [token for token in tokens if token.marked("up") or token.marked("down")]
    if "doubled" in found.marks:
        _doubled(state, tokens)
    if turns and state.scope.compared and state.clause != _counted(state):
        _turned(state, tokens, turns, found)
    if state.last and state.last[-1].value == 1 and found.marks.isdisjoint({"negations", "all"}):
        _only_one(state, tokens, found)
    # 未全部办结 is neither none nor all.
    if "negations" not in found.marks:
        if "all" in found.marks:
            _all(state, tokens, found)
        elif (before := still_denied(state, tokens, found)) is not None:
            told = len(state.items)
            deny(state, found, tokens, tokens[0])
            # The phrase begins with what denies it.
            for item in state.items[told:]:
                item.start = before.start
        return
    places = [i for i, token in enumerate(tokens) if token.marked("negations")]
    if places and negated and "partly" not in found.marks:
        deny_each(state, tokens, places)


def _unchanged(state: State, tokens: Sequence[Token], found: Found) -> None:
    """与上年持平: the count just before is last year's too."""
    if (of := _compared(state, found)) is not None and state.readable:
        metric = state.words.metric(*of)
        item = state.put(metric, 0, tokens[0].start, tokens[-1].end, kind=Kind.CHANGE)
        item.target = of


def _compared(state: State, found: Found) -> Target | None:
    """What a clause without a number compares: what it names, else the count just before."""
    if found.anything:
        said = targets(state.words, found, state.topic, state.row, state.column)
        ours = not (found.strange or state.foreign or found.explicit) and not found.unknown
        return said[0] if len(said) == 1 and ours and found.near else None
    of = state.last[-1] if len(state.last) == 1 else None
    return of.target if of is not None and of.kind is Kind.COUNT else None


def _counted(state: State) -> int:
    """The clause of the last number, -1 without one."""
    return state.items[-1].clause if state.items else -1


def _turned(state: State, tokens: Sequence[Token], turns: Sequence[Token], found: Found) -> None:
    """较上年有所下降: how the count just before stands to last year's."""
    of = _compared(state, found)
    if of is None or len(turns) > 1 or state.scope.base != state.year - 1 or not state.readable:
        return
    value, metric = -1 if turns[0].marked("down") else 1, state.words.metric(*of)
    item = state.put(metric, value, tokens[0].start, tokens[-1].end, kind=Kind.TURN)
    item.target = of


def _doubled(state: State, tokens: Sequence[Token]) -> None:
    """比上年翻了一番: about a hundred per cent more."""
    of = state.last[-1] if len(state.last) == 1 else None
    if of is not None and of.target is not None and state.scope.base in (0, state.year - 1):
        item = state.put(of.metric, 100, tokens[0].start, tokens[-1].end, kind=Kind.GROWTH)
        item.target, item.of, item.approx = of.target, of, Approx.ABOUT


def _only_one(state: State, tokens: Sequence[Token], found: Found) -> None:
    """收到申请1件，由企业提出，已予以公开: what is told of the one is told of all."""
    carry, of = state.words.file.carry, state.last[-1]
    known = of.target is not None and of.kind is Kind.COUNT and of.clause < state.clause
    if of.target is None or not (known and state.readable):
        return
    # 其中行政诉讼1件，判决撤销: the one that is told of.
    if state.among and not (of.among and has_outcomes(state, of.target.topic)):
        return
    # 行政诉讼1件，系未经复议直接起诉.
    kinds = [t for t in found.topics if state.words.file.topics[t].within == of.target.topic]
    if kinds and not found.strange:
        item = state.put("", 0, tokens[0].start, tokens[-1].end, kind=Kind.ALL)
        item.target, item.of = Target(kinds[0], state.words.file.topics[kinds[0]].bare), of
    if set(found.topics) - {state.topic}:
        return
    if of.target.topic == carry.topic:
        # 收到申请1件，已按规定时限办结.
        if of.target.aspect in carry.takes and carry.done in found.aspects and not found.strange:
            _none_left(state, tokens)
        # 收到申请1件，结转下年度办理.
        out = Target(carry.topic, carry.out)
        if found.explicit == [(out.topic, out.aspect)] and not found.strange:
            item = state.put("", 0, tokens[0].start, tokens[-1].end, kind=Kind.ALL)
            item.target, item.of, item.metric = out, of, state.words.metric(*out)
            item.kind, item.scope = Kind.EVERY, (of.metric,)
            return
        _of_all(state, found, tokens, 0)
        return
    outcome = _outcome(state, of.target, found)
    spoken = state.words.file.topic(state.topic)
    if outcome and not found.strange and of.target.topic in (state.topic, spoken.within):
        item = state.put("", 0, tokens[0].start, tokens[-1].end, kind=Kind.ALL)
        item.target, item.of = outcome, of


def _outcome(state: State, of: Target, found: Found) -> Target | None:
    """The one way in which the words say that reviews or suits ended, if they do."""
    words = state.words
    ends = [a for a in found.aspects if words.metric(of.topic, a)]
    ends = [a for a in ends if a in words.file.outcomes or words.implied(of.topic, a)]
    return Target(of.topic, ends[0]) if len(ends) == 1 else None


def _all(state: State, tokens: Sequence[Token], found: Found) -> None:
    """均, 全部 and the like, with what is true of all after them."""
    # What comes after 均 is true of all; what stands before names them.
    place = next((i for i, token in enumerate(tokens) if token.marked("all")), None)
    tokens = _without_object(state, tokens)
    hindered = found.strange or found.marks & {"asides", "provided", "partly"} or state.excepted
    # 所有答复件中: of those something is told next.
    hindered = hindered or inside(state, tokens)
    if place is None or not state.readable or hindered:
        return
    after = look(state.words, tokens[place:])
    timely = "timely" in found.marks
    if after.unknown > _UNKNOWN_IN_ALL:
        return
    # 答复8件，均在法定期限内: in which they were answered.
    if timely and not (after.anything or after.unknown):
        after.aspects = [whole.aspect for whole in state.words.file.wholes if whole.timely]
    # 均已按要求受理办结: the last verb counts here, whatever it stands beside.
    verbs = [token.word.aspects for token in tokens[place:] if token.word and token.word.aspects]
    after.aspects += [each for each in (verbs or [()])[-1] if each not in after.aspects]
    told = False
    for whole in state.words.file.wholes:
        # 复议案件均已办结: those were ended.
        if not {whole.aspect, whole.also if not whole.timely else ""} & set(after.aspects):
            continue
        # 引发行政复议2件。全部按期办结: only applications are answered in time.
        if timely and not whole.timely and whole.aspect not in after.aspects:
            continue
        told = True
        if whole.timely:
            _rate(state, whole, found, tokens, timely)
        else:
            _every(state, whole, found, tokens, place)
    # 均已办结并全部公开 tells what became of them, too.
    if told and not (after.explicit and after.marks & {"both", "joins"}):
        return
    # Rates have been looked for; now results, which only what is proposed from a text can use.
    if _of_all(state, after, tokens, place):
        # 均在法定期限内予以公开答复: a result that came in time.
        for whole in state.words.file.wholes if timely and after.explicit else ():
            if whole.timely:
                _rate(state, whole, found, tokens, timely)
        return
    for whole in state.words.file.wholes if timely else ():
        if whole.also in after.aspects:
            _rate(state, whole, found, tokens, timely)
            return
    # 均按规定进行了办理: whatever became of them, there were some.
    carry = state.words.file.carry
    ours = carry.topic in found.topics or (state.topic == carry.topic and not found.topics)
    if carry.work in after.aspects and ours and not state.foreign:
        item = state.put("", 0, tokens[place].start, tokens[-1].end, kind=Kind.EVERY)
        item.target = Target(carry.topic, carry.hand)
        item.metric = state.words.metric(*item.target)


def _without_object(state: State, tokens: Sequence[Token]) -> Sequence[Token]:
    """均维持我局作出的答复: what was upheld is no second thing that is true of all."""
    outcomes = set(state.words.file.outcomes)
    for place, token in enumerate(tokens):
        if token.word and outcomes & set(token.word.aspects):
            return tokens[: place + 1]
    return tokens


def _of_all(state: State, after: Found, tokens: Sequence[Token], place: int) -> bool:
    """都公开了, 均为自然人: no number is stated, but one who knows the total can tell it."""
    carry, words = state.words.file.carry, state.words
    if state.foreign or state.partial or after.strange or after.unknown > 1:
        return False
    of = state.last[-1] if state.last else None
    told = of.target if of and of.kind is Kind.COUNT else None
    # 行政诉讼2件，均为直接起诉: a kind of what was counted just before.
    kinds = [t for t in after.topics if told and words.file.topics[t].within == told.topic]
    if of and told and len(kinds) == 1:
        aspect = words.file.topics[kinds[0]].bare
        item = state.put("", 0, tokens[place].start, tokens[-1].end, kind=Kind.ALL)
        item.target, item.of = Target(kinds[0], aspect), of
        return True
    # 行政诉讼2件，均未审结: one outcome of all that were counted.
    outcome = _outcome(state, told, after) if told else None
    if of and outcome:
        item = state.put("", 0, tokens[place].start, tokens[-1].end, kind=Kind.ALL)
        item.target, item.of = outcome, of
        return True
    if state.topic not in ("", carry.topic):
        return False
    results = [t for t in after.explicit if t[1] in words.list_of]
    results += [(carry.topic, a) for a in after.aspects if a in words.list_of]
    # 均因本机关不掌握而无法提供: the row, not its group.
    groups = {words.group_of.get(aspect) for _, aspect in results}
    results = [each for each in results if each[1] not in groups]
    target, led = None, look(words, tokens[:place])
    # 对于本局制作保存的信息均予以公开: of those only.
    if led.strange or led.mixed or led.unknown > _UNKNOWN_LED:
        return False
    # 自然人的申请均予以公开: all of that applicant's.
    column = led.columns[0] if len(led.columns) == 1 else ""
    if len(results) == 1 and words.metric(*results[0]):
        target = Target(*results[0], column)
    elif len(after.columns) == 1 and not after.explicit:
        target = Target(carry.topic, carry.new, after.columns[0])
    if target is not None:
        item = state.put("", 0, tokens[place].start, tokens[-1].end, kind=Kind.ALL)
        # 其中2件均予以公开: of a number that is not understood nothing can be said.
        before = state.items[-2] if len(state.items) > 1 else None
        # 10件申请全部为自然人提出, at the head of a sentence: of all that there were.
        whole = before is state.items[0] and not state.among and carry.topic in led.topics
        strange = before is not None and before.clause == state.clause and not before.metric
        # 收到2件，两件均予以公开: of both.
        item.foreign = strange and not (whole or (before and all_told(state, before)))
        if column and target.aspect in words.list_of:
            item.scope = (words.metric(carry.topic, carry.done, column),)
        item.target, item.of = target, _spoken_of(state, tokens[:place])
    return target is not None


def _spoken_of(state: State, led: Sequence[Token]) -> Item | None:
    """The count that something is true of all of; behind a part, 申请人均为公民 is of the whole."""
    last = state.last[-1] if state.last else None
    if last is None or not last.among or not any(t.marked("applicants") for t in led):
        return last
    wholes = [i for i in state.items[-REACH:] if i.kind is Kind.COUNT and i.target and not i.among]
    return wholes[-1] if wholes else last


def _rate(state: State, whole: Whole, found: Found, tokens: Sequence[Token], timely: bool) -> None:
    own = [topic for topic in found.topics if topic in whole.topics]
    # 其中1件不属于我局职责，另2件均已回复: of those two.
    told = state.items[-1] if state.items else None
    part = told is not None and told.among and told.clause == state.clause and not told.metric
    if part and told and not all_told(state, told):
        return
    # 受理线下申请7件，已全部办结: all of those, unless they were a part of what was told before.
    parts = _after_parts(state)
    if (state.partial and not own and not parts) or found.columns or _only_carried(state):
        return
    unsaid = (not state.topic and not found.unknown) or parts
    foreign = state.foreign and not parts
    if not own and (not (unsaid or state.topic in whole.topics) or foreign or found.topics):
        return
    if not timely and _only_some(state):
        return
    metric = whole.timely if timely else whole.metric
    _enter_all(state, metric, whole.value, tokens, ())


def counted_all(state: State, phrase: Phrase, found: Found) -> None:
    """收到14件，均按时办结14件: so many as there were."""
    carry, value = state.words.file.carry, phrase.figure.value
    if not {"all", "timely"} <= found.marks or carry.done not in found.aspects or state.among:
        return
    told = [i for i in state.items[-REACH:] if i.target and i.value == value]
    if any(i.target and i.target[:2] in _all_of(state) for i in told):
        for whole in state.words.file.wholes:
            if whole.timely:
                _enter_all(state, whole.timely, whole.value, phrase.lead, ())


def _all_of(state: State) -> set[tuple[str, str]]:
    carry = state.words.file.carry
    return {(carry.topic, carry.new), (carry.topic, carry.hand), (carry.topic, carry.work)}


def all_told(state: State, item: Item) -> bool:
    """收到5件，其中当面2件，网上3件，5件均已答复: so many as came in."""
    new = state.words.file.carry.new
    told = [i for i in state.items[-REACH:] if i.target and i.target.aspect == new]
    return any(i.value == item.value and not i.among for i in told)


def _after_parts(state: State) -> bool:
    """收到9件，其中网上7件、来信1件，全部按期答复: of the nine; behind one part nobody can tell."""
    carry, told = state.words.file.carry, state.items[-REACH:]
    whole = any(i.target and i.target.aspect == carry.new and not i.among for i in told)
    # 涉及征地3件、物业2件，已全部答复: so it is without 其中.
    listed = state.about == state.clause - 1
    counts = [i for i in told if i.kind is Kind.COUNT and i.clause < state.clause]
    parts = [i for i in counts if i.among or (listed and i.clause == state.about)]
    # 其中网上9件、来信2件，均按时办结: strangers that add up to them are ways, or results.
    # 其中延期答复2件、补正1件，均按期答复: of those only.
    added = sum(i.value for i in parts) in [i.value for i in told if not i.among]
    ours = added or (state.topic == carry.topic and all(i.way for i in parts))
    ours = ours and carry.topic in (state.topic, state.held)
    return (state.among or (listed and added)) and whole and len(parts) > 1 and ours


def _none_left(state: State, tokens: Sequence[Token]) -> None:
    """All that were in hand have been answered.

    均按时答复 does not say so: it is told of those whose time was up, too.
    """
    words, carry = state.words, state.words.file.carry
    item = state.put("", 0, tokens[0].start, tokens[-1].end, kind=Kind.EVERY)
    item.target = Target(carry.topic, carry.done)
    item.metric, item.scope = words.metric(*item.target), (words.metric(carry.topic, carry.hand),)


def _only_some(state: State) -> bool:
    """收到133件，121件均已答复，12件结转; 其中自然人6件均已答复: those are not all."""
    carry, last = state.words.file.carry, state.items[-1] if state.items else None
    if last is None or last.clause != state.clause or last.target is None:
        return False
    came = [i.value for i in state.items[-REACH:] if i.target and i.target.aspect == carry.new]
    fewer = any(last.value < value for value in came)
    return fewer and (last.among or last.target.aspect == carry.done)


def _only_carried(state: State) -> bool:
    """上年结转4件，均已办结: that says nothing of what came in this year."""
    carry = state.words.file.carry
    told = {i.target.aspect for i in state.items[-REACH:] if i.target and i.kind is Kind.COUNT}
    last = state.last[-1].target if state.last else None
    return bool(last and last.aspect == carry.into and told == {carry.into})


def _every(state: State, whole: Whole, found: Found, tokens: Sequence[Token], place: int) -> None:
    # 已审结的复议案件均维持: of those only.
    led = look(state.words, tokens[:place], state.topic)
    if any(state.words.implied(t, a) for t in whole.topics for a in led.aspects):
        return
    # 行政复议4件，已审结3件，均维持，1件未审结: of those three only.
    before = state.items[-1] if state.items else None
    said = found.topics or found.agents
    only = before is not None and (not before.metric or before.metric in state.words.file.implied)
    counted = before is not None and only and before.unit
    if before is not None and counted and not said and before.clause >= state.clause - 1:
        return
    named = [*state.named, *(topic for topic in said if topic not in state.named)]
    scope = tuple(topic for topic in named if topic in whole.topics)
    if not scope and state.topic in whole.topics:
        scope = (state.topic,)
    # 法院均维持 is of suits as a whole, which holds either kind of them.
    scope = tuple(t for t in scope if state.words.file.topics[t].within not in scope)
    if (scope and state.topic in whole.topics) or set(said) & set(whole.topics):
        _enter_all(state, whole.metric, whole.value, tokens[place:], scope)


def _enter_all(
    state: State, metric: str, value: int, tokens: Sequence[Token], scope: tuple[str, ...]
) -> None:
    first = next((t for t in tokens if t.marked("all") or t.marked("timely")), tokens[0])
    last = [t for t in tokens if t.word and t.word.aspects] or [tokens[-1]]
    item = state.put(metric, value, first.start, last[-1].end, kind=Kind.ALL)
    item.scope = scope
