"""Text files: drawn tables by their borders, other text by its lines; pipe tables and escapes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.errors import DrafterError
from drafter.importing.file_pieces import Piece
from drafter.importing.text_file import drawn_cells, read_markdown, read_plain
from drafter.report.document import grid_of
from drafter.report.drawn_tables import draw
from drafter.report.table_markup import escape

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


def drawn_rows(lines: list[str]) -> list[list[str]]:
    return [cells for _, cells in drawn_cells(lines)]


def test_a_cell_stands_in_the_row_that_it_begins_on():
    assert drawn_rows(BOX.split("\n")) == [["类别", "两列"], ["甲", "乙"], ["很长的名", "1", "2"]]


def test_a_border_that_was_typed_is_text():
    typed = BOX.replace("│ 很长 │  1", "│ 很│  │  1")
    assert drawn_rows(typed.split("\n"))[-1] == ["很│的名", "1", "2"]
    ascii = ["+------+---+", "| 甲|  | 1 |", "| ９   |   |", "+------+---+"]
    assert drawn_rows(ascii) == [["甲|９", "1"]]


def test_a_line_that_was_changed_by_hand_keeps_its_cells():
    changed = BOX.replace("│ 很长 │  1", "│ 很长长 │  1").replace("│ 的名 │    │    │\n", "")
    assert drawn_rows(changed.split("\n"))[-1] == ["很长长", "1", "2"]


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


def test_lines_with_bars_or_tabs_are_rows():
    text = "一、概况\n类别 | 甲 | 乙 |\n很长的名 | / | 2 | ||\n| 又一 | | 3 |\n二、其他\n"
    rows = [(piece.row, piece.text) for piece in read_plain(text.encode()).pieces]
    cells = [(1, "类别"), (1, "甲"), (1, "乙"), (2, "很长的名"), (2, "/"), (2, "2")]
    cells += [(3, "又一"), (3, ""), (3, "3")]
    assert rows == [(0, "一、概况"), *cells, (0, "二、其他")]
    pasted = "类别\t甲\t乙\n规章\t1\t\n又一\t\t3\n"
    assert texts(pasted) == ["类别", "甲", "乙", "规章", "1", "", "又一", "", "3"]


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


def pieces(text: str) -> tuple[Piece, ...]:
    return tuple(piece._replace(line=0) for piece in read_markdown(text.encode()).pieces)


def test_headings_have_levels():
    assert pieces("# 标题\n\n## 一、概况\n\n正文。\n") == (
        Piece("标题", level=1),
        Piece("一、概况", level=2),
        Piece("正文。"),
    )


def test_a_table_holds_its_caption_and_its_rows():
    table = "**第一项**\n\n| 内容 | 数 |\n| :-- | --: |\n| 规章 | 1 |\n| 文件 |  |"
    assert [(p.text, p.row, p.table) for p in pieces(table)] == [
        ("第一项", 1, 1),
        *(("内容", 2, 1), ("数", 2, 1)),
        *(("规章", 3, 1), ("1", 3, 1)),
        *(("文件", 4, 1), ("", 4, 1)),
    ]


@given(st.text(st.sampled_from("甲|\\`*_#~&<>[]()12. "), min_size=1).map(str.strip).filter(bool))
def test_escaped_text_comes_back(text):
    (piece,) = pieces(escape(text))
    assert piece == Piece(text)


@given(st.lists(st.text(st.sampled_from("甲|\\*12")), min_size=1, max_size=4))
def test_escaped_cells_come_back(texts):
    row = "| " + " | ".join(map(escape, texts)) + " |"
    cells = pieces("|甲" * len(texts) + "|\n" + "| --- " * len(texts) + "|\n" + row)
    assert [piece.text for piece in cells[len(texts) :]] == texts


@pytest.mark.parametrize("text", ["| 甲 | 乙 |", "**粗**", "#标题", "|---|"])
def test_half_a_sign_is_prose(text):
    assert [(p.row, p.level) for p in pieces(text)] == [(0, 0)]


def test_every_piece_knows_the_line_that_it_begins_on():
    lines = ["标题", "", "  ", "正文", *BOX.split("\n"), "", "末尾"]
    found = {p.text: p.line for p in read_plain("\n".join(lines).encode()).pieces}
    assert (found["标题"], found["正文"], found["末尾"]) == (1, 4, len(lines))
    marked = {
        p.text: p.line
        for p in read_markdown("# 甲\n\n| a | b |\n|--|--|\n| c | 1 |".encode()).pieces
    }
    assert (marked["甲"], marked["c"]) == (1, 5)
