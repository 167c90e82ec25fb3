"""Every fault planted in a made-up county is found, and none is invented."""

from __future__ import annotations

import csv
import importlib
import re
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

import pytest
import python_calamine
from lxml import html

from drafter.gather.kept_reports import open_kept


def findings_of(county):
    kept = open_kept(county.out)
    return {report.name: report.findings for report in kept.reports(kept.entries)}


def summary_rows(county) -> dict[str, list]:
    book = python_calamine.load_workbook(county.out / "汇总.xlsx")
    head, *rows = book.get_sheet_by_name("汇总").to_python()
    return {row[0]: dict(zip(head, row, strict=True)) for row in rows}


def test_each_unit_is_in_the_state_that_was_planted(county):
    told = {name: row["状态"] for name, row in summary_rows(county).items()}
    assert told == {each.name: each.state for each in county.planted}
    assert county.code == 1
    counts = [sum(p.state == state for p in county.planted) for state in ("未报", "有错", "可用")]
    absent, wrong, usable = counts
    head = f"2023年，{len(county.planted)} 个单位："
    states = f"未报 {absent}，读不全 0，有错 {wrong}，可用 {usable}。"
    assert county.said.startswith(f"{head}{states}\n")


def test_every_planted_fault_is_found(county):
    found = findings_of(county)
    for each in county.planted:
        if each.code:
            codes = [finding["code"] for finding in found[each.name]]
            assert any(code.startswith(each.code) for code in codes), each


def test_nothing_is_found_where_nothing_was_planted(county):
    found = findings_of(county)
    for each in county.planted:
        if not each.fault:
            assert [(f["code"], f["what"]) for f in found[each.name]] == [], each


def test_the_copied_paragraph_is_the_only_likeness(county):
    copied = {p.name for p in county.planted if p.fault == "抄来的段落"}
    book = python_calamine.load_workbook(county.out / "汇总.xlsx")
    if len(copied) == 1:  # nobody to be alike with
        assert "相似段落" not in book.sheet_names
        return
    _, *rows = book.get_sheet_by_name("相似段落").to_python()
    assert {row[0] for row in rows} == {1}
    assert {row[1] for row in rows} == copied


def test_the_late_and_the_missing_have_their_days(county):
    rows = summary_rows(county)
    late = {each.name: rows[each.name]["迟报天数"] for each in county.planted}
    assert {late[p.name] for p in county.planted if p.fault == "迟报"} == {20}
    assert {late[p.name] for p in county.planted if p.fault == "没有报"} == {30}
    assert {late[p.name] for p in county.planted if not p.fault} == {0}


def test_what_is_to_be_mended_has_a_letter_in_both_kinds(county):
    letters = county.out / "退回意见"
    names = {path.stem for path in letters.glob("*.txt")}
    assert names == {path.stem for path in letters.glob("*.docx")}
    told = {p.name for p in county.planted if p.code or p.state == "未报"}
    assert names == told
    wrong = next(p for p in county.planted if p.fault == "表三不平")
    text = (letters / f"{wrong.name}.txt").read_text("utf-8-sig")
    assert text.startswith(f"退回意见\n\n{wrong.name}：\n")
    assert "1. 表三，“" in text
    assert "自然人列：本年新收" in text
    assert "None" not in text


def test_cells_and_texts_have_a_row_each(county):
    with (county.out / "cells.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    sent = [p for p in county.planted if p.kind]
    assert len(rows) == 200 * len(sent)
    assert {row["单位"] for row in rows} == {p.name for p in sent}
    received = [r for r in rows if r["地址"] == "applications/received/total"]
    assert {int(row["数值"]) for row in received} == {0, 9}
    with (county.out / "texts.csv").open(encoding="utf-8-sig", newline="") as file:
        texts = list(csv.DictReader(file))
    assert {row["单位"] for row in texts} == {p.name for p in sent}


def test_parquet_says_what_csv_says(county):
    pytest.importorskip("pyarrow")
    parquet = importlib.import_module("pyarrow.parquet")
    rows = parquet.read_table(county.out / "cells.parquet").to_pylist()
    with (county.out / "cells.csv").open(encoding="utf-8-sig", newline="") as file:
        written = [(row["地址"], Decimal(row["数值"])) for row in csv.DictReader(file)]
    assert [(row["地址"], row["数值"]) for row in rows] == written


def test_the_page_stands_alone_and_shows_every_unit(county):
    page = html.parse(county.out / "汇总.html").getroot()
    shown = [row[0].text_content() for row in page.xpath("//table[@id='units']/tbody/tr")]
    assert shown == [each.name for each in county.planted]
    text = (county.out / "汇总.html").read_text("utf-8")
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", text)
    ids = page.xpath("//details/@id")
    for link in map(unquote, page.xpath("//table//a/@href")):
        assert link[1:] in ids if link.startswith("#") else Path(county.out, link).is_file()
