"""WordprocessingML as text: elements and lengths, styles and fonts, paragraphs and runs.

By GB/T 9704: 22 lines of 28 characters, 小标宋 for the title, 仿宋, 黑体 and 楷体 for the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

PAGE_TWIPS = 8844
"""Between the margins: 156 mm, 28 characters."""
_CHARACTERS = 28


def w(name: str, /, *inside: str, **values: object) -> str:
    """One element of WordprocessingML with its attributes and children."""
    attributes = "".join(f" w:{key}={quoteattr(str(value))}" for key, value in values.items())
    held = "".join(inside)
    return f"<w:{name}{attributes}>{held}</w:{name}>" if held else f"<w:{name}{attributes}/>"


def twips(mm: float) -> int:
    """A length as Word counts it, in twentieths of a point."""
    return round(mm * 1440 / 25.4)


def indent(*, first: float = 0, left: float = 0, right: float = 0) -> str:
    """Indents in characters of the body, with twips for programs that know no characters."""
    given = {"left": left, "right": right, "firstLine": first}
    in_characters = {f"{side}Chars": round(n * 100) for side, n in given.items() if n}
    in_twips = {side: round(n * PAGE_TWIPS / _CHARACTERS) for side, n in given.items() if n}
    return w("ind", **in_characters, **in_twips)


def root(name: str, *inside: str) -> str:
    """The root element of a part."""
    names = f'xmlns:w="{MAIN}" xmlns:r="{OFFICE}"'
    return f"{XML}<w:{name} {names}>{''.join(inside)}</w:{name}>"


class Style(NamedTuple):
    """A paragraph style. `latin` sets letters and digits; `layout` is what a w:pPr holds.

    `closer` moves the characters together, in twentieths of a point; `narrower` makes each of them
    so many hundredths of its width.
    """

    id: str
    name: str
    chinese: str
    half_points: int
    layout: str
    closer: int = 0
    narrower: int = 100
    latin: str = "Times New Roman"
    bold: bool = False
    colour: str = ""


def lines(points: float) -> str:
    """Lines of exactly so many points, and nothing between paragraphs."""
    return w("spacing", before=0, after=0, line=round(points * 20), lineRule="exact")


_28_A_LINE = 5
"""28 characters of 16 points are wider than 156 mm. A grid of characters would do the same in
Word; LibreOffice gives each character two places of a grid that is narrower than the font."""
KEPT = w("keepNext") + w("keepLines")
_ALIKE = w("widowControl", val=0)
"""Lines alone on a page are allowed, as official documents do: programs keep them together by rules
of their own, and pages would break otherwise in each."""
HANGING = w("overflowPunct")
"""What Word does anyway. LibreOffice 7.4 takes it for the contrary, which is well: punctuation
that it hangs over the end of a filled line is not on its page."""
_BODY = lines(28.8)
_FILLED = _ALIKE + HANGING + _BODY + w("jc", val="both")
FREE = w("snapToGrid", val=0)
_LETTERS = w("lang", val="en-US", eastAsia="zh-CN")
"""LibreOffice would break figures and words (2 | 023 年) as it does Chinese, were their language
Chinese as well. The document's stays: a PDF takes it over."""
_TIGHT = w("autoSpaceDE", val=0) + w("autoSpaceDN", val=0) + FREE
_CELL = _TIGHT + lines(14)
# Seven digits stand in a column of Table 4 in one line.
_SMALL = _TIGHT + lines(12.5) + w("jc", val="center")
_ASIDE = w("ind", left=45, right=45) + w("jc", val="left")
CENTRED = w("jc", val="center")
_HEADING = KEPT + _BODY + indent(first=2)
# Centred on a date that ends four characters from the margin; a name that would wrap there
# begins further to the left, and the date stays below its middle.
_SIGNATURE, _LONG_SIGNATURE, _LONGEST_SIGNATURE = (
    _BODY + (indent(left=left) if left else "") + CENTRED for left in (11.5, 8, 0)
)
_MARK = FREE + lines(26) + CENTRED

STYLES = {
    style.id: style
    for style in (
        Style("Normal", "Normal", "仿宋_GB2312", 32, _FILLED, _28_A_LINE),
        Style("Title", "Title", "方正小标宋简体", 44, KEPT + FREE + lines(35) + CENTRED),
        Style("Body", "报告正文", "仿宋_GB2312", 32, _BODY + indent(first=2), _28_A_LINE),
        Style("Heading1", "heading 1", "黑体", 32, _HEADING, _28_A_LINE),
        Style("Heading2", "heading 2", "楷体_GB2312", 32, _HEADING, _28_A_LINE),
        Style("Signature", "署名", "仿宋_GB2312", 32, _SIGNATURE, _28_A_LINE),
        Style("LongSignature", "较长署名", "仿宋_GB2312", 32, _LONG_SIGNATURE, _28_A_LINE),
        Style("LongestSignature", "最长署名", "仿宋_GB2312", 32, _LONGEST_SIGNATURE, _28_A_LINE),
        Style("TableHead", "表头", "宋体", 21, _CELL + CENTRED),
        Style("TableLabel", "表内文字", "宋体", 21, _CELL + _ASIDE),
        Style("TableFigure", "表内数字", "宋体", 21, _CELL + CENTRED),
        Style("TableSmall", "表内小号数字", "宋体", 18, _SMALL, narrower=85),
        Style("DraftMark", "草稿标记", "黑体", 44, _MARK, bold=True, colour="C00000"),
        Style("AfterTable", "表后空行", "宋体", 18, FREE + lines(12)),
        Style("PageNumber", "页码", "宋体", 28, FREE + lines(18), latin="宋体"),
        Style("Directive", "模板指令", "宋体", 18, FREE + lines(12), colour="808080"),
    )
}
"""Every style of the template by its id; names are what Word's list of styles shows."""

# What stands in for a font that a machine lacks.
_FONTS = {
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "方正小标宋简体": "宋体",
    "黑体": "SimHei",
    "宋体": "SimSun",
    "Times New Roman": "",
}


def paragraph(style: str, *runs: str, layout: str = "") -> str:
    """A paragraph of a style; `layout` is what it sets beside it."""
    return w("p", w("pPr", w("pStyle", val=style), layout), *runs)


def run(text: str) -> str:
    """A run in the fonts of its paragraph's style; a line end breaks the line."""
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return filled_run(w("br").join(lines))


def filled_run(content: str) -> str:
    """A run of XML. The hint makes “ ” … — wide: they are in the Latin font as well."""
    return w("r", w("rPr", w("rFonts", hint="eastAsia")), content)


def _fonts(style: Style) -> str:
    latin = dict.fromkeys(("ascii", "hAnsi", "cs"), style.latin)
    return w("rFonts", **latin, eastAsia=style.chinese, hint="eastAsia")


def styles(known: Mapping[str, Style]) -> str:
    """The defaults name the size as well: LibreOffice reckons the grid from it."""
    language = w("lang", val="zh-CN", eastAsia="zh-CN", bidi="ar-SA")
    size = known["Normal"].half_points
    default = w("rPr", _fonts(known["Normal"]), w("sz", val=size), language)
    written = (_style(style) for style in known.values())
    return root("styles", w("docDefaults", w("rPrDefault", default)), *written)


def _style(style: Style) -> str:
    kind = {"default": 1} if style.id == "Normal" else {}
    kind |= {} if style.name.isascii() else {"customStyle": 1}
    level = w("outlineLvl", val=int(style.id[-1]) - 1) if style.name.startswith("heading") else ""
    look = (
        _fonts(style),
        w("b") if style.bold else "",
        FREE if FREE in style.layout else "",
        w("color", val=style.colour) if style.colour else "",
        w("spacing", val=-style.closer),
        w("w", val=style.narrower) if style.narrower != 100 else "",
        w("sz", val=style.half_points),
        w("szCs", val=style.half_points),
        _LETTERS if style.id == "Normal" else "",
    )
    return w(
        "style",
        w("name", val=style.name),
        "" if style.id == "Normal" else w("basedOn", val="Normal"),
        w("next", val="Body") if level else "",
        w("qFormat"),
        w("pPr", style.layout, level),
        w("rPr", *look),
        type="paragraph",
        **kind,
        styleId=style.id,
    )


def font_table() -> str:
    """Every font used, with what stands in for it; 86 is the Chinese character set."""
    return root("fonts", *(_font(name, other) for name, other in _FONTS.items()))


def _font(name: str, other: str) -> str:
    if not other:
        return w("font", w("charset", val="00"), name=name)
    return w("font", w("altName", val=other), w("charset", val="86"), name=name)
