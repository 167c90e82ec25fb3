"""Holding what is read of typed lines against their labels (README.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from drafter.claims.claim_words import ClaimWords
from drafter.claims.claims_file import claim_words
from drafter.desk.table_phrases import Figures, bare_money, hear
from drafter.draft.typed_figures import Misread, read_figure
from drafter.errors import Problem
from drafter.form.definitions import Form
from drafter.typed_lines.table_words import Cells, Sense, TableWords, table_words
from drafter.typed_lines.typed_line import Standing

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
HERE = Path(__file__).parent
YEAR = 2024
STOOD = 10
"""What a cell held before, where a line adds to it."""

_ROWS = {"其他处理其他": "其他情形", "总计": "办结总计", "不予处理": "不予处理"}


class Line(NamedTuple):
    """One line with what was read of it.

    right: a plain line was read as labelled
    wrong: something was taken, Enter would have recorded it, and it is not so
    asks: a plain Enter is no consent
    """

    entry: Mapping[str, Any]
    said: Figures
    right: bool
    wrong: bool
    asks: bool


class Counts(NamedTuple):
    """A half of the set: plain lines and those read right; lines recorded wrong; asked in vain."""

    lines: int
    plain: int
    right: int
    wrong: int
    asked: int


def score(form: Form, name: str) -> Counts:
    """How the reader does on `build` or `unseen`."""
    lines = list(compared(form, name))
    plain = [line for line in lines if line.entry["kind"] == "plain"]
    return Counts(
        len(lines),
        len(plain),
        sum(line.right for line in plain),
        sum(line.wrong for line in lines),
        sum(line.right and line.asks for line in plain),
    )


def compared(form: Form, name: str) -> Iterator[Line]:
    """Every line of a half, read and judged."""
    words = claim_words(form)
    for entry in yaml.load((HERE / f"{name}.yaml").read_text("utf-8"), LOADER):
        yield _judged(form, words, entry)


def _judged(form: Form, claims: ClaimWords, entry: Mapping[str, Any]) -> Line:
    words = table_words(form, claims, entry["table"])
    wanted = Wanted(words, entry.get("cells") or {})
    standing = Standing(wanted.stood(entry), frozenset(), (), _focus(words, entry.get("focus")))
    heard = hear(form, form.tables[entry["table"]], entry["text"], YEAR, standing)
    said = Figures((), left=(str(heard),)) if isinstance(heard, Problem) else heard
    got = _got(form, words, said)
    asks = bool(said.left or said.doubts or bare_money(form, said))
    taken = bool(said.given or said.rest_zero)
    agrees = wanted.agrees(got, said)
    if entry["kind"] == "plain":
        return Line(entry, said, agrees, taken and not asks and not wanted.allows(got, said), asks)
    return Line(entry, said, right=False, wrong=taken and not asks, asks=asks)


def _focus(words: TableWords, focus: str | None) -> Sense:
    if not focus:
        return Sense(None, None)
    row, _, column = focus.partition("/")
    return Sense(_row(words, row), _column(words, column) if column else None)


def _row(words: TableWords, name: str) -> Cells:
    name = _ROWS.get(name, name)
    senses = words.words[name].senses
    return next(sense.row for sense in senses if sense.row is not None)


def _column(words: TableWords, name: str) -> Cells:
    if name == "总计":
        return frozenset(words.typed)
    senses = words.words[name].senses
    return next(sense.column for sense in senses if sense.column is not None)


def _got(form: Form, words: TableWords, said: Figures) -> dict[Cells, Decimal]:
    got: dict[Cells, Decimal] = {}
    for address, raw in said.given:
        value = read_figure(form.cells[address], raw)
        assert not isinstance(value, Misread), (address, raw)
        got[frozenset((address,))] = Decimal(value)
    for cells, value in said.totals.items():
        got.setdefault(cells, Decimal(value))
    return got


class Wanted:
    """The cells of a label: figures, what must be zero, and what may be."""

    def __init__(self, words: TableWords, cells: Mapping[str, Any]) -> None:
        self.words = words
        self.figures: dict[Cells, Any] = {}
        self.zero: set[str] = set()
        self.may: set[str] = set()
        for name, value in cells.items():
            row, _, column = name.partition("/")
            every = frozenset(words.typed)
            rows = every if row in ("全部", "其余") else _row(words, row)
            if column in ("全部", "其余"):
                if "其余" in (row, column):
                    self.may |= rows
                else:
                    self.zero |= rows
            elif row in ("全部", "其余"):
                (self.may if row == "其余" else self.zero).update(_column(words, column))
            else:
                self.figures[rows & _column(words, column)] = value

    def stood(self, entry: Mapping[str, Any]) -> dict[str, int]:
        """What the cells held that the line changes."""
        stood = {}
        for cells, value in self.figures.items():
            if isinstance(value, dict) and len(cells) == 1:
                (address,) = cells
                numbers = [n for n in entry.get("unused", ()) if n.isdecimal()]
                stood[address] = int(numbers[0]) if "set" in value and numbers else STOOD
        return stood

    def _figure(self, value: Any) -> Decimal:
        if isinstance(value, dict):
            return Decimal(value["set"]) if "set" in value else Decimal(STOOD + value["add"])
        return Decimal(str(value))

    def agrees(self, got: Mapping[Cells, Decimal], said: Figures) -> bool:
        """Whether everything that is labelled was read, and nothing else."""
        for cells, value in self.figures.items():
            if _amount(got, cells, said) != self._figure(value):
                return False
        zeros = all(_amount(got, frozenset((a,)), said) == 0 for a in self.zero)
        return zeros and self.allows(got, said)

    def allows(self, got: Mapping[Cells, Decimal], said: Figures) -> bool:
        """Whether nothing was read that is not labelled."""
        if said.rest_zero and not self._whole():
            return False
        known = {cells: self._figure(value) for cells, value in self.figures.items()}
        for cells, value in got.items():
            if cells in known:
                if known[cells] != value:
                    return False
                continue
            made = sum(known.get(frozenset((a,)), 0) for a in cells)
            if value != made or (not value and not cells <= self.zero | self.may):
                return False
        return True

    def _whole(self) -> bool:
        every = set(self.words.typed)
        return every <= self.zero | self.may


def _amount(got: Mapping[Cells, Decimal], cells: Cells, said: Figures) -> Decimal | None:
    if cells in got:
        return got[cells]
    parts = [value for part, value in got.items() if part <= cells]
    if parts:
        return sum(parts, start=Decimal(0))
    above = [value for whole, value in got.items() if cells < whole]
    if said.rest_zero or (above and not any(above)):
        return Decimal(0)
    return None
