"""A made-up county, built and gathered once."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from drafter import cli
from drafter.draft.answers_writer import write_answers

from .county import Planted, build, draft_of


class County(NamedTuple):
    """Its folder, what was planted in it, and what `drafter gather` said of it."""

    folder: Path
    planted: list[Planted]
    code: int
    said: str

    @property
    def out(self) -> Path:
        return self.folder / "汇总"


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    """Fourteen units: every fault once, every kind of file at least twice.

    COUNTY_UNITS=60 makes it a whole county, which takes a minute.
    """
    folder = tmp_path_factory.mktemp("county")
    planted = build(folder, int(os.environ.get("COUNTY_UNITS", "14")))
    args = ("gather", folder / "2023", "--units", folder / "名单.csv", "-o", folder / "汇总")
    code, said = run(*args, "--last-year", folder / "2022", "--today", "2024-03-01")
    return County(folder, planted, code, said)


def run(*args: str | Path) -> tuple[int, str]:
    """A command and what it wrote to stdout."""
    out, before = io.StringIO(), sys.stdout
    sys.stdout = out
    try:
        return cli.main([str(arg) for arg in args]), out.getvalue()
    finally:
        sys.stdout = before


@pytest.fixture(scope="session")
def answers() -> Callable[..., str]:
    """`answers(name, number)`: a faultless report as an answers file."""

    def text(name: str, number: int = 0, year: int = 2023) -> str:
        form, draft = draft_of(name, number)
        written = write_answers(form, draft)
        if year != 2023:
            written = written.replace("year: 2023", f"year: {year}")
            written = written.replace("report.signed: 2024", f"report.signed: {year + 1}")
        return written

    return text
