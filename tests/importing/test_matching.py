"""Texts are matched by what stands once, then by order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drafter.importing.matching import Gap, Item, gaps

TEXTS = st.lists(st.text(st.sampled_from("甲乙丙"), min_size=1, max_size=3), max_size=6)


def matched(items: list[str], found: list[str], joint: str) -> list[Gap]:
    """The gaps with something in them."""
    every = gaps([Item(text, text) for text in items], joint.join(["", *found, ""]), joint)
    return [gap for gap in every if gap.items or gap.found.strip(joint or None)]


def test_between_texts_that_repeat_order_decides():
    (gap,) = matched(["甲", "乙", "甲"], ["甲", "丙", "甲"], "\n")
    assert (gap.after, [item.text for item in gap.items], gap.found.strip()) == ("甲", ["乙"], "丙")


def test_a_text_inside_another_does_not_stand_for_it():
    (gap,) = matched(["甲乙", "乙"], ["甲乙"], "")
    assert [item.text for item in gap.items] == ["乙"]
    assert gap.found == ""


def test_a_text_that_the_file_repeats_is_found_in_its_place():
    (gap,) = matched(["乙", "甲"], ["甲", "乙", "甲"], "\n")
    assert (gap.items, gap.found.strip()) == ((), "甲")


def test_one_changed_text_is_the_only_gap():
    items = ["甲", "乙", "丙", "甲甲", "乙乙"]
    (gap,) = matched(items, ["甲", "乙", "丁", "甲甲", "乙乙"], "\n")
    assert [item.text for item in gap.items] == ["丙"]


@given(items=TEXTS, found=TEXTS)
def test_there_is_a_gap_just_where_lines_differ(items, found):
    assert bool(matched(items, found, "\n")) == (items != found)


@given(items=TEXTS, found=TEXTS)
def test_there_is_a_gap_just_where_characters_differ(items, found):
    assert bool(matched(items, found, "")) == ("".join(items) != "".join(found))
