"""`drafter print`: the report on stdout."""

from __future__ import annotations

import shutil
import sys
from argparse import ArgumentTypeError, Namespace
from typing import TYPE_CHECKING

from drafter.argparse_zh import ChineseParser, one_of
from drafter.commands.shared_arguments import add_file, add_final, add_templates
from drafter.draft.answers_file import Answers, load_answers
from drafter.draft.draft_facts import Facts
from drafter.draft.unfinished_places import gaps
from drafter.errors import ExitCode
from drafter.report.document import build_document
from drafter.report.jinja_pages import Format, Page, render

if TYPE_CHECKING:
    from drafter.checks.material import Material

_FORMATS = {"text": Format.TEXT, "md": Format.MARKDOWN}
_DEFAULT_WIDTH = 100
_WIDTHS = range(80, 401)


def add_print(parser: ChineseParser) -> None:
    """`drafter print`."""
    parser.description = "把答案文件印成完整的报告，写到标准输出。"
    add_file(parser)
    parser.add_argument(
        "--to",
        metavar="形式",
        type=one_of(*_FORMATS),
        default="text",
        help="text 纯文本（默认），md Markdown",
    )
    help_width = f"每行最多几个半角字符的宽度，{_WIDTHS[0]} 到 {_WIDTHS[-1]}；默认按终端"
    parser.add_argument("--width", metavar="列数", type=_width, help=help_width)
    parser.add_argument("--ascii", action="store_true", help="表格线只用 + - | 三种符号")
    add_final(parser)
    add_templates(parser)
    parser.set_defaults(run=_run_print)


def _run_print(args: Namespace) -> int:
    """Print the report; while it has errors it is marked a draft, and no final one."""
    answers = load_answers(args.file, args.templates)
    form = answers.form
    facts = Facts(form, answers.draft)
    unfinished = _is_unfinished(answers, facts, args)
    if args.final and unfinished:
        from drafter.commands.check_material import material_at_rest

        return refuse_final(answers, material_at_rest(args.file, answers, args.templates))
    document = build_document(facts, draft=unfinished)
    page = Page(args.width or _terminal_width(), ascii=args.ascii)
    sys.stdout.write(render(form, document, _FORMATS[args.to], page, args.templates))
    if unfinished:
        tell_draft()
    return ExitCode.OK


def _is_unfinished(answers: Answers, facts: Facts, args: Namespace) -> bool:
    # Most reports that are printed under way lack something: that is known without the checks,
    # which read all the prose and take as long as all the rest. So they are loaded only then.
    if next(gaps(facts), None) is not None:
        return True
    from drafter.commands.check_material import material_at_rest
    from drafter.desk.open_points import left_in

    return bool(left_in(answers, material_at_rest(args.file, answers, args.templates)))


def _terminal_width() -> int:
    """At most 100 cells, and no wider than the terminal unless that is under 80."""
    columns = shutil.get_terminal_size((_DEFAULT_WIDTH, 24)).columns
    return max(_WIDTHS[0], min(columns, _DEFAULT_WIDTH))


def _width(text: str) -> int:
    if text.isdecimal() and int(text) in _WIDTHS:
        return int(text)
    raise ArgumentTypeError(f"要写 {_WIDTHS[0]} 到 {_WIDTHS[-1]} 的整数，不能是“{text}”。")


def refuse_final(answers: Answers, material: Material) -> ExitCode:
    """Tell all that stands between the file and its final report."""
    from drafter.desk.open_points import left_in

    items = left_in(answers, material)
    told = f"还不能出正式稿：有 {len(items)} 处没有完。不加 --final 可以先出草稿。"
    print(*(f"{item.what}{item.fix}" for item in items), told, sep="\n", file=sys.stderr)
    return ExitCode.FINDINGS


def tell_draft() -> None:
    """That what was made is one, and what to do about it."""
    print("这是草稿：还有要改的地方，用 drafter check 逐处列出。", file=sys.stderr)
