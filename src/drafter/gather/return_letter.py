"""退回意见: what a unit has to do about its report, to be sent back to it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from drafter.errors import harmless
from drafter.gather.gathered_report import Gathered, State
from drafter.gather.unit_reports import UnitReport
from drafter.report.table_markup import legal

_SEVERITIES = (
    ("error", "需要改正"),
    ("warning", "需要确认，没有错的说明理由"),
)


class LetterPart(NamedTuple):
    """A heading with numbered paragraphs under it, each with the lines that belong to it."""

    head: str
    points: tuple[tuple[str, ...], ...]


class Letter(NamedTuple):
    """One unit's letter."""

    title: str
    to: str
    opening: str
    parts: tuple[LetterPart, ...]
    closing: str


def letter_of(unit: UnitReport, report: Gathered | None, called: str, sender: str) -> Letter | None:
    """The letter; None where there is nothing to be said.

    called: what was to be sent, with its year
    """
    name = unit.unit.name
    parts = tuple(_parts(unit, report))
    if unit.state is State.ABSENT:
        late = f"，已超过规定时限 {unit.late} 天" if unit.late else ""
        opening = f"你单位的{called}还没有收到{late}。请尽快报送。"
        return Letter("催报通知", name, opening, (), sender)
    if not parts:
        return None
    file = PurePosixPath(unit.current.path if unit.current else unit.unreadable[0].path).name
    opening = f"你单位报送的{called}（文件：{file}）已经核对，请按下面的意见修改后重新报送。"
    if not any(part.head.startswith(_SEVERITIES[0][1]) for part in parts):
        opening = f"你单位报送的{called}（文件：{file}）已经核对，请对下面各项看一看。"
    return Letter("退回意见", name, opening, parts, sender)


def _parts(unit: UnitReport, report: Gathered | None) -> Iterator[LetterPart]:
    points: tuple[tuple[str, ...], ...]
    if unit.unreadable:
        points = tuple(
            (f"{PurePosixPath(entry.path).name}：{entry.problem}",) for entry in unit.unreadable
        )
        yield LetterPart("读不出来的文件", points)
    if report is None:
        return
    if report.unread:
        points = tuple(tuple(_note(*note)) for note in report.unread)
        yield LetterPart("没有读到的内容，请核对文件里有没有", points)
    for severity, head in _SEVERITIES:
        found = [each for each in report.findings if each["severity"] == severity]
        if found:
            points = tuple(tuple(_point(each)) for each in found)
            yield LetterPart(f"{head}（{len(found)} 处）", points)


def _note(where: str, what: str, quote: str = "") -> Iterator[str]:
    yield f"{where}：{what}"
    if quote:
        yield f"原文：{quote[:80]}"


def _point(finding: Any) -> Iterator[str]:
    yield f"{finding['place']}：{finding['what']}"
    if finding.get("quote"):
        yield f"文件里：{finding['quote']}"
    yield finding["fix"]
    for echo in finding["echoes"]:
        yield f"同一处引起的：{echo['what']}"


def letter_text(letter: Letter) -> str:
    """As a text file."""
    lines = [letter.title, "", f"{letter.to}：", f"　　{letter.opening}"]
    for part in letter.parts:
        lines += ["", part.head]
        for number, (first, *rest) in enumerate(part.points, start=1):
            lines += [f"{number}. {first}", *(f"   {line}" for line in rest)]
    lines += ["", f"　　　　{letter.closing}"] if letter.closing else []
    return "\n".join(lines) + "\n"


def letter_word(letter: Letter) -> bytes:
    """As a Word file: the few parts that Word, WPS and LibreOffice want, and no library."""
    # XML has no place for control characters, which a stranger's words or file names may hold.
    letter = _legal(letter)
    lines = [
        _paragraph(letter.title, size=40, bold=True, align="center"),
        _paragraph(f"{letter.to}："),
        _paragraph(f"　　{letter.opening}"),
    ]
    for part in letter.parts:
        lines.append(_paragraph(part.head, bold=True))
        for number, (first, *rest) in enumerate(part.points, start=1):
            lines.append(_paragraph(f"{number}. {first}"))
            lines += [_paragraph(line, indent=560) for line in rest]
    if letter.closing:
        lines.append(_paragraph(letter.closing, align="right"))
    body = f'<w:document xmlns:w="{_W}"><w:body>{"".join(lines)}</w:body></w:document>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, xml in (*_PARTS.items(), ("word/document.xml", body)):
            # A time of its own in each file would make every run's letters others.
            package.writestr(zipfile.ZipInfo(name), f'<?xml version="1.0" encoding="UTF-8"?>{xml}')
    return out.getvalue()


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OPEN = "http://schemas.openxmlformats.org"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_OPEN}/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_OPEN}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{_OPEN}/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    ),
}


def _paragraph(
    text: str, *, size: int = 28, bold: bool = False, align: str = "left", indent: int = 0
) -> str:
    """One paragraph; size in half points, indent in twentieths of one."""
    fonts = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋"/>'
    run = f'{fonts}{"<w:b/>" * bold}<w:sz w:val="{size}"/>'
    place = f'<w:spacing w:after="120"/><w:ind w:left="{indent}"/><w:jc w:val="{align}"/>'
    said = escape(text)
    return (
        f"<w:p><w:pPr>{place}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
        f'<w:t xml:space="preserve">{said}</w:t></w:r></w:p>'
    )


def _legal(letter: Letter) -> Letter:
    def said(text: str) -> str:
        return legal(harmless(text)).encode("utf-8", "replace").decode()

    parts = tuple(
        LetterPart(said(p.head), tuple(tuple(map(said, point)) for point in p.points))
        for p in letter.parts
    )
    title, to, opening, _, closing = letter
    return Letter(title, said(to), said(opening), parts, said(closing))
