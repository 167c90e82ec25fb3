"""A Word template filled without docxtpl: our own ones, and all where it cannot be had.

That is where nobody builds lxml (loongarch64). What an office may write in its own template is
less here: tags in words, and directives that stand for a whole paragraph, row, cell or run
(`{%p`, `{%tr`, `{%tc`, `{%r`).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from markupsafe import escape

from drafter.form.sandbox import Sandbox
from drafter.report.word_misprint import (
    NO_WORD_FILE,
    MisprintError,
    a_paragraph_a_line,
    filled_xml,
)

_FILLED = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
_MAIN, _PROPERTIES = "word/document.xml", "docProps/core.xml"
_TAG = re.compile(
    r"\{(?:<[^>]*>)*([{%#])((?:(?![}%#](?:<[^>]*>)*\}).)*)([}%#])(?:<[^>]*>)*\}", re.DOTALL
)
"""A tag, with the markup that an editor put inside."""
_MARKUP = re.compile(r"<[^>]*>")
_QUOTES = str.maketrans("“”‘’", "\"\"''")
_TITLE = re.compile(r"<dc:title>.*?</dc:title>|<dc:title/>", re.DOTALL)
_TITLE_END = "</cp:coreProperties>"
# xml.sax.saxutils would load all of urllib. Of these, & comes last: &amp;lt; is no `<`.
_ESCAPED = {"&quot;": '"', "&apos;": "'", "&lt;": "<", "&gt;": ">", "&amp;": "&"}
_UNITS = ("tr", "tc", "p", "r")


def filled_package(
    template: bytes, sandbox: Sandbox, title: str, context: Mapping[str, Any]
) -> bytes:
    """The filled file; `title` is told in its properties. Raises: MisprintError."""
    made = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(template)) as old, zipfile.ZipFile(made, "w") as new:
            if _MAIN not in old.namelist():
                raise MisprintError(NO_WORD_FILE)
            for name in old.namelist():
                data = old.read(name)
                if _FILLED.fullmatch(name):
                    data = _filled_part(data, context, sandbox)
                elif name == _PROPERTIES:
                    data = _titled(data.decode(), title).encode()
                # A date of its own: else the time of day would make each file another.
                entry = zipfile.ZipInfo(name)
                new.writestr(entry, data, zipfile.ZIP_DEFLATED)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, UnicodeDecodeError, OSError):
        raise MisprintError(NO_WORD_FILE) from None
    return made.getvalue()


def _filled_part(data: bytes, context: Mapping[str, Any], sandbox: Sandbox) -> bytes:
    xml = filled_xml(a_paragraph_a_line(_with_whole_tags(data.decode())), context, sandbox)
    try:
        ElementTree.fromstring(xml)
    except ElementTree.ParseError:
        what = "模板填写以后不成文件。"
        raise MisprintError(what, "对照自带的模板，核对指令所在的段落和表格。") from None
    return xml.encode()


def _with_whole_tags(xml: str) -> str:
    """Each tag in one piece, and those that stand for a whole element in its place."""
    xml = _TAG.sub(_whole, xml)
    for unit in _UNITS:
        inside = rf"(?:(?!<w:{unit}[ >]).)*?"
        xml = re.sub(
            rf"<w:{unit}[ >]{inside}(\{{[{{%#]){unit} ((?:(?![}}%#]\}}).)*[}}%#]\}}).*?</w:{unit}>",
            r"\1 \2",
            xml,
            flags=re.DOTALL,
        )
    return xml.replace("<w:t>", '<w:t xml:space="preserve">')


def _whole(tag: re.Match[str]) -> str:
    # Editors put in typographic quotes, and XML escapes `<`: Jinja knows neither.
    words = _MARKUP.sub("", tag[2])
    for escaped, sign in _ESCAPED.items():
        words = words.replace(escaped, sign)
    return f"{{{tag[1]}{words.translate(_QUOTES)}{tag[3]}}}"


def _titled(properties: str, title: str) -> str:
    told = f"<dc:title>{escape(title)}</dc:title>"
    if _TITLE.search(properties):
        return _TITLE.sub(lambda _: told, properties, count=1)
    return properties.replace(_TITLE_END, told + _TITLE_END)
