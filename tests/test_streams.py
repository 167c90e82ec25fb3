"""What a terminal sends is read as it was meant, in whatever pieces it comes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.streams import TypedBytes

TEXTS = (
    "甲县水利局",
    "水",
    "巴州商务局2021年",
    "一要学习",
    "🙂甲\U00020000",
    "Ünü·ñ",
    "ئۇيغۇر",
    "商 · 务",
)


def read(*pieces: bytes) -> str:
    typed = TypedBytes()
    return "".join(map(typed.decode, pieces)) + typed.decode(b"", final=True)


def pieces(data: bytes, at: list[int]) -> list[bytes]:
    ends = sorted({end % (len(data) + 1) for end in at} | {0, len(data)})
    return [data[start:end] for start, end in pairwise(ends)]


@given(st.sampled_from(TEXTS), st.lists(st.integers(0, 40)))
def test_utf_8_is_read_whatever_its_pieces(text, at):
    assert read(*pieces(text.encode(), at)) == text


@pytest.mark.parametrize("text", ["甲县水利局", "水", "展示", "水、甲", "甲🙂"])
def test_the_chinese_code_page_is_read(text):
    assert read(text.encode("gb18030")) == text
    assert read(*(char.encode("gb18030") for char in text)) == text


def test_a_character_of_the_code_page_may_come_byte_by_byte():
    assert read(*(bytes([byte]) for byte in "甲县水路局1".encode("gb18030"))) == "甲县水路局1"


def test_a_terminal_that_sends_utf_8_again_is_read_again():
    assert read("甲".encode("gbk"), "路".encode("gbk"), "甲".encode(), "·".encode()) == "甲路甲·"


def test_a_bad_byte_in_a_long_text_stands_alone():
    assert read("很长的一段".encode() + b"\xff" + "文字".encode()) == "很长的一段\ufffd文字"


@pytest.mark.parametrize("data", [b"\xff", b"\xff\xfe", b"\x81\xff"])
def test_what_is_neither_is_seen(data):
    assert "\ufffd" in read(data + b"\r")


@given(st.lists(st.binary(max_size=9)))
def test_any_bytes_are_text_and_plain_ones_stay(given):
    text = read(*given)
    text.encode()
    plain = [piece for piece in given if piece.isascii()]
    if plain == given:
        assert text == b"".join(given).decode()
