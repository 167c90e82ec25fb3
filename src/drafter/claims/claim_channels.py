"""Items by channel: 门户网站公开670条, “示例发布”公众号310条."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from drafter.claims.claim_channel_names import (
    CLOSING,
    OPENING,
    PLATFORM,
    name_start,
    of_name,
    text_of,
    written_name,
)
from drafter.claims.claim_entries import give, sums_up
from drafter.claims.claim_state import State
from drafter.claims.claim_subjects import Found
from drafter.claims.claim_targets import Target
from drafter.claims.claim_tokens import Clause, Phrase, Sort, Token

_LIST = 20
"""Numbers that the longest list of channels holds."""
_PLACES = (*"网端栏号屏报台刊群站", "平台", "系统", "大厅", "橱窗")
_FIELD_REACH = 8
"""Tokens that may stand between 发布 and 信息, beside a field."""
_BESIDE = ("every", "fillers", "about")
_PAIR = 2
_VERBS = (2, 4)
"""Characters of a verb that begins a word: 发布通知, 主动公开行政许可."""
_ADVERB = 2
"""Characters of an unknown word that is more likely an adverb (自主发布) than a name."""
_OFFICIAL = ("政府信息", "政务信息")
_SOME, _MANY = 2, 3
"""、 in a list of kinds that stands for all, where 政府信息 ends it and where not."""
_WANTED = ("要求", "希望", "请求")
"""Before 公开 these make it what was applied for."""
_POSTED = ("微博", "微信")
"""Channels that give what is published on them their name (发布微博42条)."""
_AND = ("、", "和", "及", "与")
_KINDS = "类"
"""The unit of kinds of what was published (发布6类信息)."""
_SECTIONS = ("栏目", "专栏", "板块")
"""Places on a site."""
_LONG_NAME, _LONGEST_PLATFORM = 6, 12
"""Characters of a name that is no mere kind of platform (自有平台), and words of the longest."""
_SYSTEM = "系统"
"""Ends the name of many organs (全市政府系统)."""
_ACCOUNT = "号"
"""Ends the word for a place that has a name of its own: 公众号, 视频号."""
_OTHERWISE = frozenset(
    {"taken", "asides", "strangers", "blocks", "negations", "people", "ways", "whole_report"}
)
"""Marks of words that make what was published a part, or another thing."""


class _On(NamedTuple):
    """The channels that a number may be of, and the words between them and it.

    shared: whether the number is of all of them together
    screen: whether videos are published there
    """

    boards: list[tuple[int, int]]
    rest: tuple[Token, ...]
    shared: bool = False
    screen: bool = False


def read_posts(state: State, phrase: Phrase, found: Found) -> bool:
    """Enter the number if it is plainly of a channel; False leaves it to others.

    Channel, verb and thing (门户网站发布信息42条) say so by themselves, whatever was spoken of
    before.
    """
    # 主动公开行政许可12件、行政处罚8件: so many were made public, not decided.
    if found.strange and any(t.marked("strangers") and _opens(state, t) for t in phrase.lead):
        state.kinds = state.clause
    # Most numbers have no channel anywhere near.
    marks = state.here.marks if state.here else ()
    near = found.boards or found.unknown or state.board or state.site or "channels" in marks
    near = near or state.anywhere == state.clause - 1 or found.listed > 1
    if not near and state.kinds < state.clause - 1:
        return False
    if _adds_up(state, phrase, found) or _every_subject(state, phrase, found):
        give(state, phrase, [_all_items(state)])
        return True
    on = _on(state, phrase, found)
    if on is None or not state.readable or not _posted(state, phrase, found, on):
        told = on is not None and _verb(state, on.rest) < len(on.rest)
        return state.readable and _of_kinds(state, phrase, found, told)
    topic = state.words.file.channels.topic
    state.name([topic])
    state.channel = True
    apart = len(on.boards) > 1 and not found.marks.isdisjoint({"respectively", "each"})
    if not on.shared or apart:
        post(state, phrase, on.boards[0])
        # 通过网站、公众号分别发布520条、310条, 各发布520条、310条: a number for each.
        state.posting = on.boards[1:]
        if "each" in found.marks and not _numbers_follow(state, phrase):
            for board in state.posting:
                post(state, phrase, board)
            state.posting = []
    # 通过网站、公众号公开 counts both together; among others it is a part of them.
    elif (
        not (state.among or _beside(state))
        or _every_kind(state, on.rest)
        or sums_channels(state, phrase)
    ):
        give(state, phrase, [Target(topic, state.words.file.topic(topic).bare)])
    else:
        state.last = []
        _pass_over(state, phrase)
    return True


def _numbers_follow(state: State, phrase: Phrase) -> bool:
    """Whether the next number is in the same list: 各发布520条、310条; else it is for each."""
    ahead = state.seen.text[phrase.figure.end : phrase.figure.end + 2]
    return ahead[:1] in _AND and ahead[1:].isdigit()


def _all_items(state: State) -> Target:
    """What all that was published is counted as."""
    whole = state.words.file.channels.whole
    return Target(whole, state.words.file.topic(whole).total)


def _listed(state: State) -> bool:
    """门户网站98条，示例平台51条: the clause just before counts what was published on a channel."""
    return _beside(state) and state.items[-1].clause == state.clause - 1


def _adds_up(state: State, phrase: Phrase, found: Found) -> bool:
    """通过网站等平台公开领导信息、工作动态等信息，全年累计42条: of all of the platforms."""
    if state.anywhere != state.clause - 1 or state.among or not state.readable:
        return False
    bare = "totals" in found.marks and not (found.anything or found.unknown or phrase.tail)
    return bare and phrase.figure.unit in state.words.file.channels.counted


def _every_subject(state: State, phrase: Phrase, found: Found) -> bool:
    """主动公开要闻、会议、公告、文件等信息42条: so long a list of kinds is of all there are."""
    counted = phrase.figure.unit in state.words.file.channels.counted
    told = state.topic in state.words.items or state.among
    if found.listed < _SOME or told or not (counted and state.readable):
        return False
    verb = next((i for i, t in enumerate(phrase.lead) if _publishes(state, t)), 0)
    if _asked_for(state, phrase.lead, verb):
        return False
    lead = phrase.lead[verb:]
    ends = [i for i, t in enumerate(lead) if t.marked("gathers") or t.marked("and_so_on")]
    kinds = sum(token.sort is Sort.LIST for token in lead)
    official = bool(ends) and text_of(state, lead[ends[-1]]).endswith(_OFFICIAL)
    plain = bool(ends) and all(_leaves_open(state, token) for token in lead[ends[-1] + 1 :])
    placed = any(_carries(state, phrase.lead, i) for i in range(len(phrase.lead)))
    many = kinds >= (_SOME if official else _MANY)
    return many and plain and not placed and _publishes(state, lead[0])


def _asked_for(state: State, lead: tuple[Token, ...], verb: int) -> bool:
    """要求公开规划、拆迁、征地、补偿等信息42条: what was applied for, or what was not published."""
    before = lead[:verb]
    denied = any(token.marked("negations") for token in before)
    wanted = bool(before) and text_of(state, before[-1]).endswith(_WANTED)
    # 主动公开 is never said of applications.
    word = lead[verb].word if lead else None
    plain = word is not None and bool(word.nouns)
    return denied or wanted or (state.topic == state.words.file.carry.topic and not plain)


def _beside(state: State) -> bool:
    """网站28条，两个公众号121条, 公众号2815条、抖音号等537条: one more in a list of channels."""
    return any(
        item.target is not None and item.target.aspect == "channel" for item in state.items[-1:]
    )


def _of_kinds(state: State, phrase: Phrase, found: Found, told: bool) -> bool:
    """网站公示行政处罚决定12件、行政许可决定8件: of what was published, whatever cell is called so.

    `told` is whether this very number is said to be of a channel.
    """
    goes_on = state.kinds >= state.clause - state.among and not found.aspects
    # 通过网站公开本年度制发的规章6件: with a verb of its own it is counted wherever it stands.
    own = any(state.words.metric(t, a) for t in found.topics for a in found.aspects)
    if not (told or goes_on) or own or _result(state, phrase.figure.unit):
        return False
    words = [token.word for token in phrase.tail if token.word and token.word.means]
    topics = found.topics or [topic for word in words for topic in word.nouns]
    metrics = [state.words.metric(t, state.words.file.topics[t].bare) for t in topics]
    # 网站发布政策解读12篇 may be all there are.
    asked = any(metric in state.words.readings.form.questions for metric in metrics)
    if asked or not (topics or found.explicit or words):
        return False
    figure, state.kinds, state.last = phrase.figure, state.clause, []
    state.put("", figure.value, figure.start, figure.end, figure=figure)
    # 网站公开规章15件（含新制定6件，废止5件）: what stands in the bracket is of them.
    if len(topics) == 1 and not state.words.file.topics[topics[0]].bare:
        state.name(topics)
    return True


def _on(state: State, phrase: Phrase, found: Found) -> _On | None:
    """The channels that lead to the number, else the one just before or behind it."""
    lead = phrase.lead
    first = next((i for i in range(len(lead)) if _carries(state, lead, i)), None)
    if first is None:
        board = _just_before(state, found, lead)
        return _On([board], _behind_section(state, lead)) if board else _behind(state, phrase)
    if _of_another(state, lead, first) or _of_many(state, lead, first):
        return None
    verb = first + _verb(state, lead[first:])
    places = [i for i in range(first, verb) if _carries(state, lead, i)]
    # 示例日报、示例晚报等媒体发稿120条, 被中央媒体关注，示例日报15篇: theirs.
    several = len(places) > 1 or verb == len(lead)
    if several and all(lead[place].marked("media") for place in places):
        return None
    # 通过媒体发稿20篇, 互联网公开38件: neither says where.
    if all(lead[place].marked("unnamed") for place in places):
        return None
    behind = lead[places[-1] + 1 : verb]
    ends = [0, *(lead[place].end for place in places)]
    each = [(max(name_start(state, lead, i), ends[n]), ends[n + 1]) for n, i in enumerate(places)]
    if _and_others(state, behind):
        return _On(each, lead[verb:], shared=True)
    if _several(state, lead, places):
        return _On(each, behind + lead[verb:], shared=True)
    if state.site and _goes_on(state, lead, first):
        return _On([state.site, *each], behind + lead[verb:], shared=True)
    # 微博示例消防发布信息42条: the account's name stands behind the channel.
    named = len(behind) == 1 and _account(lead[places[-1]], behind[0])
    # 区政府网站镇街专栏 is one place.
    own = _is_account(state, lead, places[-2:])
    whole = (each[-1][0] if own else each[0][0], behind[0].end if named else ends[-1])
    rest = lead[verb:] if named else behind + lead[verb:]
    return _On([whole], rest, screen=lead[places[-1]].marked("screens"))


def _just_before(state: State, found: Found, lead: tuple[Token, ...]) -> tuple[int, int] | None:
    """门户网站：发布信息42条; 在县政府网站上，公开信息42条."""
    headed = state.here is not None and state.here.opened is Sort.COLON
    posts = state.words.file.channels.topic in found.topics
    # 在公众号发布工作动态、通知公告等，共计183条: what was published there, added up.
    if state.opened:
        posts = "totals" in found.marks and _only_sums(found, lead)
    return (state.board if headed else None) or (state.site if state.sure or posts else None)


def _only_sums(found: Found, lead: tuple[Token, ...]) -> bool:
    """共计183条, 通知、简报等合计183条: the words before the sum only tell the kinds of it."""
    ends = [place for place, token in enumerate(lead, 1) if token.marked("and_so_on")]
    return not (found.anything or found.unknown) or (
        bool(ends) and all(token.light or token.marked("totals") for token in lead[ends[-1] :])
    )


def _behind_section(state: State, lead: tuple[Token, ...]) -> tuple[Token, ...]:
    """在“通知”“简报”等栏目发布42条, said of a site: where on it is all the same."""
    # 通知、简报等合计42条.
    ends = [place for place, token in enumerate(lead, 1) if token.marked("and_so_on")]
    if state.opened and ends:
        return lead[ends[-1] :]
    verb = _verb(state, lead)
    section = verb and lead[0].marked("leads") and text_of(state, lead[verb - 1]) in _SECTIONS
    return lead[verb:] if section else lead


def _of_another(state: State, lead: tuple[Token, ...], first: int) -> bool:
    """转载省政府网站信息12条: what stands before the channel makes it another thing."""
    # 投资项目在线审批平台: all of it is the name.
    if not lead[first].marked("channels") and text_of(state, lead[first]) == PLATFORM:
        return False
    led = max((i for i in range(first) if lead[i].marked("leads")), default=-1)
    # 在示例网、示例报等中央媒体: of several, most of which no word of the form knows.
    return any(
        token.sort is Sort.LIST
        or token.marked("joins")
        or (token.word is not None and token.word.marks & _OTHERWISE)
        for token in lead[led + 1 : first]
    )


def _of_many(state: State, lead: tuple[Token, ...], first: int) -> bool:
    """全市政府网站, 全市政府系统微信公众号发布42条: on those of many organs."""
    before = lead[first - 1] if first else None
    if before is None:
        return False
    wide = before.marked("wide") and before.end == lead[first].start
    many = wide and not text_of(state, lead[first]).endswith(PLATFORM)
    return many or text_of(state, before).endswith(_SYSTEM)


def _and_others(state: State, behind: tuple[Token, ...]) -> bool:
    """网站、广播、宣传册等方式; 门户网站等平台: the words behind name one of several."""
    etc = any(token.marked("and_so_on") for token in behind)
    return etc or (bool(behind) and text_of(state, behind[0]) == "等")


def _goes_on(state: State, lead: tuple[Token, ...], first: int) -> bool:
    """通过县政府网站，“示例发布”公众号发布42条: a comma for 、 between channels."""
    clause, site = state.here, state.site
    led = any(token.marked("leads") for token in lead[:first])
    beside = clause is not None and clause.opened is Sort.COMMA and state.sited == state.clause - 1
    return bool(site and state.sure and beside and not led and state.seen.text[site[1]] == ",")


def _several(state: State, lead: tuple[Token, ...], places: list[int]) -> bool:
    """网站、公众号; “示例发布”“示例商务”公众号; 各类新媒体平台."""
    first, last = places[0], places[-1]
    # 公众号等自媒体平台 names one of several.
    listed = any(
        t.sort is Sort.LIST or t.marked("joins") or t.marked("and_so_on") for t in lead[first:last]
    )
    paired = any(text_of(state, lead[place])[-1] in CLOSING for place in places[:-1])
    # 各类新媒体, 各政府门户.
    all_of_them = any(
        t.marked("every") or t.marked("each") for t in lead[max(0, first - 1) : first]
    )
    counted = any(lead[place].marked("several") for place in places)
    return listed or paired or all_of_them or counted


def _behind(state: State, phrase: Phrase) -> _On | None:
    """312条通过门户网站公开, 312条发布在门户网站."""
    tail = phrase.tail
    places = [i for i, token in enumerate(tail) if token.marked("channels")]
    if len(places) != 1 or not any(_publishes(state, token) for token in tail):
        return None
    start = name_start(state, tail, places[0])
    rest = (
        t
        for i, t in enumerate(tail)
        if i != places[0] and not start <= t.start < tail[places[0]].start
    )
    return _On([(start, tail[places[0]].end)], (*phrase.lead, *rest))


def hear_channel(state: State, lead: tuple[Token, ...], counted: str | None = None) -> None:
    """在县政府网站上，…; “示例发布”公众号也有进步，…: the next clause is of that channel.

    So it is, of what is 发布 there, where something else of the channel is counted first, in
    units `counted`.
    """
    places = [i for i, token in enumerate(lead) if token.marked("channels")]
    state.board = None
    if len(places) > 1 and _is_account(state, lead, places[-2:]):
        del places[-2]
    verb = _verb(state, lead)
    behind = lead[places[-1] + 1 : verb] if places else ()
    several = bool(places) and (_several(state, lead, places) or _and_others(state, behind))
    if several and verb < len(lead) and _lists_kinds(lead[verb:]):
        state.anywhere = state.clause
    # 县政府网站信息公开专栏 is one place.
    if len(places) > 1 and not several and _run_together(lead[places[0] : places[-1] + 1]):
        lead = (*lead[: places[0]], _as_one(state, lead, places), *lead[places[-1] + 1 :])
        del places[1:]
    if len(places) != 1 or several:
        return
    name = (name_start(state, lead, places[0]), lead[places[0]].end)
    before = [t for t in lead if t.start < name[0] and not (t.light or t.marked("own"))]
    before = [t for t in before if t.sort is not Sort.YEAR and not t.marked("leads")]
    alone = all(_leaves_open(state, token) for token in lead[places[0] + 1 :])
    alone = alone or any(_opens(state, token) for token in lead[places[0] + 1 :])
    state.board = name if lead[places[0]] is lead[-1] else None
    # 县政府网站围绕中心工作，公开信息42条.
    aims = any(token.marked("aims") for token in lead[places[0] + 1 : places[0] + 2])
    led = aims or (any(token.marked("leads") for token in lead[: places[0]]) and alone)
    quoted = state.seen.text[name[0]] in OPENING
    # 开设专栏6个: not said of a channel, but of a number of them.
    plain = counted is not None and (not places[0] or lead[places[0] - 1].sort is not Sort.OTHER)
    if (before and not quoted) or not (led or quoted or plain):
        return
    state.opened = any(_opens(state, token) for token in lead)
    # 在网站公开财政预算，共5条: of one kind only.
    kinds = counted == _KINDS or any(token.marked("and_so_on") for token in lead)
    if state.opened and not kinds:
        return
    state.site, state.sited, state.sure = name, state.clause, not state.opened and (led or quoted)


def _lists_kinds(tokens: tuple[Token, ...]) -> bool:
    """发布领导信息、工作动态等政府信息: the verb leads a list that is left open."""
    return any(token.marked("and_so_on") or token.marked("gathers") for token in tokens)


def _run_together(tokens: tuple[Token, ...]) -> bool:
    """网站信息公开专栏: nothing stands between them."""
    return all(before.end == after.start for before, after in pairwise(tokens))


def _as_one(state: State, lead: tuple[Token, ...], places: list[int]) -> Token:
    """The channels of one name as a single channel."""
    start = name_start(state, lead, places[0])
    return lead[places[0]]._replace(
        start=max(start, lead[places[0]].start), end=lead[places[-1]].end
    )


def _carries(state: State, lead: tuple[Token, ...], place: int) -> bool:
    """Whether it is a channel; 示例水利网发布信息42条 names one that no word of the form knows."""
    token, after = lead[place], lead[place + 1 : place + 2]
    if token.word is not None:
        marks = token.word.marks
        if "channels" in marks or "ways" not in marks or text_of(state, token) != PLATFORM:
            return "channels" in marks
        posted = bool(after) and _publishes(state, after[0])
        return _is_platform(state, lead[: place + 1], posted, not after)
    unknown = token.sort is Sort.OTHER and text_of(state, token).endswith(_PLACES)
    return bool(unknown and after and _publishes(state, after[0]))


def _is_platform(state: State, lead: tuple[Token, ...], posted: bool, last: bool) -> bool:
    """Whether 平台 ends a name: 通过示例县审批监管平台公开42条, …98条，示例县审批监管平台42条."""
    if not (posted or last):
        return False
    lead = lead[-_LONGEST_PLATFORM:]
    start = len(lead) - 1
    while start and of_name(state, lead[start - 1]) and lead[start - 1].end == lead[start].start:
        if lead[start - 1].marked("leads"):
            break
        start -= 1
    name = lead[start:]
    unknown = any(token.sort is Sort.OTHER for token in name)
    # 示例县举报平台 publishes nothing.
    unknown = unknown and all(t.light or not t.marked("strangers") for t in name)
    long = unknown and name[-1].end - name[0].start >= _LONG_NAME
    led = bool(start) and lead[start - 1].marked("leads")
    # In a list of channels nothing but its name stands before the number.
    item = last and not start and _listed(state)
    return long and not (name[0].marked("and_so_on")) and ((posted and led) or item)


def _is_account(state: State, lead: tuple[Token, ...], places: list[int]) -> bool:
    """政务新媒体“示例发布”微信公众号 is that account."""
    start = name_start(state, lead, places[-1])
    beside = len(places) > 1 and start == lead[places[0]].end
    return (
        beside
        and state.seen.text[start] in OPENING
        and text_of(state, lead[places[1]])[-1] == _ACCOUNT
    )


def _account(channel: Token, token: Token) -> bool:
    name = token.sort is Sort.OTHER and token.start == channel.end
    return name and token.end - token.start > _ADVERB


def _posted(state: State, phrase: Phrase, found: Found, on: _On) -> bool:
    """Whether the words behind the channel say that all that was published is counted."""
    file, unit = state.words.file, phrase.figure.unit
    units = set(file.topic(file.channels.topic).units)
    # 张贴了27项政务信息: what is counted stands behind it.
    if phrase.tail and phrase.tail[0].marked("things"):
        units |= {*file.topic(file.channels.whole).units}
    rest = on.rest
    # “示例发布”抖音号发布短视频31个.
    if on.screen:
        units |= {*file.channels.lengths}
        rest = tuple(token for token in rest if not token.marked("videos"))
    if unit not in units or _result(state, unit):
        return False
    plain = all(_leaves_open(state, token) for token in rest)
    if _verb(state, rest) < len(rest):
        return plain or _every_kind(state, rest)
    # 发布微博42条: what is published is called as the channel is.
    if not on.rest and _verb_before(state, phrase.lead):
        return True
    # 公众号转发42条: without 发布 beside it, these are some of them.
    plain = plain and not any(token.marked("asides") for token in rest)
    bare = unit in file.channels.counted and not (found.anything or found.unknown or state.topic)
    beside = not on.rest and _listed(state) and state.items[-1].unit == unit
    return plain and (bare or state.topic in state.words.items or beside)


def _verb_before(state: State, lead: tuple[Token, ...]) -> bool:
    """发布政务微博42条."""
    named = len(lead) > 1 and text_of(state, lead[-1]).endswith(_POSTED)
    return named and _publishes(state, lead[-2])


def _verb(state: State, tokens: tuple[Token, ...]) -> int:
    """Where it says that something was published; the length where nothing does."""
    return next((i for i, t in enumerate(tokens) if _opens(state, t)), len(tokens))


def _opens(state: State, token: Token) -> bool:
    """发布; 发布通知公告、工作动态等: the verb and the first kind may be one word of the form."""
    if not token.marked("strangers"):
        return _publishes(state, token)
    text, lexicon = text_of(state, token), state.words.lexicon
    verbs = [lexicon.longest(text[:size], 0) for size in _VERBS]
    return any(verb and _publishes(state, token._replace(word=verb[1])) for verb in verbs)


def _publishes(state: State, token: Token) -> bool:
    """发布, 公开, 发布信息."""
    word = token.word
    if word is None or "taken" in word.marks:
        return False
    opened = any(aspect in state.words.file.channels.verbs for aspect in word.aspects)
    return opened or not state.words.items.isdisjoint(word.nouns)


def _every_kind(state: State, tokens: tuple[Token, ...]) -> bool:
    """Whether a verb opens a list of all that was published: 发布通知公告、工作动态等信息."""
    kinds = tokens[_verb(state, tokens) + 1 :]
    ends = [i for i, t in enumerate(kinds) if t.marked("gathers") or t.marked("and_so_on")]
    # 发布各类赛事预告和场馆信息66条.
    if any(token.marked("every") for token in kinds[:1]):
        ends += [i for i, token in enumerate(kinds) if token.marked("things")]
    return any(all(_leaves_open(state, token) for token in kinds[i + 1 :]) for i in ends)


def _leaves_open(state: State, token: Token) -> bool:
    """Whether a word between channel and number leaves it the number of all that was published."""
    word = token.word
    if _publishes(state, token) or token.marked("fillers"):
        return True
    if word is None:
        return token.sort in (Sort.LIST, Sort.YEAR)
    return not (word.means or word.echoes) and word.marks.isdisjoint(_OTHERWISE)


def _result(state: State, unit: str) -> bool:
    """答复9件，不存在6件，已通过网站公开3件: a result of the applications."""
    last = state.items[-1] if state.items else None
    topic = state.words.file.carry.topic
    # 收到申请4件。其中3件已在网站公开: so it is where parts of them are told.
    if state.among and state.topic == topic and unit not in state.words.file.channels.counted:
        return True
    result = last and last.target and last.target.topic == topic
    return bool(result and last and last.clause == state.clause - 1 and last.unit == unit)


def own_fields(state: State, clause: Clause) -> Clause:
    """发布交通信息, of a bureau of 交通, reads as 发布信息 does: it publishes nothing else."""
    if not state.names or "things" not in clause.marks:
        return clause
    tokens = clause.tokens
    for end, thing in enumerate(tokens):
        if not thing.marked("things"):
            continue
        # 公开各类统计信息, 发布交通行业信息, 公开涉及交通的信息.
        place = _unqualified(tokens, end)
        start = _unqualified(tokens, place)
        if start < 0 or not (_publishes(state, tokens[start]) or _explains(state, tokens[start])):
            continue
        field = text_of(state, tokens[place])
        if len(field) < _PAIR or not any(field in name for name in state.names):
            continue
        plain = [tokens[start], *(t for t in tokens[start:end] if t.marked("every")), thing]
        said = "".join(text_of(state, token) for token in plain)
        length, word = state.words.lexicon.longest(said, 0) or (0, None)
        if length == len(said):
            whole = tokens[start]._replace(end=thing.end, word=word)
            return clause._replace(tokens=(*tokens[:start], whole, *tokens[end + 1 :]))
    return clause


def _explains(state: State, token: Token) -> bool:
    """解读交通信息42条, of a bureau of 交通."""
    word, asked = token.word, state.words.readings.form.questions
    metrics = (
        [state.words.metric(t, state.words.file.topics[t].bare) for t in word.nouns] if word else []
    )
    return bool(metrics) and all(metric in asked for metric in metrics)


def _unqualified(tokens: tuple[Token, ...], place: int) -> int:
    """The place before it, past what may stand beside a field: 各类, 行业, 涉及…的."""
    first = max(0, place - _FIELD_REACH)
    place -= 1
    while place > first and (
        tokens[place].light or any(tokens[place].marked(mark) for mark in _BESIDE)
    ):
        place -= 1
    return place


def read_channel(state: State, phrase: Phrase, found: Found) -> bool:
    """Pass over a number of what was published where nobody says on which channel, or what."""
    places = any(token.marked("channels") for token in phrase.lead)
    topic = found.topics[-1] if found.topics else state.topic
    if topic not in state.words.items:
        return False
    # 共发布4篇图解材料.
    if phrase.tail and phrase.tail[0].marked("strangers"):
        _pass_over(state, phrase)
        return True
    if places:
        state.name([topic])
        state.channel = True
        state.last = []
        _pass_over(state, phrase)
        return True
    # Items on a channel named before: whether they are all of them is not told.
    posts = state.words.file.channels.topic in found.topics and not found.explicit
    passed = posts and state.channel and not sums_channels(state, phrase)
    if passed:
        _pass_over(state, phrase)
    return passed


def _pass_over(state: State, phrase: Phrase) -> None:
    """其中政府网站统计信息387条: a part of the whole before it, whatever else it is."""
    if state.among:
        figure = phrase.figure
        state.put("", figure.value, figure.start, figure.end, figure=figure)


def post(state: State, phrase: Phrase, board: tuple[int, int]) -> None:
    """Enter a number of items on the channel whose name stands there."""
    channels, figure = state.words.file.channels, phrase.figure
    start = min(board[0], figure.start)
    target = Target(channels.topic, "channel")
    metric = channels.metric + written_name(state, *board)
    state.last = [state.put(metric, figure.value, start, figure.end, target=target, figure=figure)]


def hosted(state: State, phrase: Phrase, found: Found) -> tuple[int, int] | None:
    """The place of the one channel that a difference or a growth is told of."""
    places = [i for i, token in enumerate(phrase.lead) if token.marked("channels")]
    if len(places) != 1 or not found.topics or found.topics[-1] not in state.words.items:
        return None
    # 通过主流媒体公开信息500条，增长22%: theirs.
    if phrase.lead[places[0]].marked("media"):
        return None
    return name_start(state, phrase.lead, places[0]), phrase.lead[places[0]].end


def sums_channels(state: State, phrase: Phrase) -> bool:
    """网站发布178条，公众号发布345条，合计发布523条: the count of all that was published."""
    posted = [i.value for i in state.items[-_LIST:] if i.target and i.target.aspect == "channel"]
    return sums_up(phrase) and len(posted) > 1 and sum(posted) == phrase.figure.value
