"""A register counted for a year, with its time limits: what checks and front ends look at."""

from __future__ import annotations

from dataclasses import dataclass

from drafter.form.definitions import Address, Form
from drafter.ledger.form_meanings import outcome_meanings
from drafter.ledger.register_facts import Known, known_facts
from drafter.ledger.register_model import Register
from drafter.ledger.register_settings import Settings
from drafter.ledger.register_tally import Tally, tally
from drafter.ledger.register_words import RegisterWords
from drafter.ledger.time_limits import TimeLimits, late_rows
from drafter.ledger.work_calendar import WorkCalendar
from drafter.ledger.written_dates import RegisterDays


@dataclass(frozen=True, eq=False)
class CountedRegister:
    """What a register came to.

    late: the rows answered in the year after their last day
    explained: cells whose figure differs for a reason that the clerk has given
    """

    settings: Settings
    tally: Tally
    limits: TimeLimits
    late: tuple[int, ...]
    known: Known
    explained: frozenset[Address] = frozenset()

    @property
    def register(self) -> Register:
        return self.tally.register

    @property
    def behind(self) -> dict[Address, tuple[int, ...]]:
        """The rows behind every cell of Tables 3 and 4."""
        return {**self.tally.behind, **self.known.behind}

    @property
    def cells(self) -> dict[Address, int]:
        """What these cells come to; zeros are left out."""
        return {address: len(rows) for address, rows in self.behind.items()}

    @property
    def whole(self) -> bool:
        """Whether every row was counted, or is known not to belong here."""
        return not self.tally.waiting and not self.known.unread

    @property
    def due(self) -> tuple[str, ...]:
        """When the applications without an answer are due, the soonest first."""
        limits = (self.limits.limit(row) for row in self.limits.open_rows())
        return tuple(sorted(limit.due.isoformat() for limit in limits if limit and limit.due))

    @property
    def scope(self) -> frozenset[Address]:
        """The cells that the register tells of: of suits none where it has no column of them."""
        form, words = self.tally.form, self.tally.words
        own, columns = words.disputes, self.register.columns.keys()
        kinds = [own.review] if columns & {"review", "review_result"} else []
        if columns & {"suit", "suit_kind", "suit_result"}:
            kinds += [own.direct, own.after]
        told = given_cells(form, words.table)
        if own.table not in form.tables:
            return told
        starts = tuple(f"{own.table}/{own.row}/{kind}_" for kind in kinds)
        cases = given_cells(form, own.table)
        return told | {a for a in cases if starts and a.startswith(starts)}


def given_cells(form: Form, table: str) -> frozenset[Address]:
    """The cells of a table that are given, not computed."""
    return frozenset(c.address for c in form.tables[table].cells) - form.computed


def counted_register(
    form: Form,
    words: RegisterWords,
    register: Register,
    settings: Settings,
    year: int,
    calendar: WorkCalendar,
) -> CountedRegister:
    """The register counted, as far as its words are known."""
    counted = tally(form, words, register, settings, year)
    limits = limits_of(form, words, counted.register, settings, year, calendar)
    late = tuple(late_rows(limits, year))
    # Without a calendar of its years, or with rows that were not understood, 按期 is not known.
    sure = not limits.missing_years() and not counted.waiting
    return CountedRegister(
        settings, counted, limits, late, known_facts(counted, late if sure else None)
    )


def limits_of(
    form: Form,
    words: RegisterWords,
    register: Register,
    settings: Settings,
    year: int,
    calendar: WorkCalendar,
) -> TimeLimits:
    """When each application of the register has to be answered."""
    days = RegisterDays(register, settings, year)
    return TimeLimits(register, words, outcome_meanings(form, words), days, calendar)
