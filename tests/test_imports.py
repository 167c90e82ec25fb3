"""Imports go one way only; a start pays only for what it uses, counted in modules."""

from __future__ import annotations

import ast
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

FRONT_ENDS = {"textual", "rich", "prompt_toolkit"}
CHECK, PRINT, FINISHED = 73, 42, 91
"""How many modules of drafter these commands may import: what is added to every start is seen."""
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
    others = {
        "docx",
        "docxtpl",
        "typst",
        "pypdfium2",
        "xlsxwriter",
        "python_calamine",
        "matplotlib",
    }
    assert not modules & (FRONT_ENDS | {"asyncio"} | others)


def rooms_of(modules):
    """The packages of drafter that are entered, and how many of its modules are imported."""
    own = [name.split(".") for name in modules if name.startswith("drafter.")]
    return {names[1] for names in own}, len(own)


def test_check_loads_neither_interview_nor_report(modules_of, sample):
    rooms, modules = rooms_of(modules_of("check", sample))
    assert not rooms & {
        "chat",
        "desk",
        "importing",
        "interview",
        "ledger",
        "output",
        "report",
        "tui",
    }
    assert modules <= CHECK


def test_print_of_a_report_under_way_loads_no_check(modules_of, tmp_path):
    under_way = tmp_path / "a.yaml"
    under_way.write_text("format: 1\nform: disclosure-2021\nyear: 2023\n", "utf-8")
    rooms, modules = rooms_of(modules_of("print", under_way))
    assert not rooms & {"chat", "checks", "claims", "desk", "interview", "ledger", "tui"}
    assert modules <= PRINT


def test_print_of_a_finished_report_loads_the_checks_that_can_stop_it(modules_of, root):
    finished = root / "sample_answers" / "county-government-2023.yaml"
    names = modules_of("print", finished)
    rooms, modules = rooms_of(names)
    assert not rooms & {"chat", "importing", "output", "tui"}
    idle = {"told_findings", "steps", "clerk_words"}  # of what is wrong, and of an interview
    assert not {name.rpartition(".")[2] for name in names} & idle
    assert modules <= FINISHED


TWINS = {"word_file": "written by report/, read by importing/: two ends of one format"}
NOUNS_IN_ING = {
    "finding": "what a check says of a draft",
    "importing": "the package: `import` is no name in Python",
    "typing": "typing_slips: slips of the fingers",
}


@pytest.fixture(scope="module")
def house(root) -> dict[str, Path]:
    """The path of every module, by its dotted name."""
    src = root / "src"
    return {
        ".".join(path.relative_to(src).with_suffix("").parts).removesuffix(".__init__"): path
        for path in src.rglob("*.py")
    }


def imports(path: Path, house: dict[str, Path]) -> set[str]:
    """Modules of drafter that one imports, be it in a function or for type checking only."""
    found = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are absolute"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in house else node.module)
    return found & house.keys()


def test_no_module_imports_itself_by_way_of_others(house):
    graph = {name: imports(path, house) for name, path in house.items()}
    TopologicalSorter(graph).prepare()  # raises CycleError, with the circle


def test_a_module_s_name_is_found_once(house):
    names = Counter(path.stem for path in house.values() if path.stem != "__init__")
    assert {name for name, times in names.items() if times > 1} == set(TWINS)


def test_modules_are_named_by_nouns(house):
    words = {word for name in house for word in name.rpartition(".")[2].split("_")}
    assert {word for word in words if word.endswith("ing")} == set(NOUNS_IN_ING)


NETWORK = {"socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "webbrowser"}


def test_no_module_could_open_a_connection(house):
    """But for the lock, which asks this computer its name."""
    using = set()
    for name, path in house.items():
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                before = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
                named = [f"{before}{alias.name}." for alias in node.names]
                if any(each.startswith(f"{bad}.") for each in named for bad in NETWORK):
                    using.add(name)
    assert using == {"drafter.session.session_lock"}
