"""Chinese numerals: 十二, 三百零五, 一万二, 二〇二一, 叁佰捌拾."""

from __future__ import annotations

import re

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟零○", "一二三四五六七八九十百千〇〇")
_LETTER_O = re.compile("(?<=[〇一二三四五六七八九OoＯ])[OoＯ]")
_COUPLE = re.compile("两(?=[百千万亿])|^两$")
_SECTIONS = re.compile("(?:([^亿万]+)亿)?(?:([^亿万]+)万)?([^亿万]*)")
_LONGEST = 24


def read_numeral(text: str) -> int | None:
    """The whole number a Chinese numeral says, or None if it does not say exactly one.

    The grammar is strict on purpose, as a misread figure is worse than one asked again:
    `一千二十` lacks its 零, `三四` may mean three or four.
    """
    if not text or len(text) > _LONGEST:
        return None
    plain = _COUPLE.sub("二", _LETTER_O.sub("〇", text.translate(_FORMAL)))
    return _spelled(plain) if all(char in _DIGITS for char in plain) else _grouped(plain)


def _spelled(text: str) -> int | None:
    """Digit by digit: 二〇二一."""
    if len(text) == 2 and "〇" not in text:
        return None
    return int("".join(str(_DIGITS[char]) for char in text))


def _grouped(text: str) -> int | None:
    """Sections of four places, counted in 亿, 万 and ones."""
    match = _SECTIONS.fullmatch(text)
    if not match:
        return None
    total = above = 0
    for section, scale in zip(match.groups(), (10**8, 10**4, 1), strict=True):
        if not section:
            continue
        value = _after(section, scale, above) if above else _section(section, loose=scale == 1)
        if value is None:
            return None
        total += value * scale
        above = scale
    return total


def _after(section: str, scale: int, above: int) -> int | None:
    """A section below another: it opens with 零 where places are skipped, or is short for ten.

    `一万二` is 12000, as people speak; `一万零二` is 10002.
    """
    if section[0] == "〇":
        return _section(section[1:], loose=False)
    if section in _DIGITS and scale == 1:
        return _DIGITS[section] * above // 10
    value = _section(section, loose=scale == 1)
    filled = value is not None and value >= 1000 and above == scale * 10**4
    return value if filled else None


def _section(text: str, *, loose: bool) -> int | None:
    """A numeral below ten thousand; `loose` lets 三百五 stand for 350."""
    total, place, digit, zero = 0, 10_000, 0, False
    for char in text:
        if char == "〇":
            if digit or zero or not total:
                return None
            zero = True
        elif char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
        else:
            unit = _PLACES.get(char, place)
            if unit >= place or not (digit or unit == 10):
                return None
            if total and zero == (unit * 10 == place):
                return None
            total, place, digit, zero = total + (digit or 1) * unit, unit, 0, False
    return _last_digit(total, place, digit, zero=zero, loose=loose)


def _last_digit(total: int, place: int, digit: int, *, zero: bool, loose: bool) -> int | None:
    if not digit:
        return total if total and not zero else None
    if not total or zero == (place > 10):
        return total + digit
    return total + digit * place // 10 if loose and not zero else None
