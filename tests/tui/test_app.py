"""The frame: what stands where at which size, the acts, saving and leaving."""

from __future__ import annotations

import re
import signal
from threading import Event
from unicodedata import east_asian_width

import pytest
from tests.tui.screens import screen_text
from textual.color import Color
from textual.widgets import OptionList

from drafter.desk.open_points import saved_words
from drafter.errors import DrafterError, ExitCode, Problem
from drafter.interview.given_answers import record_answer
from drafter.interview.interview_state import REVIEW, table_place
from drafter.interview.progress import optional_rest, skip
from drafter.interview.way import way
from drafter.session.session_file import Session
from drafter.tui import terminal_text
from drafter.tui.command_palette import Help, Palette
from drafter.tui.dialogs import Choose, TooSmall
from drafter.tui.home import Home
from drafter.tui.task_outline import Outline
from drafter.tui.workspace import WIDE, Workspace

from ..conftest import LONGEST_S

BIG, SMALL = (140, 40), (80, 24)


@pytest.fixture
def running(app, new_session):
    """`async with running() as (app, pilot)`: the app in a session of the tiny form."""
    session = new_session()
    session.close()

    def run(size=SMALL):
        return app(session.path).run_test(size=size)

    return run


def organ(pilot):
    return pilot.app.workspace.work.state.draft.answers["organ.name"]


def rename(pilot, name):
    workspace = pilot.app.workspace
    problem = workspace.work.act(lambda state: record_answer(state, "organ.name", name))
    assert problem is None


@pytest.fixture
def national(app, new_session):
    """The running app over an empty session of the national form."""
    session = new_session("disclosure-2021")
    session.close()
    return lambda: app(session.path, own=None).run_test(size=BIG)


async def test_the_frame_tells_whose_report_it_is_the_days_left_and_the_keys(running):
    async with running() as pilot:
        first, *_, last = screen_text(pilot.app).split("\n")
        assert "甲图书馆2021年借阅年报" in first
        assert "已保存" in first
        assert "F2 核对" in last
        rename(pilot, "乙图书馆")
        await pilot.pause()
        assert "乙图书馆2021年借阅年报" in screen_text(pilot.app).split("\n")[0]


async def test_what_is_not_on_disk_yet_is_not_told_as_saved(running, monkeypatch):
    goes, write = Event(), Session.write

    def slow(session, record):
        assert goes.wait(LONGEST_S)
        write(session, record)

    async def first_line(pilot):
        await pilot.pause()
        return screen_text(pilot.app).split("\n")[0]

    monkeypatch.setattr(Session, "write", slow)
    async with running() as pilot:
        work = pilot.app.workspace.work
        rename(pilot, "乙图书馆")
        said = await first_line(pilot)
        assert "正在保存…" in said
        assert "已保存" not in said
        goes.set()
        work.desk.flush()
        assert "已保存" in await first_line(pilot)
        work.typed("organ.name", "丙图")
        assert "正在保存…" in await first_line(pilot)
        work.desk.flush()
        assert "已保存" in await first_line(pilot)


async def test_a_report_that_can_only_be_looked_at_is_not_told_as_saved(running, folder):
    async with running() as pilot:
        desk = pilot.app.workspace.work.desk
        desk.session.read_only = "别人打开着。"
        assert saved_words(desk, "open") == "这次只看，什么也没有改：别人打开着。"


async def test_words_of_a_clerk_are_never_markup(running):
    async with running() as pilot:
        rename(pilot, "[/b][@click=app.quit]{{x}}[red]馆")
        await pilot.pause()
        assert "[/b][@click=app.quit]{{x}}[red]馆" in screen_text(pilot.app)


async def test_findings_stand_beside_the_step_where_there_is_room(running):
    async with running((WIDE, 30)) as pilot:
        workspace = pilot.app.workspace
        assert workspace.panes["findings"].display
        await pilot.resize_terminal(WIDE - 1, 30)
        await pilot.pause()
        assert not workspace.panes["findings"].display
        assert workspace.pane.display


async def test_a_step_of_another_kind_stands_left_of_the_findings_as_well(national):
    async with national() as pilot:
        workspace = pilot.app.workspace
        for where in (REVIEW, "texts/preamble", "year"):
            workspace.work.go(where)
            await pilot.pause()
            assert workspace.pane.region.right <= workspace.panes["findings"].region.x


async def test_a_panel_takes_the_place_of_the_step_at_80_columns_and_gives_it_back(running):
    async with running() as pilot:
        workspace = pilot.app.workspace
        for key, panel in (("f2", workspace.panes["findings"]), ("f3", workspace.panes["preview"])):
            await pilot.press(key)
            assert panel.display
            assert not workspace.pane.display
            await pilot.press("escape")
            assert workspace.pane.display
            assert not panel.display
            assert workspace.pane.has_focus or workspace.pane.has_focus_within
        await pilot.press("f2", "f2")
        assert workspace.called is workspace.panes["findings"], "its key does not lead out of it"
        await pilot.press("f10")
        assert workspace.called is None, "F10 leads on from everywhere"
        assert workspace.pane.has_focus or workspace.pane.has_focus_within


async def test_the_task_list_goes_to_the_part_that_is_chosen(running):
    async with running() as pilot:
        await pilot.press("f4", "end", "enter")
        workspace = pilot.app.workspace
        assert workspace.work.state.at == REVIEW
        assert workspace.called is None
        assert workspace.pane is workspace.panes["review"]
        listed = workspace.query_one(Outline)
        assert listed.here == REVIEW


async def test_undo_and_redo_by_key(running):
    async with running() as pilot:
        rename(pilot, "乙图书馆")
        await pilot.press("ctrl+z")
        assert organ(pilot) == "甲图书馆"
        await pilot.press("ctrl+y")
        assert organ(pilot) == "乙图书馆"


async def test_the_palette_finds_acts_and_places_in_one_burst(running):
    async with running() as pilot:
        workspace = pilot.app.workspace
        await pilot.press("ctrl+p", *"馆名", "enter")
        assert workspace.work.state.at == "organ.name"
        await pilot.press("ctrl+p", *"核对与生成", "enter")
        assert workspace.work.state.at == REVIEW
        await pilot.press("ctrl+p", *"没有这样的", "enter")
        assert isinstance(pilot.app.screen, Palette)
        assert "没有找到" in screen_text(pilot.app)
        await pilot.press("escape")
        assert pilot.app.screen is workspace


async def test_the_next_report_is_begun_out_of_the_palette(running):
    async with running() as pilot:
        await pilot.press("ctrl+p", *"新建", "enter")
        assert isinstance(pilot.app.screen, Home)


async def test_from_the_report_that_was_made_back_to_the_others(running, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    async with running() as pilot:
        pilot.app.workspace.work.go(REVIEW)
        await pilot.press("f10", "enter", "1")
        await pilot.app.workers.wait_for_complete()
        await pilot.press("down", "down", "down", "enter")
        assert isinstance(pilot.app.screen, Home)


async def test_a_part_is_finished_and_reopened_out_of_the_palette(running):
    async with running() as pilot:
        progress = pilot.app.workspace.work
        await pilot.press("ctrl+p", *"各部分都填完", "enter")
        assert len(progress.state.progress.finished) == 3
        progress.go("year")
        await pilot.press("ctrl+p", *"还没填完", "enter")
        assert len(progress.state.progress.finished) == 2


async def test_help_is_one_key_away_and_closes_with_it(running):
    async with running() as pilot:
        await pilot.press("ctrl+p", *"说明", "enter")
        assert isinstance(pilot.app.screen, Help)
        assert "每个键" in screen_text(pilot.app)
        await pilot.press("f1")
        assert isinstance(pilot.app.screen, Workspace)


async def test_too_small_a_window_says_so_and_loses_nothing(running):
    async with running() as pilot:
        await pilot.resize_terminal(59, 20)
        await pilot.pause()
        assert isinstance(pilot.app.screen, TooSmall)
        assert "至少要 60 列 16 行" in screen_text(pilot.app)
        await pilot.resize_terminal(60, 16)
        await pilot.pause()
        assert isinstance(pilot.app.screen, Workspace)


async def test_a_window_opened_over_the_too_small_one_is_still_there_when_it_has_room(running):
    async with running() as pilot:
        await pilot.resize_terminal(40, 10)
        assert isinstance(pilot.app.screen, TooSmall)
        pilot.app.action_choose_theme()
        await pilot.resize_terminal(*SMALL)
        assert isinstance(pilot.app.screen, Choose)
        await pilot.press("escape")
        assert pilot.app.screen is pilot.app.workspace


async def test_a_theme_is_chosen_and_remembered(running, app):
    async with running() as pilot:
        await pilot.press("ctrl+p", *"颜色", "enter", "2")
        assert pilot.app.theme == "drafter-light"
    async with app().run_test() as pilot:
        assert pilot.app.theme == "drafter-light"
        light = Color.parse(pilot.app.current_theme.background)
        assert pilot.app.screen.styles.background == light


async def test_leaving_saves_and_tells_how_to_go_on(running, folder):
    async with running() as pilot:
        rename(pilot, "乙图书馆")
        await pilot.press("ctrl+q")
    left = pilot.app.return_value
    assert left.code == ExitCode.OK
    assert left.lines[-1].startswith("已经保存。接着填：drafter open ")
    assert "乙图书馆" in (folder / "甲.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
async def test_a_signal_leaves_the_same_session(running, number, code, folder):
    async with running() as pilot:
        rename(pilot, "乙图书馆")
        pilot.app._signalled(number)
    assert pilot.app.return_value.code == code
    assert "乙图书馆" in (folder / "甲.yaml").read_text(encoding="utf-8")


async def test_ctrl_c_ends_nothing_and_says_what_does(running):
    async with running() as pilot:
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert pilot.app.return_value is None
        assert "要退出，按 Ctrl+Q" in screen_text(pilot.app)


async def test_a_full_disk_is_told_at_the_top_and_when_leaving(running, monkeypatch):
    def full(*_, **__):
        raise DrafterError(Problem("甲.yaml", "磁盘满了。", "腾出地方。"))

    async with running() as pilot:
        with monkeypatch.context() as patch:
            patch.setattr("drafter.session.session_file.write_file", full)
            rename(pilot, "乙图书馆")
            pilot.app.workspace.work.desk.flush()
            await pilot.pause()
            assert "没有存下来" in screen_text(pilot.app).split("\n")[0]
            await pilot.press("ctrl+q")
            assert isinstance(pilot.app.screen, Choose)
            assert "磁盘满了" in screen_text(pilot.app)
            await pilot.press("escape")
            assert organ(pilot) == "乙图书馆"
        await pilot.press("ctrl+q")
    assert pilot.app.return_value.code == ExitCode.OK


@pytest.mark.parametrize(("key", "expected"), [("1", "丁图书馆"), ("2", "乙图书馆")])
async def test_a_file_changed_by_hand_is_asked_about(running, folder, key, expected):
    path = folder / "甲.yaml"
    async with running() as pilot:
        theirs = path.read_text(encoding="utf-8").replace("甲图书馆", "丁图书馆")
        path.write_text(theirs, encoding="utf-8")
        rename(pilot, "乙图书馆")
        pilot.app.workspace.work.desk.flush()
        await pilot.pause()
        assert isinstance(pilot.app.screen, Choose)
        await pilot.press(key)
        assert organ(pilot) == expected
        assert pilot.app.workspace.work.desk.trouble is None
    assert len(list(folder.glob("甲.*-*.yaml"))) == 1


async def test_back_home_gives_the_session_back(running, folder):
    async with running() as pilot:
        await pilot.press("ctrl+p", *"首页", "enter")
        assert isinstance(pilot.app.screen, Home)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, Workspace)
        assert not pilot.app.workspace.work.desk.session.read_only


async def test_what_is_told_while_the_screen_is_taken_down_finds_nobody(running, monkeypatch):
    """A timer of the findings may run the checks just then."""
    told = []

    def tell(workspace):
        assert not workspace.children
        workspace.work.on_told()
        for listener in workspace.work.listeners:
            listener()
        told.append(workspace)

    monkeypatch.setattr(Workspace, "on_unmount", tell, raising=False)
    async with running(BIG) as pilot:
        workspace = pilot.app.workspace
        await pilot.press("ctrl+p", *"首页", "enter")
        assert isinstance(pilot.app.screen, Home)
    assert told == [workspace]


async def test_a_click_on_a_hint_does_what_its_key_does(running):
    async with running() as pilot:
        last = screen_text(pilot.app).split("\n")[-1]
        before = last.index("F4")
        column = len(last[:before].encode("gbk"))
        await pilot.click("HintLine", offset=(column + 1, 0))
        await pilot.app.typed_off()
        assert pilot.app.workspace.called is pilot.app.workspace.query_one(Outline)


async def test_no_english_word_is_on_any_screen_of_the_frame(app, new_session):
    session = new_session("disclosure-2021")
    session.close()
    async with app(session.path, own=None).run_test(size=BIG) as pilot:
        shown = screen_text(pilot.app)
        for key in ("f1", "ctrl+p"):
            await pilot.press(key)
            shown += screen_text(pilot.app)
            await pilot.press("escape")
    keys = {"F", "Ctrl", "P", "Q", "S", "Z", "Y", "Shift", "Tab", "T", "Esc"}
    commands = {"drafter", "chat", "plain"}
    assert set(re.findall(r"[A-Za-z]+", shown)) <= keys | commands


async def test_a_mistake_of_ours_saves_the_session(running, folder):
    async def go_wrong():
        async with running() as pilot:
            rename(pilot, "乙图书馆")
            pilot.app.workspace.query_one(OptionList).call_later(lambda: 1 / 0)
            await pilot.pause()

    with pytest.raises(ZeroDivisionError):
        await go_wrong()
    assert "乙图书馆" in (folder / "甲.yaml").read_text(encoding="utf-8")


async def test_a_terminal_with_wide_marks_is_sent_none_of_them(running):
    terminal_text.use(safe=True)
    async with running(BIG) as pilot:
        workspace = pilot.app.workspace
        for act in ("help", "palette", "theme", "findings", "preview", "outline", "home"):
            workspace.action_do(act)
            await pilot.pause()
            wide = {c for c in screen_text(pilot.app) if east_asian_width(c) == "A"}
            assert not wide, act
            if act != "home":
                await pilot.press("escape")


async def test_the_whole_table_is_one_key_away_from_the_questions_before_it(national):
    async with national() as pilot:
        work = pilot.app.workspace.work
        gate = work.state.form.gates[-1].question
        work.go(gate.id)
        await pilot.press("ctrl+t")
        assert work.step.spot.place == table_place(gate.section)


async def test_what_a_section_may_leave_out_is_counted_and_left_out_by_one_key(national):
    async with national() as pilot:
        work = pilot.app.workspace.work
        work.go("organ.superior")
        await pilot.pause()
        rest = len(optional_rest(work.state))
        assert f"这一节还有 {rest} 题选填，都不写就按 F9" in screen_text(pilot.app)
        await pilot.press("f9")
        assert len(work.state.progress.skipped) == rest
        assert f"共 {rest} 题" in screen_text(pilot.app)


async def test_keys_of_the_panes_are_in_the_palette_as_well(national):
    async with national() as pilot:
        work = pilot.app.workspace.work
        work.go("organ.superior")
        await pilot.press("ctrl+p", *"F10", "enter")
        assert "organ.superior" in work.state.progress.skipped


async def test_a_part_gone_through_and_not_finished_is_under_way(national):
    async with national() as pilot:
        work = pilot.app.workspace.work
        part = work.state.form.parts[-1]
        for place in [place.name for place in way(work.state) if place.part == part.id]:
            work.act(lambda state, place=place: skip(state, place))
        [row] = [row for row in pilot.app.workspace.query_one(Outline)._rows if row.id == part.id]
        assert row.said.plain.startswith("◐")
