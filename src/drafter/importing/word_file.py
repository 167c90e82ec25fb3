"""A Word file: its main part in one pass, and its mark wherever a page head shows it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from drafter.errors import DrafterError
from drafter.importing.file_pieces import MARKS, Gathering, Source, refusal

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_MEMBERS = 1_000
MOST_EVENTS = 500_000
MOST_UNPACKED = 10 * 1024 * 1024
"""Elements that begin or end, and bytes, of all the parts that are read, taken together."""
LARGEST_RATIO = 200
"""How many times smaller a packed file may be than what it unpacks to."""
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError),
    *(ElementTree.ParseError, ValueError, LookupError, OSError),
)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEAD = re.compile(r"word/header\d*\.xml")
_LEFT_OUT = {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
    *(_W + name for name in ("drawing", "pict", "del", "moveFrom", "pPrChange", "sectPr")),
}
"""Pictures and text boxes, what was deleted, and how it looked before. Word keeps a text box
twice (AlternateContent: for new and old versions), and a former style inside pPrChange."""
_SIGNS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}


def read_word(data: bytes) -> Source:
    """The document's text. Raises: DrafterError for what is no Word file or no honest one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = _Parts(package)
            levels = _levels(parts)
            heads = [_mark_in(parts, name) for name in parts.members if _HEAD.fullmatch(name)]
            body = _Body(levels)
            for event, element in parts.events("word/document.xml"):
                body.take(event, element)
                if event == "end":
                    element.clear()
    except _UNREADABLE:
        raise refusal("这不是 Word 文件（.docx），或者已经损坏、加了密码。") from None
    return Source(tuple(body.gathering.pieces), mark=next(filter(None, heads), ""))


class _Parts:
    """The parts of a package, with one bound for all that is unpacked and gone through."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self.members = _checked(package)
        self._bytes = MOST_UNPACKED
        self._events = MOST_EVENTS

    def events(self, name: str) -> Iterator[tuple[str, Element]]:
        """Every element as it begins and ends; of a part that is absent, none."""
        data = self._part(name)
        for each in ElementTree.iterparse(io.BytesIO(data), ("start", "end")) if data else ():
            self._events -= 1
            if self._events < 0:
                raise refusal("这个 Word 文件里的内容多得反常，没有读取。")
            yield each

    def _part(self, name: str) -> bytes:
        """One part, whatever size its entry declares; nothing where it is absent."""
        if name not in self.members:
            if name == "word/document.xml":
                raise refusal("这不是 Word 文件（.docx）。")
            return b""
        with self._package.open(self.members[name]) as file:
            data = file.read(self._bytes + 1)
        self._bytes -= len(data)
        if self._bytes < 0:
            raise _too_large()
        # A zero byte means UTF-16, in which a DTD would not be seen here; Word writes UTF-8.
        if b"<!DOCTYPE" in data or b"\0" in data:
            raise refusal("这个 Word 文件里有不该有的声明，没有读取。")
        return data


def _checked(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    members = package.infolist()
    if len(members) > MOST_MEMBERS:
        raise refusal("这个 Word 文件里的部件多得反常，没有读取。")
    for member in members:
        packed = max(member.compress_size, 1)
        if member.file_size > packed * LARGEST_RATIO:
            raise _too_large()
    return {member.filename: member for member in members}


def _too_large() -> DrafterError:
    return refusal("这个 Word 文件展开后大得反常，没有读取。")


def _levels(parts: _Parts) -> dict[str, int]:
    """The level of each style that is a title's or has a place in the outline."""
    levels: dict[str, int] = {}
    for event, style in parts.events("word/styles.xml"):
        if event == "start" or style.tag != _W + "style":
            continue
        name, outline = style.find(_W + "name"), style.find(f"{_W}pPr/{_W}outlineLvl")
        if name is not None and _value(name).lower() == "title":
            levels[style.get(_W + "styleId", "")] = 1
        elif outline is not None and _value(outline) in "012345678":
            levels[style.get(_W + "styleId", "")] = int(_value(outline)) + 2
    return levels


def _value(element: Element) -> str:
    return element.get(_W + "val", "-")


def _mark_in(parts: _Parts, head: str) -> str:
    """草稿 or 送审稿 where a page head says so, as text or as a watermark."""
    words: list[str] = []
    for event, element in parts.events(head):
        if event == "end":
            words.append(
                element.text or "" if element.tag == _W + "t" else element.get("string", "")
            )
            element.clear()
    said = "".join(words)
    return next((mark for mark in MARKS.values() if mark in said), "")


class _Body:
    """The main part as its elements come and go."""

    def __init__(self, levels: dict[str, int]) -> None:
        self.gathering = Gathering()
        self._levels = levels
        self._level = 0
        self._covered = False
        self._left_out: Element | None = None

    def take(self, event: str, element: Element) -> None:
        if self._left_out is not None:
            if event == "end" and element is self._left_out:
                self._left_out = None
        elif event == "end":
            self._end(element)
        elif element.tag in _LEFT_OUT:
            self._left_out = element
        elif element.tag == _W + "tbl":
            self.gathering.open_table()
        elif element.tag == _W + "tr":
            self.gathering.open_row()

    def _end(self, element: Element) -> None:
        match element.tag.removeprefix(_W):
            case "t":
                self.gathering.write(element.text or "")
            case "p":
                self.gathering.end_paragraph(self._level)
                self._level = 0
            case "tc":
                self.gathering.close_cell(covered=self._covered)
                self._covered = False
            case "tbl":
                self.gathering.close_table()
            case "pStyle":
                self._level = self._levels.get(_value(element), 0)
            # 9 is body text.
            case "outlineLvl" if _value(element) in "012345678":
                self._level = int(_value(element)) + 2
            # Without a value it goes on from the cell above.
            case "vMerge":
                self._covered = _value(element) != "restart"
            case _:
                self.gathering.write(_SIGNS.get(element.tag, ""))
