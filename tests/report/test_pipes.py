"""Tables and texts as Markdown."""

from __future__ import annotations

import pytest

from drafter.report.document import Grid, GridCell, grid_of
from drafter.report.table_markup import escape, pipe_tables


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("普通的话。", "普通的话。"), ("a*b*_c_", r"a\*b\*\_c\_"), ("# 甲", r"\# 甲"),
        ("<script>", r"\<script\>"), ("[b](c)", r"\[b\](c)"), ("a|b", r"a\|b"),
        ("1. 甲", r"1\. 甲"), ("12) 甲", r"12\) 甲"), ("1.5元", "1.5元"), ("- 甲", r"\- 甲"),
        ("-5", "-5"), ("---", r"\---"), ("&lt;", r"\&lt;"), ("`甲`", r"\`甲\`"), ("\\", r"\\"),
        ("{{ x }}", r"\{\{ x \}\}"), ("~~甲~~", r"\~\~甲\~\~"), ("2021年", "2021年"),
    ],
)  # fmt: skip
def test_a_text_shows_as_it_is(text, escaped):
    assert escape(text) == escaped


def test_merged_cells_are_spelled_out(kinds):
    grid = grid_of(kinds, kinds.tables["cases"], kinds.arithmetic.zeros)
    lines = pipe_tables(grid).splitlines()
    assert lines[0] == "| 类别 |  |  | 自然人 | 单位 / 企业 | 单位 / 律所 | 总计 |"
    assert lines[1] == "| :-- | :-- | :-- | --: | --: | --: | --: |"
    assert lines[5] == "| 三、办理 | （二）不公开 | 1.秘密 | 0 | 0 | 0 | 0 |"


def test_each_band_is_a_table_under_its_caption(kinds):
    grid = grid_of(kinds, kinds.tables["money"], kinds.arithmetic.zeros)
    assert pipe_tables(grid) == (
        "**第一项**\n\n"
        "| 内容 | 制发 | 现行有效 |\n| :-- | --: | --: |\n"
        "| 规章 | 0 | 0 |\n| 文件 | 0 | 0 |\n\n"
        "**第二项**\n\n"
        "| 内容 | 收费 |\n| :-- | --: |\n| 行政收费 | 0 |"
    )


def test_a_line_end_in_a_cell_becomes_a_space():
    grid = Grid(1, ((GridCell("甲\n乙", kind="header"),), (GridCell("1"),)))
    assert pipe_tables(grid).splitlines()[0] == "| 甲 乙 |"
