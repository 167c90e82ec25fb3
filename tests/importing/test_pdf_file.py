"""PDFs made by hand: what stands together, page numbers, and files that say nothing."""

from __future__ import annotations

import io

import pypdfium2
import pytest

from drafter.errors import DrafterError
from drafter.importing.finished_report import full_paragraphs
from drafter.importing.pdf_file import read_pdf


def pdf(*pages: list[tuple[int, int, str]]) -> bytes:
    """Pages of texts, each at its place in points; 10 points high, a digit 5.56 wide."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    kids = []
    for texts in pages:
        drawn = "".join(f"BT /F 10 Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in texts)
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}endstream")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] "
            f"/Resources << /Font << /F {font} >> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _numbered(objects)


def _numbered(objects: list[str]) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(out)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    out += f"xref\n0 {count}\n0000000000 65535 f \n{table}".encode()
    return out + f"trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()


def texts(*pages: list[tuple[int, int, str]]) -> list[str]:
    return [piece.text for piece in read_pdf(pdf(*pages)).pieces]


def test_figures_a_cell_apart_are_two():
    assert texts([(50, 700, "1234567"), (92, 700, "89")]) == ["1234567", "89"]


def test_one_figure_in_parts_is_one():
    assert texts([(50, 700, "123"), (67, 700, "456.5")]) == ["123456.5"]


def test_lines_are_apart():
    assert texts([(50, 700, "first"), (50, 680, "second")]) == ["first", "second"]


def test_page_numbers_are_left_out():
    first = [(50, 700, "text"), (500, 50, "- 1 -")]
    assert texts(first, [(500, 50, "- 2 -"), (50, 700, "more")]) == ["text", "more"]


def test_a_page_number_may_stand_apart_from_its_dashes():
    assert texts([(50, 700, "text"), (500, 50, "-"), (510, 50, "1"), (520, 50, "-")]) == ["text"]


def test_a_hyphen_at_the_end_of_a_line_is_one():
    assert texts([(50, 700, "well-"), (50, 688, "known")]) == ["well-", "known"]


def test_a_figure_without_dashes_is_no_page_number():
    assert texts([(50, 700, "text"), (500, 50, "1")]) == ["text", "1"]


def test_a_page_of_pictures_is_told_to_be_a_scan():
    file = io.BytesIO()
    document = pypdfium2.PdfDocument.new()
    document.new_page(600, 800)
    document.save(file)
    with pytest.raises(DrafterError, match="扫描件"):
        read_pdf(file.getvalue())


@pytest.mark.parametrize("data", [b"", b"text", b"%PDF-1.7\n", pdf([(50, 700, "a")])[:40]])
def test_what_is_no_pdf_is_refused(data):
    with pytest.raises(DrafterError, match="不是 PDF"):
        read_pdf(data)


def test_a_book_is_refused():
    with pytest.raises(DrafterError, match="超过 200 页"):
        read_pdf(pdf(*[[(50, 700, "a")]] * 201))


FULL = "县" * 30
"""A line of sixty cells."""


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        # What follows is a number that stays whole, so the line before it is short.
        ([FULL, "主动公开率为" + "县" * 18, "62.5%。公开决算。"], 1),
        # The first line stands in by two characters.
        ([FULL + "。", "县" * 23 + "6", "件，都已办结。"], 2),
        # A sentence that ends in a short line ends its paragraph.
        ([FULL, "都已办结。", "62.5%的申请由网上提出。"], 2),
        ([FULL, "县" * 23 + "。", "件数见表三。"], 2),
        # Pages of tables alone have none.
        ([], 0),
    ],
)
def test_lines_of_a_page_are_put_together_where_they_go_on(form, lines, paragraphs):
    assert len(full_paragraphs(form, lines)) == paragraphs
