"""What a count or an amount says: 收到申请5件, 其余6件予以公开, 分别为3、2、1件."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, takewhile

from drafter.claims.claim_changes import put_last_years, read_beside, remember
from drafter.claims.claim_channels import post, read_channel, read_posts
from drafter.claims.claim_entries import MONEY, fits, give, not_ours, sums_up
from drafter.claims.claim_meanings import has_outcomes, meaning, topic_of
from drafter.claims.claim_model import Kind
from drafter.claims.claim_scope import year_of
from drafter.claims.claim_state import FOREIGN, REACH, Item, State
from drafter.claims.claim_subjects import Found, look
from drafter.claims.claim_targets import Target, of_topics, targets
from drafter.claims.claim_tokens import Phrase, Sort, Token, split_list
from drafter.claims.claim_words import SUM

_PARTS = ("部分", "个部分", "大部分", "个方面")
_BODIES = ("个部门", "个单位", "家单位", "个乡镇", "个街道", "个镇", "个乡", "个县")
_LIST = 20
"""Numbers that the longest list of parts holds."""


def read_count(state: State, phrase: Phrase, found: Found, after: Found) -> None:
    """Take in one number that is no percentage; `after` is what follows it."""
    # The number of parts announced (S09 compares it) looks like any other count.
    if phrase.figure.unit in _PARTS:
        _parts(state, phrase)
        return
    if found.strange:
        state.estrange()
        state.lost = found.lost
        # 主动公开文件2件，依申请公开0件: how documents are marked.
        words = [token.word for token in phrase.lead if token.word]
        if any(w.echoes for w in words) and any(state.words.items & {*w.nouns} for w in words):
            state.attributes = state.clause
    # 33个部门、18个乡镇公开信息28314条: theirs, not this organ's.
    if phrase.figure.unit in _BODIES and (after.topics or after.aspects):
        state.scope.other_organ = True
    if _awaited(state, phrase, found) or read_beside(state, phrase, found, after):
        return
    if read_posts(state, phrase, found):
        return
    if _aside(state, phrase, found, after) or _part_of_stranger(state, phrase, found):
        return
    if _attribute(state, phrase, found):
        not_ours(state, phrase, found)
        return
    if not read_channel(state, phrase, found):
        _own(state, phrase, found, after)


def _attribute(state: State, phrase: Phrase, found: Found) -> bool:
    """主动公开31件、依申请公开90件、不予公开7件: how documents are marked."""
    led = phrase.lead[-1].word if phrase.lead else None
    topics = state.words.items.intersection(led.nouns if led else ())
    units = [state.words.file.topics[topic].units for topic in topics]
    first = bool(units) and not any(phrase.figure.unit in each for each in units)
    # 主动公开20件，不予公开3件 are results, unless 依申请公开90件 stands between them.
    named = found.topics == [state.words.file.carry.topic]
    near = state.attributes >= state.clause - 1 and not found.aspects
    goes_on = near and (named or (state.attributed and not found.topics))
    if first or goes_on:
        state.attributes, state.attributed = state.clause, goes_on
    return first or goes_on


def _awaited(state: State, phrase: Phrase, found: Found) -> bool:
    """Further numbers after 分别为: their meaning was settled with the first."""
    if not (found.anything or found.unknown):
        if state.pending:
            if (target := state.pending.pop(0)) is not None:
                give(state, phrase, [target])
            return True
        if state.posting:
            post(state, phrase, state.posting.pop(0))
            return True
    state.pending, state.posting = [], []
    return False


def _aside(state: State, phrase: Phrase, found: Found, after: Found) -> bool:
    """Pass over what is another's, another year's, or a detail of something else."""
    # One way of submission (通过邮寄收到5件) is a share of what came in, which no cell holds.
    one = one_way(state, found) and not _letters(state, phrase, found)
    one = one and not _only_way(state, phrase)
    detail = _is_detail(state, phrase, found)
    some = "people" in found.marks and state.among and not found.aspects
    aside = found.strange or detail or one or some
    if state.readable and not aside and not _on_one_ground(state, phrase):
        return False
    state.partial = one
    if "asides" in found.marks and not state.among:
        state.refused |= set(found.topics)
    plain = not (aside or state.blocked)
    if plain:
        remember(state, phrase, found, after)
    not_ours(state, phrase, found)
    state.items[-1].way = one
    # 收到18件，其中网上申请15件，书面申请3件，均已答复: of all of them.
    if one and _every_way(state):
        state.partial = False
    blurs = [aspect for token in phrase.lead if token.word for aspect in token.word.blurs]
    state.items[-1].blurs = blurs[-1] if blurs else ""
    if plain and state.scope.other_year and not state.among:
        put_last_years(state, phrase)
    return True


def _only_way(state: State, phrase: Phrase) -> bool:
    """通过网络共受理申请4件, where the sentence names no other way: all that came in."""
    topic = state.words.file.carry.topic
    words = (token.word for token in (*phrase.lead, *phrase.tail) if token.word)
    named = any(topic in word.nouns for word in words)
    return named and state.ways == 1 and sums_up(phrase) and not state.among


def _is_detail(state: State, phrase: Phrase, found: Found) -> bool:
    """Whether the words make the number one of some only, or of what nobody can tell."""
    cases = _counts_cases(state, phrase, found)
    subject = _is_subject(state, found, cases)
    denied = "negations" in found.marks and not _result_alone(state, phrase)
    # 公开答复8件 may be all that were answered, or those that were granted; 互联网公开8件 neither.
    unclear = bool(found.marks & {"taken", "unnamed"} and found.aspects)
    # 复议、举报均为0: none of both together is none of each.
    none = found.mixed and not phrase.figure.value
    some = found.mixed or ("asides" in found.marks and not cases)
    return subject or denied or unclear or (some and not none)


def _counts_cases(state: State, phrase: Phrase, found: Found) -> bool:
    """涉及行政诉讼2件 counts the suits, whatever 涉及 says elsewhere."""
    asides = [token for token in phrase.lead if token.marked("asides")]
    ended = bool(found.topics) and all(has_outcomes(state, topic) for topic in found.topics)
    plain = ended and not (state.among or phrase.lead[-1].light)
    about = plain and all(token.marked("about") for token in asides)
    return about or _of_everything(state, found, asides)


def _is_subject(state: State, found: Found, cases: bool) -> bool:
    """涉及征地16件、行政处罚8件: of what they were about, each of them.

    `cases` tells that the number is of the cases themselves.
    """
    about = "about" in found.marks
    # 其中涉及征地12件，行政处罚4件: so they are behind a comma, if no cases of their own.
    goes_on = state.among and state.about == state.clause - 1 and bool(found.topics)
    goes_on = goes_on and not found.explicit
    goes_on = goes_on and not any(has_outcomes(state, topic) for topic in found.topics)
    if (about or goes_on) and not cases:
        state.about = state.clause
    if state.about != state.clause or found.aspects:
        return False
    return bool(found.topics or (state.heard and state.heard.topics and not found.anything))


def _of_everything(state: State, found: Found, asides: Sequence[Token]) -> bool:
    """共收到涉及征地、物业等领域的申请15件: so many in all, whatever they were about."""
    carry = state.words.file.carry
    all_came = found.topics == [carry.topic] and found.aspects == [carry.new]
    told = all_came and found.marks >= {"totals", "and_so_on"} and not (state.items or state.among)
    return bool(asides) and told and all(t.light or t.marked("about") for t in asides)


def _every_way(state: State) -> bool:
    """Whether the ways that were told make up what came in."""
    ways = list(takewhile(lambda item: item.way, reversed(state.items[-REACH:])))
    whole = state.items[: -len(ways)][-1:]
    return bool(whole and whole[0].target) and sum(w.value for w in ways) == whole[0].value


def _result_alone(state: State, phrase: Phrase) -> bool:
    """公开2件、不存在5件: a negation that names a result, in a list of them."""
    said = [token for token in phrase.lead if not token.light]
    named = len(said) == 1 and said[0].word is not None and bool(said[0].word.aspects)
    return named and bool(phrase.figure.value) and state.topic == state.words.file.carry.topic


def _part_of_stranger(state: State, phrase: Phrase, found: Found) -> bool:
    """制发文件130件，其中主动公开18件: parts of what the form does not count."""
    if not (state.foreign and state.among):
        return False
    # 印发文件61件，其中规范性文件4件: the part takes the verb of the whole.
    if found.topics and not found.aspects:
        said = of_topics(state.words, found.topics, state.lost, [""])
        said = [target for target in said if target.aspect in state.lost]
        if len(said) == 1 and fits(state, phrase, found, said):
            give(state, phrase, said)
            return True
    # 公开政策43件，其中制发规范性文件15件: with a verb of its own it is counted wherever it stands.
    words, topics = state.words, set(found.topics) - {state.words.file.carry.topic}
    if found.near and any(words.metric(t, a) for t in topics for a in found.aspects):
        return False
    if "own" in found.marks or _applications(state, phrase) or _answered(state, phrase):
        return False
    not_ours(state, phrase, found)
    state.foreign, state.topic = True, FOREIGN
    # 制作信息32条，其中主动公开26条；依申请公开6条: how they are marked, too.
    if found.topics and state.words.items.issuperset(found.topics):
        state.attributes = state.clause
    return True


def _own(state: State, phrase: Phrase, found: Found, after: Found) -> None:
    said = _of_this_year(state, phrase, found) or meaning(state, phrase, found, after)
    said = said or _unpublished(state, phrase, found)
    # 行政许可事项1项，申请量0件: applied for are permits.
    if _of_permits(state, phrase, said):
        said, found.topics = [], []
        state.estrange()
    # 收到12件，2件撤回，受理10件: these may have been left out of all that is counted.
    if not state.among:
        said = [t for t in said if state.words.metric(*t) not in state.words.file.at_most]
    said = max(said, _none_of_each(state, phrase), key=len)
    several = said if "respectively" not in found.marks else []
    # 新收、办结分别为5件、3件: one target for each number to come.
    # 许可、处罚分别为0件 is true of each.
    numbers = (token for token in (state.here.tokens if state.here else ()) if token.figure)
    alone = not phrase.figure.value and len([*islice(numbers, 2)]) == 1
    if len(said) > 1 and "respectively" in found.marks and not alone:
        state.pending = [*said[1:]]
        said = said[:1]
    # Several things and one number: a sum that no cell holds. Only a zero is true of each.
    elif len(said) > 1 and phrase.figure.value and not found.marks & {"all", "each", "both"}:
        # 收到和办理9件: nobody adds what came in to what was done.
        carry = state.words.file.carry
        said = said if {t.aspect for t in said} <= {carry.new, carry.done, carry.work} else []
        # 收到和办理 is one number of what came in; some of it may still be open.
        said = [target for target in said if target.aspect != carry.work]
    # 公开征收信息0条: none of that kind, which says nothing of the others.
    items = state.words.items.issuperset(target.topic for target in said)
    others = any(t.word and set(t.word.nouns) - state.words.items for t in phrase.lead)
    if items and (found.unknown or others) and not phrase.figure.value:
        said = []
    if not said or not fits(state, phrase, found, said) or _over_years(state, phrase, said):
        not_ours(state, phrase, found)
        if found.listed and found.near and not found.unknown and state.readable:
            state.items[-1].together = added(state, several)
        # 行政复议、行政诉讼5件，维持3件: the result is of both together, too.
        if len({*found.topics}) > 1 and phrase.figure.value:
            state.topic, state.both = FOREIGN, tuple(found.topics)
        elif state.both and found.near and not (found.topics or found.unknown):
            ends = [Target(t, a) for t in state.both for a in found.aspects]
            ends = [t for t in ends if state.words.metric(*t)] if len(found.aspects) == 1 else []
            if len(ends) == len(state.both):
                state.items[-1].together = SUM.join(state.words.metric(*t) for t in ends)
        return
    named = state.words.file.topics[said[-1].topic].bare or found.topics or found.explicit
    # 行政复议6宗、行政诉讼0宗，其中3宗维持: of the ones that there were.
    none = state.last and state.last[-1].value and not phrase.figure.value
    ended = none and has_outcomes(state, state.topic) and has_outcomes(state, said[-1].topic)
    if named and not (ended and state.last[-1].clause >= state.clause - 1):
        state.name([target.topic for target in said])
    state.qualified = _qualified(state, found, said)
    field = _of_field(state, phrase, said) or _net(state, phrase, said)
    part = _part_of_own(state, phrase, said) or _of_refused(state, said)
    if not field and (part or _of_one_way(state, said)):
        not_ours(state, phrase, found)
        return
    state.partial = state.theirs = False
    give(state, phrase, said)


def added(state: State, said: Sequence[Target]) -> str:
    """公开和部分公开共8件, 行政复议和行政诉讼共3件: the rows that are added up, as one metric."""
    groups = {state.words.group_of.get(target.aspect, "") for target in said}
    results = all(target.aspect in state.words.file.lists.get("results", ()) for target in said)
    cases = all(state.words.file.topics[t.topic].total == t.aspect for t in said)
    cases = cases and len({target.topic for target in said}) == len(said)
    if len(said) < 2 or not (results or cases) or groups & {target.aspect for target in said}:
        return ""
    return SUM.join(state.words.metric(*target) for target in said)


def _of_permits(state: State, phrase: Phrase, said: Sequence[Target]) -> bool:
    """Whether a loose 申请 is for what was spoken of just before, which has no outcomes."""
    carry, spoken = state.words.file.carry, state.words.file.topic(state.topic)
    nouns = [token for token in phrase.lead if token.word and token.word.nouns]
    loose = bool(nouns) and all(token.marked("loose") for token in nouns)
    ours = bool(said) and all(target.topic == carry.topic for target in said)
    counted = len(spoken.figures) == 1 and state.topic not in state.words.items
    return ours and loose and counted and state.topic in state.named


def _unpublished(state: State, phrase: Phrase, found: Found) -> list[Target]:
    """规范性文件发布0件: what was not published was not made, either."""
    if phrase.figure.value or not found.posted or not found.near or found.aspects:
        return []
    topics = state.words.file.topics
    return [Target(t, topics[t].unpublished) for t in found.topics if topics[t].unpublished]


def _none_of_each(state: State, phrase: Phrase) -> list[Target]:
    """申请数、答复数、结转数均为0: one thing after the other, each by its own words."""
    carry = state.words.file.carry
    each = [i for i, t in enumerate(phrase.lead) if t.marked("each") or t.marked("all")]
    if phrase.figure.value or not each:
        return []
    said: list[Target] = []
    pieces = split_list(phrase.lead[: each[-1]])
    for piece in pieces if len(pieces) > 1 else ():
        found = look(state.words, piece, state.topic)
        moved = "carried" in found.marks and not found.explicit
        own = [Target(carry.topic, carry.out)] if moved else []
        if not (own or (found.anything and found.near)) or found.strange or found.unknown:
            return []
        said += own or targets(state.words, found, topic_of(state, found), state.row, state.column)
    return list(dict.fromkeys(said))


def _on_one_ground(state: State, phrase: Phrase) -> bool:
    """因文书问题引发的复议为0, 有1件因故障延迟: not of all."""
    tokens = phrase.lead if phrase.figure.value == 0 else phrase.tail[:2]
    text = state.seen.text
    return any(t.sort is Sort.OTHER and "因" in text[t.start - 1 : t.start + 1] for t in tokens)


def one_way(state: State, found: Found) -> bool:
    """通过邮寄收到5件, 通过网站办理3件: a share of what came in, which no cell holds."""
    if found.ways == 1 and not found.boards:
        return True
    applied = state.words.file.carry.topic in found.topics or "submitted" in found.marks
    return found.ways + found.boards == 1 and applied


def _applications(state: State, phrase: Phrase) -> bool:
    """各类申请事项1205件，其中政府信息公开申请4件: their full name is of nothing else."""
    topic, text = state.words.file.carry.topic, state.seen.text
    # 依申请公开9件 may be an attribute of documents; only their name is theirs alone.
    return any(
        t.word
        and topic in t.word.nouns
        and t.end - t.start > 2
        and text.endswith("申请", t.start, t.end)
        for t in phrase.lead[-1:]
    )


def _answered(state: State, phrase: Phrase) -> bool:
    """访谈3次，发布政策解读12篇: what is a question of its own, no cell, is it in any list."""
    words = state.words
    last = phrase.lead[-1].word if phrase.lead else None
    topics = last.nouns if last and "loose" not in last.marks else ()
    metrics = [words.metric(topic, words.file.topics[topic].bare) for topic in topics]
    asked = words.readings.form.questions
    led = any(t.word and not words.items.isdisjoint(t.word.nouns) for t in phrase.lead[:-1])
    return led and bool(metrics) and all(metric in asked for metric in metrics)


def _letters(state: State, phrase: Phrase, found: Found) -> bool:
    """收到申请信函8封, with no other way beside it: the letters are the applications."""
    led = phrase.lead[-2:]
    named = len(led) == 2 and led[1].marked("ways") and bool(led[0].word and led[0].word.nouns)
    listed = state.seen.text.startswith(("、", "和", "及"), phrase.figure.end)
    return named and bool(found.aspects) and not listed and not state.among


def _of_field(state: State, phrase: Phrase, said: Sequence[Target]) -> bool:
    """行政复议14件，其中涉及信息公开的1件: the part is what the form counts, not the whole."""
    ours = any(t.marked("field") for t in phrase.lead) or state.ours
    topics = {t.topic for t in said if has_outcomes(state, t.topic)}
    told = [i for i in state.items[-REACH:] if i.target and not i.among]
    wholes = [i for i in told if i.target and i.target.topic in topics]
    if not (ours and state.among and wholes):
        return False
    for item in wholes:
        item.target, item.metric = None, ""
    state.ours = True
    return True


def _of_this_year(state: State, phrase: Phrase, found: Found) -> list[Target]:
    """累计公开8230条，其中本年度新增715条: only the part is of this year."""
    whole = state.last[-1] if state.last else None
    if whole is None or not whole.stock or whole.target is None or found.unknown:
        return []
    # 累计公开8775条（2024年新增388条）.
    named = any(year_of(token, state.year) == state.year for token in phrase.lead)
    # 累计处理92件，其中本年度新接收91件: these came in, and the 92 were in hand.
    carry = state.words.file.carry
    other = found.explicit or found.columns or found.strange
    came = carry.new in found.aspects and whole.target.aspect in (carry.done, carry.work)
    other = other or (whole.target.topic == carry.topic and came)
    if not named or other or whole.unit != phrase.figure.unit:
        return []
    target, whole.target, whole.metric = whole.target, None, ""
    return [target]


def _over_years(state: State, phrase: Phrase, said: Sequence[Target]) -> bool:
    """累计制定规范性文件36件: of what stays in force, unless the year is named."""
    stock = any(token.marked("stock") for token in phrase.lead)
    named = any(t.marked("this_year") or t.marked("whole_year") for t in phrase.lead)
    return stock and not named and not state.words.file.topics[said[0].topic].bare


def _net(state: State, phrase: Phrase, said: Sequence[Target]) -> bool:
    """收到11件，其中1件不属于信息公开，实际受理10件: what is left is the organ's number."""
    metrics = {state.words.metric(*target) for target in said}
    whole = [item for item in state.items[-REACH:] if item.metric in metrics]
    net = any(token.marked("net") for token in phrase.lead)
    if not (net and whole and max(item.value for item in whole) >= phrase.figure.value):
        return False
    for item in whole:
        item.target, item.metric = None, ""
    return True


def _qualified(state: State, found: Found, said: Sequence[Target]) -> str:
    """尚未审结的行政复议2件: the outcome that stands before its noun."""
    before = found.starts.get("aspects", 0) < found.starts.get("topics", 0)
    aspect = said[-1].aspect if before and found.aspects else ""
    return aspect if aspect in state.words.file.outcomes else ""


def _part_of_own(state: State, phrase: Phrase, said: Sequence[Target]) -> bool:
    """公开信息300条，其中主动公开信息30条: what is among a count is no second one."""
    carry = state.words.file.carry
    # 收到59件，其中新收47件，上年结转12件: the second may yet be what came in.
    if all(target.topic == carry.topic and target.aspect == carry.new for target in said):
        return False
    metrics = {state.words.metric(*t) for t in said}
    told = (*state.before[-_LIST:], *state.items[-_LIST:])
    carried = _of_carried(state, phrase, said, told)
    if carried or _kind_of_items(state, phrase, said, told):
        return True
    # 共办理26件，其中办结25件: 办理 may be all in hand, so 办结 is a number of its own.
    done = all(target.aspect == carry.done for target in said)
    return state.among and any(
        item.metric in metrics
        and item.kind is Kind.COUNT
        and not item.among
        and not (done and item.target and item.target.aspect == carry.work)
        for item in told
    )


def _of_carried(state: State, phrase: Phrase, said: Sequence[Target], told: Sequence[Item]) -> bool:
    """包括上年结转的4件，其中予以公开4件: what became of those only."""
    carry, last = state.words.file.carry, told[-1] if told else None
    if last is None or last.target is None or last.target.aspect != carry.into:
        return False
    # 新收30件，上年结转5件，其中予以公开4件: of both together.
    own = [i for i in told if i.target and i.sentence == last.sentence]
    results = all(target.aspect in state.words.list_of for target in said)
    # 予以公开13件，…；上年结转办理1件，予以公开1件: the second time it is of those carried in.
    again = {state.words.metric(*target) for target in said} <= {i.metric for i in own}
    alone = state.among and len(own) == 1
    return results and (alone or again) and phrase.figure.value <= last.value


def _kind_of_items(
    state: State, phrase: Phrase, said: Sequence[Target], told: Sequence[Item]
) -> bool:
    """公开126条，其中部门工作公开信息78条、政策解读44条: kinds, be the whole understood or not."""
    words = state.words
    whole = next((item for item in reversed(told) if not item.among), None)
    published = whole is not None and whole.target and whole.target.topic in words.items
    # 公开信息42条，其中行政许可12件: kinds, in whatever measure word but money.
    counted = published and state.among and phrase.figure.unit not in MONEY
    if whole is None or (whole.unit != phrase.figure.unit and not counted):
        return False
    if all(target.topic in words.items for target in said):
        own = any(t.marked("own") or year_of(t, state.year) == state.year for t in phrase.lead)
        all_of_them = whole.target is not None and whole.target.aspect != "channel"
        return state.among and not (own or all_of_them)
    # 其中发布政策解读44条 may be all the explanations that there are.
    own_noun = {target.topic for target in said}
    led = takewhile(lambda t: not (t.word and own_noun & set(t.word.nouns)), phrase.lead)
    verbs = any(t.word and (t.word.aspects or words.items & set(t.word.nouns)) for t in led)
    asked = all(words.metric(*target) in words.readings.form.questions for target in said)
    # 公开信息28件，其中行政许可3件: what was published of them, not what was decided.
    if whole.target is not None and whole.target.topic in words.items and state.among:
        return not verbs
    items = whole.target is None or whole.target.topic in words.items
    return asked and items and not verbs and (state.among or any(item.among for item in told))


def _of_one_way(state: State, said: Sequence[Target]) -> bool:
    """受理线上申请65件，办结62件，受理线下申请9件: so many of those that came in one way."""
    carry = state.words.file.carry
    done = all(target.topic == carry.topic and target.aspect == carry.done for target in said)
    ways = list(takewhile(lambda item: item.way, reversed(state.items[-REACH:])))
    # 网站收到26件，答复26件: where no other way is named, these are all.
    several = state.ways > 1
    return done and several and len(ways) == 1 and len(state.items) == 1 and not state.among


def _of_refused(state: State, said: Sequence[Target]) -> bool:
    """审理行政复议35件，纠正8件: what became of another's cases."""
    listed = all(target.aspect in state.words.list_of for target in said)
    if not listed:
        state.refused -= {target.topic for target in said}
    return listed and any(target.topic in state.refused for target in said)


def _parts(state: State, phrase: Phrase) -> None:
    """全文共六个部分."""
    metric, figure = state.words.file.parts, phrase.figure
    if metric and state.here and "whole_report" in state.here.marks:
        state.put(metric, figure.value, figure.start, figure.end, figure=figure)
