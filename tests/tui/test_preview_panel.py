"""The report as it will be printed, beside the work on it."""

from __future__ import annotations

from drafter.interview.given_answers import record_answer
from drafter.output.report_at_hand import report_text
from drafter.tui.preview_panel import Page, PreviewPanel

from .screens import screen_text
from .stage import Stage, sample, work_over


async def test_it_is_the_printed_report_and_follows_each_change(tmp_path):
    with work_over(sample("county-bureau-2023"), tmp_path) as work:
        async with Stage(PreviewPanel(work, wait_s=0)).run_test(size=(90, 30)) as pilot:
            page = pilot.app.query_one(Page)
            width = page.scrollable_content_region.width
            assert "\n".join(page.lines) == report_text(work.desk, work.around, width)
            work.act(lambda s: record_answer(s, "organ.name", "[@click=app.quit]局"))
            assert "[@click=app.quit]局2023年" in page.lines[0]
            page.scroll_home(animate=False)
            await pilot.pause()
            assert "[@click=app.quit]局2023年" in screen_text(pilot.app)


async def test_it_is_scrolled_to_the_part_one_is_in(tmp_path):
    with work_over(sample("county-bureau-2023"), tmp_path) as work:
        work.go("tables/disputes")
        async with Stage(PreviewPanel(work, wait_s=0)).run_test(size=(90, 20)) as pilot:
            await pilot.pause()
            await pilot.pause()  # it is scrolled once it is drawn
            first = screen_text(pilot.app).split("\n")[1]
            assert first.strip().startswith("四、")
