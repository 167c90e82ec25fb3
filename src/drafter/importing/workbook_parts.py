"""What calamine does not tell of an xlsx: since when it counts days, which cells went wrong."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from drafter.importing.workbook_sheets import ZIP

_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_LARGEST_PART = 1_000_000
_PIECE = 1_000_000
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_ERROR = re.compile(
    rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d{1,7})"[^>]*? t="e"[^>]*>'
    rb"(?:<(?:\w+:)?f[^<]*(?:</(?:\w+:)?f>)?)?<(?:\w+:)?v>([^<]{1,20})<"
)
_NO_PART = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError),
    *(KeyError, OSError, ValueError),
)
"""What a damaged or unusual workbook raises here: then nothing is known of it."""


class ErrorCell(NamedTuple):
    """A cell whose formula went wrong: its line and column from 0, and what it shows: #N/A."""

    line: int
    column: int
    shows: str


def counts_from_1904(data: bytes) -> bool:
    """Whether an xlsx counts days from 1904: calamine heeds that in cells set as days alone."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, packed.open(_BOOK) as file:
            return bool(re.search(rb'date1904="(?:1|true)"', file.read(_LARGEST_PART)))
    except _NO_PART:
        return False


def error_cells(data: bytes, sheet: str) -> Iterator[ErrorCell]:
    """The cells of a sheet that show an error; calamine has blanks in their place.

    Only of an xlsx: in an xls or et they stay blanks.
    """
    if not data.startswith(ZIP):
        return
    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
        with packed.open(_part_of(packed, sheet)) as file:
            rest = b""
            while piece := file.read(_PIECE):
                # Whole rows, so that no cell is cut in two.
                rows, _, rest = (rest + piece).rpartition(b"row>")
                for found in _ERROR.finditer(rows) if b' t="e"' in rows else ():
                    letters, number, shows = (group.decode() for group in found.groups())
                    yield ErrorCell(int(number) - 1, _column(letters), unescape(shows))
    except _NO_PART:
        return


def _part_of(packed: zipfile.ZipFile, sheet: str) -> str:
    """Where the cells of a sheet stand in the file. Raises: KeyError."""
    parts = {each["Id"]: each["Target"] for each in _tags(packed, _RELATIONS, _RELATION)}
    ids = {each["name"]: each["r:id"] for each in _tags(packed, _BOOK, _SHEET)}
    part = parts[ids[sheet]]
    return part[1:] if part.startswith("/") else f"xl/{part}"


def _tags(
    packed: zipfile.ZipFile, part: str, pattern: re.Pattern[bytes]
) -> Iterator[dict[str, str]]:
    with packed.open(part) as file:
        tags = pattern.findall(file.read(_LARGEST_PART))
    for tag in tags:
        yield {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag.decode())}


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
