"""What is attacked in a form's folder: each file that may stand there, and whatever goes by it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from attack.whole_commands import ROOT, facts_of, forms
from drafter.draft.draft_facts import Facts
from drafter.form.definitions import Form
from drafter.report.document import Document, build_document

_ID = "disclosure-2021"
FOLDER = ROOT / "templates" / _ID
_PUBLISHED = ROOT / "tests" / "published" / "bazhou-commerce-2021.txt"
_REGISTER = ROOT / "bench" / "registers" / "learnt"


def beside(name: str) -> Callable[[bytes, Path], None]:
    """A file beside form.yaml, changed; then what goes by it is done."""
    use = _USES[name]

    def read(data: bytes, folder: Path) -> None:
        place = folder / _ID
        shutil.copytree(FOLDER, place, ignore=shutil.ignore_patterns("*.docx"))
        (place / name).write_bytes(data)
        use(replace(forms()[_ID], folder=place))

    return read


def template(name: str) -> Callable[[bytes, Path], None]:
    """A template or style sheet of a folder of one's own, changed; then the file is made."""
    make = _MAKERS[name]

    def read(data: bytes, folder: Path) -> None:
        (folder / _ID).mkdir(exist_ok=True)
        (folder / _ID / name).write_bytes(data)
        make(folder)

    return read


def sheet_template() -> list[bytes]:
    """review.docx as `forms --build` lays it down."""
    from drafter.report.word_layout import sheet_layout

    return [sheet_layout()]


@cache
def _facts() -> Facts:
    return facts_of(_ID)[0]


@cache
def _document() -> Document:
    return build_document(_facts(), draft=False)


def _checked(form: Form) -> None:
    from drafter.checks.check_run import run_checks
    from drafter.checks.material import load_material

    last = facts_of(_ID)[1]
    run_checks(load_material(Facts(form, _facts().draft), Facts(form, last.draft)))


def _typed(form: Form) -> None:
    """The checks, and lines that are typed at a table."""
    from drafter.desk.table_phrases import says_figures

    _checked(form)
    for line in ("新收 自然人 5 商业企业 2", "经检索没有找到3件，其余都是0"):
        says_figures(form, form.tables["applications"], line)


def _read(form: Form) -> None:
    from drafter.importing.published_report import read_published

    read_published(form, _PUBLISHED.read_bytes(), "txt")


def _counted(form: Form) -> None:
    """With a calendar that was not read before."""
    from drafter.importing.register_file import raw_sheets
    from drafter.ledger.counted_register import counted_register
    from drafter.ledger.form_meanings import head_reader
    from drafter.ledger.ledger_file import register_words
    from drafter.ledger.register_settings import Settings
    from drafter.ledger.register_sheets import read_register
    from drafter.ledger.work_calendar import form_calendar, load_calendar

    words, settings = register_words(form), Settings()
    assert words is not None
    load_calendar.cache_clear()
    path = min(_REGISTER.glob("[0-9]*.csv"))
    register = read_register(
        head_reader(form, words, settings, 2024), raw_sheets(path.read_bytes())
    )
    counted_register(form, words, register, settings, 2024, form_calendar(form, words))


def _compared(form: Form) -> None:
    from drafter.gather.report_comparison import Subject, compare_years

    one, other = (Facts(form, facts.draft) for facts in facts_of(_ID)[:2])
    compare_years([Subject("2022", one), Subject("2023", other)])


def _alike(form: Form) -> None:
    from drafter.gather.alike_texts import common_pieces

    common_pieces(form)


def _sheet(form: Form, own: Path | None = None) -> None:
    from drafter.checks.material import load_material
    from drafter.output.approval_sheet import sheet_of, sheet_page, sheet_text, sheet_word
    from drafter.output.review_sheet import review_of

    facts = Facts(form, _facts().draft)
    sheet = sheet_of(review_of(load_material(facts), draft=True, since=None), facts, own)
    for make in (sheet_page, sheet_text, sheet_word):
        make(sheet, form, own)


def _page(kind: str) -> Callable[[Path], None]:
    def make(own: Path) -> None:
        from drafter.report.jinja_pages import Format, Page, render

        render(forms()[_ID], _document(), Format(kind), Page(100), own)

    return make


def _word(own: Path) -> None:
    from drafter.report.word_file import render_docx

    render_docx(forms()[_ID], _document(), own)


def _pdf(own: Path) -> None:
    from drafter.report.typeset import render_pdf

    render_pdf(forms()[_ID], _document(), own)


def _own_sheet(own: Path) -> None:
    _sheet(forms()[_ID], own)


_USES: dict[str, Callable[[Form], None]] = {
    "words.yaml": _checked,
    "claims.yaml": _typed,
    "reading.yaml": _read,
    "ledger.yaml": _counted,
    "holidays.yaml": _counted,
    "comparison.yaml": _compared,
    "likeness.yaml": _alike,
    "review.yaml": _sheet,
}
BESIDE = tuple(_USES)
_MAKERS: dict[str, Callable[[Path], None]] = {
    "report.txt.j2": _page("txt"),
    "report.md.j2": _page("md"),
    "report.html.j2": _page("html"),
    "report.css": _page("html"),
    "report.docx": _word,
    "report.typ": _pdf,
    "review.txt.j2": _own_sheet,
    "review.html.j2": _own_sheet,
    "review.css": _own_sheet,
    "review.docx": _own_sheet,
}
TEMPLATES = tuple(_MAKERS)
