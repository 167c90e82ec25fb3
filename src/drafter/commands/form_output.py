"""`drafter forms` and `drafter blank`: the report forms, and an empty answers file of one."""

from __future__ import annotations

import sys
from argparse import Namespace

from drafter.argparse_zh import ChineseParser
from drafter.commands.shared_arguments import add_templates
from drafter.draft.blank_answers import blank_answers
from drafter.errors import DrafterError, ExitCode, harmless, one_line
from drafter.form.form_file import form_folders, load_form, read_form


def add_forms(parser: ChineseParser) -> None:
    """`drafter forms`."""
    add_templates(parser)
    parser.set_defaults(run=_run_forms)


def _run_forms(args: Namespace) -> int:
    """One form a line: id, name, source, the years it serves; a faulty one hides no other."""
    code = ExitCode.OK
    for form_id, folder in form_folders(args.templates).items():
        try:
            form = read_form(folder)
        except DrafterError as error:
            print(*error.problems, sep="\n", file=sys.stderr)
            code = ExitCode.UNREADABLE
            continue
        print(one_line(f"{form_id}  {form.name}（{form.source}，{form.years}）"))
    return code


def add_blank(parser: ChineseParser) -> None:
    """`drafter blank`."""
    parser.description = "给出一份空白的答案文件，写到标准输出。"
    parser.add_argument("form", metavar="格式", help="报告格式的名字，见 drafter forms")
    add_templates(parser)
    parser.set_defaults(run=_run_blank)


def _run_blank(args: Namespace) -> int:
    """Write the empty file to stdout."""
    sys.stdout.write(harmless(blank_answers(load_form(args.form, args.templates))))
    return ExitCode.OK
