"""report.docx and review.docx of a form that brings none: built from form.yaml.

Its labels are those of form.yaml; the same form gives the same bytes. An office that wants another
look has them written (`drafter forms --build`) and edits the file in Word or WPS.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping

from drafter.form.definitions import Form, Line, Table
from drafter.report.document import grid_of
from drafter.report.word_parts import parts, section
from drafter.report.word_sheet import SHEET_STYLES, sheet
from drafter.report.word_tables import word_table
from drafter.report.word_xml import STYLES, paragraph, root, run, styles, w

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


_MARGINS = {"top": 37, "right": 26, "bottom": 35, "left": 28, "header": 15, "footer": 25}
"""In mm, by GB/T 9704."""


def report_layout(form: Form) -> bytes:
    """The template of a form's report."""
    mark = "{{ document.mark }}"
    return _package({**parts(styles(STYLES), mark), "word/document.xml": _document(form)})


def sheet_layout() -> bytes:
    """The template of the 送审单, which is the same for every form."""
    return _package({**parts(styles(SHEET_STYLES)), "word/document.xml": sheet()})


def _package(named: Mapping[str, str]) -> bytes:
    """It is not packed: packed bytes depend on the zlib at hand."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        for name in sorted(named):
            member = zipfile.ZipInfo(name, _EPOCH)
            member.create_system = _UNIX
            package.writestr(member, named[name])
    return buffer.getvalue()


def _document(form: Form) -> str:
    return root("document", w("body", *_body(form), section(_MARGINS)))


def _body(form: Form) -> Iterator[str]:
    """The title, then one branch for each kind of block and each table, then the signature."""
    yield _text("Title", "{{ title }}{% if document.mark %}（{{ document.mark }}）{% endif %}")
    yield _text("Normal", "")
    yield _directive("for block in document.blocks")
    yield _directive('if block.kind == "heading" and block.level == 1')
    yield _text("Heading1", "{{ block.text }}")
    yield _directive('elif block.kind == "heading"')
    yield _text("Heading2", "{{ block.text }}")
    yield _directive('elif block.kind == "paragraph" and loop.last')
    yield _text("Body", "{{ block.text }}", layout=w("keepNext"))
    yield _directive('elif block.kind == "paragraph"')
    yield _text("Body", "{{ block.text }}")
    for table in form.tables.values():
        yield from _table(form, table)
    yield _directive("endif")
    yield _directive("endfor")
    yield _text("Normal", "", layout=w("keepNext"))
    yield _directive("if signed_characters <= 16")
    yield from _signature("Signature")
    yield _directive("elif signed_characters <= 20")
    yield from _signature("LongSignature")
    yield _directive("else")
    yield from _signature("LongestSignature")
    yield _directive("endif")


def _signature(style: str) -> Iterator[str]:
    yield _text(style, "{{ document.signed_by }}", layout=w("keepNext"))
    yield _text(style, "{{ document.signed_on }}")


def _table(form: Form, table: Table) -> Iterator[str]:
    yield _directive(f'elif block.address == "{table.id}"')
    yield _directive(f"set t = figures.{table.id}")
    # A signature does not stand alone on a page: with it goes the table that ends the report.
    last = form.parts[-1].table is table and not table.notes
    grid = grid_of(form, table, form.arithmetic.zeros, lambda row: _label(table, row))
    yield word_table(grid, table.title, last=last)
    yield _text("AfterTable", "", layout=w("keepNext") if last else "")


def _label(table: Table, row: Line) -> str:
    """A row's label; one that is the report's own, as the organ's name, is asked for."""
    return f"{{{{ labels.{table.id}.{row.id} }}}}" if row.says else row.label


def _text(style: str, text: str, layout: str = "") -> str:
    return paragraph(style, run(text) if text else "", layout=layout)


def _directive(code: str) -> str:
    """A paragraph that is not printed."""
    return _text("Directive", f"{{%p {code} %}}")
