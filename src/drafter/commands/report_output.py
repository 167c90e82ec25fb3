"""`drafter print` and `drafter export`: the report on stdout, or as files to sign and publish."""

from __future__ import annotations

import os
import shutil
import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.argparse_zh import ChineseParser, not_known, one_of
from drafter.checks.check_run import has_errors, run_checks
from drafter.checks.material import Material, load_material
from drafter.commands.check_material import add_comparison, material_of
from drafter.commands.shared_arguments import add_file, add_final, add_templates, answers_path
from drafter.desk.output_files import (
    Export,
    Output,
    export_report,
    output_named,
    outputs_called,
    places_for,
    split_words,
)
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.errors import DrafterError, ExitCode, Problem
from drafter.form.definitions import Form, Severity
from drafter.report.document import build_document
from drafter.report.jinja_pages import Format, Page, render
from drafter.streams import path_line

if TYPE_CHECKING:
    from drafter.desk.review_sheet import Version

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
    material = load_material(facts)
    unfinished = has_errors(material)
    if args.final and unfinished:
        return _refuse_final(material)
    document = build_document(facts, draft=unfinished)
    page = Page(args.width or _terminal_width(), ascii=args.ascii)
    sys.stdout.write(render(form, document, _FORMATS[args.to], page, args.templates))
    if unfinished:
        _tell_draft()
    return ExitCode.OK


def _terminal_width() -> int:
    """At most 100 cells, and no wider than the terminal unless that is under 80."""
    columns = shutil.get_terminal_size((_DEFAULT_WIDTH, 24)).columns
    return max(_WIDTHS[0], min(columns, _DEFAULT_WIDTH))


def _width(text: str) -> int:
    if text.isdecimal() and int(text) in _WIDTHS:
        return int(text)
    raise ArgumentTypeError(f"要写 {_WIDTHS[0]} 到 {_WIDTHS[-1]} 的整数，不能是“{text}”。")


def add_export(parser: ChineseParser) -> None:
    """`drafter export`."""
    parser.description = (
        "生成可以送审、签发和公布的文件；写好的文件先读回来，与报告逐项核对，一致的才存。"
    )
    add_file(parser)
    parser.add_argument(
        "--to",
        metavar="形式",
        type=_asked_outputs,
        action="extend",
        help="docx（Word 文件，默认）、html（网页）、md、txt（文本）、pdf、json（供其他程序读取）、"
        "review（一页的送审稿）；可以写几种，中间用逗号",
    )
    help_place = (
        "写到这个文件，或者这个文件夹；默认是现在的文件夹。不写 --to 时，形式看文件名的结尾"
    )
    parser.add_argument("-o", metavar="位置", dest="place", type=_place, help=help_place)
    parser.add_argument("--force", action="store_true", help="已经有的同名文件，换成新的")
    add_final(parser)
    help_since = "上一版的答案文件，送审稿里写出改了什么；默认是上次送审时的"
    parser.add_argument("--since", metavar="文件", type=answers_path, help=help_since)
    add_comparison(parser)
    add_templates(parser)
    parser.set_defaults(run=_run_export)


def _asked_outputs(text: str) -> list[Output]:
    """`docx,html`: each is one that can be made."""
    words = split_words(text)
    if not words:
        raise ArgumentTypeError("后面要写一个值。")
    for word in words:
        if not outputs_called(word):
            raise ArgumentTypeError(not_known(word, [output.value for output in Output]))
    return [output for word in words for output in outputs_called(word)]


def _place(text: str) -> Path:
    """A file, or a folder; one written as a folder has to be there."""
    if not text:
        raise ArgumentTypeError("后面要写一个值。")
    if text == "-":
        raise ArgumentTypeError("后面要写文件名；在终端里看，用 drafter print。")
    if text.endswith(("/", os.sep)) and not os.path.isdir(text):
        raise ArgumentTypeError(f"没有“{text}”这个文件夹。")
    return Path(text)


def _run_export(args: Namespace) -> int:
    """Write the files and print where they are; while the report has errors they are drafts."""
    outputs = _outputs(args)
    answers = load_answers(args.file, args.templates)
    material = material_of(args.file, answers, args)
    unfinished = has_errors(material)
    if args.final and unfinished:
        return _refuse_final(material)
    places = places_for(material.facts, outputs, args.place, draft=unfinished)
    _spare_answers(args.file, [*places.values(), *filter(None, [args.place])])
    since = _version(args, answers.form) if Output.REVIEW in outputs else None
    export = Export(material, unfinished, args.templates, since)
    exported = export_report(export, places, force=args.force)
    print(*map(path_line, exported.paths), sep="\n")
    print(*exported.notes, sep="\n", end="\n" if exported.notes else "", file=sys.stderr)
    if unfinished:
        _tell_draft()
    if Output.REVIEW in outputs:
        from drafter.desk.review_sheet import keep_reviewed

        keep_reviewed(args.file)
    return ExitCode.OK


def _outputs(args: Namespace) -> tuple[Output, ...]:
    """What was asked for, else what the name of the file says, else a Word file."""
    named = None if args.place is None else output_named(args.place)
    outputs = tuple(dict.fromkeys(args.to or [named or Output.DOCX]))
    if args.since is not None and Output.REVIEW not in outputs:
        fix = "不写 --since，或者加上 --to review。"
        raise DrafterError(Problem("--since", "只有送审稿要和上一版比较。", fix))
    return outputs


def _spare_answers(answers: Path, paths: Iterable[Path]) -> None:
    for path in paths:
        if os.path.exists(path) and os.path.samefile(path, answers):
            raise DrafterError(Problem(str(path), "这是答案文件本身。", "用 -o 换一个位置。"))


def _version(args: Namespace, form: Form) -> Version | None:
    """What a 送审稿 is compared with: the file named, else what the last 送审稿 showed."""
    from drafter.desk.review_sheet import Version, last_reviewed

    if args.since is None:
        return last_reviewed(args.file, form, args.templates)
    before = load_answers(args.since, args.templates)
    if before.form.id != form.id:
        what = f"这是“{before.form.name}”，和这份报告的格式不同。"
        raise DrafterError(Problem(str(args.since), what, "换成这份报告的上一版。"))
    return Version(Facts(before.form, before.draft), args.since.name)


def _refuse_final(material: Material) -> ExitCode:
    """Tell every error."""
    errors = run_checks(material).of(Severity.ERROR)
    told = f"还不能出正式稿：有 {len(errors)} 处要改。不加 --final 可以先出草稿。"
    print(*errors, told, sep="\n", file=sys.stderr)
    return ExitCode.FINDINGS


def _tell_draft() -> None:
    """That what was made is one, and what to do about it."""
    print("这是草稿：还有要改的地方，用 drafter check 逐处列出。", file=sys.stderr)
