"""What Textual keeps to itself is used in one module only."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import drafter.tui
from drafter.tui.textual_privates import QuietApp

HOUSE = Path(drafter.tui.__file__).parent
PRIVATES = HOUSE / "textual_privates.py"
OUTSIDE = {"_exit", "_replace"}
"""Of `os` and of named tuples."""


def private(name: str | None) -> bool:
    return (name or "").startswith("_") and not (name or "").startswith("__")


def parsed(folder: Path) -> dict[Path, list[ast.AST]]:
    return {path: list(ast.walk(ast.parse(path.read_bytes()))) for path in folder.rglob("*.py")}


def made(nodes: list[ast.AST]) -> set[str]:
    """Private names that are given to something here."""
    names = {n.name for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)}
    names |= {
        n.attr for n in nodes if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)
    }
    names |= {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return set(filter(private, names))


@pytest.fixture(scope="module")
def house() -> dict[Path, list[ast.AST]]:
    return {path: nodes for path, nodes in parsed(HOUSE).items() if path != PRIVATES}


def test_no_private_module_of_textual_is_imported(house):
    for path, nodes in house.items():
        for node in nodes:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual"):
                names = [*(node.module or "").split("."), *(name.name for name in node.names)]
                assert not list(filter(private, names)), path


def test_every_private_name_that_is_used_is_our_own(house):
    ours = OUTSIDE.union(*map(made, house.values()))
    for path, nodes in house.items():
        used = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        assert set(filter(private, used)) <= ours, path


def test_a_mistake_in_the_thread_that_reads_the_keys_shows_no_traceback():
    class Ours(QuietApp[None]):
        mistakes = 0

        def failed(self, error):
            self.mistakes += 1
            return True

    app = Ours()
    app.panic("Traceback")
    assert app.mistakes == 1
    assert not app._exit_renderables
