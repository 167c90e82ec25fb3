"""How long a whole check takes, as a command and in process."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from timing import Case, drafter, median_ms

ROOT = Path(__file__).parents[1]
FORM = ROOT / "templates" / "disclosure-2021" / "form.yaml"
LARGEST = ROOT / "sample_answers" / "county-government-2023.yaml"
PARSE = (
    "import argparse, dataclasses, sys, yaml\n"
    "for name in sys.argv[2:]:\n"
    "    with open(name, encoding='utf-8') as file: yaml.load(file, getattr(yaml, sys.argv[1]))"
)


def cases() -> Iterable[Case]:
    """One file, beside a Python that only parses the two YAML files that a check reads."""
    for loader in ("CSafeLoader", "SafeLoader"):
        floor = (sys.executable, "-c", PARSE, loader, str(FORM), str(LARGEST))
        yield Case(f"drafter check, beside yaml.{loader}", drafter("check", str(LARGEST)), floor)


def in_process() -> Iterable[tuple[str, float]]:
    """Milliseconds of what one keystroke or one report costs once everything is loaded."""
    from drafter.checks.material import Material
    from drafter.checks.run import run_checks
    from drafter.checks.similarity import similarity
    from drafter.draft.answers_file import load_answers
    from drafter.draft.facts import Facts
    from drafter.draft.model import figures
    from drafter.form.load import read_form

    form, draft, *_ = load_answers(LARGEST)
    values = figures(form, draft)
    text = "公开内容及时准确，保障群众的知情权和监督权" * 250

    def relations() -> None:
        form.arithmetic.complete(values)
        form.arithmetic.broken(values)

    yield "totals and all relations of one report", median_ms(relations, 2_000)
    yield (
        "the facts of one report (figures, names, conditions)",
        median_ms(lambda: Facts(form, draft), 100),
    )
    yield (
        "all checks of one report",
        median_ms(lambda: run_checks(Material(Facts(form, draft))), 50),
    )
    yield (
        "similarity of two texts of 5,000 characters",
        median_ms(lambda: similarity(text, text[7:]), 20),
    )
    yield "loading the form, kept", median_ms(lambda: read_form(FORM.parent), 20)
    yield "loading the form, nothing kept", median_ms(_load_anew, 10)


def _load_anew() -> None:
    """As at the very first run: nothing is read from `__pycache__`."""
    from unittest.mock import patch

    from drafter.form.load import read_form
    from drafter.form.texts import texts_of

    texts_of.cache_clear()
    with patch("drafter.form.kept._read", lambda _: {}), patch("sys.dont_write_bytecode", True):
        read_form(FORM.parent)
