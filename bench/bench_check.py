"""How long a whole check takes, as a command and in process."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

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
    from drafter.checks.check_run import run_checks
    from drafter.checks.material import load_material
    from drafter.checks.text_search import similarity
    from drafter.draft.answers_file import load_answers
    from drafter.draft.draft_facts import Facts, figures
    from drafter.form.form_cache import remember_in
    from drafter.form.form_file import read_form

    form, draft, *_ = load_answers(LARGEST)
    values = figures(form, draft)
    text = "公开内容及时准确，保障群众的知情权和监督权" * 250
    new = map(str, count())  # the pieces of a text are remembered: each time another

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
        median_ms(lambda: run_checks(load_material(Facts(form, draft))), 50),
    )
    yield (
        "similarity of two texts of 5,000 characters",
        median_ms(lambda: similarity(text + next(new), text[7:] + next(new)), 20),
    )
    yield "loading the form, its texts checked", median_ms(lambda: read_form(FORM.parent), 10)
    with TemporaryDirectory() as folder:
        remember_in(Path(folder))
        yield "loading the form, remembered as right", median_ms(lambda: read_form(FORM.parent), 20)
        remember_in(None)
