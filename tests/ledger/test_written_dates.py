"""Days are read however they are written, and a doubt is said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.ledger.written_dates import DOUBTS, UNREAD, WrittenDay, read_day

DAY = date(2025, 1, 3)


@pytest.mark.parametrize(
    "text",
    [
        *("2025-01-03", "2025.1.3", "2025/1/3", "2025年1月3日", "2025 年 1 月 3 日", "20250103"),
        *(
            "２０２５．１．３",
            "2025年01月03日",
            "二〇二五年一月三日",
            "二○二五年一月三日",
            "25-1-3",
        ),
        *("2025-01-03 14:30:00", "2025年1月3日上午", "2025.1.3.", "25年1月3日"),
    ],
)
def test_a_day_is_read_however_it_is_written(text):
    assert read_day(text, 2025) == WrittenDay(DAY)


@pytest.mark.parametrize(
    ("text", "day", "doubt"),
    [
        ("3月8日", date(2025, 3, 8), "yearless"),
        ("3.8", date(2025, 3, 8), "yearless"),
        ("三月八日", date(2025, 3, 8), "yearless"),
        ("#3.1", date(2025, 3, 1), "point"),
        ("45000", date(2023, 3, 15), "serial"),
        ("#45000", date(2023, 3, 15), "serial"),
        ("15-1-3", date(2015, 1, 3), "short"),
        *((text, date(2024, 12, 20), "") for text in ("12/20/2024", "20.12.2024", "20-12-2024")),
        ("1/3/2024", date(2024, 1, 3), "order"),
        ("3/3/2024 00:00", date(2024, 3, 3), ""),
        *(
            (text, None, UNREAD)
            for text in ("收到后次日", "2025-02-30", "2025.13.1", "99999", "1月")
        ),
        *((text, None, "") for text in ("", "—", "无", "/", " ")),
    ],
)
def test_what_is_doubtful_says_why(text, day, doubt):
    assert read_day(text, 2025) == WrittenDay(day, doubt)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("2023.2.3（补正）", ""),
        ("2023年2月3日收到", ""),
        ("2023.2.3、2023年2月3日", ""),
        ("2023.2.3、2023.3.1", "several"),
        ("20230203/20230301", "several"),
    ],
)
def test_another_day_beside_a_day_is_a_doubt_and_other_words_are_none(text, doubt):
    assert read_day(text, 2023) == WrittenDay(date(2023, 2, 3), doubt)


NUMERALS = str.maketrans("0123456789", "〇一二三四五六七八九")


def chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (
        ("" if tens < 2 else "〇一二三"[tens])
        + "十" * (tens > 0)
        + "〇一二三四五六七八九"[ones] * (ones > 0)
    )


@settings(deadline=None)
@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(0, 6))
def test_every_day_comes_back_from_every_shape(day, shape):
    year, month, number = day.year, day.month, day.day
    written = (
        day.isoformat(),
        f"{year}.{month}.{number}",
        f"{year}/{month:02}/{number:02}",
        f"{year}年{month}月{number}日",
        f"{year}{month:02}{number:02}",
        f"{str(year).translate(NUMERALS)}年{chinese(month)}月{chinese(number)}日",
        f"{year}-{month}-{number} 08:05",
    )[shape]
    assert read_day(written, 2025) == WrittenDay(day)


@settings(deadline=None)
@given(st.text(max_size=20))
def test_no_text_breaks_the_reader(text):
    assert read_day(text, 2025).doubt in {"", UNREAD, *DOUBTS}
