"""The widget: keys in order, what it paints, what it tells the screen."""

from __future__ import annotations

import pytest
from textual import events
from textual.pilot import Pilot

from drafter.report.width import width_cells
from drafter.tui.table.table_grid import TableGrid
from drafter.tui.terminal_text import use

from ..screens import screen_text
from .table_desks import GridApp, PlainDesk, blank_desk, sample_desk

SIZE = (80, 24)


@pytest.fixture
def desk() -> PlainDesk:
    return blank_desk("kinds", "cases")


async def paste(pilot: Pilot[None], text: str) -> None:
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


async def test_keys_that_arrive_at_once_land_in_order(desk):
    app = GridApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        for key in "5 tab 6 tab 7 enter 1 2 tab 8 shift+tab 9 down 3 up".split():  # noqa: SIM905
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        await pilot.pause()
    assert desk.given() == {
        "received/natural": "5",
        "received/business": "6",
        "received/law": "7",
        "carried_in/law": "9",
        "granted/natural": "8",
        "granted/law": "3",
    }


async def test_totals_and_status_follow_every_key(desk):
    app = GridApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("5", "tab", "2")
        await pilot.pause()
        row = next(line for line in screen_text(app).splitlines() if line.startswith("一、新收"))
        assert row.split() == ["一、新收", "5", "2_", "·", "7"]
        assert app.status == "一、新收 ▸ 企业：2（正在填）"
        await pilot.press("tab")
        await pilot.pause()
        assert app.status == "一、新收 ▸ 律所：0（还没有看过）"


async def test_the_look_at_80_by_24():
    app = GridApp(sample_desk("county-government-2023", "applications"))
    async with app.run_test(size=SIZE):
        lines = screen_text(app).splitlines()
    assert lines[2].split()[0] == "自然人"
    assert lines[3].startswith("一、本年新收政府信息公开申请数量")
    assert lines[22].split()[0] == "各列两边是否相等"
    assert len(lines) == 24


async def test_only_the_lines_that_are_others_are_painted(desk, monkeypatch):
    app = GridApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()  # a frame gives it the height that it needs
        await pilot.pause()  # and the next draws it there
        painted: list[int] = []
        monkeypatch.setattr(
            TableGrid, "refresh", lambda self, *regions, **how: painted.append(len(regions))
        )
        await pilot.press("5")
        assert painted == [3]


async def test_a_problem_is_told_with_its_place(desk):
    app = GridApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("5", ".", "5", "enter")
        await pilot.pause()
        assert app.told == ["表一，“新收·自然人”：“5.5”不是整数。填一个整数，例如 12；没有就填 0。"]
        assert app.grid.model.refused


async def test_leaving_hands_over_what_was_typed(desk):
    app = GridApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("4")
        app.screen.set_focus(None)
        await pilot.pause()
        assert desk.given() == {"received/natural": "4"}


async def test_a_click_goes_to_a_cell_and_on_a_total_tells_its_terms(desk):
    app = GridApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        place = app.grid.model.sheet.places["cases/granted/law"]
        await pilot.click(offset=app.grid._drawing.frame.caret(place))
        assert app.grid.model.cursor == "cases/granted/law"
        place = app.grid.model.sheet.places["cases/granted/total"]
        await pilot.click(offset=app.grid._drawing.frame.caret(place))
        await pilot.pause()
        assert app.grid.model.cursor == "cases/granted/law"
        assert app.told == ["公开行：总计 0 = 自然人 0 + 单位 0"]


async def test_the_wheel_scrolls_and_leaves_the_cursor():
    app = GridApp(sample_desk("county-government-2023", "applications"))
    async with app.run_test(size=SIZE) as pilot:
        cursor = app.grid.model.cursor
        await pilot._post_mouse_events([events.MouseScrollDown], app.grid, (5, 5))
        assert app.grid.model.cursor == cursor
        assert "本年新收政府" not in screen_text(app)
        await pilot.press("down")
        assert "上年结转政府" in screen_text(app)


async def test_a_change_from_elsewhere_is_shown_and_what_is_typed_stays(desk):
    app = GridApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("4", "tab", "5", "tab")
        await pilot.pause()
        assert desk.given() == {"received/natural": "4", "received/business": "5"}
        assert desk.acts == 2
        desk.enter({"cases/granted/law": "77"})
        await pilot.pause()
        assert "77" in screen_text(app)


async def test_a_resize_at_any_moment_keeps_what_is_typed(desk):
    app = GridApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("4")
        await pilot.resize_terminal(60, 16)
        await pilot.press("2", "enter")
        assert desk.given() == {"received/natural": "42"}


async def test_faults_are_marked_until_they_are_gone(desk):
    app = GridApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        app.grid.model.faults = {"cases/granted/law"}
        app.grid.draw()
        await pilot.pause()
        assert "·!" in screen_text(app)
        app.grid.model.faults = ()
        app.grid.draw()
        await pilot.pause()
        assert "·!" not in screen_text(app)


async def test_the_terminals_own_cursor_is_where_text_goes(desk):
    app = GridApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("5")
        x, y = app.cursor_position
        line = screen_text(app).splitlines()[y]
        assert width_cells(line[: line.index("_")]) == x


async def test_going_on_behind_the_last_cell_is_told():
    app = GridApp(blank_desk("tiny", "loans"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("5", "tab")
        await pilot.pause()
        assert not app.ended
        await pilot.press("6", "enter")
        await pilot.pause()
        assert app.ended


class TestPasting:
    async def test_one_figure_goes_into_the_cell(self, desk):
        app = GridApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            await paste(pilot, "１，234件\n")
            await pilot.press("enter")
        assert desk.given() == {"received/natural": "1234"}

    async def test_nothing_pasted_takes_nothing_away(self, desk):
        app = GridApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("4", "enter", "up")
            await paste(pilot, " \n")
            await pilot.press("enter")
        assert desk.given() == {"received/natural": "4"}

    async def test_a_block_is_looked_at_before_it_lands(self, desk):
        app = GridApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            await paste(pilot, "1\t2\r\r3\t-4")
            text = screen_text(app)
            assert "将填入 3 格，忽略 1 个。" in text
            assert "新收：自然人 1，企业 2" in text
            assert desk.acts == 0
            await pilot.press("enter")
            await pilot.pause()
            assert len(desk.given()) == 3
            assert desk.acts == 1
            assert app.told[-1] == "已填入 3 格，忽略 1 个。Ctrl+Z 撤销。"
            await pilot.press("ctrl+z")
            assert desk.given() == {}

    async def test_esc_leaves_the_table_as_it_is(self, desk):
        app = GridApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            await paste(pilot, "1\t2")
            await pilot.press("escape")
            await pilot.pause()
            assert app.focused is app.grid
        assert desk.acts == 0

    @pytest.mark.parametrize("text", ["[/b]", "[@click=app.quit]x[/]", "{{x}}", "\x1b[31m"])
    async def test_text_of_any_kind_is_shown_as_it_is(self, desk, text):
        app = GridApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            await paste(pilot, text)
            await pilot.press("enter")
            await pilot.pause()
            assert text.removeprefix("\x1b") in app.told[0]
            await paste(pilot, f"1\t{text}\n2\t{text}")
            assert text.removeprefix("\x1b") in screen_text(app)


async def test_wide_terminals_get_plain_marks():
    use(safe=True)
    app = GridApp(sample_desk("county-government-2023", "applications"))
    async with app.run_test(size=(120, 40)):
        text = screen_text(app)
    assert '3.危及"三安全一稳定"' in text
    assert "=总计" in text
