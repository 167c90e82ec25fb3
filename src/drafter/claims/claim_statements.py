"""What a text says without a number: that there was none, that it was all, how it compares."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from drafter.claims.claim_meanings import inside
from drafter.claims.claim_model import Approx, Kind
from drafter.claims.claim_state import FOREIGN, REACH, Item, State
from drafter.claims.claim_subjects import Found, look
from drafter.claims.claim_targets import Target, targets
from drafter.claims.claim_tokens import Sort, Token
from drafter.claims.claim_words import ClaimWords, Whole

_UNKNOWN_IN_NONE = 3
_UNKNOWN_IN_ALL = 8
_HINDER = frozenset(("asides", "share", "up", "down", "timely", "partly", "manner", "provided"))


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
        elif (before := _still_denied(state, tokens, found)) is not None:
            told = len(state.items)
            _deny(state, found, tokens, tokens[0])
            # The phrase begins with what denies it.
            for item in state.items[told:]:
                item.start = before.start
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
        # 收到申请1件，已按规定时限办结.
        if of.target.aspect in carry.takes and carry.done in found.aspects and not found.strange:
            _none_left(state, tokens)
        _of_all(state, found, tokens, 0)
        return
    outcome = _outcome(state, of.target, found)
    if outcome and not found.strange and of.target.topic == state.topic:
        item = state.put("", 0, tokens[0].start, tokens[-1].end, kind=Kind.ALL)
        item.target, item.of = outcome, of


def _outcome(state: State, of: Target, found: Found) -> Target | None:
    """The one way in which the words say that reviews or suits ended, if they do."""
    words = state.words
    ends = [a for a in found.aspects if words.metric(of.topic, a)]
    ends = [a for a in ends if a in words.file.outcomes or words.implied(of.topic, a)]
    return Target(of.topic, ends[0]) if len(ends) == 1 else None


def _none(state: State, tokens: Sequence[Token], places: Sequence[int]) -> None:
    """Each negation denies what stands after it, the last one what stands before if it ends."""
    # 除某镇外，其余乡镇均未收到: of those only.
    if not (state.readable or state.scope.last) or state.excepted:
        return
    # 确保未发生复议: that is what was wanted.
    if any(token.marked("provided") for token in tokens[: places[0]]):
        return
    # 未收到申请，未发生复议: a piece of the clause for each negation.
    starts = [0, *(place + 1 for place in places[:-1])]
    ends = [*places[1:], len(tokens)]
    # 依申请公开零受理、相关费用零收取: what stands behind 、 is denied by the next.
    for i, place in enumerate(places[:-1]):
        cuts = [n for n in range(place + 2, ends[i]) if tokens[n].sort is Sort.LIST]
        if tokens[place].marked("nil") and cuts:
            ends[i] = starts[i + 1] = cuts[-1]
    verbs: list[str] = []
    for start, place, end in zip(starts, places, ends, strict=True):
        if tokens[place].marked("nils"):
            _deny_before(state, tokens[start:place], tokens[place])
            continue
        rest = _countable(tokens[place + 1 : end])
        before = look(state.words, tokens[start:place], state.topic)
        found = look(state.words, rest, (*before.topics, state.topic)[0])
        # 未收到留言和建议: nothing is left of what was not received.
        lost = any(t.marked("strangers") for t in tokens[place:end])
        found.strange = found.strange or (lost and not (found.topics or found.explicit))
        # 政策解读未发布: 发布 is what was not done to what is named beside it.
        if found.topics == [state.words.file.channels.topic]:
            named = [t.word.nouns for t in tokens[start:end] if t.word and t.word.nouns]
            found.topics = [*named[0]]
        # 未制发、未废止规范性文件: the noun behind the last denies what each verb says.
        said = [*verbs, *_first_verbs(state.words, found, rest)]
        # 未收到和处理申请: what came in is denied; 处理 alone would say nothing.
        sure = [aspect for aspect in said if aspect not in state.words.file.unnegated]
        found.aspects = list(dict.fromkeys(sure or said))
        verbs = []
        # 未制发也未废止规范性文件: the same without a 、. 依申请公开零受理、零投诉 has its noun.
        bare = found.aspects and not (found.topics or found.explicit or before.topics)
        if bare and (_goes_on(rest) or end < len(tokens)):
            verbs = found.aspects
            continue
        # 申请、复议均无: nothing is left behind the negation, so it denies what stands before it.
        # 行政许可无、行政处罚无: so it is where a list goes on behind it.
        left = [t for t in tokens[place + 1 : end] if t.sort is not Sort.LIST]
        listed = tokens[place + 1 : end][:1]
        if (listed and listed[0].sort is Sort.LIST) or all(
            t.light and not (t.word and t.word.means) for t in left
        ):
            _deny_before(state, tokens[start:place], tokens[place])
        else:
            if _of_others(tokens[start:place], rest):
                _only_applicant(state, found, tokens)
                continue
            _borrow(state, found, before)
            found.strange = found.strange or (not start and _of_another(state, found, before))
            # 复议结果无纠正、无其他结果: the noun before the first is that of each.
            if start and (found.aspects or found.columns):
                first = look(state.words, tokens[: places[0]], state.topic)
                own = any(state.words.metric(t, a) for t in first.topics for a in found.aspects)
                if own or found.columns:
                    _borrow(state, found, first)
            _deny(state, found, rest, tokens[place])


def _still_denied(state: State, tokens: Sequence[Token], found: Found) -> Item | None:
    """未发生申请行政复议，提起行政诉讼的情况: what is denied goes on behind the comma."""
    before = state.items[-1] if state.items else None
    goes_on = before is not None and before.zero and before.clause == state.clause - 1
    ends = state.here is not None and state.here.closed in (Sort.STOP, Sort.SEMICOLON)
    # 未受理申请，行政复议和行政诉讼.
    named = all(t.light or (t.word and t.word.nouns) or _goes_on([t]) for t in tokens)
    return before if goes_on and ends and named and found.topics else None


def _deny_before(state: State, denied: Sequence[Token], negation: Token) -> None:
    """复议、诉讼均无, 行政复议零发生: the negation denies what stands before it."""
    found = look(state.words, _countable(denied), state.topic)
    # 行政复议：无, 复议、诉讼的情形，本年度均未出现: the heading is denied.
    if not found.anything and all(_passed(t) for t in denied):
        heading = state.heard or state.title
        found.topics = list(state.fresh or (heading.topics if heading else ()))
        found.explicit = heading.explicit if heading else []
        found.aspects = heading.aspects if heading else []
    # 我局“零申请”, 申请未结转下年: the word itself names them.
    if not found.anything or (negation.word and negation.word.explicit):
        found = look(state.words, [*denied, negation], state.topic)
    # 申请零积压 is of those carried out, not of all.
    found.marks |= negation.word.marks & {"carried"} if negation.word else set()
    _deny(state, found, denied, negation)


def _passed(token: Token) -> bool:
    """Whether a token before a negation says no more than when, whose, or how many."""
    said = ("own", "this_year", "whole_year", "all", "and_so_on")
    return token.light or any(token.marked(mark) for mark in said)


def _countable(tokens: Sequence[Token]) -> list[Token]:
    """没有制定、修改、废止规范性文件: what is no count among verbs leaves the others as they are.

    没有行政强制事项 denies decisions, though 行政强制事项12项 counts none.

    So 没有投诉、复议 denies reviews, though 投诉、复议12件 counts none.
    """
    # 未出台规范性文件和重大举措, 未发生复议、诉讼等问题: what is joined last takes nothing back.
    named = [i for i, t in enumerate(tokens) if t.word and (t.word.nouns or t.word.explicit)]
    last = max(named, default=-1)
    behind = tokens[last + 1 :]
    said = [t for t in behind if t.sort is Sort.WORD and not t.light]
    passed = {"joins", "some", "strangers", "asides"}
    known = all(t.word and t.word.marks & passed for t in said)
    so_on = bool(behind) and behind[0].marked("and_so_on")
    if last >= 0 and (_goes_on(behind[:1]) or so_on) and known:
        tokens = tokens[: last + 1]
    kept: list[Token] = []
    listed = False
    verbs = any(token.word and token.word.aspects for token in tokens)
    for place, token in reversed([*enumerate(tokens)]):
        word = token.word
        if word is not None and "strangers" in word.marks:
            if not word.nouns and listed:
                continue
            if word.nouns:
                token = token._replace(word=word._replace(marks=word.marks - {"strangers"}))
        # 未发生涉及我局的行政复议: of ours, not of some.
        if token.marked("about") and any(t.marked("own") for t in tokens[place + 1 : place + 2]):
            continue
        # 未制定、修订规范性文件: the last of the verbs no less.
        led = verbs and _goes_on(tokens[:place])
        # 未受理撤回申请、延期答复: behind a verb it is what was not received.
        led = led or (listed and not any(t.word and t.word.aspects for t in tokens[:place][-1:]))
        verb = led and word is not None and "asides" in word.marks and not word.means
        listed = _goes_on([token])
        if not verb:
            kept.append(token)
    return kept[::-1]


def _first_verbs(words: ClaimWords, found: Found, tokens: Sequence[Token]) -> list[str]:
    """未收到要求答复的申请 denies 收到: of the aspects, those of the verbs listed first."""
    if not found.aspects:
        return []
    said: list[str] = []
    joined = True
    # 未公开制定的规范性文件 says nothing of those issued.
    opening = tokens[0].word.aspects if tokens and tokens[0].word else ()
    if set(opening) & set(words.file.unnegated) and not _goes_on(tokens[1:2]):
        return [*opening]
    for token in tokens:
        own = token.word.aspects if token.word else ()
        if found.topics:
            own = tuple(a for a in own if any(words.metric(t, a) for t in found.topics))
        if own and not joined:
            break
        # 复议被纠正、诉讼被纠正: each noun has its own.
        if said and joined and token.word and token.word.nouns:
            return found.aspects
        said += own
        joined = (joined and not own) or _goes_on([token])
    return said or found.aspects


def _goes_on(tokens: Sequence[Token]) -> bool:
    """Whether they end in 、 or a word like it."""
    return bool(tokens) and (tokens[-1].sort is Sort.LIST or tokens[-1].marked("joins"))


def _of_others(before: Sequence[Token], rest: Sequence[Token]) -> bool:
    """未收到其他申请, 其他申请主体均无申请: none but those told already."""
    rest = [token for token in rest if not token.light]
    led = any(t.marked("some") for t in before) and not _goes_on(before)
    return (
        led or bool(rest and rest[0].marked("some")) or (len(rest) > 1 and rest[1].marked("some"))
    )


def _of_another(state: State, found: Found, before: Found) -> bool:
    """行政处罚案件未引发复议, 信访件无结转: of those only; 公开的信息不涉及国家秘密."""
    file = state.words.file
    # 政务服务事项零收费.
    if before.strange:
        return True
    if not found.topics:
        published = {*before.aspects} & {*file.channels.verbs}
        # 复议机关未受理.
        theirs = before.agents and file.carry.new in found.aspects
        return bool((found.explicit and published) or theirs)
    # 行政许可12件，均未引发复议.
    named = before.topics or ([state.topic] if "all" in before.marks else [])
    return bool(set(named) - {"", file.carry.topic, file.channels.whole, *found.topics})


def _only_applicant(state: State, found: Found, tokens: Sequence[Token]) -> None:
    """自然人申请8件，其他主体均无申请: all of that applicant's."""
    carry = state.words.file.carry
    told = {i.target.column for i in state.items[-REACH:] if i.target and i.target.column}
    if found.topics == [carry.topic] and len(told) == 1 and state.topic == carry.topic:
        item = state.put("", 0, tokens[0].start, tokens[-1].end, kind=Kind.ALL)
        item.target = Target(carry.topic, carry.new, *told)


def _borrow(state: State, found: Found, before: Found) -> None:
    """What is denied of what stands before the negation: 科研机构无申请, 申请未收到."""
    carry = state.words.file.carry
    if found.topics and not found.columns and before.columns and not before.topics:
        found.columns = before.columns
    # 申请办理中未收到投诉 denies no applications.
    bare = found.near and not (found.topics or found.explicit or before.strange)
    if found.aspects and bare:
        found.topics = before.topics
    # 申请人中无企业: none of those who applied.
    applied = "among" in before.marks or before.topics == [carry.topic]
    # 收到申请4件，全部由公民提出，无企业.
    applied = applied or (state.topic == carry.topic and found.near and not found.unknown)
    if found.columns and applied and not (found.topics or found.aspects or found.explicit):
        found.topics = [carry.topic] if state.topic in ("", carry.topic) else []
    # 网上没有收到申请, 其他渠道均无申请, 公众号未发布解读: of that way only.
    if not found.ways:
        found.ways = before.ways + before.boards


def _deny(state: State, found: Found, tokens: Sequence[Token], negation: Token) -> None:
    file = state.words.file
    if _some_only(state, found, tokens):
        return
    # An explicit word says its aspect itself; a verb beside it is only how it came about.
    aspects = set() if found.explicit else set(found.aspects)
    if found.topics:
        aspects = {a for a in aspects if any(state.words.metric(t, a) for t in found.topics)}
    hindered = found.strange or found.marks & _HINDER or found.rates
    if (
        hindered
        # 未答复 is none that was not; 答复数为零 is none.
        or (aspects & set(file.unnegated) and not negation.marked("nil"))
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
            kind = Kind.COUNT if state.readable else Kind.LAST
            item = state.put(metric, 0, start, end, kind=kind, target=target)
            item.zero, item.way = True, found.ways == 1
            state.last.append(item)
    for target in said:
        if target.topic == file.carry.topic and target.aspect == file.carry.new:
            state.row = state.row or file.carry.new


def _some_only(state: State, found: Found, tokens: Sequence[Token]) -> bool:
    """Whether there was none only of some, or of what belongs to them: 没有申请渠道."""
    words = state.words
    nouns = [token for token in tokens if token.word and token.word.nouns]
    aspects = [] if found.explicit else found.aspects
    # 无收费标准: what stands behind a loose noun is what there is none of.
    # 没有不公开的理由: so it is behind a result.
    named = nouns[-1].marked("loose") if nouns else bool(found.explicit)
    if named and not (found.near or aspects):
        return True
    if found.topics:
        # 行政处罚决定无撤销 says nothing of how many there were.
        ends = set(aspects) & set(words.file.outcomes)
        if ends and not any(words.metric(t, a) for t in found.topics for a in aspects):
            return True
        # 没有需要收费的申请, 没有因处罚引发的复议.
        channels = words.file.channels
        ours = {*found.topics, words.file.carry.topic, channels.whole, channels.topic}
        if any(set(token.word.nouns) - ours for token in nouns if token.word):
            return True
    # 未收到外国人提出的申请, 无外地企业申请.
    heavy = [token for token in tokens if not token.light]
    return any(t.sort is Sort.OTHER and _applies(after) for t, after in pairwise(heavy))


def _applies(token: Token) -> bool:
    """Whether it is an applicant, or says that one applied."""
    word = token.word
    return word is not None and bool(word.columns or word.marks & {"submitted", "people"})


def _any_way(state: State, found: Found) -> bool:
    """未收到以信函方式提出的申请 says that none came, unless others came otherwise."""
    return "submitted" in found.marks and not any(item.unit for item in state.items[-REACH:])


def _denied(state: State, found: Found, tokens: Sequence[Token]) -> list[Target]:
    words, carry = state.words, state.words.file.carry
    # 没有公民因信息公开申请复议: nobody did.
    people = set(found.columns) <= set(words.file.anyone) and carry.topic not in found.topics
    columns = [""] if people and found.topics else found.columns or [""]
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
        # 没有因涉及国家秘密不予公开的, 内容不明确无法提供的 says nothing of other reasons.
        reasons = [(carry.topic, a) for a in found.aspects if words.group_of.get(a)]
        named = [*found.explicit, *(each for each in reasons if each not in found.explicit)]
        whole = {words.group_of.get(aspect) for _, aspect in named}
        # 无申请结转情况及行政复议、诉讼处理情况 is of those, and not of what was answered.
        done = {carry.done, carry.work} if set(found.topics) - {carry.topic} else set()
        found.aspects = [aspect for aspect in found.aspects if aspect not in done]
        whole |= done
        sure = [(t, a) for t, a in named if a not in {*words.file.unnegated, *whole}]
        said += [Target(t, a, c) for t, a in sure for c in columns]
    explained = {topic for topic, _ in found.explicit}
    for topic in found.topics:
        own = [a for a in found.aspects if words.metric(topic, a)]
        none = words.file.topics[topic].none
        # 未对信息公开申请收取费用 denies the fee, not the applications, whoever applied.
        if not explained or (found.listed and not (found.several or found.columns)):
            aspects = own or ([none] if none and topic not in explained else [])
            said += [Target(topic, a, c) for a in aspects for c in columns]
    # 没有未审结案件: of reviews and suits alike.
    if found.aspects and found.near and not (found.topics or found.agents or state.topic):
        own = [n for n, topic in words.file.topics.items() if not topic.within]
        ends = [a for a in found.aspects if a in words.file.outcomes]
        said += [Target(n, a) for n in own for a in ends if words.metric(n, a)]
    # 无新增、无废止规范性文件: the noun comes later.
    goes_on = bool(tokens) and tokens[-1].sort is Sort.LIST
    bare = found.near and not (found.topics or found.boards or goes_on)
    if not said and bare and state.topic != FOREIGN:
        unsaid = carry.topic if set(found.aspects) <= {carry.new} else ""
        # 规章、规范性文件均无新增，均无废止: of each that was denied before.
        each = [item.target.topic for item in state.last if item.target and item.zero]
        topics = dict.fromkeys([*each, *state.fresh, state.topic or unsaid])
        said = [Target(n, a) for n in topics for a in found.aspects if words.metric(n, a)]
    return said


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
    told = False
    for whole in state.words.file.wholes:
        # 复议案件均已办结: those were ended.
        if not {whole.aspect, whole.also if not whole.timely else ""} & set(after.aspects):
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
    # 其中1件不属于我局职责，另2件均已回复: of those two.
    told = state.items[-1] if state.items else None
    part = told is not None and told.among and told.clause == state.clause and not told.metric
    if part and told and not _all_told(state, told):
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


def _all_told(state: State, item: Item) -> bool:
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
