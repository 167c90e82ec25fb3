"""First line, last line and what is said between them, in windows of every width."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.tui.screens import screen_text
from textual.app import App

from drafter.tui import terminal_text
from drafter.tui.frame_lines import HintLine, Saving, Says, TopLine, saving_words

AT = datetime(2022, 1, 20, 14, 2, 5)
HINTS = (("回车", "下一题"), ("F6", "跳过"), ("Ctrl+P", "命令"))


class Lines(App[None]):
    ENABLE_COMMAND_PALETTE = False
    pressed: tuple[str, ...] = ()

    def on_key(self, event):
        self.pressed = (*self.pressed, event.key)

    def compose(self):
        yield TopLine()
        yield Says()
        yield HintLine(HINTS)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({}, Saving("已保存 14:02")),
        ({"busy": True}, Saving("正在保存…")),
        ({"trouble": True, "busy": True}, Saving("！没有存下来", bad=True)),
        ({"read_only": True, "trouble": True}, Saving("只能看")),
    ],
)
def test_how_it_stands_with_saving(state, said):
    asked = {"trouble": False, "busy": False, "read_only": False} | state
    assert saving_words(AT, **asked) == said


@pytest.mark.parametrize("width", [20, 60, 81, 140])
async def test_saving_is_told_in_any_width_and_nothing_is_wider_than_the_window(width):
    app = Lines()
    async with app.run_test(size=(width, 10)) as pilot:
        title = "某某自治州政府信息公开工作主管部门2021年政府信息公开工作年度报告"
        app.query_one(TopLine).tell(title, Saving("已保存 14:02"), "距1月31日还有 11 天")
        await pilot.pause()
        first = screen_text(app).split("\n")[0]
        assert "已保存 14:02" in first
        assert ("还有 11 天" in first) == (width > 60)
        assert title in first or "…" in first


async def test_only_whole_hints_are_told():
    app = Lines()
    async with app.run_test(size=(22, 10)):
        assert screen_text(app).rstrip().split("\n")[-1].rstrip() == " 回车 下一题  F6 跳过"


async def test_a_click_on_a_hint_presses_its_key():
    app = Lines()
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.click(HintLine, offset=(2, 0))
        await pilot.click(HintLine, offset=(15, 0))
        await pilot.click(HintLine, offset=(24, 0))
        await pilot.click(HintLine, offset=(60, 0))
        await pilot.pause()
    assert app.pressed == ("enter", "f6", "ctrl+p")


async def test_what_is_said_is_literal_and_goes_away(monkeypatch):
    monkeypatch.setattr("drafter.tui.frame_lines._READING_S", 0.01)
    monkeypatch.setattr("drafter.tui.frame_lines._CHARACTER_S", 0.0)
    app = Lines()
    async with app.run_test() as pilot:
        says = app.query_one(Says)
        says.tell("[/b]记下了", bad=True)
        assert str(says.content) == "[/b]记下了"
        assert says.has_class("-bad")
        for _ in range(500):
            if not says.display:
                return
            await pilot.pause(0.01)
        raise AssertionError("it still stands there")


async def test_a_title_that_is_cut_ends_in_narrow_marks_where_others_are_wide():
    terminal_text.use(safe=True)
    app = Lines()
    async with app.run_test(size=(30, 10)) as pilot:
        app.query_one(TopLine).tell("很长的" * 9, Saving("已保存"), "")
        await pilot.pause()
        first = screen_text(app).split("\n")[0]
        assert ".. 已保存" in first
        assert "…" not in first
