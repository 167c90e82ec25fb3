"""Days as registers have them: 2025.1.3, 2025年1月3日, 20250103, 二〇二五年一月三日, 3月8日."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from drafter.ledger.register_model import NUMBER_SIGN, Register
from drafter.ledger.register_settings import Settings
from drafter.ledger.register_words import compact

UNREAD = "unread"
"""The doubt of what is no day at all."""
DOUBTS = {
    "serial": "是一个数字，像是 Excel 里没有设成日期格式的日期",
    "yearless": "没有写年份",
    "short": "年份只有两位",
    "several": "写了几个日期，先写的算",
    "order": "把年份写在最后，分不清先写的是月还是日",
    "point": "是一个带小数点的数字，可能是月和日（小数末尾的 0 会丢掉，3.10 会变成 3.1）",
}
"""What makes a day doubtful, in words."""

YES, NO = "yes", "no"
"""What the clerk says of a kind of doubtful day in `Settings.days`."""


class WrittenDay(NamedTuple):
    """A day as it was read; `doubt` is a key of `DOUBTS`, `UNREAD`, or "" for none."""

    day: date | None = None
    doubt: str = ""


_NOTHING = {"", "-", "--", "—", "/", "\\", "无", "否", "没有", "未", "空", "N/A"}
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_FULL = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/.年])(\d{1,2})(?:\2|月)(\d{1,2})(?!\d)")
_SHORT = re.compile(r"(?<!\d)(\d\d)([-/.年])(\d{1,2})(?:\2|月)(\d{1,2})(?!\d)")
_BARE = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_YEARLESS = re.compile(r"^(\d{1,2})[月./-](\d{1,2})日?(?!\d)")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?$")
_CLOCK = re.compile(r"[\sT]+\d{1,2}[:：时]\d{1,2}.*$", re.DOTALL)
_FIRST_SERIAL = date(1899, 12, 30)


def read_day(text: str, year: int) -> WrittenDay:
    """The day that a cell names; None without a doubt where it is blank or says that there is none.

    year: taken where none is written
    """
    is_number = text.startswith(NUMBER_SIGN)
    words = compact(_CLOCK.sub("", text.removeprefix(NUMBER_SIGN))).removesuffix(".0")
    if words in _NOTHING:
        return WrittenDay()
    if any(mark in words for mark in "一二三四五六七八九十"):
        words = _arabic(words)
    for pattern in (_FULL, _BARE):
        if found := [match.groups() for match in pattern.finditer(words)]:
            days = [_written((own[0], own[-2], own[-1]), "") for own in found]
            is_one = days[0].day is None or len({*days}) == 1
            return days[0] if is_one else days[0]._replace(doubt="several")
    if match := _YEAR_LAST.search(words):
        month, _, number, own_year = match.groups()
        if int(month) > 12:
            month, number = number, month
        doubt = "order" if int(month) != int(number) <= 12 else ""
        return _written((own_year, month, number), doubt)
    if _SERIAL.match(words):
        day = _FIRST_SERIAL + timedelta(int(float(words)))
        return WrittenDay(day, "serial") if 1990 <= day.year < 2100 else WrittenDay(doubt=UNREAD)
    if match := _SHORT.search(words):
        near = str(year // 100) + match[1]
        doubt = "" if abs(int(near) - year) <= 1 else "short"
        return _written((near, match[3], match[4]), doubt)
    if match := _YEARLESS.match(words):
        doubt = "point" if is_number else "yearless"
        return _written((str(year), match[1], match[2]), doubt)
    return WrittenDay(doubt=UNREAD)


class RegisterDays:
    """The days of a register's rows: by column, what its words were read as, each once.

    year: taken where none is written
    """

    def __init__(self, register: Register, settings: Settings, year: int) -> None:
        self.year = register.year or year
        self._register, self._settings = register, settings
        self._read: dict[str, Sequence[WrittenDay]] = {}

    def values(self, column: str) -> Sequence[WrittenDay]:
        """Those of the column's words, in their order; none where there is no such column."""
        if column not in self._read:
            found = self._register.columns.get(column)
            words = found.values if found else ()
            self._read[column] = [read_day(word, self.year) for word in words]
        return self._read[column]

    def written(self, row: int, column: str) -> WrittenDay:
        """What stands in a row."""
        found = self._register.columns.get(column)
        return self.values(column)[found.codes[row]] if found else WrittenDay()

    def is_doubtful(self, day: WrittenDay) -> bool:
        """Whether the clerk has not said that it is right as it was read."""
        return bool(day.doubt) and self._settings.days.get(day.doubt) != YES

    def day(self, row: int, column: str) -> date | None:
        """The day in a row, the first of several, where there is one without another doubt."""
        written = self.written(row, column)
        return written.day if written.doubt == "several" or not self.is_doubtful(written) else None


def _written(parts: tuple[str, str, str], doubt: str) -> WrittenDay:
    try:
        return WrittenDay(date(*map(int, parts)), doubt)
    except ValueError:
        return WrittenDay(doubt=UNREAD)


def _arabic(words: str) -> str:
    """Chinese figures as digits; 十 counts where it stands for ten."""
    words = re.sub(
        "([一二三]?)十([一二三四五六七八九]?)",
        lambda m: f"{(m[1] or '一').translate(_DIGITS)}{(m[2] or '〇').translate(_DIGITS)}",
        words,
    )
    return words.translate(_DIGITS)
