"""The command line: which commands there are, and how each way out is told."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from drafter import __version__
from drafter.argparse_zh import ChineseParser
from drafter.errors import DrafterError, ExitCode, Problem, nearest
from drafter.streams import abandon, make_safe

if TYPE_CHECKING:
    from drafter.desk.output_files import Output

_Commands: TypeAlias = "argparse._SubParsersAction[ChineseParser]"
_WIDTHS = range(80, 401)
_GARBAGE = 50_000
"""Objects made before Python looks for garbage: a command that ends at once has none."""
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
    gc.set_threshold(_GARBAGE)
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
    from platformdirs import user_cache_path

    from drafter.form.form_cache import remember_in

    remember_in(user_cache_path("drafter", appauthor=False))
    code: int = args.run(args)
    return code


def _is_watched() -> bool:
    """Whether a person sits there: then `drafter` alone opens the screen, else it helps."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


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


def help_text() -> str:
    """What `drafter --help` prints."""
    return _parser().format_help()


def _parser(argv: Sequence[str] = ()) -> ChineseParser:
    """The parser; of the commands only the one that is called, where one is."""
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
    called = next((word for word in argv if not word.startswith("-")), "")
    for name, add in _COMMANDS.items():
        if called not in _COMMANDS or name == called:
            add(commands, name)
    return parser


def _add_print(commands: _Commands, name: str) -> None:
    about = "把答案文件印成完整的报告"
    parser = commands.add_parser(name, help=about, description=about + "，写到标准输出。")
    parser.add_argument("file", metavar="文件", type=_file, help="答案文件（YAML），或报告的名字")
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


def _add_export(commands: _Commands, name: str) -> None:
    about = "生成可以送审、签发和公布的文件"
    more = "；写好的文件先读回来，与报告逐项核对，一致的才存。"
    parser = commands.add_parser(name, help=about, description=about + more)
    parser.add_argument("file", metavar="文件", type=_file, help="答案文件（YAML），或报告的名字")
    parser.add_argument(
        "--to",
        metavar="形式",
        type=_outputs,
        action="extend",
        help="docx（Word 文件，默认）、html（网页）、md、txt（文本）、pdf、json（供其他程序读取）、"
        "review（一页的送审稿）；可以写几种，中间用逗号",
    )
    help_place = (
        "写到这个文件，或者这个文件夹；默认是现在的文件夹。不写 --to 时，形式看文件名的结尾"
    )
    parser.add_argument("-o", metavar="位置", dest="place", type=_place, help=help_place)
    parser.add_argument("--force", action="store_true", help="已经有的同名文件，换成新的")
    parser.add_argument(
        "--final", action="store_true", help="出正式稿；报告还有错误或没填完时不出，退出码为 1"
    )
    help_since = "上一版的答案文件，送审稿里写出改了什么；默认是上次送审时的"
    parser.add_argument("--since", metavar="文件", type=_file, help=help_since)
    _add_comparison(parser)
    _add_templates(parser)
    parser.set_defaults(run=_run_export)


def _add_forms(commands: _Commands, name: str) -> None:
    about = "列出可以用的报告格式"
    parser = commands.add_parser(name, help=about, description=about + "。")
    _add_templates(parser)
    parser.set_defaults(run=_run_forms)


def _add_blank(commands: _Commands, name: str) -> None:
    about = "给出一份空白的答案文件"
    parser = commands.add_parser(name, help=about, description=about + "，写到标准输出。")
    parser.add_argument("form", metavar="格式", help="报告格式的名字，见 drafter forms")
    _add_templates(parser)
    parser.set_defaults(run=_run_blank)


def _add_check(commands: _Commands, name: str) -> None:
    about = "核对答案文件"
    parser = commands.add_parser(
        name, help=about, description=about + "，逐条指出错误和可疑之处，说明位置和改法。"
    )
    help_files = "答案文件（YAML），或报告的名字"
    parser.add_argument("files", metavar="文件", type=_file, nargs="+", help=help_files)
    _add_comparison(parser)
    parser.add_argument(
        "--format",
        metavar="形式",
        choices=("text", "json", "sarif"),
        default="text",
        help="text 文字（默认），json 和 sarif 供其他程序读取",
    )
    _add_templates(parser)
    parser.set_defaults(run=_run_check)


def _add_close(commands: _Commands, name: str) -> None:
    about = "说明一条提醒的理由，把它关闭"
    parser = commands.add_parser(
        name, help=about, description=about + "；数值变化后它会重新出现。错误不能关闭。"
    )
    parser.add_argument("file", metavar="文件", type=_file, help="答案文件（YAML），或报告的名字")
    parser.add_argument("code", metavar="编号", help="提醒后面方括号里的编号，例如 T03")
    parser.add_argument("--reason", metavar="理由", required=True, help="为什么没有错")
    parser.add_argument("--at", metavar="位置", help="同一编号有几处时，指明是哪一处")
    _add_comparison(parser)
    _add_templates(parser)
    parser.set_defaults(run=_run_close)


def _add_comparison(parser: ChineseParser) -> None:
    parser.add_argument(
        "--last-year",
        metavar="文件",
        type=_file,
        help="上年的答案文件；没有它，与上年比较的各项不能核对",
    )
    parser.add_argument(
        "--pack",
        metavar="名称",
        action="append",
        default=[],
        help="打开一份当地要求；可以写几次",
    )
    parser.add_argument("--today", metavar="日期", type=_day, help="按这一天核对，默认是今天")


def _add_checks(commands: _Commands, name: str) -> None:
    about = "列出全部核对项目，或说明其中一项"
    parser = commands.add_parser(name, help=about, description=about + "。")
    parser.add_argument("code", metavar="编号", nargs="?", help="核对项目的编号，例如 T02")
    parser.set_defaults(run=_run_checks)


def _add_new(commands: _Commands, name: str) -> None:
    about = "新建一份要填写的报告"
    parser = commands.add_parser(name, help=about, description=about + "。")
    help_name = "报告的名字；不写时用单位名称和年度"
    parser.add_argument("name", metavar="名字", nargs="?", help=help_name)
    parser.add_argument("--form", metavar="格式", help="报告格式的名字，见 drafter forms")
    help_last = "上年的答案文件或报告名字，带入单位情况和结转的数字"
    parser.add_argument("--from", metavar="上年", type=_file, dest="last", help=help_last)
    parser.add_argument("--year", metavar="年度", type=_year, help="报告哪一年的工作")
    _add_folder(parser)
    _add_templates(parser)
    parser.set_defaults(run=_run_new)


_CHATS = {
    "chat": ("一问一答地填写一份报告", "报告的名字或文件；不写时从已有的里选，没有就新建"),
    "resume": ("接着填上次的报告", "报告的名字或文件；不写时打开最后改过的一份"),
}


def _add_chat(commands: _Commands, name: str) -> None:
    about, help_name = _CHATS[name]
    parser = commands.add_parser(name, help=about, description=about + "。")
    parser.add_argument("name", metavar="名字", nargs="?", help=help_name)
    parser.add_argument(
        "--plain", action="store_true", help="一题一行，不重画屏幕；用于读屏软件和管道"
    )
    parser.add_argument(
        "--answers", metavar="文件", type=_file, help="先读入这个答案文件，只问里面没有的"
    )
    help_pack = "打开一份当地要求；可以写几次"
    parser.add_argument("--pack", metavar="名称", action="append", default=[], help=help_pack)
    parser.add_argument("--today", metavar="日期", type=_day, help="按这一天计算，默认是今天")
    _add_folder(parser)
    _add_templates(parser)
    parser.set_defaults(run=_run_chat)


def _add_open(commands: _Commands, name: str) -> None:
    about = "打开全屏界面"
    more = "；单独运行 drafter 也可以。终端不行的，用 drafter chat。"
    parser = commands.add_parser(name, help=about, description=about + more)
    help_name = "报告的名字或文件；不写时先列出已有的"
    parser.add_argument("name", metavar="名字", nargs="?", help=help_name)
    help_pack = "打开一份当地要求；可以写几次"
    parser.add_argument("--pack", metavar="名称", action="append", default=[], help=help_pack)
    parser.add_argument("--today", metavar="日期", type=_day, help="按这一天计算，默认是今天")
    _add_folder(parser)
    _add_templates(parser)
    parser.set_defaults(run=_run_open)


_NAME = ("name", "名字", "报告的名字，见 drafter list")
_SESSION_COMMANDS = {
    "list": ("列出所有报告，说明做到哪里、还有几处错误", ()),
    "rename": ("给一份报告改名", (_NAME, ("new_name", "新名字", "改成的名字"))),
    "remove": ("把一份报告移到回收站", (_NAME,)),
    "restore": ("从回收站拿回一份报告", (("name", "[名字]", "不写时列出回收站里有什么"),)),
    "where": ("显示报告存在哪里", (("name", "[名字]", "不写时显示存放全部报告的文件夹"),)),
}
"""For each: what it does, and its words with their help; one in brackets may be left out."""


def _add_session_command(commands: _Commands, command: str) -> None:
    about, words = _SESSION_COMMANDS[command]
    parser = commands.add_parser(command, help=about, description=about + "。")
    for name, label, help_text in words:
        nargs = "?" if label.startswith("[") else None
        parser.add_argument(name, metavar=label.strip("[]"), nargs=nargs, help=help_text)
    if command == "list":
        parser.add_argument("--today", metavar="日期", type=_day, help="按这一天核对，默认是今天")
        _add_templates(parser)
    _add_folder(parser)
    parser.set_defaults(run=_run_sessions)


def _add_folder(parser: ChineseParser) -> None:
    help_folder = "报告存放的文件夹；默认见 drafter where"
    parser.add_argument("--dir", metavar="文件夹", type=Path, help=help_folder)


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


def _run_export(args: argparse.Namespace) -> int:
    from drafter.commands.export import run

    return run(args)


def _run_forms(args: argparse.Namespace) -> int:
    from drafter.commands.list_forms import run

    return run(args)


def _run_blank(args: argparse.Namespace) -> int:
    from drafter.commands.blank import run

    return run(args)


def _run_check(args: argparse.Namespace) -> int:
    from drafter.commands.check import run

    return run(args)


def _run_close(args: argparse.Namespace) -> int:
    from drafter.commands.close import run

    return run(args)


def _run_checks(args: argparse.Namespace) -> int:
    from drafter.commands.checks import run

    return run(args)


def _run_new(args: argparse.Namespace) -> int:
    from drafter.commands.new_session import run

    return run(args)


def _run_chat(args: argparse.Namespace) -> int:
    from drafter.commands.chat import run

    return run(args)


def _run_open(args: argparse.Namespace) -> int:
    from drafter.commands.full_screen import run

    return run(args)


def _run_sessions(args: argparse.Namespace) -> int:
    from drafter.commands.sessions import run

    return run(args)


def _file(text: str) -> Path:
    """The file, else the session of that name. Only a name that is no file costs a look."""
    path = Path(text)
    if os.path.exists(path):
        return path
    from drafter.session.session_folder import find_file

    return find_file(path)


def _outputs(text: str) -> list[Output]:
    """`docx,html`: each is one that can be made."""
    from drafter.desk.output_files import Output, outputs_called, split_words

    known = [output.value for output in Output]
    words = split_words(text)
    if not words:
        raise argparse.ArgumentTypeError("后面要写一个值。")
    for word in words:
        if not outputs_called(word):
            told = f"不能是“{word}”。{nearest(word, known)}可以用的有：{'、'.join(known)}。"
            raise argparse.ArgumentTypeError(told)
    return [output for word in words for output in outputs_called(word)]


def _place(text: str) -> Path:
    """A file, or a folder; one written as a folder has to be there."""
    if not text:
        raise argparse.ArgumentTypeError("后面要写一个值。")
    if text == "-":
        raise argparse.ArgumentTypeError("后面要写文件名；在终端里看，用 drafter print。")
    if text.endswith(("/", os.sep)) and not os.path.isdir(text):
        raise argparse.ArgumentTypeError(f"没有“{text}”这个文件夹。")
    return Path(text)


def _year(text: str) -> int:
    if text.isdecimal() and len(text) == 4:
        return int(text)
    raise argparse.ArgumentTypeError(f"年度要写成 2021 这样的四位数，不能是“{text}”。")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"日期要写成 2022-01-20 这样，不能是“{text}”。"
        raise argparse.ArgumentTypeError(message) from None


def _width(text: str) -> int:
    if text.isdecimal() and int(text) in _WIDTHS:
        return int(text)
    raise argparse.ArgumentTypeError(f"要写 {_WIDTHS[0]} 到 {_WIDTHS[-1]} 的整数，不能是“{text}”。")


_COMMANDS: Mapping[str, Callable[[_Commands, str], None]] = {
    "print": _add_print,
    "export": _add_export,
    "check": _add_check,
    "close": _add_close,
    "checks": _add_checks,
    "forms": _add_forms,
    "blank": _add_blank,
    "open": _add_open,
    "new": _add_new,
    **dict.fromkeys(_CHATS, _add_chat),
    **dict.fromkeys(_SESSION_COMMANDS, _add_session_command),
}
"""Every command in the order of the help, with what adds it to the parser."""
