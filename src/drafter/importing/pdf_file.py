"""A PDF: what stands together on its pages, less page numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from drafter.importing.file_pieces import (
    MARKS_ALONE,
    MOST_CHARACTERS,
    MOST_PAGES,
    Piece,
    Source,
    refusal,
    too_much,
)
from drafter.limited_process import LimitError, run_limited
from drafter.optional_libraries import loaded

_PAGE_NUMBER = re.compile(r"[-—–―－]\s*\d{1,4}\s*[-—–―－]")
_HYPHENS = (0x02, 0xFFFE)
"""What PDFium makes of a hyphen at the end of a line."""
_APART = (0.8, 0.3, 0.15)
"""Of a character's height: a wider gap is one between two cells, when so many of the two
characters beside it belong to figures. Chinese beside a figure may have a quarter."""
_FIGURES = frozenset("0123456789.")


class _Words(NamedTuple):
    """What stands together, and how far its middle is from the page's left edge, in points."""

    text: str
    across: float


class _Character(NamedTuple):
    """A character and its box in points; the page's lower edge is 0."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom


def read_pdf(data: bytes) -> Source:
    """The text layer. Raises: DrafterError for what is no PDF, locked, or only pictures."""
    try:
        told = run_limited(f"{__name__}:page_texts", data)
    except LimitError:
        raise refusal("这份 PDF 要用的时间或者内存多得反常，没有读取。") from None
    pages = [_without_number([_Words(*words) for words in page]) for page in json.loads(told)]
    mark = _take_marks(pages)
    pieces = tuple(
        Piece(words.text, page=number, across=words.across)
        for number, page in enumerate(pages, 1)
        for words in page
    )
    if not pieces:
        raise refusal(
            "这份 PDF 里没有文字，多半是扫描件。", "找一份由 Word 或网页直接生成的文件再试。"
        )
    return Source(pieces, flowing=True, printed=True, mark=mark)


def page_texts(data: bytes) -> bytes:
    """In a process of its own: what stands together on each page, as JSON."""
    return json.dumps([list(_together(page)) for page in _pages(data)]).encode()


def _pages(data: bytes) -> Iterator[list[_Character]]:
    pypdfium2 = loaded("pypdfium2")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise refusal("这不是 PDF 文件，或者已经损坏、加了密码。") from None
    try:
        if len(document) > MOST_PAGES:
            raise refusal(f"这份 PDF 超过 {MOST_PAGES} 页，没有读取。")
        left = MOST_CHARACTERS
        for number in range(len(document)):
            text = document[number].get_textpage()
            left -= text.count_chars()
            if left < 0:
                raise too_much()
            yield list(_characters(text))
    except pypdfium2.PdfiumError:
        raise refusal("这份 PDF 有一页已经损坏。") from None
    finally:
        document.close()


def _characters(text: Any) -> Iterator[_Character]:
    """The characters that are printed, in the order in which the page prints them."""
    from ctypes import byref

    from pypdfium2 import raw

    box = raw.FS_RECTF()
    # Loose boxes are as wide as the character's place in the line: the ink of a 1 is narrower,
    # and would leave gaps inside a figure.
    get_box, get_code = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetUnicode
    where, handle = byref(box), text.raw
    for at in range(text.count_chars()):
        code = get_code(handle, at)
        character = "-" if code in _HYPHENS else chr(code)
        # PDFium puts in spaces where it thinks that words end; only the places can be relied on.
        if character > " " and get_box(handle, at, where):
            yield _Character(character, box.left, box.right, box.bottom, box.top)


def _together(characters: list[_Character]) -> Iterator[_Words]:
    """Runs of characters with no gap of a cell's between them."""
    run: list[_Character] = []
    for character in characters:
        if run and _is_apart(run[-1], character):
            yield _words(run)
            run = []
        run.append(character)
    if run:
        yield _words(run)


def _words(run: list[_Character]) -> _Words:
    left, right = min(each.left for each in run), max(each.right for each in run)
    return _Words("".join(each.text for each in run), round((left + right) / 2, 1))


def _is_apart(one: _Character, other: _Character) -> bool:
    height = max(one.height, other.height, 1.0)
    if abs(one.bottom + one.top - other.bottom - other.top) > height:
        return True
    gap = height * _APART[(one.text in _FIGURES) + (other.text in _FIGURES)]
    return other.left - one.right > gap or other.left < one.left - gap


def _without_number(page: list[_Words]) -> list[_Words]:
    """A page's number stands between dashes, last on it or first; they may stand apart."""
    for parts in range(1, 4):
        if _PAGE_NUMBER.fullmatch("".join(words.text for words in page[-parts:])):
            return page[:-parts]
        if _PAGE_NUMBER.fullmatch("".join(words.text for words in page[:parts])):
            return page[parts:]
    return page


def _take_marks(pages: list[list[_Words]]) -> str:
    """Take the mark out of every page's head; where one page has none, it is text."""
    filled = [page for page in pages if page]
    marks = [next((words for words in page if words.text in MARKS_ALONE), None) for page in filled]
    if not all(marks):
        return ""
    said = ""
    for page, mark in zip(filled, marks, strict=True):
        if mark is not None:
            page.remove(mark)
            said = MARKS_ALONE[mark.text]
    return said
