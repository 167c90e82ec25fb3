"""Reading a whole file: what is refused, and what a report is told apart into."""

from __future__ import annotations

import io

import docx
import pytest

from drafter.errors import DrafterError
from drafter.importing.file_pieces import LARGEST, Piece
from drafter.importing.finished_report import Reading, is_title, parts_of, read_report
from drafter.importing.row_alignment import How

KINDS = ("txt", "md", "html", "docx", "pdf")


def read(form, *lines: str, kind: str = "txt") -> Reading:
    return read_report(form, "\n".join(lines).encode(), kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_too_large_is_refused_unread(form, kind):
    with pytest.raises(DrafterError, match="超过 20 MB"):
        read_report(form, bytes(LARGEST + 1), kind)


def test_a_file_of_too_many_pieces_is_refused(form):
    with pytest.raises(DrafterError, match="多得反常"):
        read_report(form, b"a\n" * 100_001, "txt")


def test_another_kind_is_a_mistake_of_the_caller(form):
    with pytest.raises(ValueError, match="svg"):
        read_report(form, b"", "svg")


def test_a_file_without_the_forms_tables_has_no_figures(form):
    reading = read(form, "通知", "收到 12 件。")
    assert reading.cells == {}
    assert set(reading.rows.values()) == {How.MISSING}
    assert reading.prose == ("通知", "收到 12 件。")


def test_titles_are_known_by_the_form(tiny):
    reading = read(
        tiny,
        *("示例馆", "2021年借阅年报", "（草稿）", "第一部分 概况", "第一段。"),
        *("第二部分借阅", "对象 小说 科普 合计", "全年 1 2 3", "示例馆", "2022年1月5日"),
    )
    assert reading.title == "示例馆2021年借阅年报"
    assert reading.mark == "草稿"
    assert reading.headings == ("第一部分 概况", "第二部分借阅")
    assert reading.paragraphs == ("第一段。",)
    assert list(reading.cells.values()) == ["1", "2", "3"]
    assert (reading.signed_by, reading.signed_on) == ("示例馆", "2022年1月5日")


def test_a_long_line_that_is_no_title_is_read_at_once(form):
    """Half a minute by a regular expression."""
    line = "甲乙丙年" * 25_000
    assert read(form, line, line).paragraphs == (line, line)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        *(("某馆2021年借阅年报", True), ("某馆 2021 年借阅年报", True), ("年借阅年报", True)),
        *(("某馆2021年借阅年报。", False), ("某馆2021年", False), ("", False)),
    ],
)
def test_a_title_may_say_anything_where_its_template_asks(tiny, text, fits):
    assert is_title(tiny, text) == fits


def test_levels_of_the_file_stand_before_the_titles_of_the_form(tiny):
    reading = read(tiny, "# 年报", "## 概况", "第一部分 概况", kind="md")
    assert (reading.title, reading.headings) == ("年报", ("概况",))
    assert reading.paragraphs == ("第一部分 概况",)


def test_without_its_heading_a_table_begins_with_its_labels(tiny):
    reading = read(
        tiny, "前面的话。", "对象", "小说", "科普", "合计", "全年", "1", "2", "3", "后面的话。"
    )
    assert reading.prose == ("前面的话。", "后面的话。")


def test_all_between_a_heading_and_its_table_belongs_to_the_table(tiny):
    reading = read(tiny, "第二部分 借阅", "计量单位是册", "全年", "1", "2", "3", "后面的话。")
    assert reading.prose == ("第二部分 借阅", "后面的话。")


def test_lines_of_a_page_are_joined_to_paragraphs(tiny):
    lines = ["第一段的话很长很长很长，", "还没有完。", "第二段的话也很长很长了，", "完了。"]
    parts = parts_of(tiny, [Piece(line) for line in lines], lines=True)
    assert parts.paragraphs == ("".join(lines[:2]), "".join(lines[2:]))
    assert parts_of(tiny, [Piece(line) for line in lines], lines=False).paragraphs == tuple(lines)


def test_a_page_head_marks_a_draft(tiny):
    document, file = docx.Document(), io.BytesIO()
    document.sections[0].header.paragraphs[0].text = "草稿"
    document.save(file)
    assert read_report(tiny, file.getvalue(), "docx").mark == "草稿"


def test_a_last_line_is_a_name_only_with_reason(tiny):
    assert read(tiny, "某馆2021年借阅年报", "第一段。", "某馆").signed_by == "某馆"
    assert read(tiny, "某馆2021年借阅年报", "第一段。", "谢谢").signed_by == ""
    assert read(tiny, "第一段。", "2022年1月5日").signed_by == ""


def test_a_layout_table_keeps_its_paragraphs(tiny):
    page = "<table><tr><td><p>第一段。</p><p>第二段。</p></td></tr></table>"
    assert read(tiny, page, kind="html").paragraphs == ("第一段。", "第二段。")


def test_columns_of_a_web_page_may_have_spans(tiny):
    page = (
        "<h2>第二部分 借阅</h2><table><tr><td>对象<td colspan=3>册数"
        "<tr><td>全年<td colspan=2>1<td>2<td>3</table>"
    )
    assert list(read(tiny, page, kind="html").cells.values()) == ["1", "2", "3"]


def test_figures_in_a_table_that_are_no_rows_are_extra(tiny):
    row = "<tr><td>全年<td>1<td>2<td>3"
    reading = read(tiny, f"<h2>第二部分 借阅</h2><table>{row}{row}</table>", kind="html")
    assert reading.extra == (("loans", "1 2 3"),)


def test_the_word_for_a_draft_is_text_below_the_title(tiny):
    reading = read(tiny, "草稿", "某馆2021年借阅年报", "第一段。", "草稿", "第二段。")
    assert reading.mark == "草稿"
    assert reading.prose == ("某馆2021年借阅年报", "第一段。", "草稿", "第二段。")
    assert not read(tiny, *reading.prose).mark


@pytest.mark.parametrize("mark", ["（草稿）", "（草\n稿）", "\n（草稿）"])
def test_the_mark_after_a_title_may_be_broken(tiny, mark):
    reading = read(tiny, f"某馆2021年借阅年报{mark}", "第一段。")
    assert reading.mark == "草稿"
    assert reading.prose == ("某馆2021年借阅年报", "第一段。")
