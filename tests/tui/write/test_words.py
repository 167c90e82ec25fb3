"""What is said above and below a text."""

from __future__ import annotations

import pytest

from drafter.tui.paragraph_sheet import below

FINE = {"writing": True, "under_way": False}


def test_a_text_with_nothing_the_matter_has_nothing_below():
    assert below("一段。", "", 0, **FINE) == ()


@pytest.mark.parametrize(("length", "told"), [(2000, False), (2001, True)])
def test_a_paragraph_that_makes_typing_slow_is_told_while_one_writes(length, told):
    text = f"短。\n{'字' * length}"
    assert any("2001 字" in line for line in below(text, "", 0, **FINE)) is told
    assert below(text, "", 0, writing=False, under_way=False) == ()


def test_all_that_matters_is_told_together():
    lines = below("一段。", "快到了。", 2, writing=False, under_way=True)
    assert lines[0] == "快到了。"
    assert "有 2 个数和表里不一样" in lines[1]
    assert "F5 接着改" in lines[2]
