"""What a count or an amount says: 收到申请5件, 其余6件予以公开, 分别为3、2、1件."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from drafter.claims.claim_model import Kind, Number
from drafter.claims.claim_state import FOREIGN, REACH, Item, State, year_of
from drafter.claims.claim_targets import Found, Target, look, targets
from drafter.claims.claim_tokens import OWN_NAME, Phrase, Sort, Token
from drafter.claims.claim_words import ClaimWords

_PARTS = ("部分", "个部分", "大部分")
_VAGUE = ("项", "个", "次")
"""Measure words of so many things that what follows must not be unexplained."""
_BODIES = ("个部门", "个单位", "家单位", "个乡镇", "个街道", "个镇", "个乡", "个县")
_LIST = 20
"""Numbers that the longest list of parts holds."""
_MONEY = {"元": 0, "千元": 3, "万元": 4, "亿元": 8}


def read_count(state: State, phrase: Phrase, found: Found, after: Found) -> None:
    """Take in one number that is no percentage; `after` is what follows it."""
    figure, file = phrase.figure, state.words.file
    # The number of parts announced (S09 compares it) looks like any other count.
    if figure.unit in _PARTS:
        _parts(state, phrase)
        return
    if found.strange:
        state.estrange()
    # 33个部门、18个乡镇公开信息28314条: theirs, not this organ's.
    if figure.unit in _BODIES and (after.topics or after.aspects):
        state.scope.other_organ = True
    # Further numbers after 分别为: their meaning was settled with the first.
    if state.pending and not found.anything and not found.unknown:
        if (target := state.pending.pop(0)) is not None:
            _give(state, phrase, [target])
        return
    if state.posting and not found.anything and not found.unknown:
        _post(state, phrase, state.posting.pop(0))
        return
    state.pending, state.posting = [], []
    if _compares(state, phrase):
        read_change(state, phrase, found)
        return
    if _last_years(state, phrase, found):
        return
    if "respectively" in found.marks and _by_year(state, phrase, found):
        return
    # One way of submission (通过邮寄收到5件) is a share of what came in, which no cell holds.
    aside = found.marks & {"asides", "negations"} or found.mixed or one_way(state, found)
    some = "people" in found.marks and state.among and not found.aspects
    if not state.readable or found.strange or aside or some or _on_one_ground(state, phrase):
        state.partial = one_way(state, found)
        if "asides" in found.marks and not state.among:
            state.refused |= set(found.topics)
        _not_ours(state, phrase, found)
        return
    # 制发文件130件，其中主动公开18件: parts of what the form does not count.
    if state.foreign and state.among and "own" not in found.marks:
        _not_ours(state, phrase, found)
        state.foreign, state.topic = True, FOREIGN
        return
    if read_channel(state, phrase, found):
        return
    said = meaning(state, phrase, found, after)
    # 新收、办结分别为5件、3件: one target for each number to come.
    if len(said) > 1 and "respectively" in found.marks:
        state.pending = [*said[1:]]
        said = said[:1]
    # Several things and one number: a sum that no cell holds. Only a zero is true of each.
    elif len(said) > 1 and figure.value and not found.marks & {"all", "each", "both"}:
        said = []
    if not said or not _fits(state, phrase, found, said):
        _not_ours(state, phrase, found)
        return
    if file.topics[said[-1].topic].bare or found.topics:
        state.name([target.topic for target in said])
    if _part_of_own(state, said) or _of_refused(state, said):
        _not_ours(state, phrase, found)
        return
    state.partial = state.theirs = False
    _give(state, phrase, said)


def _on_one_ground(state: State, phrase: Phrase) -> bool:
    """因文书问题引发的复议为0, 有1件因故障延迟: not of all."""
    tokens = phrase.lead if phrase.figure.value == 0 else phrase.tail[:1]
    text = state.seen.text
    return any(t.sort is Sort.OTHER and "因" in text[t.start - 1 : t.start + 1] for t in tokens)


def one_way(state: State, found: Found) -> bool:
    """通过邮寄收到5件, 通过网站办理3件: a share of what came in, which no cell holds."""
    if found.ways == 1 and not found.boards:
        return True
    applied = state.words.file.carry.topic in found.topics or "submitted" in found.marks
    return found.ways + found.boards == 1 and applied


def _part_of_own(state: State, said: Sequence[Target]) -> bool:
    """公开信息300条，其中主动公开信息30条: what is among a count is no second one."""
    metrics = {state.words.metric(*t) for t in said}
    return state.among and any(
        item.metric in metrics and item.kind is Kind.COUNT and not item.among
        for item in (*state.before[-_LIST:], *state.items[-_LIST:])
    )


def _of_refused(state: State, said: Sequence[Target]) -> bool:
    """审理行政复议35件，纠正8件: what became of another's cases."""
    listed = all(target.aspect in state.words.list_of for target in said)
    if not listed:
        state.refused -= {target.topic for target in said}
    return listed and any(target.topic in state.refused for target in said)


def _by_year(state: State, phrase: Phrase, found: Found) -> bool:
    """2022年、2023年分别收到8件、12件: the numbers stand in the order of the years."""
    years = [token.year for token in phrase.lead if token.sort is Sort.YEAR]
    if len(years) < 2 or state.year not in years or not found.near:
        return False
    said = targets(state.words, found, topic_of(state, found), state.row, state.column)
    if len(said) != 1:
        return False
    each: list[Target | None] = [said[0] if year == state.year else None for year in years]
    # The years were named to be listed; this clause is not of another year.
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


def read_change(state: State, phrase: Phrase, found: Found) -> None:
    """较上年增加3件, 比上年的28件: against the count just before, in the same unit."""
    figure = phrase.figure
    if state.scope.base != state.year - 1 or len(state.last) != 1:
        return
    of, turns = state.last[0], [t for t in phrase.lead if t.marked("up") or t.marked("down")]
    known = of.target is not None and of.unit == figure.unit and not found.anything
    if not known or of.kind is not Kind.COUNT or found.unknown or "by" in found.marks:
        return
    sign = -1 if turns and turns[-1].marked("down") else 1
    kind = Kind.CHANGE if turns else Kind.LAST
    start = phrase.lead[0].start if phrase.lead else figure.start
    value = figure.value * (sign if turns else 1)
    item = state.put(of.metric, value, start, figure.end, kind=kind, figure=figure)
    item.target, item.of = of.target, of


def _last_years(state: State, phrase: Phrase, found: Found) -> bool:
    """上年为315件, （上年315件）: of the count just before."""
    said = [t for t in phrase.lead if not t.light]
    if len(said) != 1 or year_of(said[0], state.year) != state.year - 1 or found.unknown:
        return False
    if (
        len(state.last) != 1
        or state.last[0].unit != phrase.figure.unit
        or state.last[0].depth > state.depth
    ):
        return False
    of = state.last[0]
    if of.target is None or of.kind is not Kind.COUNT or phrase.tail:
        return False
    item = state.put(
        of.metric, phrase.figure.value, said[0].start, phrase.figure.end,
        kind=Kind.LAST, figure=phrase.figure,
    )  # fmt: skip
    item.target, item.of = of.target, of
    return True


def _fits(state: State, phrase: Phrase, found: Found, said: Sequence[Target]) -> bool:
    """Whether the unit is one that these are counted in."""
    figure = phrase.figure
    unit = figure.unit
    for target in said:
        topic = state.words.file.topics[target.topic]
        # 为0: a zero needs no measure word.
        nothing = not unit and figure.value == 0
        if not nothing and (unit in _MONEY) != (target.aspect in topic.amounts):
            return False
        if unit in _MONEY:
            continue
        if unit not in topic.units and unit:
            return False
        # 不予公开3项 counts kinds of reasons.
        if unit == "项" and (target.topic, target.aspect) in found.explicit:
            return False
        # 3个 and 3项 may count anything: an unexplained noun behind them is what they count.
        if unit in _VAGUE and phrase.tail and phrase.tail[0].sort is Sort.OTHER:
            return False
        # A bare number with a word behind it is a part of that word.
        if not unit and _rest(phrase.tail):
            return False
    return True


def _rest(tail: Sequence[Token]) -> bool:
    return bool(tail) and not (tail[0].marked("joins") or tail[0].light)


def _give(state: State, phrase: Phrase, said: Sequence[Target]) -> None:
    """Enter one item for each target."""
    figure, file = phrase.figure, state.words.file
    start, end = _start(state, phrase), _end(phrase, said)
    made: list[Item] = []
    for target in said:
        value = _valued(state, target, figure.value, figure.unit)
        metric = state.words.metric(*target)
        # 办理并答复 are two words for one figure.
        if any(item.metric == metric for item in made):
            continue
        step = _valued(state, target, figure.step, figure.unit)
        item = state.put(
            metric, value, start, end, target=target, figure=figure._replace(step=step)
        )
        item.verb, item.summed = _takes(state, phrase), _sums(phrase)
        made.append(item)
        # Applicants that follow belong to this row. What is carried in or out sets none: it is
        # told in
        # passing, and the breakdown after it is that of the whole.
        total = not target.column or target.column == file.total
        state.listed = None if total else target
        moves = target.aspect not in (file.carry.into, file.carry.out)
        # 办理129件，包括新收121件: what it includes is no new subject.
        inside = state.among and any(i.verb for i in state.items[-REACH:])
        if target.topic == file.carry.topic and total and moves and not inside:
            state.row = target.aspect
    # 收到并办结46件，其中自然人41件: those who applied are told first.
    if len(said) > 1 and state.row and any(t.aspect == file.carry.new for t in said):
        state.row = file.carry.new
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
    # 行政复议：0件: the phrase to show begins with the heading it depends on.
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
    state.theirs = item.foreign and bool(found.topics) and not found.strange
    state.last = []
    # 民生实事项目10件全部办结: what is said of all of them is not of applications.
    state.partial = state.partial or found.unknown > 0
    # 不动产登记受理4120件，办结4118件: nor are those that follow of applications.
    if not state.topic and not found.topics and found.unknown:
        state.estrange()
    if found.topics and not found.strange:
        state.name(found.topics)


def _parts(state: State, phrase: Phrase) -> None:
    """全文共六个部分."""
    metric, figure = state.words.file.parts, phrase.figure
    if metric and state.here and "whole_report" in state.here.marks:
        state.put(metric, figure.value, figure.start, figure.end, figure=figure)


def meaning(state: State, phrase: Phrase, found: Found, after: Found) -> list[Target]:
    """What the words before the number, else those after it, say that it counts."""
    # 结转 without a year says which way only by what else the sentence tells.
    bare = not (found.explicit or after.explicit)
    if bare and ("carried" in found.marks or (not found.anything and "carried" in after.marks)):
        return _carried(state, found)
    if not found.anything:
        return _led_by_nothing(state, phrase, found, after)
    # 办理结果为1件予以公开: the heading of a list that tells each result behind its number.
    own = {state.words.file.topics[topic].total for topic, _ in found.explicit}
    if own == {a for _, a in found.explicit} and after.explicit and after.near:
        return targets(state.words, after, state.topic, state.row, state.column)
    # 其他3件 closes a list: it is what is left over there.
    if "some" in found.marks and not (found.columns or found.explicit or found.aspects):
        return _rest_of_list(state)
    if not found.near:
        if found.aspects and not found.topics:
            state.estrange()
        return []
    topic = topic_of(state, found)
    items = _items_topics(state.words)
    opened = set(found.aspects) <= set(state.words.file.channels.verbs) and found.aspects
    if opened and not found.topics and phrase.figure.unit == "条" and state.topic in items:
        # 主动公开以机构职能为主，全年公开42条.
        whole = state.words.file.channels.whole
        return [Target(whole, state.words.file.topics[whole].bare)]
    if not found.topics and found.aspects and not found.explicit:
        first = next((t for t in phrase.tail if not t.light), None)
        # 收到5件行政复议申请: the noun behind the number beats the topic carried over.
        if after.topics and first is not None and first.word and first.word.nouns:
            topic = after.topics[0]
        elif after.strange or (first is not None and first.sort is Sort.OTHER):
            state.estrange()
            return []
    # 行政复议2件，其中尚未办结1件: a review that goes on, not an application.
    carry = state.words.file.carry
    others = state.topic not in ("", carry.topic) and not found.topics
    if others and state.among and found.explicit == [(carry.topic, carry.out)]:
        return []
    # 行政复议3件，上年结转1件: a review that was carried.
    carried = found.explicit and set(found.explicit) <= _moves(state)
    if others and carried and _ends(state, state.topic):
        return []
    # After a stranger even 予以公开 speaks of that stranger: 收到留言12件，公开5件.
    if found.explicit and state.foreign:
        return []
    if topic == FOREIGN and not found.topics and not found.explicit:
        return []
    last = state.last[-1:]
    # 制发规章1件、规范性文件3件: the second noun takes the verb of the first.
    same = last and last[0].target and last[0].clause == state.clause
    before = last[0].target.aspect if same and last[0].target else ""
    # 结转下年3件，其中自然人3件: the applicants of those.
    row, of = state.row, last[0].target if last else None
    moved = of is not None and of.aspect in (carry.into, carry.out) and not of.column
    # 上年结转2件（自然人1件、商业企业1件）: so are those that follow the first of them.
    listed = of is not None and of.column and same
    if of and state.among and ((moved and not last[0].among) or listed):
        row = of.aspect
    return targets(state.words, found, topic, row, state.column, before)


def _ends(state: State, topic: str) -> bool:
    """Whether the topic's cases end in one of the outcomes of a review or suit."""
    known = state.words.file.topics.get(topic)
    return known is not None and not set(known.figures).isdisjoint(
        state.words.file.lists.get("outcomes", ())
    )


def _moves(state: State) -> set[tuple[str, str]]:
    carry = state.words.file.carry
    return {(carry.topic, carry.into), (carry.topic, carry.out)}


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


def _led_by_nothing(state: State, phrase: Phrase, found: Found, after: Found) -> list[Target]:
    """A number that no word leads to: 其余6件予以公开, 共计36件, or after 行政诉讼方面，."""
    # 5件均予以公开: what is true of all of them is no second name of the number.
    # 其余36件全部办结 tells what became of the rest.
    out = state.words.file.carry.out
    carried = any(i.target and i.target.aspect == out for i in state.items[-REACH:])
    tail = () if "excepts" in found.marks and carried else phrase.tail
    everyone = next((i for i, t in enumerate(tail) if t.marked("all")), None)
    if everyone is not None:
        after = look(state.words, phrase.tail[:everyone], state.topic)
    # 对不符合上位法的2件规范性文件予以废止: the words behind say all.
    whole = bool(after.topics and after.aspects and phrase.tail and phrase.tail[0].word)
    if not found.near and not (whole and phrase.tail[0].word and phrase.tail[0].word.nouns):
        return []
    if after.anything and not after.strange and "asides" not in after.marks:
        return _told_after(state, phrase, found, after)
    # 4件答复超期: a detail of some of them.
    if after.strange or "asides" in after.marks or _unexplained(phrase.tail[:everyone]):
        return []
    if state.rest and state.here and state.here.opened is Sort.COLON and state.listed:
        return [state.listed._replace(column=state.words.file.rest.get("columns", ""))]
    if "some" in found.marks:
        return _rest_of_list(state)
    if "totals" in found.marks and (total := _total(state, phrase)):
        return [total]
    return _headed(state, phrase)


def _told_after(state: State, phrase: Phrase, found: Found, after: Found) -> list[Target]:
    """6件予以公开, 有2件申请行政复议; a mere noun (4件申请) tells nothing."""
    # 3件未予公开 would need the opposite of what the word says.
    if "negations" in after.marks or (after.explicit and state.foreign):
        return []
    first = next((t for t in phrase.tail if not t.light), None)
    unexplained = first is not None and first.sort is Sort.OTHER and not after.explicit
    # 收到4件申请 has its verb before it; without one, 4件申请 may be of any kind.
    mere = after.topics and not (after.aspects or after.explicit or after.columns)
    if unexplained or (mere and not found.marks & {"totals", "exists"}):
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


def _total(state: State, phrase: Phrase) -> Target | None:
    """What a bare 合计 sums up, by the items listed before it."""
    carry = state.words.file.carry
    own = [item.target for item in state.items[-REACH:] if item.target]
    if not own and state.topic in _items_topics(state.words):
        # 政策法规类38条、工作动态类412条，合计450条: kinds of items, and the items.
        kinds = [i.value for i in state.items[-REACH:] if i.unit == phrase.figure.unit]
        whole = state.words.file.channels.whole
        added = len(kinds) > 1 and sum(kinds) == phrase.figure.value
        return Target(whole, state.words.file.topics[whole].bare) if added else None
    if not own or state.foreign:
        return None
    aspects = {target.aspect for target in own if target.topic == carry.topic}
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


def _carried(state: State, found: Found) -> list[Target]:
    """结转 without a year: into the next one where the sentence has told what was done."""
    carry = state.words.file.carry
    if state.foreign or not found.near or (found.topics and carry.topic not in found.topics):
        return []
    # After 办结 what is carried goes on to the next year; before it, it may have come from the
    # last.
    told = {i.target.aspect for i in state.items[-REACH:] if i.target}
    done = carry.done in told or bool(told & {*state.words.list_of, carry.work})
    column = found.columns[0] if len(found.columns) == 1 else state.column
    return [Target(carry.topic, carry.out, column)] if done else []


def read_channel(state: State, phrase: Phrase, found: Found) -> bool:
    """Enter the number if it belongs to a channel; False leaves it to others."""
    words = state.words
    channels = words.file.channels
    places = [i for i, token in enumerate(phrase.lead) if token.marked("channels")]
    about = _items_topics(words)
    topic = found.topics[-1] if found.topics else state.topic
    figure = phrase.figure
    # 门户网站公开670条 names no topic, yet only items are published on a site.
    if topic not in about and not found.topics and places and _opens(words, found, figure.unit):
        topic = channels.topic
        state.name([topic])
    board = state.board if state.here and state.here.opened is Sort.COLON else None
    # 官方网站520条；微信：310条: on a channel only items are counted so.
    bare = figure.unit == "条" and not found.anything and not found.unknown
    if bare and (places or board) and topic == "":
        topic = channels.topic
    if topic not in about:
        return False
    # 在中国示例网发布120条: a place that no word of the form knows.
    if not places and _elsewhere(state, phrase.lead):
        state.last = []
        return True
    if not places:
        # Items on a channel named before: whether they are all of them is not told.
        if board is None or found.explicit:
            some = not found.explicit and channels.topic in found.topics and state.channel
            return some and not _sums_channels(state, phrase)
        # 门户网站：发布信息42条.
        _post(state, phrase, board)
        return True
    state.channel = True
    if topic in found.topics:
        state.name([topic])
    known = figure.unit in state.words.file.topics[channels.topic].units
    if not known or not _explained(phrase.lead[places[-1] + 1 :]):
        state.last = []
        return True
    # 通过网站、公众号公开 counts both together; other readers may know what it is.
    between = phrase.lead[places[0] : places[-1] + 1]
    lead = phrase.lead
    each = [(_name_start(state, lead, place), lead[place].end) for place in places]
    # 通过网站、公众号分别发布520条、310条: a number for each.
    if len(each) > 1 and "respectively" in found.marks:
        _post(state, phrase, each[0])
        state.posting = each[1:]
        return True
    listed = any(t.sort is Sort.LIST or t.marked("joins") for t in between)
    if listed or _and_others(state, phrase.lead[places[-1]]):
        return False
    # 区政府网站镇街专栏 is one place.
    start = _name_start(state, phrase.lead, places[0])
    _post(state, phrase, (start, phrase.lead[places[-1]].end))
    return True


_BY = ("通过", "在", "利用", "依托", "于")
_PLACES = (*"网端栏号屏报台刊群站", "平台", "系统", "大厅", "橱窗")


def _elsewhere(state: State, tokens: tuple[Token, ...]) -> bool:
    text = state.seen.text
    by = next((i for i, t in enumerate(tokens) if text[t.start : t.end] in _BY), len(tokens))
    return any(t.sort is Sort.OTHER and text.endswith(_PLACES, 0, t.end) for t in tokens[by:])


def _sums_channels(state: State, phrase: Phrase) -> bool:
    """网站发布178条，公众号发布345条，合计发布523条: the count of all that was published."""
    posted = [i.value for i in state.items[-_LIST:] if i.target and i.target.aspect == "channel"]
    return _sums(phrase) and len(posted) > 1 and sum(posted) == phrase.figure.value


def _post(state: State, phrase: Phrase, board: tuple[int, int]) -> None:
    """Enter a number of items on the channel whose name stands there."""
    channels, figure = state.words.file.channels, phrase.figure
    start = min(board[0], figure.start)
    target = Target(channels.topic, "channel")
    metric = channels.metric + state.seen.words(*board)
    state.last = [state.put(metric, figure.value, start, figure.end, target=target, figure=figure)]


def _and_others(state: State, channel: Token) -> bool:
    """门户网站等平台 names one of several."""
    return state.seen.text.startswith("等", channel.end)


def _items_topics(words: ClaimWords) -> set[str]:
    """The topics that count what was published."""
    topics, channels = words.file.topics, words.file.channels
    same = topics[channels.topic].figures
    return {name for name, topic in topics.items() if topic.figures == same}


def _opens(words: ClaimWords, found: Found, unit: str) -> bool:
    """门户网站公开670条: the verb and the unit tell what is counted."""
    opened = set(found.aspects) & set(words.file.channels.verbs)
    return bool(opened) and unit in words.file.topics[words.file.channels.whole].units


def _explained(tokens: tuple[Token, ...]) -> bool:
    return all(token.sort is not Sort.OTHER for token in tokens)


def _name_start(state: State, tokens: tuple[Token, ...], place: int) -> int:
    """Where the name begins: at 通过县便民服务中心电子屏 behind 通过, or at an unexplained word."""
    text = state.seen.text
    start = place
    while start and _of_name(tokens[start - 1]) and tokens[start - 1].end == tokens[start].start:
        start -= 1
        if text[tokens[start].start : tokens[start].end] in _BY:
            return tokens[start + 1].start
    # Without one it begins at a word that only a name explains, be it the first of the item.
    first = tokens[start] if not start or tokens[start - 1].sort is Sort.LIST else tokens[place]
    near = tokens[place - 1] if place else tokens[place]
    named = [
        t for t in (first, near) if t.sort is Sort.OTHER or t.word is OWN_NAME or t.marked("bodies")
    ]
    return (named[0] if named else tokens[place]).start


def _of_name(token: Token) -> bool:
    """Whether a token may be a piece of a channel's name: no verb, no 我局, no end of an item."""
    if token.sort is not Sort.WORD or token.word is None:
        return token.sort is Sort.OTHER
    own = token.marked("own") and token.word is not OWN_NAME
    return not (own or token.word.aspects or token.marked("joins") or token.marked("totals"))
