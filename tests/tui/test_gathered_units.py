"""收集: units with their states, one state alone, the findings of a unit with their places."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.tui.screens import screen_text

from drafter.desk.merged_cells import keep_parts
from drafter.draft.answers_file import load_answers
from drafter.draft.answers_writer import write_answers
from drafter.draft.draft_model import Cell, Origin, with_answer, with_cell
from drafter.errors import DrafterError, Problem
from drafter.form.form_file import load_form
from drafter.gather.gather_run import Asked, gather
from drafter.gather.gathered_report import Gathered
from drafter.gather.unit_list import Unit, UnitList
from drafter.tui.gathered_units import GatheredUnits, UnitFindings
from drafter.tui.home import Home
from drafter.tui.row_list import RowList

from .driving import at_work, burst, new_path, seen

NATURAL = "applications/received/natural"
SAMPLE = Path(__file__).parents[2] / "sample_answers" / "county-bureau-2023.yaml"
UNITS = ("示例县水利局", "示例县教育局", "示例县财政局")


class Nobody:
    """Is told how far it is, and says nothing."""

    def begins(self, what: str, number: int, known: int) -> None: ...
    def read(self, report: Gathered) -> None: ...
    def ends(self) -> None: ...


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One unit's report is right, one does not add up, one sent nothing."""
    folder = tmp_path_factory.mktemp("gathered")
    came, out = folder / "报来", folder / "汇总"
    came.mkdir()
    form, draft, *_ = load_answers(SAMPLE)
    wrong = with_answer(draft, "organ.name", UNITS[1])
    wrong = with_cell(form, wrong, "applications/carried_out/natural", 7)
    for name, each in zip(UNITS, (draft, wrong), strict=False):
        (came / f"{name}.yaml").write_text(write_answers(form, each), "utf-8")
    listed = UnitList([Unit(name) for name in UNITS])
    gather(Asked((came,), out, date(2024, 3, 1), units=listed, workers=1), Nobody())
    return out


async def shown_text(pilot, words: str) -> str:
    """The screen once it shows these words."""
    for _ in range(200):
        if words in (text := screen_text(pilot.app)):
            return text
        await pilot.pause()
    raise AssertionError(f"{words} is not on\n{screen_text(pilot.app)}")


def rows(pilot) -> list[str]:
    listed = pilot.app.screen.query_one(RowList)
    return [listed.get_option_at_index(n).id or "" for n in range(listed.option_count)]


async def test_a_gathered_folder_shows_its_units_with_their_states(app, gathered):
    async with app(gathered, own=None).run_test(size=(80, 24)) as pilot:
        shown = await shown_text(pilot, "3 个单位")
        assert "可用    示例县水利局" in shown
        assert "有错    示例县教育局  需要改" in shown
        assert "未报    示例县财政局" in shown
        assert "1 全部 3  2 未报 1  3 读不全 0  4 有错 1  5 可用 1" in shown


async def test_units_may_have_been_read_just_when_they_are_left(app, gathered, monkeypatch):
    left = []

    def was_read(screen):
        screen._opened(screen.source)
        screen._refused(DrafterError(Problem("", "", "")))
        left.append(screen)

    monkeypatch.setattr(GatheredUnits, "on_unmount", was_read, raising=False)
    async with app(gathered, own=None).run_test(size=(80, 24)) as pilot:
        await shown_text(pilot, "3 个单位")
        screen = pilot.app.screen
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, Home)
    assert left == [screen]


async def test_a_number_shows_one_state_alone(app, gathered):
    async with app(gathered, own=None).run_test(size=(80, 24)) as pilot:
        await shown_text(pilot, "3 个单位")
        await pilot.press("4")
        assert rows(pilot) == [UNITS[1]]
        await pilot.press("3")
        assert "没有这样的单位" in screen_text(pilot.app)
        await pilot.press("1")
        assert rows(pilot) == list(UNITS)


async def test_enter_opens_the_findings_with_their_place_in_the_file(app, gathered):
    async with app(gathered, own=None).run_test(size=(80, 24)) as pilot:
        await shown_text(pilot, "3 个单位")
        await pilot.press("4", "enter")
        assert isinstance(pilot.app.screen, UnitFindings)
        shown = await shown_text(pilot, "需要改（")
        assert f"文件：{UNITS[1]}.yaml" in shown
        assert "表三，“" in shown
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, GatheredUnits)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, Home)


async def test_a_unit_that_sent_nothing_has_nothing_to_show_but_that(app, gathered):
    async with app(gathered, own=None).run_test(size=(80, 24)) as pilot:
        await shown_text(pilot, "3 个单位")
        await pilot.press("2", "enter")
        shown = await shown_text(pilot, "示例县财政局")
        assert "未报" in shown


async def test_home_asks_for_the_folder_and_says_what_is_none(app, gathered):
    async with app(own=None).run_test(size=(80, 24)) as pilot:
        await pilot.press("end", "enter")
        await shown_text(pilot, "看哪一个汇总？")
        await pilot.press(*"/tmp", "enter")
        assert "不是汇总的文件夹" in screen_text(pilot.app)
        await pilot.press(*["backspace"] * 4)
        for sign in str(gathered):
            await pilot.press(sign)
        await pilot.press("enter")
        await shown_text(pilot, "3 个单位")


async def test_a_damaged_folder_is_told(app, gathered, tmp_path):
    folder = tmp_path / "坏的"
    folder.mkdir()
    (folder / "gathered.jsonl").write_text("{}\n", "utf-8")
    async with app(folder, own=None).run_test(size=(80, 24)) as pilot:
        await shown_text(pilot, "这个汇总文件坏了")


async def test_r_shows_the_units_behind_a_merged_cell(tmp_path):
    form = load_form("disclosure-2021")
    path = new_path(tmp_path, form)
    answers = load_answers(path)
    draft = replace(answers.draft, cells={NATURAL: Cell(7, Origin.MERGED)})
    path.write_text(write_answers(form, draft), "utf-8")
    keep_parts(path, {NATURAL: [("甲局", 3), ("乙局", 4)]})
    async with at_work(path) as app:
        app.workspace.work.go(NATURAL)
        await seen(app)
        await burst(app, ["r"])
        screen = await seen(app)
        assert "表三，“本年新收·自然人”：2 个单位" in screen
        assert screen.index("乙局 4") < screen.index("甲局 3")
