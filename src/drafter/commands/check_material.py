"""What a command lets the checks look at: the report, last year's, local rules and a day."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.argparse_zh import ChineseParser
from drafter.checks.material import Material, load_material
from drafter.commands.shared_arguments import add_packs, add_today, answers_path, load_any
from drafter.draft.answers_file import Answers
from drafter.draft.draft_facts import Facts
from drafter.errors import DrafterError, Problem
from drafter.form.definitions import Address, Form
from drafter.session.session_folder import last_beside

if TYPE_CHECKING:
    from drafter.checks.rule_packs import Pack
    from drafter.ledger.counted_register import CountedRegister


def add_comparison(parser: ChineseParser) -> None:
    """`--last-year`, `--pack` and `--today`."""
    help_last = "上年的答案文件或公布的报告；没有它，与上年比较的各项不能核对"
    parser.add_argument("--last-year", metavar="文件", type=answers_path, help=help_last)
    help_register = "依申请公开台账；由它填过的报告，默认就用那一份"
    parser.add_argument("--register", metavar="台账", type=Path, help=help_register)
    add_packs(parser)
    add_today(parser)


def material_of(path: Path, answers: Answers, args: Namespace) -> Material:
    """What the checks look at, as the options say; a session has last year's file beside it."""
    facts = Facts(answers.form, answers.draft)
    packs = _packs(answers.form, args) if args.pack else ()
    last = _last_year(facts, args) or _last_beside(path, args.templates)
    register = _register(answers, args.register)
    known = _drafted(answers), _changed(answers)
    return load_material(facts, last, args.today, packs, *known, register=register)


def material_at_rest(path: Path, answers: Answers, own_forms: Path | None) -> Material:
    """What decides whether a file is final, where no option tells of more. Raises: DrafterError."""
    last = _last_beside(path, own_forms)
    facts, known = Facts(answers.form, answers.draft), (_drafted(answers), _changed(answers))
    return load_material(facts, last, None, (), *known)


def _packs(form: Form, args: Namespace) -> tuple[Pack, ...]:
    from drafter.checks.rule_packs import load_packs  # few reports are held against any

    return load_packs(form, args.pack, args.templates)


def _last_beside(path: Path, own_forms: Path | None) -> Facts | None:
    answers = last_beside(path, own_forms)
    return Facts(answers.form, answers.draft) if answers else None


def _register(answers: Answers, given: Path | None) -> CountedRegister | None:
    """The register named, else the one that the session was filled from. Raises: DrafterError."""
    if given is None and "register" not in answers.marks:
        return None
    from drafter.desk.register_count import known_register

    year = answers.draft.year
    if year is None:
        return None
    found = known_register(answers.form, answers.marks, year, given)
    if found is None:
        print("台账不在原来的地方了，没有与台账核对；用 --register 写明。", file=sys.stderr)
    return found


def _drafted(answers: Answers) -> Mapping[str, tuple[str, ...]]:
    """What a session knows of its texts; only a session pays for finding out."""
    if "drafted" not in answers.marks:
        return {}
    from drafter.interview.interview_state import drafted_in

    # The checks know nothing of the interview: its marks are turned into plain texts here.
    return drafted_in(answers.marks)


def _changed(answers: Answers) -> Address:
    """The cell that a session knows to have been changed last: suspected first, as it is there."""
    if "changed" not in answers.marks:
        return ""
    from drafter.interview.interview_state import changed_in

    return changed_in(answers.form, answers.marks)


def _last_year(facts: Facts, args: Namespace) -> Facts | None:
    if args.last_year is None:
        return None
    answers = load_any(args.last_year, args.templates)
    last = Facts(answers.form, answers.draft)
    year, before = facts.draft.year, last.draft.year
    if year is not None and before != year - 1:
        what = (
            f"这是{before}年的，{year}年报告的上年是{year - 1}年。" if before else "没有写明年度。"
        )
        raise DrafterError(Problem(str(args.last_year), what, "换成上一年度的报告。"))
    return last
