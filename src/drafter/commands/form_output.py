"""`drafter forms` and `drafter blank`: the report forms, and an empty answers file of one."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from drafter.argparse_zh import ChineseParser
from drafter.commands.shared_arguments import add_templates
from drafter.draft.blank_answers import blank_answers
from drafter.errors import DrafterError, ExitCode, Problem, harmless, one_line
from drafter.form.form_file import form_folders, load_form, read_form


def add_forms(parser: ChineseParser) -> None:
    """`drafter forms`."""
    parser.description = "列出可以用的报告格式；给编写格式的人：新建、核对一种格式。"
    help_build = "按这个文件夹里的格式做出报告和送审单的 Word 模板，供修改版式"
    parser.add_argument("--build", metavar="文件夹", type=Path, help=help_build)
    parser.add_argument("--force", action="store_true", help="换掉已经有的文件")
    add_templates(parser)
    parser.set_defaults(run=_run_forms)


def _run_forms(args: Namespace) -> int:
    if args.build:
        return _build(args.build, force=args.force)
    return _list_forms(args.templates)


def _list_forms(own: Path | None) -> int:
    """One form a line: id, name, source, the years it serves; a faulty one hides no other."""
    code = ExitCode.OK
    for form_id, folder in form_folders(own).items():
        try:
            form = read_form(folder)
        except DrafterError as error:
            print(*error.problems, sep="\n", file=sys.stderr)
            code = ExitCode.UNREADABLE
            continue
        print(one_line(f"{form_id}  {form.name}（{form.source}，{form.years}）"))
    return code


def _build(folder: Path, *, force: bool) -> int:
    """Write the Word templates into the form's folder, to be edited there."""
    from drafter.file_writer import write_file
    from drafter.report.word_file import REPORT, SHEET
    from drafter.report.word_layout import report_layout, sheet_layout

    form = read_form(folder.resolve())
    made = {folder / REPORT: report_layout(form), folder / SHEET: sheet_layout()}
    if there := [] if force else [path for path in made if path.exists()]:
        fix = "改过的版式会丢掉；确定要重做，加 --force。"
        raise DrafterError(Problem(str(path), "已经有这个文件。", fix) for path in there)
    for path, data in made.items():
        write_file(path, data)
        print(path)
    return ExitCode.OK


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
