"""The 送审单 read back: a figure or a sentence that is not as it was is told."""

from __future__ import annotations

import pytest

from drafter.importing.sheet_lines import sheet_differences

ROWS = (("行政复议（件）", "170", "440", "大减 270（61.36%）"), ("诉讼（件）", "77", "—", "—"))
TEXTS = ("送审单", "拟稿单位", "", "示例局", "一、主要数字", "核对了93项。")
FIGURES = "".join(f"<tr><th>{row[0]}{''.join(f'<td>{cell}' for cell in row[1:])}" for row in ROWS)
PAGE = (
    f"<h1>送审单</h1><dl><dt>拟稿单位<dd>示例局</dl><h2>一、主要数字</h2>"
    f"<table><tr><th>主要数字<th>2024年<th>2023年<th>增减{FIGURES}</table><p>核对了93项。"
)


def told(page: str, *, own: bool = False) -> list[str]:
    found = sheet_differences(f"<!DOCTYPE html>{page}".encode(), "html", ROWS, TEXTS, own=own)
    return [f"{problem.where}：{problem.what}" for problem in found]


def test_what_is_as_it_was_is_not_told():
    assert told(PAGE) == []


def test_a_figure_that_is_another_is_told_with_both_values():
    assert told(PAGE.replace("440", "404")) == [
        "行政复议（件）：应为 170、440、大减 270（61.36%），文件里是 170、404、大减270（61.36%）。"
    ]


def test_a_row_that_is_gone_is_told():
    assert told(PAGE.replace("诉讼（件）", "诉讼")) == ["诉讼（件）：文件里没有这一行。"]


@pytest.mark.parametrize("lost", ["示例局", "核对了93项。"])
def test_a_sentence_that_is_gone_is_told(lost):
    assert told(PAGE.replace(lost, "")) == [f"送审单：文件里没有“{lost}”，或者不在它的位置上。"]


def test_a_layout_of_an_office_may_leave_out_but_not_change():
    assert told("<h1>发文稿纸</h1>", own=True) == []
    assert len(told(PAGE.replace("440", "404").replace("示例局", ""), own=True)) == 1
