"""A register out of lines, and its tally."""

from __future__ import annotations

import pytest

from drafter.form.form_file import load_form
from drafter.ledger.form_meanings import head_reader
from drafter.ledger.ledger_file import register_words
from drafter.ledger.register_heads import RawSheet
from drafter.ledger.register_settings import Settings
from drafter.ledger.register_sheets import read_register
from drafter.ledger.register_tally import tally


@pytest.fixture(scope="session")
def form():
    return load_form("disclosure-2021")


@pytest.fixture(scope="session")
def words(form):
    return register_words(form)


@pytest.fixture(scope="session")
def read(form, words):
    """A register out of one sheet's lines, or of several sheets."""

    def register(lines, settings=None, year=2025, merged=(), more=()):
        reader = head_reader(form, words, settings or Settings(), year)
        return read_register(reader, [RawSheet.of_lines("台账", lines, merged), *more])

    return register


@pytest.fixture(scope="session")
def count(form, words, read):
    """The tally of one sheet's lines."""

    def counted(lines, settings=None, year=2025, merged=(), more=()):
        register = read(lines, settings, year, merged, more)
        return tally(form, words, register, settings or Settings(), year)

    return counted


HEADS = ("编号", "收到日期", "申请人", "申请人类型", "办结日期", "办理结果", "不予公开理由")


@pytest.fixture(scope="session")
def rows():
    """Lines with a head, one application each: (received, kind, answered, result[, reason])."""

    def lines(*applications):
        body = [
            [f"2025-{n:02}", a[0], "", a[1], a[2], a[3], (*a, "")[4]]
            for n, a in enumerate(applications, start=1)
        ]
        return [list(HEADS), *body]

    return lines
