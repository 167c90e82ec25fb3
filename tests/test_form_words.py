"""The form is data: no label, id, notice, year or report's name of any form stands in src/.

Looked at is every string that code uses; docstrings and comments explain, and those of checks are
the program's own help. What stands there all the same is listed in form_words.yaml with its reason.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from drafter.form.definitions import Form, all_lines
from drafter.form.form_file import form_folders, load_form
from drafter.form.label_numbers import without_number

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SRC = Path(__file__).parents[1] / "src" / "drafter"
ALLOWED = Path(__file__).with_name("form_words.yaml")
PATTERN = r"政府信息公开|依申请公开|〔(?:19|20)[0-9]{2}〕|(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])"
SHORTEST = 4
"""Characters of a label; shorter ones (其他, 合计, 自然人) are words of any report."""


def labels(form: Form) -> Iterator[str]:
    """What the form calls its parts, questions, rows and columns."""
    for table in form.tables.values():
        for block in table.blocks:
            for line in all_lines((*block.rows, *block.columns)):
                yield from (line.label, line.short)
    yield from (question.label for question in form.questions.values())
    for part in form.parts:
        yield from (part.title.source, part.short, *(each.short for each in part.sections))


def ids(form: Form) -> Iterator[str]:
    """Names that only this form has: its tables, and questions outside the basics."""
    yield from (table for table in form.tables if "_" in table or len(table) >= 8)
    yield from (name for name in form.questions if not name.startswith("organ.") and "." in name)
    yield from (f"organ.{name}" for name in ("office", "phone", "superior", "level"))


def strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every string that code uses, with its line."""
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.lineno, node.value


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, list[int]]]:
    """By file and word, the lines."""
    forms = [load_form(name) for name in form_folders()]
    words = {without_number(label) for form in forms for label in labels(form)}
    words = {word for word in words if len(word) >= SHORTEST}
    names = {name for form in forms for name in ids(form)}
    longest = sorted(map(re.escape, words), key=len, reverse=True)
    pattern = re.compile("|".join((PATTERN, *longest)))
    told: dict[str, dict[str, list[int]]] = {}
    for path in sorted(SRC.rglob("*.py")):
        for line, text in strings(ast.parse(path.read_text("utf-8"))):
            hits = {*pattern.findall(text), *({text} & names)}
            for word in hits if "://" not in text and "schemas." not in text else ():
                told.setdefault(path.relative_to(SRC).as_posix(), {}).setdefault(word, []).append(
                    line
                )
    return told


def listed() -> dict[str, set[str]]:
    allowed: dict[str, set[str]] = {}
    for entry in yaml.load(ALLOWED.read_text("utf-8"), LOADER):
        assert entry["why"]
        for file, words in entry["in"].items():
            allowed.setdefault(file, set()).update(map(str, words))
    return allowed


def test_no_word_of_a_form_stands_in_the_code_without_a_reason(found):
    allowed = listed()
    told = {
        f"{file}:{lines[0]}": word
        for file, words in found.items()
        for word, lines in words.items()
        if word not in allowed.get(file, ())
    }
    assert not told


def test_no_reason_is_given_for_what_is_gone(found):
    gone = {file: words - found.get(file, {}).keys() for file, words in listed().items()}
    assert not {file: words for file, words in gone.items() if words}
