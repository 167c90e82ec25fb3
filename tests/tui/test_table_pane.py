"""A table in the workspace: filled, finished, held against last year, and the way on from it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events

from drafter.desk.last_report import last_file
from drafter.desk.new_report import carried_beginning
from drafter.draft.answers_file import NO_MARKS
from drafter.draft.draft_model import Draft, with_answer
from drafter.form.form_file import load_form
from drafter.interview.interview_state import REVIEW
from drafter.interview.steps import Ask, Fill
from drafter.interview.way import open_tables
from drafter.session.session_shelf import create
from drafter.tui.dialogs import TypeLine
from drafter.tui.table_pane import Keys, NextLine, left_words

from .screens import screen_text

FORMS = Path(__file__).parents[1] / "forms"
MONEY, CASES = "tables/money", "tables/cases"
OPENING = "cases/carried_in/natural"
LAST = """\
format: 1
form: kinds
year: 2021
organ: {name: 甲局, kind: 部门}
tables:
  cases:
    confirmed: true
    cells: {received: {natural: 2}, carried_out: {natural: 2}}
"""


class Clerk:
    """Types, all keys at once, and looks."""

    def __init__(self, app, pilot):
        self.app, self.pilot = app, pilot
        self.work = app.workspace.work

    async def go(self, where):
        assert self.work.go(where) is None
        await self.pilot.pause()

    async def type(self, *keys):
        for key in keys:
            self.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await self.app.typed_off()
        await self.pilot.pause()

    @property
    def pane(self):
        return self.app.workspace.panes["table"]

    def sees(self, text):
        return text in screen_text(self.app)

    @property
    def figures(self):
        cells = self.work.state.draft.cells
        return {address: int(cell.value) for address, cell in cells.items()}

    @property
    def next_line(self):
        return self.pane.query_one(NextLine)


@pytest.fixture
def filling(app, folder):
    """`filling("tables/money")`: the running app at a table; `last`: with last year's file."""

    @asynccontextmanager
    async def run(place, form="kinds", *, last=False, answers=None):
        own = FORMS if (FORMS / form).is_dir() else None
        loaded, marks, before = load_form(form, own), NO_MARKS, None
        draft = Draft(form)
        if last:
            path = folder.parent / "last.yaml"
            path.write_text(LAST, "utf-8")
            before = path.read_bytes()
            began = carried_beginning(loaded, last_file(path, FORMS), 2022)
            draft, marks = began.draft, began.marks
        for where, value in (answers or {}).items():
            draft = with_answer(draft, where, value)
        session = create(folder, loaded, draft, marks, name="甲", own_forms=own, last=before)
        session.close()
        running = app(session.path)
        async with running.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            clerk = Clerk(running, pilot)
            await clerk.go(place)
            yield clerk

    return run


async def test_a_table_filled_in_one_burst_and_left_by_enter(filling):
    async with filling(MONEY) as clerk:
        await clerk.type(*"1", "tab", *"23", "tab", *"4", "tab", *"5", "tab", *"60", "enter")
        assert clerk.figures == {
            "money/rules/made": 1,
            "money/rules/kept": 23,
            "money/papers/made": 4,
            "money/papers/kept": 5,
            "money/fees/amount": 60,
        }
        assert clerk.work.step.spot.place == MONEY
        assert clerk.app.focused is clerk.next_line
        assert clerk.sees("表二填完了。按 F10 到下一步：基本信息")
        await clerk.type("enter")
        assert isinstance(clerk.work.step, Ask)


async def test_what_comes_next_in_the_same_part_is_called_by_its_own_name(filling):
    async with filling("tables/applications", "disclosure-2021") as clerk:
        await clerk.type("f9")
        assert isinstance(clerk.work.step, Fill)
        assert clerk.sees("表三填完了。按 F10 到下一步：“本年度是否收到申请”")


@pytest.mark.parametrize("last", [True, False])
async def test_f10_at_a_table_that_is_not_finished_says_once_what_is_left(filling, last):
    async with filling(CASES, last=last) as clerk:
        await clerk.type("f10")
        left = left_words(clerk.work.state.form, clerk.work.step)
        assert screen_text(clerk.app).count(left[:8]) == 1
        assert clerk.sees("先不填的，按 F6 跳过")


async def test_what_is_typed_behind_the_last_cell_lands_nowhere(filling):
    async with filling(MONEY) as clerk:
        await clerk.type(*"12345", *["tab"] * 6, *"77", "tab", *"8")
        assert list(clerk.figures.values()) == [12345]
        await clerk.type("f9", *["tab"] * 8, *"99", "tab", *"5")
        assert clerk.figures == {"money/rules/made": 12345}
        assert clerk.app.focused is clerk.next_line
        await clerk.type("up", *"6", "tab")
        assert list(clerk.figures.values()) == [12345, 6]


async def test_what_is_still_open_is_told_and_holds_the_clerk(filling):
    async with filling(MONEY) as clerk:
        await clerk.type("1", "enter", "f10")
        assert clerk.sees("还有 4 格没有看过")
        assert clerk.work.step.spot.place == MONEY
        await clerk.type("f9", "f10")
        assert clerk.work.step.spot.place != MONEY


async def test_skipped_it_is_open_still(filling):
    async with filling(MONEY) as clerk:
        await clerk.type("7", "f6")
        assert clerk.figures == {"money/rules/made": 7}
        assert clerk.work.step.spot.place != MONEY
        await clerk.go(REVIEW)
        assert open_tables(clerk.work.state) == {"cases", "money"}


async def test_sides_that_are_not_equal_are_told_once(filling):
    async with filling(CASES) as clerk:
        await clerk.type("5", "enter", "f9")
        assert clerk.sees("有的列两边不相等")
        await clerk.type("ctrl+n")
        assert clerk.sees("再按一次 F10")
        assert clerk.work.step.spot.place == CASES
        await clerk.type("ctrl+n")
        assert clerk.work.step.spot.place != CASES


async def test_cells_that_are_marked_do_not_hold_the_clerk(filling):
    async with filling(MONEY) as clerk:
        await clerk.type("f7")
        assert clerk.work.state.draft.verify == {"money/rules/made"}
        await clerk.type("f9", "f10")
        assert clerk.work.step.spot.place != MONEY
        assert clerk.work.state.draft.verify == {"money/rules/made"}


async def test_last_years_closing_figures_are_accepted(filling):
    async with filling(CASES, last=True) as clerk:
        assert clerk.sees("带 ↑ 的数是从上年带来的")
        await clerk.type("f9")
        assert all(figure.accepted for figure in clerk.work.state.progress.carried.values())
        assert clerk.sees("数都认可了")


async def test_a_changed_one_wants_a_reason(filling):
    async with filling(CASES, last=True) as clerk:
        await clerk.go(OPENING)
        await clerk.type("3", "enter", "f9")
        assert isinstance(clerk.app.screen, TypeLine)
        assert clerk.sees("上年报告的数是 2，这里填的是 3")
        await clerk.type(*"并入一件", "enter")
        assert clerk.work.state.progress.carried[OPENING].reason == "并入一件"
        await clerk.type("f9")
        assert not clerk.pane.step.unsettled


async def test_figures_of_last_year_and_the_whole_grid(filling):
    async with filling(CASES, last=True) as clerk:
        await clerk.type("f8")
        assert clerk.pane.grid.model.shows_last
        await clerk.type("f8", "ctrl+t")
        assert clerk.pane.grid.model.whole


async def test_escape_drops_what_is_typed_and_then_goes_back(filling):
    async with filling(MONEY) as clerk:
        await clerk.type("9", "escape")
        assert clerk.pane.grid.model.buffer is None
        assert not clerk.figures
        await clerk.type("escape")
        assert clerk.work.step.spot.place == CASES


async def test_a_refused_figure_stays_with_the_session_and_in_its_cell(filling):
    async with filling(MONEY) as clerk:
        await clerk.type("4", ".", "5", "enter", "f10")
        assert clerk.work.step.spot.place == MONEY
        assert clerk.work.typing("money/rules/made") == "4.5"
        assert clerk.sees("4.5!")


async def test_f1_tells_of_the_row_and_then_of_the_keys(filling):
    async with filling("tables/applications", "disclosure-2021") as clerk:
        await clerk.type("f1")
        assert clerk.sees("计入：")
        await clerk.type("escape")
        assert not clerk.sees("计入：")
        await clerk.type("f1", "f1")
        assert isinstance(clerk.app.screen, Keys)


async def test_a_finding_leads_to_its_cell_again_and_again(filling):
    async with filling(MONEY) as clerk:
        for _ in range(2):
            clerk.work.point("money/papers/kept", ["money/papers/kept", "money/papers/made"])
            assert clerk.pane.grid.model.cursor == "money/papers/kept"
            assert len(clerk.pane.grid.model.faults) == 2
            await clerk.type("up", "up")


async def test_each_table_keeps_its_own_place(filling):
    async with filling(MONEY) as clerk:
        await clerk.type("down")
        await clerk.go(CASES)
        await clerk.type("5", "enter")
        await clerk.go(MONEY)
        await clerk.type("7", "enter")
        assert clerk.figures == {"cases/received/natural": 5, "money/papers/made": 7}


async def test_another_table_is_typed_into_at_once(filling):
    async with filling(MONEY) as clerk:
        await clerk.type("f9", *["tab"] * 8)
        assert clerk.app.focused is clerk.next_line
        await clerk.go(CASES)
        await clerk.type("5", "enter")
        assert clerk.figures["cases/received/natural"] == 5


async def test_undo_goes_to_what_it_changes(filling):
    async with filling(MONEY) as clerk:
        await clerk.type("1", "enter", "2", "enter", "ctrl+z")
        assert clerk.figures == {"money/rules/made": 1}
        assert clerk.pane.grid.model.cursor == "money/papers/made"
        await clerk.type("ctrl+y")
        assert clerk.figures == {"money/rules/made": 1, "money/papers/made": 2}


async def test_a_table_that_an_answer_contradicts_is_not_called_done(filling):
    answers = {"organ.kind": "政府部门", "disclosed.matters": "行政许可、行政处罚"}
    async with filling("tables/disclosed", "disclosure-2021", answers=answers) as clerk:
        await clerk.type("1", "enter", "f9")
        assert clerk.sees("有的答了有、填的都是 0：按 F10 看是哪里")
        await clerk.type("f10")
        assert clerk.sees("“行政处罚”这里却都是 0")
        await clerk.type(*"2", "enter")
        assert clerk.sees("表二填完了。按 F10 到下一步")


async def test_two_answers_make_a_table_without_figures_zero(filling):
    answers = {"organ.kind": "政府部门"}
    async with filling("applications.any_received", "disclosure-2021", answers=answers) as clerk:
        await clerk.type("2", "enter", "2", "enter")
        step = clerk.work.step
        assert not isinstance(step, Fill) or step.table.id != "applications"
        closed = clerk.work.state.closed
        assert all(
            cell.address in closed
            for cell in clerk.work.state.form.tables["applications"].cells
            if cell.address not in clerk.work.state.form.computed
        )


async def test_the_line_below_can_be_clicked(filling):
    async with filling(MONEY) as clerk:
        await clerk.type("f9")
        await clerk.pilot.click(NextLine)
        await clerk.type()
        assert clerk.work.step.spot.place != MONEY


async def test_how_a_table_looks(filling):
    async with filling(MONEY) as clerk:
        await clerk.type("5", "tab", "2", "enter")
        shown = [line.rstrip() for line in screen_text(clerk.app).split("\n")]
        assert shown[1] == " 三、金额（表二）"
        below = shown.index(" 文件 ▸ 现行有效：0（还没有看过）")
        assert shown[below + 1 : below + 3] == [
            "",
            " 还有 3 格没有看过：按 n 去下一格，其余都是零就按 F9",
        ]
        assert shown[-1].startswith(" 数字 填  回车 往下  F9 其余为零  n 没看过的  F10 下一步")


async def test_a_line_of_words_is_read_back_before_it_is_recorded(filling):
    async with filling("tables/applications", "disclosure-2021") as clerk:
        await clerk.type("w", *"新收自然人6件、企业2件", "enter")
        assert clerk.sees("听懂的是：本年新收 自然人 6件、商业企业 2件。")
        assert not clerk.work.state.draft.cells
        await clerk.type("enter")
        assert len(clerk.work.state.draft.cells) == 2
        await clerk.type("w", *"新收自然人7件", "enter")
        assert clerk.sees("自然人 7件（原来 6）")
        await clerk.type("enter")  # what replaces a figure is not recorded by Enter alone
        await clerk.type("escape")
        assert clerk.work.state.draft.cells["applications/received/natural"].value == 6


async def test_a_line_of_words_goes_nowhere_else_beside_a_refused_entry(filling):
    async with filling("tables/applications", "disclosure-2021") as clerk:
        await clerk.type("-", "3", "enter", "w", *"新收企业2件", "enter", "enter")
        figures = {a: cell.value for a, cell in clerk.work.state.draft.cells.items()}
        assert figures == {"applications/received/business": 2}
        assert [raw.raw for raw in clerk.pane.grid.model.refused.values()] == ["-3"]


async def test_why_an_entry_was_refused_is_told_once_and_gone_with_it(filling):
    async with filling("tables/applications", "disclosure-2021") as clerk:
        await clerk.type("ctrl+t", *"-3", "enter", "f10")
        assert screen_text(clerk.app).count("是负数") == 1
        assert clerk.sees("先改好这一格")
        await clerk.type("backspace", "backspace", "enter")
        assert not clerk.sees("先改好这一格")


async def test_a_refused_entry_goes_with_the_key_that_is_told(filling):
    async with filling("tables/applications", "disclosure-2021") as clerk:
        await clerk.type("ctrl+t", *"一百万亿", "enter", "f10")
        assert clerk.sees("不要了，就按 Delete 清掉")
        await clerk.type("delete", "enter")
        assert not clerk.pane.grid.model.refused
        assert not clerk.work.state.draft.cells


async def test_the_figure_given_before_a_refused_entry_stays(filling):
    async with filling("tables/applications", "disclosure-2021") as clerk:
        await clerk.type("ctrl+t", "6", "enter", "up", *"十百", "enter", "f10", "delete")
        assert not clerk.pane.grid.model.refused
        assert clerk.figures == {"applications/received/natural": 6}
        await clerk.type("delete")
        assert not clerk.figures


async def test_the_line_below_the_grid_stays_one_line_in_a_narrow_window(filling):
    async with filling("tables/applications", "disclosure-2021") as clerk:
        high = set()
        for _ in range(12):
            await clerk.type("down")
            high.add(clerk.pane.query_one("#table-status").size.height)
        assert high == {2}


async def test_what_is_said_of_the_cell_stands_right_below_a_small_table(filling):
    async with filling("tables/disclosed", "disclosure-2021") as clerk:
        await clerk.pilot.resize_terminal(140, 40)
        await clerk.type("down", "up")
        grid, status = clerk.pane.grid, clerk.pane.query_one("#table-status")
        last = max(y for y in range(grid.size.height) if grid.render_line(y).text.strip())
        assert status.region.y == grid.region.y + last + 1
