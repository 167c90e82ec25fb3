"""The short way on the screen: few keys, ticks that stay, every line changed where it stands."""

from __future__ import annotations

import pytest

from drafter.desk.new_report import empty_beginning
from drafter.draft.draft_model import Draft, with_answer
from drafter.form.form_file import load_form
from drafter.interview.interview_state import PageKind, page_of, table_place
from drafter.interview.steps import Ask, Done, Fill, Page
from drafter.session.session_file import open_session

from .driving import NOON, at_work, burst, new_path, seen
from .looks import carried

FORM = load_form("disclosure-2021")
MOST_KEYS = 25
NIL = (
    ["down", "enter"],  # 新建一份报告
    ["enter"],  # 政府信息公开工作年度报告, the first of the reports
    ["ctrl+u", *"2023", "enter"],
    [*"示例县水利局", "enter"],
    ["enter"],  # 政府部门, as proposed
    ["enter"],  # nothing of what may happen
    [*"2024-1-20", "enter"],
    [*"86", "enter"],
    [*"解读形式单一", "enter", "enter", *"制作图解", "f10"],
    ["enter"],  # nothing more to tell
    ["enter"],  # all is right
    ["home", "enter", "3"],  # the final report, as a Word file
)
"""Up to the report: a screen a row."""


def is_typed_word(stroke: str) -> bool:
    return len(stroke) == 1


@pytest.fixture
def begun(tmp_path):
    """A new report's session, as the home screen makes it."""
    draft = with_answer(with_answer(Draft(FORM.id), "year", 2023), "organ.name", "示例县水利局")
    began = empty_beginning(FORM, draft)
    return new_path(tmp_path / "s", FORM, began.draft, began.marks)


async def test_a_nil_return_from_the_first_screen_to_the_report_takes_few_keys(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    strokes = [stroke for row in NIL for stroke in row if not is_typed_word(stroke)]
    assert len(strokes) <= MOST_KEYS, strokes
    async with at_work(None, tmp_path / "s") as app:
        await seen(app)
        for row in NIL:
            await burst(app, row)
            shown = await seen(app)
        assert "正式稿生成好了" in shown
        assert isinstance(app.workspace.work.step, Done)
    assert [path.suffix for path in tmp_path.glob("示例县水利局*")] == [".docx"]


async def test_enter_behind_what_was_meant_for_a_field_takes_no_page(begun):
    async with at_work(begun) as app:
        await burst(app, ["enter", "0", "enter"])
        assert "按空格打勾，看好了再按一次回车" in await seen(app)
        step = app.workspace.work.step
        assert isinstance(step, Page)
        await burst(app, ["enter"])
        assert app.workspace.work.step != step
        await burst(app, ["escape", "0", "down", "enter"])  # a look at the page, then Enter
        assert not isinstance(app.workspace.work.step, Page)


async def test_ticks_stay_when_the_clerk_leaves_and_comes_back(begun):
    async with at_work(begun) as app:
        await burst(app, ["enter", "space", "down", "down", "space"])
        step = app.workspace.work.step
        assert isinstance(step, Page)
        await burst(app, ["ctrl+q"])
    with open_session(begun, clock=lambda: NOON) as session:
        assert session.saved.marks["typing"]
    async with at_work(begun) as app:
        shown = await seen(app)
        assert shown.count("[✓]") == 2
        await burst(app, ["enter"])
        answers = app.workspace.work.state.draft.answers
        assert answers["disclosed.matters"] == ("行政规范性文件", "行政处罚")
        assert answers["applications.any_received"] is False
        assert isinstance(app.workspace.work.step, Ask | Fill)


async def test_the_register_that_the_page_speaks_of_is_a_key_away(begun):
    async with at_work(begun) as app:
        await burst(app, ["enter"])
        assert "Ctrl+P 找“台账”" in await seen(app)
        await burst(app, ["ctrl+p", *"台账", "enter"])
        assert "台账" in await seen(app)
        await burst(app, ["escape", "enter"])
        assert "找“台账”" not in await seen(app)


async def test_undo_takes_a_tick_back_before_anything_elsewhere(begun):
    async with at_work(begun) as app:
        await burst(app, ["enter", "space", "down", "space", "ctrl+z"])
        assert (await seen(app)).count("[✓]") == 1
        await burst(app, ["ctrl+z", "ctrl+y"])
        assert (await seen(app)).count("[✓]") == 1
        answers = app.workspace.work.state.draft.answers
        assert answers["organ.kind"] == "政府部门"
        await burst(app, ["ctrl+z", "ctrl+z"])  # nothing is ticked: now what was done before
        assert "organ.kind" not in app.workspace.work.state.draft.answers


async def test_what_was_ticked_opens_its_table_and_nothing_else(begun):
    async with at_work(begun) as app:
        await burst(app, ["enter", "down", "space", "enter"])  # 行政许可
        work = app.workspace.work
        tables = {place.id for place in _tables(work.state)}
        assert tables == {"disclosed"}


async def test_a_line_is_changed_where_it_stands_and_leads_back(begun):
    async with at_work(begun) as app:
        await _up_to(app, PageKind.USUAL)
        await burst(app, ["down", "down", "enter"])  # 自称
        assert isinstance(app.workspace.work.step, Ask)
        await burst(app, ["3", "enter"])
        assert app.workspace.work.step.spot.place == page_of(FORM, PageKind.USUAL).name
        assert "自称：我办" in await seen(app)


async def test_esc_leads_back_to_the_page_without_a_change(begun):
    async with at_work(begun) as app:
        await _up_to(app, PageKind.USUAL)
        before = app.workspace.work.state.draft
        await burst(app, ["down", "down", "enter", "escape"])
        assert app.workspace.work.step.spot.place == page_of(FORM, PageKind.USUAL).name
        assert app.workspace.work.state.draft == before


async def test_what_the_report_needs_keeps_its_line(begun):
    async with at_work(begun) as app:
        await _up_to(app, PageKind.USUAL)
        await burst(app, ["down", "space"])
        assert "一定要有" in await seen(app)
        await burst(app, ["f10"])
        assert app.workspace.work.state.draft.answers["organ.level"] == "县级"


async def test_one_undo_takes_a_whole_page_back(begun):
    async with at_work(begun) as app:
        await _up_to(app, PageKind.USUAL)
        before = app.workspace.work.state.draft
        await burst(app, ["f10", "ctrl+z"])
        assert app.workspace.work.state.draft == before
        usual = page_of(FORM, PageKind.USUAL).name
        assert app.workspace.work.step.spot.place == usual  # where it was done
        await burst(app, ["ctrl+y"])
        assert app.workspace.work.state.draft != before
        assert app.workspace.work.step.spot.place == usual


async def test_what_last_year_had_is_ticked_with_one_key_and_undone_with_one(tmp_path):
    async with at_work(carried(tmp_path / "s")) as app:
        work = app.workspace.work
        work.go(page_of(FORM, PageKind.EVENTS).name)
        noted = [line.id for line in work.step.lines if line.note]
        assert noted
        before = (await seen(app)).count("[✓]")
        await burst(app, ["f8"])
        assert (await seen(app)).count("[✓]") > before
        await burst(app, ["ctrl+z"])
        assert (await seen(app)).count("[✓]") == before
        await burst(app, ["f8", "enter"])
        answers = work.state.draft.answers
        assert answers["applications.any_received"] is True


async def test_f6_asks_place_by_place_what_stands_on_a_page(begun):
    async with at_work(begun) as app:
        await burst(app, ["enter", "f6"])
        step = app.workspace.work.step
        assert isinstance(step, Ask)
        assert step.question.id == "report.signed"
        await burst(app, [*"2024-1-20", "enter"])
        assert app.workspace.work.step.question.id == "disclosed.matters"


async def test_a_page_taken_again_asks_what_is_ticked_and_nothing_else(begun):
    async with at_work(begun) as app:
        await _up_to(app, PageKind.USUAL)
        await burst(app, ["escape"])
        page = app.workspace.work.step
        assert isinstance(page, Page)
        assert page.kind is PageKind.EXTRAS
        await burst(app, ["down", "space", "enter"])
        assert app.workspace.work.step.spot.place == page.lines[1].where
        await burst(app, ["f6"])
        assert app.workspace.work.step.spot.place == page_of(FORM, PageKind.USUAL).name


async def test_the_page_that_was_taken_is_read_from_its_beginning_again(begun):
    async with at_work(begun) as app:
        await _up_to(app, PageKind.USUAL)
        await burst(app, [*["down"] * 5, "f10"])
        app.workspace.work.go(page_of(FORM, PageKind.USUAL).name)
        await burst(app, ["enter"])  # its first row: all of it is right
        assert isinstance(app.workspace.work.step, Done)


def _tables(state):
    from drafter.interview.way import way

    return [place for place in way(state) if place.name == table_place(place.id)]


async def _up_to(app, kind):
    """The keys of a nil return, up to a page."""
    for row in NIL[3:]:
        step = app.workspace.work.step
        if isinstance(step, Page) and step.kind is kind:
            return
        await burst(app, row)
