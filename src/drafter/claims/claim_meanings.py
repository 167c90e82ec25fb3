"""What a number counts, by the words before it, else those after it, else the context."""

from __future__ import annotations

from collections.abc import Sequence

from drafter.claims.claim_channels import sums_channels
from drafter.claims.claim_entries import MONEY
from drafter.claims.claim_state import FOREIGN, REACH, State
from drafter.claims.claim_subjects import Found, look
from drafter.claims.claim_targets import Target, targets
from drafter.claims.claim_tokens import Phrase, Sort, Token

_INSIDE = ("中", "里", "之中", "当中")


def meaning(state: State, phrase: Phrase, found: Found, after: Found) -> list[Target]:
    """What the words before the number, else those after it, say that it counts."""
    carry = state.words.file.carry
    both = carry.new in found.aspects and found.marks >= {"carried", "totals"} and found.listed
    # 新收和结转合计48件 is all in hand.
    if both and not (found.explicit or found.strange or found.unknown):
        return [Target(carry.topic, carry.hand)]
    # 结转 without a year says which way only by what else the sentence tells.
    bare = not (found.explicit or after.explicit)
    if bare and ("carried" in found.marks or (not found.anything and "carried" in after.marks)):
        return _carried(state, phrase, found)
    # 应办结的9件全部办结: those that were due, which need not be all in hand.
    if found.aspects == [carry.hand] and any(t.marked("all") for t in phrase.tail):
        return []
    if _goes_on(state, found, after):
        return [Target(carry.topic, carry.out)]
    # 3件行政复议案件中2件维持: what stands before is the whole, told already.
    if _within(state, phrase):
        return _led_by_nothing(state, phrase, Found(marks=found.marks), after)
    if not found.anything:
        return _led_by_nothing(state, phrase, found, after)
    # 办理结果为1件予以公开: the heading of a list that tells each result behind its number.
    own = {state.words.file.topics[topic].total for topic, _ in found.explicit}
    headed = bool(found.explicit) and own == {a for _, a in found.explicit}
    if headed and after.explicit and after.near:
        return targets(state.words, after, state.topic, state.row, state.column)
    # 其他3件 closes a list: it is what is left over there.
    if "some" in found.marks and not (found.columns or found.explicit or found.aspects):
        return _rest_of_list(state)
    if not found.near:
        if found.aspects and not found.topics:
            state.estrange()
        return []
    return _led_by_words(state, phrase, found, after)


def _led_by_words(state: State, phrase: Phrase, found: Found, after: Found) -> list[Target]:
    """A number that known words lead to: 收到申请5件, 收到5件行政复议申请, 收费3.2万元."""
    if _goes_on_with_items(state, phrase, found):
        # 主动公开以机构职能为主，全年公开42条.
        whole = state.words.file.channels.whole
        return [Target(whole, state.words.file.topics[whole].bare)]
    topic = topic_of(state, found)
    first = next((t for t in phrase.tail if not t.light), None)
    behind = set(first.word.nouns) if first and first.word else set()
    # 发布12件规范性文件: what was published is no information.
    if found.topics and state.words.items.issuperset(found.topics) and behind - state.words.items:
        return []
    if not found.topics and found.aspects and not found.explicit:
        nouns = first.word.nouns if first and first.word else ()
        # 收到5件行政复议申请: the noun behind the number beats the topic carried over.
        # 受理的5件申请均未收取费用: whatever else is told of it.
        if after.topics and nouns:
            topic = after.topics[0] if after.topics[0] in nouns else nouns[0]
            found.topics = [] if state.words.metric(topic, found.aspects[-1]) else [topic]
        elif after.strange or (first is not None and first.sort is Sort.OTHER):
            state.estrange()
            return []
    if phrase.figure.unit in MONEY:
        spoken = state.words.file.topics.get(state.topic)
        # 行政事业性收费2项，全年收费3.2万元: 收费 alone is of what was spoken of.
        if "loose" in found.marks and spoken and spoken.amounts and not found.explicit:
            return [Target(state.topic, spoken.bare)]
        if found.aspects and not found.topics:
            topic = _paid_for(state, found) or topic
    if _of_something_else(state, found, topic) or _gone_over(state, phrase, after):
        return []
    alone = not found.aspects and "exists" not in found.marks
    if found.topics and alone and state.qualified and has_outcomes(state, topic):
        # 尚未审结的行政复议2件、行政诉讼1件: what stands before the first noun is of both.
        found.aspects = [state.qualified]
    before = _verb_before(state, found)
    said = targets(state.words, found, topic, _row(state), state.column, before)
    return said or _came(state, found, topic)


def _came(state: State, found: Found, topic: str) -> list[Target]:
    """行政复议：共受理9件: what came in of a topic that counts none as new."""
    headed = state.here is not None and state.here.opened is Sort.COLON
    bare = state.words.file.topic(topic).bare
    came = found.aspects == [state.words.file.carry.new] and not (found.topics or found.columns)
    return [Target(topic, bare)] if headed and came and bare and [topic] == state.fresh else []


def _gone_over(state: State, phrase: Phrase, after: Found) -> bool:
    """对制发的12件规范性文件进行清理: made in whatever year, all of them were gone over."""
    led = phrase.lead[-1:] and state.seen.text.startswith("的", phrase.lead[-1].start)
    return bool(led) and "asides" in after.marks and not _of_applications(state, after)


def _of_applications(state: State, found: Found) -> bool:
    """Whether the words speak of what came in, which no clearing up goes over."""
    return state.words.file.carry.topic in found.topics


def _verb_before(state: State, found: Found) -> str:
    """制发规章1件、规范性文件3件: the second noun takes the verb of the first.

    So it is behind a comma: 现行有效规章2件，规范性文件36件.
    """
    near = state.clause - (not (state.among or found.aspects))
    last = state.last[0] if state.last else None
    return last.target.aspect if last and last.target and last.clause >= near else ""


def _goes_on(state: State, found: Found, after: Found) -> bool:
    """尚有2件在期限内办理, 2件正在按程序办理: these go on into the next year."""
    carry = state.words.file.carry
    aspects = found.aspects or after.aspects
    strange = found.strange or after.strange or state.foreign or found.topics or after.topics
    ongoing = "ongoing" in found.marks | after.marks and aspects == [carry.work]
    told = {i.target.aspect for i in state.items[-REACH:] if i.target}
    return ongoing and not strange and state.topic == carry.topic and carry.new in told


def _within(state: State, phrase: Phrase) -> bool:
    """Whether the words before the number, behind another number, end in 中."""
    return inside(state, phrase.lead) and any(i.clause == state.clause for i in state.items[-1:])


def inside(state: State, tokens: Sequence[Token]) -> bool:
    """Whether the words name a whole of which something is told next: 申请中."""
    ends = [state.seen.text[token.start : token.end] for token in tokens[-2:]]
    # 4件行政复议中有3件被纠正.
    return bool(ends) and (ends[-1] in _INSIDE or (ends[-1] == "有" and ends[0] in _INSIDE))


def _paid_for(state: State, found: Found) -> str:
    """对3件申请发出收费通知，其中1人缴费120元: the one thing told of that is paid for."""
    told = {i.target.topic for i in state.items[-REACH:] if i.target}
    paid = [
        name for name in told if set(found.aspects) & set(state.words.file.topics[name].amounts)
    ]
    return paid[0] if len(paid) == 1 else ""


def _goes_on_with_items(state: State, phrase: Phrase, found: Found) -> bool:
    opened = set(found.aspects) <= set(state.words.file.channels.verbs) and found.aspects
    counted = phrase.figure.unit in state.words.file.channels.counted
    items = counted and state.topic in state.words.items
    # 全年公开466条信息.
    items = items or bool(phrase.tail and phrase.tail[0].marked("things"))
    # 在公众号上更新155次，共公开361条: of that channel, or all, nobody can tell.
    somewhere = state.channel and not sums_channels(state, phrase)
    return bool(opened) and not (found.topics or found.unknown or somewhere) and items


def _of_something_else(state: State, found: Found, topic: str) -> bool:
    """Whether what the words say of applications is said of another thing here."""
    carry = state.words.file.carry
    others = state.topic not in ("", carry.topic) and not found.topics
    # 行政复议2件，其中尚未办结1件: a review that goes on, not an application.
    if others and state.among and found.explicit == [(carry.topic, carry.out)]:
        return True
    # 行政复议3件，上年结转1件: a review that was carried.
    carried = bool(found.explicit) and set(found.explicit) <= _moves(state)
    if others and carried and has_outcomes(state, state.topic):
        return True
    # After a stranger even 予以公开 speaks of that stranger: 收到留言12件，公开5件.
    if found.explicit:
        return state.foreign
    return topic == FOREIGN and not found.topics


def _row(state: State) -> str:
    """The row that applicants named here belong to."""
    carry, last = state.words.file.carry, state.last[-1] if state.last else None
    of = last.target if last else None
    if last is None or of is None:
        return state.row
    carried = of.aspect in (carry.into, carry.out)
    listed = bool(of.column) and last.clause == state.clause
    # 上年结转2件（自然人1件、商业企业1件）; 上年结转的自然人申请2件、商业企业申请1件.
    if listed and (carried or state.among):
        return of.aspect
    # 结转下年3件，其中自然人3件: the applicants of those.
    if carried and not of.column and state.among and not last.among:
        return of.aspect
    return state.row


def topic_of(state: State, found: Found) -> str:
    """What is spoken of: 法院 means suits, and what both kinds of suits share is of suits."""
    topic = state.topic or _unsaid(state, found)
    if found.agents and topic not in found.agents:
        return found.agents[0]
    known = state.words.file.topics.get(topic)
    # 复议后起诉2件，其中维持1件: of that kind, not of suits as a whole.
    last = state.last[0] if state.last and state.among else None
    own = last.target if last else None
    opened = state.here is not None and state.here.opened is Sort.OPEN
    listed = last and own and (not last.among or opened or own.aspect in state.words.list_of)
    if known and known.within and not (listed and own and own.topic == topic):
        parts = [n for n, t in state.words.file.topics.items() if t.within == known.within]
        # Once both kinds of suits were named, 共审结 is of suits as a whole.
        said = {*state.named, *(i.target.topic for i in state.items[-REACH:] if i.target)}
        # So it is where the suits as a whole were counted first.
        if known.within in said or all(part in said for part in parts):
            return known.within
    return topic


def _unsaid(state: State, found: Found) -> str:
    """Where nothing was named yet, 收到5件 and 办结5件 speak of applications."""
    carry = state.words.file.carry
    known = {carry.new, carry.done, carry.hand, carry.work}
    return carry.topic if set(found.aspects) <= known and not found.unknown else ""


def has_outcomes(state: State, topic: str) -> bool:
    """Whether the topic's cases end in one of the outcomes of a review or suit."""
    known = state.words.file.topics.get(topic)
    return known is not None and not set(known.figures).isdisjoint(state.words.file.outcomes)


def _moves(state: State) -> set[tuple[str, str]]:
    carry = state.words.file.carry
    return {(carry.topic, carry.into), (carry.topic, carry.out)}


def _led_by_nothing(state: State, phrase: Phrase, found: Found, after: Found) -> list[Target]:
    """A number that no word leads to: 其余6件予以公开, 共计36件, or after 行政诉讼方面，."""
    carry = state.words.file.carry
    done = Target(carry.topic, carry.done)
    if _all_there_were(state, phrase, found):
        return [done]
    # 除3件结转，其他13件均按期答复: 其他 is 其余 there.
    left = "excepts" in found.marks or ("some" in found.marks and state.excepted)
    carried = any(i.target and i.target.aspect == carry.out for i in state.items[-REACH:])
    # 5件均予以公开: what is true of all of them is no second name of the number.
    # 其余36件全部办结 tells what became of the rest.
    tail = () if left and carried else phrase.tail
    everyone = next((i for i, t in enumerate(tail) if t.marked("all")), None)
    if everyone == 0 and _some_answered(state, phrase):
        return [done]
    if everyone is not None:
        after = look(state.words, phrase.tail[:everyone], state.topic)
    # 对不符合上位法的2件规范性文件予以废止: the words behind say all.
    first = phrase.tail[0].word if phrase.tail else None
    whole = bool(after.topics and after.aspects and first and first.nouns)
    if not found.near and not whole:
        return []
    # 1件逾期，其余11件按期办结: so was the one, if late.
    rest = left and not carried and not after.explicit
    if rest and set(after.aspects) & {carry.done, carry.work}:
        return []
    if after.anything and not after.strange and "asides" not in after.marks:
        return _told_after(state, phrase, found, after)
    # 3件延期并转入2025年: what they were carried into can mean one thing only.
    moved = bool(after.explicit) and set(after.explicit) <= _moves(state) and not after.strange
    if moved and not _of_something_else(state, after, state.topic):
        return targets(state.words, after, state.topic, state.row, state.column)
    # 4件答复超期: a detail of some of them.
    if after.strange or "asides" in after.marks or _unexplained(phrase.tail[:everyone]):
        return []
    return _by_context(state, phrase, found, left)


def _listed_behind(state: State, phrase: Phrase) -> bool:
    """有2件行政复议，1件行政诉讼: the second in a list of numbers with their nouns behind them."""
    before = state.items[-1] if state.items else None
    if before is None or before.target is None or phrase.lead or not before.behind:
        return False
    return has_outcomes(state, before.target.topic) and before.clause >= state.clause - 1


def _by_context(state: State, phrase: Phrase, found: Found, left: bool) -> list[Target]:
    """A number that only what was told before explains; `left` if it is what is left of that."""
    topics = state.words.file.topics
    if state.rest and state.here and state.here.opened is Sort.COLON and state.listed:
        return [state.listed._replace(column=state.words.file.rest.get("columns", ""))]
    if "some" in found.marks and not left:
        return _rest_of_list(state)
    # 行政复议9件，其中信息公开类2件.
    if state.among and "field" in found.marks and has_outcomes(state, state.topic):
        of = Target(state.topic, topics[state.topic].bare)
        return [of] if any(i.target == of for i in state.items[-REACH:]) else []
    # 行政事业性收费2项，金额156.3万元.
    spoken = topics.get(state.topic)
    counted = "totals" in found.marks or any(not item.metric for item in state.items[-1:])
    if spoken and counted and phrase.figure.unit in MONEY and spoken.bare in spoken.amounts:
        return [] if found.unknown else [Target(state.topic, spoken.bare)]
    if "totals" in found.marks and (total := _total(state, phrase)):
        return [total]
    # 收到91件，完成88件.
    carry = state.words.file.carry
    ours = state.topic == carry.topic and not (state.foreign or state.among or phrase.tail)
    if ours and phrase.lead and phrase.lead[-1].marked("finishes"):
        return [Target(carry.topic, carry.done)]
    return _headed(state, phrase)


def _some_answered(state: State, phrase: Phrase) -> bool:
    """收到133件，121件均按时答复，12件结转: fewer than came in, so that 均 is not of all."""
    carry = state.words.file.carry
    ours = state.topic == carry.topic and not (state.foreign or state.among or phrase.lead)
    came = {i.value for i in state.items[-REACH:] if i.target and i.target.aspect == carry.new}
    if not (ours and came and phrase.figure.value < max(came)):
        return False
    done = look(state.words, phrase.tail)
    return carry.done in done.aspects and not (done.topics or done.strange)


def _all_there_were(state: State, phrase: Phrase, found: Found) -> bool:
    """10件申请全部按期答复, at the head of a sentence: all that there were were answered."""
    if state.items or state.among or found.unknown or found.marks:
        return False
    carry = state.words.file.carry
    place = next((i for i, t in enumerate(phrase.tail) if t.marked("all")), 0)
    named = look(state.words, phrase.tail[:place])
    done = look(state.words, phrase.tail[place:])
    return named.topics == [carry.topic] and done.aspects == [carry.done]


def _told_after(state: State, phrase: Phrase, found: Found, after: Found) -> list[Target]:
    """6件予以公开, 有2件申请行政复议; a mere noun (4件申请) tells nothing."""
    file = state.words.file
    # 3件未予公开 would need the opposite of what the word says.
    other = after.explicit and _of_something_else(state, after, state.topic)
    # 2件办理结果为依申请公开: a heading, behind a number as before it, names none.
    heading = after.explicit == [(file.carry.topic, file.topic(file.carry.topic).total)]
    if "negations" in after.marks or other or heading:
        return []
    first = next((t for t in phrase.tail if not t.light), None)
    unexplained = first is not None and first.sort is Sort.OTHER and not after.explicit
    # 收到4件申请 has its verb before it; without one, 4件申请 may be of any kind.
    mere = after.topics and not (after.aspects or after.explicit or after.columns)
    # 2件复议案件均维持: all that there were.
    every = bool(phrase.tail) and any(t.marked("all") for t in phrase.tail) and not state.among
    # 3件行政复议案件中2件维持: all of them, too.
    every = every or (inside(state, phrase.tail) and not state.among)
    cases = every and all(file.topics[t].total == file.topics[t].bare for t in after.topics)
    # 作出5件行政处罚的复议决定 gives no penalties.
    gives = "gives" in found.marks
    alone = all(t.light or (t.word and t.word.nouns) for t in phrase.tail)
    told = cases or gives or found.marks & {"totals", "exists"} or _listed_behind(state, phrase)
    if unexplained or (mere and not told) or (gives and not alone):
        return []
    return targets(state.words, after, state.topic, state.row, state.column)


def _headed(state: State, phrase: Phrase) -> list[Target]:
    """A number right after words that only name: 行政复议：0件, 行政诉讼方面，全年共2件."""
    topics = state.words.file.topics
    # 行政复议、行政诉讼均为0件 is true of each; any other number would have to be shared out.
    if len(state.fresh) > 1 and _is_none(phrase):
        return [Target(t, topics[t].bare) for t in state.fresh if topics[t].bare]
    if state.here and state.here.opened in (Sort.COLON, Sort.OPEN) and state.heard:
        before = state.heard
        if before.near and not before.strange and not (before.explicit and state.foreign):
            return targets(state.words, before, topic_of(state, before), state.row, state.column)
        return []
    if len(state.fresh) == 1 and topics[state.fresh[0]].bare:
        return [Target(state.fresh[0], topics[state.fresh[0]].bare)]
    return []


def _is_none(phrase: Phrase) -> bool:
    """Whether the number is a zero that no word of its own leads to."""
    bare = not any(token.word and token.word.means for token in phrase.lead)
    return bare and phrase.figure.value == 0


def _unexplained(tail: Sequence[Token]) -> bool:
    return any(token.sort is Sort.OTHER for token in tail)


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


def _total(state: State, phrase: Phrase) -> Target | None:
    """What a bare 合计 sums up, by the items listed before it."""
    carry = state.words.file.carry
    own = [item.target for item in state.items[-REACH:] if item.target]
    # 网上申请18件、信函申请6件，共24件: every way together is all that came in.
    ways = [item.value for item in state.items[-REACH:] if item.way]
    if not own and len(ways) > 1 and sum(ways) == phrase.figure.value and not state.foreign:
        return Target(carry.topic, carry.new)
    if not own and state.topic in state.words.items:
        # 政策法规类38条、工作动态类412条，合计450条: kinds of items, and the items.
        kinds = [i.value for i in state.items[-REACH:] if i.unit == phrase.figure.unit]
        whole = state.words.file.channels.whole
        added = len(kinds) > 1 and sum(kinds) == phrase.figure.value
        return Target(whole, state.words.file.topics[whole].bare) if added else None
    if not own or state.foreign:
        return None
    aspects = {target.aspect for target in own if target.topic == carry.topic}
    # 新收43件、结转5件，合计48件: what was carried came in.
    moved = [item for item in state.items[-2:] if item.moved and not item.metric]
    if moved and aspects == {carry.new}:
        told = sum(i.value for i in state.items[-REACH:] if i.target and not i.target.column)
        if told + moved[0].value == phrase.figure.value:
            moved[0].target = Target(carry.topic, carry.into)
            moved[0].metric = state.words.metric(*moved[0].target)
            return Target(carry.topic, carry.hand)
    # 新收5件，上年结转2件，合计7件 is all in hand.
    if carry.into in aspects and carry.new in aspects:
        return Target(carry.topic, carry.hand)
    topic = state.words.file.topics[own[-1].topic]
    # 不予公开：第三方权益2件、内部事务1件，共3件: the group, where all are of one.
    groups = {state.words.group_of.get(target.aspect, "") for target in own}
    if len(groups) == 1 and "" not in groups:
        return Target(own[-1].topic, *groups)
    # 自然人41件、企业3件，共44件: of the row that the applicants belong to.
    if own[-1].column and topic.total:
        return Target(own[-1].topic, own[-1].aspect)
    listed = own[-1].aspect in state.words.list_of
    return Target(own[-1].topic, topic.total) if topic.total and listed else None


def _carried(state: State, phrase: Phrase, found: Found) -> list[Target]:
    """结转 without a year: into the next one where the sentence has told what was done."""
    carry = state.words.file.carry
    if state.foreign or not found.near or (found.topics and carry.topic not in found.topics):
        return []
    # After 办结 what is carried goes on to the next year; before it, it may have come from the
    # last.
    items = [i for i in state.items[-REACH:] if i.target]
    told = {i.target.aspect for i in items if i.target}
    # 办理23件，其中新收20件，结转3件: what came in and what was carried make them up.
    new = items[-1] if items and items[-1].target and items[-1].among else None
    if new and new.target and new.target.aspect == carry.new and new.value < items[0].value:
        whole = items[0].value == new.value + phrase.figure.value
        return [Target(carry.topic, carry.into)] if whole else []
    done = carry.done in told or bool(told & {*state.words.list_of, carry.work})
    column = found.columns[0] if len(found.columns) == 1 else state.column
    return [Target(carry.topic, carry.out, column)] if done else []
