"""`drafter forms` and `drafter blank`: the report forms, and an empty answers file of one."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from drafter.argparse_zh import ChineseParser
from drafter.checks.deadlines import deadline_words
from drafter.commands.shared_arguments import add_templates
from drafter.draft.blank_answers import blank_answers
from drafter.errors import DrafterError, ExitCode, harmless, one_line
from drafter.form.form_file import form_folders, load_form, read_form


def add_forms(parser: ChineseParser) -> None:
    """`drafter forms`."""
    parser.description = "列出可以用的报告格式；给编写格式的人：新建、核对一种格式。"
    # One at a time: each says what is done with a folder.
    what = parser.add_mutually_exclusive_group()
    help_new = "新建一种格式：一个带说明、能直接用的文件夹"
    what.add_argument("--new", metavar="文件夹", type=Path, help=help_new)
    help_check = "核对一种格式，逐行说明要改的地方；没有错的，显示空白的报告"
    what.add_argument("--check", metavar="文件夹", type=Path, help=help_check)
    help_build = "按这个文件夹里的格式做出报告和送审单的 Word 模板，供修改版式"
    what.add_argument("--build", metavar="文件夹", type=Path, help=help_build)
    parser.add_argument("--force", action="store_true", help="重做 Word 模板时，换掉已经有的")
    add_templates(parser)
    parser.set_defaults(run=_run_forms)


def _run_forms(args: Namespace) -> int:
    # Trying a form needs all that prints and reads one, which a list does not wait for.
    if args.check:
        from drafter.commands.form_trial import tell_trial

        return tell_trial(args.check.resolve())
    if args.new or args.build:
        from drafter.commands.form_folder import build, lay_down

        return lay_down(args.new) if args.new else build(args.build.resolve(), force=args.force)
    return _list_forms(args.templates)


def _list_forms(own: Path | None) -> int:
    """A form a line: id, name, source, the years it serves, when it is due; a faulty one hides no
    other."""
    code = ExitCode.OK
    for form_id, folder in form_folders(own).items():
        try:
            form = read_form(folder)
            due = deadline_words(form)
        except DrafterError as error:
            print(*error.problems, sep="\n", file=sys.stderr)
            code = ExitCode.UNREADABLE
            continue
        told = "；".join(filter(None, (f"{form.source}，{form.years}", due)))
        print(one_line(f"{form_id}  {form.name}（{told}）"))
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
