"""The 送审单 as a Word template: fields and boxes to fill in by hand, then sections with figures.

Its words come from review.yaml; here is only how they are laid out.
"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.report.word_parts import section
from drafter.report.word_xml import (
    CENTRED,
    FREE,
    HANGING,
    KEPT,
    STYLES,
    Style,
    lines,
    paragraph,
    root,
    run,
    twips,
    w,
)

_MARGINS = {"top": 20, "right": 20, "bottom": 20, "left": 25, "header": 8, "footer": 10}
"""In mm; narrower than those of the report, so that the sheet is one page where little is said."""
_LABEL, _VALUE = 20, 35
"""Millimetres of a field; three are beside one another."""
_FIELDS = 3
_FIGURE_COLUMNS = (61, 30, 30, 44)
_ROW, _OPINION, _FIGURE_ROW = 7, 16, 6
"""Millimetres of a row at least."""
_TEXT = lines(15.5)

SHEET_STYLES = {
    style.id: style
    for style in (
        Style("Normal", "Normal", "仿宋_GB2312", 21, FREE + _TEXT),
        Style("Title", "Title", "方正小标宋简体", 36, KEPT + FREE + lines(28) + CENTRED),
        Style("Day", "送审日期", "仿宋_GB2312", 21, FREE + lines(18) + CENTRED),
        Style("Mark", "草稿说明", "黑体", 21, FREE + lines(18) + CENTRED, bold=True),
        Style("Heading1", "heading 1", "黑体", 24, KEPT + FREE + lines(21)),
        Style(
            "Body",
            "送审单正文",
            "仿宋_GB2312",
            21,
            HANGING + FREE + _TEXT + w("ind", firstLine=420) + w("jc", val="both"),
        ),
        Style("FieldName", "栏目", "黑体", 21, FREE + _TEXT + CENTRED),
        Style("FieldText", "栏目内容", "仿宋_GB2312", 21, FREE + _TEXT + w("ind", left=60)),
        Style("Opinion", "签名", "仿宋_GB2312", 21, FREE + _TEXT + w("jc", val="right")),
        Style("FigureName", "数字名称", "仿宋_GB2312", 21, FREE + _TEXT + w("ind", left=60)),
        Style("Figure", "数字", "仿宋_GB2312", 21, FREE + _TEXT + w("jc", val="right")),
        Style(
            "JumpedName", "变化大的名称", "黑体", 21, FREE + _TEXT + w("ind", left=60), bold=True
        ),
        Style("Jumped", "变化大的数字", "黑体", 21, FREE + _TEXT + w("jc", val="right"), bold=True),
        *(STYLES[name] for name in ("DraftMark", "PageNumber", "Directive")),
    )
}


def sheet() -> str:
    """The main part."""
    return root("document", w("body", *_body(), section(_MARGINS)))


def _body() -> Iterator[str]:
    yield _text("Title", "{{ title }}")
    yield _text("Day", "{{ sheet.day }}")
    yield _directive("if sheet.mark")
    yield _text("Mark", "{{ sheet.mark }}")
    yield _directive("endif")
    yield _table([_LABEL, _VALUE] * _FIELDS, _field_rows())
    yield _directive("for section in sheet.sections")
    yield _text("Heading1", "{{ section.title }}")
    yield _directive("for paragraph in section.paragraphs")
    yield _text("Body", "{{ paragraph }}")
    yield _directive("endfor")
    yield _directive("if section.figures and sheet.figures")
    yield _table(_FIGURE_COLUMNS, _figure_rows())
    yield _directive("endif")
    yield _directive("endfor")


def _field_rows() -> Iterator[str]:
    wide = _VALUE + (_LABEL + _VALUE) * (_FIELDS - 1)
    yield _turn("for row in sheet.fields")
    yield _turn("if row | length == 1")
    yield _row(_field("row[0]", wide))
    yield _turn("else")
    yield _row("".join(_field(f"row[{place}]", _VALUE) for place in range(_FIELDS)))
    yield _turn("endif")
    yield _turn("endfor")
    yield _turn("for opinion in sheet.opinions")
    box = _cell(
        wide,
        "Opinion",
        "{{ sheet.signed }}　　　　　　　　　　{{ sheet.dated }}",
        side="bottom",
        columns=2 * _FIELDS - 1,
    )
    yield _row(_cell(_LABEL, "FieldName", "{{ opinion }}") + box, height=_OPINION)
    yield _turn("endfor")


def _field(name: str, width: int) -> str:
    columns = 1 if width == _VALUE else 2 * _FIELDS - 1
    label = _cell(_LABEL, "FieldName", f"{{{{ {name}.label }}}}")
    return label + _cell(width, "FieldText", f"{{{{ {name}.text }}}}", columns=columns)


def _figure_rows() -> Iterator[str]:
    heads = (f"{{{{ sheet.head[{place}] }}}}" for place in range(len(_FIGURE_COLUMNS)))
    head = _cells(heads, ["FieldName"] * len(_FIGURE_COLUMNS))
    yield _row(head, height=_FIGURE_ROW, head=True)
    yield _turn("for one in sheet.figures")
    yield _turn("if one.jumped")
    yield _row(_cells(_FIGURE, ["JumpedName", *["Jumped"] * 3]), height=_FIGURE_ROW)
    yield _turn("else")
    yield _row(_cells(_FIGURE, ["FigureName", *["Figure"] * 3]), height=_FIGURE_ROW)
    yield _turn("endif")
    yield _turn("endfor")


_FIGURE = (
    "{{ one.label }}{% if one.unit %}（{{ one.unit }}）{% endif %}",
    *(f'{{{{ one.{part} or "—" }}}}' for part in ("now", "last", "change")),
)


def _cells(texts: Iterator[str] | tuple[str, ...], styles: list[str]) -> str:
    each = zip(_FIGURE_COLUMNS, styles, texts, strict=True)
    return "".join(_cell(width, style, text) for width, style, text in each)


def _table(columns: list[int] | tuple[int, ...], rows: Iterator[str]) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = (w(side, val="single", sz=4, space=0, color="000000") for side in sides)
    margins = (w(side, w=twips(0.8), type="dxa") for side in ("left", "right"))
    look = w(
        "tblPr",
        w("tblW", w=twips(sum(columns)), type="dxa"),
        w("jc", val="center"),
        w("tblBorders", *borders),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *margins),
    )
    grid = w("tblGrid", *(w("gridCol", w=twips(width)) for width in columns))
    return w("tbl", look, grid, *rows)


def _row(cells: str, *, height: int = _ROW, head: bool = False) -> str:
    tall = w("trHeight", val=twips(height), hRule="atLeast")
    return w("tr", w("trPr", w("cantSplit"), tall, w("tblHeader") if head else ""), cells)


def _turn(code: str) -> str:
    """A row that is not printed."""
    return w("tr", w("tc", paragraph("Directive", run(f"{{%tr {code} %}}"))))


def _cell(width: int, style: str, text: str, *, side: str = "center", columns: int = 1) -> str:
    look = w(
        "tcPr",
        w("tcW", w=twips(width), type="dxa"),
        w("gridSpan", val=columns) if columns > 1 else "",
        w("vAlign", val=side),
    )
    return w("tc", look, _text(style, text))


def _text(style: str, text: str) -> str:
    return paragraph(style, run(text))


def _directive(code: str) -> str:
    """A paragraph that is not printed."""
    return _text("Directive", f"{{%p {code} %}}")
