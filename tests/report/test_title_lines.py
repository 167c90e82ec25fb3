"""Titles break where their sense does, and never where a line has room for all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.report.title_lines import LINE_CELLS, signature_lines, title_lines
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


@pytest.mark.parametrize(
    ("organ", "lines"),
    [
        ("", ("",)),
        ("示例县人民政府", ("示例县人民政府",)),
        # 24 characters, all of them in one line.
        ("示例市示例新区管理委员会自然资源和城乡规划建设局", 1),
        (
            "示例自治州示例高新技术产业开发区管理委员会市场监督管理应急局",
            ("示例自治州示例高新技术产业开发区管理委员会", "市场监督管理应急局"),
        ),
        ("甲" * 40, 1),
    ],
)
def test_a_name_that_signs_is_parted_only_where_it_is_too_long_and_by_sense(organ, lines):
    assert signature_lines(organ) == ((organ,) if lines == 1 else lines)
