"""The picture of the year drawn on one A4 page by matplotlib, as SVG and as PNG."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, NamedTuple
from xml.etree import ElementTree

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Sheet
from matplotlib.font_manager import fontManager
from matplotlib.patches import Patch

from drafter.errors import DrafterError, Problem
from drafter.form.arithmetic import Figure, format_figure
from drafter.report.table_markup import legal
from drafter.report.title_lines import bracketed, title_lines
from drafter.report.width import wrap_cells
from drafter.report.year_picture import Bar, Chart, Picture

# matplotlib would tell of its cache, and of fonts it did not find, on the clerk's screen.
logging.getLogger("matplotlib").addHandler(logging.NullHandler())

CUT = "…"
"""The end of a label that has more than its place holds; the description has it whole."""
_FONTS = (
    *("Microsoft YaHei", "PingFang SC", "Hiragino Sans GB", "Noto Sans CJK SC"),
    *("Source Han Sans SC", "Noto Sans SC", "SimHei", "Heiti SC", "STHeiti"),
    *("WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "FandolHei", "SimSun", "Songti SC"),
    *("Noto Serif CJK SC", "Source Han Serif SC", "FangSong", "Noto Sans CJK JP"),
)
"""Families with Chinese, the plainest first."""
_LACKING = "图解用的字体里没有其中几个字，图上成了方框。装上微软雅黑或者思源黑体，再生成一次。"
# Millimetres, but for the last lines.
_WIDE, _HIGH = 210.0, 297.0
_MARGIN, _GAP = 16.0, 10.0
_TITLE_LINE, _KEY, _FOOT = 9.5, 7.0, 14.0
"""A line of the title, that of the key, and at the foot where the figures are from."""
_CHART_HEAD, _ONE_BAR, _TWO_BARS = 15.0, 8.0, 10.5
_LABELS, _DIGIT, _LEAST_BAR = 29.0, 1.8, 12.0
_LABEL_CELLS, _LABEL_LINES = 16, 2
_POINTS, _HEAD_POINTS, _TITLE_POINTS = 9, 11, 18
_DOTS_PER_INCH, _MM_PER_INCH = 200, 25.4
_THICK = 0.38
"""Of the place of a bar."""
_NOW: dict[str, Any] = {"facecolor": "#1f4e79", "edgecolor": "#1f4e79"}
_LAST: dict[str, Any] = {"facecolor": "white", "edgecolor": "#444444", "hatch": "/////"}
"""A full bar and a hatched one: a copy without colours tells them apart as well."""
_NAMESPACE = "http://www.w3.org/2000/svg"
_SVG = f"{{{_NAMESPACE}}}"
_FAMILY = re.compile(rb"font-family: [^;\"]+;")


class Drawn(NamedTuple):
    """A picture; `note` says in the clerk's words what this machine lacked, or is empty."""

    data: bytes
    note: str


def draw_svg(picture: Picture) -> Drawn:
    """The page as SVG, its texts as texts, with title and description; the same bytes each time.

    Raises: DrafterError where no Chinese font is found.
    """
    drawn = _drawn(picture, "svg", {"Date": None, "Creator": None})
    return drawn._replace(data=_described(drawn.data, picture))


def draw_png(picture: Picture) -> Drawn:
    """The page as PNG, of 200 dots an inch. Raises: DrafterError where no Chinese font is found."""
    told = {"Title": legal(picture.title), "Description": legal(picture.description)}
    return _drawn(picture, "png", {**told, "Software": None})


def _drawn(picture: Picture, kind: str, told: Mapping[str, str | None]) -> Drawn:
    settings: dict[Any, Any] = {
        "font.family": _families(),
        "font.size": _POINTS,
        "hatch.linewidth": 0.6,
        "svg.fonttype": "none",
        "svg.hashsalt": "drafter",
        "text.parse_math": False,
    }
    made = BytesIO()
    with rc_context(settings), warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        _sheet(picture).savefig(made, format=kind, dpi=_DOTS_PER_INCH, metadata=told)
    lacking = any("missing from" in str(each.message) for each in warned)
    return Drawn(made.getvalue(), _LACKING * lacking)


def _families() -> list[str]:
    """The Chinese families at hand. Raises: DrafterError where there are none."""
    known = set(fontManager.get_font_names())
    families = [name for name in _FONTS if name in known]
    if not families:
        fix = "装上微软雅黑、黑体或者思源黑体，再生成一次。"
        raise DrafterError(Problem("图解", "这台电脑上没有找到中文字体。", fix))
    return families


def _sheet(picture: Picture) -> Sheet:
    sheet = Sheet(figsize=(_WIDE / _MM_PER_INCH, _HIGH / _MM_PER_INCH))
    lines = title_lines(legal(picture.title), legal(picture.organ), mark=picture.mark)
    title = "\n".join(lines) + bracketed(picture.mark)
    big = {"size": _TITLE_POINTS, "ha": "center", "linespacing": 1.5}
    _write(sheet, _WIDE / 2, _MARGIN, title, "title", **big)
    head = _MARGIN + len(lines) * _TITLE_LINE
    _write(sheet, _MARGIN, head + 1, "图解", "kind", size=_HEAD_POINTS)
    sources = "数字取自这份年度报告。"
    if picture.last:
        sources += f"{picture.last}的数字取自上年的报告。"
    _write(sheet, _MARGIN, _HIGH - _FOOT, sources, "sources")
    keys = [Patch(label=picture.now, **_NOW)]
    if picture.last:
        keys.append(Patch(label=picture.last, **_LAST))
    corner = (1 - _MARGIN / _WIDE, 1 - (head + 1) / _HIGH)
    look: dict[str, Any] = {"ncols": len(keys), "frameon": False, "borderaxespad": 0}
    sheet.legend(handles=keys, loc="upper right", bbox_to_anchor=corner, **look)
    for number, (chart, place) in enumerate(_places(picture, head + _KEY)):
        _draw(sheet, chart, place, f"chart-{number}")
    return sheet


def _write(sheet: Sheet, left: float, top: float, text: str, name: str, **look: Any) -> None:
    """A text whose upper edge stands at these millimetres from the left and the top."""
    sheet.text(left / _WIDE, 1 - top / _HIGH, text, va="top", gid=name, **look)


class _Place(NamedTuple):
    """Where a chart stands, in millimetres; `pitch` from one bar's place to the next."""

    left: float
    top: float
    width: float
    pitch: float


def _places(picture: Picture, top: float) -> Iterator[tuple[Chart, _Place]]:
    """Two charts beside one another, their bars as far apart as they want or the page allows."""
    rows = [picture.charts[at : at + 2] for at in range(0, len(picture.charts), 2)]
    longest = [max(len(chart.bars) for chart in row) for row in rows]
    room = _HIGH - top - _FOOT - _CHART_HEAD * len(rows)
    pitch = min(_TWO_BARS if picture.last else _ONE_BAR, room / max(sum(longest), 1))
    width = (_WIDE - 2 * _MARGIN - _GAP) / 2
    for row, bars in zip(rows, longest, strict=True):
        for column, chart in enumerate(row):
            yield chart, _Place(_MARGIN + column * (width + _GAP), top, width, pitch)
        top += _CHART_HEAD + bars * pitch


def _draw(sheet: Sheet, chart: Chart, place: _Place, name: str) -> None:
    """One chart; `name` begins the names of all that is drawn of it."""
    look = {"size": _HEAD_POINTS, "weight": "bold"}
    _write(sheet, place.left, place.top + 3, legal(chart.head), f"{name}-head", **look)
    figures = [figure for bar in chart.bars for figure in _figures(bar)]
    digits = max(len(format_figure(figure)) for figure in figures)
    width = max(place.width - _LABELS - digits * _DIGIT - 3, _LEAST_BAR)
    height = len(chart.bars) * place.pitch
    bottom = _HIGH - place.top - _CHART_HEAD + 4 - height
    left = place.left + _LABELS
    axes = sheet.add_axes((left / _WIDE, bottom / _HIGH, width / _WIDE, height / _HIGH))
    _draw_bars(axes, chart.bars, name)
    axes.set_xlim(0, float(max(figures)) or 1)
    axes.set_ylim(len(chart.bars) - 0.5, -0.5)
    axes.xaxis.set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.spines[["top", "right", "bottom"]].set_visible(False)


def _figures(bar: Bar) -> tuple[Figure, ...]:
    return (bar.now,) if bar.last is None else (bar.now, bar.last)


def _draw_bars(axes: Axes, bars: Sequence[Bar], name: str) -> None:
    axes.set_yticks(range(len(bars)), [_label(legal(bar.label)) for bar in bars])
    for at, (bar, label) in enumerate(zip(bars, axes.get_yticklabels(), strict=True)):
        label.set_gid(f"{name}-{at}-label")
        beside = bar.last is not None
        _draw_bar(axes, at - beside * (_THICK / 2 + 0.02), bar.now, _NOW, f"{name}-{at}-now")
        if bar.last is not None:
            _draw_bar(axes, at + _THICK / 2 + 0.02, bar.last, _LAST, f"{name}-{at}-last")


def _draw_bar(axes: Axes, at: float, figure: Figure, look: Mapping[str, Any], name: str) -> None:
    bars = axes.barh(at, float(figure), height=_THICK, **look)
    bars[0].set_gid(f"{name}-bar")
    axes.bar_label(bars, [format_figure(figure)], padding=3)[0].set_gid(name)


def _label(text: str) -> str:
    lines = wrap_cells(text, _LABEL_CELLS)
    if len(lines) > _LABEL_LINES:
        lines = [*lines[: _LABEL_LINES - 1], lines[_LABEL_LINES - 1].rstrip()[:-1] + CUT]
    return "\n".join(line.strip() for line in lines)


def _described(data: bytes, picture: Picture) -> bytes:
    """With what a screen reader reads: the title, and all figures in words."""
    root = ElementTree.fromstring(data)
    title = picture.title + bracketed(picture.mark)
    for number, (tag, text) in enumerate((("title", title), ("desc", picture.description))):
        element = ElementTree.Element(_SVG + tag, id=f"picture-{tag}")
        element.text = legal(text)
        root.insert(number, element)
    for metadata in root.findall(_SVG + "metadata"):  # whose names no web page knows
        root.remove(metadata)
    root.set("role", "img")
    root.set("lang", "zh-CN")
    root.set("aria-labelledby", "picture-title")
    root.set("aria-describedby", "picture-desc")
    ElementTree.register_namespace("", _NAMESPACE)
    ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    # It is shown on other machines, with the fonts that are there.
    families = ", ".join(f"'{name}'" for name in _FONTS)
    return _FAMILY.sub(f"font-family: {families}, sans-serif;".encode(), made)
