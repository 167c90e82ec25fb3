"""Cleaning of typed and pasted text."""

from __future__ import annotations

from unicodedata import is_normalized

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.draft.clean_text import scrub, scrub_line, scrub_prose

ANY_TEXT = st.text(st.characters() | st.sampled_from("\ud800\r\n\t\x85\u2028\ufeff \u3000é\u0301"))


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("甲\r\n乙\r丙", "甲\n乙\n丙"),
        ("甲\u2028乙\u2029丙\x85丁", "甲\n乙\n丙\n丁"),
        ("\ufeff甲\x00\x07\x1b乙\x9f\x7f", "甲乙"),
        ("甲\ud800乙", "甲乙"),
        ("甲\u202a乙\u202e丙\u2066丁\u2069", "甲乙丙丁"),
        ("甲\t乙", "甲\t乙"),
        ("e\u0301", "é"),
        ("（一）１２，“甲”①²", "（一）１２，“甲”①²"),
        ("", ""),
    ],
)
def test_scrub_drops_what_cannot_be_kept(typed: str, clean: str) -> None:
    assert scrub(typed) == clean


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("门户\n网站", "门户网站"),
        ("公开，\r\n  共享", "公开，共享"),
        ("news\nsite", "news site"),
        ("共\t12 件", "共 12 件"),
        ("  甲　乙  ", "甲　乙"),
        ("\n\n", ""),
    ],
)
def test_a_line_has_no_breaks(typed: str, clean: str) -> None:
    assert scrub_line(typed) == clean


def test_prose_is_paragraphs_without_blank_lines_and_indents() -> None:
    assert scrub_prose("　　第一段。\r\n\r\n　　第二段。  \n") == "第一段。\n第二段。"


@given(ANY_TEXT)
def test_scrubbing_twice_changes_nothing_more(text: str) -> None:
    for clean in (scrub, scrub_line, scrub_prose):
        once = clean(text)
        assert clean(once) == once
        assert is_normalized("NFC", once)
        once.encode()


@given(ANY_TEXT)
def test_a_line_is_one_line(text: str) -> None:
    assert len(scrub_line(text).splitlines()) <= 1


@pytest.mark.usefixtures("within_bounds")
@pytest.mark.parametrize("nasty", ["\u0315\u0300", "\u0f73", " ", "\r", "\n ", "。"])
def test_a_long_text_is_cleaned_in_linear_time(nasty: str) -> None:
    """No longer: where the bound is lost, Python sorts marks for minutes and hears no signal."""
    text = nasty * (200_000 // len(nasty))
    assert len(scrub(text)) <= 200_000
    assert len(scrub_line(text)) <= 200_000


def test_thirty_combining_marks_are_enough() -> None:
    assert scrub("a" + "\u0315" * 99) == "a" + "\u0315" * 30
