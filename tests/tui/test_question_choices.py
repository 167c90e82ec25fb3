"""Choosing among choices: by number, by word, one or several, or something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.draft.typed_answers import read_answer
from drafter.form.definitions import Kind, Need, Question
from drafter.tui.question_choices import NONE, Choosing

MANY = tuple(f"第{n}类" for n in range(1, 24))


def question(kind: Kind, choices: tuple[str, ...] = (), *, free: bool = False) -> Question:
    return Question("a.b", "a", "哪些？", "类别", kind, Need.OPTIONAL, choices=choices, free=free)


def typed(choosing: Choosing, keys: str) -> Choosing:
    for key in keys:
        choosing.type(key)
    return choosing


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        ("1", "是"),
        ("2", "否"),
        ("１", "是"),
        ("y", "是"),
        ("N", "否"),
        ("没有", "否"),
        ("否", "否"),
    ],
)
def test_yes_and_no_by_number_and_by_word(keys, chosen):
    assert typed(Choosing(question(Kind.YESNO), ""), keys).raw == chosen


def test_a_second_digit_makes_a_longer_number():
    choosing = typed(Choosing(question(Kind.CHOICE, MANY), ""), "12")
    assert choosing.raw == "第12类"
    choosing.move(1)
    assert typed(choosing, "2").raw == "第2类"


def test_the_beginning_of_one_choice_is_enough():
    choosing = Choosing(question(Kind.CHOICE, ("县级", "市级", "市辖区")), "")
    assert choosing.type("县") == ""
    assert choosing.raw == "县级"


def test_a_name_is_typed_on_until_it_is_one_choice():
    choosing = Choosing(question(Kind.CHOICE, ("县级", "市级", "市辖区")), "县级")
    assert choosing.type("市") == "市"
    assert choosing.type("辖") == ""
    assert choosing.raw == "市辖区"


def test_a_short_form_is_known_once_it_is_typed():
    choosing = Choosing(question(Kind.CHOICE, ("县级", "政府部门", "派出机构")), "县级")
    assert choosing.type("部") == "部"
    assert choosing.type("门") == ""
    assert choosing.raw == "政府部门"


@pytest.mark.parametrize("word", ["不知道", "不清楚是不是", "有一件", "无法确定", "1x"])
@pytest.mark.parametrize("before", ["", "是"])
def test_a_word_that_is_no_answer_leaves_the_answer_as_it_was(word, before):
    choosing = typed(Choosing(question(Kind.YESNO), before), word)
    assert choosing.raw == before
    choosing.forget()
    assert typed(choosing, "不是").raw == "否"


@pytest.mark.parametrize("before", ["", "是"])
def test_a_word_that_is_no_answer_is_known_until_it_is_over(before):
    choosing = typed(Choosing(question(Kind.YESNO), before), "不知道")
    assert choosing.meaningless == "不知道"
    choosing.forget()
    assert choosing.meaningless == ""
    assert typed(choosing, "不是").meaningless == ""


def test_a_word_of_its_own_ticks_nothing_it_begins_like():
    choosing = Choosing(question(Kind.CHOICES, ("自然人", "商业企业"), free=True), "")
    assert typed(choosing, "2自").ticked == ["商业企业", "自然人"]
    assert choosing.type("贸") == "自贸"
    assert choosing.ticked == ["商业企业"]


def test_a_number_is_an_answer_after_a_word_that_is_none():
    assert typed(Choosing(question(Kind.YESNO), ""), "不知道1").raw == "是"


def test_of_one_choice_another_word_chooses_anew():
    assert typed(Choosing(question(Kind.YESNO), ""), "是否").raw == "否"


def test_several_are_chosen_in_the_order_of_choosing_and_taken_back():
    choosing = typed(Choosing(question(Kind.CHOICES, MANY[:10]), ""), "31")
    assert choosing.raw == ["第3类", "第1类"]
    choosing.move(1)
    assert typed(choosing, "3").raw == ["第1类"]


def test_the_first_digit_of_a_longer_number_is_not_chosen():
    assert typed(Choosing(question(Kind.CHOICES, MANY[:10]), ""), "10").raw == ["第10类"]


def test_none_of_them_stands_alone():
    choosing = typed(Choosing(question(Kind.CHOICES, MANY[:3]), ""), "10")
    assert choosing.ticked == [NONE]
    assert read_answer(choosing.question, choosing.raw) == ()
    assert typed(choosing, "2").raw == ["第2类"]


def test_none_of_them_goes_where_something_is_written_beside():
    choosing = typed(Choosing(question(Kind.CHOICES, MANY[:3], free=True), ""), "0")
    choosing.written = "窗口"
    assert choosing.raw == ["窗口"]
    assert NONE not in choosing.ticked
    assert typed(choosing, "0").raw == "无"
    assert choosing.written == ""


def test_what_is_written_beside_goes_with_the_chosen_ones():
    choosing = typed(Choosing(question(Kind.CHOICES, MANY[:3], free=True), ""), "2")
    choosing.written = "其他渠道，窗口"
    assert choosing.raw == ["第2类", "其他渠道", "窗口"]


def test_a_choice_pointed_at_takes_the_place_of_what_was_written():
    choosing = Choosing(question(Kind.CHOICE, MANY[:3], free=True), "自己写的")
    assert choosing.written == choosing.raw == "自己写的"
    choosing.move(1)
    assert choosing.raw == "第1类"


@given(
    st.lists(st.sampled_from(MANY[:10]), unique=True),
    st.sampled_from(["", "窗口", "窗口、大厅"]),
)
def test_what_was_kept_is_there_again(chosen, written):
    asked = question(Kind.CHOICES, MANY[:10], free=True)
    before = Choosing(asked, "")
    before.ticked, before.written = chosen, written
    after = Choosing(asked, "")
    after.put(before.kept)
    assert (after.ticked, after.written) == (chosen, written)


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [("1", ["第1类"]), ("12", ["第1类", "第2类"]), ("11", []), ("01", ["第1类"]), ("2", None)],
)
def test_the_number_of_a_proposed_choice_says_that_it_is_right(keys, chosen):
    choosing = typed(Choosing(question(Kind.CHOICES, MANY[:3]), "", MANY[0]), keys)
    assert choosing.raw == (["第1类", "第2类"] if chosen is None else chosen or "")


def test_none_is_not_offered_where_an_answer_before_says_that_there_is_something():
    choosing = typed(Choosing(question(Kind.CHOICES, MANY[:3]), "", some=True), "0")
    assert NONE not in choosing.choices
    assert choosing.raw == ""
