"""`drafter close`: a reason given for a finding, which closes it."""

from __future__ import annotations

import os
from argparse import Namespace
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path

from drafter.argparse_zh import ChineseParser
from drafter.checks.check_run import run_checks
from drafter.checks.finding import Finding
from drafter.commands.check_material import add_comparison, material_of
from drafter.commands.shared_arguments import add_file, add_templates
from drafter.desk.told_findings import unclosable
from drafter.draft.answers_file import load_answers, read_answers
from drafter.draft.answers_writer import add_closure
from drafter.draft.draft_model import Closure
from drafter.errors import DrafterError, ExitCode, Problem
from drafter.file_writer import write_file
from drafter.files import read_bytes, text_of
from drafter.session.session_folder import beside
from drafter.session.session_lock import holding


def add_close(parser: ChineseParser) -> None:
    """`drafter close`."""
    parser.description = (
        "说明一条提醒的理由，把它关闭；数值变化后它会重新出现。"
        "错误里只有说文字的、与上年报告比较的可以关闭。"
    )
    add_file(parser)
    parser.add_argument("code", metavar="编号", help="提醒后面方括号里的编号，例如 T03")
    parser.add_argument("--reason", metavar="理由", required=True, help="为什么没有错")
    parser.add_argument("--at", metavar="位置", help="同一编号有几处时，指明是哪一处")
    add_comparison(parser)
    add_templates(parser)
    parser.set_defaults(run=_run_close)


def _run_close(args: Namespace) -> int:
    """Close one finding; it comes back when the values that it rests on change."""
    if not args.reason.strip():
        raise DrafterError(Problem("--reason", "理由是空的。", "写明为什么没有错。"))
    with _held(args.file):
        _close(args)
    return ExitCode.OK


def _held(path: Path) -> AbstractContextManager[None]:
    """The lock of a file that was ever opened as a session: somebody may be filling it in."""
    if os.path.lexists(beside(path, "lock")):
        return holding(path, datetime.now())
    return nullcontext()


def _close(args: Namespace) -> None:
    answers = load_answers(args.file, args.templates)
    finding = _chosen(run_checks(material_of(args.file, answers, args)).findings, args)
    closure = Closure(
        finding.code, finding.address, finding.seen, args.reason, args.today.isoformat()
    )
    # Added to the text as it stands, not written anew: a file by hand keeps its comments.
    data = read_bytes(args.file)
    try:
        text = add_closure(text_of(data, str(args.file)), closure)
    except ValueError:
        what = "“closed”不是一行一条的写法，添加不进去。"
        raise DrafterError(
            Problem(str(args.file), what, "把“closed:”单独写成一行，各条另起一行。")
        ) from None
    # Read back before it is written: it is a person's YAML, with whatever habits.
    if closure not in read_answers(text, str(args.file), args.templates).draft.closures:
        raise DrafterError(Problem(str(args.file), "添加不进去。", "核对“closed”一段的缩进。"))
    write_file(args.file, text.encode())
    print(f"已说明：{finding.place}：{finding.what}")
    print(f"理由：{args.reason}。数值变化后，它会重新出现。")
    if not _is_utf8(data):
        print(f"{args.file} 原来不是 UTF-8 编码，现在存成了 UTF-8。")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _chosen(findings: tuple[Finding, ...], args: Namespace) -> Finding:
    """The one finding meant. Raises: DrafterError for none, several, or one that cannot be."""
    code = args.code.upper()
    of_code = [f for f in findings if f.code == code and args.at in (None, f.address)]
    if not of_code:
        what = f"没有可以关闭的“{code}”。"
        raise DrafterError(Problem(str(args.file), what, "drafter check 列出现有的问题。"))
    if not of_code[0].closable:
        raise DrafterError(unclosable(of_code[0]))
    if len(of_code) > 1:
        places = "；".join(f"--at {f.address}（{f.place}）" for f in of_code)
        raise DrafterError(
            Problem(str(args.file), f"“{code}”有 {len(of_code)} 处。", f"指明一处：{places}。")
        )
    return of_code[0]
