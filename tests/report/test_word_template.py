"""report.docx as drafter builds it: reproducible, and laid out as documents are."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest

from drafter.form.form_file import load_form
from drafter.report.document import Grid, GridCell
from drafter.report.word_layout import report_layout
from drafter.report.word_tables import word_table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FORM = load_form("disclosure-2021")


@pytest.fixture(scope="module")
def parts() -> dict[str, str]:
    with zipfile.ZipFile(FORM.folder / "report.docx") as package:
        return {name: package.read(name).decode() for name in package.namelist()}


@pytest.fixture(scope="module")
def section(parts) -> ElementTree.Element:
    return ElementTree.fromstring(parts["word/document.xml"]).find(f".//{W}sectPr")


def values(element: ElementTree.Element) -> dict[str, str]:
    return {key.removeprefix(W): value for key, value in element.attrib.items()}


def style(parts: dict[str, str], name: str) -> dict[str, dict[str, str]]:
    """What a style sets, by element."""
    for found in ElementTree.fromstring(parts["word/styles.xml"]).iter(f"{W}style"):
        if found.find(f"{W}name").get(f"{W}val") == name:
            return {inner.tag.removeprefix(W): values(inner) for inner in found.iter()}
    raise AssertionError(name)


def test_a_rebuild_gives_the_same_bytes():
    """When this fails, form.yaml or the builder has changed: run `drafter forms --build`."""
    assert report_layout(FORM) == (FORM.folder / "report.docx").read_bytes()


def test_the_file_tells_of_no_person_machine_or_day(parts):
    package = zipfile.ZipFile(io.BytesIO((FORM.folder / "report.docx").read_bytes()))
    assert {member.date_time[0] for member in package.infolist()} == {1980}
    told = parts["docProps/core.xml"] + parts["docProps/app.xml"]
    assert not re.search("creator|lastModifiedBy|dcterms|Company|Manager", told)


@pytest.mark.parametrize("name", ["tiny", "kinds"])
def test_any_form_has_a_template(request, name):
    form = request.getfixturevalue(name)
    package = zipfile.ZipFile(io.BytesIO(report_layout(form)))
    document = package.read("word/document.xml").decode()
    for table in form.tables:
        assert f"set t = figures.{table} " in document


def test_every_part_is_well_formed(parts):
    for text in parts.values():
        ElementTree.fromstring(text)


def test_every_cell_of_the_form_has_its_tag(parts):
    tags = re.findall(r"\{\{ t\.([a-z_0-9]+)\.([a-z_0-9]+) \}\}", parts["word/document.xml"])
    assert tags == [(cell.row, cell.column) for cell in FORM.cells.values()]


def test_the_page_is_that_of_official_documents(section):
    """Twips: 56.7 to the millimetre."""
    page, margins = values(section.find(f"{W}pgSz")), values(section.find(f"{W}pgMar"))
    assert (page["w"], page["h"]) == ("11906", "16838")
    sides = [round(int(margins[side]) / 56.7) for side in ("top", "bottom", "left", "right")]
    assert sides == [37, 35, 28, 26]
    assert values(section.find(f"{W}docGrid")) == {"type": "lines", "linePitch": "579"}


def test_28_characters_fill_a_line_and_22_lines_a_page(parts):
    body = style(parts, "报告正文")
    points = int(body["sz"]["val"]) / 2 + int(body["spacing"]["val"]) / 20
    assert 28 <= 156 / 25.4 * 72 / points < 29


def test_lines_are_set_exactly(parts):
    line = re.search(
        r'"报告正文".*?<w:spacing [^>]*w:line="(\d+)" w:lineRule="exact"', parts["word/styles.xml"]
    )
    assert 22 <= 225 / 25.4 * 1440 / int(line[1]) < 23


@pytest.mark.parametrize(
    ("name", "font", "size"),
    [
        ("Title", "方正小标宋简体", 44),
        ("报告正文", "仿宋_GB2312", 32),
        ("heading 1", "黑体", 32),
        ("heading 2", "楷体_GB2312", 32),
        ("表内数字", "宋体", 21),
        ("页码", "宋体", 28),
    ],
)
def test_each_kind_of_text_has_its_font(parts, name, font, size):
    found = style(parts, name)
    assert (found["rFonts"]["eastAsia"], found["sz"]["val"]) == (font, str(size))


@pytest.mark.parametrize("name", ["Title", "heading 1", "heading 2"])
def test_a_heading_stays_with_what_follows(parts, name):
    assert "keepNext" in style(parts, name)


def test_a_machine_without_a_font_finds_the_next(parts):
    fonts = {
        font.get(f"{W}name"): [values(other)["val"] for other in font.iter(f"{W}altName")]
        for font in ElementTree.fromstring(parts["word/fontTable.xml"])
    }
    assert fonts["仿宋_GB2312"] == ["仿宋"]
    assert fonts["楷体_GB2312"] == ["楷体"]
    assert fonts["方正小标宋简体"] == ["宋体"]


def test_every_font_used_is_in_the_table_of_fonts(parts):
    used = set(
        re.findall(
            r'w:(?:ascii|hAnsi|cs|eastAsia)="([^"]*[^-A-Za-z"][^"]*)"', "".join(parts.values())
        )
    )
    told = re.findall(r'<w:font w:name="([^"]+)"', parts["word/fontTable.xml"])
    assert used - {"zh-CN"} <= set(told)


def test_page_numbers_stand_outside_between_dashes(parts):
    odd, even = parts["word/footer1.xml"], parts["word/footer2.xml"]
    assert '<w:jc w:val="right"/>' in odd
    assert '<w:jc w:val="left"/>' in even
    assert re.search(r">— <.* PAGE .*> —<", odd)
    assert "evenAndOddHeaders" in parts["word/settings.xml"]


def test_the_language_is_chinese(parts):
    assert 'w:eastAsia="zh-CN"' in parts["word/styles.xml"]


def kept_rows(parts: dict[str, str], table: str) -> list[bool]:
    """Of each row of a table, whether it stays on the page of the next."""
    _, _, after = parts["word/document.xml"].partition(f"set t = figures.{table} ")
    rows = re.findall("<w:tr>.*?</w:tr>", after.partition("</w:tbl>")[0])
    assert all(row.count("<w:keepNext/>") in (0, row.count("<w:tc>")) for row in rows)
    return ["<w:keepNext/>" in row for row in rows]


@pytest.mark.parametrize("table", ["disclosed", "applications", "disputes"])
def test_a_table_that_fits_a_page_is_not_divided(parts, table):
    *others, last = kept_rows(parts, table)
    assert all(others)
    assert not last


def test_of_a_longer_table_headers_stay_with_their_rows_and_groups_with_their_first():
    """The group keeps six rows together; the other rows may part."""
    grid = Grid(
        2,
        (
            (GridCell("头", columns=2, kind="header"),),
            (GridCell("组", rows=40, kind="label"), GridCell("0", address="t/r/c")),
            *((GridCell("0", address="t/r/c"),) for _ in range(39)),
        ),
        label_columns=1,
    )
    rows = re.findall("<w:tr>.*?</w:tr>", word_table(grid, "表"))
    kept = ["<w:keepNext/>" in row for row in rows]
    assert kept[:7] == [True] * 6 + [False]
    assert not any(kept[6:])


def test_a_table_that_ends_a_report_takes_the_signature_along():
    grid = Grid(1, ((GridCell("0", address="t/r/c"),),) * 3)
    rows = re.findall("<w:tr>.*?</w:tr>", word_table(grid, "表", last=True))
    assert all("<w:keepNext/>" in row for row in rows)


def test_seven_digits_stand_in_one_line_of_a_narrow_column(parts):
    """Digits of Times New Roman are half as wide as high."""
    small = style(parts, "表内小号数字")
    points = int(small["sz"]["val"]) / 2 * 0.5 * int(small["w"]["val"]) / 100
    for table in ("applications", "disputes"):
        _, _, after = parts["word/document.xml"].partition(f"set t = figures.{table} ")
        columns = re.findall(r'<w:gridCol w:w="(\d+)"', after.partition("</w:tbl>")[0])
        assert int(columns[-1]) / 20 - 2 * 0.55 > 7 * points


def test_a_label_beside_many_rows_stands_upright(parts):
    """In a column for two characters it would be torn: 年度办|理结."""
    upright = re.findall(r"<w:tc>(?:(?!</w:tc>).)*tbRlV.*?</w:tc>", parts["word/document.xml"])
    assert "三、本年度办理结果" in upright[0]


def test_punctuation_hangs_as_word_has_it_which_libreoffice_takes_for_the_contrary(parts):
    """Where LibreOffice 7.4 hangs punctuation over a filled line, it is not on the page."""
    assert style(parts, "Normal")["overflowPunct"] == {}
    assert not any("overflowPunct" in style(parts, name) for name in ("报告正文", "heading 1"))
