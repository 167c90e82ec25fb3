"""Paragraphs in the full screen: taken, written, kept half written, held against the tables."""

from __future__ import annotations

import pytest
from textual import events
from textual.widgets import TextArea

from drafter.draft.draft_model import Draft
from drafter.interview.given_answers import record_answer, record_cells
from drafter.interview.steps import Write
from drafter.tui.paragraph_pane import WritePane
from drafter.tui.row_list import RowList

from .screens import screen_text
from .stage import Stage, sample, work_over

SECTION = "overview.requests"
PLACE = f"texts/{SECTION}"


@pytest.fixture
def work(tmp_path):
    """A whole report, at a text of which nobody has said that it is fine."""
    with work_over(sample("county-bureau-2023"), tmp_path) as work:
        assert work.go(PLACE) is None
        assert isinstance(work.step, Write)
        yield work


def own(work):
    return work.state.draft.texts.get(SECTION)


def drafted(work):
    return "\n".join(work.state.drafted(SECTION))


async def test_enter_takes_the_drafted_text(work):
    async with Stage(WritePane(work)).run_test() as pilot:
        await pilot.press("enter")
        assert SECTION in work.state.progress.accepted
        assert own(work) is None


async def test_a_text_is_written_over_the_drafted_one(work):
    before = drafted(work)
    async with Stage(WritePane(work)).run_test() as pilot:
        await pilot.press("f5", *"[/b]{{x}}", "f10")
        assert own(work) == f"{before}[/b]{{{{x}}}}"
        assert work.typing(PLACE) == ""


async def test_what_is_typed_is_shown_to_the_letter(work):
    async with Stage(WritePane(work)).run_test() as pilot:
        await pilot.press("f5", *"[@click=app.quit]", "f10")
        work.go(PLACE)
        await pilot.pause()
        shown = screen_text(pilot.app).replace("\n", "").replace(" ", "")
        assert "[@click=app.quit]" in shown


async def test_text_under_way_is_kept_and_gone_on_with(work):
    before = drafted(work)
    async with Stage(WritePane(work)).run_test() as pilot:
        await pilot.press("f5", *"ab")
        assert work.typing(PLACE) == f"{before}ab"
        await pilot.press("escape")
        assert own(work) is None
    work.listeners.clear()
    async with Stage(WritePane(work)).run_test() as pilot:
        assert pilot.app.query_one(TextArea).text == f"{before}ab"
        await pilot.press("ctrl+n")
        assert own(work) == f"{before}ab"


async def test_shift_tab_leads_from_what_stands_beside_back_to_the_text(work):
    differing(work)
    async with Stage(WritePane(work)).run_test() as pilot:
        await pilot.press("f5", "tab")
        assert not isinstance(pilot.app.focused, TextArea)
        await pilot.press("shift+tab", *"ab")
        assert pilot.app.query_one(TextArea).text.endswith("ab")


async def test_another_change_does_not_touch_what_is_being_typed(work):
    async with Stage(WritePane(work)).run_test() as pilot:
        await pilot.press("f5", *"ab")
        work.act(lambda s: record_cells(s, "applications", {"applications/granted/natural": "9"}))
        work.go(PLACE)
        assert pilot.app.query_one(TextArea).text.endswith("ab")


async def test_one_key_does_not_give_up_what_was_typed(work):
    async with Stage(WritePane(work)).run_test() as pilot:
        await pilot.press("f5", *"ab", "escape", "enter", "2")
        assert SECTION in work.state.progress.accepted
        assert work.typing(PLACE) == ""


async def test_back_to_the_drafted_text_and_undone_again(work):
    work.act(lambda s: record_answer(s, PLACE, "我局收到申请很多件。"))
    work.go(PLACE)
    async with Stage(WritePane(work)).run_test() as pilot:
        await pilot.press("ctrl+r")
        assert own(work) is None
        assert work.state.at == PLACE
        work.undo()
        assert own(work) == "我局收到申请很多件。"


def differing(work, text="2023年，我局收到政府信息公开申请99件。"):
    assert work.act(lambda s: record_answer(s, PLACE, text)) is None
    work.go(PLACE)


def received(work):
    state = work.state
    return state.facts.figures[state.form.arithmetic.index["applications/received/total"]]


async def test_a_number_that_differs_is_told_and_mended_from_the_table(work):
    differing(work)
    async with Stage(WritePane(work)).run_test() as pilot:
        assert f"本年新收是 {received(work)}" in screen_text(pilot.app)
        await pilot.press("tab", "enter", "1")
        assert own(work) == f"2023年，我局收到政府信息公开申请{received(work)}件。"
        assert work.state.at == PLACE
        assert "和表里不一样" not in screen_text(pilot.app)


async def test_or_the_table_is_changed_and_one_comes_back(work):
    differing(work)
    async with Stage(WritePane(work)).run_test() as pilot:
        await pilot.press("tab", "enter", "2")
        assert work.state.at == "applications/received/total"
        work.act(lambda s: record_cells(s, "applications", {"applications/received/natural": "99"}))
        assert work.state.at == PLACE


async def test_a_number_is_mended_in_what_is_being_written(work):
    async with Stage(WritePane(work)).run_test() as pilot:
        await pilot.press("f5")
        area = pilot.app.query_one(TextArea)
        area.clear()
        area.insert("收到申请99件。")
        await pilot.pause()
        await pilot.press("tab", "enter", "1")
        assert area.text == f"收到申请{received(work)}件。"
        assert area.has_focus


async def test_a_fact_leads_to_its_place_and_back(work):
    async with Stage(WritePane(work)).run_test() as pilot:
        rows = pilot.app.query_one(RowList)
        rows.go("fact/organ.self")
        await pilot.press("tab", "enter")
        assert work.state.at == "organ.self"
        work.act(lambda s: record_answer(s, "organ.self", "本局"))
        assert work.state.at == PLACE


async def test_what_changed_under_an_own_text_is_named(work):
    work.act(lambda s: record_answer(s, PLACE, "我局依法办理申请。"))
    work.act(
        lambda s: record_cells(
            s,
            "applications",
            {"applications/received/natural": "16", "applications/granted/natural": "14"},
        )
    )
    work.go(PLACE)
    async with Stage(WritePane(work)).run_test(size=(100, 50)) as pilot:
        text = screen_text(pilot.app)
        assert "写好以后，前面的回答变了" in text
        assert "已经对不上" in text
        assert "现在会这样写" in text


async def test_where_nothing_could_be_drafted_enter_leaves_it_out(tmp_path):
    with work_over(Draft("disclosure-2021"), tmp_path) as work:
        work.go("texts/problems")
        pane = WritePane(work)
        async with Stage(pane).run_test() as pilot:
            assert ("回车", "先跳过") in pane.hints
            assert "没有可以拟的文字" in screen_text(pilot.app)
            await pilot.press("enter")
            assert "texts/problems" in work.state.progress.skipped
            assert "problems" not in work.state.draft.texts


async def test_keys_in_one_burst_land_where_they_were_meant(work):
    before = drafted(work)
    async with Stage(WritePane(work)).run_test() as pilot:
        for key in ("f5", *"12", "f10"):
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.app.typed_off()
        assert own(work) == f"{before}12"


async def test_last_years_text_is_shown_beside_and_never_taken(tmp_path):
    with work_over(sample("suqian-2024"), tmp_path, last="suqian-2023") as work:
        work.go(PLACE)
        last = work.step.last[0][:20]
        async with Stage(WritePane(work)).run_test(size=(100, 60)) as pilot:
            assert last not in screen_text(pilot.app)
            await pilot.press("f8")
            await pilot.pause()
            assert last in screen_text(pilot.app)
            await pilot.press("f5", "f10")
            assert last not in own(work)


async def test_after_one_text_the_next_goes_on_where_it_was_left(work):
    after = "texts/overview.management"
    work.typed(after, "写到一半")
    work.visit(PLACE, then=after)
    async with Stage(WritePane(work)).run_test() as pilot:
        await pilot.press("f5", *"ab", "f10")
        assert work.step.spot.place == after
        await pilot.press("c", "f10")
        assert work.state.draft.texts["overview.management"] == "写到一半c"
