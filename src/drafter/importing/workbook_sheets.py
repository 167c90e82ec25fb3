"""The one reader of Excel and WPS workbooks: their sheets, and why there are none.

It is called within a process with limits: what python-calamine reads was made by others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from io import BytesIO
from itertools import islice
from typing import Any, NamedTuple

from drafter.optional_libraries import loaded

ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""How workbooks begin: xlsx; xls and et."""
_MOST_CELLS = 40_000_000


class WorkbookSheet(NamedTuple):
    """One sheet: its cells as calamine gives them, from the first row and column on.

    cells: a sequence for each line, or for each column
    merged: first and last line and column of merged cells, from 0
    """

    name: str
    cells: Sequence[list[Any]]
    merged: tuple[tuple[int, int, int, int], ...]
    hidden: bool = False


class Trouble(Enum):
    """Why a workbook cannot be read."""

    LOCKED = auto()
    WORD = auto()
    DAMAGED = auto()
    TOO_LARGE = auto()


class WorkbookError(Exception):
    """Raised with a `Trouble`, and the name of the sheet where one is too large."""

    def __init__(self, trouble: Trouble, sheet: str = "") -> None:
        super().__init__(trouble.name)
        self.trouble, self.sheet = trouble, sheet


def workbook_sheets(
    data: bytes, *, hidden: bool = False, by_column: bool = False
) -> Iterator[WorkbookSheet]:
    """The sheets that are shown, in their order; with `hidden` the others, too.

    Raises: WorkbookError.

    Of formulas the values that were stored are read.
    """
    calamine = loaded("python_calamine")
    # Where a password is wanted, calamine tells only of some kinds.
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise WorkbookError(Trouble.LOCKED)
    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        for about in book.sheets_metadata:
            is_hidden = about.visible is not calamine.SheetVisibleEnum.Visible
            if about.typ is not calamine.SheetTypeEnum.WorkSheet or (is_hidden and not hidden):
                continue
            # Not held here: what calamine keeps of a sheet takes more memory than its cells.
            yield _read(book.get_sheet_by_name(about.name), by_column)._replace(hidden=is_hidden)
    except calamine.PasswordError:
        raise WorkbookError(Trouble.LOCKED) from None
    except (calamine.CalamineError, OSError, ValueError):
        is_word = data.startswith(ZIP) and b"word/document.xml" in data
        raise WorkbookError(Trouble.WORD if is_word else Trouble.DAMAGED) from None
    except BaseException as error:
        # What pyo3 makes of a panic in Rust is no Exception, and has no name to import.
        if type(error).__name__ != "PanicException":
            raise
        raise WorkbookError(Trouble.DAMAGED) from None


def _read(sheet: Any, by_column: bool) -> WorkbookSheet:
    if sheet.total_height * sheet.total_width > _MOST_CELLS:
        raise WorkbookError(Trouble.TOO_LARGE, sheet.name)
    merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    cells = _columns(sheet) if by_column else sheet.to_python(skip_empty_area=False)
    return WorkbookSheet(sheet.name, cells, merged)


_BLOCK_LINES = 500
"""So many lines are still in the processor's cache when they are turned into columns."""


def _columns(sheet: Any) -> list[list[Any]]:
    lines = sheet.iter_rows()  # from the first line on, but not from the first column
    columns: list[list[Any]] = [[] for _ in range(sheet.width)]
    while block := [*islice(lines, _BLOCK_LINES)]:
        for column, cells in zip(columns, zip(*block, strict=True), strict=True):
            column += cells
    if sheet.start:
        columns[:0] = [[""] * len(columns[0]) for _ in range(sheet.start[1])]
    return columns
