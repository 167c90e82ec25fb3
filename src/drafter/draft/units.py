"""Measure words: which word after a figure means what the question counts."""

from __future__ import annotations

import re

from drafter.draft.misread import Misread

_MONEY = "元人民币|元整|圆整|块钱|元钱|元|圆|块"
_PEOPLE = "人次|人|名|位"
_THINGS = (
    "批次|场次|件次|条次|篇次|件|份|宗|条|起|次|封|例|项|部|篇|个|场|期|家|处|张|则|种|类|册|本|幅|"
    "批|届|回|组|卷|页|台|套|户|栏|单|笔|所|座|间|字|天"
)
_NOUN = re.compile(f"({_MONEY}|{_PEOPLE}|{_THINGS})$")
_ZEROS = {"千": 3, "万": 4, "亿": 8}

MEASURES = f"(?:{_MONEY}|{_PEOPLE}|{_THINGS})"
"""A regular expression of every measure word."""


def split_noun(text: str, unit: str) -> tuple[str, str]:
    """The figure and the measure word after it, which may be empty."""
    own = base(unit)
    if own and text.endswith(own):
        return text.removesuffix(own).rstrip(), own
    match = _NOUN.search(text)
    return (text[: match.start()].rstrip(), match[0]) if match else (text, "")


def base(unit: str) -> str:
    """The unit without its power of ten: 元 of 万元."""
    return unit[1:] if unit[:1] in _ZEROS else unit


def zeros(unit: str) -> int:
    """The power of ten a unit stands for: 4 of 万元, 0 of 件."""
    return _ZEROS.get(unit[:1], 0)


def clash(shown: str, noun: str, unit: str) -> Misread | None:
    """Refuses a measure word that makes another thing of the figure: 万元 or 人 where 件 is due."""
    own = base(unit)
    if not noun or noun == own or (own and _family(noun) == _family(own)):
        return None
    if _family(noun) == _MONEY:
        return Misread(f"{shown}是金额，这里要的是数量。", _fix(unit))
    if _family(own) == _MONEY:
        return Misread(f"{shown}不是金额，这里按{unit}计。", _fix(unit))
    if not own or noun == "个" or _PEOPLE not in (_family(noun), _family(own)):
        return None
    return Misread(f"{shown}的单位是{noun}，这里按{unit}计。", _fix(unit))


def _family(noun: str) -> str:
    return next((words for words in (_MONEY, _PEOPLE) if noun in words.split("|")), _THINGS)


def _fix(unit: str) -> str:
    return f"填以{unit}为单位的数；没有就填 0。" if unit else "填一个整数；没有就填 0。"
