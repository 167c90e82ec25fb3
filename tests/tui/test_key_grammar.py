"""One key means one thing, and what it does is told where the eye is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from drafter.draft.answers_file import load_answers
from drafter.draft.draft_model import Cell, Draft, Origin, with_answer
from drafter.form.form_file import load_form
from drafter.interview.given_answers import record_cells
from drafter.interview.interview_state import to_saved
from drafter.session.session_shelf import create
from drafter.tui.frame_lines import HintLine

from ..chat.conftest import left_by_core
from .clerk import typed
from .driving import at_work, burst, new_path, seen

FORM = load_form("disclosure-2021")
SAMPLE = Path(__file__).parents[2] / "sample_answers" / "county-bureau-2023.yaml"


def begun(folder):
    draft = with_answer(with_answer(Draft(FORM.id), "year", 2023), "organ.name", "示例县水利局")
    return new_path(folder / "s", FORM, draft)


def last_line(app):
    return app.workspace.query_one(HintLine).render().plain


async def test_a_list_undoes_its_own_entries_before_anything_elsewhere(tmp_path):
    async with at_work(begun(tmp_path)) as app:
        work = app.workspace.work
        work.go("overview.requests.by_channel")
        before = work.state.draft
        await burst(app, [*"12", "enter", *"7", "enter", "ctrl+z"])
        assert work.typing("overview.requests.by_channel")[1::2] == ("12",)
        await burst(app, ["ctrl+y"])
        assert work.typing("overview.requests.by_channel")[1::2] == ("12", "7")
        await burst(app, ["ctrl+z"] * 3)
        assert work.state.draft == before, "nothing elsewhere was undone"


async def test_names_that_a_list_offers_come_back_before_anything_elsewhere_goes(tmp_path):
    async with at_work(begun(tmp_path)) as app:
        work = app.workspace.work
        work.go("overview.requests.by_channel")
        before, offered = work.state.draft, app.workspace.pane.given.whole
        await burst(app, ["ctrl+d"] * 3)
        assert app.workspace.pane.given.whole != offered
        await burst(app, ["ctrl+z"] * 3)
        assert app.workspace.pane.given.whole == offered
        assert work.state.draft == before


async def test_a_list_undoes_what_was_pasted_after_a_redo(tmp_path):
    async with at_work(begun(tmp_path)) as app:
        work = app.workspace.work
        work.go("overview.requests.by_channel")
        await burst(app, [*"12", "enter", "ctrl+z", "ctrl+y", "ctrl+d"])
        assert work.typing("overview.requests.by_channel") == ""
        app.workspace.pane.sheet.field._paste("信函 3\n网站 4")
        await burst(app, ["ctrl+z"])
        assert work.typing("overview.requests.by_channel") == ""
        await burst(app, ["ctrl+z"])
        assert work.typing("overview.requests.by_channel")[1::2] == ("12",)


async def test_the_terminals_cursor_stands_in_the_field_of_a_window_just_opened(tmp_path):
    async with at_work(begun(tmp_path)) as app:
        await burst(app, ["ctrl+p"])
        await seen(app)
        assert app.cursor_position == app.focused.content_region.offset
        await burst(app, [*"zzzz"])  # the list gets shorter, the window moves
        await seen(app)
        field = app.focused.content_region
        assert app.cursor_position == (field.x + 4, field.y)


async def test_tab_stays_within_a_list(tmp_path):
    async with at_work(begun(tmp_path)) as app:
        work = app.workspace.work
        work.go("problems.items")
        await burst(app, ["tab"] * 9)
        assert work.step.spot.place == "problems.items"


async def test_the_last_line_tells_the_keys_of_the_window_that_is_open(tmp_path):
    async with at_work(begun(tmp_path)) as app:
        await burst(app, ["ctrl+p"])
        await seen(app)
        assert last_line(app).split() == ["上下", "选", "回车", "确定", "Esc", "关闭"]
        await burst(app, ["escape"])
        await seen(app)
        assert "跳过" in last_line(app)


async def test_no_letter_changes_a_table(tmp_path):
    async with at_work(begun(tmp_path)) as app:
        work = app.workspace.work
        work.go("tables/applications")
        before = work.state.draft
        await burst(app, [*"abcdefghijklmopqrstuvwxyz"])
        assert work.state.draft == before
        await burst(app, ["escape", "f9"])  # a letter may have opened a window
        assert "applications" in work.state.draft.confirmed


async def test_undo_names_what_it_undid_and_shows_it(tmp_path):
    async with at_work(begun(tmp_path)) as app:
        work = app.workspace.work
        work.go("organ.phone")
        await burst(app, [*"0996-1234567", "enter"])
        work.go("organ.email")
        await burst(app, ["ctrl+z"])
        assert work.step.spot.place == "organ.phone"
        assert "联系电话" in await seen(app)


async def test_undo_in_a_table_that_leads_to_a_question_is_told_there(tmp_path):
    async with at_work(begun(tmp_path)) as app:
        work = app.workspace.work
        work.go("disputes.suits")
        await burst(app, ["2", "enter"])
        assert work.step.spot.place == "tables/disputes"
        await burst(app, ["ctrl+z"])
        assert work.step.spot.place == "disputes.suits"
        assert "撤销了：表四" in await seen(app)


async def test_the_last_line_follows_the_findings_when_they_are_looked_at_anew(tmp_path):
    draft = load_answers(SAMPLE).draft
    slip = "applications/granted/natural"
    wrong = Cell(draft.cells[slip].value + 1, Origin.ENTERED)
    path = new_path(tmp_path / "s", FORM, replace(draft, cells={**draft.cells, slip: wrong}))
    async with at_work(path) as app:
        app.workspace.work.go("tables/applications")
        await burst(app, ["f10", "f2"])
        await seen(app)
        assert "另一处" in last_line(app)
        await burst(app, ["1"])
        app.workspace.panes["findings"].renew()
        await seen(app)
        assert "另一处" not in last_line(app)


async def test_the_task_list_tells_of_an_error_where_no_findings_are_seen(tmp_path):
    session = create(tmp_path / "s", FORM, *to_saved(left_by_core(SAMPLE)), name="甲")
    session.close()
    async with at_work(session.path) as app:
        work, workspace = app.workspace.work, app.workspace
        work.act(lambda s: record_cells(s, "applications", {"applications/granted/natural": "9"}))
        work.go("organ.phone")
        workspace._look(work.strokes)  # as soon as the keys rest
        assert "✓ 三、申请情况" not in await seen(app)
        assert "◐ 三、申请情况" in await seen(app)


async def test_what_was_wrong_at_a_place_is_not_told_at_the_next(tmp_path):
    path = new_path(tmp_path / "s", FORM, load_answers(SAMPLE).draft)
    async with at_work(path) as app:
        app.workspace.work.go("texts/overview.proactive")
        await burst(app, ["f5", "ctrl+end", "enter", *typed("全年主动公开政府信息99条。"), "f10"])
        assert "就这样写，再按一次 F10" in (await seen(app)).replace("\n", "")
        await burst(app, ["f10"])
        assert "再按一次" not in await seen(app)


async def test_a_text_that_is_being_written_is_checked_before_it_is_handed_over(tmp_path):
    path = new_path(tmp_path / "s", FORM, load_answers(SAMPLE).draft)
    async with at_work(path) as app:
        workspace = app.workspace
        workspace.work.go("texts/overview.proactive")
        before = len(workspace.work.told().result.findings)
        await burst(app, ["f5", "ctrl+end", "enter", *typed("全年共办结申请99件。")])
        workspace._look(workspace.work.strokes)  # as soon as the keys rest
        assert len(workspace.work.told().result.findings) > before
        assert "overview.proactive" not in workspace.work.state.draft.texts
