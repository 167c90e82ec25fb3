"""A register's file counted for a year: as cells, answers and due dates of a draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from drafter.errors import DrafterError, Problem
from drafter.form.definitions import Address, Form
from drafter.importing.register_file import ReadFile, load_register
from drafter.interview.interview_state import RegisterRecord
from drafter.interview.tallied_figures import Counted, given_cells
from drafter.ledger.ledger_file import register_words
from drafter.ledger.register_days import RegisterDays
from drafter.ledger.register_facts import Known, known_facts
from drafter.ledger.register_heads import head_reader
from drafter.ledger.register_model import Register, Settings
from drafter.ledger.register_tally import Doubt, Tally, settled, tally
from drafter.ledger.register_words import RegisterWords
from drafter.ledger.time_limits import TimeLimits, late_rows
from drafter.ledger.word_meanings import outcome_meanings
from drafter.ledger.work_calendar import WorkCalendar, form_calendar, load_calendar


@dataclass(frozen=True)
class RegisterCount:
    """What a register's file came to.

    late: the rows answered in the year after their last day
    """

    path: Path
    digest: str
    settings: Settings
    tally: Tally
    limits: TimeLimits
    late: tuple[int, ...]
    known: Known

    @property
    def register(self) -> Register:
        return self.tally.register

    @property
    def behind(self) -> dict[Address, tuple[int, ...]]:
        """The rows behind every cell of Tables 3 and 4."""
        return {**self.tally.behind, **self.known.behind}

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

    def counted(self) -> Counted:
        """As an interview records it."""
        file = str(self.path.absolute())
        answers = self.known.answers
        record = RegisterRecord(file, self.digest, self.settings, self.due, answers)
        cells = {address: len(rows) for address, rows in self.behind.items()}
        return Counted(self.tally.year, cells, self.scope, answers, record, self.whole)


class RegisterReader:
    """Counts one file under changing settings; it is read again only for another head."""

    def __init__(self, form: Form, path: Path, year: int, holidays: Path | None = None) -> None:
        """holidays: a file like holidays.yaml, instead of the form's. Raises: DrafterError."""
        self.form, self.path, self.year = form, path, year
        self.words = words_for(form)
        self.calendar = calendar_for(form, self.words, holidays)
        self._read: tuple[object, ReadFile] | None = None

    def count(self, settings: Settings) -> RegisterCount:
        """The file as it counts under these settings. Raises: DrafterError."""
        read = self._file(settings)
        counted = tally(self.form, self.words, read.register, settings, self.year)
        limits = time_limits(self.form, self.words, read.register, counted.days, self.calendar)
        late = tuple(late_rows(limits, self.year))
        # Without a calendar of its years, or with days that were not read, 按期 is not known.
        sure = not limits.missing_years() and not counted.waiting
        known = known_facts(counted, late if sure else None)
        return RegisterCount(self.path, read.digest, settings, counted, limits, late, known)

    def settle(
        self, settings: Settings, ask: Callable[[RegisterCount, Doubt], str | None]
    ) -> RegisterCount:
        """The count once every doubt was asked about. Raises: DrafterError."""
        latest = self.count(settings)

        def counted(now: Settings) -> Tally:
            nonlocal latest
            latest = self.count(now)
            return latest.tally

        settled(counted, settings, lambda _, doubt: ask(latest, doubt))
        return latest

    def _file(self, settings: Settings) -> ReadFile:
        if self._read is None or self._read[0] != settings.heads:
            reader = head_reader(self.form, self.words, settings, self.year)
            self._read = settings.heads, load_register(self.path, reader)
        return self._read[1]


def words_for(form: Form) -> RegisterWords:
    """The form's words of registers. Raises: DrafterError where it has none."""
    words = register_words(form)
    if words is None:
        what = f"“{form.name}”这种报告格式没有说明台账怎样统计。"
        raise DrafterError(Problem("台账", what, "换一种报告格式。"))
    return words


def calendar_for(form: Form, words: RegisterWords, holidays: Path | None) -> WorkCalendar:
    """The clerk's own calendar, else the form's. Raises: DrafterError."""
    return load_calendar(holidays) if holidays else form_calendar(form, words)


def time_limits(
    form: Form,
    words: RegisterWords,
    register: Register,
    days: RegisterDays,
    calendar: WorkCalendar,
) -> TimeLimits:
    """When each application of the register has to be answered."""
    return TimeLimits(register, words, outcome_meanings(form, words), days, calendar)
