"""A register's file counted for a year: as cells, answers and due dates of a draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from drafter.draft.answers_file import Marks, read_mark
from drafter.errors import DrafterError, Problem
from drafter.files import read_text
from drafter.form.definitions import Form
from drafter.importing.register_file import ReadFile, load_register
from drafter.interview.interview_state import RegisterRecord, explained_in, register_in
from drafter.interview.tallied_figures import Counted
from drafter.ledger.counted_register import CountedRegister, counted_register
from drafter.ledger.form_meanings import head_reader
from drafter.ledger.ledger_file import register_words
from drafter.ledger.register_settings import Settings, settings_of
from drafter.ledger.register_tally import Doubt, Tally, settled
from drafter.ledger.register_words import RegisterWords
from drafter.ledger.work_calendar import WorkCalendar, form_calendar, load_calendar
from drafter.limited_process import LimitedWorker
from drafter.nodes import parse


@dataclass(frozen=True, eq=False)
class RegisterCount:
    """What a register's file came to; `digest` is the sha256 of its bytes."""

    path: Path
    digest: str
    found: CountedRegister

    def counted(self) -> Counted:
        """As an interview records it."""
        found, answers = self.found, self.found.known.answers
        file = str(self.path.absolute())
        record = RegisterRecord(file, self.digest, found.settings, found.due, answers)
        return Counted(found.tally.year, found.cells, found.scope, answers, record, found.whole)


class RegisterReader:
    """Counts one file under changing settings; it is read again only for another head."""

    def __init__(self, form: Form, path: Path, year: int, holidays: Path | None = None) -> None:
        """holidays: a file like holidays.yaml, instead of the form's. Raises: DrafterError."""
        self.form, self.path, self.year = form, path, year
        self.words = words_for(form)
        self.calendar = calendar_for(form, self.words, holidays)
        self._read: tuple[object, ReadFile] | None = None

    def count(self, settings: Settings, hand: LimitedWorker | None = None) -> RegisterCount:
        """The file as it counts under these settings, read by `hand`. Raises: DrafterError."""
        read = self._file(settings, hand)
        found = counted_register(
            self.form, self.words, read.register, settings, self.year, self.calendar
        )
        return RegisterCount(self.path, read.digest, found)

    def settle(
        self,
        settings: Settings,
        ask: Callable[[RegisterCount, Doubt], str | None],
        count: Callable[[Settings], RegisterCount] | None = None,
    ) -> RegisterCount:
        """The count once every doubt was asked about. Raises: DrafterError.

        count: instead of this reader's own, as one that can be given up
        """
        count = count or self.count
        latest = count(settings)

        def counted(now: Settings) -> Tally:
            nonlocal latest
            latest = count(now)
            return latest.found.tally

        settled(counted, settings, lambda _, doubt: ask(latest, doubt))
        return latest

    def has_read(self, settings: Settings) -> bool:
        """Whether a count under these settings needs the file no more."""
        return self._read is not None and self._read[0] == settings.heads

    def _file(self, settings: Settings, hand: LimitedWorker | None) -> ReadFile:
        if self._read is None or not self.has_read(settings):
            reader = head_reader(self.form, self.words, settings, self.year)
            self._read = settings.heads, load_register(self.path, reader, hand)
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


def known_register(
    form: Form, marks: Marks, year: int, given: Path | None = None
) -> CountedRegister | None:
    """The register of a session, or another one, counted; None where it is not there any more.

    Raises: DrafterError where it cannot be read.
    """
    record = register_in(marks)
    path = given or (Path(record.file) if record and record.digest else None)
    if path is None or (given is None and not path.is_file()):
        return None
    settings = record.settings if record else load_settings(settings_file(path))
    found = RegisterReader(form, path, year).count(settings).found
    return replace(found, explained=explained_in(form, marks))


def settings_file(register: Path) -> Path:
    """Where the answers about a register's words are remembered beside it."""
    return register.with_name(f"{register.stem}-设置.yaml")


def load_settings(path: Path) -> Settings:
    """What was remembered; nothing where there is no such file. Raises: DrafterError."""
    if not path.is_file():
        return Settings()
    return settings_of(read_mark(parse(read_text(path), str(path))))
