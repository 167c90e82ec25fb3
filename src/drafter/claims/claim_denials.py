"""What a text says there was none of: 未收到申请, 复议、诉讼均无, 零发生."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from drafter.claims.claim_model import Kind
from drafter.claims.claim_state import FOREIGN, REACH, Item, State
from drafter.claims.claim_subjects import Found, look
from drafter.claims.claim_targets import Target
from drafter.claims.claim_tokens import Sort, Token
from drafter.claims.claim_words import ClaimWords

_UNKNOWN_IN_NONE = 3
_HINDER = frozenset(("asides", "share", "up", "down", "timely", "partly", "manner", "provided"))


def deny_each(state: State, tokens: Sequence[Token], places: Sequence[int]) -> None:
    """Each negation denies what stands after it, the last one what stands before if it ends."""
    # 除某镇外，其余乡镇均未收到: of those only.
    if not (state.readable or state.scope.last):
        return
    if state.excepted and not (0 <= state.rested < state.clause):
        return
    # 确保未发生复议: that is what was wanted.
    if any(token.marked("provided") for token in tokens[: places[0]]):
        return
    verbs: list[str] = []
    for start, place, end in _pieces(tokens, places):
        negation, before, behind = tokens[place], tokens[start:place], tokens[place + 1 : end]
        if negation.marked("nils"):
            _deny_before(state, before, negation)
            continue
        rest = _countable(behind)
        led = look(state.words, before, state.topic)
        found = _behind(state, led, rest, tokens[start:end], tokens[place:end])
        said = [*verbs, *_first_verbs(state.words, found, rest)]
        # 未收到和处理申请: what came in is denied; 处理 alone would say nothing.
        sure = [aspect for aspect in said if aspect not in state.words.file.unnegated]
        found.aspects = list(dict.fromkeys(sure or said))
        verbs = []
        # 未制发、未废止规范性文件: the noun behind the last denies what each verb says.
        # 未制发也未废止规范性文件: the same without a 、. 依申请公开零受理、零投诉 has its noun.
        bare = found.aspects and not (found.topics or found.explicit or led.topics)
        if bare and (_goes_on(rest) or end < len(tokens)):
            verbs = found.aspects
        elif _ends_here(behind):
            _deny_before(state, before, negation)
        elif _of_others(before, rest):
            _only_applicant(state, found, tokens)
        else:
            _borrow(state, found, led)
            found.strange = found.strange or (not start and _of_another(state, found, led))
            if start:
                _borrow_first(state, found, tokens[: places[0]])
            deny(state, found, rest, negation)


def _pieces(tokens: Sequence[Token], places: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """未收到申请，未发生复议: for each negation where its piece begins, its place, and the end."""
    starts = [0, *(place + 1 for place in places[:-1])]
    ends = [*places[1:], len(tokens)]
    # 依申请公开零受理、相关费用零收取: what stands behind 、 is denied by the next.
    for i, place in enumerate(places[:-1]):
        cuts = [n for n in range(place + 2, ends[i]) if tokens[n].sort is Sort.LIST]
        if tokens[place].marked("nil") and cuts:
            ends[i] = starts[i + 1] = cuts[-1]
    return zip(starts, places, ends, strict=True)


def _behind(
    state: State,
    before: Found,
    rest: Sequence[Token],
    piece: Sequence[Token],
    denied: Sequence[Token],
) -> Found:
    """What stands behind a negation; `denied` is all of it, `piece` with what leads to it."""
    found = look(state.words, rest, (*before.topics, state.topic)[0])
    # 未收到留言和建议: nothing is left of what was not received.
    lost = any(token.marked("strangers") for token in denied)
    found.strange = found.strange or (lost and not (found.topics or found.explicit))
    # 政策解读未发布: 发布 is what was not done to what is named beside it.
    if found.topics == [state.words.file.channels.topic]:
        named = [token.word.nouns for token in piece if token.word and token.word.nouns]
        found.topics = [*named[0]]
    return found


def _ends_here(behind: Sequence[Token]) -> bool:
    """申请、复议均无: nothing is left behind the negation, so it denies what stands before it.

    行政许可无、行政处罚无: so it is where a list goes on behind it.
    """
    if behind and behind[0].sort is Sort.LIST:
        return True
    left = [token for token in behind if token.sort is not Sort.LIST]
    return all(token.light and not (token.word and token.word.means) for token in left)


def _borrow_first(state: State, found: Found, first: Sequence[Token]) -> None:
    """复议结果无纠正、无其他结果: the noun before the first is that of each."""
    if found.aspects or found.columns:
        led = look(state.words, first, state.topic)
        own = any(state.words.metric(t, a) for t in led.topics for a in found.aspects)
        if own or found.columns:
            _borrow(state, found, led)


def still_denied(state: State, tokens: Sequence[Token], found: Found) -> Item | None:
    """未发生申请行政复议，提起行政诉讼的情况: what is denied goes on behind the comma."""
    before = state.items[-1] if state.items else None
    here = before is not None and before.clause == state.clause
    goes_on = before is not None and before.zero and before.clause >= state.clause - 1
    # 3件均未发生申请行政复议、提起行政诉讼: so it is behind a 、.
    ends = state.here is not None and (here or state.here.closed in (Sort.STOP, Sort.SEMICOLON))
    # 未受理申请，行政复议和行政诉讼.
    if not (goes_on and ends and found.topics):
        return None
    rest = _countable(tokens)
    named = all(t.light or (t.word and t.word.nouns) or _goes_on([t]) for t in rest)
    return before if named else None


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
    deny(state, found, denied, negation)


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
    passed = {"joins", "some", "strangers", "asides", "fillers"}
    known = all(t.word and t.word.marks & passed for t in said)
    so_on = bool(behind) and behind[0].marked("and_so_on")
    # 未发生行政诉讼投诉举报: a 、 is missing.
    joined = bool(behind) and behind[0].marked("strangers") and last >= 0
    joined = joined and not tokens[last].marked("loose") and behind[0].start == tokens[last].end
    if last >= 0 and (_goes_on(behind[:1]) or so_on or joined) and known:
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
        before = tokens[max(0, place - 1) : place]
        led = verbs and _goes_on(before)
        # 未受理撤回申请、延期答复: behind a verb it is what was not received.
        led = led or (listed and not any(t.word and t.word.aspects for t in before))
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


def deny(state: State, found: Found, tokens: Sequence[Token], negation: Token) -> None:
    """Enter that there was none of what was found, if that is what the words say."""
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
        # 未发生公开涉密信息的事件: what was made known is none that was refused.
        or _leaked(state, found)
        # 未通过其他渠道发布信息.
        or (found.boards and state.words.items & {*found.topics})
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
            # 未收到公民提出的申请，收到企业申请2件: as with one way.
            several = bool(found.several) and not state.words.everyone(found.several)
            someone = several or "people" in found.marks or _may_be_anyone(state, found)
            ours = target.topic == file.carry.topic and not target.column
            item.zero, item.way = True, found.ways == 1 or (someone and ours)
            state.last.append(item)
    for target in said:
        if target.topic == file.carry.topic and target.aspect == file.carry.new:
            state.row = state.row or file.carry.new


def _leaked(state: State, found: Found) -> bool:
    opened = set(found.aspects) & set(state.words.file.channels.verbs)
    first = found.starts.get("aspects", 0) < found.starts.get("explicit", -1)
    ours = any(topic == state.words.file.carry.topic for topic, _ in found.explicit)
    return bool(opened) and ours and first and not found.joined


def _some_only(state: State, found: Found, tokens: Sequence[Token]) -> bool:
    """Whether there was none only of some, or of what belongs to them: 没有申请渠道."""
    words = state.words
    nouns = [token for token in tokens if token.word and token.word.nouns]
    aspects = [] if found.explicit else found.aspects
    # 没有收到撤回申请: its row holds other cases, too.
    topic, some = words.file.carry.topic, words.file.at_most
    each = (aspect for token in tokens if token.word for aspect in token.word.aspects)
    if some and any(words.metric(topic, aspect) in some for aspect in each):
        return True
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
    """The rows and columns that the words name: there was none in any of them."""
    if "carried" in found.marks and not found.explicit:
        return _none_carried(state, found)
    if paid := _of_their_verb(state, found):
        return paid
    columns = _whose(state, found)
    said = _explicitly(state, found, columns)
    said += _of_topics(state, found, columns)
    said += _of_any_case(state, found)
    return said or _of_what_was_named(state, found, tokens)


def _whose(state: State, found: Found) -> list[str]:
    """The applicants that there was none of; 没有公民因信息公开申请复议: nobody did.

    公民、法人和其他组织均未提出申请: nor did anybody there.
    """
    if state.words.everyone(found.columns) or _may_be_anyone(state, found):
        return [""]
    anyone = set(found.columns) <= set(state.words.file.anyone)
    people = anyone and state.words.file.carry.topic not in found.topics
    return [""] if people and found.topics else found.columns or [""]


def _may_be_anyone(state: State, found: Found) -> bool:
    """未收到公民的申请: of whoever applies, as 自然人 never is."""
    file, here = state.words.file, state.here.tokens if state.here else ()
    said = state.seen.text[here[0].start : here[-1].end] if here else ""
    person = any(word in said for word in file.persons)
    return found.columns == [*file.anyone] and not person


def _none_carried(state: State, found: Found) -> list[Target]:
    """无结转, 无新收、无结转: without a year it is what goes on to the next one."""
    carry = state.words.file.carry
    if (found.topics and carry.topic not in found.topics) or state.foreign:
        return []
    new = [carry.new] if carry.new in found.aspects else []
    return [Target(carry.topic, aspect) for aspect in (*new, carry.out)]


def _of_their_verb(state: State, found: Found) -> list[Target]:
    """未就依申请公开收取费用 denies the fee: the verb is of that topic, not of the one named."""
    carry, topics = state.words.file.carry, state.words.file.topics
    for aspect in found.aspects if found.topics == [carry.topic] else ():
        own = [name for name, topic in topics.items() if topic.none == aspect]
        if own and carry.topic not in own:
            return [Target(name, aspect) for name in own]
    return []


def _explicitly(state: State, found: Found, columns: Sequence[str]) -> list[Target]:
    """What is denied by words that mean one row only."""
    words, carry = state.words, state.words.file.carry
    if not found.explicit or state.foreign:
        return []
    # 没有因涉及国家秘密不予公开的, 内容不明确无法提供的 says nothing of other reasons.
    reasons = [(carry.topic, a) for a in found.aspects if words.group_of.get(a)]
    named = [*found.explicit, *(each for each in reasons if each not in found.explicit)]
    passed = {*words.file.unnegated, *(words.group_of.get(aspect) for _, aspect in named)}
    # 无申请结转情况及行政复议、诉讼处理情况 is of those, and not of what was answered.
    if set(found.topics) - {carry.topic}:
        found.aspects = [a for a in found.aspects if a not in (carry.done, carry.work)]
    return [Target(t, a, c) for t, a in named if a not in passed for c in columns]


def _of_topics(state: State, found: Found, columns: Sequence[str]) -> list[Target]:
    """What is denied of the topics named: their verbs, else whatever none of them means."""
    explained = {topic for topic, _ in found.explicit}
    # 未对信息公开申请收取费用 denies the fee, not the applications, whoever applied.
    if explained and (not found.listed or found.several or found.columns):
        return []
    said: list[Target] = []
    for topic in found.topics:
        own = [aspect for aspect in found.aspects if state.words.metric(topic, aspect)]
        known = state.words.file.topics[topic]
        none = known.none or (known.unpublished if found.posted else "")
        bare = [none] if none and topic not in explained else []
        said += [Target(topic, aspect, c) for aspect in own or bare for c in columns]
    return said


def _of_any_case(state: State, found: Found) -> list[Target]:
    """没有未审结案件: of reviews and suits alike."""
    if not (found.aspects and found.near) or found.topics or found.agents or state.topic:
        return []
    words = state.words
    topics = [name for name, topic in words.file.topics.items() if not topic.within]
    ends = [aspect for aspect in found.aspects if aspect in words.file.outcomes]
    return [Target(n, a) for n in topics for a in ends if words.metric(n, a)]


def _of_what_was_named(state: State, found: Found, tokens: Sequence[Token]) -> list[Target]:
    """规章、规范性文件均无新增，均无废止: of each that was denied, or spoken of, before."""
    words, carry = state.words, state.words.file.carry
    # 无新增、无废止规范性文件: the noun comes later.
    goes_on = bool(tokens) and tokens[-1].sort is Sort.LIST
    bare = found.near and not (found.topics or found.boards or goes_on)
    if not bare or state.topic == FOREIGN:
        return []
    unsaid = carry.topic if set(found.aspects) <= {carry.new} else ""
    each = [item.target.topic for item in state.last if item.target and item.zero]
    topics = dict.fromkeys([*each, *state.fresh, state.topic or unsaid])
    return [Target(n, a) for n in topics for a in found.aspects if words.metric(n, a)]
