"""Writes report.docx, the Word template of a form, beside its form.yaml (`make templates`).

Its labels are those of form.yaml; a rebuild of the same form gives the same bytes. An office
that wants another look edits a copy of the file in Word or WPS.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator

from word_parts import parts, section
from word_styles import paragraph, run
from word_tables import word_table
from word_xml import root, w

from drafter.file_writer import write_file
from drafter.form.definitions import Form, Table
from drafter.form.form_file import load_form
from drafter.report.document import grid_of

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def build(form: Form) -> bytes:
    """The template of a form. It is not packed: packed bytes depend on the zlib at hand."""
    named = {**parts(), "word/document.xml": _document(form)}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        for name in sorted(named):
            member = zipfile.ZipInfo(name, _EPOCH)
            member.create_system = _UNIX
            package.writestr(member, named[name])
    return buffer.getvalue()


def _document(form: Form) -> str:
    return root("document", w("body", *_body(form), section()))


def _body(form: Form) -> Iterator[str]:
    """The title, then one branch for each kind of block and each table, then the signature."""
    yield _text("Title", "{{ title }}{% if document.draft %}（草稿）{% endif %}")
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
    yield _directive("elif signed_characters <= 24")
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
    last = form.parts[-1].table is table
    yield word_table(grid_of(form, table, form.arithmetic.zeros), table.title, last=last)
    yield _text("AfterTable", "", layout=w("keepNext") if last else "")


def _text(style: str, text: str, layout: str = "") -> str:
    return paragraph(style, run(text) if text else "", layout=layout)


def _directive(code: str) -> str:
    """A paragraph that is not printed."""
    return _text("Directive", f"{{%p {code} %}}")


def main() -> None:
    """Build the templates of the forms named, `disclosure-2021` when none is."""
    for name in sys.argv[1:] or ["disclosure-2021"]:
        form = load_form(name)
        write_file(form.folder / "report.docx", build(form))


if __name__ == "__main__":
    main()
