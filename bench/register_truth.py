"""Other offices' registers: what each application truly was, beside what is counted."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from drafter.desk.register_count import RegisterReader
from drafter.errors import DrafterError
from drafter.form.definitions import Form
from drafter.ledger.register_model import Settings
from drafter.ledger.register_tally import Tally

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
    with the file; and each that is counted wrongly."""

    file: str
    rows: int
    counted: int
    asked: int
    refused: int
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
            counted = RegisterReader(form, folder / name, _year(known)).count(Settings()).found
        except DrafterError:
            yield Compared(name, len(known), 0, 0, len(known), ())
            continue
        wrong = tuple(wrongly(counted.tally, known))
        number = len(counted.tally.counted)
        read = {*_lines(counted.tally, range(len(counted.register)))}
        refused = sum((each.sheet, each.line) not in read for each in known)
        yield Compared(name, len(known), number, len(known) - number - refused, refused, wrong)


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


def _lines(tally: Tally, rows: range | tuple[int, ...]) -> Iterator[tuple[str, int]]:
    register = tally.register
    for row in rows:
        yield register.sheets[register.sheet_of[row]].name, register.line_of[row]


def _year(known: list[Truth]) -> int:
    """The year that most of it came in; 2024 where no day is written down."""
    years = [each.received[:4] for each in known if each.received != "*"]
    return int(max(years, key=years.count)) if years else 2024
