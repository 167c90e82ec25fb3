"""How much of other people's reports is read, and how long reading takes beside its floors."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from timing import Case, drafter, markdown, measure, median_ms

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
_REPORTS, _ROUNDS = 5, 5
_READABLE = {
    "html": (
        *("html_spans", "html_flat", "html_word", "html_total_first", "html_subtotal"),
        *("html_one_outer_table", "html_one_value_spread", "html_swapped_tables"),
        *("html_extra_rows", "html_explained_labels", "html_three_tables"),
        *("html_heads_in_two_rows", "html_without_numbers"),
    ),
    "txt": ("lines_a_cell", "lines_with_bars", "pipes", "vertical_labels", "cut_by_page"),
}
_OTHERS = {
    "html": ("trial_edition", "as_picture"),
    "txt": ("glued", "glued_rows", "repeated_lines_dropped"),
}


def report() -> str:
    """Layouts of tests/importing/wild_reports.py with random figures; then times."""
    return "\n".join([*_read_rows(), "", *_times()])


def _read_rows() -> Iterator[str]:
    yield f"{_REPORTS} reports a layout; aims: 99 % of cells read, no wrong one called exact,"
    yield "95 % of texts in place"
    yield ""
    yield "| layouts | cells | read % | wrong, exact | wrong, doubted | texts in place % |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    yield _row("readable", _READABLE)
    yield _row("pages with narrow columns (PDF)", {"pdf": ("1.1em", "1.6em", "3em")})
    yield _row("not whole or not at all readable", _OTHERS)


def _row(name: str, layouts: dict[str, tuple[str, ...]]) -> str:
    from importing.wild_reports import TEXTS  # type: ignore[import-not-found]

    from drafter.form.form_file import load_form
    from drafter.importing.published_report import read_published

    form, rng = load_form("disclosure-2021"), random.Random(16)
    cells = read = wrong = doubted = placed = texts = 0
    for kind, names in layouts.items():
        for layout in names:
            for _ in range(_REPORTS):
                figures = _figures(form, rng)
                draft = read_published(form, _written(form, figures, kind, layout), kind).draft
                found = {a: cell.value for a, cell in draft.cells.items()} | dict(draft.stated)
                bad = [address for address, value in found.items() if value != figures[address]]
                cells, read = cells + len(form.cells), read + len(found)
                doubted += len(draft.verify & set(bad))
                wrong += len(set(bad) - draft.verify)
                texts += len(TEXTS)
                placed += sum(draft.texts.get(part) == text for part, text in TEXTS.items())
    shares = f"{100 * read / cells:.1f} | {wrong} | {doubted} | {100 * placed / texts:.1f}"
    return f"| {name} | {cells} | {shares} |"


def _figures(form: Any, rng: random.Random) -> dict[str, Any]:
    from importing.wild_reports import figures_of

    count = len(form.cells) - len(form.computed)
    choices = [0, 0, rng.randint(1, 9), rng.randint(10, 3000)]
    figures: dict[str, Any] = figures_of(form, [rng.choice(choices) for _ in range(count)])
    return figures


def _written(form: Any, figures: dict[str, Any], kind: str, layout: str) -> bytes:
    from importing import wild_reports as wild  # type: ignore[import-not-found]
    from importing.wild_pages import page_report  # type: ignore[import-not-found]

    if kind == "pdf":
        data: bytes = page_report(form, figures, layout)
        return data
    wrap = wild.paragraph if kind == "html" else str
    text: str = wild.report(form, wild.printed(form, figures), getattr(wild, layout), wrap=wrap)
    return text.encode()


def _ten_pages(form: Any, figures: dict[str, Any]) -> bytes:
    from importing.wild_pages import page_report

    data: bytes = page_report(form, figures, "1.6em", "9.6cm")
    return data


def _times() -> Iterator[str]:
    """A page of Word's and a PDF of ten pages: in process beside their floors, then the command."""
    from drafter.form.form_file import load_form
    from drafter.importing.published_report import read_published

    form = load_form("disclosure-2021")
    figures = _figures(form, random.Random(16))
    files = {
        "html": _written(form, figures, "html", "html_saved_by_word"),
        "pdf": _ten_pages(form, figures),
    }
    floors: dict[str, Callable[[bytes], object]] = {"html": _parsed, "pdf": _page_texts}
    yield "| in process, median | kB | ms | floor ms | ratio |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for kind, data in files.items():
        own = median_ms(partial(read_published, form, data, kind), _ROUNDS)
        floor = median_ms(partial(floors[kind], data), _ROUNDS)
        name = f"{kind}, beside {'the parse of lxml' if kind == 'html' else 'the text of PDFium'}"
        yield f"| {name} | {len(data) / 1000:.0f} | {own:.0f} | {floor:.0f} | {own / floor:.1f} |"
    yield ""
    with TemporaryDirectory() as folder:
        cases = []
        for kind, data in files.items():
            path = Path(folder) / f"a.{kind}"
            path.write_bytes(data)
            cases.append(
                Case(f"drafter read, {kind}", drafter("read", str(path)), drafter("forms"))
            )
        yield markdown(measure(case, _ROUNDS) for case in cases)
    yield ""
    yield "floor of a command: `drafter forms`, which loads the form and nothing else"


def _parsed(data: bytes) -> object:
    from lxml import etree

    return etree.fromstring(data, etree.HTMLParser(encoding="utf-8"))


def _page_texts(data: bytes) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    return sum(len(page.get_textpage().get_text_range()) for page in document)
