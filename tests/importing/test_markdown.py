"""Markdown: pipe tables are tables, escapes are undone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.importing.markdown import read_markdown
from drafter.importing.pieces import Piece
from drafter.report.table_markup import escape


def pieces(text: str) -> tuple[Piece, ...]:
    return read_markdown(text.encode()).pieces


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
