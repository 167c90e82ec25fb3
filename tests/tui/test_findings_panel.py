"""The panel of findings: its way to each place, repairs, reasons, and its cursor."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from drafter.checks.finding import Finding
from drafter.draft.draft_model import Cell, Origin, with_answer
from drafter.interview.given_answers import record_answer
from drafter.interview.interview_state import REVIEW
from drafter.tui.findings_panel import FindingsPanel
from drafter.tui.row_list import RowList

from .screens import screen_text
from .stage import Stage, sample, work_over

GRANTED = "applications/granted/natural"


@pytest.fixture
def slipped(tmp_path):
    """A sound report of which one cell was mistyped."""
    draft = sample("county-bureau-2023")
    cells = {**draft.cells}
    cells[GRANTED] = Cell(cells[GRANTED].value + 1, Origin.ENTERED)
    with work_over(replace(draft, cells=cells), tmp_path) as work:
        yield work


def of_code(work, code):
    return [f for f in work.told().result.findings if f.code == code]


def stand_at(panel: FindingsPanel, code: str) -> Finding:
    rows = panel.query_one(RowList)
    rows.go(next(r.id for r in panel._listed if getattr(r.means, "code", "") == code))
    assert panel.finding is not None
    return panel.finding


async def test_enter_leads_to_the_place_and_marks_both_sides(slipped):
    panel = FindingsPanel(slipped, wait_s=0)
    async with Stage(panel).run_test() as pilot:
        finding = stand_at(panel, "T02")
        await pilot.press("enter")
        assert slipped.state.at == finding.address
        assert slipped.marked == {finding.address, *finding.others}


async def test_what_was_typed_and_not_taken_is_told_beside_the_findings(tmp_path):
    with work_over(sample("county-bureau-2023"), tmp_path) as work:
        panel = FindingsPanel(work, wait_s=0)
        async with Stage(panel).run_test(size=(80, 24)) as pilot:
            assert "还没有记下" not in screen_text(pilot.app)
            work.typed("organ.self", "我")
            panel.renew()
            await pilot.pause()
            assert "有 1 处写了还没有记下" in screen_text(pilot.app)


async def test_from_a_finding_the_way_back_is_to_where_one_came_from(slipped):
    slipped.go(REVIEW)
    panel = FindingsPanel(slipped, wait_s=0)
    async with Stage(panel).run_test() as pilot:
        stand_at(panel, "T02")
        await pilot.press("enter", "n")  # and on to the other side
        slipped.back()
        assert slipped.state.at == REVIEW


async def test_n_leads_to_the_other_side(slipped):
    panel = FindingsPanel(slipped, wait_s=0)
    async with Stage(panel).run_test() as pilot:
        finding = stand_at(panel, "T02")
        await pilot.press("n")
        assert slipped.state.at == finding.others[0]
        assert finding.address in slipped.marked


async def test_a_repair_is_applied_with_one_key_and_undone_with_one(slipped):
    panel = FindingsPanel(slipped, wait_s=0)
    async with Stage(panel).run_test() as pilot:
        before = slipped.state.draft
        stand_at(panel, "T02")
        await pilot.press("1")
        assert of_code(slipped, "T02") == []
        assert slipped.state.draft.cells != before.cells
        assert slipped.undo() is None
        assert slipped.state.draft == before
        assert len(of_code(slipped, "T02")) == 1


@pytest.fixture
def doubtful(tmp_path):
    """A sound report with one 提醒: fewer documents in force than issued."""
    draft = sample("county-bureau-2023")
    issued = {"disclosed/documents/issued": 5, "disclosed/documents/in_force": 3}
    cells = {a: Cell(value, Origin.ENTERED) for a, value in issued.items()}
    with work_over(replace(draft, cells={**draft.cells, **cells}), tmp_path) as work:
        yield work


async def test_a_reminder_is_closed_with_a_usual_reason(doubtful):
    panel = FindingsPanel(doubtful, wait_s=0)
    async with Stage(panel).run_test() as pilot:
        stand_at(panel, "T03")
        await pilot.press("a", "1")
        [closed] = doubtful.told().result.closed
        assert closed.reason == "已经核对台账，情况属实"
        assert closed.reason in screen_text(pilot.app)


async def test_a_day_still_to_come_has_a_reason_of_its_own(tmp_path):
    draft = sample("county-bureau-2023")
    draft = with_answer(draft, "report.signed", date(2024, 1, 31))
    draft = with_answer(draft, "organ.kind", None)  # then nobody knows the day it is due
    with work_over(draft, tmp_path) as work:
        panel = FindingsPanel(work, wait_s=0)
        async with Stage(panel).run_test() as pilot:
            stand_at(panel, "D05")
            await pilot.press("a", "1")
            [closed] = work.told().result.closed
            assert closed.reason == "准备在那一天印发"


async def test_a_reminder_is_closed_with_a_typed_reason(doubtful):
    panel = FindingsPanel(doubtful, wait_s=0)
    async with Stage(panel).run_test() as pilot:
        stand_at(panel, "T03")
        await pilot.press("a", "end", "enter", *"[/b]", "enter")
        [closed] = doubtful.told().result.closed
        assert closed.reason == "[/b]"
        assert "理由：[/b]" in screen_text(pilot.app)


async def test_an_error_cannot_be_closed(slipped):
    panel = FindingsPanel(slipped, wait_s=0)
    stage = Stage(panel)
    async with stage.run_test() as pilot:
        stand_at(panel, "T02")
        await pilot.press("a")
        assert any("错误不能关闭" in told for told in stage.told)
        assert slipped.state.draft.closures == ()


async def test_the_cursor_stays_at_its_finding_when_others_come(slipped):
    panel = FindingsPanel(slipped, wait_s=0)
    async with Stage(panel).run_test():
        finding = stand_at(panel, "T02")
        problem = slipped.act(lambda s: record_answer(s, "report.signed", "2024-4-18"))
        assert problem is None
        assert len(slipped.told().result.findings) > 1
        assert panel.finding == finding


async def test_nothing_is_checked_while_changes_go_on(slipped):
    panel = FindingsPanel(slipped, wait_s=60)
    async with Stage(panel).run_test():
        shown = panel._listed
        slipped.act(lambda s: record_answer(s, "organ.phone", "13812345678"))
        assert panel._listed is shown
        panel.renew()
        assert panel._listed != shown


async def test_all_that_can_be_done_stands_in_one_window(slipped):
    panel = FindingsPanel(slipped, wait_s=0)
    async with Stage(panel).run_test() as pilot:
        stand_at(panel, "T02")
        await pilot.press("space", "3")
        assert of_code(slipped, "T02") == []


async def test_what_follows_from_one_slip_is_folded_and_unfolded(slipped):
    panel = FindingsPanel(slipped, wait_s=0)
    async with Stage(panel).run_test() as pilot:
        echo = stand_at(panel, "T02").echoes[0].what[:12]
        assert echo not in screen_text(pilot.app)
        await pilot.press("e")
        assert echo in screen_text(pilot.app)


async def test_on_coming_to_the_panel_the_cursor_is_at_the_first_finding(slipped):
    panel = FindingsPanel(slipped, wait_s=0)
    async with Stage(panel).run_test() as pilot:
        rows = panel.query_one(RowList)
        rows.go(next(row.id for row in rows._rows if row.id.startswith("missing/")))
        panel.focus_first()
        await pilot.pause()
        assert panel.finding is next(row.means for row in panel._listed if row.id)
