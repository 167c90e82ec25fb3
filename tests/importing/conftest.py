"""Documents to write and read back: drawn from one number, in every kind of file."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Cell, Draft, Origin
from drafter.errors import DrafterError
from drafter.form.definitions import Form, Kind
from drafter.form.form_file import load_form
from drafter.report.document import Document, build_document
from drafter.report.jinja_pages import Format, Page, render

SAMPLE = Path(__file__).parents[2] / "sample_answers" / "county-bureau-2023.yaml"
FORMS = Path(__file__).parents[1] / "forms"
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


@pytest.fixture(scope="session")
def form() -> Form:
    return load_form("disclosure-2021")


@pytest.fixture(scope="session")
def tiny() -> Form:
    return load_form("tiny", FORMS)


@pytest.fixture(scope="session")
def kinds() -> Form:
    return load_form("kinds", FORMS)


@pytest.fixture(scope="session")
def sample_document(form: Form) -> Document:
    """The finished report of a sample, with figures and texts in it."""
    draft = load_answers(SAMPLE).draft
    return build_document(Facts(form, draft), draft=False)


@pytest.fixture(scope="session")
def document_from() -> Callable[[Form, int], Document]:
    """The document of a draft in which all that can be random is, by one number."""
    return _document


@pytest.fixture(scope="session")
def written() -> Callable[..., bytes]:
    """The document as a file of a kind, through the form's own template."""
    return _written


def _document(form: Form, seed: int) -> Document:
    chance = random.Random(seed)
    name = chance.choice(("巴州商务局", "示例县人民政府", _words(chance, 12).strip() or "甲"))
    draft = Draft(
        form.id,
        {"year": 2021, "organ.name": name, form.signature.date: date(2022, 1, 5)},
        texts={section.id: _prose(chance) for part in form.parts for section in part.sections},
        cells={
            address: Cell(_figure(chance, cell.kind), Origin.ENTERED)
            for address, cell in form.cells.items()
            if address not in form.computed
        },
    )
    return build_document(Facts(form, draft), draft=chance.random() < 0.5)


def _figure(chance: random.Random, kind: Kind) -> int | Decimal:
    largest = 10 ** chance.randrange(8)
    if kind is Kind.MONEY:
        return Decimal(chance.randrange(largest * 10**4)).scaleb(-4)
    return chance.randrange(largest + 1)


def _prose(chance: random.Random) -> str:
    paragraphs = (
        chance.choice(TRAPS) if chance.random() < 0.1 else _words(chance, 150)
        for _ in range(chance.randrange(4))
    )
    return "\n".join(paragraphs)


def _words(chance: random.Random, most: int) -> str:
    """Chinese with markup, figures, Latin words and spaces in it."""
    characters = []
    for _ in range(chance.randrange(1, most)):
        kind = chance.random()
        if kind < 0.7:
            characters.append(chr(chance.randrange(0x4E00, 0x9FA6)))
        elif kind < 0.85:
            characters.append(chance.choice(MARKUP))
        else:
            characters.append(chance.choice(("12", " ", "Word", "3.5", "　")))
    return "".join(characters)


def _written(form: Form, document: Document, kind: str, width: int = 100) -> bytes:
    match kind:
        case "txt" | "md" | "html":
            return render(form, document, Format(kind), Page(width)).encode()
        case "ascii":
            page = Page(width, ascii=True)
            return render(form, document, Format.TEXT, page).encode()
        case "docx":
            from drafter.report.word_file import render_docx

            return render_docx(form, document)
        case _:
            pytest.importorskip("typst")
            return _typeset(form, document)


def _typeset(form: Form, document: Document) -> bytes:
    from drafter.report.typeset import render_pdf

    try:
        return render_pdf(form, document).data
    except DrafterError as error:
        if "没有找到中文字体" not in str(error):
            raise
        pytest.skip("there is no Chinese font on this machine")
