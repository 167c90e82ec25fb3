"""Lists that are renewed around their cursor, and lines as Chinese is set."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.content import Content

from drafter.report.width import CLOSING, width_cells
from drafter.tui.row_list import Row, RowList
from drafter.tui.terminal_text import wrapped

TEXT = st.text(st.sampled_from("字句，。“”（）ab 1[/]"), max_size=60)


@given(TEXT, st.integers(8, 40), st.sampled_from((0, 2)))
def test_lines_are_within_the_width_and_nothing_is_lost(text, width, hang):
    lines = wrapped(Content(text), width, hang).plain.split("\n")
    assert all(width_cells(line) <= width for line in lines)
    assert lines[0] + "".join(line[hang:] for line in lines[1:]) == text


def test_a_full_stop_does_not_begin_a_line_and_styles_stay():
    shown = wrapped(Content("一二三四五。六").stylize("bold", 4, 7), 10)
    first, second = shown.plain.split("\n")
    assert (first, second) == ("一二三四", "五。六")
    assert not set(second[:1]) & CLOSING
    assert [(span.start, span.end) for span in shown.spans if span.style == "bold"] == [(5, 8)]


class Listed(App[None]):
    def compose(self) -> ComposeResult:
        yield RowList()


def rows(*ids):
    return [Row("", Content("+ 标题")), *(Row(id, Content(id)) for id in ids)]


async def test_a_list_may_have_no_room_for_a_moment():
    async with Listed().run_test() as pilot:
        shown = pilot.app.query_one(RowList)
        shown.put(rows("a"))
        shown.styles.height = "auto"
        for width in (0, 4, 5, 6, 20):
            shown.styles.width = width
            await pilot.pause()
        assert shown.outer_size.width == 20


@pytest.mark.parametrize(
    ("after", "here"),
    [
        (("x", "a", "b", "c"), "b"),
        (("b",), "b"),
        (("a", "c"), "c"),
        (("a",), "a"),
        ((), ""),
    ],
)
async def test_the_cursor_stays_at_its_row_or_goes_to_the_nearest(after, here):
    async with Listed().run_test() as pilot:
        shown = pilot.app.query_one(RowList)
        shown.put(rows("a", "b", "c"))
        shown.go("b")
        shown.put(rows(*after))
        assert shown.here == here


async def test_a_changed_row_is_replaced_in_its_place():
    async with Listed().run_test() as pilot:
        shown = pilot.app.query_one(RowList)
        shown.put(rows("a", "b"))
        options = list(shown.options)
        shown.put([*rows("a")[:2], Row("b", Content("另一句"))])
        assert list(shown.options) == options
        assert str(shown.options[2].prompt) == "另一句"


async def test_the_row_at_the_cursor_is_of_one_colour():
    app = Listed()
    async with app.run_test(size=(20, 6)) as pilot:
        listed = app.query_one(RowList)
        words = Content("坏").stylize("red") + Content("的一行")
        listed.put([Row("a", words), Row("b", words)])
        listed.focus()
        listed.go("a")
        await pilot.pause()
        here, other = ({s.style.color for s in listed.render_line(y) if s.style} for y in (0, 1))
        assert len(here) == 1
        assert len(other) > 1


async def test_at_the_first_row_its_heading_is_in_sight():
    app = Listed()
    async with app.run_test(size=(20, 4)) as pilot:
        listed = app.query_one(RowList)
        listed.put(rows(*"abcdefgh"))
        listed.focus()
        await pilot.press("end")
        await pilot.pause()  # it is scrolled once it is drawn
        await pilot.pause()
        assert listed.scroll_y > 0
        await pilot.press("home")
        await pilot.pause()
        await pilot.pause()
        assert listed.here == "a"
        assert listed.scroll_y == 0
