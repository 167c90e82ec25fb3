"""Whatever is changed on the way is found, and named where it stands."""

from __future__ import annotations

import random

import pytest

from drafter.importing.differences import differences
from drafter.importing.finished_report import read_report
from drafter.report.document import Document, GridCell, tables_of

pytestmark = pytest.mark.usefixtures("sets_pages_here")
KINDS = ("txt", "ascii", "md", "html", "docx", "pdf")


def one_digit(document: Document, chance: random.Random) -> tuple[Document, set[str]]:
    cell = chance.choice(_figures(document))
    at = chance.randrange(len(cell.text))
    wrong = str((int(cell.text[at]) + chance.randrange(1, 10)) % 10) if cell.text[at] != "." else ""
    text = cell.text[:at] + wrong + cell.text[at + 1 :]
    return _with_figures(document, {cell.address: text}), {cell.address}


def two_figures_swapped(document: Document, chance: random.Random) -> tuple[Document, set[str]]:
    one, other = chance.sample(_figures(document), 2)
    while one.text == other.text:
        one, other = chance.sample(_figures(document), 2)
    swapped = {one.address: other.text, other.address: one.text}
    return _with_figures(document, swapped), set(swapped)


def a_paragraph_lost(document: Document, chance: random.Random) -> tuple[Document, set[str]]:
    lost = _one_block(document, chance, "paragraph")
    blocks = tuple(block for block in document.blocks if block is not lost)
    return document._replace(blocks=blocks), {lost.address}


def a_paragraph_cut(document: Document, chance: random.Random) -> tuple[Document, set[str]]:
    cut = _one_block(document, chance, "paragraph")
    return _with_text(document, cut, cut.text[:-2]), {cut.address}


def two_paragraphs_swapped(document: Document, chance: random.Random) -> tuple[Document, set[str]]:
    paragraphs = [block for block in document.blocks if block.kind == "paragraph"]
    one, other = chance.sample(paragraphs, 2)
    turned = _with_text(_with_text(document, one, other.text), other, one.text)
    return turned, {one.address, other.address}


def a_heading_changed(document: Document, chance: random.Random) -> tuple[Document, set[str]]:
    heading = _one_block(document, chance, "heading")
    return _with_text(document, heading, heading.text + "（续）"), {heading.text}


def the_title_changed(document: Document, chance: random.Random) -> tuple[Document, set[str]]:
    return document._replace(title=document.title.replace("2023", "2022")), {"报告标题"}


def another_name(document: Document, chance: random.Random) -> tuple[Document, set[str]]:
    return document._replace(signed_by="示例县财政局"), {"落款"}


def another_date(document: Document, chance: random.Random) -> tuple[Document, set[str]]:
    return document._replace(signed_on="2024年1月21日"), {"落款日期"}


CORRUPTIONS = (
    one_digit,
    two_figures_swapped,
    a_paragraph_lost,
    a_paragraph_cut,
    two_paragraphs_swapped,
    a_heading_changed,
    the_title_changed,
    another_name,
    another_date,
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("corrupt", CORRUPTIONS, ids=lambda corrupt: corrupt.__name__)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_corruption_is_found(form, written, sample_document, kind, corrupt, seed):
    corrupted, where = corrupt(sample_document, random.Random(seed))
    reading = read_report(form, written(form, corrupted, kind), kind.replace("ascii", "txt"))
    told = {problem.where for problem in differences(sample_document, reading)}
    for place in where:
        assert any(form.place(place) in each for each in told), told
    assert len(told) <= 4


@pytest.mark.parametrize(
    "corrupt", [one_digit, two_figures_swapped, a_heading_changed, the_title_changed]
)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_so_it_is_in_a_workbook(form, written, sample_document, corrupt, seed):
    document = tables_of(sample_document)
    corrupted, where = corrupt(document, random.Random(seed))
    reading = read_report(form, written(form, corrupted, "xlsx"), "xlsx")
    told = {problem.where for problem in differences(document, reading)}
    assert len(told) == len(where)
    for place in where:
        assert any(form.place(place) in each for each in told), told


@pytest.mark.parametrize("kind", KINDS)
def test_a_digit_lost_where_two_paragraphs_meet_is_told(form, written, sample_document, kind):
    paragraphs = [block for block in sample_document.blocks if block.kind == "paragraph"]
    one, other = [block for block in paragraphs if block.address == "problems"][:2]
    started = _with_text(sample_document, one, "全年主动公开信息15")
    asked = _with_text(started, other, "5月召开会议。")
    wrong = _with_text(started, other, "月召开会议。")
    reading = read_report(form, written(form, wrong, kind), kind.replace("ascii", "txt"))
    (problem,) = differences(asked, reading)
    assert problem.what == "应为“5月召开会议。”，文件里是“月召开会议。”。"


def _figures(document: Document) -> list[GridCell]:
    tables = [block.grid for block in document.blocks if block.kind == "table"]
    return [cell for grid in tables for row in grid.rows for cell in row if cell.address]


def _with_figures(document: Document, texts: dict[str, str]) -> Document:
    blocks = []
    for block in document.blocks:
        if block.kind == "table":
            rows = tuple(
                tuple(cell._replace(text=texts.get(cell.address, cell.text)) for cell in row)
                for row in block.grid.rows
            )
            block = block._replace(grid=block.grid._replace(rows=rows))
        blocks.append(block)
    return document._replace(blocks=tuple(blocks))


def _one_block(document: Document, chance: random.Random, kind: str):
    return chance.choice([block for block in document.blocks if block.kind == kind])


def _with_text(document: Document, changed, text: str) -> Document:
    blocks = (block._replace(text=text) if block is changed else block for block in document.blocks)
    return document._replace(blocks=tuple(blocks))
