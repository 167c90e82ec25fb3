"""The command line: which commands there are, and how each way out is told."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from drafter import __version__
from drafter.argparse_zh import ChineseParser
from drafter.errors import DrafterError, ExitCode, Problem
from drafter.streams import abandon, make_safe

_WIDTHS = range(80, 401)
_EPILOG = """\
某个命令的详细说明：drafter 命令 -h

退出码：
  0    完成
  1    报告有错误，或者还不能出正式稿
  2    命令、文件或报告格式读不懂，或者输出写不进去
  70   drafter 自身出错
  130  按 Ctrl+C 中断
  141  接收输出的程序提前结束"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Reports go to stdout, talk to stderr; the result is an ExitCode."""
    make_safe()
    try:
        code = _dispatch(argv)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        abandon(sys.stdout)
        return ExitCode.READER_GONE
    except Exception as error:
        return _tell(error)
    return code


def _dispatch(argv: Sequence[str] | None) -> int:
    parser = _parser()
    try:
        args = parser.parse_args(argv)
    except SystemExit:
        return ExitCode.OK  # --help and --version have said what they had to
    if args.command is None:
        parser.print_help()
        return ExitCode.OK
    code: int = args.run(args)
    return code


def _tell(error: Exception) -> ExitCode:
    """Say on stderr what went wrong; with nobody there to hear it, the code says it."""
    if isinstance(error, OSError) and error.filename is None:
        abandon(sys.stdout)
        error = DrafterError(Problem("输出", "没有写完就写不进去了。", "看看磁盘是不是满了。"))
    try:
        if isinstance(error, DrafterError):
            print(*error.problems, sep="\n", file=sys.stderr)
        else:
            _tell_bug(error)
    except OSError:
        abandon(sys.stderr)
    return ExitCode.UNREADABLE if isinstance(error, DrafterError) else ExitCode.BUG


def _tell_bug(error: Exception) -> None:
    what = f"遇到了没有料到的错误（{type(error).__name__}）。"
    fix = (
        "把这句话和刚才的命令告诉提供 drafter 的人；"
        "设置 DRAFTER_DEBUG=1 再运行一次，会显示详细经过。"
    )
    print(Problem("drafter", what, fix), file=sys.stderr)
    if os.environ.get("DRAFTER_DEBUG") == "1":
        from traceback import print_exception

        print_exception(error)


def _parser() -> ChineseParser:
    parser = ChineseParser(
        "命令",
        prog="drafter",
        usage="drafter [选项] 命令 …",
        description="在终端里编写政府信息公开工作年度报告。",
        epilog=_EPILOG,
    )
    parser.add_argument(
        "--version", action="version", version=f"drafter {__version__}", help="显示版本"
    )
    commands = parser.add_subparsers(dest="command", metavar="命令", prog="drafter")
    _add_print(commands)
    _add_forms(commands)
    _add_blank(commands)
    return parser


def _add_print(commands: argparse._SubParsersAction[ChineseParser]) -> None:
    about = "把答案文件印成完整的报告"
    parser = commands.add_parser("print", help=about, description=about + "，写到标准输出。")
    parser.add_argument("file", metavar="文件", type=Path, help="答案文件（YAML）")
    parser.add_argument(
        "--to",
        metavar="形式",
        choices=("text", "md"),
        default="text",
        help="text 纯文本（默认），md Markdown",
    )
    parser.add_argument(
        "--width",
        metavar="列数",
        type=_width,
        help=f"每行最多几个半角字符的宽度，{_WIDTHS[0]} 到 {_WIDTHS[-1]}；默认按终端",
    )
    parser.add_argument("--ascii", action="store_true", help="表格线只用 + - | 三种符号")
    parser.add_argument(
        "--final", action="store_true", help="出正式稿；报告还有错误或没填完时不出，退出码为 1"
    )
    _add_templates(parser)
    parser.set_defaults(run=_run_print)


def _add_forms(commands: argparse._SubParsersAction[ChineseParser]) -> None:
    about = "列出可以用的报告格式"
    parser = commands.add_parser("forms", help=about, description=about + "。")
    _add_templates(parser)
    parser.set_defaults(run=_run_forms)


def _add_blank(commands: argparse._SubParsersAction[ChineseParser]) -> None:
    about = "给出一份空白的答案文件"
    parser = commands.add_parser("blank", help=about, description=about + "，写到标准输出。")
    parser.add_argument("form", metavar="格式", help="报告格式的名字，见 drafter forms")
    _add_templates(parser)
    parser.set_defaults(run=_run_blank)


def _add_templates(parser: ChineseParser) -> None:
    parser.add_argument(
        "--templates",
        metavar="文件夹",
        type=Path,
        help="自备的报告格式和输出模板放在这里，先于自带的使用",
    )


def _run_print(args: argparse.Namespace) -> int:
    from drafter.commands.print_report import run

    return run(args)


def _run_forms(args: argparse.Namespace) -> int:
    from drafter.commands.list_forms import run

    return run(args)


def _run_blank(args: argparse.Namespace) -> int:
    from drafter.commands.blank import run

    return run(args)


def _width(text: str) -> int:
    if text.isdecimal() and int(text) in _WIDTHS:
        return int(text)
    raise argparse.ArgumentTypeError(f"要写 {_WIDTHS[0]} 到 {_WIDTHS[-1]} 的整数，不能是“{text}”。")
