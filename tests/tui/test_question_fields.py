"""Entries of several blanks: written one after the other, taken away, kept and read again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.draft.draft_model import Item, Record
from drafter.draft.typed_answers import read_answer
from drafter.errors import Problem
from drafter.form.definitions import Field, Kind, Need, Question
from drafter.tui.question_fields import Entries

FIELDS = (Field("problem", "问题", "", True), Field("measure", "措施", "", False))
RECORDS = Question("a.b", "a", "哪些问题？", "问题", Kind.RECORDS, Need.REQUIRED, fields=FIELDS)
COUNTS = Question(
    "a.c",
    "a",
    "各多少？",
    "各渠道",
    Kind.BREAKDOWN,
    Need.OPTIONAL,
    unit="条",
    choices=("网站", "公报"),
)


def written(entries: Entries, *texts: str) -> Problem | bool:
    """Each text followed by Enter; what the last one gives."""
    ended: Problem | bool = False
    for text in texts:
        entries.written = text
        ended = entries.enter()
    return ended


def test_blank_after_blank_until_an_empty_entry():
    entries = Entries(RECORDS, None)
    assert written(entries, "人手少", "加人", "不够快", "", "") is True
    assert entries.raw == [
        {"problem": "人手少", "measure": "加人"},
        {"problem": "不够快", "measure": ""},
    ]


def test_a_blank_that_must_be_written_holds_the_clerk():
    entries = Entries(RECORDS, None)
    entries.go(0, 1)
    entries.written = "加人"
    entries.go(0, 0)
    assert isinstance(entries.enter(), Problem)
    entries.go(0, 1)
    assert isinstance(entries.wrong(), Problem)
    assert (entries.entry, entries.blank) == (0, 0)


def test_up_from_count_to_count_past_the_names_on_offer():
    entries = Entries(COUNTS, None)
    written(entries, "5", "6", "自办的刊物", "7")
    places = []
    while entries.move(-1):
        places.append((entries.entry, entries.blank))
    # Of the entry that the clerk named, the name is a blank like any other.
    assert places == [(2, 1), (2, 0), (1, 1), (0, 1)]


@pytest.mark.parametrize("name", ["222", "２２２"])
def test_a_number_is_no_name(name):
    entries = Entries(COUNTS, None)
    problem = written(entries, "5", "6", name)
    assert isinstance(problem, Problem)
    assert "是个数，不是名称" in str(problem)
    assert (entries.entry, entries.blank) == (2, 0)


def test_a_label_before_the_text_is_left_out():
    entries = Entries(RECORDS, None)
    written(entries, "问题：人手少")
    assert entries.raw == [{"problem": "人手少", "measure": ""}]


@pytest.mark.parametrize("question", [RECORDS, COUNTS])
def test_none_at_all_is_an_answer(question):
    entries = Entries(question, None)
    entries.go(0, 0)
    assert written(entries, "无") is True
    assert read_answer(question, entries.raw) == ()
    entries.put(entries.kept)
    assert read_answer(question, entries.raw) == ()


def test_an_entry_is_taken_away():
    entries = Entries(RECORDS, None)
    written(entries, "一", "甲", "二", "乙")
    entries.go(0, 1)
    entries.delete()
    assert entries.raw == [{"problem": "二", "measure": "乙"}]
    assert (entries.entry, entries.blank) == (0, 0)


def test_emptied_is_the_same_as_taken_away():
    entries = Entries(RECORDS, None)
    written(entries, "一", "甲", "二", "乙")
    entries.go(0, 1)
    entries.written = ""
    entries.go(0, 0)
    assert written(entries, "") is False
    assert entries.raw == [{"problem": "二", "measure": "乙"}]


def test_only_counts_are_typed_for_the_names_that_are_offered():
    entries = Entries(COUNTS, None)
    assert written(entries, "12", "", "报纸", "3", "") is True
    assert read_answer(COUNTS, entries.raw) == (Item("网站", 12), Item("报纸", 3))


@pytest.mark.parametrize("text", ["很多", "12.5", "-3"])
def test_a_count_that_is_none_is_refused_at_once(text):
    entries = Entries(COUNTS, None)
    assert isinstance(written(entries, text), Problem)
    assert entries.written == text


def test_a_name_is_written_once():
    entries = Entries(COUNTS, (Item("报纸", 3),))
    entries.go(len(entries.entries) - 1, 0)
    assert isinstance(written(entries, "报纸"), Problem)


def test_a_name_of_ones_own_needs_a_count():
    entries = Entries(COUNTS, None)
    entries.go(2, 0)
    assert isinstance(written(entries, "报纸", ""), Problem)


def test_a_pasted_list_is_read_in_its_order():
    entries = Entries(COUNTS, None)
    assert entries.read_text("公报 3\n网站\t1,200")
    assert read_answer(COUNTS, entries.raw) == (Item("公报", 3), Item("网站", 1200))
    records = Entries(RECORDS, None)
    assert records.read_text("问题：一\n措施：甲\n\n问题：二")
    assert records.raw == [{"problem": "一", "measure": "甲"}, {"problem": "二", "measure": ""}]


TEXTS = st.text("甲乙丙丁", min_size=1, max_size=3)


@given(st.lists(st.tuples(TEXTS, TEXTS | st.just("")), min_size=1, max_size=4))
def test_what_was_kept_is_there_again(pairs):
    value = tuple(Record({"problem": a, "measure": b}) for a, b in pairs)
    before = Entries(RECORDS, value)
    assert read_answer(RECORDS, before.raw) == value
    after = Entries(RECORDS, None)
    after.put(before.kept)
    assert read_answer(RECORDS, after.raw) == value
