"""Working days: Monday to Friday, but for holidays, and the weekends that are worked for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from drafter.errors import DrafterError
from drafter.files import read_text
from drafter.form.definitions import Form
from drafter.form.form_file import file_in
from drafter.form.shape import Shape
from drafter.ledger.register_words import RegisterWords
from drafter.nodes import Node, parse

_DAY = timedelta(1)


@dataclass(frozen=True, eq=False)
class WorkCalendar:
    """The days off and the weekends worked of the years that are known.

    sources: the notice by year
    """

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    sources: dict[int, str] = field(default_factory=dict)
    _after: dict[tuple[date, int], date] = field(default_factory=dict, init=False)

    def is_working(self, day: date) -> bool:
        """Whether offices are open on that day."""
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def after(self, day: date, count: int) -> date:
        """The last of `count` working days that begin on the next day."""
        key = day, count
        if key not in self._after:
            self._after[key] = self._count(day, count)
        return self._after[key]

    def _count(self, day: date, count: int) -> date:
        while count > 0:
            day += _DAY
            count -= self.is_working(day)
        return day

    def between(self, first: date, last: date) -> int:
        """Working days after `first`, up to `last`; negative where that lies before it."""
        if last < first:
            return -self.between(last, first)
        days = (first + timedelta(n) for n in range(1, (last - first).days + 1))
        return sum(map(self.is_working, days))

    def missing(self, first: date, last: date) -> tuple[int, ...]:
        """The years from one day to another whose holidays are not known."""
        return tuple(y for y in range(first.year, last.year + 1) if y not in self.sources)


def form_calendar(form: Form, words: RegisterWords) -> WorkCalendar:
    """The calendar beside a form. Raises: DrafterError for its mistakes."""
    if not words.calendar:
        return WorkCalendar()
    return load_calendar(file_in(form.folder, words.calendar))


@lru_cache(maxsize=4)
def load_calendar(path: Path) -> WorkCalendar:
    """The calendar in a file like holidays.yaml. Raises: DrafterError with all its mistakes."""
    shape = Shape(path.name)
    root = shape.entries(parse(read_text(path), path.name), ("years",))
    off: set[date] = set()
    worked: set[date] = set()
    sources: dict[int, str] = {}
    for node in shape.items(root.get("years")):
        entries = shape.entries(node, ("year", "source", "off", "work"))
        text = shape.text(entries.get("year"))
        if not re.fullmatch(r"20\d\d", text):
            shape.complain(node.line, f"“{text}”不是年份。", "写成 2025 这样。")
            continue
        year = int(text)
        sources[year] = shape.text(entries.get("source"))
        for key, days in (("off", off), ("work", worked)):
            for item in shape.items(entries.get(key)):
                days |= set(_days(shape, item, year))
    if shape.problems:
        raise DrafterError(shape.problems)
    return WorkCalendar(frozenset(off), frozenset(worked), sources)


def _days(shape: Shape, node: Node, year: int) -> Iterator[date]:
    """`10-01/10-07`, or one day."""
    text = shape.text(node)
    first, _, last = text.partition("/")
    try:
        day, end = (date.fromisoformat(f"{year}-{each}") for each in (first, last or first))
    except ValueError:
        shape.complain(node.line, f"“{text}”不是日期。", "写成 10-01，或者 10-01/10-07。")
        return
    while day <= end:
        yield day
        day += _DAY
