"""When each application must be answered, and which were not in time.

《中华人民共和国政府信息公开条例》: 20 working days from receipt, at most 20 more (第三十三条); a
corrected application begins anew when the correction comes in (第三十条); the time that others
take to give their opinion does not count (第三十二条至第三十四条). After payment of a fee the time
begins anew (no source says it in so many words). Counting begins on the next day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from drafter.ledger.register_model import Register
from drafter.ledger.register_words import OPEN, RegisterWords, compact
from drafter.ledger.word_meanings import Meanings
from drafter.ledger.work_calendar import WorkCalendar
from drafter.ledger.written_dates import RegisterDays


class Waits(Enum):
    """What an application waits for while its time stands still."""

    NOTHING = ""
    CORRECTION = "等待补正"
    OPINION = "等待征求意见的答复"
    PAYMENT = "等待缴费"


class Limit(NamedTuple):
    """One application: its last day, None where the register does not tell enough.

    answered: when it was; None while it is open
    waits: why the time stands still now; then there is no last day
    """

    due: date | None
    answered: date | None
    waits: Waits = Waits.NOTHING
    extended: bool = False

    @property
    def late(self) -> bool:
        """Whether it was answered after its last day."""
        return self.due is not None and self.answered is not None and self.answered > self.due


_COUNTING = (
    *("received", "answered", "extended", "correction_asked", "correction_received"),
    *("opinion_asked", "opinion_received", "fee_notice", "fee_paid"),
)
"""The columns that a limit follows from."""


@dataclass(frozen=True, eq=False)
class TimeLimits:
    """What the rows of a register come to under a calendar."""

    register: Register
    words: RegisterWords
    outcomes: Meanings
    days: RegisterDays
    calendar: WorkCalendar
    _known: dict[tuple[int, ...], Limit | None] = field(default_factory=dict, init=False)

    @cached_property
    def _filled(self) -> frozenset[str]:
        """The columns in which anything stands."""
        columns = self.register.columns
        return frozenset(n for n in _COUNTING if n in columns and any(columns[n].values))

    @cached_property
    def _none(self) -> frozenset[str]:
        return frozenset(map(compact, self.words.none))

    @cached_property
    def _codes(self) -> list[Sequence[int]]:
        columns = self.register.columns
        own = [columns[name] for name in _COUNTING if name in columns]
        return [column.codes for column in own if len(column.values) > 1 or column is own[0]]

    def limit(self, row: int) -> Limit | None:
        """The limit of one row; None without a day of receipt that is sure."""
        return self._limit_of(tuple([codes[row] for codes in self._codes]), row)

    def keys(self) -> Iterator[tuple[int, ...]]:
        """What the limit of each row follows from: rows of one key have one limit."""
        return zip(*self._codes, strict=True)

    def _limit_of(self, key: tuple[int, ...], row: int) -> Limit | None:
        # Many rows have the same days: of 100,000 a few thousand are different.
        if key not in self._known:
            self._known[key] = self._limit(row)
        return self._known[key]

    def _limit(self, row: int) -> Limit | None:
        terms, filled = self.words.terms, self._filled

        def day(row: int, column: str) -> date | None:
            return self.days.day(row, column) if column in filled else None

        received = day(row, "received")
        if received is None:
            return None
        answered = day(row, "answered")
        extended = self._says(row, "extended")
        asked, corrected = day(row, "correction_asked"), day(row, "correction_received")
        opinion, told = day(row, "opinion_asked"), day(row, "opinion_received")
        noticed, paid = day(row, "fee_notice"), day(row, "fee_paid")
        waits = Waits.NOTHING
        if answered is None:
            if asked and not corrected and "correction_received" in self.register.columns:
                waits = Waits.CORRECTION
            elif opinion and not told and "opinion_received" in self.register.columns:
                waits = Waits.OPINION
            elif noticed and not paid and "fee_paid" in self.register.columns:
                waits = Waits.PAYMENT
        if waits is not Waits.NOTHING:
            return Limit(None, answered, waits, extended)
        start = max(filter(None, (received, corrected, paid)))
        count = terms.answer + terms.extension * extended
        if opinion and told and told > start:
            count += self.calendar.between(max(opinion, start), told)
        return Limit(self.calendar.after(start, count), answered, waits, extended)

    def open_rows(self) -> list[int]:
        """The rows of which nothing was answered yet, as far as the register tells."""
        columns = self.register.columns
        rows = list(range(len(self.register)))
        if (answered := columns.get("answered")) is not None:
            blank = [day == (None, "") for day in self.days.values("answered")]
            rows = [row for row, code in enumerate(answered.codes) if blank[code]]
        if (results := columns.get("result")) is not None:
            read = self.outcomes.read
            is_open = [not word or read(word).decided == OPEN for word in results.values]
            rows = [row for row in rows if is_open[results.codes[row]]]
        if (states := columns.get("status")) is not None:
            told = [self.outcomes.read(word).to for word in states.values]
            rows = [row for row in rows if OPEN in (told[states.codes[row]] or (OPEN,))]
        return rows

    def missing_years(self) -> tuple[int, ...]:
        """The years of the register whose holidays are not known."""
        days = [d.day for d in self.days.values("received") if d.day and not d.doubt]
        return self.calendar.missing(min(days), max(days)) if days else ()

    def _says(self, row: int, column: str) -> bool:
        word = compact(self.register.word(row, column))
        return bool(word) and word not in self._none


def late_rows(limits: TimeLimits, year: int) -> list[int]:
    """The rows answered in the year after their last day."""
    columns, days = limits.register.columns, limits.days
    if "received" not in columns or "answered" not in columns:
        return []
    # So many working days are at least as many days: most rows need no calendar.
    least = limits.words.terms.answer
    came = [day.day.toordinal() if day.day else 0 for day in days.values("received")]
    went = [
        day.day.toordinal() if day.day and day.day.year == year else 0
        for day in days.values("answered")
    ]
    received, answered = columns["received"].codes, columns["answered"].codes
    one_of_each = dict(zip(limits.keys(), range(len(received)), strict=True))
    late = {
        key
        for key, row in one_of_each.items()
        if went[answered[row]] - came[received[row]] > least and _is_late(limits.limit(row))
    }
    return [row for row, key in enumerate(limits.keys()) if key in late] if late else []


def _is_late(limit: Limit | None) -> bool:
    return limit is not None and limit.late
