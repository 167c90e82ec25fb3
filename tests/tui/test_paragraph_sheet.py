"""What is said below a text."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from drafter.tui.paragraph_sheet import View, below

WRONG = SimpleNamespace(agrees=False)


def view(text="一段。", *, figures=(), length="", writing=True, under_way=False) -> View:
    return View(None, text, figures, (), (), length, writing, under_way, False, False)


def test_a_text_with_nothing_the_matter_has_nothing_below():
    assert below(view()) == ()


@pytest.mark.parametrize(("length", "told"), [(2000, False), (2001, True)])
def test_a_paragraph_that_makes_typing_slow_is_told_while_one_writes(length, told):
    text = f"短。\n{'字' * length}"
    assert any("2001 字" in line for line in below(view(text))) is told
    assert below(view(text, writing=False)) == ()


def test_all_that_matters_is_told_together():
    both = view(figures=(WRONG, WRONG), length="快到了。", writing=False, under_way=True)
    lines = below(both)
    assert lines[0] == "快到了。"
    assert "有 2 个数和表里不一样" in lines[1]
    assert "F5 接着改" in lines[2]
