"""A new register: its heads and lists are read exactly, its due dates are ours."""

from __future__ import annotations

import csv
import io
import subprocess
from datetime import date, datetime

import pytest
import xlsxwriter

from drafter.importing.register_file import raw_sheets
from drafter.ledger.blank_register import (
    ROWS,
    blank_register,
    due_formula,
    outcome_words,
    working_days,
)
from drafter.ledger.counted_register import limits_of
from drafter.ledger.form_meanings import head_reader, kind_meanings, outcome_meanings
from drafter.ledger.register_settings import Settings
from drafter.ledger.register_sheets import read_register
from drafter.ledger.work_calendar import form_calendar
from drafter.office_program import find_office

from ..conftest import LONGEST_S

MADE = date(2025, 1, 2)


@pytest.fixture(scope="module")
def new(form, words) -> bytes:
    return blank_register(form, words, form_calendar(form, words), 2025, MADE)


def test_the_same_register_is_the_same_bytes(form, words, new):
    assert blank_register(form, words, form_calendar(form, words), 2025, MADE) == new


def test_its_heads_are_known_and_nothing_is_in_it(form, words, new):
    register = read_register(head_reader(form, words, Settings(), 2025), raw_sheets(new))
    main, notes = register.sheets
    assert (main.name, main.line, notes.name, notes.line) == ("2025年", 1, "说明", 0)
    assert all(head.column and head.sure for head in main.heads)
    assert {head.column for head in main.heads} <= words.heads.keys()
    assert len(register) == 0
    assert register.asides == ()


def test_every_word_of_its_lists_is_understood(form, words):
    outcomes, kinds = outcome_meanings(form, words), kind_meanings(form, words)
    rows = [outcomes.read(word).decided for word in outcome_words(form, words)]
    assert rows == [row for row in outcomes.order if row != "uncounted"]
    for cell in form.tables[words.table].cells:
        if cell.address not in form.computed:
            assert kinds.read(cell.column_path[-1].short).decided == cell.column


RECKON_ALWAYS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def reckoned(workbook: bytes, folder) -> str:
    """The first sheet as CSV with its formulas reckoned; LibreOffice else trusts what is stored."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(RECKON_ALWAYS)
    (folder / "a.xlsx").write_bytes(workbook)
    own = f"-env:UserInstallation={profile.as_uri()}"
    convert = ("--headless", "--convert-to", "csv", "--outdir", folder, folder / "a.xlsx")
    subprocess.run(
        [find_office(), own, *convert], check=True, capture_output=True, timeout=LONGEST_S
    )
    return (folder / "a.csv").read_text("utf-8")


CASES = [
    {"received": "2025-01-03"},
    {"received": "2025-01-04"},
    {"received": "2025-09-22", "extended": "2025-10-13"},
    {
        "received": "2025-03-03",
        "correction_asked": "2025-03-06",
        "correction_received": "2025-03-20",
    },
    {"received": "2025-03-03", "correction_asked": "2025-03-06"},
    {"received": "2025-03-03", "opinion_asked": "2025-03-10", "opinion_received": "2025-03-17"},
    {"received": "2025-03-03", "opinion_asked": "2025-03-10"},
    {"received": "2025-03-03", "fee_notice": "2025-03-10", "fee_paid": "2025-03-14"},
    {"received": "2025-03-03", "fee_notice": "2025-03-10"},
    {"received": "2025-03-03", "fee_notice": "2025-03-10", "answered": "2025-06-02"},
    {"received": "2025-12-22"},
]
COLUMNS = (
    *("received", "correction_asked", "correction_received", "opinion_asked", "opinion_received"),
    *("extended", "fee_notice", "fee_paid", "answered", "due"),
)


@pytest.mark.skipif(not find_office(), reason="LibreOffice reckons the formulas")
def test_the_formula_s_due_dates_are_those_that_drafter_reckons(form, words, read, tmp_path):
    calendar = form_calendar(form, words)
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet, style = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    days = working_days(book, book.add_worksheet("工作日"), calendar, 2025)
    at = {name: chr(ord("A") + place) for place, name in enumerate(COLUMNS)}
    for line, case in enumerate(CASES):
        for name, day in case.items():
            sheet.write_datetime(line, COLUMNS.index(name), datetime.fromisoformat(day), style)
        formula = due_formula(at, line + 1, days, words)
        sheet.write_formula(line, COLUMNS.index("due"), formula, style)
    book.close()
    told = reckoned(file.getvalue(), tmp_path)
    due = [line[COLUMNS.index("due")] for line in csv.reader(io.StringIO(told))]

    heads = [words.heads[name][0] for name in COLUMNS[:-1]]
    register = read([heads, *([case.get(name, "") for name in COLUMNS[:-1]] for case in CASES)])
    limits = limits_of(form, words, register, Settings(), 2025, calendar)
    own = [limits.limit(row) for row in range(len(CASES))]
    assert [d if d[:1] == "2" else "" for d in due] == [
        limit.due.isoformat() if limit.due else "" for limit in own
    ]
    # In the others it says what is waited for, in an encoding of the machine's own.
    assert [bool(d) for d in due] == [True] * len(CASES)


def test_there_is_room_for_a_year():
    assert ROWS >= 300
