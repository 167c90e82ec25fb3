"""How long finished files take, from the command line to the file on the disk."""

from __future__ import annotations

import marshal
import sys
import tempfile
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from drafter.checks.material import load_material
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.output.output_kinds import Export, Output, compare, make_output
from drafter.report.document import Document, PrintedTable, build_document
from timing import Case, drafter, median_ms

LARGEST = "sample_answers/county-government-2023.yaml"
WORD_TEMPLATE = "templates/disclosure-2021/report.docx"
# docxtpl as its manual shows it, given everything that the template prints.
_BARE_DOCXTPL = """
import marshal, sys
from docxtpl import DocxTemplate
template, context, target = sys.argv[1:]
word = DocxTemplate(template)
with open(context, "rb") as file:
    word.render(marshal.load(file), autoescape=True)
word.save(target)
"""
# The same cells as numbers and texts, with nothing around them.
_BARE_XLSXWRITER = """
import marshal, sys
from xlsxwriter import Workbook
context, target = sys.argv[1:]
with open(context, "rb") as file:
    document = marshal.load(file)
book = Workbook(target)
for table in document["figures"].values():
    sheet = book.add_worksheet()
    for row, figures in enumerate(table.values()):
        for column, figure in enumerate(figures.values()):
            sheet.write_number(row, column, float(figure))
book.close()
"""
# One chart of six bars, where the picture has seven with twice as many.
_BARE_MATPLOTLIB = """
import sys
from matplotlib.figure import Figure
figure = Figure()
axes = figure.add_subplot()
axes.bar_label(axes.barh(range(6), range(6)))
figure.savefig(sys.argv[1])
"""


def cases() -> Iterable[Case]:
    """The largest sample as each kind of file, read back too, beside what its library takes."""
    with tempfile.TemporaryDirectory(prefix="bench-export-") as name:
        folder = Path(name)
        yield Case("drafter export --to docx", _export(folder, "docx"), _bare_docxtpl(folder))
        printed = drafter("print", LARGEST)
        yield Case("drafter export --to html, beside print", _export(folder, "html"), printed)
        yield Case("drafter export --to xlsx", _export(folder, "xlsx"), _bare(folder, "xlsx"))
        yield Case("drafter export --to svg", _export(folder, "svg"), _bare(folder, "svg"))


def in_process() -> Iterator[tuple[str, float]]:
    """Making each kind of file, and the part of it that reading back and comparing takes."""
    answers = load_answers(Path(LARGEST), None)
    export = Export(load_material(Facts(answers.form, answers.draft)), draft=False)
    document = build_document(export.material.facts, draft=False)
    for output in _TIMED:
        data = make_output(export, document, output).data
        yield (
            f"{output.value}: made and read back",
            median_ms(partial(make_output, export, document, output)),
        )
        yield (
            f"{output.value}: of that, read back",
            median_ms(partial(compare, export, document, data, output)),
        )


_TIMED = (
    *(Output.DOCX, Output.HTML, Output.MARKDOWN, Output.TEXT, Output.PDF),
    *(Output.PASTE, Output.XLSX, Output.SVG, Output.PNG, Output.PACKAGE),
)


def _export(folder: Path, to: str) -> tuple[str, ...]:
    place = str(folder / f"report.{to}")
    return drafter("export", LARGEST, "--to", to, "-o", place, "--force")


def _bare(folder: Path, to: str) -> tuple[str, ...]:
    target = str(folder / f"bare.{to}")
    if to == "svg":
        return (sys.executable, "-c", _BARE_MATPLOTLIB, target)
    return (sys.executable, "-c", _BARE_XLSXWRITER, _context(folder), target)


def _bare_docxtpl(folder: Path) -> tuple[str, ...]:
    target = str(folder / "bare.docx")
    return (sys.executable, "-c", _BARE_DOCXTPL, WORD_TEMPLATE, _context(folder), target)


def _context(folder: Path) -> str:
    """All that is printed, in a file that needs no library to be read."""
    answers = load_answers(Path(LARGEST), None)
    document = build_document(Facts(answers.form, answers.draft), draft=False)
    context = folder / "context"
    context.write_bytes(marshal.dumps(_plain(document)))
    return str(context)


def _plain(document: Document) -> dict[str, Any]:
    """What the Word template prints, in dicts and lists."""
    figures: dict[str, dict[str, dict[str, str]]] = {}
    blocks: list[dict[str, Any]] = []
    for block in document.blocks:
        blocks.append({"kind": block.kind, "address": block.address})
        if isinstance(block, PrintedTable):
            for cell in (cell for row in block.grid.rows for cell in row if cell.address):
                table, line, column = cell.address.split("/")
                figures.setdefault(table, {}).setdefault(line, {})[column] = cell.text
        else:
            blocks[-1] |= block._asdict()
    whole = {**document._asdict(), "blocks": blocks}
    return {
        "document": whole,
        "title": document.title,
        "figures": figures,
        "signed_characters": len(document.signed_by),
    }
