"""`drafter read`, and every other command that takes a published report."""

from __future__ import annotations

import json
import os
import re
from itertools import pairwise
from pathlib import Path

import pytest

from drafter.draft.answers_file import load_answers
from drafter.draft.draft_model import Origin
from drafter.importing import any_report
from drafter.office_program import converted, find_office

ROOT = Path(__file__).parents[1]
PUBLISHED = ROOT / "tests" / "published" / "bazhou-commerce-2021.txt"
SAMPLE = ROOT / "sample_answers" / "county-bureau-2023.yaml"


def test_a_published_report_becomes_an_answers_file(run_drafter, tmp_path):
    run = run_drafter("read", PUBLISHED, "-o", tmp_path / "a.yaml")
    assert run.code == 0
    assert "巴州商务局，2021年" in run.out
    assert "读准 193 格、按相近的名称认出 7 格" in run.out
    assert "我中心 1 次" in run.out
    draft = load_answers(tmp_path / "a.yaml").draft
    assert len(draft.cells) + len(draft.stated) == 200
    assert {cell.origin for cell in draft.cells.values()} == {Origin.IMPORTED}
    assert len(draft.texts) == 8


def test_an_answers_file_that_is_there_is_not_written_over(run_drafter, tmp_path):
    (tmp_path / "a.yaml").write_text("甲", "utf-8")
    run = run_drafter("read", PUBLISHED, "-o", tmp_path / "a.yaml")
    assert run.code == 2
    assert "没有改动它" in run.err
    assert (tmp_path / "a.yaml").read_text("utf-8") == "甲"


def test_a_published_report_is_checked(run_drafter):
    run = run_drafter("check", PUBLISHED)
    assert run.code == 1
    assert "自称却是“我中心”" in run.out
    assert "还没有回答" not in run.out
    assert "待核" not in run.out


@pytest.mark.parametrize("kind", ["docx", "html", "md", "txt", "json"])
def test_our_own_files_are_read_whole(run_drafter, tmp_path, kind):
    made = tmp_path / f"a.{kind}"
    run_drafter("export", SAMPLE, "-o", made)
    run_drafter("read", made, "-o", tmp_path / "b.yaml")
    given, read = load_answers(SAMPLE).draft, load_answers(tmp_path / "b.yaml").draft
    for address, cell in given.cells.items():
        assert read.cells[address].value == cell.value
    assert read.answers["organ.name"] == given.answers["organ.name"]
    assert read.answers["report.signed"] == given.answers["report.signed"]


def test_the_tables_are_read_out_of_our_workbook(run_drafter, tmp_path):
    run_drafter("export", SAMPLE, "-o", tmp_path / "a.xlsx")
    run = run_drafter("read", tmp_path / "a.xlsx", "-o", tmp_path / "b.yaml")
    assert run.code == 0
    assert "读准 200 格" in run.out
    given, read = load_answers(SAMPLE).draft, load_answers(tmp_path / "b.yaml").draft
    assert {a: read.cells[a].value for a in given.cells} == {
        a: cell.value for a, cell in given.cells.items()
    }
    assert read.answers["organ.name"] == given.answers["organ.name"]
    assert read.answers["year"] == given.answers["year"]


def test_a_new_year_begins_from_last_year_s_word_file(run_drafter, tmp_path):
    run_drafter("export", SAMPLE, "-o", tmp_path / "上年.docx")
    env = {"DRAFTER_DIR": str(tmp_path / "s")}
    run = run_drafter("new", "今年", "--from", tmp_path / "上年.docx", env=env)
    assert run.code == 0
    draft = load_answers(tmp_path / "s" / "今年.yaml").draft
    last = load_answers(SAMPLE).draft
    assert draft.answers["year"] == last.answers["year"] + 1
    assert draft.answers["organ.name"] == last.answers["organ.name"]
    opening = draft.cells["applications/carried_in/natural"]
    assert opening.value == last.cells["applications/carried_out/natural"].value
    assert opening.origin is Origin.CARRIED


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.docx", b"PK\x03\x04 broken", "损坏"),
        ("a.docx", b"no zip at all", "损坏"),
        ("a.pdf", b"%PDF-1.7 broken", ""),
        ("a.txt", "今天天气很好。".encode(), "没有找到"),
        ("a.json", b"{}", "导出的 JSON"),
        pytest.param("a.json", b"[" * 200_000, "导出的 JSON", id="endless brackets"),
        ("a.html", b"<p></p>", ""),
    ],
)
def test_what_is_no_report_is_refused_in_a_sentence(run_drafter, tmp_path, name, data, told):
    (tmp_path / name).write_bytes(data)
    run = run_drafter("read", tmp_path / name)
    assert run.code == 2
    assert told in run.err
    assert "Traceback" not in run.err
    assert len(run.err.strip().splitlines()) == 1


def test_an_old_word_file_says_what_to_do_where_nothing_converts_it(
    run_drafter, tmp_path, monkeypatch
):
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0 old")
    run = run_drafter("read", tmp_path / "a.doc", env={"PATH": str(tmp_path)})
    assert run.code == 2
    assert "另存为 docx" in run.err


@pytest.mark.parametrize(
    ("kind", "starts"),
    [("doc", b"\xd0\xcf\x11\xe0"), ("odt", b"PK\x03\x04"), ("rtf", b"{\\rtf1"), ("wps", b"")],
)
def test_an_old_word_file_is_read_where_libreoffice_is(
    run_drafter, tmp_path, monkeypatch, kind, starts
):
    """What LibreOffice itself makes of them: the next test."""
    run_drafter("export", SAMPLE, "-o", tmp_path / "a.docx")
    word = {(starts + b" old", f".{kind}", "docx"): (tmp_path / "a.docx").read_bytes()}
    monkeypatch.setattr(any_report, "find_office", lambda: "soffice")
    monkeypatch.setattr(any_report, "converted", lambda *given: word[given[:3]])
    (tmp_path / f"a.{kind}").write_bytes(starts + b" old")
    assert "读准 200 格" in run_drafter("read", tmp_path / f"a.{kind}").out


@pytest.mark.skipif(not find_office(), reason="no LibreOffice")
@pytest.mark.parametrize("ways", [("docx", "odt", "rtf", "doc"), ("docx", "pdf")])
def test_what_libreoffice_saves_again_is_read_whole(run_drafter, tmp_path, ways):
    """Out of one kind into the next: what is lost on the way is missing at its end."""
    run_drafter("export", SAMPLE, "-o", tmp_path / "a.docx")
    data = (tmp_path / "a.docx").read_bytes()
    for kind, to in pairwise(ways):
        data = converted(data, f".{kind}", to, find_office())
    (tmp_path / f"b.{ways[-1]}").write_bytes(data)
    env = {"PATH": os.environ["PATH"]}
    run = run_drafter("read", tmp_path / f"b.{ways[-1]}", "-o", tmp_path / "b.yaml", env=env)
    assert "读准 200 格" in run.out
    given, read = load_answers(SAMPLE).draft, load_answers(tmp_path / "b.yaml").draft
    for address, cell in given.cells.items():
        assert read.cells[address].value == cell.value
    assert len(read.texts) == 9


def test_findings_say_where_in_a_text_file_they_stand(run_drafter):
    run = run_drafter("check", PUBLISHED)
    lines = PUBLISHED.read_text("utf-8").split("\n")
    at = next(number for number, line in enumerate(lines, 1) if "我中心" in line)
    assert f"文件里：第 {at} 行：" in run.out
    told = json.loads(run_drafter("check", PUBLISHED, "--format", "json").out)
    first = told["files"][0]["findings"][0]
    assert (first["line"], first["in_file"]["line"]) == (at, at)
    assert "我中心" in first["in_file"]["quote"]
    log = json.loads(run_drafter("check", PUBLISHED, "--format", "sarif").out)
    region = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region["startLine"] == at
    assert "我中心" in region["snippet"]["text"]


@pytest.mark.parametrize(
    ("kind", "place"),
    [("docx", "第 2 张表第 4 行：7"), ("md", "第 5 张表第 "), ("html", "第 2 张表第 ")],
)
def test_findings_say_which_row_of_which_table(run_drafter, tmp_path, kind, place):
    broken = tmp_path / "a.yaml"
    text = SAMPLE.read_text("utf-8").replace("received: {natural: 6,", "received: {natural: 7,")
    broken.write_text(text, "utf-8")
    run_drafter("export", broken, "-o", tmp_path / f"a.{kind}")
    run = run_drafter("check", tmp_path / f"a.{kind}")
    assert run.code == 1
    assert f"文件里：{place}" in run.out


@pytest.mark.parametrize("quoted", ["'{}'", '"{}"', "{uri}", "“{}”"])
def test_a_path_may_be_quoted_or_an_address(run_drafter, tmp_path, quoted):
    path = tmp_path / "上年 报告.txt"
    path.write_bytes(PUBLISHED.read_bytes())
    given = quoted.format(path, uri=path.as_uri())
    assert "巴州商务局，2021年" in run_drafter("read", given).out


def test_what_a_terminal_escapes_in_a_path_is_no_part_of_it(run_drafter, tmp_path):
    path = tmp_path / "上年 (1).txt"
    path.write_bytes(PUBLISHED.read_bytes())
    escaped = re.sub("([ ()])", r"\\\1", str(path))
    assert "巴州商务局，2021年" in run_drafter("read", escaped).out


def test_check_tells_a_superseded_edition_and_what_was_not_read(run_drafter, tmp_path):
    lines = [
        *("甲县水务局2022年政府信息公开工作年度报告", "一、总体情况", "全年公开信息12条。"),
        *("二、主动公开政府信息情况", "信息内容", "上一年项目数量", "本年增/减", "处理决定数量"),
        *("行政许可", "12", "+3", "450", "行政处罚", "34", "-2", "29"),
        *("六、其他需要报告的事项", "无。", "甲县水务局", "2023年1月10日"),
    ]
    (tmp_path / "a.txt").write_text("\n".join(lines), "utf-8")
    run = run_drafter("check", tmp_path / "a.txt")
    assert "  表二：用的是以前的格式（国办公开办函〔2019〕60号）" in run.out
    told = json.loads(run_drafter("check", tmp_path / "a.txt", "--format", "json").out)
    assert any("2019" in each["what"] for each in told["files"][0]["unread"])
