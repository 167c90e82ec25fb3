"""`drafter check`: what is wrong or doubtful in answers files."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from drafter.checks.check_catalogue import catalogue
from drafter.checks.check_output import Checked, as_json, as_sarif, tell
from drafter.checks.check_run import run_checks
from drafter.checks.material import Material, load_material
from drafter.checks.rule_packs import load_packs
from drafter.draft.answers_file import Answers, load_answers
from drafter.draft.draft_facts import Facts
from drafter.errors import DrafterError, ExitCode, Problem
from drafter.form.definitions import Severity
from drafter.session.session_folder import beside


def run(args: Namespace) -> int:
    """Check every file; one that cannot be read is told and does not stop the others."""
    today = args.today or date.today()
    checked: list[Checked] = []
    unreadable = False
    for path in args.files:
        try:
            checked.append(_check(path, args, today))
        except DrafterError as error:
            print(*error.problems, sep="\n", file=sys.stderr)
            unreadable = True
    _write(checked, args.format, several=len(args.files) > 1)
    if unreadable:
        return ExitCode.UNREADABLE
    errors = any(file.result.of(Severity.ERROR) for file in checked)
    return ExitCode.FINDINGS if errors else ExitCode.OK


def _check(path: Path, args: Namespace, today: date) -> Checked:
    answers = load_answers(path, args.templates)
    material = material_of(path, answers, args, today)
    organ = material.facts.answers.get("organ.name")
    result = run_checks(material)
    return Checked(
        path=str(path),
        form=answers.form.id,
        year=material.year,
        organ=organ if isinstance(organ, str) else None,
        result=result,
        lines=answers.lines,
    )


def material_of(path: Path, answers: Answers, args: Namespace, today: date) -> Material:
    """What the checks look at, as the options say; a session has last year's file beside it."""
    facts = Facts(answers.form, answers.draft)
    packs = load_packs(answers.form, args.pack, args.templates)
    last = _last_year(facts, args) or _last_beside(path, args)
    return load_material(facts, last, today, packs, _drafted(answers))


def _drafted(answers: Answers) -> Mapping[str, tuple[str, ...]]:
    """What a session knows of its texts; only a session pays for finding out."""
    if "drafted" not in answers.marks:
        return {}
    from drafter.interview.saved_state import drafted_in

    return drafted_in(answers.marks)


def _last_year(facts: Facts, args: Namespace) -> Facts | None:
    if args.last_year is None:
        return None
    answers = load_answers(args.last_year, args.templates)
    last = Facts(answers.form, answers.draft)
    year, before = facts.answers.get("year"), last.answers.get("year")
    if isinstance(year, int) and before != year - 1:
        what = (
            f"这是{before}年的，{year}年报告的上年是{year - 1}年。" if before else "没有写明年度。"
        )
        raise DrafterError(Problem(str(args.last_year), what, "换成上一年度的答案文件。"))
    return last


def _last_beside(path: Path, args: Namespace) -> Facts | None:
    file = beside(path, "last")
    if not file.is_file():
        return None
    answers = load_answers(file, args.templates)
    return Facts(answers.form, answers.draft)


def _write(checked: list[Checked], form: str, *, several: bool) -> None:
    if form == "text":
        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        for file in checked:
            if several:
                print(f"── {file.path} ──")
            print(tell(file.result, colour=colour))
        return
    from json import dumps

    tree = as_json(checked) if form == "json" else as_sarif(checked, catalogue().values())
    print(dumps(tree, ensure_ascii=False, indent=2))
