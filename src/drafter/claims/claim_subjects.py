"""What the words around a number, or of a clause without one, speak of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from drafter.claims.claim_lexicon import Word
from drafter.claims.claim_tokens import Sort, Token
from drafter.claims.claim_words import ClaimWords

ANYONE = "*"
"""Stands among columns for applicants of no certain kind (群众)."""
SOME = "?"
"""Stands among columns for a kind that is no column (社会组织)."""


@dataclass(eq=False, repr=False)
class Found:
    """What some tokens speak of.

    topics, aspects, explicit, columns: the last list of each that the words give
    at: the place of the first token that counts
    strange, mixed: whether the last noun, or one beside it, is nothing that the form counts
    ways, boards: how many ways of submitting, and how many channels, are named
    unknown, ahead: how many characters are not explained, and whether some stand first
    lost: the verbs before a noun that the form does not count (印发文件61件)
    posted: whether it says that something was published (发布)
    near: whether nothing unexplained stands between the last of them and the end
    """

    topics: list[str] = field(default_factory=list)
    aspects: list[str] = field(default_factory=list)
    explicit: list[tuple[str, str]] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)
    rates: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    agents: list[str] = field(default_factory=list)
    starts: dict[str, int] = field(default_factory=dict)
    at: int = -1
    unknown: int = 0
    ahead: bool = False
    near: bool = True
    strange: bool = False
    posted: bool = False
    mixed: bool = False
    joined: bool = False
    ways: int = 0
    boards: int = 0
    listed: int = 0

    @property
    def anything(self) -> bool:
        return bool(self.topics or self.aspects or self.explicit or self.columns)

    @property
    def on_channel(self) -> bool:
        """Whether one channel is named; 通过网站、公众号和广播 is anywhere."""
        return self.boards == 1 or (self.boards > 1 and not self.listed)


def look(words: ClaimWords, tokens: Sequence[Token], topic: str = "") -> Found:
    """What the tokens speak of, read from left to right; `topic` is spoken of already."""
    walk = _Walk(words, topic)
    for token in tokens:
        walk.take(token)
    found = walk.found
    # 通过网络、信函收到5件: only applications come in by several ways; 线上线下公开 makes known.
    came = not set(found.aspects) <= set(words.file.channels.verbs)
    if found.ways > 1 and not found.topics and came:
        found.topics = [words.file.carry.topic]
    if found.several and not found.columns:
        # 自然人和企业的申请 is one number for two columns, unless the sentence parts them again.
        each = found.marks & {"all", "each", "respectively"}
        general = {ANYONE, *words.file.anyone} & set(found.several)
        if each or not general:
            found.columns = found.several
    # 社会组织的申请 are some of them only, which no column holds.
    if found.columns and set(found.columns) <= {SOME}:
        found.marks.add("asides")
    found.columns = [column for column in found.columns if column not in (ANYONE, SOME)]
    return found


class _Walk:
    """A walk over tokens.

    joined: whether 、 or 和 stands before the next token
    way: where the last way of submitting ends
    before: the token that may qualify the next one; stray: a stranger that was joined to a topic
    """

    joined = False
    way = -1
    before: Token | None = None
    stray: Token | None = None

    def __init__(self, words: ClaimWords, topic: str) -> None:
        self.words = words
        self.topic = topic
        self.found = Found()

    def take(self, token: Token) -> None:
        found, word = self.found, token.word
        # 甲、乙 and 甲和乙: what comes next is added to what was found, not put in its place.
        if token.sort is Sort.LIST or token.marked("joins") or token.marked("both"):
            found.marks |= word.marks if word else set()
            found.listed += 1
            self.joined, self.before = True, token
        elif word is not None:
            self._word(token, word)
        # Characters that no word explains may be a noun that the form does not count.
        elif token.sort is Sort.OTHER:
            found.near, self.joined, self.before = False, False, token
            found.unknown += token.end - token.start
            found.ahead = found.ahead or found.at < 0

    def _word(self, token: Token, word: Word) -> None:
        found = self.found
        found.marks |= word.marks
        self._columns(token, word)
        # 案件 after 行政复议 is that again; anywhere else it is a stranger.
        # So it is after 未审结, which is said of nothing else.
        ends = found.aspects and set(found.aspects) <= set(self.words.file.outcomes)
        if word.echoes and (ends or {self.topic, *found.topics} & set(word.echoes)):
            found.near = True
            return
        # 提交的申请: what was submitted does not make 申请 odd, whoever submitted it.
        # 既无申请: nor does what stands before the negation.
        if word.marks & {"submitted", "channels", "negations"}:
            self.before = None
        self._ways(token, word)
        odd = bool(word.echoes) or not word.marks.isdisjoint({"strangers", "blocks"})
        if odd:
            self._stranger(token)
        elif word.means or word.agents:
            self._enter(token, word)
            found.at = found.at if found.at >= 0 else token.start
            found.near = True
            self.joined, self.before = False, token

    def _columns(self, token: Token, word: Word) -> None:
        found = self.found
        # 政策、人事、通知公告等各类信息95条: the kinds are all in it.
        if "gathers" in word.marks:
            found.marks -= {"asides"}
            found.strange = found.mixed = self.joined = False
            found.topics, found.aspects = [], []
        # 科研机构、法律服务机构、其他均为0: the column that ends the list of them.
        if self.joined and found.columns and "some" in word.marks:
            self._put("columns", [self.words.file.rest.get("columns", ANYONE)], token)
        # 群众提出 names no column, but is not nobody either: it hinders a column found later.
        if "people" in word.marks:
            self._put("columns", [ANYONE], token)
        if "groups" in word.marks:
            self._put("columns", [SOME], token)

    def _ways(self, token: Token, word: Word) -> None:
        found = self.found
        # 信函邮寄 is one way.
        if "ways" in word.marks:
            found.ways += token.start != self.way
            self.way = token.end
        found.boards += "channels" in word.marks
        if "and_so_on" in word.marks:
            # 邮寄等途径 is any way; 政务信息、政策解读等共259条 counts all that is listed.
            found.ways += found.ways == 1
            # 网站、广播、宣传册等方式: all that is listed are ways to make things known.
            if found.boards:
                found.strange, found.boards = False, max(found.boards, 2)
            found.mixed = found.mixed or bool(found.topics and found.listed)

    def _stranger(self, token: Token) -> None:
        found = self.found
        strayed = self.before is not None and self.before is self.stray
        # 申请和留言35件 counts both together, which no cell does.
        if (self.joined or strayed) and found.topics:
            found.mixed, self.stray = True, token
        # A noun that is not counted takes the subject: nothing before it is what is counted.
        else:
            found.lost, found.strange, found.near = found.aspects, True, True
            found.topics, found.aspects, found.explicit, found.columns = [], [], [], []
        self.joined, self.before = False, token

    def _enter(self, token: Token, word: Word) -> None:
        found = self.found
        if word.nouns:
            loose, before = "loose" in word.marks, self.before
            # 政策解读稿件发布4篇, 规范性文件发布0件: 发布 is what was done to them.
            noun = before is not None and before.word is not None and before.word.nouns
            posts = loose and self.words.items.issuperset(word.nouns)
            found.posted = found.posted or posts
            if posts and noun and self._asked(found.topics):
                return
            # 低保申请, 行政许可申请: a loose noun is qualified away by what stands right before.
            odd = before is not None and (
                before.sort is Sort.OTHER or _other_noun(before, word.nouns)
            )
            # 依申请公开的任何费用: what is paid for applications is no odd fee.
            topics, carry = self.words.file.topics, self.words.file.carry.topic
            paid = before is not None and before.word is not None and carry in before.word.nouns
            odd = odd and not (paid and any(topics[topic].money for topic in word.nouns))
            if loose and odd:
                found.strange, found.topics = True, []
                return
            # After a stranger a loose noun (留言、申请) is most likely more of the same.
            if loose and found.strange:
                return
            # 政策文件及解读信息130条, 工作报告及解读2条 count both together.
            stray = found.strange or (loose and found.unknown > 0)
            found.mixed = found.mixed or (self.joined and stray)
            found.strange = False if not loose else found.strange
            self._put("topics", list(word.nouns), token)
        # 未向公民、法人收取费用: of both together, too.
        several = len(set(found.columns)) > 1 or {ANYONE, SOME} & set(found.columns)
        carry = self.words.file.carry.topic
        if several and (word.nouns or any(topic != carry for topic, _ in word.explicit)):
            found.several, found.columns = found.columns, []
        for kind in ("aspects", "explicit", "columns"):
            if names := list(getattr(word, kind)):
                self._put(kind, names, token)
        found.rates += word.rates
        found.agents += word.agents

    def _asked(self, topics: list[str]) -> bool:
        """Whether 发布 tells of these: they have questions of their own, or are made that way."""
        words, asked = self.words, self.words.readings.form.questions
        if any(words.file.topics[topic].unpublished for topic in topics):
            return True
        bare = [words.metric(topic, words.file.topics[topic].bare) for topic in topics]
        others = words.items.isdisjoint(topics)
        return bool(bare) and others and all(metric in asked for metric in bare)

    def _put(self, kind: str, names: list[str] | list[tuple[str, str]], token: Token) -> None:
        found = self.found
        held: list[object] = getattr(found, kind)
        found.joined = found.joined or (self.joined and kind == "aspects")
        # 受理答复14件: what came in and was gone about; some of it may still be open.
        carry, before = self.words.file.carry, self.before
        close = before is not None and before.end == token.start and not self.joined
        if close and held == [carry.new] and {*names} <= {carry.done, carry.work}:
            return
        # 均予以答复处理: what was answered.
        if close and held == [carry.done] and names == [carry.work]:
            return
        # The last noun before the number counts: 收到申请后办结 is about 办结.
        if held and not self.joined and kind in ("topics", "aspects") and held[-1] not in names:
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
