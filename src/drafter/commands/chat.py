"""`drafter chat` and `drafter resume`: a session filled in by question and answer."""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.chat.session_talk import GivenUpError, open_chosen, open_latest, open_named
from drafter.chat.signals import Signals, Stopped
from drafter.chat.talk import EndedError, Talk
from drafter.desk.lean_asyncio import import_asyncio
from drafter.errors import DrafterError, ExitCode, Problem
from drafter.session.session_folder import sessions_folder

if TYPE_CHECKING:
    from drafter.chat.conversation import Chat
    from drafter.checks.rule_packs import Pack
    from drafter.session.session_file import Session


def run(args: Namespace) -> int:
    """Talk until the clerk leaves."""
    gc.disable()  # until the first answer: a start makes no garbage worth looking for
    try:
        return _run(args)
    finally:
        gc.enable()


def _run(args: Namespace) -> int:
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
            return _chat(args, talk, session)


def is_plain(args: Namespace) -> bool:
    """Whether the terminal can do nothing but lines, or the clerk wants no more."""
    if args.plain or not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        return True
    return os.name != "nt" and os.environ.get("TERM", "") in ("", "dumb", "unknown")


def _talk(args: Namespace, signals: Signals) -> Talk:
    if is_plain(args):
        from drafter.chat.talk import PlainTalk

        if sys.stdin is None:
            raise DrafterError(Problem("输入", "没有可以读的输入。", "在终端里运行。"))
        return PlainTalk(sys.stdin.buffer, sys.stderr, sys.stdout, signals)
    import_asyncio()
    from drafter.chat.terminal_talk import PromptTalk

    return PromptTalk(signals)


def _session(args: Namespace, talk: Talk) -> Session:
    folder = sessions_folder(args.dir)
    if args.name is not None:
        return open_named(talk, folder, args.name, args.templates)
    latest = args.command == "resume"
    return (open_latest if latest else open_chosen)(talk, folder, args.templates)


def _chat(args: Namespace, talk: Talk, session: Session) -> int:
    from drafter.chat.chat_loop import run_chat
    from drafter.chat.conversation import Chat
    from drafter.desk.desk import Around, Desk

    packs: tuple[Pack, ...] = ()
    if args.pack:
        from drafter.checks.rule_packs import load_packs

        packs = load_packs(session.form, args.pack, args.templates)
    local = frozenset(asked.question for pack in packs for asked in pack.answers)
    desk = Desk(session, local)
    around = Around(args.today or date.today(), Path.cwd(), packs, args.templates)
    chat = Chat(desk, talk, around)
    if args.answers is not None:
        _take(args, chat)
    return run_chat(chat)


def _take(args: Namespace, chat: Chat) -> None:
    from drafter.chat.session_talk import take_answers
    from drafter.draft.answers_file import load_answers

    given = load_answers(args.answers, args.templates)
    if given.form.id != chat.state.form.id:
        what = f"是“{given.form.name}”的答案，这份报告用的是“{chat.state.form.name}”。"
        raise DrafterError(Problem(str(args.answers), what, "换一个文件，或者新建一份报告。"))
    taken = take_answers(chat.state, given)
    chat.take(taken.state)
    chat.talk.say(f"从 {args.answers} 读入了 {taken.answers} 处。")
    if taken.skipped:
        chat.talk.say(f"文件里没有写的 {taken.skipped} 题选填，先跳过；要填的，用“去”。")
    chat.talk.say(*(f"没有用上：{problem}" for problem in taken.problems))
