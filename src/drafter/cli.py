"""The command line: which commands there are, and how each way out is told."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module

from drafter import __version__
from drafter.argparse_zh import ChineseParser
from drafter.errors import DrafterError, ExitCode, Problem, nearest
from drafter.streams import abandon, make_safe

_EPILOG = """\
某个命令的详细说明：drafter 命令 -h

退出码：
  0    完成
  1    报告有错误，或者还不能出正式稿
  2    命令、文件或报告格式读不懂，或者输出写不进去
  3    对话没有做完，输入就结束了；已做的都保存了
  70   drafter 自身出错
  129  终端关闭；已做的都保存了
  130  按 Ctrl+C 中断
  141  接收输出的程序提前结束
  143  系统要求结束；已做的都保存了"""


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
    argv = sys.argv[1:] if argv is None else argv
    if not argv and _is_watched():
        argv = ["open"]
    parser = _parser(argv)
    try:
        args = parser.parse_args(argv)
    except SystemExit:
        return ExitCode.OK  # --help and --version have said what they had to
    if args.command is None:
        parser.print_help()
        return ExitCode.OK
    # Only a command that runs needs it: `--help` and a mistyped word do not wait.
    from drafter.form.form_cache import remember_in
    from drafter.user_folders import cache_folder

    remember_in(cache_folder())
    code: int = args.run(args)
    return code


def _is_watched() -> bool:
    """Whether a person sits there: then `drafter` alone opens the screen, else it helps."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def _tell(error: Exception) -> ExitCode:
    """Say on stderr what went wrong; with nobody there to hear it, the code says it."""
    # Files are opened by name; without one it is stdout that failed.
    if isinstance(error, OSError) and error.filename is None:
        if sys.platform == "win32" and error.errno == errno.EINVAL:
            abandon(sys.stdout)  # so Windows says that nobody reads any more
            return ExitCode.READER_GONE
        abandon(sys.stdout)
        error = DrafterError(Problem("输出", "没有写完就写不进去了。", "看看磁盘是不是满了。"))
    elif isinstance(error, OSError):  # of a file or folder that nobody expected trouble from
        from drafter.files import unreadable

        error = unreadable(os.fsdecode(error.filename), error)
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


def _parser(argv: Sequence[str] = ()) -> ChineseParser:
    """The parser: of the commands the one that is called, where one is, else all by name only."""
    parser = ChineseParser(
        prog="drafter",
        usage="drafter [选项] 命令 …",
        description="在终端里编写政府信息公开工作年度报告。",
        epilog=_EPILOG,
    )
    parser.add_argument(
        "--version", action="version", version=f"drafter {__version__}", help="显示版本"
    )
    commands = parser.add_subparsers(title="命令", dest="command", metavar="命令", prog="drafter")
    # No option before the command takes a value, so the first plain word is the command.
    called = next((word for word in argv if not word.startswith("-")), None)
    if called is None:
        for name, (_, about) in COMMANDS.items():
            commands.add_parser(name, help=about)
        return parser
    if called not in COMMANDS:
        known = f"{nearest(called, COMMANDS)}可以用的有：{'、'.join(COMMANDS)}。"
        parser.error(f"没有“{called}”这个命令。{known}")
    module, about = COMMANDS[called]
    add = getattr(import_module(f"drafter.commands.{module}"), f"add_{called}")
    add(commands.add_parser(called, description=f"{about}。"))
    return parser


COMMANDS: Mapping[str, tuple[str, str]] = {
    "print": ("report_output", "把答案文件印成完整的报告"),
    "export": ("export_output", "生成可以送审、签发和公布的文件"),
    "read": ("published_output", "读出一份公布的报告，说明哪些读准了"),
    "check": ("findings_output", "核对答案文件"),
    "close": ("closed_findings", "说明一条提醒的理由，把它关闭"),
    "checks": ("findings_output", "列出全部核对项目，或说明其中一项"),
    "tally": ("register_output", "统计依申请公开台账，填好表三和表四"),
    "ledger": ("register_output", "新建依申请公开台账，看哪些快到期"),
    "gather": ("gather_output", "汇总各单位的报告：谁没报、谁有错、谁抄了谁"),
    "compare": ("compare_output", "比较一个单位的几年，或者一年的几个单位"),
    "merge": ("merge_output", "把各单位的表格相加，做成本级政府的草稿"),
    "forms": ("form_output", "列出可以用的报告格式"),
    "blank": ("form_output", "给出一份空白的答案文件"),
    "open": ("screen_command", "打开全屏界面"),
    "new": ("session_upkeep", "新建一份要填写的报告"),
    "chat": ("chat_command", "一问一答地填写一份报告"),
    "resume": ("chat_command", "接着填上次的报告"),
    "list": ("session_upkeep", "列出所有报告，说明做到哪里、还有几处错误"),
    "rename": ("session_upkeep", "给一份报告改名"),
    "remove": ("session_upkeep", "把一份报告移到回收站"),
    "restore": ("session_upkeep", "从回收站拿回一份报告"),
    "where": ("session_upkeep", "显示报告存在哪里"),
}
"""Every command in the order of the help: its module in `commands/`, and what it does.

The module is imported only when the command is called; its function `add_NAME` adds the
arguments to a parser and sets what runs.
"""
