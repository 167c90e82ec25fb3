"""The XML of a Word template filled in the sandbox, and why a template cannot be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import jinja2

from drafter.form.sandbox import Sandbox, line_in, mishap, reason

NO_WORD_FILE = "这不是能用的 Word 文件（.docx）。"
_OWN = "用 Word 或 WPS 打开改好；不用自己的模板时，用的是自带的。"
_TAG = re.compile(r"\{[{%].*?[%}]\}")
_MARKUP = re.compile(r"<[^>]*>?")
_LONGEST_NEAR = 60


class MisprintError(Exception):
    """The template cannot be filled. `near` quotes it where the place is known."""

    def __init__(self, what: str, fix: str = _OWN, near: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix
        self.near = near


def a_paragraph_a_line(xml: str) -> str:
    """The part so that lines tell places; white space between paragraphs means nothing."""
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)


def filled_xml(source: str, context: Mapping[str, Any], sandbox: Sandbox) -> str:
    """The part filled; every value is escaped by the environment. Raises: MisprintError."""
    try:
        return sandbox.text(source).render(context)
    except jinja2.TemplateSyntaxError as error:
        what = f"模板写法有误（{reason(error)}）。"
        near = _near(source, error.lineno)
        raise MisprintError(what, "核对大括号、引号和 if / endif。", near) from None
    except Exception as error:
        what = f"模板用不了（{mishap(error)}）。"
        near = _near(source, line_in(error))
        raise MisprintError(what, "对照自带的模板核对名称。", near) from None


def _near(source: str, line: int) -> str:
    """The tags of a line, or its words; a line is a paragraph."""
    lines = source.split("\n")
    if not 0 < line <= len(lines):
        return ""
    words = _MARKUP.sub("", lines[line - 1])
    return (" ".join(_TAG.findall(words)) or words.strip())[:_LONGEST_NEAR]
