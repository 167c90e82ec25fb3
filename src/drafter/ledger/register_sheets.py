"""A register out of the sheets of a workbook: rows gathered, lines that are none named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from drafter.ledger.coded_columns import DAYS, cell_text, coded_columns, day_text
from drafter.ledger.register_heads import (
    Head,
    HeadReader,
    RawSheet,
    find_head,
    likely_head,
    repeats_head,
    taken_columns,
    with_days,
    with_details,
    with_ticks,
)
from drafter.ledger.register_model import Aside, Register, Sheet
from drafter.ledger.register_words import RegisterWords, compact, plain
from drafter.ledger.written_dates import read_day

_TELLING_OF_ONE = ("received", "applicant", "result", "content", "answered")
_TELLING = ("kind", *_TELLING_OF_ONE)
_YEARS_LOOKED_AT = 40
"""In so many pieces of text from the top a sheet may say of which year it is."""
_FEW = 2
"""Cells of a line that is nothing but a number and a remark."""
_SHOWN = 8
"""Characters by which a line that is left out is known again."""


def read_register(reader: HeadReader, sheets: Iterable[RawSheet]) -> Register:
    """All rows of all sheets that have a known head."""
    gathered = _Gathered(reader)
    strange: list[RawSheet] = []
    hidden: list[tuple[RawSheet, Head]] = []
    for sheet in sheets:
        head = find_head(reader, sheet)
        if sheet.hidden:
            hidden += [(sheet, head)] if head else []
        elif not gathered.add(sheet, head):
            strange.append(sheet)
    # Where no head is known at all, the clerk is asked about what looks like one.
    if not gathered.line_of:
        strange = [
            sheet
            for sheet in strange
            if not gathered.add(sheet, find_head(reader, sheet) or likely_head(reader, sheet), True)
        ]
    gathered.pass_over(strange)
    # What nobody sees may be out of date: it is read only where there is no other register.
    seen = any(sheet.line for sheet in gathered.sheets)
    for sheet, head in hidden:
        if seen or not gathered.add(sheet, head):
            gathered.pass_over([sheet])
    return gathered.register()


class _Gathered:
    """The rows of all sheets so far, column by column, as they stand there."""

    def __init__(self, reader: HeadReader) -> None:
        self.reader = reader
        self.sheets: list[Sheet] = []
        self.cells: dict[str, list[Any]] = {}
        self.sheet_of: list[int] = []
        self.line_of: list[int] = []
        self.asides: list[Aside] = []
        self.merged = 0
        self.years: set[int] = set()

    def pass_over(self, sheets: Iterable[RawSheet]) -> None:
        """Sheets that are not read, to be named where anything stands in them."""
        for sheet in sheets:
            if any(cell_text(cell) for column in sheet.columns for cell in column):
                self.sheets.append(Sheet(sheet.name, 0, hidden=sheet.hidden))

    def add(self, sheet: RawSheet, head: Head | None, alone: bool = False) -> bool:
        """The rows of one more sheet; False where it has no head, or none that tells anything.

        alone: whether no sheet has a better one
        """
        if head is None:
            return False
        columns = [column[head.last + 1 :] for column in sheet.columns]
        merged = _fill(columns, sheet.merged, head.last + 1)
        taken, at = taken_columns(self.reader, head.texts, columns)
        # A table of counts a month has such heads, too, and under them nothing that fits.
        if not alone and at.keys().isdisjoint(_TELLING_OF_ONE):
            return False
        self.years |= _years_told(sheet, head)
        # A blank here means that an application is open; one of an error means nothing.
        if any("" in columns[at[name]] for name in ("answered", "result") if name in at):
            _write_errors(columns, sheet, head)
        self.merged += merged
        taken = with_details(self.reader, head.texts, taken, columns, at)
        taken = with_ticks(self.reader, head.texts, taken, columns, at)
        with_days(columns, at)
        place = at.get("result", len(head.texts))
        # A column that was put together of ticks stands behind those that have a head.
        if place < len(head.texts) and self.reader.asks_whether(head.texts[place]):
            given = self.reader.words.whether.words
            columns[place] = [given.get(text, text) for text in map(cell_text, columns[place])]
        number = len(self.sheets)
        self.sheets.append(Sheet(sheet.name, head.last + 1, taken, head.guessed, sheet.hidden))
        left_out = dict(self._left_out(head, columns, at))
        for why in filter(None, dict.fromkeys(left_out.values())):
            own = tuple(head.last + 2 + i for i, reason in left_out.items() if reason == why)
            self.asides.append(Aside(number, own, why))
        at.pop("due", None)  # what the office reckoned; ours follows from the days
        for name in at.keys() & DAYS if sheet.since_1904 else ():
            columns[at[name]] = [_since_1900(cell) for cell in columns[at[name]]]
        kept = [i for i in range(len(columns[0])) if i not in left_out]
        self._take({name: columns[place] for name, place in at.items()}, kept)
        self.sheet_of += [number] * len(kept)
        self.line_of += [head.last + 2 + i for i in kept]
        return True

    def _take(self, columns: Mapping[str, Sequence[Any]], kept: Sequence[int]) -> None:
        """The cells of these rows; a column that only other sheets have is blank in them."""
        before = len(self.line_of)
        for name in dict.fromkeys((*self.cells, *columns)):
            cells, own = self.cells.setdefault(name, [""] * before), columns.get(name)
            if own is None:
                cells += [""] * len(kept)
            else:
                cells += own if len(own) == len(kept) else map(own.__getitem__, kept)

    def _left_out(
        self, head: Head, columns: Sequence[Sequence[Any]], at: Mapping[str, int]
    ) -> Iterator[tuple[int, str]]:
        """Lines that are no application, each with why; "" for a blank one."""
        # Whatever has a day of receipt is one; only the few others are looked at closely.
        numbers: Iterable[int] = range(len(columns[0]))
        telling = [name for name in _TELLING if name in at]
        # Until the clerk has said which column is that of receipt, an open one may tell nothing.
        most = len(columns) if "received" in at else _FEW
        if (column := at.get("received")) is not None:
            cells = columns[column]
            others = {c for c in set(cells) if read_day(day_text(c), 2000).day is None}
            numbers = [n for n, cell in enumerate(cells) if cell in others] if others else ()
        for number in numbers:
            texts = [cell_text(cells[number]) for cells in columns]
            said = [text for text in texts if text]
            if not said:
                yield number, ""
            elif repeats_head(head, texts):
                yield number, "又一次表头"
            elif _is_total(self.reader.words, said[0]):
                yield number, f"“{said[0][:_SHOWN]}”"
            elif len(said) <= most and not any(texts[at[name]] for name in telling):
                yield number, "只有编号或备注"

    def register(self) -> Register:
        """The register, its columns coded, without names and contents."""
        reader = self.reader
        columns, alike = coded_columns(reader.words, reader.kinds, reader.outcomes, self.cells)
        year = next(iter(self.years)) if len(self.years) == 1 else 0
        where = self.sheet_of, self.line_of
        return Register(
            tuple(self.sheets), columns, alike, *where, tuple(self.asides), self.merged, year
        )


def _years_told(sheet: RawSheet, head: Head) -> set[int]:
    """The years in the sheet's name and in what stands above its head."""
    tops = (column[: head.first] for column in sheet.columns)
    above = map(cell_text, chain.from_iterable(zip(*tops, strict=True)))
    found = re.findall(r"20\d\d", " ".join([sheet.name, *above][:_YEARS_LOOKED_AT]))
    return set(map(int, found))


def _write_errors(columns: Sequence[list[Any]], sheet: RawSheet, head: Head) -> None:
    count = len(columns[0])
    for line, place, shows in sheet.errors():
        row = line - head.last - 1
        if 0 <= row < count and place < len(columns) and columns[place][row] == "":
            columns[place][row] = shows


def _fill(columns: list[list[Any]], merged: Iterable[Sequence[int]], first: int) -> int:
    """Writes what stands in a merged cell into every row of it; returns how many got it."""
    count = 0
    for top, left, bottom, right in merged:
        if top < first:
            continue
        for number in range(top - first + 1, min(bottom - first + 1, len(columns[0]))):
            # A row that is otherwise blank is no application of its own.
            others = (column[number] for column in chain(columns[:left], columns[right + 1 :]))
            if any(map(cell_text, others)):
                for column in columns[left : right + 1]:
                    column[number] = column[top - first]
                count += 1
    return count


_FROM_1904 = 1462
"""Days from the beginning of 1900, as workbooks have it, to that of 1904."""


def _since_1900(cell: Any) -> Any:
    is_serial = isinstance(cell, int | float) and 10_000 < cell < 99_999 - _FROM_1904
    return cell + _FROM_1904 if is_serial else cell


def _is_total(words: RegisterWords, text: str) -> bool:
    begins = compact(text).startswith(tuple(map(compact, words.line_starts)))
    return begins or plain(text) in map(plain, words.lines)
