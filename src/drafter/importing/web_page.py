"""A web page: one pass over its tree, text to the innermost open cell or paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from drafter.importing.file_pieces import Gathering, Source, counted, decode, refusal
from drafter.optional_libraries import loaded

if TYPE_CHECKING:
    from lxml.etree import _Element

_UNSEEN = {"head", "script", "style", "noscript", "template", "svg", "iframe", "object"}
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "caption", "dd", "div", "dl", "dt"),
    *("figcaption", "figure", "footer", "form", "header", "hr", "li", "main", "nav", "ol", "p"),
    *("pre", "section", "ul"),
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_EMBEDDED = re.compile(r"data:[^\"'\s>]*")
_LONG_TAG = re.compile(r"<[^<>]{65536}")
"""A tag with tens of thousands of attributes takes libxml2 seconds."""


def read_web(data: bytes) -> Source:
    """The page's text. Raises: DrafterError where there is none or it is no honest page."""
    root = _tree(decode(data))
    gathering = Gathering()
    _walk(root, gathering)
    return Source(tuple(gathering.pieces))


def _tree(text: str) -> _Element:
    etree = loaded("lxml.etree")
    page = counted(_EMBEDDED.sub("", text))
    if _LONG_TAG.search(page):
        raise refusal("这个网页有一个标签长得反常，没有读取。")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(page.encode(errors="replace"), parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        raise refusal("这个网页里没有内容。")
    return root


def _walk(root: _Element, gathering: Gathering) -> None:
    """Text before an element's children, the children, and the text after its end."""
    from lxml import etree

    unseen: Any = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if unseen is None:
            if event == "start" and (element.tag in _UNSEEN or "hidden" in element.attrib):
                unseen = element
            elif event == "start":
                _open(element.tag, gathering)
                gathering.write(_text(element.text), element.sourceline or 0)
            else:
                _close(element.tag, gathering)
        if event == "end":
            if element is unseen:
                unseen = None
            if unseen is None:
                gathering.write(_text(element.tail))


def _text(text: str | None) -> str:
    """The line ends of the source are spaces."""
    return (text or "").replace("\n", " ")


def _open(tag: str, gathering: Gathering) -> None:
    if tag == "table":
        gathering.open_table()
    elif tag == "tr":
        gathering.open_row()
    elif tag == "br":
        gathering.write("\n")
    elif tag in _BLOCKS or tag in _HEADINGS:
        gathering.end_paragraph()


def _close(tag: str, gathering: Gathering) -> None:
    if tag == "table":
        gathering.close_table()
    elif tag in ("td", "th", "caption"):
        gathering.close_cell()
    elif tag in _BLOCKS or tag in _HEADINGS:
        gathering.end_paragraph(_HEADINGS.get(tag, 0))
