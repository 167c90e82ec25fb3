"""`drafter check`, `checks` and `close`, as a clerk runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drafter.errors import ExitCode

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "sample_answers"
BASE = (ROOT / "tests" / "checks" / "base.yaml").read_text("utf-8")


@pytest.fixture
def answers(tmp_path):
    """Writes an answers file with more at its end."""

    def write(more: str = "", name: str = "答案.yaml", text: str = BASE) -> Path:
        path = tmp_path / name
        path.write_text(text + more, "utf-8")
        return path

    return write


def stock(answers) -> Path:
    """A report with one 提醒: fewer documents in force than issued."""
    text = BASE.replace(
        "  disclosed:", "  disclosed:\n    cells: {documents: {issued: 5, in_force: 3}}\n    #", 1
    )
    return answers(text=f"# 我的备注\n{text}")


def test_a_sound_report_ends_with_0_and_says_what_was_not_checked(run_drafter, answers):
    run = run_drafter("check", answers(), "--today", "2024-01-20")
    assert (run.code, run.err) == (ExitCode.OK, "")
    assert run.out.splitlines()[0].startswith("未能核对")
    assert run.out.splitlines()[-1].startswith("需要改 0 处")


def test_errors_end_with_1(run_drafter, answers):
    run = run_drafter("check", answers("verify: [disclosed/penalties/decisions]\n"))
    assert run.code == ExitCode.FINDINGS
    assert "标记了待核。" in run.out


def test_a_file_that_cannot_be_read_does_not_stop_the_others(run_drafter, answers):
    run = run_drafter("check", "没有.yaml", answers(), "--today", "2024-01-20")
    assert run.code == ExitCode.UNREADABLE
    assert "没有.yaml" in run.err
    assert "需要改 0 处" in run.out


def test_no_colour_where_there_is_no_terminal(run_drafter, answers):
    assert "\x1b" not in run_drafter("check", answers("verify: [year]\n")).out


def test_last_years_closing_figures_are_this_years_opening(run_drafter):
    before, now = SAMPLES / "suqian-2023.yaml", SAMPLES / "suqian-2024.yaml"
    run = run_drafter("check", now, "--last-year", before)
    assert "[Y01]" not in run.out
    assert "没有上年的报告数据" not in run.out


def test_the_file_of_another_year_is_refused(run_drafter):
    run = run_drafter(
        "check", SAMPLES / "suqian-2023.yaml", "--last-year", SAMPLES / "suqian-2024.yaml"
    )
    assert run.code == ExitCode.UNREADABLE
    assert "这是2024年的，2023年报告的上年是2022年。" in run.err


def test_an_unknown_pack_is_told_with_those_there_are(run_drafter, answers):
    run = run_drafter("check", answers(), "--pack", "wuwei")
    assert run.code == ExitCode.UNREADABLE
    assert "没有“wuwei”这份当地要求。" in run.err
    assert "wuwei-2025" in run.err


def test_a_reminder_is_closed_in_the_file_and_nothing_else_changes(run_drafter, answers):
    path = stock(answers)
    before = path.read_text("utf-8")
    assert "[T03]" in run_drafter("check", path).out
    run = run_drafter("close", path, "t03", "--reason", "两件“当年”废止", "--today", "2024-01-20")
    assert (run.code, run.err) == (ExitCode.OK, "")
    after = path.read_text("utf-8")
    assert after.startswith(before.rstrip())
    out = run_drafter("check", path, "--today", "2024-01-20").out
    assert "已说明（1）" in out
    assert "理由：两件“当年”废止（2024-01-20）  [T03]" in out


def test_a_closed_reminder_comes_back_when_its_values_change(run_drafter, answers):
    path = stock(answers)
    run_drafter("close", path, "T03", "--reason", "当年废止")
    path.write_text(path.read_text("utf-8").replace("in_force: 3", "in_force: 2"), "utf-8")
    out = run_drafter("check", path).out
    assert "已说明" not in out
    assert "[T03]" in out


def test_it_stays_closed_when_only_other_cells_change(run_drafter, answers):
    path = stock(answers)
    run_drafter("close", path, "T03", "--reason", "当年废止")
    text = path.read_text("utf-8").replace("issued: 5", "issued: 5, repealed: 1")
    path.write_text(text, "utf-8")
    assert "已说明（1）" in run_drafter("check", path).out


def test_two_reminders_are_closed_one_after_the_other(run_drafter, answers):
    path = stock(answers)
    path.write_text(path.read_text("utf-8").replace("2024-01-15", "2024-02-15"), "utf-8")
    run_drafter("close", path, "T03", "--reason", "当年废止")
    run = run_drafter("close", path, "D04", "--reason", "当天印发", "--today", "2024-01-02")
    assert (run.code, run.err) == (ExitCode.OK, "")
    out = run_drafter("check", path, "--today", "2024-01-02").out
    assert "已说明（2）" in out


def test_an_error_cannot_be_closed(run_drafter, answers):
    path = answers("verify: [disclosed/penalties/decisions]\n")
    before = path.read_bytes()
    run = run_drafter("close", path, "F03", "--reason", "没事")
    assert run.code == ExitCode.UNREADABLE
    assert "错误不能关闭。" in run.err
    assert path.read_bytes() == before


def test_the_catalogue_is_listed_and_explained(run_drafter):
    listed = run_drafter("checks")
    assert listed.code == ExitCode.OK
    assert "  T02  错误  表格的勾稽关系成立" in listed.out
    assert "为什么：" in run_drafter("checks", "t02").out


def test_an_unknown_check_is_told(run_drafter):
    run = run_drafter("checks", "T99")
    assert run.code == ExitCode.UNREADABLE
    assert "没有“T99”这一项。" in run.err


def test_a_file_in_the_code_page_of_office_machines_is_said_to_be_utf_8_now(run_drafter, answers):
    path = stock(answers)
    path.write_bytes(path.read_text("utf-8").encode("gb18030"))
    run = run_drafter("close", path, "T03", "--reason", "当年废止")
    assert "现在存成了 UTF-8" in run.out
    assert "当年废止" in path.read_text("utf-8")


def test_reports_of_two_forms_are_held_against_each_other(tmp_path, run_drafter):
    other = tmp_path / "公开.yaml"
    other.write_text(
        "format: 1\nform: disclosure-2021\nyear: 2022\n"
        "organ: {name: 示例县城市管理局, kind: 政府部门, self: 我局}\n"
        "tables: {disclosed: {confirmed: true, cells: {penalties: {decisions: 300}}}}\n",
        encoding="utf-8",
    )
    own = tmp_path / "执法.yaml"
    text = (SAMPLES / "enforcement-urban-2020.yaml").read_text("utf-8")
    own.write_text(text.replace("year: 2020", "year: 2022"), encoding="utf-8")
    for files in ((own, other), (other, own)):
        told = json.loads(run_drafter("check", *files, "--format", "json").out)["files"]
        (found,) = [f for file in told for f in file["findings"] if f["code"] == "X01"]
        assert "这里是 293" in found["what"]
        assert "“行政处罚·本年处理决定”是 300，差 7" in found["what"]
        assert found["elsewhere"]["file"] == str(other)
    told = json.loads(run_drafter("check", own, other, "--format", "sarif").out)
    results = told["runs"][0]["results"]
    (related,) = [r["relatedLocations"] for r in results if r["ruleId"] == "X01"]
    assert related[0]["physicalLocation"]["artifactLocation"]["uri"].endswith(".yaml")
    assert "没有和本机关同一年的另一种年报一起核对" in run_drafter("check", own).out
