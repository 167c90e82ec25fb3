"""Counting a register, beside what python-calamine alone takes to read it; and memory.

Ours is one count in a process that has its form, and starts another one to read the file; theirs
is a whole process that reads one sheet and ends. `tally` is the whole command.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import xlsxwriter

from drafter.desk.register_count import RegisterReader
from drafter.form.definitions import Form
from drafter.form.form_file import load_form
from drafter.ledger.register_settings import Settings
from register_truth import FOLDER, compared

ROWS = (40, 5_000, 100_000)
ROUNDS = 5
HEADS = (
    *(
        "编号",
        "收到日期",
        "申请人",
        "申请人类型",
        "申请方式",
        "申请内容",
        "承办科室",
        "补正告知日期",
    ),
    *(
        "补正收到日期",
        "征求意见发出日期",
        "征求意见收到日期",
        "延期告知日期",
        "收费通知日期",
        "应收金额",
    ),
    *("缴费日期", "实收金额", "到期日", "办结日期", "办理结果", "答复文号", "送达日期", "复议结果"),
    *("诉讼结果", "备注"),
)
KINDS, WAYS = ("公民", "企业", "律师事务所", "社会组织"), ("网络", "邮寄", "当面")
RESULTS = ("予以公开", "部分公开", "信息不存在", "不予公开（个人隐私）", "信访举报投诉类")
_BARE = """
import sys
from python_calamine import CalamineWorkbook
with open(sys.argv[1], "rb") as file:
    CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
"""
_MEMORY = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"


def report() -> str:
    """A Markdown table: milliseconds of both, their ratio, and the most memory of each."""
    lines = [
        "| rows | count ms | tally ms | calamine ms | ratio | of tally | our MB | its MB |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    form = load_form("disclosure-2021")
    with TemporaryDirectory() as name:
        for rows in ROWS:
            path = Path(name) / f"{rows}.xlsx"
            write(path, rows)
            rounds = zip(*(_round(form, path) for _ in range(ROUNDS)), strict=True)
            mine, whole, theirs = (sorted(times)[ROUNDS // 2] for times in rounds)
            times = f"{mine:.0f} | {whole:.0f} | {theirs:.0f}"
            told = f"{times} | {mine / theirs:.2f} | {whole / theirs:.2f}"
            memory = f"{_memory_of_ours(path):.0f} | {_memory_of_bare(path):.0f}"
            lines.append(f"| {rows} | {told} | {memory} |")
    return "\n".join([*lines, "", *_understood(form)])


def _understood(form: Form) -> Iterable[str]:
    """Of other offices' registers: what is counted without asking, and what wrongly (never).

    From the first folder words were learnt; the other one is only measured.
    """
    yield "| register | applications | counted | asked | refused | questions | left | wrongly |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for folder in ("learnt", "measured"):
        total = [0] * 7
        for each in compared(form, FOLDER / folder):
            counts = [*each[1:-1], len(each.wrong)]
            total = [sum(pair) for pair in zip(total, counts, strict=True)]
            yield f"| {folder}/{each.file} | {' | '.join(map(str, counts))} |"
        yield f"| {folder} | {' | '.join(map(str, total))} |"


def write(path: Path, rows: int) -> None:
    """A register of 2025, the same each time."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEADS)
    chance = random.Random(1)
    for line in range(1, rows + 1):
        received = date(2025, 1, 1) + timedelta(chance.randrange(330))
        for column, cell in _cells(chance, line, received).items():
            place = HEADS.index(column)
            if isinstance(cell, date):
                sheet.write_datetime(line, place, datetime(cell.year, cell.month, cell.day), day)
            else:
                sheet.write(line, place, cell)
    book.close()


def _cells(chance: random.Random, line: int, received: date) -> dict[str, object]:
    return {
        "编号": f"2025-{line:06}",
        "收到日期": received,
        "申请人": chance.choice("甲乙丙丁戊己庚辛") + chance.choice("某公司单位人"),
        "申请人类型": chance.choice(KINDS),
        "申请方式": chance.choice(WAYS),
        "申请内容": f"某路{line}号地块的征收补偿安置方案及其批复",
        "承办科室": chance.choice(("办公室", "法规科")),
        "办结日期": received + timedelta(chance.randrange(5, 30)),
        "办理结果": chance.choice(RESULTS),
        "答复文号": f"示告〔2025〕{line}号",
    }


def _round(form: Form, path: Path) -> tuple[float, float, float]:
    """Milliseconds of the count, of the whole command, and of a process that only reads; in turn,
    as moods change."""
    tally = [sys.executable, "-m", "drafter", "tally", str(path), "--year", "2025"]
    times = [perf_counter()]
    RegisterReader(form, path, 2025).count(Settings())
    times.append(perf_counter())
    subprocess.run(tally, check=True, stdout=subprocess.DEVNULL)
    times.append(perf_counter())
    subprocess.run([sys.executable, "-c", _BARE, str(path)], check=True)
    times.append(perf_counter())
    mine, whole, theirs = ((end - start) * 1000 for start, end in pairwise(times))
    return mine, whole, theirs


def _memory_of_bare(path: Path) -> float:
    code = f"{_BARE}\n{_MEMORY}"
    return _told([sys.executable, "-c", code, str(path)]) / 1024


def _memory_of_ours(path: Path) -> float:
    """The process that reads, which is the larger one by far."""
    code = (
        "import sys, pickle, resource\n"
        "from drafter.form.form_file import load_form\n"
        "from drafter.ledger.ledger_file import register_words\n"
        "from drafter.ledger.form_meanings import head_reader\n"
        "from drafter.ledger.register_model import Settings\n"
        "from drafter.importing.register_file import read_in_child\n"
        "form = load_form('disclosure-2021')\n"
        "head = pickle.dumps(head_reader(form, register_words(form), Settings(), 2025))\n"
        "data = open(sys.argv[1], 'rb').read()\n"
        f"read_in_child(len(head).to_bytes(8, 'big') + head + data)\n{_MEMORY}"
    )
    return _told([sys.executable, "-c", code, str(path)]) / 1024


def _told(command: Iterable[str]) -> float:
    return float(subprocess.run([*command], check=True, capture_output=True).stdout)
