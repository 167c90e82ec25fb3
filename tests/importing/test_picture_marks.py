"""The picture of the year reads back: every word, every figure, every bar's length."""

from __future__ import annotations

import io
import os
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("matplotlib")

from matplotlib import font_manager

from drafter.errors import DrafterError
from drafter.importing.picture_marks import png_differences, svg_differences
from drafter.report import picture_page
from drafter.report.picture_page import draw_png, draw_svg
from drafter.report.year_picture import Bar, Chart, Picture

CASES = int(os.environ.get("READ_BACK_CASES", "30")) // 2
SVG = "{http://www.w3.org/2000/svg}"
SIMPLE = Picture(
    "示例县人民政府2023年报告",
    "示例县人民政府",
    "",
    "2023年",
    "2022年",
    (Chart("办理结果", "件", (Bar("予以公开", 81, 40), Bar("不予公开", 20, None))),),
)

FIGURES = st.integers(0, 10**7)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co"]), min_size=1, max_size=40)
LABELS = WORDS.filter(lambda text: "".join(text.split()))
BARS = st.builds(Bar, LABELS, FIGURES, st.none() | FIGURES)
CHARTS = st.builds(
    Chart, LABELS, st.sampled_from(("件", "")), st.lists(BARS, min_size=1, max_size=7)
)
PICTURES = st.builds(
    Picture,
    LABELS,
    WORDS,
    st.sampled_from(("", "草稿", "送审稿")),
    st.just("2023年"),
    st.just("2022年"),
    st.lists(CHARTS, max_size=8).map(tuple),
)


@pytest.fixture(autouse=True)
def _chinese() -> None:
    if not set(picture_page._FONTS) & set(font_manager.fontManager.get_font_names()):
        pytest.skip("there is no Chinese font on this machine")


@given(PICTURES)
@settings(max_examples=CASES, deadline=None)
def test_any_picture_survives(picture):
    assert svg_differences(picture, draw_svg(picture).data) == ()


def test_a_picture_of_dots_says_in_words_what_it_shows():
    data = draw_png(SIMPLE).data
    assert data.startswith(b"\x89PNG")
    assert png_differences(SIMPLE, data) == ()
    (problem,) = png_differences(SIMPLE._replace(charts=()), data)
    assert "办理结果（件）：予以公开81（2022年40）" in problem.what


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (SIMPLE._replace(title="示例县人民政府2022年报告"), {"图解，标题"}),
        (SIMPLE._replace(mark="送审稿"), {"图解，标题"}),
        (
            SIMPLE._replace(charts=(Chart("办理结果", "件", (Bar("予以公开", 81, 41),)),)),
            {"图解，说明", "图解，“办理结果”"},
        ),
        (
            SIMPLE._replace(charts=(Chart("办理结果", "条", SIMPLE.charts[0].bars),)),
            {"图解，说明", "图解，“办理结果”"},
        ),
    ],
)
def test_what_differs_is_told(wrong, told):
    assert {problem.where for problem in svg_differences(wrong, draw_svg(SIMPLE).data)} == told


def test_a_bar_of_another_length_is_told():
    data = draw_svg(SIMPLE).data
    root = ET.fromstring(data)
    group = next(g for g in root.iter(f"{SVG}g") if g.get("id") == "chart-0-1-now-bar")
    path = group.find(f"{SVG}path")
    longer = path.get("d").replace(" L ", " L 9", 1)
    path.set("d", longer)
    (problem,) = svg_differences(SIMPLE, ET.tostring(root))
    assert problem.what == "20 的长短不对。"


def test_it_is_accessible():
    root = ET.fromstring(draw_svg(SIMPLE).data)
    assert (root.get("role"), root.get("lang")) == ("img", "zh-CN")
    title, desc, *_ = root
    assert (title.tag, title.text) == (f"{SVG}title", SIMPLE.title)
    assert (desc.tag, desc.text) == (f"{SVG}desc", SIMPLE.description)
    assert root.get("aria-labelledby") == title.get("id")
    assert root.get("aria-describedby") == desc.get("id")


def test_the_years_are_told_apart_without_colour():
    root = ET.fromstring(draw_svg(SIMPLE).data)
    looks = {
        group.get("id"): group.find(f"{SVG}path").get("style")
        for group in root.iter(f"{SVG}g")
        if (group.get("id") or "").endswith("-bar")
    }
    assert "url(#" not in looks["chart-0-0-now-bar"]
    assert "url(#" in looks["chart-0-0-last-bar"]


def test_the_same_picture_gives_the_same_bytes():
    assert draw_svg(SIMPLE) == draw_svg(SIMPLE)
    assert draw_png(SIMPLE) == draw_png(SIMPLE)


def test_it_prints_on_one_a4_page():
    from PIL import Image

    with Image.open(io.BytesIO(draw_png(SIMPLE).data)) as image:
        assert image.size == (1653, 2338)


def test_without_a_chinese_font_there_is_a_sentence(monkeypatch):
    monkeypatch.setattr(picture_page, "_FONTS", ("没有这种字体",))
    with pytest.raises(DrafterError, match="没有找到中文字体"):
        draw_svg(SIMPLE)


def test_characters_that_the_font_lacks_are_told():
    assert "方框" in draw_png(SIMPLE._replace(title="\U0001f9ff\U0001fae0\ue000")).note
    assert draw_png(SIMPLE).note == ""
