"""A text cut into words, numbers, years and marks, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from drafter.claims.figures import Figure, figure_at
from drafter.claims.lexicon import Lexicon, Word


class Sort(Enum):
    """What a token is to the grammar."""

    WORD = "word"
    OTHER = "other"
    """Characters that no word of the form explains."""
    NUMBER = "number"
    YEAR = "year"
    LIST = "、"
    COMMA = "，"
    COLON = "："
    SEMICOLON = "；"
    STOP = "。"
    OPEN = "（"
    CLOSE = "）"
    TITLE = "《》"


class Token(NamedTuple):
    """One token; `figure` for numbers, `year` for years, `word` for words."""

    sort: Sort
    start: int
    end: int
    word: Word | None = None
    figure: Figure | None = None
    year: int = 0

    def marked(self, mark: str) -> bool:
        return self.word is not None and mark in self.word.marks

    @property
    def light(self) -> bool:
        return self.word is not None and self.word.light


_MARKS = {
    **dict.fromkeys(",，—", Sort.COMMA),
    **dict.fromkeys("、､/", Sort.LIST),
    **dict.fromkeys(";", Sort.SEMICOLON),
    **dict.fromkeys(":", Sort.COLON),
    **dict.fromkeys("。.!?\n｡|…", Sort.STOP),
    **dict.fromkeys("([【", Sort.OPEN),
    **dict.fromkeys(")]】", Sort.CLOSE),
}
_QUOTES = frozenset("“”\"‘’'「」『』")
_NAMES = {"“": "”", "‘": "’", "「": "」", "『": "』", '"': '"'}
_LONGEST_NAME = 24
_SIGNS = frozenset((*_MARKS, *_QUOTES, *" -•·《"))
_NUMERIC = frozenset("0123456789〇零一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟")
_RANGE = re.compile("[-~—–至到][0-9]+")
_YEAR = re.compile(r"(?:(?:19|20)[0-9]{2}|[一二][〇零九][〇零一二三四五六七八九]{2})年度?")
_DAY = re.compile(
    r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})月(?:份|底|末|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})日)?"
)
_TIMELY = re.compile(r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})个?工作日(?:以内|之内|内)")
_KINDS = re.compile("[两三四五六七八九](?:大类|类|方面|者|种)")
_ORDINAL = re.compile(r"第[0-9〇零一二三四五六七八九十百]{1,9}[条款项号次批期届章节名位(（个]?")
_NUMBERED = re.compile(r"[(]?[0-9一二三四五六七八九十]{1,3}(?:[)]|[.、](?![0-9]))")
_HAN_DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_BRACKETS = re.compile("[《》\n]")


def tokens(text: str, lexicon: Lexicon) -> Iterator[Token]:
    """The tokens of a folded text; every character is looked at a bounded number of times."""
    place, size, unknown = 0, len(text), -1
    titles = _titles(text)
    fresh = True  # whether a list number may stand here: （一）, 1.
    while place < size:
        token = _token(text, place, lexicon, fresh, titles)
        if token is None:
            if unknown < 0:
                unknown = place
            place += 1
            fresh = False
            continue
        if unknown >= 0:
            yield Token(Sort.OTHER, unknown, place)
            unknown = -1
        yield token
        fresh = token.sort in (Sort.STOP, Sort.COLON, Sort.SEMICOLON)
        place = token.end
    if unknown >= 0:
        yield Token(Sort.OTHER, unknown, size)


def _token(
    text: str, place: int, lexicon: Lexicon, fresh: bool, titles: dict[int, int]
) -> Token | None:
    if fresh and (numbered := _NUMBERED.match(text, place)):
        return Token(Sort.SEMICOLON, place, numbered.end())
    char = text[place]
    if char in _SIGNS:
        return _sign(text, place, lexicon, titles)
    found = lexicon.longest(text, place)
    if found is not None:
        return Token(Sort.WORD, place, place + found[0], found[1])
    if char in _NUMERIC:
        return _numeric(text, place)
    if char == "第" and (ordinal := _ORDINAL.match(text, place)):
        return Token(Sort.OTHER, place, ordinal.end())
    if char == "上" and text[place + 1 : place + 2] in ("百", "千", "万"):
        return Token(Sort.WORD, place, place + 1, _LIGHT)
    return None


def _sign(text: str, place: int, lexicon: Lexicon, titles: dict[int, int]) -> Token:
    """A character that is no letter and no digit."""
    char = text[place]
    if char in _MARKS:
        return Token(_MARKS[char], place, place + 1)
    if char == "《":
        return Token(Sort.TITLE, place, titles.get(place, place + 1))
    if char in _NAMES and (end := _named(text, place, lexicon)):
        return Token(Sort.OTHER, place, end)
    return Token(Sort.WORD, place, place + 1, _LIGHT)


_LIGHT = Word(marks=frozenset({"light"}))
_IN_TIME = Word(marks=frozenset({"light", "timely"}))
_ZERO = Word(marks=frozenset({"negations", "nil"}))


def _named(text: str, place: int, lexicon: Lexicon) -> int:
    """The end of a quoted name that a channel follows, or 0: “示例发布”微信公众号."""
    end = text.find(_NAMES[text[place]], place + 1, place + _LONGEST_NAME)
    found = lexicon.longest(text, end + 1) if end > 0 else None
    return end + 1 if found and "channels" in found[1].marks else 0


def _numeric(text: str, place: int) -> Token | None:
    if days := _TIMELY.match(text, place):
        return Token(Sort.WORD, place, days.end(), _IN_TIME)
    if kinds := _KINDS.match(text, place):
        return Token(Sort.WORD, place, kinds.end(), _LIGHT)
    if year := _YEAR.match(text, place):
        digits = "".join(_HAN_DIGITS.get(char, char) for char in year[0][:4])
        end = year.end()
        if day := _DAY.match(text, end):
            end = day.end()
        return Token(Sort.YEAR, place, end, year=int(digits))
    if day := _DAY.match(text, place):
        return Token(Sort.WORD, place, day.end(), _LIGHT)
    figure = figure_at(text, place)
    if figure is None:
        return None
    if isinstance(figure, int):
        return Token(Sort.OTHER, place, figure)
    if not figure.unit and (span := _RANGE.match(text, figure.end)):
        return Token(Sort.OTHER, place, span.end())
    bare = not figure.unit
    if figure.spelled and bare and not _ends(text, figure.end):
        nil = text[place] in "零〇" and figure.end == place + 1
        return Token(Sort.WORD, place, figure.end, _ZERO) if nil else None
    return Token(Sort.NUMBER, place, figure.end, figure=figure)


def _ends(text: str, place: int) -> bool:
    """Whether a clause or an item of a list ends here."""
    return place >= len(text) or text[place] in _MARKS or text[place] in "和及与"


def _titles(text: str) -> dict[int, int]:
    """Where each outermost 《 is closed; one that never is stands for itself."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for mark in _BRACKETS.finditer(text):
        if mark[0] == "《":
            opened.append(mark.start())
        elif mark[0] == "》" and opened:
            ends[opened.pop()] = mark.end()
        elif mark[0] == "\n":
            opened.clear()
    return ends
