"""Widths in terminal cells, and lines that break where a printer would break them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.report.width import (
    CLOSING,
    OPENING,
    Align,
    pad_cells,
    widest_piece_cells,
    width_cells,
    wrap_cells,
)

REPORT_TEXT = st.text(
    st.sampled_from(
        "政府信息公开工作年度报告，。、；：（）“”《》…—·①％ abcXYZ0123456789.,%/-()\u3000\u0301"
    )
)
ANY_TEXT = st.one_of(REPORT_TEXT, st.text())
WIDTHS = st.integers(2, 40)


@pytest.mark.parametrize(
    ("text", "narrow", "wide"),
    [
        ("", 0, 0),
        ("2024", 4, 4),
        ("政府信息", 8, 8),
        ("国办发〔2018〕37号", 18, 18),
        ("１２％，。", 10, 10),
        ("\u3000", 2, 2),
        ("“三安全一稳定”", 14, 16),
        ("…—·①×│─", 7, 14),
        ("e\u0301", 1, 1),
        ("葛\U000e0100", 2, 2),
        ("か\u3099", 2, 2),
        ("零\u200b宽\ufeff", 4, 4),
        ("\x1b\t\n", 0, 0),
        ("𠮷", 2, 2),
    ],
)
def test_width_in_cells(text: str, narrow: int, wide: int) -> None:
    assert width_cells(text) == narrow
    assert width_cells(text, ambiguous_wide=True) == wide


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("政府信息公开", 4, ["政府", "信息", "公开"]),
        ("政府信息公开", 5, ["政府", "信息", "公开"]),
        ("政府信息，公开", 8, ["政府信", "息，公开"]),
        ("信息公开（年报）", 10, ["信息公开", "（年报）"]),
        ("共收到申请1234件", 12, ["共收到申请", "1234件"]),
        ("公开率12.5%以上", 10, ["公开率", "12.5%以上"]),
        ("一稳定”……完", 6, ["一稳", "定”……", "完"]),
        ("见https://www.gov.cn/x", 8, ["见", "https://", "www.gov.", "cn/x"]),
        ("for all of it", 7, ["for ", "all of ", "it"]),
        ("甲——乙", 3, ["甲", "——", "乙"]),
        ("（三）不予公开", 4, ["（三", "）不", "予公", "开"]),
        ("宽", 1, ["宽"]),
    ],
)
def test_lines_break_where_a_printer_would(text: str, width: int, lines: list[str]) -> None:
    assert wrap_cells(text, width) == lines


@given(ANY_TEXT, WIDTHS, st.booleans())
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, width: int, wide: bool) -> None:
    lines = wrap_cells(text, width, ambiguous_wide=wide)
    assert "".join(lines) == text
    assert all(width_cells(line, ambiguous_wide=wide) <= width for line in lines)


@given(ANY_TEXT, st.booleans(), WIDTHS)
def test_lines_wide_enough_for_every_piece_keep_the_rules(
    text: str, wide: bool, width: int
) -> None:
    width = max(width, widest_piece_cells(text, ambiguous_wide=wide))
    lines = wrap_cells(text, width, ambiguous_wide=wide)
    for before, after in pairwise(lines):
        assert before[-1] not in OPENING
        assert after[0] not in CLOSING
        assert width_cells(after[0]) > 0
        assert not ("!" <= before[-1] <= "~" and "!" <= after[0] <= "~")


@given(st.integers(0, 10**9), WIDTHS)
def test_a_number_is_torn_only_when_wider_than_the_line(number: int, width: int) -> None:
    lines = wrap_cells(f"共收到（含结转）{number}。", width)
    if width >= len(str(number)):
        assert any(str(number) in line for line in lines)


@given(ANY_TEXT, st.integers(0, 60), st.sampled_from(["left", "centre", "right"]), st.booleans())
def test_padding_fills_to_the_width_and_keeps_the_text(
    text: str, width: int, align: Align, wide: bool
) -> None:
    padded = pad_cells(text, width, align, ambiguous_wide=wide)
    own = width_cells(text, ambiguous_wide=wide)
    assert width_cells(padded, ambiguous_wide=wide) == max(width, own)
    assert text in padded


def test_alignment() -> None:
    assert pad_cells("总计", 7, "left") == "总计   "
    assert pad_cells("总计", 7, "centre") == " 总计  "
    assert pad_cells("总计", 7, "right") == "   总计"
    assert pad_cells("总计", 2, "right") == "总计"


def test_a_figure_is_not_parted_from_the_name_before_it():
    assert wrap_cells("本年新收 自然人 7件", 16) == ["本年新收 自然", "人 7件"]
