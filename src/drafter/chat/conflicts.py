"""The file was changed by somebody else meanwhile: which one is to hold? Nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drafter.chat.commands import Command, Said
from drafter.chat.talk import LeaveError
from drafter.errors import DrafterError

if TYPE_CHECKING:
    from drafter.chat.loop import Chat


def ask_which(chat: Chat) -> None:
    """Ask once, and do it. Raises: LeaveError; ours is then put aside."""
    conflict = chat.desk.conflict
    if conflict is None:
        return
    chat.talk.say(str(conflict.problems[0]))
    try:
        if conflict.missing:
            _missing(chat)
        else:
            _changed(chat)
    except DrafterError as error:
        chat.talk.say(*map(str, error.problems))


def _changed(chat: Chat) -> None:
    lines = [
        "用哪一份？没有用的那一份会另存在旁边。",
        "  1 用文件里的  2 用这里的  3 先退出，这里的另存一份",
    ]
    line = chat.ask(lines, is_answer=str.isdecimal)
    word = line.strip() if isinstance(line, str) else ""
    if word == "1" or word.startswith("用文件"):
        place = chat.desk.use_theirs()
        chat.talk.say(f"用了文件里的。刚才这里的另存为：{place}")
    elif word == "2" or word.startswith("用这里"):
        kept = chat.desk.use_mine()
        chat.talk.say("用了这里的。" + (f"文件里原来的另存为：{kept}" if kept else ""))
    elif word == "3" or (isinstance(line, Said) and line.command is Command.LEAVE):
        raise LeaveError
    else:
        chat.talk.say("打 1、2 或者 3。")


def _missing(chat: Chat) -> None:
    line = chat.ask(["（回车重新保存一份）"])
    if isinstance(line, Said) and line.command is Command.LEAVE:
        raise LeaveError
    chat.desk.use_mine()
    chat.talk.say("重新保存好了。")
