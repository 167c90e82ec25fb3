"""Two years of a unit and the units of a year: what moved, who stands out."""

from __future__ import annotations

import pytest
import python_calamine

from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Cell, Draft, Origin
from drafter.errors import ExitCode
from drafter.form.form_file import load_form
from drafter.gather.report_comparison import Subject, compare_units, compare_years

FORM = load_form("disclosure-2021")


def subject(name: str, **cells: int) -> Subject:
    """`received=5`: so many natural persons' applications, all of them granted."""
    given = {f"applications/{row}/natural": Cell(n, Origin.ENTERED) for row, n in cells.items()}
    return Subject(name, Facts(FORM, Draft(FORM.id, cells=given)))


def told(compared) -> dict[str, tuple[str, ...]]:
    return {each.measure.label: each.told for each in compared if each.matters}


def test_jumps_and_shares_that_moved_are_told():
    last = subject("2022年", received=10, granted=10)
    now = subject("2023年", received=60, granted=20, not_held=40)
    found = told(compare_years([last, now]))
    assert found["本年新收申请"] == ("", "骤增")
    assert found["公开率"] == ("", "降66.7个百分点")
    assert "行政复议" not in found


def test_from_nothing_to_much_and_back():
    none, many = subject("a"), subject("b", received=12, granted=12)
    assert told(compare_years([none, many]))["本年新收申请"] == ("", "从无到有")
    assert told(compare_years([many, none]))["本年新收申请"] == ("", "从有到无")


def test_a_share_of_nothing_is_not_known():
    compared = compare_years([subject("a"), subject("b", received=4, granted=4)])
    share = next(each for each in compared if each.measure.label == "公开率")
    assert share.figures == (None, 100)
    assert not share.matters


def test_the_unit_that_stands_out_from_the_others_is_told():
    units = [subject(f"单位{n}", received=4 + n, granted=4 + n) for n in range(6)]
    units.append(subject("多的", received=90, granted=90))
    found = told(compare_units(units))
    assert found["本年新收申请"] == ("",) * 6 + ("是中位数的12.9倍",)


@pytest.fixture
def two_years(tmp_path, root):
    return [root / f"sample_answers/suqian-{year}.yaml" for year in (2024, 2023)]


def test_the_command_puts_years_in_order_and_tells_what_matters(two_years, run_drafter):
    run = run_drafter("compare", *two_years)
    assert run.code == ExitCode.OK
    head, years, *rows = run.out.splitlines()
    assert (head, years.split()) == ("宿迁市人民政府", ["2023年", "2024年"])
    assert all(row.endswith("骤减") for row in rows)


def test_the_workbook_has_every_figure(two_years, run_drafter, tmp_path):
    out = tmp_path / "比较.xlsx"
    assert run_drafter("compare", *two_years, "-o", out).code == ExitCode.OK
    head, *rows = python_calamine.load_workbook(out).get_sheet_by_name("比较").to_python()
    assert head == ["比较的项目", "单位", "2023年", "2024年", "说明"]
    figures = {row[0]: row[2:4] for row in rows}
    assert figures["本年新收申请"] == [3511, 3525]
    assert run_drafter("compare", *two_years, "-o", out).code == ExitCode.UNREADABLE


def test_units_of_a_gathered_folder_are_compared(county, run_drafter):
    run = run_drafter("compare", county.out)
    sent = [planted for planted in county.planted if planted.kind]
    bureaus = sum(planted.name.endswith("局") for planted in sent)
    assert run.out.startswith(f"{len(sent)} 个单位\n")
    assert f"\n本年新收申请：合计 {9 * bureaus} 件；最多 " in run.out


def test_one_report_alone_is_refused(two_years, run_drafter):
    run = run_drafter("compare", two_years[0])
    assert (run.code, "没有可比的" in run.err) == (ExitCode.UNREADABLE, True)
