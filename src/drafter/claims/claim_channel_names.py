"""The name of a channel as it is written: where it begins, and what stands behind it."""

from __future__ import annotations

from drafter.claims.claim_state import State
from drafter.claims.claim_tokens import OWN_NAME, Sort, Token

OPENING = "“‘「『"
CLOSING = '”’」』"'
PLATFORM = "平台"
_LONGEST = 24
"""Words of the longest name."""
_LONGEST_BRACKET = 20
_NO_NAME = ("含", "包括", "包含", "不含", "其中", "下称")
_CALLED_SO = "简称"
"""What stands in brackets behind a channel and is no part of its name."""
_CALLED, _OWN = ("本", "局机关", "委机关", "厅机关"), "本"
"""Words for the organ itself that are a part of the name: 本镇政府网站, but not 我镇."""
_OPEN, _POSTS = "公开", "发布"
"""Verbs that the name of a channel may hold: “三务”公开网站, 示例发布公众号."""


def written_name(state: State, start: int, end: int) -> str:
    """The name that stands there, in the source's own characters."""
    text = state.seen.text
    return state.seen.words(*_with_bracket(text, *_with_quotes(text, start, end)))


def text_of(state: State, token: Token) -> str:
    """The characters of a token, as the reader sees them."""
    return state.seen.text[token.start : token.end]


def name_start(state: State, tokens: tuple[Token, ...], place: int) -> int:
    """Where the name begins: at 通过县便民服务中心电子屏 behind 通过, or at an unexplained word."""
    start = place
    before = tokens[place - 1] if place and tokens[place - 1].end == tokens[place].start else None
    # 全市信息公开平台 is one, 全市网站 are many.
    if before and before.marked("wide") and text_of(state, tokens[place]).endswith(PLATFORM):
        return before.start
    # “三务”公开网站: the verb is a piece of the name.
    opened = before is not None and text_of(state, before) == _OPEN
    start -= opened
    while (
        start > max(0, place - _LONGEST)
        and of_name(state, tokens[start - 1])
        and tokens[start - 1].end == tokens[start].start
    ):
        start -= 1
        if tokens[start].marked("leads"):
            return tokens[start + 1].start
        # “示例发布”公众号: a name in quotes begins there.
        if state.seen.text[tokens[start].start] in OPENING and not opened:
            return tokens[start].start
    # Without one it begins at a word that only a name explains, be it the first of the item.
    first = tokens[start] if not start or tokens[start - 1].sort is Sort.LIST else tokens[place]
    near = tokens[place - 1] if place else tokens[place]
    named = [
        t
        for t in (first, near)
        if t.sort is Sort.OTHER
        or (t.marked("own") and of_name(state, t))
        or (text_of(state, t) == _OWN and tokens[start + 1].word is OWN_NAME)
        or t.marked("bodies")
        or t.marked("governments")
    ]
    if named:
        return named[0].start
    # 发布公众号信息42条: no “示例发布”公众号.
    called = any(token.marked("things") for token in tokens[place + 1 : place + 2])
    verb = called and text_of(state, tokens[place]).startswith(_POSTS)
    return tokens[place].start + (len(_POSTS) if verb else 0)


def of_name(state: State, token: Token) -> bool:
    """Whether a token may be a piece of a channel's name: no verb, no 我局, no end of an item."""
    if token.sort is not Sort.WORD or token.word is None:
        return token.sort is Sort.OTHER
    # 局机关网站, 本镇政府网站 are called so.
    called = token.word is OWN_NAME or text_of(state, token).startswith(_CALLED)
    own = token.marked("own") and not called
    return not (own or token.word.aspects or token.marked("joins") or token.marked("totals"))


def _with_quotes(text: str, start: int, end: int) -> tuple[int, int]:
    """“示例网”发布信息42条: the mark that closes the name is a part of it."""
    place = OPENING.find(text[start])
    opened = place >= 0 and text.find(CLOSING[place], start, end) < 0
    return start, end + (opened and text[end : end + 1] == CLOSING[place])


def _with_bracket(text: str, start: int, end: int) -> tuple[int, int]:
    """政府网站（信息公开专栏）: what the bracket names is a part of it; （含转发） is not."""
    if text[end : end + 1] != "(":
        return start, end
    close = text.find(")", end, end + _LONGEST_BRACKET)
    inside = text[end + 1 : close] if close > 0 else ""
    named = inside and not inside.startswith(_NO_NAME) and not any(c.isdigit() for c in inside)
    plain = named and not inside.endswith("等") and _CALLED_SO not in inside
    return start, close + 1 if plain else end
