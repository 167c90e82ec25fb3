"""Web pages as they come: tags left open, tables in tables, and pages made to hurt."""

from __future__ import annotations

from contextlib import suppress

import pytest

from drafter.errors import DrafterError
from drafter.importing.file_pieces import Piece
from drafter.importing.web_page import read_web


def pieces(page: str) -> tuple[Piece, ...]:
    return tuple(piece._replace(line=0) for piece in read_web(page.encode()).pieces)


def test_paragraphs_and_headings_are_pieces():
    page = "<title>不算</title><h1>标题<wbr>续</h1><p>第一\n段<b>粗</b>字</p>散字<h2>一、</h2>"
    assert pieces(page) == (
        Piece("标题续", level=1),
        Piece("第一 段粗字"),
        Piece("散字"),
        Piece("一、", level=2),
    )


def test_cells_need_no_end_tags():
    page = "<table><tr><th>规章<td>1<td>2<tr><th>文件<td><td>4</table>尾"
    rows = [(p.text, p.row) for p in pieces(page)]
    assert rows == [("规章", 1), ("1", 1), ("2", 1), ("文件", 2), ("", 2), ("4", 2), ("尾", 0)]


def test_a_table_in_a_table_is_one_of_its_own():
    inner = "<table><tr><td>规章</td><td>1</td></tr></table>"
    page = f"<table><tr><td>前{inner}后</td></tr></table>"
    assert [(p.text, p.table) for p in pieces(page)] == [
        *(("前", 1), ("规章", 2), ("1", 2), ("后", 1)),
    ]


def test_what_is_not_shown_is_not_read():
    page = "<style>p{}</style><p>见</p><script>1</script><template>2</template>"
    page += "<p hidden>藏</p><!-- 注 -->"
    assert pieces(page) == (Piece("见"),)


def test_entities_are_characters():
    assert pieces("<p>&lt;td&gt;&amp;&#20013;</p>") == (Piece("<td>&中"),)


@pytest.mark.parametrize("data", [b"", b"   ", b"<!-- -->"])
def test_an_empty_page_is_refused(data):
    with pytest.raises(DrafterError, match="网页里没有内容"):
        read_web(data)


HOSTILE = {
    "tags never closed": "<a " * 100_000,
    "deep divisions": "<div>" * 100_000,
    "deep tables": "<table><tr><td>" * 30_000,
    "wide spans": "<table>" + "<tr><td rowspan=9999 colspan=9999>1" * 2_000,
    "ends alone": "</td></tr></table>" * 30_000,
    "cells alone": "<td>1" * 30_000,
}


@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_page_is_read_or_refused(page):
    with suppress(DrafterError):
        assert len(pieces(page)) <= 100_000


def test_a_tag_with_thousands_of_attributes_is_refused():
    with pytest.raises(DrafterError, match="长得反常"):
        pieces("<a " + "".join(f"x{n} " for n in range(40_000)) + ">")


def test_a_picture_inside_the_page_is_no_long_tag():
    assert pieces(f'<p><img src="data:image/png;base64,{"A" * 100_000}">图</p>') == (Piece("图"),)


def test_every_piece_knows_the_line_that_it_begins_on():
    page = "<p>\n\n甲</p>\n<table>\n<tr><td>乙</td>\n<td>\n1</td></tr></table>"
    found = [(piece.text, piece.line) for piece in read_web(page.encode()).pieces]
    assert [text for text, _ in found] == ["甲", "乙", "1"]
    assert [line for _, line in found][1:] == [5, 6]
