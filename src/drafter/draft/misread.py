"""Why a text is not a figure, told to the person who typed it."""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import category

from drafter.draft.scrub import scrub_line

EMPTY = "还没有填写。"


class Misread(NamedTuple):
    """What was read and why it cannot be used, and what to do: two Chinese sentences.

    The caller adds where it stands and so makes a `Problem` of it.
    """

    what: str
    fix: str


def quoted(text: str) -> str:
    """The text in quotes, shortened to what fits into a sentence."""
    line = scrub_line(text.strip()[:200])
    return f"“{line}”" if len(line) <= 24 else f"“{line[:23]}…”"


def explain_figure(text: str, shown: str, fix: str) -> Misread:
    """Why `text` (folded to half-width, short) is not one exact figure of zero or more.

    `shown` is what was typed, quoted.
    """
    for pattern, why in _REASONS:
        if re.search(pattern, text, re.IGNORECASE):
            return Misread(f"{shown}{why}。", fix)
    if any(category(char)[0] == "N" and char not in _USUAL for char in text):
        return Misread(f"{shown}里有特殊的数字符号，读不准。", fix)
    if any(char in _CHINESE for char in text) and not re.search(f"[^{_CHINESE}]", text):
        return Misread(f"{shown}这个中文数字读不准，用 1、2、3 这样的数字写更稳妥。", fix)
    if any("0" <= char <= "9" for char in text):
        return Misread(f"{shown}里除了数字还有看不懂的内容。", fix)
    return Misread(f"{shown}不是数字。", fix)


_CHINESE = "〇○零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟"
_USUAL = "0123456789" + _CHINESE
# Not compiled here: only a refused figure needs them, and `re` keeps what it compiled.
_REASONS = (
    (r"[0-9]e[-+]?[0-9]", "是科学记数法"),
    (r"^=|[+*×÷=]", "是一道算式，这里要算好的结果"),
    (r"[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}|[0-9〇一二三四五六七八九]年|[0-9]月", "像是日期"),
    (
        r"[约余多几数来近逾超]|左右|上下|以上|以下|不到|不足|至少|至多|若干|^[~≈<>≥≤]|[~≈<>≥≤]$",
        "是个大概的数，报告里要写确切的数",
    ),
    (r"^-|^负|^\(\s*[0-9]", "是负数，这里最小是 0"),
    (r"[%‰]|百分之", "是比例，这里要的是数量"),
    (r"[0-9][^0-9,;]*[-~至到]\s*[0-9]", "是一个范围，报告里要写确切的数"),
    (r"半|分之|[0-9]\s*/\s*[0-9]", "不是整数"),
    (r"\..*\.", "里有不止一个小数点"),
    (r"[0-9]\s*[;、\s]\s*[0-9]|[0-9],\s", "里有不止一个数"),
    (r"[0-9],|,[0-9]", "里的逗号不在千分位上，分不清是一个数还是几个数"),
)
