"""An Excel workbook: what stands alone above a table is prose, all else the cells of tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from drafter.form.arithmetic import format_figure
from drafter.importing.file_pieces import MOST_PIECES, Piece, Source, refusal, squeezed, too_much
from drafter.importing.workbook_sheets import WorkbookError, WorkbookSheet, workbook_sheets

_Row = list[str | None]
"""The texts of a row; None for a cell that a merged one above or to its left covers."""


def read_workbook(data: bytes) -> Source:
    """The text of all sheets that are shown. Raises: DrafterError for what is no workbook.

    Of formulas the values that were stored are read.
    """
    pieces: list[Piece] = []
    try:
        for sheet in workbook_sheets(data):
            pieces += [*_sheet(_rows(sheet), pieces)]
    except WorkbookError:
        what = "这不是 Excel 工作簿（.xlsx），或者已经损坏、加了密码。"
        raise refusal(what) from None
    return Source(tuple(pieces))


def _rows(sheet: WorkbookSheet) -> list[_Row]:
    rows: list[_Row] = [[_text(value) for value in row] for row in sheet.cells]
    if sum(1 for row in rows for text in row if text) > MOST_PIECES:
        raise too_much()
    width = max(map(len, rows), default=0)
    for top, left, bottom, right in sheet.merged:
        for row in rows[top : bottom + 1]:
            row[left : min(right + 1, width)] = [None] * (min(right + 1, width) - left)
        if top < len(rows) and left < width:
            rows[top][left] = _text(sheet.cells[top][left])
    return rows


def _text(value: object) -> str:
    """As it would be printed: whole numbers without a fraction, a day as reports write it."""
    from decimal import Decimal

    if isinstance(value, float):
        return format_figure(Decimal(repr(value)))
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value).strip()


def _sheet(rows: Sequence[_Row], before: Sequence[Piece]) -> Iterator[Piece]:
    """One sheet: rows with one text at the head of a stretch of rows are prose, the rest a table.

    before: the pieces of earlier sheets
    """
    table = max((piece.table for piece in before), default=0)
    number = max((piece.row for piece in before), default=0)
    title = squeezed(before[0].text) if before else ""
    above = False
    for blank, stretch in groupby(rows, lambda row: not any(row)):
        if blank:
            continue
        lines = list(stretch)
        # What stands above a blank row is the table's heading; then its own first row is a caption.
        head = 0 if above else _lone(lines)
        for line in lines[:head]:
            text = next(filter(None, line))
            if squeezed(text) != title:  # which every sheet repeats, in as many lines as it takes
                yield Piece(text)
        above = head == len(lines)
        table += not above
        width = max(
            (at + 1 for line in lines[head:] for at, text in enumerate(line) if text), default=0
        )
        for line in lines[head:]:
            number += 1
            yield from (Piece(text, number, table) for text in line[:width] if text is not None)


def _lone(lines: Sequence[_Row]) -> int:
    """How many rows at the beginning have one text only."""
    return next((at for at, line in enumerate(lines) if sum(map(bool, line)) > 1), len(lines))
