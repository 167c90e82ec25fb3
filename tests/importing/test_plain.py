"""Plain text: drawn tables by their borders, other text by its lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.errors import DrafterError
from drafter.importing.plain import drawn_rows, read_plain
from drafter.report.document import grid_of
from drafter.report.drawn_tables import draw

BOX = """\
┌──────┬─────────┐
│      │   两列  │
│ 类别 ├────┬────┤
│      │ 甲 │ 乙 │
├──────┼────┼────┤
│ 很长 │  1 │  2 │
│ 的名 │    │    │
└──────┴────┴────┘"""


def texts(text: str) -> list[str]:
    return [piece.text for piece in read_plain(text.encode()).pieces]


def test_a_cell_stands_in_the_row_that_it_begins_on():
    assert drawn_rows(BOX.split("\n")) == [["类别", "两列"], ["甲", "乙"], ["很长的名", "1", "2"]]


@given(width=st.integers(60, 140), ascii=st.booleans())
def test_any_drawn_table_gives_its_cells_back(kinds, width, ascii):
    for table in kinds.tables.values():
        grid = grid_of(kinds, table, kinds.arithmetic.zeros)
        drawn = draw(grid, width, ascii=ascii).split("\n")
        assert drawn_rows(drawn) == [[cell.text for cell in row] for row in grid.rows]


def test_wrapped_lines_are_joined_where_tables_are_drawn():
    text = (
        f"          标题\n\n　　第一行，\n第二行。\n\n{BOX}\n\n        某局\n      2022年1月5日\n"
    )
    pieces = texts(text)
    assert pieces[:2] == ["标题", "第一行，第二行。"]
    assert pieces[-2:] == ["某局", "2022年1月5日"]


def test_without_drawn_tables_every_line_stands_alone():
    assert texts("一、概况\n第一段。\n规章 |\n0 |\n\n|||\n") == [
        "一、概况",
        "第一段。",
        "规章 |",
        "0 |",
        "|||",
    ]


def test_a_paragraph_of_borders_is_no_table():
    assert texts(f"{BOX}\n\n　　┌──┐\n│  │\n└──┘\n")[-1] == "┌──┐│  │└──┘"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_any_usual_encoding_is_read(encoding):
    assert read_plain("一、概况\r\n第一段。".encode(encoding)).pieces[1].text == "第一段。"


def test_what_is_no_text_is_refused():
    with pytest.raises(DrafterError, match="不是文字"):
        read_plain(b"\x00\x01\xff\xfe\x00")
