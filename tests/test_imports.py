"""A start pays only for what it uses; modules are counted, since milliseconds vary."""

from __future__ import annotations

import pytest

FRONT_ENDS = {"textual", "rich", "prompt_toolkit"}
HEAVY = FRONT_ENDS | {"yaml", "jinja2", "asyncio", "dataclasses", "importlib.resources"}


@pytest.fixture
def modules_of(start_drafter):
    """The modules that a command imports."""

    def modules(*args):
        report = start_drafter(*args, python=["-X", "importtime"]).err
        lines = [line for line in report.splitlines() if line.startswith("import time:")]
        return {line.rpartition("|")[2].strip() for line in lines}

    return modules


@pytest.mark.parametrize("args", [["--version"], ["--help"], []], ids=str)
def test_help_needs_no_library(modules_of, args):
    modules = modules_of(*args)
    assert "drafter.cli" in modules
    assert not modules & HEAVY


def test_the_command_line_of_one_command_loads_no_front_end(modules_of):
    assert not modules_of("print", "--nothing") & FRONT_ENDS
    assert not modules_of("open", "--help") & FRONT_ENDS


def test_print_loads_no_front_end(modules_of, sample):
    modules = modules_of("print", sample)
    assert "yaml" in modules
    assert not modules & (FRONT_ENDS | {"asyncio"})


def test_export_to_a_web_page_loads_no_front_end_and_no_word_or_pdf(modules_of, sample, tmp_path):
    modules = modules_of("export", sample, "--to", "html", "-o", tmp_path / "a.html")
    assert "drafter.report.table_markup" in modules
    assert not modules & (FRONT_ENDS | {"asyncio", "docx", "docxtpl", "typst", "pypdfium2"})
