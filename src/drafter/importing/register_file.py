"""A register in whatever file it is kept: xlsx, xls, et, csv.

What others made is read in a process of its own, with limits on its time and memory; only what
is counted comes back from there, neither names nor contents.
"""

from __future__ import annotations

import csv
import gc
import io
import json
import pickle
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from drafter.errors import DrafterError, Problem
from drafter.files import decode, unreadable
from drafter.importing.workbook_parts import counts_from_1904, error_cells
from drafter.importing.workbook_sheets import (
    OLD_OFFICE,
    ZIP,
    Trouble,
    WorkbookError,
    workbook_sheets,
)
from drafter.ledger.register_heads import HeadReader, RawSheet
from drafter.ledger.register_model import Register, register_of
from drafter.ledger.register_sheets import read_register
from drafter.limited_process import LimitedWorker, LimitError
from drafter.office_program import ConversionError, converted, find_office

KINDS = (".xlsx", ".xls", ".et", ".csv")
"""What a register is kept in, by the end of its name; the first bytes decide."""
LARGEST = 50 * 1024 * 1024
"""Bytes. 100,000 rows of 24 columns take 8 MB."""
_OTHERS = ((b"%PDF", "PDF 文件"), (b"\x89PNG", "图片"), (b"\xff\xd8\xff", "图片"))
_SAVE_AS = "用 WPS 或 Excel 打开，另存为 xlsx 再试。"
_DAMAGED = "这个文件打不开，可能损坏了，或者不是表格文件。", _SAVE_AS


class ReadFile(NamedTuple):
    """A register and the sha256 of the file that it was read from."""

    register: Register
    digest: str


def register_hand() -> LimitedWorker:
    """A process for registers, which begins at once; somebody else can end it by `close`."""
    hand = LimitedWorker(f"{__name__}:work_in_child")
    hand.start()
    return hand


def load_register(path: Path, reader: HeadReader, hand: LimitedWorker | None = None) -> ReadFile:
    """The register in a file, read by `hand`, or by a process of its own.

    Raises: DrafterError in one sentence where there is none.
    """
    if hand is None:
        with closing(register_hand()) as own:
            return load_register(path, reader, own)
    data = _bytes_of(path)
    try:
        told = _read_apart(path, data, reader, hand)
    except DrafterError:
        # WPS has written tables in ways of its own; LibreOffice knows some of them.
        office = find_office() if path.suffix.lower() == ".et" else ""
        if not office:
            raise
        try:
            workbook = converted(data, ".et", "xlsx", office)
            told = _read_apart(path, workbook, reader, hand)
        except ConversionError:
            raise _refused(path, "没有读出来。", _SAVE_AS) from None
    register = register_of(json.loads(told))
    if not any(sheet.line for sheet in register.sheets):
        what = "没有找到表头：认不出哪一行写着“收到日期”“办理结果”这样的名目。"
        raise _refused(path, what, "核对选对了文件；表头至少要有两个常用的名目。")
    return ReadFile(register, sha256(data).hexdigest())


def digest_of(path: Path) -> str:
    """The sha256 of a register's file; "" where it cannot be read."""
    try:
        return sha256(_bytes_of(path)).hexdigest()
    except DrafterError:
        return ""


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise _refused(path, "这是一个文件夹，不是文件。", "写出文件夹里的文件名。")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    if len(data) > LARGEST:
        what = f"文件太大（超过 {LARGEST // 1024 // 1024} MB），没有读取。"
        raise _refused(path, what, "只留下要统计的工作表，另存一份再试。")
    if not data.strip():
        raise _refused(path, "文件是空的。", "核对选对了文件。")
    for mark, what in _OTHERS:
        if data.startswith(mark):
            fix = "台账要用 xlsx、xls、et 或 csv 文件。"
            raise _refused(path, f"这是{what}，不是台账。", fix)
    return data


def _read_apart(path: Path, data: bytes, reader: HeadReader, hand: LimitedWorker) -> bytes:
    # To the child goes what we made ourselves; back comes JSON, from which nothing is run.
    head = pickle.dumps(reader)
    asked = len(head).to_bytes(8, "big") + head + data
    try:
        return hand.run(asked)
    except LimitError:
        what = "读这个文件用的时间或内存太多，没有读取。"
        raise _refused(path, what, "只留下要统计的工作表，另存一份再试。") from None
    except DrafterError as error:
        problems = [problem._replace(where=str(path)) for problem in error.problems]
        raise DrafterError(problems) from None


def work_in_child(_: bytes) -> Callable[[bytes], bytes]:
    """What the process does with a register; see `LimitedWorker`."""
    return read_in_child


_last_read: list[RawSheet] = []


def read_in_child(given: bytes) -> bytes:
    """The register as JSON."""
    # The process ends with this work: nothing that it makes is worth looking for again, and to
    # free a million cells takes as long as to count them.
    gc.disable()
    size = 8 + int.from_bytes(given[:8], "big")
    reader: HeadReader = pickle.loads(given[8:size])
    _last_read[:] = raw_sheets(given[size:])
    register = read_register(reader, _last_read)
    return json.dumps(register.plain(), ensure_ascii=False, separators=(",", ":")).encode(
        errors="replace"
    )


def raw_sheets(data: bytes) -> Iterator[RawSheet]:
    """The sheets of a workbook, or a file of text as one. Raises: DrafterError."""
    if data.startswith((ZIP, OLD_OFFICE)):
        return _workbook(data)
    return iter([_text_sheet(data)])


def _workbook(data: bytes) -> Iterator[RawSheet]:
    since_1904 = data.startswith(ZIP) and counts_from_1904(data)
    try:
        for sheet in workbook_sheets(data, hidden=True, by_column=True):
            yield RawSheet(*sheet, since_1904, partial(error_cells, data, sheet.name))
    except WorkbookError as error:
        match error.trouble:
            case Trouble.LOCKED:
                told = "这个文件有打开密码，没有读取。", "去掉密码，另存一份再试。"
            case Trouble.WORD:
                fix = "把里面的表格复制到 WPS 表格或 Excel，存成 xlsx 再试。"
                told = "这是 Word 文件，不是表格文件。", fix
            case Trouble.TOO_LARGE:
                told = f"工作表“{error.sheet}”太大。", _SAVE_AS
            case _:
                told = _DAMAGED
        raise _refused(Path("台账"), *told) from None


_MOST_COLUMNS = 300
"""Of a file of text, whose other lines are filled up to the longest."""
_SEPARATORS = ",\t;，"


def _text_sheet(data: bytes) -> RawSheet:
    try:
        text = decode(data, "台账")
    except DrafterError:
        raise _refused(Path("台账"), *_DAMAGED) from None
    start = text[:5000]
    separator = max(_SEPARATORS, key=start.count)
    csv.field_size_limit(1_000_000)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        raise _refused(Path("台账"), "这个文件不像是表格。", _SAVE_AS) from None
    return RawSheet.of_lines("", (line[:_MOST_COLUMNS] for line in lines))


def _refused(path: Path, what: str, fix: str) -> DrafterError:
    return DrafterError(Problem(str(path), what, fix))
