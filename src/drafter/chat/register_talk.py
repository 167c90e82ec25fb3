"""The register in the chat: counted into the tables, counted again, its applications shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from drafter.chat.chat_commands import Said
from drafter.chat.conversation import Chat
from drafter.chat.talk import chosen
from drafter.desk.merged_cells import is_merged, units_behind
from drafter.desk.register_at_hand import (
    Recount,
    behind,
    cells_named,
    count_lines,
    due_now,
    kept,
    news,
    reader_of,
    recounted,
    refusal,
    register_at_hand,
    register_file,
    settings_for,
)
from drafter.desk.register_count import RegisterCount
from drafter.desk.register_in_words import asked, due_words
from drafter.draft.typed_answers import read_yesno
from drafter.errors import DrafterError, Problem
from drafter.ledger.register_settings import Settings
from drafter.ledger.register_tally import Doubt
from drafter.session.session_folder import typed_path

_AGAIN = ("重新统计", "重新", "再统计")
_DUE = ("到期", "快到期", "期限")
_MOST_CELLS = 6

_Read = TypeVar("_Read")


def ledger(chat: Chat, rest: str) -> Said | None:
    """Whatever of a register the words ask for; a command that was said instead comes back."""
    if (problem := refusal(chat.state)) is not None:
        chat.talk.say(str(problem))
        return None
    try:
        return _ledger(chat, rest.strip())
    except DrafterError as error:
        chat.talk.say(*map(str, error.problems))
        return None


def _ledger(chat: Chat, rest: str) -> Said | None:
    known = register_file(chat.state)
    merged = [a for a in cells_named(chat.state, rest) if is_merged(chat.state, a)]
    if merged:
        for address in merged[:_MOST_CELLS]:
            chat.talk.say(*units_behind(chat.state.form, chat.desk.session.path, address))
        return None
    if known is not None and rest in _AGAIN:
        return _count(chat, known)
    if known is not None and rest in _DUE:
        chat.talk.say(*_known(chat, lambda: due_now(chat.state, chat.around.today)))
        return None
    if known is not None and (cells := cells_named(chat.state, rest)):
        for address in cells[:_MOST_CELLS]:
            chat.talk.say(*_known(chat, partial(behind, chat.state, address, chat.around.today)))
        return None
    if not rest and known is not None:
        return _status(chat, known)
    if not rest:
        line = chat.ask(["台账在哪里？写文件名（xlsx、xls、et、csv），也可以拖进来。（回车不用）"])
        if isinstance(line, Said) or not line.strip():
            return line if isinstance(line, Said) else None
        rest = line
    return _count(chat, typed_path(rest, chat.around.out))


def _known(chat: Chat, look: Callable[[], _Read]) -> _Read:
    """What is looked up in the session's register, which is read where it is not at hand."""
    return look() if register_at_hand(chat.state) else _read(chat, look)


def _read(chat: Chat, read: Callable[[], _Read]) -> _Read:
    """What takes a while, which Ctrl+C gives up. Raises: DrafterError where it does."""
    chat.talk.say("正在读台账……（Ctrl+C 不读了）")
    try:
        with chat.talk.waiting():
            return read()
    except KeyboardInterrupt:
        fix = "已经填好的都没有变；要读，再说一遍就行。"
        raise DrafterError(Problem("台账", "没有读完，停下了。", fix)) from None


def _status(chat: Chat, known: Path) -> Said | None:
    """Which register it is, and what is new of it."""
    chat.talk.say(f"台账：{known}", *filter(None, [due_words(chat.state, chat.around.today)]))
    if new := news(chat.state):
        chat.talk.say(f"{new}，重新统计：")
        return _count(chat, known)
    if not known.is_file():
        chat.talk.say("这个文件不在那里了。打“台账 文件名”写明现在的地方。")
        return None
    chat.talk.say(
        "打“台账 到期”看期限，“台账 重新统计”再数一遍，“台账 行名 列名”看一格后面的申请。"
    )
    return None


def _count(chat: Chat, path: Path) -> Said | None:
    """Count a register, asking what is not known, and record what the clerk agrees to."""
    instead: list[Said] = []

    def ask(count: RegisterCount, doubt: Doubt) -> str | None:
        if instead:
            return None
        question = asked(count.found, doubt)
        ways = [f"  {n} {words}" for n, (_, words) in enumerate(question.choices, start=1)]
        lines = [*question.lines, *ways, "（打序号，回车先不答）"]
        line = chat.ask(lines, is_answer=str.isdecimal)
        if isinstance(line, Said):
            instead.append(line)
            return None
        way = chosen(line.strip(), question.choices)
        return way[0] if way else None

    reader = reader_of(chat.state, path, chat.around.today)
    settings = settings_for(chat.state, path)

    def count(answered: Settings) -> RegisterCount:
        # What was answered is kept at once: the chat may end at any question.
        if (after := kept(chat.state, path, answered)) is not chat.state:
            chat.take(after)
        if reader.has_read(answered):
            return reader.count(answered)
        return _read(chat, lambda: reader.count(answered))

    found = recounted(chat.state, reader.settle(settings, ask, count))
    if isinstance(found, Problem):
        chat.talk.say(str(found))
        return instead[0] if instead else None
    chat.talk.say(*count_lines(found))
    agreed = _agreed(chat, found)
    if agreed is not True:
        chat.talk.say("没有记下，表里还是原来的数。")
        return agreed or None
    if chat.take(found.after):
        chat.talk.say("记下了，不对可以打“撤销”。")
    return instead[0] if instead else None


def _agreed(chat: Chat, found: Recount) -> bool | Said:
    """Whether figures may be replaced, where any would be; or the command that was said instead."""
    if not any(change.old for change in found.changed):
        return True
    line = chat.ask(["原来的数会换成统计的数，记下吗？（打“是”记下，回车不记）"])
    return line if isinstance(line, Said) else read_yesno(line) is True
