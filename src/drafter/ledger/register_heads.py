"""Which line of a sheet is its head, and which column of a register each head of it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, NamedTuple

from drafter.ledger.coded_columns import DAYS, cell_text, day_text
from drafter.ledger.register_model import NUMBER_SIGN, TakenHead, Under
from drafter.ledger.register_settings import Settings
from drafter.ledger.register_words import RegisterWords, plain
from drafter.ledger.word_meanings import Meanings, pairs
from drafter.ledger.written_dates import UNREAD, read_day

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


class RawSheet(NamedTuple):
    """The cells of one sheet as a reader gives them.

    columns: from the first line on, all of one length
    merged: first and last line and column of merged cells, from 0
    hidden: whether nobody sees it
    since_1904: whether its numbers of days count from 1904, as old workbooks of Macs do
    errors: line, column and what is shown of cells that look blank and are none: looked for only
        where a blank would matter
    """

    name: str
    columns: Sequence[list[Any]]
    merged: Sequence[tuple[int, int, int, int]] = ()
    hidden: bool = False
    since_1904: bool = False
    errors: Callable[[], Iterable[tuple[int, int, str]]] = tuple

    @classmethod
    def of_lines(cls, name: str, lines: Iterable[Sequence[Any]], *rest: Any) -> RawSheet:
        """A sheet whose lines may be of any length."""
        return cls(name, [*map(list, zip_longest(*lines, fillvalue=""))], *rest)


class Head(NamedTuple):
    """The lines of a head, from 0, and what stands over each column.

    guessed: whether no head is known, and the line only looks like one
    """

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
        elif column in ("result", "status"):
            good = sum(bool(self.outcomes.read(value).to) for value in looked)
        elif column == "channel":
            ways = [way for way, _ in pairs(self.words.channels)]
            good = sum(any(way in plain(value) for way in ways) for value in looked)
        else:
            return 1
        return good / len(looked)


_TELLING_HEADS = {"received", "answered", "result", "kind"}


def find_head(reader: HeadReader, sheet: RawSheet) -> Head | None:
    """The line, or two, with the most known heads."""
    lines, filled = _top(sheet)
    singles = [Head(n, n, tuple(filled[n])) for n in range(len(lines))]
    doubles = [
        Head(n, n + 1, _joined(reader, filled[n], lines[n + 1], filled[n + 1]))
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


def repeats_head(head: Head, texts: Sequence[str]) -> bool:
    """Whether a line is the head once more, or one line of it where it has two."""
    both = [(own, text) for own, text in zip(head.texts, texts, strict=False) if text]
    parts = [len(t) > 1 and (own.startswith(t) or own.endswith(t)) for own, t in both]
    return sum(own == text for own, text in both) > 2 or (len(parts) > 1 and all(parts))


def _top(sheet: RawSheet) -> tuple[list[list[str]], list[list[str]]]:
    """The first lines of a sheet, as they are and with merged cells filled."""
    tops = (column[:_TOP_LINES] for column in sheet.columns)
    lines = [[cell_text(cell) for cell in line] for line in zip(*tops, strict=True)]
    width = len(sheet.columns)
    filled = [list(line) for line in lines]
    for top, left, bottom, right in sheet.merged:
        for line in range(top, min(bottom + 1, len(lines))):
            for column in range(left, min(right + 1, width)):
                filled[line][column] = lines[top][left] if top < len(lines) else ""
    return lines, filled


def likely_head(reader: HeadReader, sheet: RawSheet) -> Head | None:
    """The first line of several short words, no day or number among them, over a column of days.

    An application has a day: so what stands in one is never taken for a head, and shown.
    """
    lines, filled = _top(sheet)
    for number, line in enumerate(lines[:-1]):
        texts = [text for text in line if text]
        if len(set(texts)) < _LEAST_GUESSED or not all(map(_HEAD_TEXT.fullmatch, texts)):
            continue
        head = Head(number, number, tuple(line), True)
        below = lines[number + 1]
        is_lower = any(below) and all(_HEAD_TEXT.fullmatch(text) for text in below if text)
        spans = any(top == number and right > left for top, left, _, right in sheet.merged)
        if is_lower and spans:
            texts_of_both = _joined(reader, line, filled[number], filled[number + 1])
            head = Head(number, number + 1, texts_of_both, True)
        under = [c for c, text in zip(sheet.columns, head.texts, strict=True) if text]
        if any(_mostly_days(reader, column[head.last + 1 :]) for column in under):
            return head
    return None


def _mostly_days(reader: HeadReader, column: Sequence[Any]) -> bool:
    values = _distinct(column, "received")
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


def taken_columns(
    reader: HeadReader, heads: Sequence[str], columns: Sequence[Sequence[Any]]
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
        values = _distinct(columns[place], column)
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
    if "result" not in at:
        at.pop("status", None)  # it may be what the clerk means by the result
    _put_right(reader, heads, columns, at)
    own = {place: column for column, place in at.items()}
    taken = tuple(
        TakenHead(head, own[place], reader.known(head) is not None)
        if place in own
        else TakenHead(head, "", True, _under(reader, columns[place]))
        for place, head in enumerate(heads)
        if head and (place in own or reader.known(head) != "")
    )
    return taken, at


def with_details(
    reader: HeadReader,
    heads: Sequence[str],
    taken: tuple[TakenHead, ...],
    columns: list[list[Any]],
    at: Mapping[str, int],
) -> tuple[TakenHead, ...]:
    """Where 法人 stands among the kinds and a second column tells of which kind: what that says."""
    others = [p for p, head in enumerate(heads) if head and p not in at.values()]
    for place in others if "kind" in at else ():
        head, values = heads[place], _distinct(columns[place], "kind")
        if (reader.known(head) or reader.near(head)) != "kind" or not values:
            continue
        if reader.fit("kind", values) >= _FITTING:
            kinds = columns[at["kind"]]
            vague = {c for c in {*kinds} if not reader.kinds.read(cell_text(c)).decided}
            pairs_of = zip(kinds, columns[place], strict=True)
            columns[at["kind"]] = [m if m and c in vague else c for c, m in pairs_of]
            return tuple(h._replace(column="kind") if h.head == head else h for h in taken)
    return taken


def with_ticks(
    reader: HeadReader,
    heads: Sequence[str],
    taken: tuple[TakenHead, ...],
    columns: list[list[Any]],
    at: dict[str, int],
) -> tuple[TakenHead, ...]:
    """Where a kind or a result is a mark under its word: what is marked, as one more column."""
    marks = {plain(mark) or mark for mark in reader.words.ticks}
    own: dict[str, dict[int, str]] = {}
    for place, head in enumerate(heads):
        column = reader.ticked(head) if head and place not in at.values() else ""
        values = {plain(v) or v for v in _distinct(columns[place], "")} if column else ()
        # A sum may stand below.
        if values and any(v in marks and not v.isdecimal() for v in values):
            own.setdefault(column, {})[place] = head
    for column, places in own.items():
        if column in at or len(places) < 2:
            continue
        at[column] = len(columns)
        words = places.values()
        marked = zip(*(columns[place] for place in places), strict=True)
        columns.append(
            [
                "、".join(w for w, cell in zip(words, cells, strict=True) if _is_mark(cell, marks))
                for cells in marked
            ]
        )
        taken = tuple(h._replace(column=column) if h.head in words else h for h in taken)
    return taken


def _is_mark(cell: Any, marks: set[str]) -> bool:
    text = cell_text(cell)
    return (plain(text) or text) in marks


_BEGINS_WITH_DAY = re.compile(
    r"((?:20\d\d[年./-])?\d{1,2}[月./-]\d{1,2}日?)[\s,，:：]*(.*)", re.DOTALL
)


def with_days(columns: list[list[Any]], at: dict[str, int]) -> None:
    """Where the day of the answer stands before its result, in one cell: as one more column."""
    if "answered" in at or "result" not in at:
        return
    results = list(map(cell_text, columns[at["result"]]))
    found = list(map(_BEGINS_WITH_DAY.fullmatch, results))
    if not any(results) or sum(map(bool, found)) < sum(map(bool, results)) / 2:
        return
    columns[at["result"]] = [m[2] if m else told for m, told in zip(found, results, strict=True)]
    at["answered"] = len(columns)
    columns.append([match[1] if match else "" for match in found])


def _under(reader: HeadReader, column: Sequence[Any]) -> Under:
    """What kind of cells a column has. Their words end here."""
    cells = Counter(column)
    looked = [value for cell in cells if (value := day_text(cell))]
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
    columns: Sequence[Sequence[Any]],
    at: dict[str, int],
) -> None:
    """Kinds under 申请人, or names under 申请主体."""
    if "kind" not in at and "applicant" in at:
        values = _distinct(columns[at["applicant"]], "kind")
        # 村民某某 is a name that begins with a kind.
        known = sum(reader.kinds.read(value).sure for value in values)
        if values and known >= len(values) * _FITTING:
            at["kind"] = at.pop("applicant")
    elif "kind" in at and "applicant" not in at and not re.search("类|性|身份", heads[at["kind"]]):
        values = _distinct(columns[at["kind"]], "kind")
        # A name may hold a known word, too: 某某公司.
        known = sum(reader.kinds.read(value).sure for value in values)
        if values and known < len(values) * (1 - _KNOWN):
            at["applicant"] = at.pop("kind")


def _distinct(cells: Sequence[Any], column: str) -> list[str]:
    text = day_text if column in DAYS else cell_text
    cells = [*dict.fromkeys(cells[: _LOOKED_AT * 5])]
    return [told for cell in cells if (told := text(cell))]
