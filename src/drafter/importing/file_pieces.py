"""What every kind of file comes to, its strings in reading order, and what is refused unread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from drafter.errors import DrafterError, Problem
from drafter.report.document import DRAFT, FOR_REVIEW

MARKS = {f"（{mark}）": mark for mark in (DRAFT, FOR_REVIEW)}
"""What follows the title of a report that is not final, and the word for it."""
MARKS_ALONE = {**MARKS, **{mark: mark for mark in MARKS.values()}}
"""What stands by itself at the head of such a report or of its pages."""
LARGEST = 20 * 1024 * 1024
"""Bytes of a file, and of each file packed inside one."""
# A report of 60 pages has 350 pieces, 30,000 characters and, as a page or as XML, 150 kB. The
# bounds leave room for any honest file, and little enough work for any other.
MOST_PIECES = 20_000
MOST_CHARACTERS = 2_000_000
"""Of a text file or page without its pictures, and of all the pieces of any file."""
MOST_PAGES = 200
WHERE = "读回报告"


class Piece(NamedTuple):
    """One string of a file.

    row, table: the row and the table that it is a cell of, each counted through the whole
        file; 0 where the file does not tell
    level: 1 for a title, 2 and more for headings; 0 where the file does not tell
    line, page: where it begins, from 1; 0 for a file without lines, or pages, of its own
    across: how far its middle stands from the left edge of a printed page, in points
    """

    text: str
    row: int = 0
    table: int = 0
    level: int = 0
    line: int = 0
    page: int = 0
    across: float = 0.0


class Source(NamedTuple):
    """A file taken apart.

    flowing: line ends and spaces are the page's, so that only the other characters count
    printed: whether the pieces are lines set in a font: a paragraph goes on in the next, and
        one shape may stand for several characters
    mark: which of 草稿 and 送审稿 stands outside the pieces, as in the head of every page
    """

    pieces: tuple[Piece, ...]
    flowing: bool = False
    printed: bool = False
    mark: str = ""


def without_mark(title: str) -> str:
    """A title less the mark that follows it."""
    for mark in MARKS:
        title = title.removesuffix(mark)
    return title


def table_pieces(
    rows: list[list[str]], first_row: int, table: int, lines: Sequence[int]
) -> Iterator[Piece]:
    """The cells of one table, its rows numbered from `first_row`; `lines`: where each begins."""
    for number, cells in enumerate(rows):
        for text in cells:
            yield Piece(text, first_row + number, table, line=lines[number])


class Gathering:
    """Pieces on their way out of a tree of elements: text goes to the innermost open cell."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._tables = 0
        self._rows = 0
        self._open: list[tuple[int, int]] = []
        self._words: list[str] = []
        self._line = 0

    def write(self, text: str, line: int = 0) -> None:
        """More text of the open cell or paragraph, from that line of the file."""
        if not self._line and text.strip():
            self._line = line
        self._words.append(text)

    def end_paragraph(self, level: int = 0) -> None:
        """A line end in a cell; outside of tables the end of a piece."""
        if self._open:
            self._words.append("\n")
        else:
            self._give(level)

    def open_table(self) -> None:
        """What the outer cell holds so far stands before the table."""
        self._give()
        self._tables += 1
        self._open.append((self._tables, 0))

    def close_table(self) -> None:
        """Without a table open, nothing."""
        self._give()
        if self._open:
            self._open.pop()

    def open_row(self) -> None:
        """Without a table open, nothing."""
        if self._open:
            self._give()
            self._rows += 1
            self._open[-1] = (self._open[-1][0], self._rows)

    def close_cell(self, *, covered: bool = False) -> None:
        """The cell as a piece, blank or not; nothing of a cell that one above covers."""
        if covered:
            self._words.clear()
        elif self._open:
            if not self._open[-1][1]:
                self.open_row()
            self._give(blank=True)

    def _give(self, level: int = 0, *, blank: bool = False) -> None:
        text, line = "".join(self._words).strip(), self._line
        self._words.clear()
        self._line = 0
        if text or blank:
            table, row = self._open[-1] if self._open else (0, 0)
            self.pieces.append(Piece(text, row, table, level, line))
            if len(self.pieces) > MOST_PIECES:
                raise too_much()


def refusal(what: str, fix: str = "核对选对了文件。") -> DrafterError:
    """The error that ends the reading of one file."""
    return DrafterError(Problem(WHERE, what, fix))


def too_much() -> DrafterError:
    """The error for a file with more in it than any report."""
    return refusal("文件的内容多得反常，不像是一份年度报告。")


def counted(text: str) -> str:
    """The text, unless there is too much of it. Raises: DrafterError."""
    if len(text) > MOST_CHARACTERS:
        raise too_much()
    return text


def decode(data: bytes) -> str:
    """Text by its mark, else UTF-8, else GB18030; line ends made `\\n`.

    Raises: DrafterError when it is none of them.
    """
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    known = [name for mark, name in marks if data.startswith(mark)]
    for encoding in known or ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise refusal("这个文件不是文字，或者编码认不出。", "存成 UTF-8 编码再试。")


def squeezed(text: str) -> str:
    """A text without any white space."""
    return "".join(text.split())
