"""`drafter check` and `checks`: what is wrong or doubtful, and what is looked at."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from drafter.argparse_zh import ChineseParser, one_of
from drafter.checks.check_catalogue import Check, catalogue
from drafter.checks.check_output import (
    Checked,
    as_json,
    as_sarif,
    explain,
    overview,
    tell,
    tell_reading,
)
from drafter.checks.check_run import run_checks
from drafter.checks.field_words import Words, words_of
from drafter.checks.material import OtherReport
from drafter.commands.check_material import add_comparison, material_of
from drafter.commands.shared_arguments import AsRead, add_templates, answers_path, load_as_read
from drafter.draft.draft_facts import Facts
from drafter.errors import DrafterError, ExitCode, Problem, nearest, one_line
from drafter.files import is_answers_file
from drafter.form.definitions import Form, Severity
from drafter.form.form_file import form_folders, load_form, read_form
from drafter.streams import steer


def add_check(parser: ChineseParser) -> None:
    """`drafter check`."""
    parser.description = "核对答案文件或公布的报告，逐条指出错误和可疑之处，说明位置和改法。"
    help_files = "答案文件（YAML）、报告的名字，或公布的报告（docx、pdf、xlsx、html…）"
    parser.add_argument("files", metavar="文件", type=answers_path, nargs="+", help=help_files)
    add_comparison(parser)
    parser.add_argument(
        "--format",
        metavar="形式",
        type=one_of("text", "json", "sarif"),
        default="text",
        help="text 文字（默认），json 和 sarif 供其他程序读取",
    )
    add_templates(parser)
    parser.set_defaults(run=_run_check)


def _run_check(args: Namespace) -> int:
    """Check every file; one that cannot be read is told and does not stop the others."""
    checked: list[Checked] = []
    unreadable = False
    read: list[tuple[Path, AsRead]] = []

    def told(error: DrafterError) -> bool:
        print(*error.problems, sep="\n", file=sys.stderr)
        return True

    for path in args.files:
        try:
            read.append((path, load_as_read(path, args.templates)))
        except DrafterError as error:
            unreadable = told(error)
    for path, report in read:
        try:
            checked.append(_checked(path, report, args, _others(report, read)))
        except DrafterError as error:
            unreadable = told(error)
    _write(checked, args.format, _rules(read), several=len(args.files) > 1)
    if unreadable:
        return ExitCode.UNREADABLE
    errors = any(file.result.of(Severity.ERROR) for file in checked)
    return ExitCode.FINDINGS if errors else ExitCode.OK


def _others(report: AsRead, read: list[tuple[Path, AsRead]]) -> tuple[OtherReport, ...]:
    """The reports of other forms among those that were named."""
    answers = ((path, each.answers) for path, each in read)
    return tuple(
        OtherReport(Facts(each.form, each.draft), str(path))
        for path, each in answers
        if each.form.id != report.answers.form.id
    )


def _checked(
    path: Path, report: AsRead, args: Namespace, beside: tuple[OtherReport, ...]
) -> Checked:
    answers = report.answers
    material = replace(material_of(path, answers, args), beside=beside)
    checks = list(catalogue().values())
    if not is_answers_file(path):
        # What a clerk has not answered says nothing of a report that is published.
        checks = [check for check in checks if not check.asks]
    result = run_checks(material, checks)
    return Checked(
        path=str(path),
        form=answers.form.id,
        year=material.year,
        organ=material.draft.organ or None,
        result=result,
        lines=answers.lines,
        places=report.places,
        unread=report.unread,
        doubtful=report.doubtful,
    )


def _rules(read: list[tuple[Path, AsRead]]) -> list[Check]:
    """Every check, in the words of the form where all the reports are of one."""
    forms = {report.answers.form.id: report.answers.form for _, report in read}
    words = words_of(*forms.values()) if len(forms) == 1 else Words()
    return [check.in_words(words) for check in catalogue().values()]


def _write(checked: list[Checked], form: str, rules: list[Check], *, several: bool) -> None:
    if form == "text":
        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        for file in checked:
            if several:
                print(f"── {one_line(file.path)} ──")
            steer(sys.stdout, tell_reading(file.unread, file.doubtful))
            steer(sys.stdout, f"{tell(file.result, colour=colour, places=file.places)}\n")
        return
    from json import dumps

    tree = as_json(checked) if form == "json" else as_sarif(checked, rules)
    print(dumps(tree, ensure_ascii=False, indent=2))


def add_checks(parser: ChineseParser) -> None:
    """`drafter checks`."""
    help_code = "核对项目的编号，例如 T02"
    parser.add_argument("code", metavar="编号", nargs="?", help=help_code)
    help_form = "用哪种报告格式的依据和例子；报告格式的名字见 drafter forms"
    parser.add_argument("--form", metavar="格式", help=help_form)
    add_templates(parser)
    parser.set_defaults(run=_run_checks)


def _run_checks(args: Namespace) -> int:
    """List every check, or explain the one asked for."""
    checks = catalogue()
    if args.code is None:
        print(overview(checks.values()))
        return ExitCode.OK
    code = args.code.upper()
    if code not in checks:
        fix = nearest(code, checks) or "drafter checks 列出全部核对项目。"
        raise DrafterError(Problem("核对项目", f"没有“{args.code}”这一项。", fix))
    print(explain(checks[code].in_words(words_of(_form(args)))))
    return ExitCode.OK


def _form(args: Namespace) -> Form:
    """The form asked for, else the one that a newcomer is offered first."""
    if args.form:
        return load_form(args.form, args.templates, "--form")
    forms = map(read_form, form_folders(args.templates).values())
    return min(forms, key=lambda form: (form.order, -form.first_year))
