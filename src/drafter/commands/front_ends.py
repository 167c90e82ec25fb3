"""`drafter chat`, `resume` and `open`: a session filled in, line by line or on the full screen."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.argparse_zh import ChineseParser
from drafter.chat.session_talk import GivenUpError, open_chosen, open_latest, open_named
from drafter.chat.signals import Signals, Stopped
from drafter.chat.talk import EndedError, Talk
from drafter.commands.shared_arguments import (
    add_folder,
    add_packs,
    add_templates,
    add_today,
    answers_path,
)
from drafter.errors import DrafterError, ExitCode, Problem
from drafter.session.session_folder import find_file, sessions_folder
from drafter.streams import steer

if TYPE_CHECKING:
    from drafter.checks.rule_packs import Pack
    from drafter.session.session_file import Session
    from drafter.tui.screen_host import Left


def add_chat(parser: ChineseParser) -> None:
    """`drafter chat`."""
    _add_chat(parser, "报告的名字或文件；不写时从已有的里选，没有就新建")


def add_resume(parser: ChineseParser) -> None:
    """`drafter resume`."""
    _add_chat(parser, "报告的名字或文件；不写时打开最后改过的一份")


def _add_chat(parser: ChineseParser, help_name: str) -> None:
    help_plain = "一题一行，不重画屏幕；用于读屏软件和管道"
    parser.add_argument("--plain", action="store_true", help=help_plain)
    help_answers = "先读入这个答案文件，只问里面没有的"
    parser.add_argument("--answers", metavar="文件", type=answers_path, help=help_answers)
    _add_session(parser, help_name)
    parser.set_defaults(run=_run_chat)


def _add_session(parser: ChineseParser, help_name: str) -> None:
    parser.add_argument("name", metavar="名字", nargs="?", help=help_name)
    add_packs(parser)
    add_today(parser, "计算")
    add_folder(parser)
    add_templates(parser)


def _run_chat(args: Namespace) -> int:
    """Talk until the clerk leaves."""
    # Before anything is asked: a closed window or Ctrl+C leaves in order from the first word on.
    with Signals() as signals:
        talk = _talk(args, signals)
        try:
            session = _session(args, talk)
        except GivenUpError:
            return ExitCode.OK
        except EndedError:
            return ExitCode.UNFINISHED if talk.plain else ExitCode.OK
        except Stopped as stopped:
            return stopped.code
        with session:
            return _talked(args, talk, session)


def _is_plain(args: Namespace) -> bool:
    """Whether the terminal can do nothing but lines, or the clerk wants no more."""
    if args.plain or not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        return True
    return os.name != "nt" and os.environ.get("TERM", "") in ("", "dumb", "unknown")


def _talk(args: Namespace, signals: Signals) -> Talk:
    if _is_plain(args):
        from drafter.chat.talk import PlainTalk

        if sys.stdin is None:
            raise DrafterError(Problem("输入", "没有可以读的输入。", "在终端里运行。"))
        return PlainTalk(sys.stdin.buffer, sys.stderr, sys.stdout, signals)
    from drafter.chat.terminal_talk import PromptTalk

    return PromptTalk(signals)


def _session(args: Namespace, talk: Talk) -> Session:
    folder = sessions_folder(args.dir)
    if args.name is not None:
        return open_named(talk, folder, args.name, args.templates)
    latest = args.command == "resume"
    return (open_latest if latest else open_chosen)(talk, folder, args.templates, args.today)


def _talked(args: Namespace, talk: Talk, session: Session) -> int:
    from drafter.chat.chat_loop import run_chat
    from drafter.chat.conversation import Chat
    from drafter.desk.desk import Around, Desk

    packs: tuple[Pack, ...] = ()
    if args.pack:
        from drafter.checks.rule_packs import load_packs

        packs = load_packs(session.form, args.pack, args.templates)
    local = frozenset(asked.question for pack in packs for asked in pack.answers)
    desk = Desk(session, local)
    around = Around(args.today, Path.cwd(), packs, args.templates)
    chat = Chat(desk, talk, around)
    if args.answers is not None:
        from drafter.chat.answers_talk import take_file

        take_file(chat, args.answers, args.templates)
    return run_chat(chat)


_LOADING = "正在载入…"


def add_open(parser: ChineseParser) -> None:
    """`drafter open`."""
    parser.description = "打开全屏界面；单独运行 drafter 也可以。终端不行的，用 drafter chat。"
    _add_session(parser, "报告的名字或文件；不写时先列出已有的")
    parser.set_defaults(run=_run_open)


def _run_open(args: Namespace) -> int:
    """Show the screen until the clerk leaves. Raises: DrafterError where it cannot be shown."""
    from drafter.tui.terminal import is_ambiguous_wide, look, unfit

    folder = sessions_folder(args.dir)
    path = _path(args.name, folder)
    if why := unfit(look()):
        fix = f"可以一问一答地填：{_chat_command(args.name)}"
        raise DrafterError(Problem("全屏界面", f"打不开：{why}", fix))
    wide = is_ambiguous_wide()
    # Textual takes a while to load, and a black screen looks like a crash.
    print(_LOADING, end="", file=sys.stderr, flush=True)
    left = _shown(args, folder, path, wide=wide)
    if left is None:
        return ExitCode.OK
    if left.report:
        print(left.report, end="")
    with suppress(OSError):  # the window is gone
        print(*left.lines, sep="\n", end="\n" if left.lines else "", file=sys.stderr, flush=True)
    return left.code


def _shown(args: Namespace, folder: Path, path: Path | None, *, wide: bool) -> Left | None:
    """Raises: what went wrong within the screen, after all was saved."""
    from drafter.tui import terminal_text
    from drafter.tui.app import DrafterApp
    from drafter.tui.screen_host import Start
    from drafter.tui.textual_privates import mend_input
    from drafter.tui.themes import theme_folder

    terminal_text.use(safe=wide)
    mend_input()
    steer(sys.stderr, "\r\x1b[K")
    sys.stderr.flush()
    start = Start(
        folder=folder,
        today=args.today,
        out=Path.cwd(),
        config=theme_folder(),
        own=args.templates,
        packs=tuple(args.pack),
        path=path,
    )
    app = DrafterApp(start)
    try:
        left = app.run()
    finally:
        app.close()
    # Told once the terminal is its old self again; on the screen nobody could copy it.
    if app.crash is not None:
        print(*app.last_words, sep="\n", file=sys.stderr)
        raise app.crash
    return left


def _path(name: str | None, folder: Path) -> Path | None:
    """The file that is meant; None for the list of all. Raises: DrafterError."""
    if name is None:
        return None
    from drafter.session.session_shelf import find

    given = find_file(Path(name), folder)
    return given if os.path.isfile(given) else find(folder, name)


def _chat_command(name: str | None) -> str:
    return f"drafter chat {name}" if name else "drafter chat"
