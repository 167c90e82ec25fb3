"""Reports by the hundred thousand, a line of JSON each, tested against the form's relations.

A relation is a sum of cells with factors, so all of them are one matrix, and a batch of reports
is another: numpy multiplies the two. Without numpy each report is tested by itself, which takes
some ten times as long.
"""

from __future__ import annotations

import csv
import io
import math
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from drafter.draft.relation_trials import broken_by
from drafter.file_writer import large_file
from drafter.files import json_in
from drafter.form.arithmetic import Figure, Figures
from drafter.form.definitions import Form, Relation, Term
from drafter.gather.cell_rows import safe_words
from drafter.optional_libraries import is_here

LINE_ENDS = (".ndjson", ".jsonl")
_BATCH = 4096
"""Reports that are held at a time."""
_LONGEST_LINE = 1024 * 1024
_NO_FIGURES = "有的数不是数字，或者大得反常。"
_LARGEST = 10**15
"""No count of any organ comes near; up to here floats hold whole numbers exactly."""
_NEARLY = 1e-6
"""Money has two to six decimals, which floats hold nearly."""


class Line(NamedTuple):
    """One report: where it stands in the file, whose it is, its figures in the form's order."""

    number: int
    name: str
    year: str
    figures: Sequence[Figure | float]


class BadLine(NamedTuple):
    """A line that is no report, and why in Chinese."""

    number: int
    why: str


class BrokenLine(NamedTuple):
    """A report with the relations that do not hold in it."""

    line: Line
    broken: tuple[Relation, ...]


class Tested(NamedTuple):
    """How many lines were read, how many reports have breaks, how many lines are no report."""

    lines: int
    wrong: int
    bad: int


class RelationMatrix:
    """The plain relations of a form (`Form.plain`), each a column of factors by cell."""

    def __init__(self, form: Form) -> None:
        self.form = form
        # A batch is too small for several threads: they would only wait for one another.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        self._numpy = import_module("numpy") if is_here("numpy") else None
        if self._numpy is not None:
            self._compile()

    def broken(self, rows: Sequence[Sequence[Figure | float]]) -> list[list[int]]:
        """For each row of figures the places in `form.plain` of the relations that break.

        Raises: ValueError, OverflowError for what is no figure.
        """
        if self._numpy is None:
            return [self.form.arithmetic.broken(_exact(row)) for row in rows]
        return self._broken_at_once(rows)

    def _compile(self) -> None:
        np, form = self._numpy, self.form
        assert np is not None
        index = form.arithmetic.index
        self._factors = np.zeros((len(index), len(form.plain)))
        self._constants = np.zeros(len(form.plain))
        for column, relation in enumerate(form.plain):
            for sign, sides in ((1, relation.left), (-1, relation.right)):
                for term in (term for side in sides for term in side.terms):
                    if term.address:
                        self._factors[index[term.address], column] += sign * term.factor
                    else:
                        self._constants[column] += sign * term.factor
        self._equal = np.array([relation.equal for relation in form.plain])

    def _broken_at_once(self, rows: Sequence[Sequence[Figure | float]]) -> list[list[int]]:
        np = self._numpy
        assert np is not None
        cells = len(self.form.cells)
        flat = np.fromiter(chain.from_iterable(rows), np.float64, len(rows) * cells)
        if not (np.abs(flat) <= _LARGEST).all():  # nor is what is no number
            raise ValueError
        apart = flat.reshape(-1, cells) @ self._factors + self._constants
        wrong = np.where(self._equal, np.abs(apart) > _NEARLY, apart < -_NEARLY)
        found: list[list[int]] = [[] for _ in rows]
        for row, column in zip(*map(np.ndarray.tolist, np.nonzero(wrong)), strict=True):
            found[row].append(column)
        return found


def line_results(form: Form, lines: Iterable[bytes]) -> Iterator[BrokenLine | BadLine | int]:
    """Every line that is wrong; and after each batch the number of lines so far."""
    matrix = RelationMatrix(form)
    reader = _LineReader(form)
    batch: list[Line] = []
    number = 0
    for number, data in enumerate(lines, start=1):
        read = reader.read(number, data)
        if isinstance(read, BadLine):
            yield read
        elif read is not None:
            batch.append(read)
        if len(batch) == _BATCH:
            yield from _test(matrix, batch)
            yield number
            batch = []
    yield from _test(matrix, batch)
    yield number


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of a file, an endless one in pieces that are no report."""
    with path.open("rb") as file:
        while line := file.readline(_LONGEST_LINE):
            yield line


def told(form: Form, found: BrokenLine) -> list[str]:
    """Each break with both sides, in the clerk's words."""
    figures, index = _exact(found.line.figures), form.arithmetic.index

    def find(term: Term) -> Figure | None:
        return figures[index[term.address]] if term.address else 1

    breaks = (broken_by(relation, find) for relation in found.broken)
    return [each.said for each in breaks if each is not None]


def _test(matrix: RelationMatrix, batch: Sequence[Line]) -> Iterator[BrokenLine | BadLine]:
    try:
        tested = zip(batch, matrix.broken([line.figures for line in batch]), strict=True)
    except (ValueError, OverflowError, TypeError):
        if len(batch) == 1:
            yield BadLine(batch[0].number, _NO_FIGURES)
            return
        # One of them is to blame, and costs the others nothing but time.
        for line in batch:
            yield from _test(matrix, [line])
        return
    for line, places in tested:
        if not places:
            continue
        try:
            exact = line._replace(figures=_exact(line.figures))
        except (ValueError, TypeError):  # numpy takes "5" and true for figures
            yield BadLine(line.number, _NO_FIGURES)
        else:
            yield BrokenLine(exact, tuple(matrix.form.plain[place] for place in places))


class _LineReader:
    def __init__(self, form: Form) -> None:
        self.form = form
        self.addresses = list(form.cells)

    def read(self, number: int, data: bytes) -> Line | BadLine | None:
        """None for an empty line."""
        if not data.strip():
            return None
        try:
            tree = json_in(data)
            cells: Mapping[str, Any] = tree["cells"]
            # In the form's own order, as drafter writes them, nothing need be looked up.
            if list(cells) == self.addresses:
                figures: Sequence[Any] = list(cells.values())
            else:
                figures = self._placed(cells)
        except (ValueError, LookupError, TypeError, AttributeError):
            return BadLine(number, "这一行不是一份报告的 JSON，或者里面有格式没有的格。")
        return Line(number, str(tree.get("name", "")), str(tree.get("year", "")), figures)

    def _placed(self, cells: Mapping[str, Any]) -> Figures:
        """By address; a cell that is not there is zero, a total that is not there follows.

        Raises: KeyError for a cell that the form does not have.
        """
        index = self.form.arithmetic.index
        figures: Figures = [0] * len(self.addresses)
        for address, figure in cells.items():
            figures[index[address]] = figure
        missing = [address for address in self.form.computed if address not in cells]
        if missing:
            derived = _exact(figures)
            self.form.arithmetic.complete(derived)
            for address in missing:
                figures[index[address]] = derived[index[address]]
        return figures


def write_broken(out: Path, form: Form, paths: Iterable[Path]) -> Tested:
    """Every break and every bad line of some files as CSV, a row each. Raises: SaveError."""
    lines = reports = bad = 0
    with large_file(out) as file:
        text = io.TextIOWrapper(file, "utf-8-sig", errors="replace", newline="")
        rows = csv.writer(text)
        rows.writerow(("文件", "行", "单位", "年度", "问题"))
        for path in paths:
            count = 0
            for found in line_results(form, lines_of(path)):
                if isinstance(found, int):
                    count = found
                elif isinstance(found, BadLine):
                    bad += 1
                    rows.writerow((path.name, found.number, "", "", found.why))
                else:
                    reports += 1
                    line = found.line
                    for said in told(form, found):
                        name, year = safe_words(line.name), safe_words(line.year)
                        rows.writerow((path.name, line.number, name, year, said))
            lines += count
        text.flush()
        text.detach()
    return Tested(lines, reports, bad)


def _exact(row: Sequence[Figure | float]) -> Figures:
    """As whole numbers and decimals. Raises: ValueError, TypeError for what is no figure."""
    return [_figure(value) for value in row]


def _figure(value: Figure | float) -> Figure:
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError
        return Decimal(repr(value))
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError
    if not -_LARGEST <= value <= _LARGEST:
        raise ValueError
    return value
