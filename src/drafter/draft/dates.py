"""Days and report years as people write them: 2022-01-20, 2022年1月20日, 二〇二一."""

from __future__ import annotations

import re
from datetime import date

from drafter.draft.misread import EMPTY, Misread, quoted
from drafter.draft.numbers import fold
from drafter.draft.numerals import read_numeral

FIRST_YEAR, LAST_YEAR = 2008, 2099

_LONGEST = 40
_NUMERAL = "〇○零一二三四五六七八九十OoＯ"
_DAYS = (
    re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})"),
    re.compile(r"([0-9]{4})()([0-9]{2})([0-9]{2})"),
    re.compile(r"([0-9]{4})(年)([0-9]{1,2})月([0-9]{1,2})[日号]?"),
    re.compile(rf"([{_NUMERAL}]{{4}})(年)([{_NUMERAL}]{{1,3}})月([{_NUMERAL}]{{1,3}})[日号]?"),
)
_YEAR = re.compile(rf"([0-9]{{1,4}}|[{_NUMERAL}]{{4}})(?:年度?)?")
_FIX = "写成 2022-01-20 或 2022年1月20日 这样的日期。"


def read_day(raw: str) -> date | Misread:
    """The day that `raw` says, with a year of four digits."""
    text = fold(raw)
    if not text:
        return Misread(EMPTY, _FIX)
    compact = "".join(text[:_LONGEST].split())
    for pattern in _DAYS:
        if len(text) <= _LONGEST and (match := pattern.fullmatch(compact)):
            return _day(text, match[1], match[3], match[4])
    if re.fullmatch(r"([0-9]{1,2}[-/.年])?[0-9]{1,2}[-/.月][0-9]{1,2}[日号]?", compact):
        return Misread(f"{quoted(text)}没有写全年份。", _FIX)
    return Misread(f"{quoted(text)}读不成日期。", _FIX)


def read_year(raw: str) -> int | Misread:
    """The report year that `raw` says, from 2008 (when the first reports were due) to 2099."""
    text, fix = fold(raw), f"填 {FIRST_YEAR} 到 {LAST_YEAR} 之间的四位年份，例如 2021。"
    if not text:
        return Misread(EMPTY, fix)
    match = _YEAR.fullmatch("".join(text[:_LONGEST].split()))
    year = _number(match[1]) if match and len(text) <= _LONGEST else None
    if year is None:
        return Misread(f"{quoted(text)}读不成年份。", fix)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Misread(f"{quoted(text)}不在能编报告的年份里。", fix)
    return year


def _day(text: str, *parts: str) -> date | Misread:
    year, month, day = map(_number, parts)
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return Misread(f"{quoted(text)}不是日历上有的日子。", "核对年、月、日。")


def _number(digits: str) -> int | None:
    return int(digits) if digits.isascii() and digits.isdigit() else read_numeral(digits)
