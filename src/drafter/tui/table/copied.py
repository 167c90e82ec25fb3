"""Text copied from a spreadsheet as rows of cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from drafter.draft.scrub import scrub

_MOST_ROWS = 500
_MOST_CHARACTERS = 200_000
_THOUSANDS = re.compile(r"[0-9０-９]{1,3}([,，][0-9０-９]{3})+(\.[0-9]+)?")
_GAP = re.compile(r" {2,}|\u3000+")


def is_block(text: str) -> bool:
    """Whether a pasted text is more than what belongs into one cell."""
    return len(copied_rows(text)) > 1 or any(len(row) > 1 for row in copied_rows(text))


def copied_rows(text: str) -> list[list[str]]:
    """Rows of cells, without wholly empty rows at the ends; line ends of any kind.

    A terminal makes CR of LF, so that CRLF comes as two: every second line is empty then.
    """
    plain = text[:_MOST_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n")
    rows = list(_rows(scrub(_undoubled(plain))))[:_MOST_ROWS]
    while rows and not any(rows[-1]):
        rows.pop()
    while rows and not any(rows[0]):
        rows.pop(0)
    return rows


def _undoubled(text: str) -> str:
    lines = text.split("\n")
    doubled = len(lines) > 2 and not any(line.strip() for line in lines[1::2])
    return "\n".join(lines[::2]) if doubled else text


def _rows(text: str) -> Iterator[list[str]]:
    if "\t" in text:
        quoted = '"' in text
        reader = csv.reader(
            text.splitlines(keepends=True),
            delimiter="\t",
            quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        )
        for row in reader:
            yield [" ".join(cell.split()) for cell in row]
        return
    for line in text.split("\n"):
        yield _cells(line.strip())


def _cells(line: str) -> list[str]:
    """A line without tabs: commas or wide gaps part its cells, but not the places of a figure."""
    if _THOUSANDS.fullmatch(line):
        return [line]
    if _GAP.search(line):
        return _GAP.split(line)
    parted = next(csv.reader([line], skipinitialspace=True), [""])
    return [cell.strip() for cell in parted]
