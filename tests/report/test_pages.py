"""The report as a web page: well formed, readable by ear, and nothing but what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import html5lib
import pytest

from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft
from drafter.form.form_file import load_form
from drafter.report.document import Document, Grid, GridCell, build_document, place_cells
from drafter.report.jinja_pages import Format, Page, render
from drafter.report.table_markup import legal, web_table

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "sample_answers").glob("*.yaml"))
FORMS = {"disclosure-2021": None, "tiny": ROOT / "tests/forms", "kinds": ROOT / "tests/forms"}
HTML = "{http://www.w3.org/1999/xhtml}"


def page_of(form, draft, mark=False) -> str:
    return render(form, build_document(Facts(form, draft), draft=mark), Format.HTML, Page(80))


def tree_of(page: str):
    """The page's root. Raises: html5lib.html5parser.ParseError for the least mistake."""
    return html5lib.HTMLParser(strict=True).parse(page)


def text_of(element) -> str:
    return "".join(element.itertext())


def found(root, *names: str) -> Iterator:
    wanted = {HTML + name for name in names}
    return (element for element in root.iter() if element.tag in wanted)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("mark", [False, True], ids=["final", "draft"])
def test_every_sample_is_valid_html(path, mark):
    answers = load_answers(path)
    tree_of(page_of(answers.form, answers.draft, mark))


@pytest.mark.parametrize("form_id", FORMS)
def test_every_figure_names_the_rows_and_columns_that_it_stands_under(form_id):
    form = load_form(form_id, FORMS[form_id])
    document = build_document(Facts(form, Draft(form_id)), draft=False)
    root = tree_of(page_of(form, Draft(form_id)))
    heads = {head.get("id"): text_of(head) for head in found(root, "th")}
    cells = [cell for cell in found(root, "td") if cell.get("headers")]
    addresses = [
        cell.address
        for block in document.blocks
        if block.kind == "table"
        for row in block.grid.rows
        for cell in row
        if cell.address
    ]
    assert len(cells) == len(addresses)
    for address, cell in zip(addresses, cells, strict=True):
        definition = form.cells[address]
        path = (*definition.row_path, *definition.column_path)
        labels = {re.sub(r"\s", "", line.label) for line in path if line.label}
        told = {re.sub(r"\s", "", heads[name]) for name in cell.get("headers").split()}
        assert labels <= told, address
        block = next(
            b for b in form.tables[definition.table].blocks if definition.row_path[0] in b.rows
        )
        assert told - labels <= {block.caption, block.corner}, address


@pytest.mark.parametrize("form_id", FORMS)
def test_spans_are_those_of_the_document(form_id):
    form = load_form(form_id, FORMS[form_id])
    document = build_document(Facts(form, Draft(form_id)), draft=False)
    tables = list(found(tree_of(page_of(form, Draft(form_id))), "table"))
    grids = [block.grid for block in document.blocks if block.kind == "table"]
    for table, grid in zip(tables, grids, strict=True):
        spans = [
            (int(cell.get("colspan", 1)), int(cell.get("rowspan", 1)))
            for cell in found(table, "th", "td")
        ]
        assert spans == [(place.cell.columns, place.cell.rows) for place in place_cells(grid)]


def test_a_table_has_a_name_and_its_header_rows_repeat(tiny, finished):
    (table,) = found(tree_of(page_of(tiny, finished)), "table")
    assert [text_of(caption) for caption in found(table, "caption")] == ["第二部分 借阅"]
    (head,) = found(table, "thead")
    assert [text_of(cell) for cell in found(head, "th")] == ["对象", "小说", "科普", "合计"]
    assert {cell.get("scope") for cell in found(head, "th")} == {"col"}


def test_each_band_of_a_table_is_a_body_under_its_caption(kinds):
    bands = list(found(tree_of(page_of(kinds, Draft("kinds"))), "tbody"))[1:]
    captions = [next(found(band, "th")) for band in bands]
    assert [text_of(caption) for caption in captions] == ["第一项", "第二项"]
    assert {caption.get("scope") for caption in captions} == {"rowgroup"}


def test_the_page_is_chinese_and_headings_nest(sample):
    answers = load_answers(sample)
    root = tree_of(page_of(answers.form, answers.draft))
    assert root.get("lang") == "zh-CN"
    levels = [int(heading.tag[-1]) for heading in found(root, "h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_nothing_is_loaded_and_nothing_runs(sample):
    answers = load_answers(sample)
    root = tree_of(page_of(answers.form, answers.draft))
    assert not list(found(root, "script", "link", "img", "iframe"))
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not attributes & {"src", "href", "style"}
    assert not any(name.startswith("on") for name in attributes)
    (style,) = found(root, "style")
    assert not re.search(r"url\(|@import|http", text_of(style))


def test_a_draft_says_so_in_title_and_heading(sample):
    answers = load_answers(sample)
    for mark in (True, False):
        root = tree_of(page_of(answers.form, answers.draft, mark))
        for element in found(root, "title", "h1"):
            assert text_of(element).endswith("（草稿）") is mark


TYPED = ["<script>alert(1)</script>", "&lt;甲&gt; & 乙", '" onclick="x', "{{ 7 * 7 }}", "</p>]]>"]


@pytest.mark.parametrize("typed", TYPED)
def test_typed_text_stands_on_the_page_to_the_letter(tiny, finished, typed):
    draft = replace(finished, texts={"story": typed})
    draft = replace(draft, answers={**draft.answers, "organ.name": typed})
    root = tree_of(page_of(tiny, draft))
    paragraphs = [text_of(p) for p in found(root, "p")]
    assert paragraphs[0] == paragraphs[1] == typed
    assert not list(found(root, "script"))


def test_typed_text_cannot_leave_the_national_page_either(sample):
    answers = load_answers(sample)
    typed = '<b>甲</b>&amp;"'
    given = {**answers.draft.answers, "organ.name": typed}
    root = tree_of(page_of(answers.form, replace(answers.draft, answers=given)))
    (heading,) = found(root, "h1")
    assert text_of(heading).startswith(typed)
    assert not list(found(root, "b"))


def test_characters_that_no_page_may_hold_are_left_out():
    assert legal("甲\x00乙\x0c丙\x1b\x85\ud800丁\ufffe\U0001ffff\n戊😀") == "甲乙丙丁\n戊😀"


@pytest.mark.parametrize(
    "organ", ["示例县甲&乙局", "<b>示例县</b>局", "&amp;示例县的局", "示例县人民政府"]
)
def test_the_title_breaks_after_the_name_and_stands_to_the_letter(organ):
    title = f"{organ}2021年政府信息公开工作年度报告"
    document = Document(title, False, (), organ, "")
    page = tree_of(render(load_form("disclosure-2021"), document, Format.HTML, Page(80)))
    heading = next(page.iter(f"{HTML}h1"))
    assert text_of(heading) == title
    assert len(list(heading.iter(f"{HTML}wbr"))) == 1


@pytest.mark.parametrize(("figure", "looks"), [("1234567", ""), ("123456789", ' class="long"')])
def test_a_table_with_more_digits_than_have_room_in_print_is_set_smaller(figure, looks):
    row = (GridCell("甲", kind="label"), GridCell(figure, address="t/r/c"))
    table = str(web_table(Grid(2, (row,), label_columns=1), "表", "t"))
    assert table.startswith(f"<table{looks}>")
    assert '<colgroup><col class="label"><col span="1"></colgroup>' in table
