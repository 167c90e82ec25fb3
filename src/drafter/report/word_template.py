"""A Word template filled by docxtpl, which knows all that offices do to one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import docxtpl

from drafter.form.sandbox import Sandbox, mishap
from drafter.report.word_misprint import (
    NO_WORD_FILE,
    MisprintError,
    a_paragraph_a_line,
    filled_xml,
)


def filled_by_docxtpl(
    template: bytes, sandbox: Sandbox, title: str, context: Mapping[str, Any]
) -> bytes:
    """The filled file; `title` is told in its properties. Raises: MisprintError."""
    word = _Word(io.BytesIO(template))
    try:
        word.init_docx()
    except Exception:  # python-docx, zipfile and lxml each have their own for a broken file
        raise MisprintError(NO_WORD_FILE) from None
    try:
        word.render(context, sandbox)
        # Else the template's own stays, and comes back as the title of a PDF made of the file.
        word.docx.core_properties.title = title
        filled = io.BytesIO()
        word.save(filled)
        return _undated(filled)
    except MisprintError:
        raise
    except Exception as error:
        what = f"模板填写以后不成文件（{mishap(error)}）。"
        raise MisprintError(what, "对照自带的模板，核对指令所在的段落和表格。") from None


def _undated(filled: io.BytesIO) -> bytes:
    """The same parts without the time of day: the same report gives the same bytes."""
    undated = io.BytesIO()
    with zipfile.ZipFile(filled) as old, zipfile.ZipFile(undated, "w") as new:
        for part in old.infolist():
            new.writestr(zipfile.ZipInfo(part.filename), old.read(part), zipfile.ZIP_DEFLATED)
    return undated.getvalue()


class _Word(docxtpl.DocxTemplate):  # type: ignore[misc]
    """docxtpl's template, filled in our sandbox and nowhere else."""

    def get_xml(self) -> str:
        """The whole main part; docxtpl takes its body, and moving it back in takes 9 ms."""
        return str(self.xml_to_string(self.docx.element))

    def map_tree(self, tree: object) -> None:
        """Put the filled part in its place."""
        # A private part of python-docx, which has no way to exchange a whole part; a public one
        # would replace it.
        self.docx.part._element = tree

    def patch_xml(self, src_xml: str) -> str:
        """The part with its tags whole, and a paragraph a line."""
        # Word cuts a text into runs wherever somebody paused in typing, also within `{{ name }}`:
        # docxtpl puts such a tag together again.
        return a_paragraph_a_line(super().patch_xml(src_xml))

    def render_xml_part(
        self, src_xml: str, part: object, context: Mapping[str, Any], jinja_env: Sandbox
    ) -> str:
        """The part filled in the sandbox."""
        return filled_xml(src_xml, context, jinja_env)

    def render_properties(self, context: object, jinja_env: object = None) -> None:
        """The properties of the file are no templates."""
        # docxtpl would fill them in an environment of its own, outside the sandbox.
