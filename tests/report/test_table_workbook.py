"""The workbook of the tables: every label to the letter, totals that agree, the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.importing.differences import differences
from drafter.importing.finished_report import read_report
from drafter.report.document import Document, build_document, place_cells, tables_of
from drafter.report.table_workbook import render_workbook

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_BAND = 3
"""Rows above each table."""


def report(sample, *, draft=False) -> tuple:
    answers = load_answers(sample)
    return answers.form, build_document(Facts(answers.form, answers.draft), draft=draft)


def parts(data: bytes, name: str) -> list:
    """The parts of a workbook whose names match, as trees, in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = sorted(each for each in package.namelist() if re.fullmatch(name, each))
        return [etree.fromstring(package.read(each)) for each in names]


def evaluated(formula: str, cells: dict[str, Decimal]) -> Decimal:
    """A sum of cells and ranges; nothing else is written."""
    inner = re.fullmatch(r"SUM\((.+)\)", formula)[1]
    total = Decimal(0)
    for place in inner.split(","):
        (column, row), (last, end) = [
            re.fullmatch(r"([A-Z])(\d+)", each).groups() for each in (place.split(":") * 2)[:2]
        ]
        total += sum(
            cells[f"{chr(letter)}{number}"]
            for letter in range(ord(column), ord(last) + 1)
            for number in range(int(row), int(end) + 1)
        )
    return total


def test_every_cell_is_there_to_the_letter_and_figures_are_numbers(sample):
    form, document = report(sample)
    book = CalamineWorkbook.from_filelike(io.BytesIO(render_workbook(form, document)))
    tables = [block for block in document.blocks if block.kind == "table"]
    assert book.sheet_names == [form.tables[table.address].short for table in tables]
    for table, name in zip(tables, book.sheet_names, strict=True):
        values = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        assert values[0][0] == document.title
        for placed in place_cells(table.grid):
            value = values[placed.row + _BAND][placed.column]
            if placed.cell.address:
                assert isinstance(value, float)
                assert Decimal(str(value)) == Decimal(placed.cell.text)
            else:
                assert value == placed.cell.text


def test_heads_are_merged_as_the_form_has_them(sample):
    form, document = report(sample)
    data = render_workbook(form, document)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    tables = [block for block in document.blocks if block.kind == "table"]
    for table, name in zip(tables, book.sheet_names, strict=True):
        merged = set(book.get_sheet_by_name(name).merged_cell_ranges)
        assert merged >= {
            (
                (cell.row + _BAND, cell.column),
                (cell.end_row + _BAND - 1, cell.end_column - 1),
            )
            for cell in place_cells(table.grid)
            if cell.cell.rows * cell.cell.columns > 1
        }


def test_totals_are_formulas_and_come_to_what_is_stored(sample):
    form, document = report(sample)
    sheets = parts(render_workbook(form, document), r"xl/worksheets/sheet\d+\.xml")
    formulas = 0
    for sheet in sheets:
        cells = {
            cell.get("r"): Decimal(cell.findtext(_MAIN + "v"))
            for cell in sheet.iter(_MAIN + "c")
            if cell.find(_MAIN + "v") is not None and cell.get("t") is None
        }
        for cell in sheet.iter(_MAIN + "c"):
            formula = cell.findtext(_MAIN + "f")
            if formula:
                formulas += 1
                assert evaluated(formula, cells) == cells[cell.get("r")]
    assert formulas == len(form.computed)


def test_sheets_print_on_a4_as_wide_as_the_page(sample):
    form, document = report(sample)
    for sheet in parts(render_workbook(form, document), r"xl/worksheets/sheet\d+\.xml"):
        assert sheet.find(_MAIN + "pageSetup").get("paperSize") == "9"
        assert sheet.find(_MAIN + "pageSetup").get("fitToHeight") == "0"
        assert sheet.find(f".//{_MAIN}pageSetUpPr").get("fitToPage") == "1"


def test_the_same_report_gives_the_same_bytes(sample):
    form, document = report(sample)
    assert render_workbook(form, document) == render_workbook(form, document)


def test_a_figure_too_long_for_a_workbook_is_a_text_and_no_sum_is_made_of_it(sample):
    form, document = report(sample)
    figure = "12345678901234567"
    blocks = [
        block._replace(grid=with_figure(block.grid, "applications/received/natural", figure))
        if block.kind == "table"
        else block
        for block in document.blocks
    ]
    data = render_workbook(form, document._replace(blocks=tuple(blocks)))
    sheet = parts(data, r"xl/worksheets/sheet2\.xml")[0]
    row = next(row for row in sheet.iter(_MAIN + "row") if row.get("r") == "7")
    assert row.find(f"{_MAIN}c[@r='D7']").get("t") == "s"
    assert row.find(f"{_MAIN}c[@r='J7']/{_MAIN}f") is None


def with_figure(grid, address, text):
    rows = tuple(
        tuple(cell._replace(text=text) if cell.address == address else cell for cell in row)
        for row in grid.rows
    )
    return grid._replace(rows=rows)


@pytest.mark.parametrize("title", ["=1+2", "@甲", "{=1}", "http://甲", "甲\x01乙", "_x0041_", "&A"])
def test_what_was_typed_is_a_text_and_nothing_else(sample, title):
    form, document = report(sample, draft=True)
    data = render_workbook(form, document._replace(title=title))
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    (first, *_), *_ = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert first == title.replace("\x01", "") + "（草稿）"
    assert not parts(data, r"xl/worksheets/_rels/.*")


def test_a_document_without_tables_is_an_empty_workbook(sample):
    form, _ = report(sample)
    document = tables_of(Document("甲", False, (), "乙", "丙"))
    assert document == Document("甲", False, (), "", "")
    assert zipfile.is_zipfile(io.BytesIO(render_workbook(form, document)))


def test_a_long_title_breaks_where_its_sense_does_in_a_narrow_sheet():
    form, document = report(Path(__file__).parent / "large.yaml")
    book = CalamineWorkbook.from_filelike(io.BytesIO(render_workbook(form, document)))
    titles = [book.get_sheet_by_name(name).to_python()[0][0] for name in book.sheet_names]
    assert titles[0].split("\n")[-1] == "2023年政府信息公开工作年度报告"
    assert titles[-1] == document.title
    reading = read_report(form, render_workbook(form, document), "xlsx")
    assert differences(tables_of(document), reading) == ()
