"""Working days with holidays, and the last day of each application."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.errors import DrafterError
from drafter.ledger.counted_register import limits_of
from drafter.ledger.register_settings import Settings
from drafter.ledger.time_limits import Waits
from drafter.ledger.work_calendar import WorkCalendar, form_calendar, load_calendar


@pytest.fixture(scope="module")
def calendar(form, words):
    return form_calendar(form, words)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2025, 1, 26), True),
        (date(2025, 1, 28), False),
        (date(2025, 2, 4), False),
        (date(2025, 2, 8), True),
        (date(2025, 5, 5), False),
        (date(2025, 10, 11), True),
        (date(2026, 2, 14), True),
        (date(2026, 2, 23), False),
        (date(2020, 1, 31), False),
        (date(2024, 10, 12), True),
        (date(2025, 3, 8), False),
        (date(2025, 3, 10), True),
    ],
)
def test_holidays_and_worked_weekends_are_known(calendar, day, working):
    assert calendar.is_working(day) == working


@given(st.dates(date(2019, 1, 1), date(2026, 9, 1)), st.integers(1, 40))
def test_counting_forth_and_back_agree(form, words, day, count):
    calendar = form_calendar(form, words)
    last = calendar.after(day, count)
    assert calendar.is_working(last)
    assert calendar.between(day, last) == count
    assert calendar.between(last, day) == -count


def test_without_a_calendar_weekdays_count():
    bare = WorkCalendar()
    assert bare.after(date(2025, 1, 24), 1) == date(2025, 1, 27)
    assert bare.missing(date(2024, 12, 1), date(2025, 1, 1)) == (2024, 2025)


def test_a_calendar_of_one_s_own_tells_all_its_mistakes(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(
        "years:\n  - {year: 25, source: x, off: [], work: []}\n"
        "  - {year: 2025, source: x, off: [13-01], work: [01-04]}\n",
        "utf-8",
    )
    with pytest.raises(DrafterError) as caught:
        load_calendar(path)
    assert len(caught.value.problems) == 2


COLUMNS = (
    *("收到日期", "延期告知日期", "补正告知日期", "补正收到日期", "征求意见发出日期"),
    *("征求意见收到日期", "收费通知日期", "缴费日期", "办结日期", "办理结果"),
)


@pytest.fixture
def limit(form, words, read, calendar):
    """The limit of one application, given by column."""

    def of(**cells):
        names = dict(
            zip(
                (
                    "received",
                    "extended",
                    "asked",
                    "corrected",
                    "opinion",
                    "told",
                    "noticed",
                    "paid",
                    "answered",
                    "result",
                ),
                COLUMNS,
                strict=True,
            )
        )
        line = [str(cells.get(name, "")) for name in names]
        register = read([list(names.values()), line])
        return limits_of(form, words, register, Settings(), 2025, calendar).limit(0)

    return of


@pytest.mark.parametrize(
    ("cells", "due"),
    [
        ({}, "2025-03-31"),
        ({"extended": "2025-03-20"}, "2025-04-28"),
        ({"extended": "是"}, "2025-04-28"),
        ({"extended": "否"}, "2025-03-31"),
        ({"asked": "2025-03-06", "corrected": "2025-03-20"}, "2025-04-18"),
        ({"opinion": "2025-03-10", "told": "2025-03-17"}, "2025-04-08"),
        ({"opinion": "2025-02-10", "told": "2025-02-17"}, "2025-03-31"),
        ({"noticed": "2025-03-10", "paid": "2025-03-14"}, "2025-04-14"),
    ],
)
def test_the_last_day_follows_from_the_days(limit, cells, due):
    assert limit(received="2025-03-03", **cells).due == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("cells", "waits"),
    [
        ({"asked": "2025-03-06"}, Waits.CORRECTION),
        ({"opinion": "2025-03-06"}, Waits.OPINION),
        ({"noticed": "2025-03-06"}, Waits.PAYMENT),
    ],
)
def test_while_others_are_waited_for_the_time_stands_still(limit, cells, waits):
    found = limit(received="2025-03-03", **cells)
    assert (found.due, found.waits) == (None, waits)
    assert limit(received="2025-03-03", answered="2025-04-01", **cells).waits is Waits.NOTHING


def test_answered_late_is_after_the_last_day(limit):
    assert not limit(received="2025-03-03", answered="2025-03-31").late
    assert limit(received="2025-03-03", answered="2025-04-01").late
    assert limit(received="某日", answered="2025-04-01") is None


def test_what_a_state_says_is_over_is_not_due(form, words, read, calendar):
    heads = ["收到日期", "办理结果", "受理状态"]
    states = ("待答复", "", "流转中", "已撤销", "已答复")
    register = read([heads, *(["2025-03-03", "", state] for state in states)])
    limits = limits_of(form, words, register, Settings(), 2025, calendar)
    assert limits.open_rows() == [0, 1, 2]
