"""Files as they are laid out: by LibreOffice, by typst and by Chromium where a machine has them.

Where it has not, test_word_template, test_typeset and test_pages hold the same over the structure.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pytest

from drafter.checks.material import load_material
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.form.definitions import Form
from drafter.office_program import find_office
from drafter.output.approval_sheet import sheet_of, sheet_page, sheet_word
from drafter.output.review_sheet import review_of
from drafter.report.document import Document, build_document
from drafter.report.jinja_pages import Format, Page, render
from drafter.report.title_lines import signature_lines, title_lines
from drafter.report.typeset import render_pdf
from drafter.report.word_file import render_docx

from ..conftest import LONGEST_S, pages_set_here

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_answers"
SHEET = "送审单"
FIGURES = re.compile(r"(^|\s)[0-9.]+\s*\Z")
"""The end of a table's row."""
TORN = re.compile(r"[0-9A-Za-z]+\n[0-9A-Za-z]+")


class Report(NamedTuple):
    """What is laid out; `sheet` is its 送审单."""

    form: Form
    document: Document
    sheet: Facts


def report_of(sample: str, *, draft: bool = False, folder: Path = SAMPLES) -> Report:
    answers = load_answers(folder / f"{sample}.yaml")
    facts = Facts(answers.form, answers.draft)
    return Report(answers.form, build_document(facts, draft=draft), facts)


REPORTS: dict[str, Callable[[], Report]] = {
    "a five-character organ's draft": lambda: report_of("bazhou-commerce-2021", draft=True),
    "a county's": lambda: report_of("county-government-2023"),
    "a nil return": lambda: report_of("nil-township-2023"),
    "a large one": lambda: report_of("large", folder=Path(__file__).parent),
}
reports = pytest.mark.parametrize("name", REPORTS)


def word_of(name: str) -> bytes:
    report = REPORTS[name.removesuffix(SHEET)]()
    if not name.endswith(SHEET):
        return render_docx(report.form, report.document)
    return sheet_word(sheet_for(report), report.form)


def web_of(name: str) -> str:
    report = REPORTS[name.removesuffix(SHEET)]()
    if not name.endswith(SHEET):
        return render(report.form, report.document, Format.HTML, Page(80))
    return sheet_page(sheet_for(report), report.form)


def sheet_for(report: Report):
    material = load_material(report.sheet, None, date(2024, 1, 15))
    return sheet_of(review_of(material, draft=False, since=None), report.sheet)


def pages_of(pdf: Path | bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


NAMES = (*REPORTS, f"a nil return{SHEET}")


@pytest.fixture(scope="module")
def stand_ins() -> str:
    """Font settings that put the Noto and Liberation fonts in the place of those that are named."""
    listed = shutil.which("fc-list")
    known = subprocess.run([listed, ":", "family"], capture_output=True).stdout if listed else b""
    if not all(name in known for name in (b"Noto Serif CJK SC", b"Liberation Serif")):
        pytest.skip("no Noto CJK and Liberation fonts")
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(str(ROOT / "tools"))
        return str(import_module("take_document_pictures").font_settings())


@pytest.fixture(scope="module")
def word(tmp_path_factory, stand_ins) -> dict[str, list[str]]:
    """The pages of the Word files, all of them by one start of LibreOffice."""
    if not (office := find_office()):
        pytest.skip("no LibreOffice")
    folder = tmp_path_factory.mktemp("word")
    (folder / "fonts.conf").write_text(stand_ins, "utf-8")
    files = [folder / f"{number}.docx" for number in range(len(NAMES))]
    for file, name in zip(files, NAMES, strict=True):
        file.write_bytes(word_of(name))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ("--headless", "--convert-to", "pdf", "--outdir", folder, *files)
    env = {"PATH": str(Path(office).parent), "FONTCONFIG_FILE": str(folder / "fonts.conf")}
    env |= {"HOME": str(folder)}
    subprocess.run([office, profile, *convert], capture_output=True, check=True, env=env)
    made = zip(NAMES, files, strict=True)
    return {name: pages_of(file.with_suffix(".pdf")) for name, file in made}


@pytest.fixture(scope="module")
def printed(tmp_path_factory, stand_ins) -> Callable[[str], list[str]]:
    """The pages of a web page as Chromium prints it."""
    if not (browser := shutil.which("chromium")):
        pytest.skip("no Chromium")
    folder = tmp_path_factory.mktemp("web")

    @cache
    def pages(name: str) -> list[str]:
        page, pdf = folder / "page.html", folder / "page.pdf"
        page.write_text(web_of(name), "utf-8")
        quiet = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run")
        quiet += ("--disable-background-networking", "--disable-sync", "--no-pdf-header-footer")
        own = f"--user-data-dir={folder / 'browser'}"
        made = (browser, *quiet, own, f"--print-to-pdf={pdf}", page.as_uri())
        subprocess.run(made, capture_output=True, check=True, timeout=LONGEST_S)
        return pages_of(pdf)

    return pages


@cache
def typeset(name: str) -> list[str]:
    pytest.importorskip("typst")
    report = REPORTS[name]()
    with pages_set_here():
        return pages_of(render_pdf(report.form, report.document).data)


def lines_of(page: str) -> list[str]:
    """The lines of a page without spaces."""
    return ["".join(line.split()) for line in page.splitlines()]


def page_with(pages: list[str], words: str) -> int:
    """Which page holds these words; there is one."""
    (number,) = (at for at, page in enumerate(pages) if words in "".join(page.split()))
    return number


@reports
def test_word_file_and_pdf_have_the_same_pages_and_tables_on_them(word, name):
    made = word[name], typeset(name)
    assert len(made[0]) == len(made[1])
    for words in ("第二十条第（一）项", "四、结转下年度继续办理", "四、政府信息公开行政"):
        places = {page_with(pages, words) for pages in made}
        assert len(places) == 1, words


@reports
def test_the_web_page_prints_to_as_many(word, printed, name):
    assert len(printed(name)) == len(word[name])


@reports
def test_a_table_that_fits_a_page_is_not_divided(word, name):
    ends = {
        "第二十条第（一）项": "第二十条第（八）项",
        "（本列数据的勾稽关系为": "四、结转下年度继续办理",
    }
    for pages in (word[name], typeset(name)):
        for first, last in ends.items():
            assert page_with(pages, first) == page_with(pages, last)


@reports
def test_nor_on_the_web_page_as_it_is_printed(printed, name):
    pages = printed(name)
    first, last = "（本列数据的勾稽关系为", "四、结转下年度继续办理"
    assert page_with(pages, first) == page_with(pages, last)


@reports
def test_the_title_breaks_where_its_sense_does(word, name):
    document = REPORTS[name]().document
    wanted = [*title_lines(document.title, document.signed_by, mark=document.mark)]
    wanted[-1] += f"（{document.mark}）" if document.mark else ""
    for pages in (word[name], typeset(name)):
        lines = lines_of(pages[0])
        assert [line for line in lines if line and line != document.mark][: len(wanted)] == wanted


@reports
def test_a_signature_is_whole_or_breaks_where_its_sense_does(word, name):
    document = REPORTS[name]().document
    for pages in (word[name], typeset(name)):
        lines = lines_of(pages[-1])
        end = lines.index(document.signed_on)
        names = signature_lines(document.signed_by)
        assert tuple(lines[end - len(names) : end]) == names


def test_seven_digits_stand_in_one_line(word, printed):
    for pages in (word["a large one"], typeset("a large one"), printed("a large one")):
        lines = lines_of(pages[page_with(pages, "四、结转下年度继续办理")])
        assert "（七）总计18549781695419973199463989299732104303" in lines
        lines = lines_of(pages[page_with(pages, "四、政府信息公开行政")])
        assert any(line.startswith("8975702991903989201994601795140") for line in lines)


def test_labels_break_where_they_do_in_word(word, printed):
    broken = {"5.要求行政机关确认或重新出", "具已获取信息", "正、行政机关不再处理其政府"}
    for pages in (word["a large one"], typeset("a large one"), printed("a large one")):
        page = pages[page_with(pages, "四、结转下年度继续办理")]
        lines = [re.sub("[0-9]+$", "", line) for line in lines_of(page)]
        assert broken <= set(lines)


@reports
def test_no_figure_and_no_word_is_torn_at_the_end_of_a_line(word, printed, name):
    """An address has to break somewhere, and does so after a mark."""
    said = "".join(getattr(block, "text", "") for block in REPORTS[name]().document.blocks)
    for pages in (word[name], typeset(name), printed(name)):
        lines = [line for page in pages for line in page.splitlines() if not FIGURES.search(line)]
        ends = (TORN.search("\n".join(pair)) for pair in pairwise(lines))
        assert [end[0] for end in ends if end and end[0].replace("\n", "") in said] == []


def test_the_sheet_of_a_nil_return_is_one_page(word, printed):
    name = f"a nil return{SHEET}"
    assert len(word[name]) == len(printed(name)) == 1
