"""Reading claims: a small parser that carries the subject from clause to clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile

from drafter.claims.claim_channels import hosted
from drafter.claims.claim_counts import read_count
from drafter.claims.claim_lexicon import Plain, Word, plain, veiled
from drafter.claims.claim_lists import claims_of
from drafter.claims.claim_model import Approx, Claim, Kind, Number
from drafter.claims.claim_state import FOREIGN, REACH, Item, Scope, State, merge_carried
from drafter.claims.claim_subjects import Found, look
from drafter.claims.claim_targets import Target, targets
from drafter.claims.claim_tokens import Clause, Phrase, Sort, Token, clauses, tokens
from drafter.claims.claim_words import ClaimWords, Whole

_PERCENT = frozenset(("%", "成", "倍"))


def read_claims(
    words: ClaimWords,
    text: str,
    year: int,
    own: tuple[str, ...] = (),
    *,
    asides: bool = False,
) -> tuple[Claim, ...]:
    """What the text says of this organ's numbers in `year`, in the order of the text.

    `own` are the organ's names (`own_names`): what they hold (财政, 退役军人事务) says nothing.
    """
    # A form without claims.yaml has nothing that prose could count.
    if not words.file.topics:
        return ()
    seen = plain(text)
    return claims_of(words, seen, read_items(words, seen, year, own), asides)


def read_items(
    words: ClaimWords, seen: Plain, year: int, own: tuple[str, ...] = ()
) -> list[list[Item]]:
    """Every number and statement, understood or not, sentence by sentence."""
    seen = veiled(seen, own)
    state = State(words, seen, year, bool(own))
    sentences: list[list[Item]] = []
    held: list[Clause] = []
    for clause in clauses(tokens(seen.text, words.lexicon)):
        held.append(clause)
        if clause.closed is Sort.STOP:
            items = _sentence(state, held)
            # 其中 goes on: its numbers may be the parts of one in the sentence before.
            if state.follows and sentences:
                sentences[-1] += items
            else:
                sentences.append(items)
            held = []
    return sentences


def _sentence(state: State, parts: Sequence[Clause]) -> list[Item]:
    opening = next((t for clause in parts for t in clause.tokens), None)
    state.begin(follows=opening is not None and opening.marked("among"))
    # The whole sentence is about documents or filling in: none of its numbers is of the year.
    if any("blocks" in clause.marks and not _kinds(clause) for clause in parts):
        state.blocked = True
    waiting: list[tuple[tuple[Token, ...], str, Scope, list[Item]]] = []
    reason: tuple[Token, ...] = ()
    for clause in parts:
        clause = merge_carried(state.words, clause, state.year)
        lead: tuple[Token, ...] = ()
        # After a bracket the sentence goes on where it was broken off: 申请（含网上申请）5件.
        if clause.opened is Sort.CLOSE and waiting:
            lead, state.topic, state.scope, state.last = waiting.pop()
            counted = clause.tokens[:1] and clause.tokens[0].sort is Sort.NUMBER
            lead = (*lead, *reason) if lead or counted else ()
            # 、 after the bracket begins another item: the words before it are used up.
            if clause.tokens and clause.tokens[0].sort is Sort.LIST:
                lead = ()
        _clause(state, clause, lead)
        reason = _reason(clause)
        if clause.closed is Sort.OPEN:
            # Only words still waiting for their number are carried over the bracket.
            bare = not any(t.sort is Sort.NUMBER for t in clause.tokens)
            held = (lead + clause.tokens)[-_LONGEST_LEAD:] if bare else ()
            waiting.append((held, state.topic, replace(state.scope), state.last))
    state.end()
    return state.items


def _kinds(clause: Clause) -> bool:
    """公文88条, in a list of kinds of items; 公文88件 are documents."""
    after = zip(clause.tokens, clause.tokens[1:], strict=False)
    counted = {t for t, n in after if n.figure is not None and n.figure.unit == "条"}
    return all(t in counted for t in clause.tokens if t.marked("blocks"))


def _reason(clause: Clause) -> tuple[Token, ...]:
    """不予公开（内部事务信息）2件: the bracket says which of them, and leads to the number too."""
    inside = clause.opened is Sort.OPEN and clause.closed is Sort.CLOSE
    said = [t for t in clause.tokens if not t.light]
    named = bool(said and said[-1].word and said[-1].word.explicit)
    if not inside or not named:
        return ()
    # 公开（含部分公开）31件 counts both, which no cell does.
    if len(said) == 2 and said[0].marked("among"):
        return (said[-1]._replace(word=Word(marks=frozenset({"asides"}))),)
    return tuple(said) if len(said) == 1 else ()


# Brackets within brackets would otherwise hold ever longer leads in hostile text.
_LONGEST_LEAD = 40


def _clause(state: State, clause: Clause, lead: tuple[Token, ...]) -> None:
    state.enter(clause)
    first = True
    for phrase in clause.phrases():
        if first and lead:
            phrase = Phrase(lead + phrase.lead, phrase.number, phrase.tail)
        state.scope.hear(phrase.lead, opening=first)
        found = look(state.words, phrase.lead, state.topic)
        if phrase.number is None:
            read_statements(state, phrase.lead, found)
            state.head(found, phrase.lead)
            if "about" in found.marks:
                state.about = state.clause
        else:
            _number(state, phrase, found)
        first = False


def _number(state: State, phrase: Phrase, found: Found) -> None:
    state.channel = state.channel or found.on_channel
    after = look(state.words, phrase.tail, state.topic) if phrase.tail else Found()
    if phrase.figure.unit in _PERCENT:
        read_percent(state, phrase, found, after)
    else:
        read_count(state, phrase, found, after)
    if "mainly" in found.marks and state.items:
        state.items[-1].open = True
    # A heading speaks to the number right after it only.
    state.fresh, state.heard = [], None
    if phrase.tail:
        if "and_so_on" in after.marks and state.items:
            state.items[-1].open = True
        state.hear_tail(after)
        read_statements(state, phrase.tail, after, negated=False)


_UNKNOWN_IN_NONE = 3
_UNKNOWN_IN_ALL = 8
_HINDER = frozenset(("asides", "share", "up", "down", "timely", "partly", "manner"))


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
        return
    places = [i for i, token in enumerate(tokens) if token.marked("negations")]
    if places and negated and "partly" not in found.marks:
        _none(state, tokens, places)


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
    other = state.among or set(found.topics) - {state.topic}
    if not (known and state.readable) or other or of.target is None:
        return
    if of.target.topic == carry.topic:
        _of_all(state, found, tokens, 0)
        return
    outcomes = [a for a in found.aspects if a in state.words.file.outcomes]
    if len(outcomes) == 1 and not found.strange and of.target.topic == state.topic:
        item = state.put("", 0, tokens[0].start, tokens[-1].end, kind=Kind.ALL)
        item.target, item.of = Target(of.target.topic, outcomes[0]), of


def _none(state: State, tokens: Sequence[Token], places: Sequence[int]) -> None:
    """Each negation denies what stands after it, the last one what stands before if it ends."""
    # 除某镇外，其余乡镇均未收到: of those only.
    if not state.readable or state.excepted:
        return
    # 未收到申请，未发生复议: a piece of the clause for each negation.
    starts = [0, *(place + 1 for place in places[:-1])]
    ends = [*places[1:], len(tokens)]
    verbs: list[str] = []
    for start, place, end in zip(starts, places, ends, strict=True):
        if tokens[place].marked("nils"):
            denied = tokens[start:place]
            before = look(state.words, denied, state.topic)
            # 我局“零申请”: nothing else is named, so the word itself names them.
            if not before.anything:
                before = look(state.words, tokens[place : place + 1], state.topic)
            _deny(state, before, denied, tokens[place])
            continue
        rest = _countable(tokens[place + 1 : end])
        found = look(state.words, rest, state.topic)
        # 未收到和处理申请: what came in is denied; 处理 alone would say nothing.
        sure = [a for a in found.aspects if a not in state.words.file.unnegated]
        found.aspects = sure or found.aspects
        # 未制发、未废止规范性文件: the noun behind the last denies what each verb says.
        found.aspects = [*verbs, *(a for a in found.aspects if a not in verbs)]
        verbs = []
        if found.aspects and not (found.topics or found.explicit) and _goes_on(rest):
            verbs = found.aspects
            continue
        # 申请、复议均无: nothing is left behind the negation, so it denies what stands before it.
        left = [t for t in tokens[place + 1 : end] if t.sort is not Sort.LIST]
        if all(t.light and not (t.word and t.word.means) for t in left):
            denied = tokens[start:place]
            found = look(state.words, denied, state.topic)
            # 行政复议：无 denies the heading.
            if not found.anything and len(denied) == sum(t.light for t in denied):
                found.topics = list(state.fresh)
                found.explicit = state.heard.explicit if state.heard else []
            _deny(state, found, denied, tokens[place])
        else:
            _borrow(found, look(state.words, tokens[start:place], state.topic))
            _deny(state, found, rest, tokens[place])


def _countable(tokens: Sequence[Token]) -> list[Token]:
    """没有制定、修改、废止规范性文件: what is no count among verbs leaves the others as they are.

    没有行政强制事项 denies decisions, though 行政强制事项12项 counts none.

    So 没有投诉、复议 denies reviews, though 投诉、复议12件 counts none.
    """
    # 未出台规范性文件和重大举措: what is joined last, and unknown, takes nothing back.
    last = max((i for i, t in enumerate(tokens) if t.word and t.word.nouns), default=-1)
    behind = tokens[last + 1 :]
    said = [t for t in behind if t.sort is Sort.WORD and not t.light]
    known = all(t.marked("joins") or t.marked("some") for t in said)
    if last >= 0 and _goes_on(behind[:1]) and known:
        tokens = tokens[: last + 1]
    kept: list[Token] = []
    listed = False
    for token in reversed(tokens):
        word = token.word
        if word is not None and "strangers" in word.marks:
            if not word.nouns and listed:
                continue
            if word.nouns:
                token = token._replace(word=word._replace(marks=word.marks - {"strangers"}))
        verb = listed and word is not None and "asides" in word.marks and not word.means
        listed = _goes_on([token])
        if not verb:
            kept.append(token)
    return kept[::-1]


def _goes_on(tokens: Sequence[Token]) -> bool:
    """Whether they end in 、 or a word like it."""
    return bool(tokens) and (tokens[-1].sort is Sort.LIST or tokens[-1].marked("joins"))


def _borrow(found: Found, before: Found) -> None:
    """What is denied of what stands before the negation: 科研机构无申请, 申请未收到."""
    if found.topics and not found.columns and before.columns and not before.topics:
        found.columns = before.columns
    if found.aspects and not found.topics and not found.explicit and not before.strange:
        found.topics = before.topics


def _deny(state: State, found: Found, tokens: Sequence[Token], negation: Token) -> None:
    file = state.words.file
    # An explicit word says its aspect itself; a verb beside it is only how it came about.
    aspects = set() if found.explicit else set(found.aspects)
    if found.topics:
        aspects = {a for a in aspects if any(state.words.metric(t, a) for t in found.topics)}
    hindered = found.strange or found.marks & _HINDER or found.rates
    if (
        hindered
        or aspects & set(file.unnegated)
        # 未按…收费: unexplained words first, and the noun is a detail of those.
        or (found.ahead and "exists" not in found.marks)
        or found.unknown > _UNKNOWN_IN_NONE
        or (found.ways == 1 and not _any_way(state, found))
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
            item.zero, item.way = True, found.ways == 1
            state.last.append(item)
    for target in said:
        if target.topic == file.carry.topic and target.aspect == file.carry.new:
            state.row = state.row or file.carry.new


def _any_way(state: State, found: Found) -> bool:
    """未收到以信函方式提出的申请 says that none came, unless others came otherwise."""
    return "submitted" in found.marks and not any(item.unit for item in state.items[-REACH:])


def _denied(state: State, found: Found, tokens: Sequence[Token]) -> list[Target]:
    words, carry = state.words, state.words.file.carry
    columns = found.columns or [""]
    if "carried" in found.marks and not found.explicit:
        if (found.topics and carry.topic not in found.topics) or state.foreign:
            return []
        new = [carry.new] if carry.new in found.aspects else []
        return [Target(carry.topic, aspect) for aspect in (*new, carry.out)]
    said: list[Target] = []
    # 未就依申请公开收取费用 denies the fee: the verb is of that topic and not of the one named.
    for aspect in found.aspects if found.topics == [carry.topic] else ():
        own = [n for n, topic in words.file.topics.items() if topic.none == aspect]
        if own and carry.topic not in own:
            return [Target(topic, aspect) for topic in own]
    if found.explicit and not state.foreign:
        # 没有因涉及国家秘密不予公开的 says nothing of other reasons.
        whole = {words.group_of.get(aspect) for _, aspect in found.explicit}
        sure = [(t, a) for t, a in found.explicit if a not in {*words.file.unnegated, *whole}]
        said += [Target(t, a, c) for t, a in sure for c in columns]
    explained = {topic for topic, _ in found.explicit}
    for topic in found.topics:
        own = [a for a in found.aspects if words.metric(topic, a)]
        none = words.file.topics[topic].none
        # 未对信息公开申请收取费用 denies the fee, not the applications.
        if topic not in explained and (found.listed or not explained):
            aspects = own or ([none] if none else [])
            said += [Target(topic, a, c) for a in aspects for c in columns]
    # 无新增、无废止规范性文件: the noun comes later.
    goes_on = bool(tokens) and tokens[-1].sort is Sort.LIST
    if not said and not found.topics and state.topic != FOREIGN and not goes_on:
        unsaid = carry.topic if set(found.aspects) <= {carry.new} else ""
        topic = state.topic or unsaid
        said = [Target(topic, a) for a in found.aspects if words.metric(topic, a)]
    return said


def _all(state: State, tokens: Sequence[Token], found: Found) -> None:
    """均, 全部 and the like, with what is true of all after them."""
    # What comes after 均 is true of all; what stands before names them.
    place = next((i for i, token in enumerate(tokens) if token.marked("all")), None)
    tokens = _without_object(state, tokens)
    hindered = found.strange or found.marks & {"asides", "provided", "partly"} or state.excepted
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
    # Rates have been looked for; now results, which only `propose_cells` can use.
    if _of_all(state, after, tokens, place):
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
    if state.topic not in ("", carry.topic):
        return False
    results = [t for t in after.explicit if t[1] in words.list_of]
    results += [(carry.topic, a) for a in after.aspects if a in words.list_of]
    target, led = None, look(words, tokens[:place])
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
        item.foreign = strange and not whole
        if column and target.aspect in words.list_of:
            item.scope = (words.metric(carry.topic, carry.done, column),)
        item.target, item.of = target, state.last[-1] if state.last else None
    return target is not None


def _rate(state: State, whole: Whole, found: Found, tokens: Sequence[Token], timely: bool) -> None:
    own = [topic for topic in found.topics if topic in whole.topics]
    # 受理线下申请7件，已全部办结: all of those.
    if (state.partial and not own) or found.columns or _only_carried(state):
        return
    unsaid = not state.topic and not found.unknown
    if not own and (not (unsaid or state.topic in whole.topics) or state.foreign or found.topics):
        return
    metric = whole.timely if timely else whole.metric
    _enter_all(state, metric, whole.value, tokens, ())


def _only_carried(state: State) -> bool:
    """上年结转4件，均已办结: that says nothing of what came in this year."""
    carry = state.words.file.carry
    told = {i.target.aspect for i in state.items[-REACH:] if i.target and i.kind is Kind.COUNT}
    last = state.last[-1].target if state.last else None
    return bool(last and last.aspect == carry.into and told == {carry.into})


def _every(state: State, whole: Whole, found: Found, tokens: Sequence[Token], place: int) -> None:
    # 行政复议4件，已审结3件，均维持，1件未审结: of those three only.
    before = state.items[-1] if state.items else None
    said = found.topics or found.agents
    counted = before is not None and not before.metric and before.unit
    if before is not None and counted and not said and before.clause >= state.clause - 1:
        return
    named = [*state.named, *(topic for topic in said if topic not in state.named)]
    scope = tuple(topic for topic in named if topic in whole.topics)
    if not scope and state.topic in whole.topics:
        scope = (state.topic,)
    if (scope and state.topic in whole.topics) or set(said) & set(whole.topics):
        _enter_all(state, whole.metric, whole.value, tokens[place:], scope)


def _enter_all(
    state: State, metric: str, value: int, tokens: Sequence[Token], scope: tuple[str, ...]
) -> None:
    first = next((t for t in tokens if t.marked("all") or t.marked("timely")), tokens[0])
    last = [t for t in tokens if t.word and t.word.aspects] or [tokens[-1]]
    item = state.put(metric, value, first.start, last[-1].end, kind=Kind.ALL)
    item.scope = scope


_SCALES: dict[str, int] = {"%": 1, "成": 10, "倍": 100}


def read_percent(state: State, phrase: Phrase, found: Found, after: Found) -> None:
    """Take in one percentage."""
    if found.strange:
        state.estrange()
    _resume_year(state, found)
    if phrase.figure.unit == "倍" and state.scope.before and state.items:
        _times(state, phrase, found)
    if not state.readable:
        return
    if "openness" in found.marks:
        _opened(state, phrase, found)
    if "asides" in found.marks and not found.rates:
        return
    # The last of them counts: 增长…下降12%.
    changes = [token for token in phrase.lead if token.marked("up") or token.marked("down")]
    if changes or state.growing:
        _growth(state, phrase, found, -1 if changes and changes[-1].marked("down") else 1)
    elif found.rates:
        _rates(state, phrase, found)
    elif (
        "share" in found.marks
        or (state.sharing and not found.anything)
        or _alone_in_brackets(state, phrase)
        or ("share" in state.marks_heard and not found.anything)
    ):
        _share(state, phrase, found)
    else:
        _done(state, phrase, found, after)
    if found.topics and not found.strange:
        state.name(found.topics)


def _times(state: State, phrase: Phrase, found: Found) -> None:
    """收到10件，是上年的2倍: so many times as much, not so many more."""
    of = state.last[-1] if len(state.last) == 1 and not found.anything else None
    led = [token for token in phrase.lead if not token.light]
    if of is None or of.target is None or len(led) != 1 or found.unknown:
        return
    value = int((phrase.figure.value - 1) * 100)
    item = state.put(of.metric, value, led[0].start, phrase.figure.end, kind=Kind.GROWTH)
    item.target, item.of, item.approx = of.target, of, Approx.ABOUT


def _resume_year(state: State, found: Found) -> None:
    """2023年收到53件，2022年收到45件，同比增长17.8%: of the first of both."""
    told = state.items[-1:]
    if not ("versus" in found.marks and state.scope.before and told and not found.anything):
        return
    of = [i for i in state.items[-REACH:] if i.kind is Kind.COUNT and i.metric == told[0].metric]
    if told[0].kind is Kind.LAST and len(of) == 1:
        state.scope.other_year, state.last = False, of


def _opened(state: State, phrase: Phrase, found: Found) -> None:
    """收到申请9件，公开率100%: all that was answered was granted."""
    carry, results = state.words.file.carry, state.words.file.lists.get("results", ())
    ours = carry.topic == (found.topics[-1] if found.topics else state.topic)
    # 公开率（含部分公开）100% says less.
    wider = state.here is not None and state.here.opened is Sort.CLOSE
    if (
        not ours
        or wider
        or state.foreign
        or found.explicit
        or found.strange
        or phrase.figure.value != 100
    ):
        return
    lead = next(t for t in phrase.lead if t.marked("openness"))
    item = state.put("", 0, lead.start, phrase.figure.end, kind=Kind.ALL)
    item.target = Target(carry.topic, results[0]) if results else None


def _growth(state: State, phrase: Phrase, found: Found, sign: int) -> None:
    # Growth against 2019 cannot be compared with anything that is given.
    if state.scope.base not in (0, state.year - 1):
        return
    # 分别增长5%、8%: one growth for each number of the clause before, in order.
    if state.growing and not found.anything:
        of = [state.growing.pop(0)]
    elif "respectively" in found.marks and not found.anything:
        row = _row_before(state)
        of, state.growing = row[:1], row[1:]
    elif found.anything:
        if not found.near or found.strange:
            return
        topic = "" if state.topic == FOREIGN else state.topic
        said = targets(state.words, found, topic, state.row, state.column)
        # 公众号发布信息增长22%，达到612条: of what is on that channel.
        if host := hosted(state, phrase, found):
            state.subject, state.host = Target(state.words.file.channels.topic, "channel"), host
        for target in said if len(said) == 1 and not found.boards else ():
            state.subject = target
            _enter_percent(state, phrase, state.words.metric(*target), target, Kind.GROWTH, sign)
        return
    else:
        of = _whole_of(state)
        # 申请量减少12件，下降24%: of what the difference was of.
        if not of and state.subject is not None and not found.unknown:
            metric = state.words.metric(*state.subject)
            _enter_percent(state, phrase, metric, state.subject, Kind.GROWTH, sign)
    told = {item.metric for item in state.items[-REACH:] if item.kind is Kind.GROWTH}
    for item in of:
        # 12件，下降20%；其中未结3件，同比增长50%: the second is of a part.
        if state.among and item.metric in told:
            continue
        if item.target is not None and item.kind is Kind.COUNT and not found.unknown:
            _enter_percent(state, phrase, item.metric, item.target, Kind.GROWTH, sign, item)


def _row_before(state: State) -> list[Item]:
    """The counts that 分别 speaks of: those of the clause before, or the list of applicants."""
    before = [i for i in state.items[-REACH:] if i.target and i.kind is Kind.COUNT][::-1]
    own = [i for i in before if i.clause == before[0].clause]
    if len(own) == 1 and own[0].target and own[0].target.column:
        own = list(takewhile(lambda i: i.target and i.target.column, before))
    return own[::-1]


def _whole_of(state: State) -> list[Item]:
    """What a growth behind a list is of: 复议3件，其中维持2件、未结1件，同比增长…, of all three."""
    parts = [item for item in state.items[-REACH:] if item.among]
    before = [i for i in state.items[-REACH:] if not i.among and i.target and i.kind is Kind.COUNT]
    listed = parts and state.last and state.last[-1] is parts[-1]
    # 复议3件，其中未结1件，同比增长50%: of one part or of the whole, nobody can tell.
    if listed and before:
        return before[-1:] if len(parts) > 1 else []
    return state.last


def _rates(state: State, phrase: Phrase, found: Found) -> None:
    topic = state.words.file.rated
    own = topic in found.topics or state.topic == topic
    # 依申请公开办结率 names what it is a rate of.
    text = state.seen.text
    own = own or any(t.word and t.word.rates and text[t.start] == "依" for t in phrase.lead)
    # 答复率100% at the head of a text is of applications: only they have such rates.
    unsaid = not state.topic and not found.unknown and not found.topics
    # 督办事项办结率: unexplained words before a rate are what it is a rate of.
    odd = found.unknown and not found.topics
    if found.strange or odd or not (own or unsaid) or not found.near:
        return
    # 交办事项12件，办结率100%: of what was counted just before.
    counts = [item for item in state.items[-REACH:] if item.kind is Kind.COUNT]
    if counts and not own and not any(item.target for item in counts):
        return
    for metric in dict.fromkeys(found.rates):
        _enter_percent(state, phrase, metric, None, Kind.RATE, 1)


def _share(state: State, phrase: Phrase, found: Found) -> None:
    if found.strange:
        return
    # 分别占30%、70%, as with growth.
    if state.sharing and not found.anything:
        target = state.sharing.pop(0)
        _enter_percent(state, phrase, state.words.metric(*target), target, Kind.SHARE, 1)
        return
    state.sharing = []
    if "respectively" in found.marks and not found.anything and not found.unknown:
        row = [item.target for item in _row_before(state) if item.target]
        if len(row) > 1:
            _enter_percent(state, phrase, state.words.metric(*row[0]), row[0], Kind.SHARE, 1)
            state.sharing = row[1:]
        return
    if not found.anything:
        # 其他情况占5%: of what is left, not of what was told last.
        rest = "some" in found.marks
        if not (found.unknown or rest) and not _share_of_heard(state, phrase):
            _share_of_last(state, phrase)
        return
    topic = "" if state.topic == FOREIGN else state.topic
    # 占全年申请量的25.5%: what stands behind 占 is what it is a share of.
    cut = next((i for i, token in enumerate(phrase.lead) if token.marked("share")), None)
    if cut is not None and not (found.columns or found.explicit):
        found = look(state.words, phrase.lead[:cut], topic)
    if not found.anything and not found.unknown:
        _share_of_last(state, phrase)
        return
    said = targets(state.words, found, topic, state.row, state.column)
    if len(said) > 1 and found.near and "respectively" in found.marks:
        state.sharing, said = said[1:], said[:1]
    if len(said) == 1 and found.near and not (found.explicit and state.foreign):
        _enter_percent(state, phrase, state.words.metric(*said[0]), said[0], Kind.SHARE, 1)


def _share_of_heard(state: State, phrase: Phrase) -> bool:
    """自然人占比最高，为93.5%: of what the clause just before names, of that alone."""
    heard = state.heard if state.told == state.clause - 1 else None
    if heard is None or len(heard.columns) + len(heard.explicit) != 1 or heard.strange:
        return False
    said = targets(state.words, heard, state.topic, state.row, state.column)
    for target in said if len(said) == 1 and not state.foreign else ():
        _enter_percent(state, phrase, state.words.metric(*target), target, Kind.SHARE, 1)
    return True


def _share_of_last(state: State, phrase: Phrase) -> None:
    # 收到30件，内容以征地为主，占60%: the clause between names what it is a share of.
    for item in state.last[-1:]:
        if item.kind is Kind.COUNT and item.clause >= state.clause - 1:
            _enter_percent(state, phrase, item.metric, item.target, Kind.SHARE, 1, item)


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
            _enter_percent(state, phrase, metric, None, Kind.RATE, 1)


def _enter_percent(
    state: State,
    phrase: Phrase,
    metric: str,
    target: Target | None,
    kind: Kind,
    sign: int,
    of: Item | None = None,
) -> None:
    figure = phrase.figure
    # 三成 is 30%, 2倍 is 200%.
    scale = _SCALES[figure.unit]
    value: Number = figure.value * scale * sign
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    words = [t.start for t in phrase.lead if t.word and not t.light]
    start = words[0] if words else figure.start
    if metric:
        exact = figure._replace(step=figure.step * scale)
        item = state.put(metric, value, start, figure.end, kind=kind, target=target, figure=exact)
        item.of = of
