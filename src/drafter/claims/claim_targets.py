"""From the words around a number to what it counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from drafter.claims.claim_tokens import Sort, Token
from drafter.claims.claim_words import ClaimWords

ANYONE = "*"
"""Stands among columns for applicants of no certain kind (群众)."""


class Target(NamedTuple):
    """What a number may count."""

    topic: str
    aspect: str
    column: str = ""


@dataclass
class Found:
    """What some tokens speak of.

    topics, aspects, explicit, columns: the last list of each that the words give
    at: the place of the first token that counts
    strange, mixed: whether the last noun, or one beside it, is nothing that the form counts
    ways, boards: how many ways of submitting, and how many channels, are named
    unknown, ahead: how many characters are not explained, and whether some stand first
    near: whether nothing unexplained stands between the last of them and the end
    """

    topics: list[str] = field(default_factory=list)
    aspects: list[str] = field(default_factory=list)
    explicit: list[tuple[str, str]] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)
    rates: list[str] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    agents: list[str] = field(default_factory=list)
    starts: dict[str, int] = field(default_factory=dict)
    at: int = -1
    unknown: int = 0
    ahead: bool = False
    near: bool = True
    strange: bool = False
    mixed: bool = False
    joined: bool = False
    ways: int = 0
    boards: int = 0
    listed: int = 0

    @property
    def anything(self) -> bool:
        return bool(self.topics or self.aspects or self.explicit or self.columns)


# Stands for no token at all, so that `before is stray` is false to begin with.
_NEVER = Token(Sort.OTHER, -1, -1)


def look(words: ClaimWords, tokens: Sequence[Token], topic: str = "") -> Found:
    """What the tokens speak of, read from left to right; `topic` is spoken of already."""
    found, joined = Found(), False
    before: Token | None = None
    stray = _NEVER
    for token in tokens:
        # 甲、乙 and 甲和乙: what comes next is added to what was found, not put in its place.
        if token.sort is Sort.LIST or token.marked("joins") or token.marked("both"):
            joined = True
            found.marks |= token.word.marks if token.word else set()
            found.listed += 1
            before = token
            continue
        word = token.word
        if word is None:
            # Characters that no word explains may be a noun that the form does not count.
            if token.sort is Sort.OTHER:
                found.near, joined = False, False
                found.unknown += token.end - token.start
                found.ahead = found.ahead or found.at < 0
            before = token if token.sort is Sort.OTHER else before
            continue
        found.marks |= word.marks
        # 政策、人事、通知公告等各类信息95条: the kinds are all in it.
        if "gathers" in word.marks:
            found.marks -= {"asides"}
            found.strange = found.mixed = joined = False
            found.topics, found.aspects = [], []
        # 科研机构、法律服务机构、其他均为0: the column that ends the list of them.
        if joined and found.columns and "some" in word.marks:
            _put(found, "columns", [words.file.rest.get("columns", ANYONE)], joined, token)
        # 群众提出 names no column, but is not nobody either: it hinders a column found later.
        if "people" in word.marks:
            _put(found, "columns", [ANYONE], joined, token)
        # 案件 after 行政复议 is that again; anywhere else it is a stranger (below).
        if word.echoes and topic in word.echoes:
            found.near = True
            continue
        # 提交的申请: what was submitted does not make 申请 odd, whoever submitted it.
        if "submitted" in word.marks:
            before = None
        if "channels" in word.marks:
            before = None
        odd = word.echoes or "strangers" in word.marks or "blocks" in word.marks
        found.ways += "ways" in word.marks
        found.boards += "channels" in word.marks
        if "and_so_on" in word.marks:
            # 邮寄等途径 is any way; 政务信息、政策解读等共259条 counts all that is listed.
            found.ways += found.ways == 1
            found.boards += found.boards == 1
            found.mixed = found.mixed or bool(found.topics and found.listed)
        if word.light and not word.means and not odd:
            continue
        # 申请和留言35件 counts both together, which no cell does.
        if odd and (joined or before is stray) and found.topics:
            found.mixed, joined, before = True, False, token
            stray = token
            continue
        # A noun that is not counted takes the subject: nothing before it is what the number counts.
        if odd:
            found.strange, found.topics, found.aspects = True, [], []
            found.explicit, found.columns = [], []
            found.near, joined, before = True, False, token
            continue
        if word.means or word.agents:
            _enter(words, found, token, joined, before)
            found.at = found.at if found.at >= 0 else token.start
            found.near = True
            joined, before = False, token
    # 通过网络、信函收到5件: only applications come in by several ways.
    if found.ways > 1 and not found.topics and found.aspects:
        found.topics = [words.file.carry.topic]
    if found.several and not found.columns:
        # 自然人和企业的申请 is one number for two columns, unless the sentence parts them again.
        each = found.marks & {"all", "each", "respectively"}
        general = {ANYONE, *words.file.anyone} & set(found.several)
        if each or not general:
            found.columns = found.several
    found.columns = [column for column in found.columns if column != ANYONE]
    return found


def _enter(
    words: ClaimWords, found: Found, token: Token, joined: bool, before: Token | None
) -> None:
    word = token.word
    assert word is not None
    if word.nouns:
        loose = "loose" in word.marks
        # 低保申请, 行政许可申请: a loose noun is qualified away by what stands right before it.
        odd = before is not None and (before.sort is Sort.OTHER or _other_noun(before, word.nouns))
        if loose and odd:
            found.strange, found.topics = True, []
            return
        # After a stranger a loose noun (留言、申请) is most likely more of the same.
        if loose and found.strange:
            return
        # 政策文件及解读信息130条 counts both together.
        found.mixed = found.mixed or (joined and found.strange)
        names = list(word.nouns)
        found.strange = False if not loose else found.strange
        _put(found, "topics", names, joined, token)
        if len(set(found.columns)) > 1 or ANYONE in found.columns:
            found.several, found.columns = found.columns, []
    if word.aspects:
        _put(found, "aspects", list(word.aspects), joined, token)
    if word.explicit:
        _put(found, "explicit", list(word.explicit), joined, token)
    if word.columns:
        _put(found, "columns", list(word.columns), joined, token)
    found.rates += word.rates
    found.agents += word.agents


def _put(found: Found, kind: str, names: list[object] | list[str] | list[tuple[str, str]],
         joined: bool, token: Token) -> None:  # fmt: skip
    held: list[object] = getattr(found, kind)
    found.joined = found.joined or (joined and kind == "aspects")
    # The last noun before the number counts: 收到申请后办结 is about 办结.
    if held and not joined and kind in ("topics", "aspects") and held[-1] not in names:
        held.clear()
        found.starts.pop(kind, None)
    found.starts.setdefault(kind, token.start)
    held.extend(name for name in names if name not in held)


def _other_noun(token: Token, topics: tuple[str, ...]) -> bool:
    """Whether a token names another topic: 行政许可 before 申请."""
    word = token.word
    if word is None or "loose" in word.marks:
        return False
    return bool(word.nouns) and not set(word.nouns) & set(topics)


def targets(
    words: ClaimWords, found: Found, carried: str, row: str, column: str, before: str = ""
) -> list[Target]:
    """What the tokens may mean; `carried`, `row` and `column` are those spoken of before.

    `before` is the aspect of the item before in the same list: 制发规章1件、规范性文件3件.

    An aspect that its topic does not have is passed over: 收到行政复议3件 counts reviews.
    """
    file = words.file
    columns = found.columns or ([column] if column else [""])
    if found.explicit:
        topics = {topic for topic, _ in found.explicit}
        # 新收和上年结转共48件: both together are all in hand.
        carry, each = file.carry, {"all", "each", "respectively"}
        into = (carry.topic, carry.into) in found.explicit and carry.new in found.aspects
        if into and found.listed and not found.marks & each:
            return [Target(carry.topic, carry.hand, c) for c in columns]
        # A topic named after the explicit word has taken over: 予以公开，行政复议3件.
        later = found.starts.get("topics", 0) > found.starts["explicit"]
        if later and found.topics and not set(found.topics) & topics:
            return _of(words, found.topics, found.aspects, columns)
        # 不予公开（属于国家秘密）: the row is meant, not the group that it is a part of.
        groups = {words.group_of.get(aspect) for _, aspect in found.explicit}
        # 办理结果为予以公开5件: so it is with the total that heads the results.
        if len(found.explicit) > 1:
            groups |= {file.topics[topic].total for topic, _ in found.explicit}
        kept = [(t, a) for t, a in found.explicit if a not in groups]
        # 公开或部分公开14件 counts both together.
        if found.joined or found.listed:
            results = [a for a in found.aspects if a in words.list_of]
            kept += [(t, a) for t in topics for a in results]
        # 办结、予以公开各5件: both kinds of words were listed together, so both are meant.
        listed = found.joined or found.starts.get("aspects", 0) < found.starts["explicit"]
        if listed and found.listed and found.marks & {"all", "each", "respectively"}:
            own = found.topics or list(topics)
            kept = [*((t, a) for t in own for a in found.aspects), *kept]
        return [Target(t, a, c) for t, a in kept for c in columns if words.metric(t, a, c)]
    if found.topics:
        made = _of(words, found.topics, found.aspects, columns)
        if not made and before:
            made = _of(words, found.topics, [before], columns)
        # 其中自然人5件: the row is that of the number which this one is a part of.
        if made and not found.aspects and found.columns and row:
            return [target._replace(aspect=row) for target in made]
        return made
    if found.aspects and carried:
        return [
            Target(carried, aspect, c)
            for aspect in found.aspects
            for c in columns
            if words.metric(carried, aspect, c)
        ]
    if found.columns and carried in ("", file.carry.topic):
        topic = file.carry.topic
        return [Target(topic, row or file.carry.new, c) for c in found.columns]
    return []


def _of(
    words: ClaimWords, topics: Iterable[str], aspects: Sequence[str], columns: Sequence[str]
) -> list[Target]:
    made = []
    for topic in topics:
        own = [a for a in aspects if words.metric(topic, a)]
        bare = words.file.topics[topic].bare
        for aspect in own or ([bare] if bare else []):
            made += [Target(topic, aspect, c) for c in columns if words.metric(topic, aspect, c)]
    return made
