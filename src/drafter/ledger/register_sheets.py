"""A register out of the sheets of a workbook: rows gathered, lines that are none named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
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
    with_ticks,
)
from drafter.ledger.register_model import Aside, Register, Sheet
from drafter.ledger.register_words import RegisterWords, compact, plain
from drafter.ledger.written_dates import read_day

_TELLING_OF_ONE = ("received", "applicant", "result", "content", "answered")
_TELLING = ("kind", *_TELLING_OF_ONE)
_YEARS_LOOKED_AT = 40
"""In so many pieces of text from the top a sheet may say of which year it is."""
_SHOWN = 8
"""Characters by which a line that is left out is known again."""


def read_register(reader: HeadReader, sheets: Iterable[RawSheet]) -> Register:
    """All rows of all sheets that have a known head."""
    gathered = _Gathered(reader)
    strange = []
    for sheet in sheets:
        head = find_head(reader, sheet)
        if sheet.hidden:
            gathered.pass_over([sheet] if head else (), hidden=True)
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

    def pass_over(self, sheets: Iterable[RawSheet], *, hidden: bool = False) -> None:
        """Sheets that are not read, to be named where anything stands in them."""
        for sheet in sheets:
            if any(cell_text(cell) for line in sheet.lines for cell in line):
                self.sheets.append(Sheet(sheet.name, 0, hidden=hidden))

    def add(self, sheet: RawSheet, head: Head | None, alone: bool = False) -> bool:
        """The rows of one more sheet; False where it has no head, or none that tells anything.

        alone: whether no sheet has a better one
        """
        if head is None:
            return False
        lines = list(sheet.lines[head.last + 1 :])
        merged = _fill(lines, sheet.merged, head.last + 1)
        taken, at = taken_columns(self.reader, head.texts, lines)
        # A table of counts a month has such heads, too, and under them nothing that fits.
        if not alone and at.keys().isdisjoint(_TELLING_OF_ONE):
            return False
        above = (cell_text(cell) for line in sheet.lines[: head.first] for cell in line)
        found = re.findall(r"(20\d\d)年?", " ".join([sheet.name, *above][:_YEARS_LOOKED_AT]))
        self.years |= {int(each) for each in found}
        self.merged += merged
        taken, lines = with_ticks(self.reader, head.texts, taken, lines, at)
        lines = with_days(lines, at)
        place = at.get("result", len(head.texts))
        if place < len(head.texts) and self.reader.asks_whether(head.texts[place]):
            given = self.reader.words.whether.words
            lines = [_replaced(line, place, given) for line in lines]
        number = len(self.sheets)
        self.sheets.append(Sheet(sheet.name, head.last + 1, taken, head.guessed))
        left_out = dict(self._left_out(head, lines, at))
        for why in dict.fromkeys(left_out.values()):
            own = tuple(head.last + 2 + i for i, reason in left_out.items() if reason == why)
            if why:
                self.asides.append(Aside(number, own, why))
        at.pop("due", None)  # what the office reckoned; ours follows from the days
        for name in at.keys() & DAYS if sheet.since_1904 else ():
            lines = [_since_1900(line, at[name]) for line in lines]
        kept = [i for i in range(len(lines)) if i not in left_out]
        self._take([lines[i] for i in kept], at)
        self.sheet_of += [number] * len(kept)
        self.line_of += [head.last + 2 + i for i in kept]
        return True

    def _take(self, lines: Sequence[Sequence[Any]], at: Mapping[str, int]) -> None:
        """The cells of these rows; a column that only other sheets have is blank in them."""
        before = len(self.line_of)
        for name in dict.fromkeys((*self.cells, *at)):
            cells = self.cells.setdefault(name, [""] * before)
            own = map(itemgetter(at[name]), lines) if name in at else [""] * len(lines)
            cells.extend(own)

    def _left_out(
        self, head: Head, lines: Sequence[Sequence[Any]], at: Mapping[str, int]
    ) -> Iterator[tuple[int, str]]:
        """Lines that are no application, each with why; "" for a blank one."""
        # Whatever has a day of receipt is one; only the few others are looked at closely.
        numbers: Iterable[int] = range(len(lines))
        telling = [name for name in _TELLING if name in at]
        if (column := at.get("received")) is not None:
            cells = list(map(itemgetter(column), lines))
            others = {c for c in set(cells) if read_day(day_text(c), 2000).day is None}
            numbers = [n for n, cell in enumerate(cells) if cell in others] if others else ()
        for number in numbers:
            line = lines[number]
            texts = [cell_text(cell) for cell in line]
            said = [text for text in texts if text]
            if not said:
                yield number, ""
            elif repeats_head(head, texts):
                yield number, "又一次表头"
            elif _is_total(self.reader.words, said[0]):
                yield number, f"“{said[0][:_SHOWN]}”"
            elif not any(texts[at[name]] for name in telling) if telling else len(said) < 2:
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


def _fill(lines: list[Sequence[Any]], merged: Iterable[Sequence[int]], first: int) -> int:
    """Writes what stands in a merged cell into every row of it; returns how many got it."""
    count = 0
    for top, left, bottom, right in merged:
        if bottom <= top or top < first or top - first >= len(lines):
            continue
        given = lines[top - first]
        for number in range(top - first + 1, min(bottom - first + 1, len(lines))):
            line = list(lines[number])
            # A row that is otherwise blank is no application of its own.
            others = (cell for i, cell in enumerate(line) if not left <= i <= right)
            if any(cell_text(cell) for cell in others):
                line[left : right + 1] = given[left : right + 1]
                lines[number] = line
                count += 1
    return count


def _replaced(line: Sequence[Any], place: int, words: Mapping[str, str]) -> Sequence[Any]:
    text = cell_text(line[place])
    return [*line[:place], words.get(text, text), *line[place + 1 :]]


_FROM_1904 = 1462
"""Days from the beginning of 1900, as workbooks have it, to that of 1904."""


def _since_1900(line: Sequence[Any], place: int) -> Sequence[Any]:
    cell = line[place]
    if not isinstance(cell, int | float) or not 10_000 < cell < 99_999 - _FROM_1904:
        return line
    return [*line[:place], cell + _FROM_1904, *line[place + 1 :]]


def _is_total(words: RegisterWords, text: str) -> bool:
    said = plain(text)
    return any(said == plain(word) for word in words.lines) or bool(
        re.match(r"(合计|总计|小计|本页|注[:：]|备注[:：]|说明[:：]|填表|制表|审核)", compact(text))
    )
