"""Items by channel: 门户网站公开670条, “示例发布”公众号310条."""

from __future__ import annotations

from drafter.claims.claim_entries import give, sums_up
from drafter.claims.claim_state import State
from drafter.claims.claim_subjects import Found
from drafter.claims.claim_targets import Target
from drafter.claims.claim_tokens import OWN_NAME, Phrase, Sort, Token
from drafter.claims.claim_words import ClaimWords

_LIST = 20
"""Numbers that the longest list of channels holds."""
_BY = ("通过", "在", "利用", "依托", "于")
_PLACES = (*"网端栏号屏报台刊群站", "平台", "系统", "大厅", "橱窗")


def read_channel(state: State, phrase: Phrase, found: Found) -> bool:
    """Enter the number if it belongs to a channel; False leaves it to others."""
    places = [i for i, token in enumerate(phrase.lead) if token.marked("channels")]
    board = state.board if state.here and state.here.opened is Sort.COLON else None
    topic = _topic(state, phrase, found, bool(places or board), bool(places))
    if topic == state.topic and sums_kinds(state, phrase):
        topic = state.words.file.channels.topic
        state.name([topic])
    # 依托县政府网站，主动公开水情通报、雨情简讯等各类信息42条: on the site just named.
    summed = {named for named, _ in found.explicit} & items_topics(state.words)
    if summed and state.site is not None and not places:
        post(state, phrase, state.site)
        return True
    if topic not in items_topics(state.words):
        return False
    # 发布2200条微博: of one channel, and nobody says whose.
    if not places and phrase.tail and phrase.tail[0].marked("channels"):
        state.last = []
        return True
    if places:
        state.channel = True
        if topic in found.topics:
            state.name([topic])
        return _on_channels(state, phrase, found, places)
    # 在中国示例网发布120条: a place that no word of the form knows.
    if _elsewhere(state, phrase.lead):
        state.last = []
        return True
    # 在县政府网站上，公开信息42条.
    if board is None and state.site is not None and not found.explicit:
        board = state.site
    # Items on a channel named before: whether they are all of them is not told.
    if board is None or found.explicit:
        posts = state.words.file.channels.topic in found.topics
        some = not found.explicit and posts and state.channel
        return some and not sums_channels(state, phrase)
    # 门户网站：发布信息42条.
    post(state, phrase, board)
    return True


def _topic(state: State, phrase: Phrase, found: Found, named: bool, beside: bool) -> str:
    """What is spoken of; `named` where a channel is, `beside` where it leads to the number."""
    topic, unit = found.topics[-1] if found.topics else state.topic, phrase.figure.unit
    channels = state.words.file.channels
    # 门户网站公开670条 names no topic, yet only items are published on a site.
    other = topic not in items_topics(state.words) and not found.topics
    # 答复9件，不存在6件，已通过网站公开3件: a result of the applications.
    last = state.items[-1] if state.items else None
    result = last and last.target and last.target.topic == state.words.file.carry.topic
    other = other and not (
        result and last and last.clause == state.clause - 1 and last.unit == unit
    )
    if other and beside and _opens(state.words, found, unit):
        topic = channels.topic
        state.name([topic])
    # 官方网站520条；微信：310条: on a channel only items are counted so.
    bare = unit == "条" and not found.anything and not found.unknown
    return channels.topic if bare and named and topic == "" else topic


def _on_channels(state: State, phrase: Phrase, found: Found, places: list[int]) -> bool:
    lead, channels = phrase.lead, state.words.file.channels
    # 官方微博发布微博120条: what is posted is called like the channel.
    if len(places) > 1 and (verb := lead[places[-1] - 1].word) and channels.topic in verb.nouns:
        places = places[:-1]
    known = phrase.figure.unit in state.words.file.topic(channels.topic).units
    rest = lead[places[-1] + 1 :]
    # 网站、广播、宣传册等方式: what ends the list need not be a channel that is known.
    others = [place for place, token in enumerate(rest) if token.marked("and_so_on")]
    # 网站公开领导简历、采购合同等信息26条: the list is of what was published, whatever it names.
    if (kinds := _kinds(state, rest)) is not None:
        rest, others = rest[kinds:], []
    if not known or not _explained(rest[others[0] if others else 0 :]):
        state.last = []
        return True
    each = [(_name_start(state, lead, place), lead[place].end) for place in places]
    # 通过网站、公众号分别发布520条、310条: a number for each.
    if len(each) > 1 and "respectively" in found.marks:
        post(state, phrase, each[0])
        state.posting = each[1:]
        return True
    # 通过网站、公众号公开 counts both together; other readers may know what it is.
    between = lead[places[0] : places[-1] + 1]
    listed = any(t.sort is Sort.LIST or t.marked("joins") for t in between)
    if listed or others or _and_others(state, lead[places[-1]]):
        # 通过网站、公众号发布通知公告、工作动态等共80条: both together, of every kind.
        if kinds is not None:
            give(
                state, phrase, [Target(channels.topic, state.words.file.topic(channels.topic).bare)]
            )
        return kinds is not None
    # 区政府网站镇街专栏 is one place.
    post(state, phrase, (each[0][0], lead[places[-1]].end))
    return True


def post(state: State, phrase: Phrase, board: tuple[int, int]) -> None:
    """Enter a number of items on the channel whose name stands there."""
    channels, figure = state.words.file.channels, phrase.figure
    start = min(board[0], figure.start)
    target = Target(channels.topic, "channel")
    metric = channels.metric + state.seen.words(*board)
    state.last = [state.put(metric, figure.value, start, figure.end, target=target, figure=figure)]


def sums_kinds(state: State, phrase: Phrase) -> bool:
    """门户网站发布通知公告、工作动态等共42条: what a channel published, of every kind."""
    places = [i for i, token in enumerate(phrase.lead) if token.marked("channels")]
    return bool(places) and _kinds(state, phrase.lead[places[-1] + 1 :]) is not None


def hosted(state: State, phrase: Phrase, found: Found) -> tuple[int, int] | None:
    """The place of the one channel that a difference or a growth is told of."""
    places = [i for i, token in enumerate(phrase.lead) if token.marked("channels")]
    if len(places) != 1 or not found.topics or found.topics[-1] not in items_topics(state.words):
        return None
    return _name_start(state, phrase.lead, places[0]), phrase.lead[places[0]].end


def sums_channels(state: State, phrase: Phrase) -> bool:
    """网站发布178条，公众号发布345条，合计发布523条: the count of all that was published."""
    posted = [i.value for i in state.items[-_LIST:] if i.target and i.target.aspect == "channel"]
    return sums_up(phrase) and len(posted) > 1 and sum(posted) == phrase.figure.value


def items_topics(words: ClaimWords) -> set[str]:
    """The topics that count what was published; none of a form without channels."""
    topics, channels = words.file.topics, words.file.channels
    if channels.topic not in topics:
        return set()
    same = topics[channels.topic].figures
    return {name for name, topic in topics.items() if topic.figures == same}


def _elsewhere(state: State, tokens: tuple[Token, ...]) -> bool:
    text = state.seen.text
    by = next((i for i, t in enumerate(tokens) if text[t.start : t.end] in _BY), len(tokens))
    return any(t.sort is Sort.OTHER and text.endswith(_PLACES, 0, t.end) for t in tokens[by:])


def _and_others(state: State, channel: Token) -> bool:
    """门户网站等平台 names one of several."""
    return state.seen.text.startswith("等", channel.end)


def _opens(words: ClaimWords, found: Found, unit: str) -> bool:
    """门户网站公开670条: the verb and the unit tell what is counted."""
    opened = set(found.aspects) & set(words.file.channels.verbs)
    return bool(opened) and unit in words.file.topic(words.file.channels.whole).units


def _kinds(state: State, tokens: tuple[Token, ...]) -> int | None:
    """Where a list of what was published ends that a verb opens: 发布通知公告、工作动态等信息."""
    verbs = {*state.words.file.channels.verbs, *items_topics(state.words)}
    said = [{*t.word.aspects, *t.word.nouns} if t.word else set() for t in tokens]
    # 门户网站发布通知公告、…: the verb and the first kind are one word of the form.
    joined = bool(tokens) and tokens[0].marked("strangers")
    verb = 0 if joined else next((i for i, each in enumerate(said) if verbs & each), len(tokens))
    ends = (i for i, t in enumerate(tokens) if t.marked("gathers") or t.marked("and_so_on"))
    return next((i for i in ends if i > verb and _explained(tokens[i:])), None)


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
        t
        for t in (first, near)
        if t.sort is Sort.OTHER
        or t.word is OWN_NAME
        or t.marked("bodies")
        or t.marked("governments")
    ]
    return (named[0] if named else tokens[place]).start


def _of_name(token: Token) -> bool:
    """Whether a token may be a piece of a channel's name: no verb, no 我局, no end of an item."""
    if token.sort is not Sort.WORD or token.word is None:
        return token.sort is Sort.OTHER
    own = token.marked("own") and token.word is not OWN_NAME
    return not (own or token.word.aspects or token.marked("joins") or token.marked("totals"))
