"""Workbooks: what stands alone above a table, what a merged cell covers, what is no workbook."""

from __future__ import annotations

import os
from datetime import date
from io import BytesIO

import pytest
from xlsxwriter import Workbook

from drafter.errors import DrafterError
from drafter.importing.any_report import load_report
from drafter.importing.published_report import read_published
from drafter.importing.workbook_cells import read_workbook

TINY = [["对象", "小说", "科普", "合计"], ["全年", 7, 5, 12]]


def workbook(*sheets: list[list[object]], merged: tuple[str, ...] = (), hidden: int = -1) -> bytes:
    """A workbook with these values from A1 on; of a merged cell the first is written."""
    made = BytesIO()
    book = Workbook(made)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, rows in enumerate(sheets):
        page = book.add_worksheet()
        if number == hidden:
            page.hide()
        for place in merged:
            page.merge_range(place, "")
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(at, column, value, day)
                elif value != "":
                    page.write(at, column, value)
    book.close()
    return made.getvalue()


def texts(*sheets, **how) -> list[tuple[str, int, int]]:
    return [(p.text, p.table, p.row) for p in read_workbook(workbook(*sheets, **how)).pieces]


def test_what_stands_alone_above_a_table_is_prose():
    read = texts([["题目"], ["小标题"], ["甲", 1], ["乙", 2.5]])
    assert read == [
        *(("题目", 0, 0), ("小标题", 0, 0)),
        *(("甲", 1, 1), ("1", 1, 1)),
        *(("乙", 1, 2), ("2.5", 1, 2)),
    ]


def test_below_a_heading_and_a_blank_row_a_table_keeps_its_caption():
    read = texts([["题目"], [], ["带"], ["甲", 1]])
    assert read == [("题目", 0, 0), ("带", 1, 1), ("", 1, 1), ("甲", 1, 2), ("1", 1, 2)]


def test_a_title_that_every_sheet_repeats_is_read_once():
    read = texts([["题目"], [], ["甲", 1]], [["题目"], ["二"], [], ["乙", 2]])
    assert [text for text, table, _ in read if not table] == ["题目", "二"]
    assert {table for _, table, _ in read} == {0, 1, 2}


def test_covered_cells_and_those_beside_the_table_are_no_cells():
    read = texts([["甲", 1, "", 3], ["乙", 4, 5, 6]], merged=("B1:C1", "F1:G2"))
    assert [text for text, *_ in read] == ["甲", "1", "3", "乙", "4", "5", "6"]


def test_blank_cells_among_figures_stay():
    assert [text for text, *_ in texts([["甲", 1, "", 3], ["乙", "", "", 6]])] == [
        *("甲", "1", "", "3"),
        *("乙", "", "", "6"),
    ]


def test_a_hidden_sheet_is_not_read():
    assert [text for text, *_ in texts([["甲", 1]], [["乙", 2]], hidden=1)] == ["甲", "1"]


def test_a_day_is_read_as_reports_write_it():
    assert texts([["甲"], [date(2022, 1, 5)]])[1][0] == "2022年1月5日"


def test_a_sheet_laid_out_by_others_is_a_report(tiny):
    rows = [["示例馆2021年借阅年报"], ["第二部分 借阅"], *TINY]
    published = read_published(tiny, workbook(rows), "xlsx")
    assert {a: c.value for a, c in published.draft.cells.items()} == {
        "loans/all/novels": 7,
        "loans/all/science": 5,
    }
    assert published.draft.stated == {"loans/all/total": 12}


def test_columns_in_another_order_are_known_by_their_heads(tiny):
    rows = [["对象", "合计", "科普", "小说"], ["全年", 12, 5, 7]]
    published = read_published(tiny, workbook(rows), "xlsx")
    assert published.draft.cells["loans/all/novels"].value == 7


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 200, b"format: 1"])
def test_what_is_no_workbook_is_refused_in_a_sentence(data):
    with pytest.raises(DrafterError, match="这不是 Excel 工作簿"):
        read_workbook(data)


@pytest.mark.skipif(os.name == "nt", reason="there are no limits")
def test_a_cell_at_the_far_end_of_a_sheet_takes_no_memory_of_ours(tmp_path):
    made = BytesIO()
    book = Workbook(made)
    page = book.add_worksheet()
    page.write(0, 0, 1)
    page.write(1048575, 16383, 1)
    book.close()
    (tmp_path / "远.xlsx").write_bytes(made.getvalue())
    with pytest.raises(DrafterError, match="时间或内存太多"):
        load_report(tmp_path / "远.xlsx")
