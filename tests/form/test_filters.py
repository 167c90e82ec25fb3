"""What texts of a form can do to a value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.draft.draft_model import Item
from drafter.form.form_texts import clause, day, figure, listed, ordinal, percent, sentence


def test_a_day_has_no_leading_zeros():
    assert day(date(2022, 1, 5)) == "2022年1月5日"
    assert day(None) == ""


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"), (1234567, "1234567"), (None, ""), (10**30, "1" + "0" * 30),
        (Decimal("0.0380"), "0.038"), (Decimal("59237.2449"), "59237.2449"),
        (Decimal("1E+3"), "1000"), (Decimal("100"), "100"), (Decimal("0E-6"), "0"),
    ],
)  # fmt: skip
def test_a_figure_is_plain_digits(value, shown):
    assert figure(value) == shown


@given(st.decimals(0, 10**12, places=6))
def test_a_figure_keeps_its_value(value):
    assert Decimal(figure(value)) == value


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        (None, ""), ((), ""), (("甲",), "甲"), (("甲", "乙"), "甲和乙"),
        (("甲", "乙", "丙"), "甲、乙和丙"), ("某某", "某某"), ("", ""),
    ],
)  # fmt: skip
def test_a_list_is_told_as_people_tell_it(values, shown):
    assert listed(values) == shown


def test_counts_with_names_are_told_with_the_unit():
    assert listed((Item("网站", 100), Item("公报", 24)), "条") == "网站100条、公报24条"


@pytest.mark.parametrize(
    ("typed", "inside"),
    [("做了工作。", "做了工作"), (" 做了；\n", "做了"), ("？。", ""), (None, ""), (12, "12")],
)
def test_a_clause_goes_on(typed, inside):
    assert clause(typed) == inside


@pytest.mark.parametrize(
    ("typed", "closed"),
    [
        ("做了工作", "做了工作。"), ("做了工作；", "做了工作。"), ("做了工作。。", "做了工作。"),
        ("好！", "好！"), ("他说“好。”", "他说“好。”"), ("（见附件。）", "（见附件。）"),
        ("（见附件）", "（见附件）。"), ("", ""), (None, ""), ("。", ""),
    ],
)  # fmt: skip
def test_a_sentence_is_closed_once(typed, closed):
    assert sentence(typed) == closed


@given(st.text())
def test_closing_a_sentence_twice_changes_nothing(text):
    assert sentence(sentence(text)) == sentence(text)


def test_ordinals_run_to_twenty():
    assert [ordinal(n) for n in (1, 2, 10, 11, 19, 20)] == [
        "一是", "二是", "十是", "十一是", "十九是", "二十是"
    ]  # fmt: skip


def test_there_is_no_ordinal_before_the_first():
    with pytest.raises(ValueError, match="0"):
        ordinal(0)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(1, 8, "12.5%"), (1, 3, "33.33%"), (5, 5, "100%"), (1, 0, ""), (0, 4, "0%"),
     (Decimal("0.5"), 4, "12.5%"), (1, 800, "0.13%")],
)  # fmt: skip
def test_a_share_has_at_most_two_places(part, whole, shown):
    assert percent(part, whole) == shown
