"""Other offices' registers: what each application truly was, beside what is counted."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from drafter.desk.register_count import RegisterCount, RegisterReader
from drafter.errors import DrafterError
from drafter.form.definitions import Form
from drafter.ledger.register_settings import NO_HEAD, Settings
from drafter.ledger.register_tally import Doubt, Tally
from drafter.ledger.written_dates import YES

FOLDER = Path(__file__).parent / "registers"


class Truth(NamedTuple):
    """One application by sheet and line. `/` parts what is right either way; `?` is what only
    the clerk can say."""

    sheet: str
    line: int
    received: str
    answered: str
    kind: str
    outcome: str


class Compared(NamedTuple):
    """Applications of one register: all of them, counted without asking, asked about, refused
    with the file; how many questions that takes a clerk who knows all, and how many are left out
    then; and each that is counted wrongly, before the questions or after them."""

    file: str
    rows: int
    counted: int
    asked: int
    refused: int
    questions: int
    left: int
    wrong: tuple[str, ...]


def truths(folder: Path) -> dict[str, list[Truth]]:
    """What each application of each file truly was."""
    found: dict[str, list[Truth]] = {}
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        for name, sheet, line, *rest in list(csv.reader(file))[1:]:
            found.setdefault(name, []).append(Truth(sheet, int(line), *rest))
    return found


def compared(form: Form, folder: Path) -> Iterator[Compared]:
    """Every register of a folder, counted without a word from the clerk."""
    for name, known in truths(folder).items():
        try:
            reader = RegisterReader(form, folder / name, _year(known))
            first = reader.count(Settings()).found.tally
        except DrafterError:
            yield Compared(name, len(known), 0, 0, len(known), 0, 0, ())
            continue
        clerk = Clerk(known, _heads(folder).get(name, {}))
        last = reader.settle(Settings(), clerk.says).found.tally
        wrong = (*wrongly(first, known), *wrongly(last, known))
        left = sum(1 for _ in left_out(last, known))
        number = len(first.counted)
        read = {*_lines(first, range(len(first.register)))}
        refused = sum((each.sheet, each.line) not in read for each in known)
        asked = len(known) - number - refused
        yield Compared(name, len(known), number, asked, refused, clerk.questions, left, wrong)


class Clerk:
    """Who knows what every application was, and what every head means."""

    def __init__(self, known: list[Truth], heads: dict[str, str]) -> None:
        self.truth = {(each.sheet, each.line): each for each in known}
        self.heads = heads
        self.questions = 0

    def says(self, count: RegisterCount, doubt: Doubt) -> str | None:
        """The answer to a question."""
        self.questions += 1
        if doubt.part == "heads":
            own = (head for head in doubt.choices if self.heads.get(head) == doubt.word)
            return next(own, NO_HEAD + doubt.word)
        if doubt.part == "days":
            return YES
        if doubt.part == "group":
            right = (self._line(count.found.tally, each) == each.choices[0] for each in doubt.group)
            return YES if all(right) else ""
        return self._line(count.found.tally, doubt)

    def _line(self, tally: Tally, doubt: Doubt) -> str | None:
        """What the rows of a doubt were; None where no one line is right for all of them."""
        places = _lines(tally, doubt.rows)
        known = [each for place in places if (each := self.truth.get(place))]
        told = [(each.kind if doubt.of == "kinds" else each.outcome).split("/") for each in known]
        lines = [line for line in told[0] if all(line in own for own in told)] if told else []
        return lines[0] if lines and lines != ["?"] else None


def left_out(tally: Tally, known: list[Truth]) -> Iterator[Truth]:
    """Applications that are not counted though all was answered that the clerk could say."""
    done = {*_lines(tally, (*tally.counted, *tally.outside, *tally.uncounted))}
    for each in known:
        if (each.sheet, each.line) not in done and "?" not in (each.kind, each.outcome):
            yield each


def _heads(folder: Path) -> dict[str, dict[str, str]]:
    """What heads mean that no words of ours tell."""
    found: dict[str, dict[str, str]] = {}
    with (folder / "heads.csv").open(encoding="utf-8", newline="") as file:
        for name, head, column in list(csv.reader(file))[1:]:
            found.setdefault(name, {})[head] = column
    return found


def wrongly(tally: Tally, known: list[Truth]) -> Iterator[str]:
    """Every row that is counted as what it was not."""
    truth = {(each.sheet, each.line): each for each in known}
    for row, place in zip(tally.counted, _lines(tally, tally.counted), strict=True):
        outcome = tally.outcome_of[row].replace(tally.words.carried_out, "open")
        days = [tally.days.day(row, name) for name in ("received", "answered")]
        told = [day.isoformat() if day else "" for day in days]
        said = (*told, tally.kind_of[row], outcome)
        right = truth.get(place)
        if right is None:
            yield f"{place}: no application"
        elif not all(map(_is_right, said, right[2:])):
            yield f"{place}: {said} is {right[2:]}"


def _is_right(said: str, truth: str) -> bool:
    return truth == "*" or said in truth.split("/")


def _lines(tally: Tally, rows: Iterable[int]) -> Iterator[tuple[str, int]]:
    register = tally.register
    for row in rows:
        yield register.sheets[register.sheet_of[row]].name, register.line_of[row]


def _year(known: list[Truth]) -> int:
    """The year that most of it came in; 2024 where no day is written down."""
    years = [each.received[:4] for each in known if each.received != "*"]
    return int(max(years, key=years.count)) if years else 2024
