"""What is written can be read back, whatever the draft says."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import cycle
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from drafter.checks.material import load_material
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Cell, Draft, Origin
from drafter.form.arithmetic import Figure, Increase
from drafter.form.definitions import Kind
from drafter.form.form_file import load_form
from drafter.importing.differences import differences
from drafter.importing.finished_report import read_report
from drafter.importing.row_alignment import How
from drafter.output import output_kinds
from drafter.output.file_package import unpacked
from drafter.output.output_kinds import REVIEWS, Export, Output, make_output
from drafter.report.document import Document, build_document, tables_of

pytestmark = pytest.mark.usefixtures("sets_pages_here")
CASES = int(os.environ.get("READ_BACK_CASES", "30"))
"""Drafts for each kind of file; 400 before a release."""
FEW = CASES // 2
"""Cases for Word and PDF, which take a tenth or a fifth of a second each to write."""
KINDS = ("txt", "ascii", "md", "html", "docx", "pdf")
OWN = Path(__file__).parents[1] / "forms"
FORMS = {
    "disclosure-2019": load_form("disclosure-2019"),
    "disclosure-2021": load_form("disclosure-2021"),
    "enforcement": load_form("enforcement"),
    "tiny": load_form("tiny", OWN),
    "kinds": load_form("kinds", OWN),
}
MARKUP = "&<>{}%|*_#\\`~[]()+-=!.:;\"'$@/│─┌┐└┘├┤┼“”‘’（）【】〈〉《》、，。；：！？…—·①㎡０９"
TRAPS = (
    "12",
    "0",
    "行政许可5件",
    "行政许可 5",
    "3.其他",
    "其他 3",
    "（七）总计 1 2 3",
    "规章 1 2 3 4",
    "+---+---+",
    "| 甲 | 乙 |",
    "|---|---|",
    "┌──┐",
    "│ 甲 │",
    "**第二十条第（一）项**",
    "# 标题",
    "1. 一是",
    "- 二是",
    "<td>5</td>",
    "&lt;&#65;&amp;",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "第一项　第二项",
    "2022年1月20日",
)
CHINESE = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
WORDS = st.lists(
    st.one_of(
        st.text(CHINESE, min_size=1, max_size=40),
        st.text(st.sampled_from(MARKUP), min_size=1, max_size=3),
        st.sampled_from(("12", " ", "Word", "3.5", "　")),
    ),
    min_size=1,
    max_size=8,
).map("".join)
PROSE = st.lists(st.one_of(WORDS, st.sampled_from(TRAPS)), max_size=3)
CLOSE = st.lists(st.text(st.sampled_from("甲15。 "), min_size=1, max_size=4), max_size=3)
"""Paragraphs that repeat, begin and end each other, and meet in figures."""


def figure_for(kind: Kind, number: int) -> Figure:
    """The number as such a cell may have it: an amount with places, a change with any sign."""
    if kind is Kind.MONEY:
        return Decimal(number).scaleb(-4)
    if kind is Kind.CHANGE:
        return (number, Increase(number) if number else 0, -number)[number % 3]
    return number


@st.composite
def drafts(
    draw: st.DrawFn, name: str = "disclosure-2021", prose: st.SearchStrategy[list[str]] = PROSE
) -> Facts:
    """A draft: any name, texts and figures, which go round among the cells."""
    form = FORMS[name]
    names = st.sampled_from(("巴州商务局", "示例县人民政府")) | WORDS.map(str.strip).filter(bool)
    figures = draw(st.lists(st.integers(0, 10**7), min_size=1, max_size=20))
    sections = [section.id for part in form.parts for section in part.sections]
    open_cells = [cell for cell in form.cells.values() if cell.address not in form.computed]
    draft = Draft(
        form.id,
        {"year": 2021, "organ.name": draw(names), form.signature.date: date(2022, 1, 5)},
        texts={section: "\n".join(draw(prose)) for section in sections},
        cells={
            cell.address: Cell(figure_for(cell.kind, number), Origin.ENTERED)
            for cell, number in zip(open_cells, cycle(figures), strict=False)
        },
    )
    return Facts(form, draft)


def documents(
    name: str = "disclosure-2021", prose: st.SearchStrategy[list[str]] = PROSE
) -> st.SearchStrategy[Document]:
    """The document of any draft, of a finished report, or of one that is handed up."""
    return st.builds(
        lambda facts, draft, up: build_document(facts, draft=draft, for_review=up),
        drafts(name, prose),
        st.booleans(),
        st.booleans(),
    )


def changed(document: Document, draw: Callable[..., Any]) -> Document:
    """A document in which a character or a text is lost or doubled, or two blocks are swapped."""
    blocks = list(document.blocks)
    at = draw(st.sampled_from([n for n, block in enumerate(blocks) if block.kind != "table"]))
    text = blocks[at].text
    place = draw(st.integers(0, len(text) - 1))
    match draw(st.sampled_from(("character lost", "character doubled", "lost", "doubled", "swap"))):
        case "character lost":
            blocks[at] = blocks[at]._replace(text=text[:place] + text[place + 1 :])
        case "character doubled":
            blocks[at] = blocks[at]._replace(text=text[:place] + text[place:][:1] + text[place:])
        case "lost":
            del blocks[at]
        case "doubled":
            blocks.insert(at, blocks[at])
        case _ if blocks[at - 1].kind != "table":
            # Of a heading that moves over a table, `said` knows nothing, but the file is wrong.
            blocks[at - 1 : at + 1] = reversed(blocks[at - 1 : at + 1])
    return document._replace(blocks=tuple(blocks))


def said(document: Document, *, flowing: bool) -> object:
    """The texts of a document as such a file has to keep them."""
    texts = [block.text for block in document.blocks if block.kind != "table"]
    return "".join("".join(texts).split()) if flowing else [t for t in map(spaced, texts) if t]


def spaced(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="session")
def survives(written):
    """Writes a document, reads it back, and compares."""

    def survive(
        document: Document, kind: str, name: str = "disclosure-2021", width: int = 100
    ) -> None:
        form = FORMS[name]
        data = written(form, document, kind, width)
        reading = read_report(form, data, kind.replace("ascii", "txt"))
        assert differences(document, reading) == ()
        assert set(reading.rows.values()) == {How.EXACT}
        assert len(reading.cells) == len(form.cells)

    return survive


@given(documents(), st.sampled_from(("txt", "ascii")), st.integers(80, 120))
@settings(max_examples=CASES, deadline=None)
def test_any_draft_survives_text(survives, document, kind, width):
    survives(document, kind, width=width)


@given(documents())
@settings(max_examples=CASES, deadline=None)
def test_any_draft_survives_markdown(survives, document):
    survives(document, "md")


@given(documents())
@settings(max_examples=CASES, deadline=None)
def test_any_draft_survives_a_web_page(survives, document):
    survives(document, "html")


@given(documents())
@settings(max_examples=FEW, deadline=None)
def test_any_draft_survives_a_page_to_paste(survives, document):
    survives(document, "paste")


@given(drafts(), st.booleans())
@settings(max_examples=FEW, deadline=None)
def test_any_draft_survives_a_package(facts, draft):
    export = Export(load_material(facts), draft)
    document = build_document(facts, draft=draft)
    outputs = (Output.HTML, Output.PASTE, Output.XLSX, Output.JSON)
    with patch.object(output_kinds, "_PACKED", outputs):
        data = make_output(export, document, Output.PACKAGE).data
    files, wrong = unpacked(data)
    assert (len(files), wrong) == (len(outputs), ())


@given(drafts(), drafts(), st.booleans(), st.sampled_from(REVIEWS))
@settings(max_examples=FEW, deadline=None)
def test_any_draft_survives_a_sheet_for_whoever_signs(facts, last, draft, output):
    """Also beside last year's; it would not be made otherwise."""
    export = Export(load_material(facts, last), draft)
    assert make_output(export, build_document(facts, draft=draft), output).data


@given(documents())
@settings(max_examples=FEW, deadline=None)
def test_any_draft_survives_word(survives, document):
    survives(document, "docx")


@given(documents())
@settings(max_examples=FEW, deadline=None)
def test_any_draft_survives_pdf(survives, document):
    survives(document, "pdf")


@given(documents(), documents("tiny"), documents("kinds"))
@settings(max_examples=FEW, deadline=None)
def test_the_tables_of_any_draft_survive_a_workbook(survives, document, tiny, other):
    survives(tables_of(document), "xlsx")
    survives(tables_of(tiny), "xlsx", "tiny")
    survives(tables_of(other), "xlsx", "kinds")


@given(documents("disclosure-2019"), st.sampled_from((*KINDS[:5], "xlsx")))
@settings(max_examples=CASES, deadline=None)
def test_figures_with_a_sign_survive(survives, document, kind):
    survives(tables_of(document) if kind == "xlsx" else document, kind, "disclosure-2019")


@given(documents("enforcement"), st.sampled_from(("txt", "ascii", "md", "html", "paste", "docx")))
@settings(max_examples=FEW, deadline=None)
def test_rows_called_as_the_organ_survive(survives, document, kind):
    assume(any(map(str.isalpha, document.signed_by)))  # an organ called 12 would be a figure
    survives(document, kind, "enforcement")


# On a page without borders a paragraph of marks alone is lost in a table, and so is an organ whose
# name is not all Chinese.
@given(documents("enforcement", st.lists(WORDS.map("{}，具体见下表。".format), max_size=3)))
@settings(max_examples=FEW // 2, deadline=None)
def test_so_do_they_in_pdf(survives, document):
    assume(all("一" <= character <= "龥" for character in document.signed_by))
    survives(document, "pdf", "enforcement")


@given(documents("tiny"), documents("kinds"), st.sampled_from(("txt", "ascii", "md", "html")))
@settings(max_examples=CASES, deadline=None)
def test_so_does_a_draft_of_another_form(survives, tiny, other, kind):
    survives(tiny, kind, "tiny")
    survives(other, kind, "kinds")


@pytest.fixture(scope="session")
def is_told(written):
    """Writes a document with a change in it; it is told if and only if it says something else."""

    def tell(document: Document, kind: str, name: str, draw: Callable[..., Any]) -> None:
        form = FORMS[name]
        wrong = changed(document, draw)
        reading = read_report(form, written(form, wrong, kind), kind.replace("ascii", "txt"))
        flowing = kind in ("txt", "ascii", "pdf")
        same = said(document, flowing=flowing) == said(wrong, flowing=flowing)
        assert (differences(document, reading) == ()) == same

    return tell


@given(documents("kinds", CLOSE), st.sampled_from(("txt", "ascii", "md", "html")), st.data())
@settings(max_examples=2 * CASES, deadline=None)
def test_any_change_on_the_way_is_told(is_told, document, kind, data):
    is_told(document, kind, "kinds", data.draw)


@given(documents(prose=CLOSE), st.sampled_from(("docx", "pdf")), st.data())
@settings(max_examples=FEW, deadline=None)
def test_any_change_in_a_set_page_is_told(is_told, document, kind, data):
    is_told(document, kind, "disclosure-2021", data.draw)


@pytest.mark.parametrize("kind", KINDS)
def test_the_parts_are_told_apart(form, written, sample_document, kind):
    document = sample_document
    reading = read_report(form, written(form, document, kind), kind.replace("ascii", "txt"))
    assert reading.title == document.title
    assert reading.headings == tuple(b.text for b in document.blocks if b.kind == "heading")
    assert (reading.signed_by, reading.signed_on) == (document.signed_by, document.signed_on)
    assert reading.mark == document.mark
    texts = tuple(b.text for b in document.blocks if b.kind == "paragraph")
    if kind == "pdf":
        assert "".join(reading.paragraphs) == "".join(texts)
    else:
        assert reading.paragraphs == texts


@pytest.mark.parametrize(("name", "mark"), [("draft", "草稿"), ("for_review", "送审稿")])
@pytest.mark.parametrize("kind", KINDS)
def test_the_mark_is_seen(form, written, sample_document, kind, name, mark):
    data = written(form, sample_document._replace(**{name: True}), kind)
    reading = read_report(form, data, kind.replace("ascii", "txt"))
    assert reading.mark == mark
    assert reading.title == sample_document.title
    (problem,) = differences(sample_document, reading)
    assert mark in problem.what
