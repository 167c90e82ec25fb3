"""A report as an organ published it, its zeros replaced by numbers that tell places apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drafter.importing.finished_report import read_report
from drafter.importing.row_alignment import How

PUBLISHED = Path(__file__).parents[1] / "published" / "bazhou-commerce-2021.txt"
FIRST = 1001


@pytest.fixture(scope="module")
def numbered() -> bytes:
    """The published text with 1001, 1002 … for its zeros."""
    numbers = iter(range(FIRST, 9999))
    text = PUBLISHED.read_text("utf-8")
    return re.sub("(?m)^0 ", lambda _: f"{next(numbers)} ", text).encode()


def test_every_figure_is_found(form, numbered):
    reading = read_report(form, numbered, "txt")
    assert list(reading.cells) == list(form.cells)
    assert list(map(int, reading.cells.values())) == list(range(FIRST, FIRST + 200))


def test_labels_with_slips_are_found_by_likeness(form, numbered):
    rows = read_report(form, numbered, "txt").rows
    alike = [row for row, how in rows.items() if how is not How.EXACT]
    assert alike == ["applications/fee_unpaid"]
    assert rows["applications/fee_unpaid"] is How.ALIKE


def test_what_stands_around_the_tables_is_read(form, numbered):
    reading = read_report(form, numbered, "txt")
    assert [heading[0] for heading in reading.headings] == list("一二三四五六")
    assert (reading.signed_by, reading.signed_on) == ("巴州商务局", "2022年1月20日")
    assert reading.paragraphs[0].startswith("2021年,巴州商务局")
    assert reading.paragraphs[-1] == "无"
    assert not any("1001" in text or "本年制发件数" in text for text in reading.prose)


def test_a_row_that_is_not_there_is_not_made_up(form, numbered):
    lines = numbered.decode().split("\n")
    start = next(at for at, line in enumerate(lines) if "2.重复申请" in line)
    reading = read_report(form, "\n".join(lines[:start] + lines[start + 9 :]).encode(), "txt")
    missing = [row for row, how in reading.rows.items() if how is How.MISSING]
    assert missing == ["applications/repeated"]
    assert len(reading.cells) == 193
