"""What is wrong with an answer is told at its field, before the next question is shown."""

from __future__ import annotations

from drafter.draft.draft_model import Draft, with_answer
from drafter.form.form_file import load_form
from drafter.interview.given_answers import record_answer

from .clerk import typed
from .driving import at_work, burst, new_path, seen

FORM = load_form("disclosure-2021")


def begun(folder, **answers):
    draft = with_answer(with_answer(Draft(FORM.id), "year", 2023), "organ.name", "示例县水利局")
    for place, value in answers.items():
        draft = with_answer(draft, f"overview.proactive.{place}", value)
    return new_path(folder / "s", FORM, draft)


async def test_a_day_before_the_years_end_stops_once_at_its_field(tmp_path):
    async with at_work(begun(tmp_path)) as app:
        work = app.workspace.work
        work.go("report.signed")
        await burst(app, [*"2023-12-20", "enter"])
        assert work.step.spot.place == "report.signed"
        assert "2023年的报告应当在2024年签发" in await seen(app)
        await burst(app, ["enter"])
        assert work.step.spot.place != "report.signed"
        assert "report.signed" in work.state.draft.answers


async def test_channels_are_summed_and_held_against_the_total_while_they_are_typed(tmp_path):
    async with at_work(begun(tmp_path, items_published=86)) as app:
        work = app.workspace.work
        work.go("overview.proactive.by_channel")
        await burst(app, [*"30"])
        shown = await seen(app)
        assert "合计 30 条" in shown
        assert "差 56" in shown
        await burst(app, ["f10"])
        assert work.step.spot.place == "overview.proactive.by_channel"
        await burst(app, ["backspace", "backspace", *"86"])
        assert "差 56" not in await seen(app)
        await burst(app, ["f10"])
        assert work.step.spot.place != "overview.proactive.by_channel"


async def test_what_would_be_grave_is_asked_about_once_more(tmp_path):
    async with at_work(begun(tmp_path)) as app:
        work = app.workspace.work
        work.act(lambda state: record_answer(state, "organ.kind", "乡镇人民政府"))
        work.go("overview.supervision.accountability")
        await burst(app, [*"2", "enter"])
        assert work.step.spot.place == "overview.supervision.accountability"
        assert "“责任追究人次”记的是2人次" in await seen(app)
        await burst(app, ["backspace", *"0", "enter"])
        assert work.step.spot.place != "overview.supervision.accountability"


async def test_the_example_of_a_day_is_of_this_reports_year(tmp_path):
    async with at_work(begun(tmp_path)) as app:
        app.workspace.work.go("report.signed")
        assert "例如 2024-1-20" in await seen(app)


async def test_a_field_of_an_entry_says_at_once_that_words_are_no_answer(tmp_path):
    async with at_work(begun(tmp_path)) as app:
        work = app.workspace.work
        work.go("problems.items")
        await burst(app, [*typed("待定"), "enter"])
        assert "“待定”不像要写的内容" in await seen(app)


async def test_the_entry_under_way_keeps_its_number_and_its_place(tmp_path):
    async with at_work(begun(tmp_path)) as app:
        app.workspace.work.go("problems.items")
        lines = (await seen(app)).splitlines()
        [first] = [line for line in lines if "1. 存在的问题" in line]
        await burst(app, [*typed("问题一"), "enter"])
        lines = (await seen(app)).splitlines()
        [left] = [line for line in lines if "1. 存在的问题" in line]
        assert left.index("1.") == first.index("1.")


async def test_whether_a_question_must_be_answered_is_not_parted_at_a_line_s_end(tmp_path):
    async with at_work(begun(tmp_path)) as app:
        app.workspace.work.go("organ.office")
        assert "（选填）" in await seen(app)
