"""cells and texts with one row each, as CSV and, where pyarrow is installed, as Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, NamedTuple

from drafter.draft.draft_model import Origin
from drafter.file_writer import large_file
from drafter.form.definitions import Form
from drafter.gather.gathered_report import Gathered

CELL_HEADS = ("单位", "年度", "表", "行", "列", "数值", "计量单位", "来源", "地址", "文件")
TEXT_HEADS = ("单位", "年度", "部分", "段", "文字", "文件")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BATCH = 20_000
"""Rows that are held before they are written."""
_PLACES = 6
_LARGEST = Decimal(10) ** 20
ORIGINS = {
    "default": "默认的零",
    "confirmed": "确认的零",
    "entered": "填写",
    "carried": "上年结转",
    "tallied": "台账统计",
    "imported": "从文件读出",
    "merged": "各单位相加",
    "computed": "合计",
}


class Written(NamedTuple):
    """The files written, and whether Parquet was among them."""

    files: tuple[Path, ...]
    parquet: bool


class Read(NamedTuple):
    """A unit's report that counts, with its form."""

    unit: str
    form: Form
    report: Gathered


def cell_rows(read: Read) -> Iterator[tuple[str | int | Decimal, ...]]:
    """A row a cell, in the form's order."""
    form, report = read.form, read.report
    for address, cell in form.cells.items():
        said = report.cells.get(address)
        if said is None:
            continue
        given = "computed" if address in form.computed else Origin.DEFAULT.value
        yield (
            read.unit,
            report.year,
            form.tables[cell.table].short,
            "·".join(line.short or line.label for line in cell.row_path),
            "·".join(line.short or line.label for line in cell.column_path),
            Decimal(said),
            cell.unit,
            ORIGINS.get(report.origins.get(address, given), ""),
            address,
            report.path,
        )


def text_rows(read: Read) -> Iterator[tuple[str | int, ...]]:
    """A row a paragraph, in the form's order."""
    for section in read.form.sections:
        for number, text in enumerate(read.report.texts.get(section.id, ()), start=1):
            yield read.unit, read.report.year, section.short, number, text, read.report.path


def write_rows(folder: Path, reads: Iterable[Read]) -> Written:
    """Write cells and texts of all reports, of which only one is held at a time.

    Raises: SaveError.
    """
    tables: list[tuple[str, Sequence[str], Callable[[Read], Iterator[Any]]]] = [
        ("cells", CELL_HEADS, cell_rows),
        ("texts", TEXT_HEADS, text_rows),
    ]
    parquet = find_spec("pyarrow") is not None
    with ExitStack() as stack:
        outs: list[tuple[_Rows, Callable[[Read], Iterator[Any]]]] = []
        for name, heads, rows in tables:
            kinds = [_CsvRows, *([_ParquetRows] if parquet else [])]
            for kind in kinds:
                file = stack.enter_context(large_file(folder / f"{name}{kind.end}"))
                outs.append((stack.enter_context(kind(file, heads)), rows))
        for read in reads:
            for out, rows in outs:
                for row in rows(read):
                    out.write(row)
    ends = [".csv", *([".parquet"] if parquet else [])]
    return Written(tuple(folder / f"{name}{end}" for name, *_ in tables for end in ends), parquet)


class _Rows(AbstractContextManager["_Rows"]):
    """Takes rows, and hands them on a few thousand at a time."""

    end = ""

    def __init__(self, file: IO[bytes], heads: Sequence[str]) -> None:
        self.file, self.heads = file, heads
        self.waiting: list[Sequence[Any]] = []

    def write(self, row: Sequence[Any]) -> None:
        self.waiting.append(row)
        if len(self.waiting) >= _BATCH:
            self.hand_on()

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.hand_on()
            self.close()

    def hand_on(self) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """All rows are handed on."""


class _CsvRows(_Rows):
    end = ".csv"

    def __init__(self, file: IO[bytes], heads: Sequence[str]) -> None:
        super().__init__(file, heads)
        # Excel takes a CSV for UTF-8 only by this mark; databases skip it.
        file.write(b"\xef\xbb\xbf")
        self.waiting.append(heads)

    def hand_on(self) -> None:
        text = io.StringIO()
        csv.writer(text).writerows([safe_words(cell) for cell in row] for row in self.waiting)
        self.file.write(text.getvalue().encode("utf-8", "replace"))
        self.waiting.clear()


class _ParquetRows(_Rows):
    end = ".parquet"

    def __init__(self, file: IO[bytes], heads: Sequence[str]) -> None:
        super().__init__(file, heads)
        # Not among our dependencies: used where somebody has it.
        self.arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
        numbers = {
            "年度": self.arrow.int32(),
            "段": self.arrow.int32(),
            # Exact, as money has to be; of whole numbers as large as anybody prints.
            "数值": self.arrow.decimal128(38, _PLACES),
        }
        fields = [(head, numbers.get(head, self.arrow.string())) for head in heads]
        self.schema = self.arrow.schema(fields)
        self.writer = parquet.ParquetWriter(file, self.schema)

    def hand_on(self) -> None:
        columns = zip(*self.waiting, strict=True) if self.waiting else [()] * len(self.heads)
        placed = [[_placed(value) for value in column] for column in columns]
        named = dict(zip(self.heads, placed, strict=True))
        self.writer.write_table(self.arrow.table(named, schema=self.schema))
        self.waiting.clear()

    def close(self) -> None:
        self.writer.close()


def _placed(value: Any) -> Any:
    """A figure with as many decimals as the column has; one beyond all measure is not known."""
    if not isinstance(value, Decimal):
        return value
    return round(value, _PLACES) if abs(value) < _LARGEST else None


def safe_words(cell: Any) -> Any:
    """Words that a spreadsheet would take for a formula, marked as words; all else as it is."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell
