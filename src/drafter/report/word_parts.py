"""The parts of a Word file that are the same for every form: page, headers, settings.

Layout by GB/T 9704: A4, page numbers outside.
"""

from __future__ import annotations

from collections.abc import Mapping

from drafter.report.word_xml import (
    OFFICE,
    XML,
    filled_run,
    font_table,
    indent,
    paragraph,
    root,
    run,
    twips,
    w,
)

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats"


def parts(styles_part: str, mark: str = "") -> dict[str, str]:
    """Every part but the document itself, by its name in the package.

    mark: what stands at the head of each page
    """
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            ("officeDocument", "word/document.xml"),
            ("extended-properties", "docProps/app.xml"),
            core="docProps/core.xml",
        ),
        "docProps/app.xml": _app(),
        "docProps/core.xml": _core(),
        "word/_rels/document.xml.rels": _relations(*_DOCUMENT_PARTS),
        "word/fontTable.xml": font_table(),
        "word/settings.xml": _settings(),
        "word/styles.xml": styles_part,
        "word/header1.xml": _header(mark),
        "word/header2.xml": _header(mark),
        "word/footer1.xml": _footer("right", indent(right=1)),
        "word/footer2.xml": _footer("left", indent(left=1)),
    }


def section(margins: Mapping[str, int]) -> str:
    """Page, margins in mm, grid, headers and page numbers; odd pages have them on the right."""
    sides = [("default", 4, 6), ("even", 5, 7)]
    headers = "".join(_reference("header", side, head) for side, head, _ in sides)
    footers = "".join(_reference("footer", side, foot) for side, _, foot in sides)
    return w(
        "sectPr",
        headers + footers,
        w("pgSz", w=11906, h=16838),
        w("pgMar", **{side: twips(mm) for side, mm in margins.items()}, gutter=0),
        w("docGrid", type="lines", linePitch=579),
    )


_DOCUMENT_PARTS = (
    ("styles", "styles.xml"),
    ("settings", "settings.xml"),
    ("fontTable", "fontTable.xml"),
    ("header", "header1.xml"),
    ("header", "header2.xml"),
    ("footer", "footer1.xml"),
    ("footer", "footer2.xml"),
)


def _reference(what: str, side: str, number: int) -> str:
    return f'<w:{what}Reference w:type="{side}" r:id="rId{number}"/>'


def _content_types() -> str:
    word = f"{_TYPES}-officedocument.wordprocessingml"
    kinds = {
        "docProps/app.xml": f"{_TYPES}-officedocument.extended-properties+xml",
        "docProps/core.xml": f"{_TYPES}-package.core-properties+xml",
        "word/document.xml": f"{word}.document.main+xml",
        **{f"word/{name}": f"{word}.{kind}+xml" for kind, name in _DOCUMENT_PARTS},
    }
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items()
    )
    relations = f'<Default Extension="rels" ContentType="{_TYPES}-package.relationships+xml"/>'
    plain = '<Default Extension="xml" ContentType="application/xml"/>'
    return f'{XML}<Types xmlns="{_PACKAGE}/content-types">{relations}{plain}{overrides}</Types>'


def _relations(*targets: tuple[str, str], core: str = "") -> str:
    known = [(f"{OFFICE}/{kind}", target) for kind, target in targets]
    if core:
        known.append((f"{_PACKAGE}/relationships/metadata/core-properties", core))
    told = "".join(
        f'<Relationship Id="rId{place}" Type="{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(known, start=1)
    )
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


def _app() -> str:
    names = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'{XML}<Properties xmlns="{names}"><Application>drafter</Application></Properties>'


def _core() -> str:
    """No author, no dates: they would tell of a machine."""
    names = f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    told = "<dc:title></dc:title><dc:language>zh-CN</dc:language>"
    return f"{XML}<cp:coreProperties {names}>{told}</cp:coreProperties>"


def _settings() -> str:
    mode = {"name": "compatibilityMode", "uri": "http://schemas.microsoft.com/office/word"}
    return root(
        "settings",
        w("evenAndOddHeaders"),
        w("characterSpacingControl", val="compressPunctuation"),
        w("compat", w("compatSetting", **mode, val=15)),
        w("themeFontLang", val="zh-CN", eastAsia="zh-CN"),
    )


def _header(mark: str) -> str:
    return root("hdr", paragraph("DraftMark", run(mark) if mark else ""))


def _footer(side: str, inset: str) -> str:
    marks = [w("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end")]
    code = '<w:instrText xml:space="preserve"> PAGE </w:instrText>'
    field = [filled_run(piece) for piece in (marks[0], code, marks[1])]
    shown = [run("1"), filled_run(marks[2])]
    runs = [run("— "), *field, *shown, run(" —")]
    return root("ftr", paragraph("PageNumber", *runs, layout=inset + w("jc", val=side)))
