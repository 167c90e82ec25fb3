"""A register out of the sheets of a workbook: which line is its head, what each column is.

Names and contents end here: what is left of them is said in `register_model`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple

from drafter.form.definitions import Form
from drafter.ledger.register_model import (
    NUMBER_SIGN,
    PERSON,
    Aside,
    Column,
    Register,
    Settings,
    Sheet,
    TakenHead,
    Under,
)
from drafter.ledger.register_words import RegisterWords, compact, plain
from drafter.ledger.word_meanings import (
    Meanings,
    kind_meanings,
    name_ending,
    name_token,
    outcome_meanings,
    pairs,
)
from drafter.ledger.written_dates import UNREAD, read_day

DAYS = (
    *("received", "correction_asked", "correction_received", "opinion_asked", "opinion_received"),
    *("fee_notice", "fee_paid", "due", "answered", "delivered", "review_day", "suit_day"),
)
"""Columns of days; `extended` may be one or say 是."""
_TOP_LINES = 30
"""How far down a head is looked for."""
_LEAST_HEADS = 2
_FITTING, _KNOWN = 0.8, 0.6
"""The share of a column's words that must fit where its head alone does not tell."""
_SHORT, _AT_ALL = 2, 0.3
"""Characters of a head that alone says little, and the share that must fit under it."""
_LOOKED_AT = 200
_LEAST_GUESSED = 3
_HEAD_TEXT = re.compile(r"[^\d]{1,20}")
"""A head that is not known: a data line has days and numbers."""
_MOST_CONTENTS = 2000
"""Contents whose topics are looked for: they are only proposed."""


class RawSheet(NamedTuple):
    """The cells of one sheet as a reader gives them.

    merged: first and last line and column of merged cells, from 0
    hidden: whether nobody sees it: then it is named, and not read
    since_1904: whether its numbers of days count from 1904, as old workbooks of Macs do
    """

    name: str
    lines: Sequence[Sequence[Any]]
    merged: Sequence[tuple[int, int, int, int]] = ()
    hidden: bool = False
    since_1904: bool = False


class _Head(NamedTuple):
    first: int
    last: int
    texts: tuple[str, ...]
    guessed: bool = False


@dataclass(frozen=True, eq=False)
class HeadReader:
    """What is needed of a form to read a register; light enough to travel to another process."""

    words: RegisterWords
    kinds: Meanings
    outcomes: Meanings
    settings: Settings
    year: int

    def known(self, head: str) -> str | None:
        """The column of a head whose words are known; None for another one."""
        if head in self.settings.heads:
            return self.settings.heads[head]
        return self.words.column(head)

    def ticked(self, head: str) -> str:
        """`kind` or `result` where the head is a word for one, as over a column of marks."""
        if self.outcomes.is_word(head):
            return "result"
        return "kind" if self.kinds.is_word(head) else ""

    def near(self, head: str) -> str | None:
        """The column of the longest known head within a longer one."""
        text = plain(head)
        if any(word in text for word in self.words.by_when):
            return "due"
        inside = [known for known in self.words.head_of if known in text]
        # 日期 within a longer head says nothing of which day it is.
        inside = [h for h in inside if len(h) > 2 or (h and self.words.head_of[h] not in DAYS)]
        # What a head is called stands at its end.
        found = [known for known in inside if text.endswith(known)] or inside
        return self.words.head_of[max(found, key=len)] if found else None

    def asks_whether(self, head: str) -> bool:
        """Whether 是 and 否 under this head say if it was given."""
        return plain(head) in map(plain, self.words.whether.heads)

    def fit(self, column: str, values: Iterable[str]) -> float:
        """The share of these words that such a column could hold; 1 where any may stand there."""
        looked = [value for value in values if value][:_LOOKED_AT]
        if not looked:
            return 0.5
        if column in DAYS:
            good = sum(read_day(value, self.year or 2000).doubt != UNREAD for value in looked)
        elif column == "kind":
            good = sum(bool(self.kinds.read(value).to) for value in looked)
        elif column == "result":
            good = sum(bool(self.outcomes.read(value).to) for value in looked)
        elif column == "channel":
            ways = [way for way, _ in pairs(self.words.channels)]
            good = sum(any(way in plain(value) for way in ways) for value in looked)
        else:
            return 1
        return good / len(looked)


def head_reader(form: Form, words: RegisterWords, settings: Settings, year: int = 0) -> HeadReader:
    """All that is needed of a form to read a register; `year` is the report's, 0 for any."""
    return HeadReader(
        words, kind_meanings(form, words), outcome_meanings(form, words), settings, year
    )


def read_register(reader: HeadReader, sheets: Iterable[RawSheet]) -> Register:
    """All rows of all sheets that have a known head."""
    gathered = _Gathered(reader)
    strange = []
    for sheet in sheets:
        head = _find_head(reader, sheet)
        if sheet.hidden:
            gathered.pass_over([sheet] if head else (), hidden=True)
        elif not gathered.add(sheet, head):
            strange.append(sheet)
    # Where no head is known at all, the clerk is asked about what looks like one.
    if not gathered.line_of:
        strange = [
            sheet
            for sheet in strange
            if not gathered.add(
                sheet, _find_head(reader, sheet) or _likely_head(reader, sheet), True
            )
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
            if any(_text(cell) for line in sheet.lines for cell in line):
                self.sheets.append(Sheet(sheet.name, 0, hidden=hidden))

    def add(self, sheet: RawSheet, head: _Head | None, alone: bool = False) -> bool:
        """The rows of one more sheet; False where it has no head, or none that tells anything.

        alone: whether no sheet has a better one
        """
        if head is None:
            return False
        lines = list(sheet.lines[head.last + 1 :])
        merged = _fill(lines, sheet.merged, head.last + 1)
        taken, at = _columns(self.reader, head.texts, lines)
        # A table of counts a month has such heads, too, and under them nothing that fits.
        if not alone and at.keys().isdisjoint(_TELLING_OF_ONE):
            return False
        above = [sheet.name, *(_text(cell) for line in sheet.lines[: head.first] for cell in line)]
        found = re.findall(r"(20\d\d)年?", " ".join(above[:40]))
        self.years |= {int(each) for each in found}
        self.merged += merged
        taken, lines = _with_ticks(self.reader, head.texts, taken, lines, at)
        lines = _with_days(lines, at)
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
        kept = [i for i in range(len(lines)) if i not in left_out] if left_out else None
        count = len(lines) if kept is None else len(kept)
        before = len(self.line_of)
        at.pop("due", None)  # what the office reckoned; ours follows from the days
        for name in {*self.cells, *at}:
            own_cells = self.cells.setdefault(name, [""] * before)
            if sheet.since_1904 and name in DAYS and name in at:
                lines = [_since_1900(line, at[name]) for line in lines]
            if name in at:
                column = at[name]
                counted = lines if kept is None else map(lines.__getitem__, kept)
                own_cells += map(itemgetter(column), counted)
            else:
                own_cells += [""] * count
        self.sheet_of += [number] * count
        first = head.last + 2
        self.line_of += range(first, first + count) if kept is None else [first + i for i in kept]
        return True

    def _left_out(
        self, head: _Head, lines: Sequence[Sequence[Any]], at: Mapping[str, int]
    ) -> Iterator[tuple[int, str]]:
        """Lines that are no application, each with why; "" for a blank one."""
        # Whatever has a day of receipt is one; only the few others are looked at closely.
        numbers: Iterable[int] = range(len(lines))
        telling = [name for name in _TELLING if name in at]
        if (column := at.get("received")) is not None:
            cells = list(map(itemgetter(column), lines))
            others = {c for c in set(cells) if read_day(_day_text(c), 2000).day is None}
            numbers = [n for n, cell in enumerate(cells) if cell in others] if others else ()
        for number in numbers:
            line = lines[number]
            texts = [_text(cell) for cell in line]
            said = [text for text in texts if text]
            if not said:
                yield number, ""
            elif _is_head(head, texts):
                yield number, "又一次表头"
            elif _is_total(self.reader.words, said[0]):
                yield number, f"“{said[0][:8]}”"
            elif not any(texts[at[name]] for name in telling) if telling else len(said) < 2:
                yield number, "只有编号或备注"

    def register(self) -> Register:
        """The register, its columns coded, without names and contents."""
        words = self.reader.words
        cells = dict(self.cells)
        names, contents = cells.pop("applicant", None), cells.pop("content", None)
        columns: dict[str, Column] = {}
        for name, own in cells.items():
            # A column that nothing stands in tells that there was nothing of the kind.
            if not any(own):
                columns[name] = Column(("",), [0] * len(own))
            elif name == "number":
                columns[name] = Column(_texts(own), range(len(own)))
            else:
                text = _day_text if name in DAYS or name == "extended" else _text
                columns[name] = _coded(own, text)
        alike: dict[str, list[int]] = {}
        if names is not None:
            outcomes, kinds_read = self.reader.outcomes, self.reader.kinds
            known = {"result": outcomes, "reason": outcomes, "kind": kinds_read}
            for name, meanings in known.items():
                if name in columns:
                    columns[name] = _without_names(columns[name], names, meanings)
            coding = _Coding()
            codes = list(map(coding.__getitem__, names))
            alike["applicant"] = _alike(coding, codes)
            columns["applicant"] = _told(coding, codes, _name_token(words))
        if contents is not None:
            coding = _Coding()
            alike["content"] = _alike(coding, list(map(coding.__getitem__, contents)))
            columns["content"] = _topics(words, contents)
        if (kinds := columns.get("kind")) is not None:
            # A name among the kinds is no word to be asked about, or remembered.
            read = self.reader.kinds.read
            values = [v if read(v).to or not _PERSON.fullmatch(v) else "" for v in kinds.values]
            columns["kind"] = kinds._replace(values=values)
        for name, column in columns.items():
            # One look at all of them together: hardly any register has such numbers there.
            if _NUMBERS.search("\n".join(column.values)):
                columns[name] = column._replace(
                    values=[_NUMBERS.sub("", value) for value in column.values]
                )
        year = next(iter(self.years)) if len(self.years) == 1 else 0
        where = self.sheet_of, self.line_of
        return Register(
            tuple(self.sheets), columns, alike, *where, tuple(self.asides), self.merged, year
        )


_TELLING_HEADS = {"received", "answered", "result", "kind"}
_TELLING_OF_ONE = ("received", "applicant", "result", "content", "answered")
_TELLING = ("kind", *_TELLING_OF_ONE)


def _find_head(reader: HeadReader, sheet: RawSheet) -> _Head | None:
    """The line, or two, with the most known heads."""
    lines, filled = _top(sheet)
    singles = [_Head(n, n, tuple(filled[n])) for n in range(len(lines))]
    doubles = [
        _Head(n, n + 1, _joined(reader, filled[n], lines[n + 1], filled[n + 1]))
        for n in range(len(lines) - 1)
    ]
    down = {(top, bottom) for top, _, bottom, _ in sheet.merged}
    best, most = None, (_LEAST_HEADS - 1, True)
    # A title over all columns must not become a part of every head: two lines must know more, or
    # be one by cells that are merged over both.
    for head in (*singles, *doubles):
        known = {reader.known(text) for text in head.texts if text} - {None, ""}
        ticked = len([text for text in head.texts if text and reader.ticked(text)])
        rank = len(known) + ticked, head.first < head.last and (head.first, head.last) in down
        if rank > most and known & _TELLING_HEADS:
            best, most = head, rank
    return best


def _is_head(head: _Head, texts: Sequence[str]) -> bool:
    """Whether a line is the head once more, or one line of it where it has two."""
    both = [(own, text) for own, text in zip(head.texts, texts, strict=False) if text]
    parts = [len(t) > 1 and (own.startswith(t) or own.endswith(t)) for own, t in both]
    return sum(own == text for own, text in both) > 2 or (len(parts) > 1 and all(parts))


def _top(sheet: RawSheet) -> tuple[list[list[str]], list[list[str]]]:
    """The first lines of a sheet, as they are and with merged cells filled."""
    lines = [[_text(cell) for cell in line] for line in sheet.lines[:_TOP_LINES]]
    width = max(map(len, lines), default=0)
    lines = [[*line, *[""] * (width - len(line))] for line in lines]
    filled = [list(line) for line in lines]
    for top, left, bottom, right in sheet.merged:
        for line in range(top, min(bottom + 1, len(lines))):
            for column in range(left, min(right + 1, width)):
                filled[line][column] = lines[top][left] if top < len(lines) else ""
    return lines, filled


def _likely_head(reader: HeadReader, sheet: RawSheet) -> _Head | None:
    """The first line of several short words, no day or number among them, over a column of days.

    An application has a day: so what stands in one is never taken for a head, and shown.
    """
    lines, filled = _top(sheet)
    for number, line in enumerate(lines[:-1]):
        texts = [text for text in line if text]
        if len(set(texts)) < _LEAST_GUESSED or not all(map(_HEAD_TEXT.fullmatch, texts)):
            continue
        head = _Head(number, number, tuple(line), True)
        below = lines[number + 1]
        is_lower = any(below) and all(_HEAD_TEXT.fullmatch(text) for text in below if text)
        spans = any(top == number and right > left for top, left, _, right in sheet.merged)
        if is_lower and spans:
            texts_of_both = _joined(reader, line, filled[number], filled[number + 1])
            head = _Head(number, number + 1, texts_of_both, True)
        body = sheet.lines[head.last + 1 :]
        if any(_mostly_days(reader, body, at) for at, text in enumerate(head.texts) if text):
            return head
    return None


def _mostly_days(reader: HeadReader, lines: Sequence[Sequence[Any]], place: int) -> bool:
    values = _distinct(lines, place, "received")
    return bool(values) and reader.fit("received", values) > _KNOWN


def _joined(
    reader: HeadReader, top: Sequence[str], own: Sequence[str], bottom: Sequence[str]
) -> tuple[str, ...]:
    """Two lines of a head as one: 收到申请 over 日期 is 收到申请日期."""
    heads, over = [], ""
    for high, low, whole in zip(top, own, bottom, strict=True):
        # A file of text has no merged cells: what stands over the first column goes on.
        over = high or (over if low else "")
        both = over + low if whole and over != whole else over or low
        is_own = low and reader.known(both) is None and (reader.known(low) or reader.ticked(low))
        heads.append(low if is_own else both)
    return tuple(heads)


def _columns(
    reader: HeadReader, heads: Sequence[str], lines: Sequence[Sequence[Any]]
) -> tuple[tuple[TakenHead, ...], dict[str, int]]:
    """What each head was taken for, and where the columns stand."""
    rated: dict[str, list[tuple[float, bool, int, int]]] = {}
    for place, head in enumerate(heads):
        if not head:
            continue
        known = reader.known(head)
        column = known if known is not None else reader.near(head)
        if not column:
            continue
        values = _distinct(lines, place, column)
        if reader.asks_whether(head):
            values = [reader.words.whether.words.get(value, value) for value in values]
        fit = reader.fit(column, values)
        said = head in reader.settings.heads
        least = _FITTING if column in DAYS else _KNOWN
        if known is not None:
            # A short head may be anybody's (类型, 日期): what stands under it must not belie it.
            # 答复方式 may be how it was sent.
            ways = reader.words.endings.get("way", ())
            is_doubtful = column == "result" and head.endswith(ways)
            least = _AT_ALL if len(plain(head)) <= _SHORT or is_doubtful else 0
        if not said and fit < least:
            continue
        order = [plain(each) for each in reader.words.heads.get(column, ())]
        rank = order.index(plain(head)) if plain(head) in order else len(order)
        rated.setdefault(column, []).append((fit + said, known is not None, -rank, -place))
    at = {column: -max(each)[-1] for column, each in rated.items()}
    if "reason" not in at and len(results := sorted(rated.get("result", ()))) > 1:
        # Of two columns of results the other one says more of it.
        at["reason"] = -results[-2][-1]
    _put_right(reader, heads, lines, at)
    own = {place: column for column, place in at.items()}
    taken = tuple(
        TakenHead(head, own[place], reader.known(head) is not None)
        if place in own
        else TakenHead(head, "", True, _under(reader, lines, place))
        for place, head in enumerate(heads)
        if head and (place in own or reader.known(head) != "")
    )
    return taken, at


def _with_ticks(
    reader: HeadReader,
    heads: Sequence[str],
    taken: tuple[TakenHead, ...],
    lines: list[Sequence[Any]],
    at: dict[str, int],
) -> tuple[tuple[TakenHead, ...], list[Sequence[Any]]]:
    """Where a kind or a result is a mark under its word: what is marked, as one more column."""
    marks = {plain(mark) or mark for mark in reader.words.ticks}
    own: dict[str, dict[int, str]] = {}
    for place, head in enumerate(heads):
        column = reader.ticked(head) if head and place not in at.values() else ""
        values = {plain(value) or value for value in _distinct(lines, place, "")} if column else ()
        # A sum may stand below.
        if values and any(v in marks and not v.isdecimal() for v in values):
            own.setdefault(column, {})[place] = head
    for column, places in own.items():
        if column in at or len(places) < 2:
            continue
        at[column] = len(lines[0])
        lines = [
            [
                *line,
                "、".join(head for place, head in places.items() if _is_mark(line[place], marks)),
            ]
            for line in lines
        ]
        words = {*places.values()}
        taken = tuple(h._replace(column=column) if h.head in words else h for h in taken)
    return taken, lines


def _is_mark(cell: Any, marks: set[str]) -> bool:
    text = _text(cell)
    return (plain(text) or text) in marks


_BEGINS_WITH_DAY = re.compile(
    r"((?:20\d\d[年./-])?\d{1,2}[月./-]\d{1,2}日?)[\s,，:：]*(.*)", re.DOTALL
)


def _with_days(lines: list[Sequence[Any]], at: dict[str, int]) -> list[Sequence[Any]]:
    """Where the day of the answer stands before its result, in one cell: as one more column."""
    if "answered" in at or "result" not in at or not lines:
        return lines
    place = at["result"]
    filled = [text for line in lines if (text := _text(line[place]))]
    found = sum(bool(_BEGINS_WITH_DAY.fullmatch(text)) for text in filled)
    if not filled or found < len(filled) / 2:
        return lines
    at["answered"] = len(lines[0])
    parted: list[Sequence[Any]] = []
    for line in lines:
        match = _BEGINS_WITH_DAY.fullmatch(_text(line[place]))
        day, result = match.groups() if match else ("", line[place])
        parted.append([*line[:place], result, *line[place + 1 :], day])
    return parted


def _under(reader: HeadReader, lines: Sequence[Sequence[Any]], place: int) -> Under:
    """What kind of cells a column has. Their words end here."""
    cells = Counter(line[place] for line in lines if place < len(line))
    looked = [value for cell in cells if (value := _day_text(cell))]
    filled = sum(count for cell, count in cells.items() if cell not in (None, ""))
    different, looked = len(looked), looked[:_LOOKED_AT]
    texts = [value.removeprefix(NUMBER_SIGN) for value in looked]
    return Under(
        filled,
        different,
        sum(read_day(value, reader.year or 2000).day is not None for value in looked),
        sum(text.isdecimal() for text in texts),
        sum(bool(reader.outcomes.read(text).to) for text in texts),
        sum(bool(reader.kinds.read(text).to) for text in texts),
    )


def _put_right(
    reader: HeadReader,
    heads: Sequence[str],
    lines: Sequence[Sequence[Any]],
    at: dict[str, int],
) -> None:
    """Kinds under 申请人, or names under 申请主体."""
    if "kind" not in at and "applicant" in at:
        if reader.fit("kind", _distinct(lines, at["applicant"], "kind")) >= _FITTING:
            at["kind"] = at.pop("applicant")
    elif "kind" in at and "applicant" not in at and not re.search("类|性|身份", heads[at["kind"]]):
        values = _distinct(lines, at["kind"], "kind")
        # A name may hold a known word, too: 某某公司.
        known = sum(reader.kinds.read(value).sure for value in values)
        if values and known < len(values) * (1 - _KNOWN):
            at["applicant"] = at.pop("kind")


def _distinct(lines: Sequence[Sequence[Any]], place: int, column: str) -> list[str]:
    text = _day_text if column in DAYS else _text
    cells = dict.fromkeys(line[place] for line in lines[: _LOOKED_AT * 5] if place < len(line))
    return [told for cell in cells if (told := text(cell))]


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
            if any(_text(cell) for cell in others):
                line[left : right + 1] = given[left : right + 1]
                lines[number] = line
                count += 1
    return count


def _replaced(line: Sequence[Any], place: int, words: Mapping[str, str]) -> Sequence[Any]:
    text = _text(line[place])
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


def _text(cell: Any) -> str:
    """A cell as it is read by a person."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _texts(cells: Sequence[Any]) -> list[str]:
    """The same of many, most of which are texts."""
    try:
        return list(map(str.strip, cells))
    except TypeError:
        return list(map(_text, cells))


def _day_text(cell: Any) -> str:
    """The same where a day is due: a number says that it is one."""
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return NUMBER_SIGN * is_number + _text(cell)


class _Coding(dict[Any, int]):
    """A number for each cell, counted from 0 in the order in which they first come."""

    def __missing__(self, cell: Any) -> int:
        self[cell] = number = len(self)
        return number


def _coded(cells: Sequence[Any], text: Callable[[Any], str]) -> Column:
    coding = _Coding()
    codes = list(map(coding.__getitem__, cells))
    return _told(coding, codes, text)


def _told(coding: _Coding, codes: list[int], text: Callable[[Any], str]) -> Column:
    """A column of what is told of its cells."""
    told = [text(cell) for cell in coding]
    of_value = _Coding()
    again = list(map(of_value.__getitem__, told))
    if len(of_value) < len(told):
        # Two cells may be told alike: 1 and 1.0, or two times of one day.
        codes = list(map(again.__getitem__, codes))
    return Column(tuple(of_value), codes)


def _alike(coding: _Coding, codes: list[int]) -> list[int]:
    """A number from 1 for each wording, 0 for a blank."""
    numbers = [n if text else 0 for n, text in enumerate(_texts([*coding]), start=1)]
    return list(map(numbers.__getitem__, codes))


_SEVERAL = re.compile(r"[、,，;；/\s]+|等\d*人?|和|与|及")
_PERSON = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff·•]{5,20}")


def _name_token(words: RegisterWords) -> Callable[[Any], str]:
    """What tells what a name ends in, instead of the name."""
    ending = name_ending(words)

    def token(cell: Any) -> str:
        text = re.sub(r"[（(][^）)]*[）)]$", "", _text(cell)).strip()
        if match := ending.search(text):
            return name_token(match[1])
        # Of several the first one counts.
        first = next((piece for piece in _SEVERAL.split(text) if piece), "")
        return name_token(PERSON) if _PERSON.fullmatch(first) else ""

    return token


def _topics(words: RegisterWords, contents: Sequence[Any]) -> Column:
    topics = tuple(pairs(words.topics))

    def told(cell: Any) -> str:
        text = plain(_text(cell))
        return "、".join(dict.fromkeys(topic for word, topic in topics if word in text))

    few = contents[:_MOST_CONTENTS]
    column = _coded(few, told)
    if len(few) == len(contents):
        return column
    values = dict.fromkeys((*column.values, ""))
    blank = list(values).index("")
    return Column(tuple(values), [*column.codes, *[blank] * (len(contents) - len(few))])


_NUMBERS = re.compile(
    r"(?<!\d)(?:1[3-9]\d{9}|\d{6}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx])(?!\d)"
)


def _without_names(column: Column, names: Sequence[Any], meanings: Meanings) -> Column:
    """The words of a column, wherever they hold the name of their row's applicant without it."""
    # Words that are known as a whole name nobody, and so do most registers' words.
    doubtful = [len(value) > 2 and not meanings.read(value).sure for value in column.values]
    if not any(doubtful):
        return column
    values, codes = list(column.values), list(column.codes)
    extra: dict[str, int] = {value: code for code, value in enumerate(values)}
    for row, (code, cell) in enumerate(zip(column.codes, names, strict=True)):
        if doubtful[code] and len(name := _text(cell)) > 1 and name in values[code]:
            said = values[code].replace(name, "某")
            if said not in extra:
                extra[said] = len(values)
                values.append(said)
            codes[row] = extra[said]
    if len(values) == len(column.values):
        return column
    in_use = set(codes)
    used = {code: value for code, value in enumerate(values) if code in in_use}
    new = {code: place for place, code in enumerate(used)}
    return Column(tuple(used.values()), [new[code] for code in codes])
