"""Word files by other hands, and packages made to hurt."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from drafter.errors import DrafterError
from drafter.importing.file_pieces import Piece
from drafter.importing.finished_report import read_report
from drafter.importing.row_alignment import How
from drafter.importing.word_file import read_word

FOLDER = Path(__file__).parent
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def package(body: str, packing: int = zipfile.ZIP_DEFLATED, **others: str | bytes) -> bytes:
    """A Word file with this in its body, and other parts by name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as parts:
        main = f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
        parts.writestr("word/document.xml", main)
        for name, data in others.items():
            parts.writestr(f"word/{name}.xml", data)
    return file.getvalue()


def saved(document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_titles_headings_and_paragraphs_are_told_by_their_styles():
    document = docx.Document()
    document.add_heading("标题", 0)
    document.add_heading("一、概况", 1)
    document.add_heading("（一）公开", 2)
    document.add_paragraph("正文 < & {{ x }}")
    assert read_word(saved(document)).pieces == (
        Piece("标题", level=1),
        Piece("一、概况", level=2),
        Piece("（一）公开", level=3),
        Piece("正文 < & {{ x }}"),
    )


def test_a_covered_cell_is_left_out():
    document = docx.Document()
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "组"
    table.cell(0, 1).text, table.cell(0, 2).text = "规章", "1"
    table.cell(1, 1).text, table.cell(1, 2).text = "文件", "2"
    table.cell(2, 0).merge(table.cell(2, 1)).text = "总计"
    table.cell(2, 2).text = "3"
    assert [(p.text, p.row) for p in read_word(saved(document)).pieces] == [
        *(("组", 1), ("规章", 1), ("1", 1)),
        *(("文件", 2), ("2", 2)),
        *(("总计", 3), ("3", 3)),
    ]


def test_what_a_covered_cell_holds_is_not_seen():
    cells = (
        "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>藏</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>见</w:t></w:r></w:p></w:tc>"
    )
    body = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    assert read_word(package(body)).pieces == (Piece("见", 1, 1),)


def test_a_table_in_a_cell_is_one_of_its_own():
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "前"
    cell.add_table(1, 1).cell(0, 0).text = "1"
    assert [(p.text, p.table) for p in read_word(saved(document)).pieces][:2] == [
        ("前", 1),
        ("1", 2),
    ]


def test_tabs_and_line_breaks_are_white_space():
    body = "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>"
    assert read_word(package(body)).pieces == (Piece("甲\t乙\n丙"),)


@pytest.mark.parametrize("around", ["w:del", "w:moveFrom", "w:pict", "mc:AlternateContent"])
def test_what_is_no_text_of_the_body_is_left_out(around):
    hidden = f"<{around}><w:p><w:r><w:t>旧</w:t></w:r></w:p></{around}>"
    body = f"<w:p><w:r><w:t>甲</w:t></w:r>{hidden}<w:r><w:t>乙</w:t></w:r></w:p>"
    assert read_word(package(body)).pieces == (Piece("甲乙"),)


@pytest.mark.parametrize("mark", ["<w:t>草稿</w:t>", '<v:textpath string="草稿"/>'])
def test_a_page_head_may_show_that_it_is_a_draft(mark):
    head = f"<w:hdr {NAMESPACES}><w:p><w:r>{mark}</w:r></w:p></w:hdr>"
    assert read_word(package("", header1=head)).mark == "草稿"
    assert not read_word(package("", header1=head.replace("草稿", "某局"))).mark


def test_what_libreoffice_saved_anew_says_the_same(form):
    """saved.docx is as drafter wrote it, resaved.docx as LibreOffice 7.4 made it of that."""
    saved, anew = (
        read_report(form, (FOLDER / name).read_bytes(), "docx")
        for name in ("saved.docx", "resaved.docx")
    )
    assert saved == anew
    assert len(anew.cells) == len(form.cells)
    assert set(anew.rows.values()) == {How.EXACT}


STYLE = f"""<w:styles {NAMESPACES}><w:style><w:name w:val="x"/><w:pPr><w:outlineLvl w:val=""/>
</w:pPr></w:style></w:styles>"""
REFUSED = {
    "text": b"a letter",
    "nothing": b"",
    "a cut package": package("甲" * 999)[:-30],
    "an empty package": b"PK\5\6" + bytes(18),
    "broken XML": package("<w:p>"),
    "an entity": package("&x;"),
    "a DTD": package("", styles='<!DOCTYPE x [<!ENTITY y "z">]><x>&y;</x>'),
    "a broken page head": package("", header1="<w:hdr>"),
    "a page head in no known encoding": package(
        "", header1='<?xml version="1.0" encoding="x"?><a/>'
    ),
    "an empty level": package("", styles=STYLE),
    "another encoding": package("", styles='<?xml version="1.0"?><a/>'.encode("utf-16")),
    "zeros": package("", styles=b"<a>" + b" " * 3_000_000 + b"</a>"),
    "a huge part": package("", styles=bytes(range(256)) * 100_000),
    "thousands of parts": package("", **{f"x{n}": b"" for n in range(1_001)}),
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_what_is_no_honest_word_file_is_refused_in_a_sentence(data):
    with pytest.raises(DrafterError) as caught:
        read_word(data)
    (problem,) = caught.value.problems
    assert problem.what.endswith("。")


def test_a_part_larger_than_it_declares_is_cut_off():
    data = package("", styles=b" " * 4_000)
    lying = data.replace((4_000).to_bytes(4, "little"), (40).to_bytes(4, "little"))
    assert lying != data
    with pytest.raises(DrafterError):
        read_word(lying)


def test_endless_nesting_is_read():
    deep = "<w:tbl><w:tr><w:tc>" * 20_000 + "</w:tc></w:tr></w:tbl>" * 20_000
    assert len(read_word(package(deep, zipfile.ZIP_STORED)).pieces) == 20_000
