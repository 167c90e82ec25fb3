"""The days of a register's rows, each way of writing one read once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from drafter.ledger.register_model import Register, Settings
from drafter.ledger.written_dates import WrittenDay, read_day

YES, NO = "yes", "no"
"""What the clerk says of a kind of doubtful day in `Settings.days`."""


class RegisterDays:
    """By column, what its words were read as.

    year: taken where none is written
    """

    def __init__(self, register: Register, settings: Settings, year: int) -> None:
        self.year = register.year or year
        self._register, self._settings = register, settings
        self._read: dict[str, Sequence[WrittenDay]] = {}

    def values(self, column: str) -> Sequence[WrittenDay]:
        """Those of the column's words, in their order; none where there is no such column."""
        if column not in self._read:
            found = self._register.columns.get(column)
            words = found.values if found else ()
            self._read[column] = [read_day(word, self.year) for word in words]
        return self._read[column]

    def written(self, row: int, column: str) -> WrittenDay:
        """What stands in a row."""
        found = self._register.columns.get(column)
        return self.values(column)[found.codes[row]] if found else WrittenDay()

    def is_doubtful(self, day: WrittenDay) -> bool:
        """Whether the clerk has not said that it is right as it was read."""
        return bool(day.doubt) and self._settings.days.get(day.doubt) != YES

    def day(self, row: int, column: str) -> date | None:
        """The day in a row, the first of several, where there is one without another doubt."""
        written = self.written(row, column)
        return written.day if written.doubt == "several" or not self.is_doubtful(written) else None
