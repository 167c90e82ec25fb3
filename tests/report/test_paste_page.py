"""The page to paste, stripped as editors of web sites strip it, still says and shows all."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from lxml import html

from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.importing.differences import differences
from drafter.importing.finished_report import read_report
from drafter.report.document import Document, Paragraph, build_document
from drafter.report.paste_page import render_paste

KEPT = {
    "table": ("width", "border", "align", "style"),
    **dict.fromkeys(("td", "th"), ("width", "rowspan", "colspan", "align", "valign", "style")),
    **dict.fromkeys(("p", "h1", "h2", "h3"), ("style",)),
}
"""What UEditor's white list keeps."""
BARE = {tag: tuple(name for name in kept if name != "style") for tag, kept in KEPT.items()}
"""What is left where `style` goes as well."""


def stripped(page: str, kept: Mapping[str, tuple[str, ...]]) -> str:
    body = html.fromstring(page.encode()).find("body")
    for element in body.iter():
        for name in set(element.attrib) - set(kept.get(element.tag, ())):
            del element.attrib[name]
    return html.tostring(body, encoding="unicode")


@pytest.mark.parametrize("kept", [KEPT, BARE], ids=["kept", "bare"])
@pytest.mark.parametrize("draft", [True, False])
def test_what_an_editor_leaves_of_it_reads_back_whole(sample, kept, draft):
    answers = load_answers(sample)
    report = build_document(Facts(answers.form, answers.draft), draft=draft)
    page = stripped(render_paste(report), kept)
    assert differences(report, read_report(answers.form, page.encode(), "paste")) == ()


def test_an_editor_finds_nothing_to_strip(sample):
    answers = load_answers(sample)
    page = render_paste(build_document(Facts(answers.form, answers.draft), draft=False))
    body = html.tostring(html.fromstring(page.encode()).find("body"), encoding="unicode")
    assert stripped(page, KEPT) == body
    assert "<caption" not in page
    assert "<style" not in page


def test_tables_have_lines_and_alignment_without_style(sample):
    answers = load_answers(sample)
    report = build_document(Facts(answers.form, answers.draft), draft=False)
    body = html.fromstring(stripped(render_paste(report), BARE))
    assert {table.get("border") for table in body.iter("table")} == {"1"}
    assert {cell.get("align") for cell in body.iter("td", "th")} == {"left", "center"}


def test_what_was_typed_is_no_markup_and_paragraphs_are_indented():
    report = Document("<b>甲&", True, (Paragraph("<i>乙</i>", "a"),), "丙", "")
    page = html.fromstring(render_paste(report).encode())
    assert page.findtext(".//h1") == "<b>甲&（草稿）"
    assert page.findtext(".//p") == "　　<i>乙</i>"


def test_heads_break_between_words_and_addresses_at_their_marks(sample):
    answers = load_answers(sample)
    report = build_document(Facts(answers.form, answers.draft), draft=False)
    page = render_paste(report._replace(blocks=(*report.blocks, Paragraph(LONG, "a"))))
    assert ">结果<wbr>维持</th>" in page
    assert ">（三）<wbr>不予公开</td>" in page
    assert (
        "https://www.<wbr>example.<wbr>gov.<wbr>cn/<wbr>a/<wbr>b?<wbr>c=<wbr>1&amp;<wbr>d=" in page
    )
    assert "and/or" in page


LONG = "见https://www.example.gov.cn/a/b?c=1&d=2，and/or"


def test_a_long_title_breaks_where_its_sense_does():
    organ = "示例回族自治州国家级高新技术产业开发区和综合保税区管理委员会"
    report = Document(f"{organ}2023年政府信息公开工作年度报告", False, (), organ, "")
    assert "开发区<wbr>和综合保税区管理委员会<wbr>2023年" in render_paste(report)


def test_a_label_beside_many_rows_stands_upright(sample):
    answers = load_answers(sample)
    report = build_document(Facts(answers.form, answers.draft), draft=False)
    page = html.fromstring(render_paste(report).encode())
    upright = [cell.text for cell in page.iter("td") if "vertical-rl" in cell.get("style")]
    assert upright == ["三、本年度办理结果"]
