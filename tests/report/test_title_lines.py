"""Titles break where their sense does, and never where a line has room for all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.report.title_lines import LINE_CELLS, name_lines, title_lines
from drafter.report.width import width_cells

REPORT = "2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("organ", "lines"),
    [
        ("甲局", ("甲局" + REPORT,)),
        ("县财政局", ("县财政局" + REPORT,)),
        # 20 characters, but Word's space between Chinese and digits makes them a line and more.
        ("巴州商务局", ("巴州商务局", REPORT)),
        ("示例县人民政府", ("示例县人民政府", REPORT)),
        (
            "示例市示例新区管理委员会自然资源和城乡规划建设局",
            ("示例市示例新区管理委员会", "自然资源和城乡规划建设局", REPORT),
        ),
        (
            "示例自治区示例自治州示例市市场监督管理局综合执法支队",
            ("示例自治区示例自治州示例市", "市场监督管理局综合执法支队", REPORT),
        ),
    ],
)
def test_a_title_breaks_after_the_organ_and_within_it_between_words(organ, lines):
    assert title_lines(organ + REPORT, organ) == lines


def test_the_mark_of_a_draft_takes_room():
    assert len(title_lines("甲局" + REPORT, "甲局")) == 1
    assert title_lines("甲局" + REPORT, "甲局", mark="草稿") == ("甲局", REPORT)


def test_without_an_organ_a_title_breaks_after_the_year():
    title = "关于示例县人民政府2023年政府信息公开工作的报告"
    assert title_lines(title, "示例县人民政府") == (
        "关于示例县人民政府2023年",
        "政府信息公开工作的报告",
    )


def test_a_title_without_any_seam_is_left_to_word():
    assert title_lines("甲" * 50, "") == ("甲" * 50,)


@settings(deadline=None)
@given(
    st.text("省市县区局人民政府委员会甲2年A", max_size=60), st.sampled_from(["", "草稿", "送审稿"])
)
def test_nothing_is_lost_and_a_broken_title_fits(organ, mark):
    lines = title_lines(organ + REPORT, organ, mark=mark)
    assert "".join(lines) == organ + REPORT
    assert len(lines) == 1 or all(width_cells(line) <= LINE_CELLS for line in lines)


def test_a_name_in_a_signature_is_broken_only_where_it_is_wider_than_a_page():
    assert name_lines("甲" * 28) == ("甲" * 28,)
    long = "示例回族自治州高新技术产业开发区和综合保税区联合管理委员会"
    assert name_lines(long) == ("示例回族自治州高新技术产业开发区", "和综合保税区联合管理委员会")
    assert name_lines("") == ("",)
