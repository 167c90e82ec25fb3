"""A government's tables as the sum of its units', none of them twice."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from drafter.draft.answers_file import load_answers
from drafter.draft.answers_writer import write_answers
from drafter.draft.draft_model import Origin, with_cell
from drafter.errors import ExitCode
from drafter.form.form_file import load_form
from drafter.gather.gathered_report import Gathered
from drafter.gather.kept_reports import entry_of
from drafter.gather.unit_list import Unit
from drafter.gather.unit_reports import UnitReport
from drafter.gather.unit_sums import apart_from, cells_called, sum_units

FORM = load_form("disclosure-2021")
RECEIVED, FEES = "applications/received/natural", "disclosed/fees/amount"


def unit(name: str, inside: str = "", **cells: str) -> tuple[UnitReport, Gathered]:
    figures = {RECEIVED: "0", FEES: "0", **{globals()[key]: said for key, said in cells.items()}}
    report = Gathered(f"{name}.yaml", form=FORM.id, name=name, year=2023, cells=figures)
    return UnitReport(Unit(name, (), inside), entry_of(report, 0)), report


def summed(*units: tuple[UnitReport, Gathered]):
    reports = [report for each, report in units if each.current is not None]
    return sum_units(FORM, [each for each, _ in units], reports)


def test_figures_are_added_exactly_and_each_knows_its_units():
    one, other = unit("甲局", RECEIVED="3", FEES="0.1"), unit("乙局", RECEIVED="4", FEES="0.2")
    sums = summed(one, other, unit("丙局"))
    assert sums.counted == ("甲局", "乙局", "丙局")
    assert sums.figure(FEES) == Decimal("0.3")
    assert [(part.unit, part.figure) for part in sums.behind[RECEIVED]] == [
        ("甲局", 3),
        ("乙局", 4),
    ]
    cell = sums.draft({}).cells[RECEIVED]
    assert (cell.value, cell.origin) == (7, Origin.MERGED)


def test_a_unit_within_another_s_report_is_counted_once():
    office, government = unit("甲镇党政办", "甲镇", RECEIVED="2"), unit("甲镇", RECEIVED="5")
    sums = summed(office, government)
    assert (sums.counted, sums.figure(RECEIVED)) == (("甲镇",), 5)
    assert [(each.unit, each.why) for each in sums.held] == [
        ("甲镇党政办", "已经包括在甲镇的报告里")
    ]


def test_it_is_counted_where_the_other_sent_nothing():
    office = unit("甲镇党政办", "甲镇", RECEIVED="2")
    absent = UnitReport(Unit("甲镇")), Gathered("")
    sums = summed(office, absent)
    assert (sums.counted, sums.figure(RECEIVED)) == (("甲镇党政办",), 2)
    assert [(each.unit, each.why) for each in sums.missing] == [("甲镇", "没有报")]


def test_within_what_is_within_another():
    team, office, town = unit("队", "办"), unit("办", "镇"), unit("镇", RECEIVED="1")
    assert summed(team, office, town).counted == ("镇",)
    absent = UnitReport(Unit("办", (), "镇")), Gathered("")
    assert summed(team, absent, town).counted == ("镇",)


def test_what_was_not_read_whole_is_not_counted():
    whole, (partly, report) = unit("甲局", RECEIVED="1"), unit("乙局", RECEIVED="9")
    partly = replace(partly, current=partly.current._replace(missing=7))
    sums = summed(whole, (partly, report))
    assert sums.figure(RECEIVED) == 1
    assert [each.why for each in sums.missing] == ["有 7 格没有读到，没有计入"]


def test_a_published_report_is_held_against_the_sum():
    sums = summed(unit("甲局", RECEIVED="3"), unit("乙局", RECEIVED="4"))
    (apart,) = apart_from(sums, {RECEIVED: 9, FEES: 0})
    assert (apart.published, apart.summed, len(apart.behind)) == (9, 7, 2)


def test_a_cell_is_called_by_its_label():
    assert cells_called(FORM, "本年新收·自然人") == [RECEIVED]
    assert cells_called(FORM, RECEIVED) == [RECEIVED]
    assert cells_called(FORM, "没有这一格") == []


@pytest.fixture
def children(tmp_path, answers):
    folder = tmp_path / "报来"
    folder.mkdir()
    for number, name in enumerate(("示例县教育局", "示例县财政局")):
        (folder / f"{name}.yaml").write_text(answers(name, number), "utf-8")
    text = "parent: 示例县人民政府\nunits: [示例县教育局, 示例县财政局, 示例县统计局]\n"
    (tmp_path / "名单.yaml").write_text(text, "utf-8")
    return tmp_path


def test_the_command_leaves_a_draft_that_says_who_is_in(children, run_drafter):
    args = ("merge", "名单.yaml", "报来", "-o", "县政府.yaml", "--today", "2024-03-01")
    run = run_drafter(*args, cwd=children)
    assert run.code == ExitCode.FINDINGS  # one is missing
    assert run.out.splitlines()[:3] == [
        "计入 2 个单位。",
        "没有计入 1 个单位：",
        "  示例县统计局：没有报",
    ]
    _form, draft, *_ = load_answers(children / "县政府.yaml")
    assert (draft.answers["organ.name"], draft.answers["year"]) == ("示例县人民政府", 2023)
    assert draft.cells[RECEIVED] == (12, Origin.MERGED)
    assert (children / "县政府.各单位.xlsx").is_file()
    assert run_drafter(*args, cwd=children).code == ExitCode.UNREADABLE  # nothing is replaced


def test_the_command_opens_a_cell_and_compares_what_was_published(children, run_drafter):
    args = ("merge", "名单.yaml", "报来", "--today", "2024-03-01")
    run = run_drafter(*args, "--cell", "本年新收·自然人", cwd=children)
    assert run.out == "表三，“本年新收·自然人”：12\n  示例县教育局 6\n  示例县财政局 6\n"
    assert run_drafter(*args, "-o", "县政府.yaml", cwd=children).code == ExitCode.FINDINGS
    form, draft, *_ = load_answers(children / "县政府.yaml")
    changed = with_cell(form, draft, RECEIVED, 15)
    (children / "公布.yaml").write_text(write_answers(form, changed), "utf-8")
    told = run_drafter(*args, "--published", "公布.yaml", cwd=children).out
    assert "公布的报告和各单位之和有 1 格不同。" in told
    assert "各单位之和 12（示例县教育局 6、示例县财政局 6）\n    公布 15，多 3\n" in told
