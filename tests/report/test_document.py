"""From a draft to the document: what stands on the page, in order."""

from __future__ import annotations

from dataclasses import replace

from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft, with_answer
from drafter.report.document import Heading, Paragraph, build_document


def test_the_blocks_come_in_the_order_of_the_form(document_of, finished):
    document = document_of(finished)
    assert document.blocks[:4] == (
        Heading("第一部分 概况", 1, "story"),
        Paragraph("全年到馆12345人次，借出图书1234册，借阅繁忙。", "story"),
        Paragraph("设有讲解。", "story"),
        Heading("第二部分 借阅", 1, "loans"),
    )
    assert document.blocks[4].kind == "table"
    assert document.blocks[4].grid.rows[1][-1].text == "1234"


def test_the_title_and_signature_are_filled(document_of, finished):
    document = document_of(finished)
    assert document.title == "示例市图书馆2021年借阅年报"
    assert (document.signed_by, document.signed_on) == ("示例市图书馆", "2022年1月5日")


def test_without_a_date_the_signature_has_none(document_of, finished):
    assert document_of(with_answer(finished, "signed", None)).signed_on == ""


def test_an_empty_draft_makes_a_document_too(document_of):
    document = document_of(Draft("tiny"), mark=True)
    assert document.draft
    assert document.title == "年借阅年报"


def test_ones_own_text_stands_instead_of_the_drafted_one(document_of, finished):
    document = document_of(replace(finished, texts={"story": "甲\n\n 乙 "}))
    assert [b.text for b in document.blocks if b.kind == "paragraph"] == ["甲", "乙"]


def test_sections_have_headings_of_the_second_level(kinds):
    document = build_document(Facts(kinds, Draft("kinds", {"work.main.items": 3})), draft=False)
    assert document.blocks[:4] == (
        Heading("一、工作", 1, "work"),
        Heading("（一）主要工作", 2, "work.main"),
        Paragraph("发布3条", "work.main"),
        Heading("（二）说明", 2, "work.notes"),
    )
