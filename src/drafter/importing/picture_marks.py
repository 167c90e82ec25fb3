"""The picture of the year read back: its words, its figures, and how long each bar is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from xml.etree import ElementTree

from drafter.errors import Problem
from drafter.form.arithmetic import Figure, format_figure
from drafter.report.picture_page import CUT
from drafter.report.table_markup import legal
from drafter.report.title_lines import bracketed
from drafter.report.year_picture import Chart, Picture

_SVG = "{http://www.w3.org/2000/svg}"
_POINT = re.compile(r"[ML] (-?[\d.]+) -?[\d.]+")
_FIX = "把这几行告诉提供 drafter 的人。"
_NEAR = 0.5
"""Points by which a bar may be off."""


def svg_differences(picture: Picture, data: bytes) -> tuple[Problem, ...]:
    """Every word and figure that does not stand in its place, and bars of another length."""
    root = ElementTree.fromstring(data)
    groups = {name: group for group in root.iter(_SVG + "g") if (name := group.get("id"))}
    texts = {
        name: "".join(text.text or "" for text in group.iter(_SVG + "text"))
        for name, group in groups.items()
    }
    lengths = {
        name.removesuffix("-bar"): _length(group)
        for name, group in groups.items()
        if name.endswith("-bar")
    }
    title = picture.title + bracketed(picture.mark)
    return (
        *_text("标题", title, root.findtext(_SVG + "title")),
        *_text("标题", title, texts.get("title")),
        *_text("说明", picture.description, root.findtext(_SVG + "desc")),
        *(
            problem
            for number, chart in enumerate(picture.charts)
            for problem in _chart(chart, f"chart-{number}", texts, lengths)
        ),
    )


def png_differences(picture: Picture, data: bytes) -> tuple[Problem, ...]:
    """Whether the description in a whole picture is the right one; its figures are dots."""
    from PIL import Image

    with Image.open(BytesIO(data)) as image:
        image.load()
        return tuple(_text("说明", picture.description, image.info.get("Description")))


def _chart(
    chart: Chart, name: str, texts: Mapping[str, str], lengths: Mapping[str, float]
) -> Iterator[Problem]:
    place = f"“{chart.title}”"
    yield from _text(place, chart.head, texts.get(f"{name}-head"))
    figures: dict[str, Figure] = {}
    for at, bar in enumerate(chart.bars):
        yield from _text(place, bar.label, texts.get(f"{name}-{at}-label"))
        figures[f"{name}-{at}-now"] = bar.now
        if bar.last is not None:
            figures[f"{name}-{at}-last"] = bar.last
    longest = max(figures, key=lambda mark: figures[mark])
    for mark, figure in figures.items():
        printed = format_figure(figure)
        yield from _text(place, printed, texts.get(mark))
        share = float(figure) / (float(figures[longest]) or 1)
        if abs(lengths.get(mark, -1) - lengths.get(longest, 0) * share) > _NEAR:
            yield Problem(f"图解，{place}", f"{printed} 的长短不对。", _FIX)


def _length(group: ElementTree.Element) -> float:
    """Of a bar, in points."""
    path = next(group.iter(_SVG + "path"), None)
    places = [float(x) for x in _POINT.findall("" if path is None else path.get("d", ""))]
    return max(places) - min(places) if places else -1.0


def _text(place: str, wanted: str, found: str | None) -> Iterator[Problem]:
    """Whether a text stands there, as far as its place holds it; lines may break anywhere."""
    wanted, found = "".join(legal(wanted).split()), "".join((found or "").split())
    cut = found.endswith(CUT) and wanted.startswith(found.removesuffix(CUT))
    if found != wanted and not cut:
        what = f"应为“{wanted[:40]}”，图上是“{found[:40]}”。"
        yield Problem(f"图解，{place}", what, _FIX)
