"""`drafter chat` and `resume`: a session filled in line by line."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from drafter.argparse_zh import ChineseParser
from drafter.chat.session_talk import GivenUpError, open_chosen, open_latest, open_named
from drafter.chat.signals import Signals, Stopped
from drafter.chat.talk import EndedError, Talk
from drafter.commands.shared_arguments import add_session, answers_path
from drafter.errors import DrafterError, ExitCode, Problem
from drafter.session.session_folder import sessions_folder
from drafter.user_folders import output_folder

if TYPE_CHECKING:
    from drafter.checks.rule_packs import Pack
    from drafter.session.session_file import Session


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
    add_session(parser, help_name)
    parser.set_defaults(run=_run_chat)


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
            talk.say("输入结束了，没有打开、也没有新建报告。")
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
    open_one = open_latest if args.command == "resume" else open_chosen
    return open_one(talk, folder, args.templates, args.today, args.answers)


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
    around = Around(args.today, output_folder(), packs, args.templates)
    chat = Chat(desk, talk, around)
    if args.answers is not None:
        from drafter.chat.answers_talk import take_file

        take_file(chat, args.answers, args.templates)
    return run_chat(chat)
