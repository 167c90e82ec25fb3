"""A 送审单 read back: its rows of figures and its sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from drafter.errors import Problem
from drafter.importing.differences import UNCOUNTED
from drafter.importing.file_pieces import Piece, squeezed
from drafter.importing.finished_report import reader_of

_SHOWN = 40
"""Characters of a sentence that are quoted."""
_FIX = "核对这一处。"

Row = tuple[str, ...]
"""Cells from left to right; the first is the label."""


def sheet_differences(
    data: bytes, kind: str, rows: Sequence[Row], texts: Sequence[str], *, own: bool = False
) -> tuple[Problem, ...]:
    """Every row that is not as it was, and every text that is not there after those before it.

    kind: docx, html or txt
    own: whether an office's own layout made it, which may leave out and move what it likes:
        what it shows of the figures has to be right
    """
    pieces = reader_of(kind)(data).pieces
    found = dict(_rows(pieces))
    told = (*_wrong_rows(rows, found, own), *(() if own else _missing(texts, pieces)))
    return tuple(told)


def _rows(pieces: Sequence[Piece]) -> Iterator[tuple[str, Row]]:
    """The rows of all tables, by label."""
    for in_row, cells in groupby(pieces, lambda piece: piece.row):
        if in_row:
            row = tuple(_counted(cell.text) for cell in cells)
            yield row[0], row


def _wrong_rows(rows: Sequence[Row], found: dict[str, Row], own: bool) -> Iterator[Problem]:
    for row in rows:
        wanted = tuple(map(_counted, row))
        read = found.get(wanted[0])
        if read is None and not own:
            yield Problem(row[0], "文件里没有这一行。", _FIX)
        elif read is not None and read != wanted:
            said = "、".join(read[1:])
            yield Problem(row[0], f"应为 {'、'.join(row[1:])}，文件里是 {said}。", _FIX)


def _missing(texts: Sequence[str], pieces: Sequence[Piece]) -> Iterator[Problem]:
    whole, start = "".join(_counted(piece.text) for piece in pieces), 0
    for text in texts:
        wanted = _counted(text)
        at = whole.find(wanted, start)
        if at >= 0:
            start = at + len(wanted)
            continue
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        yield Problem("送审单", f"文件里没有“{shown}”，或者不在它的位置上。", _FIX)


def _counted(text: str) -> str:
    """Less white space and what no file may hold."""
    return squeezed(text.translate(UNCOUNTED))
