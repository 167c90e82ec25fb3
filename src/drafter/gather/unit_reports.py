"""Which report is whose: units with the one that counts, older ones, doubles; and the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import NamedTuple

from drafter.checks.text_search import similarity
from drafter.gather.gathered_report import Gathered, State
from drafter.gather.kept_reports import Entry
from drafter.gather.unit_list import Unit, UnitList, plain_name

_RANKS = (
    (re.compile("初稿|草稿|征求意见|送审"), -1),
    (re.compile("修订|修改|更正|更新|重报|补正|改正"), 1),
    (re.compile("终稿|定稿|最终|正式"), 2),
)
_VERSION = re.compile(r"(?:[vV]|第|[（(])(\d{1,2})(?:[稿版)）]|\b)")
_SAME = 0.97
"""Likeness of the texts of one report in two dresses: a PDF breaks paragraphs elsewhere."""

Open = Callable[[Entry], Gathered]


class Former(NamedTuple):
    """A report that another took the place of, and by what that was told."""

    entry: Entry
    why: str
    same: bool
    """Whether it says the same as the one that counts."""


@dataclass(frozen=True)
class UnitReport:
    """A unit with what it sent; `current` is the report that counts.

    how: what the unit was known by, where not by the very name in the report
    late: days after the last day, up to today where nothing was sent
    """

    unit: Unit
    current: Entry | None = None
    former: tuple[Former, ...] = ()
    unreadable: tuple[Entry, ...] = ()
    how: str = ""
    late: int = 0

    @property
    def state(self) -> State:
        if self.current is not None:
            return self.current.state
        return State.UNREAD if self.unreadable else State.ABSENT


@dataclass(frozen=True)
class Sorted:
    """All reports sorted out. strangers: of units that are not on the list, with a name like it.

    others: of another year
    nameless: whose unit cannot be told
    """

    year: int
    units: tuple[UnitReport, ...]
    strangers: tuple[tuple[Entry, str], ...] = ()
    others: tuple[Entry, ...] = ()
    nameless: tuple[Entry, ...] = ()

    def count(self, state: State) -> int:
        """How many units are in a state."""
        return sum(1 for each in self.units if each.state is state)


def sort_reports(
    entries: Sequence[Entry], units: UnitList | None, year: int, today: date, open_entry: Open
) -> Sorted:
    """Give every report to its unit, and say which one counts.

    units: None where there is no list: then each name found is a unit
    year: 0 for that of most of the reports
    """
    year = year or _usual_year(entries)
    others = [entry for entry in entries if entry.year not in (0, year)]
    present = [entry for entry in entries if entry.year in (0, year)]
    known = units or UnitList([Unit(name) for name in _names(present)])
    mine: dict[str, list[tuple[Entry, str]]] = {}
    strangers, nameless = [], []
    for entry in present:
        match = known.find(entry.name, entry.path)
        if match is not None:
            mine.setdefault(match.unit.name, []).append((entry, match.how))
        elif entry.name:
            strangers.append((entry, known.nearest(entry.name)))
        else:
            nameless.append(entry)
    deadline = _usual(entry.deadline for entry in present if entry.deadline)
    sorted_units = tuple(
        _unit_report(unit, mine.get(unit.name, []), deadline, today, open_entry) for unit in known
    )
    return Sorted(year, sorted_units, tuple(strangers), tuple(others), tuple(nameless))


def _usual_year(entries: Iterable[Entry]) -> int:
    years = Counter(entry.year for entry in entries if entry.year)
    return max(years, key=lambda year: (years[year], year), default=0)


def _usual(words: Iterable[str]) -> str:
    return next(iter(word for word, _ in Counter(words).most_common(1)), "")


def _names(entries: Iterable[Entry]) -> list[str]:
    """Each name once, however it is spaced."""
    return list({plain_name(e.name): e.name for e in entries if e.name}.values())


def _unit_report(
    unit: Unit,
    found: Sequence[tuple[Entry, str]],
    deadline: str,
    today: date,
    open_entry: Open,
) -> UnitReport:
    readable = [each for each in found if not each[0].problem]
    unreadable = tuple(entry for entry, _ in found if entry.problem)
    if not readable:
        late = _days(deadline, today.isoformat()) if not unreadable else 0
        return UnitReport(unit, unreadable=unreadable, late=late)
    ordered = sorted(readable, key=lambda each: _order(each[0]), reverse=True)
    (current, how), *rest = ordered
    if rest:
        current, former = _newest([entry for entry, _ in ordered], open_entry)
        how = next(how for entry, how in ordered if entry is current)
    else:
        former = ()
    late = _days(current.deadline or deadline, current.signed)
    return UnitReport(unit, current, former, unreadable, how, late)


def _newest(ordered: Sequence[Entry], open_entry: Open) -> tuple[Entry, tuple[Former, ...]]:
    """The one that counts, of those the newest first: of equal ones that which was read best."""
    reports = {entry.at: open_entry(entry) for entry in ordered}
    newest = ordered[0]
    equal = [e for e in ordered if _says_the_same(reports[newest.at], reports[e.at])]
    current = min(equal, key=lambda entry: (entry.missing, ordered.index(entry)))
    former = [
        Former(entry, _why(current, entry, same=entry in equal), entry in equal)
        for entry in ordered
        if entry is not current
    ]
    return current, tuple(former)


def _says_the_same(one: Gathered, other: Gathered) -> bool:
    if one is other:
        return True
    texts = ["\n".join(p for ps in each.texts.values() for p in ps) for each in (one, other)]
    return one.cells == other.cells and (
        texts[0] == texts[1] or similarity(texts[0], texts[1]) >= _SAME
    )


def _order(entry: Entry) -> tuple[int, int, str, int]:
    """What tells the newer of two: the name of the file, the date signed, the file's own time."""
    return (*_rank(entry.path), entry.signed, entry.stamp[1])


def _rank(path: str) -> tuple[int, int]:
    name = PurePosixPath(path).stem
    rank = max((rank for mark, rank in _RANKS if mark.search(name)), default=0)
    if rank == 0 and _RANKS[0][0].search(name):
        rank = -1
    version = _VERSION.search(name)
    return rank, int(version[1]) if version else 0


def _why(current: Entry, former: Entry, *, same: bool) -> str:
    if same:
        return "内容和采用的一份相同"
    if _rank(current.path) != _rank(former.path):
        return "从文件名看，采用的一份较新"
    if current.signed != former.signed:
        return f"落款日期是{former.signed or '空白'}，采用的一份是{current.signed or '空白'}"
    return "落款日期相同，采用的一份文件保存得较晚，请核对"


def _days(deadline: str, day: str) -> int:
    """How many days after the last day; 0 where either is not known."""
    if not deadline or not day:
        return 0
    return max(0, (date.fromisoformat(day) - date.fromisoformat(deadline)).days)
