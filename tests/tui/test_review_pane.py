"""核对与生成: from a line to its place and back to the line; the report made."""

from __future__ import annotations

from dataclasses import replace
from threading import Event

import pytest

from drafter.interview.given_answers import record_answer
from drafter.interview.interview_state import REVIEW
from drafter.interview.steps import Done
from drafter.output.output_kinds import Output, outputs_called, possible_outputs
from drafter.output.report_at_hand import write_report
from drafter.tui.review_pane import LOOK, WRITE, Finished, ReviewPane
from drafter.tui.row_list import RowList

from ..chat.conftest import left_by_core
from ..conftest import LONGEST_S
from .screens import screen_text
from .stage import NATIONAL, ROOT, Stage, sample, work_over

GRANTED = "applications/granted/natural"


@pytest.fixture
def work(tmp_path):
    """A whole report whose texts nobody has looked at yet."""
    with work_over(sample("county-bureau-2023"), tmp_path) as work:
        assert work.go(REVIEW) is None
        yield work


@pytest.fixture
def done(tmp_path):
    """A report that was filled in step by step to its end."""
    draft = sample("county-bureau-2023")
    with work_over(replace(draft, answers={}, cells={}, texts={}), tmp_path) as work:
        work.act(lambda _: left_by_core(ROOT / "sample_answers" / "county-bureau-2023.yaml"))
        assert isinstance(work.step, Done)
        yield work


def lines(pilot) -> RowList:
    return pilot.app.query_one(RowList)


def stand_at(pilot, start: str) -> str:
    rows = lines(pilot)
    id = next(row.id for row in rows._rows if row.id.startswith(start))
    rows.go(id)
    return id


async def test_a_line_leads_to_its_place_and_the_answer_back_to_the_line(work):
    async with Stage(ReviewPane(work)).run_test() as pilot:
        line = stand_at(pilot, "entry organ.office")
        await pilot.press("enter")
        assert work.state.at == "organ.office"
        work.act(lambda s: record_answer(s, "organ.office", "[/b]科"))
        assert work.state.at == REVIEW
        assert lines(pilot).here == line
        lines(pilot).scroll_to_highlight()
        await pilot.pause()
        assert "政府信息公开工作机构：[/b]科" in screen_text(pilot.app)


async def test_going_back_leads_to_the_line_as_well(work):
    async with Stage(ReviewPane(work)).run_test() as pilot:
        stand_at(pilot, "entry organ.office")
        await pilot.press("enter")
        work.back()
        assert work.state.at == REVIEW


async def test_what_stands_open_comes_first(work):
    async with Stage(ReviewPane(work)).run_test() as pilot:
        assert lines(pilot).here.startswith("open texts/preamble")
        await pilot.press("enter")
        assert work.state.at == "texts/preamble"


async def test_the_act_says_what_it_makes(done, tmp_path):
    async with Stage(ReviewPane(done)).run_test() as pilot:
        assert "生成正式稿" in screen_text(pilot.app)
    done.listeners.clear()
    done.act(lambda s: record_answer(s, GRANTED, "9"))
    done.go(REVIEW)
    async with Stage(ReviewPane(done)).run_test() as pilot:
        assert "生成草稿（还有 2 处没有完）" in screen_text(pilot.app)


async def test_f10_leads_to_the_act(done):
    async with Stage(ReviewPane(done)).run_test() as pilot:
        lines(pilot).highlighted = 0
        await pilot.press("f10")
        assert lines(pilot).here == "write"


async def test_the_report_is_written_and_told_of(done, tmp_path):
    async with Stage(ReviewPane(done)).run_test() as pilot:
        stand_at(pilot, "write")
        await pilot.press("enter", "5")
        [path] = tmp_path.glob("*.txt")
        assert path.name == "示例县水利局2023年政府信息公开工作年度报告.txt"
        text = screen_text(pilot.app)
        assert "正式稿生成好了。" in text
        assert "没有核对的：没有上年的报告数据。" in text
        assert "送审" in text
        await pilot.press("enter")
        assert "报告写在：" in screen_text(pilot.app)


async def test_the_folder_is_told_before_anything_is_written_there(done, tmp_path):
    async with Stage(ReviewPane(done)).run_test() as pilot:
        stand_at(pilot, "write")
        await pilot.press("enter")
        text = "".join(screen_text(pilot.app).replace("│", "").split())
        assert "文件放在文件夹" in text
        assert tmp_path.name in text


async def test_the_report_is_printed_after_leaving_when_wanted(done):
    async with Stage(ReviewPane(done)).run_test() as pilot:
        stand_at(pilot, "write")
        await pilot.press("enter", "5", "down", "down", "enter")
        assert isinstance(pilot.app.screen, Finished)
        assert done.prints_report
        await pilot.press("enter")
        assert not done.prints_report


async def test_one_key_repairs_what_stands_open(work):
    async with Stage(ReviewPane(work)).run_test() as pilot:
        before = len(work.left())
        stand_at(pilot, "open texts/preamble")
        await pilot.press("1")
        assert work.state.at == REVIEW
        assert len(work.left()) == before - 1


async def test_what_was_refused_keeps_the_final_report_back(done):
    done.typed(GRANTED, "-3")
    async with Stage(ReviewPane(done)).run_test() as pilot:
        text = screen_text(pilot.app)
        assert "“-3”还没有记下" in text
        assert "生成草稿（还有 1 处没有完）" in text
    assert write_report(done.desk, done.around, (Output.TEXT,)).draft


async def test_empty_answers_are_folded_and_unfolded(work):
    async with Stage(ReviewPane(work)).run_test() as pilot:
        before = lines(pilot).option_count
        fold = stand_at(pilot, "fold overview")
        await pilot.press("enter")
        assert lines(pilot).option_count > before
        assert lines(pilot).here == fold
        await pilot.press("enter")
        assert lines(pilot).option_count == before


async def test_a_report_that_cannot_be_written_is_told(done, tmp_path, monkeypatch):
    def full(*_args, **_options):
        from drafter.errors import Problem
        from drafter.file_writer import SaveError

        raise SaveError(Problem("磁盘", "满了。", "腾出地方再试。"))

    monkeypatch.setattr("drafter.output.output_files.write_file", full)
    stage = Stage(ReviewPane(done))
    async with stage.run_test() as pilot:
        stand_at(pilot, "write")
        await pilot.press("enter", "5")
        assert any("磁盘：满了。" in told for told in stage.told)
        assert list(tmp_path.glob("*.txt")) == []


async def test_f2_leads_from_the_finished_report_to_what_is_to_be_looked_at(done):
    async with Stage(ReviewPane(done)).run_test() as pilot:
        stand_at(pilot, "write")
        await pilot.press("enter", "5")
        closed = []
        pilot.app.screen.dismiss = closed.append
        await pilot.press("f2")
        assert closed == [LOOK]


async def test_a_slow_file_is_made_aside_and_told_of_when_it_is_there(done, monkeypatch):
    goes_on = Event()

    def slow(desk, around, outputs):
        goes_on.wait(LONGEST_S)
        return write_report(desk, around)

    monkeypatch.setattr(f"{ReviewPane.__module__}.write_report", slow)
    pane = ReviewPane(done)
    async with Stage(pane).run_test() as pilot:
        pane._write((Output.PDF,))
        await pilot.pause()
        assert "要等一会儿" in screen_text(pilot.app)
        goes_on.set()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(pilot.app.screen, Finished)


async def test_every_kind_is_offered_in_sight_and_by_its_number(done, monkeypatch):
    made = []
    pane = ReviewPane(done)
    monkeypatch.setattr(pane, "_write", made.append)
    async with Stage(pane).run_test(size=(80, 24)) as pilot:
        offered = list(possible_outputs(NATIONAL))
        assert len(offered) > len("34567890")  # so that letters are needed as well
        for number, called in zip("34567890abcd", offered, strict=False):
            stand_at(pilot, WRITE)
            await pilot.press("enter")
            await pilot.pause()
            assert all(f"  {name}，" in screen_text(pilot.app) for name in offered)
            await pilot.press(number)
            await pilot.pause()
            assert made[-1] == outputs_called(called)
