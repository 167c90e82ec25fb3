"""What each command does, at whatever step it is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from drafter.chat import findings, leaving, menus
from drafter.chat.commands import Command, Said, help_lines
from drafter.chat.filling import see_table
from drafter.chat.talk import LeaveError
from drafter.desk.desk import changed_places
from drafter.desk.questions import explain_lines
from drafter.desk.tables import last_lines
from drafter.errors import Problem
from drafter.interview.acts import take_back
from drafter.interview.moving import back
from drafter.interview.passing import skip, skip_rest, unsure, verified
from drafter.interview.steps import Ask, Done, Fill, Review, Step, Write

if TYPE_CHECKING:
    from drafter.chat.loop import Chat


def do(chat: Chat, said: Said, step: Step) -> None:
    """One command. Raises: LeaveError."""
    _COMMANDS[said.command](chat, said.rest, step)


def _back(chat: Chat, rest: str, step: Step) -> None:
    chat.take(back(chat.state))


def _skip(chat: Chat, rest: str, step: Step) -> None:
    chat.take(skip(chat.state))


def _skip_rest(chat: Chat, rest: str, step: Step) -> None:
    after = skip_rest(chat.state)
    if after.progress == chat.state.progress:
        chat.talk.say("这一节没有别的选填题可以跳过了。")
    else:
        chat.take(after)


def _unsure(chat: Chat, rest: str, step: Step) -> None:
    if isinstance(step, Review | Done):
        chat.talk.say("这里没有要标的。用“去”到要标待核的地方。")
    elif chat.take(unsure(chat.state)):
        chat.talk.say("标了待核，记得回来核实。")


def _verified(chat: Chat, rest: str, step: Step) -> None:
    if not isinstance(step, Ask):
        chat.talk.say("这里没有标记待核。")
        return
    place = step.question.id
    after = verified(chat.state, place)
    if not isinstance(after, Problem) and place in chat.state.draft.answers:
        after = skip(after, place)
    chat.take(after)


def _explain(chat: Chat, rest: str, step: Step) -> None:
    if isinstance(step, Ask):
        chat.talk.say(*explain_lines(step))
    elif isinstance(step, Write):
        why = "上面的文字由前面的回答拟出。回车采用；打“改”可以自己写，以后事实变了会提醒。"
        chat.talk.say(why)
    else:
        chat.talk.say("列出来的是还没有完的地方，打序号就去那里。")


def _clear(chat: Chat, rest: str, step: Step) -> None:
    if isinstance(step, Ask) and step.question.id in chat.state.draft.answers:
        chat.take(take_back(chat.state, step.question.id), done_at=step.question.id)
        return
    chat.desk.typing.pop(step.spot.place if isinstance(step, Ask | Write) else "", None)
    chat.talk.say("这里没有可以清空的回答。")


def _last(chat: Chat, rest: str, step: Step) -> None:
    lines: list[str] = []
    if isinstance(step, Ask):
        lines = [f"上年：{step.last}"] if step.last else []
    elif isinstance(step, Write):
        lines = ["上年写的是（只供对照）：", *(f"　　{text}" for text in step.last)]
        lines = lines if step.last else []
    elif isinstance(step, Fill):
        lines = last_lines(step)
    chat.talk.say(*(lines or ["没有上年的内容可以对照。"]))


def _undo(chat: Chat, rest: str, step: Step) -> None:
    _tell_change(chat, "撤销了", chat.desk.undo)


def _redo(chat: Chat, rest: str, step: Step) -> None:
    _tell_change(chat, "重做了", chat.desk.redo)


def _tell_change(chat: Chat, what: str, act: Callable[[], Problem | None]) -> None:
    before = chat.state.draft
    problem = act()
    if problem is not None:
        chat.talk.say(str(problem))
        return
    changed = list(changed_places(chat.state.form, before, chat.state.draft))
    more = "等" if len(changed) > 4 else ""
    chat.talk.say(f"{what}：{'、'.join(changed[:4])}{more}。" if changed else f"{what}。")
    chat.settle()


def _check(chat: Chat, rest: str, step: Step) -> None:
    findings.check(chat)


def _preview(chat: Chat, rest: str, step: Step) -> None:
    leaving.preview(chat)


def _table(chat: Chat, rest: str, step: Step) -> None:
    if isinstance(step, Fill):
        see_table(chat, step, rest)
    else:
        tables = "、".join(f"去 {table.short}" for table in chat.state.form.tables.values())
        chat.talk.say(f"这里没有表。先到表里，再打“看表”：{tables}。")


def _write_out(chat: Chat, rest: str, step: Step) -> None:
    leaving.write_out(chat, rest)


def _leave(chat: Chat, rest: str, step: Step) -> None:
    raise LeaveError


def _help(chat: Chat, rest: str, step: Step) -> None:
    commands, more = help_lines()
    chat.talk.say("随时可以说：", *(commands if chat.talk.plain else ["  ".join(commands)]), *more)


_COMMANDS: dict[Command, Callable[[Chat, str, Step], None]] = {
    Command.BACK: _back,
    Command.SKIP: _skip,
    Command.SKIP_REST: _skip_rest,
    Command.UNSURE: _unsure,
    Command.VERIFIED: _verified,
    Command.EXPLAIN: _explain,
    Command.MENU: menus.menu,
    Command.GO: menus.go,
    Command.CHECK: _check,
    Command.PREVIEW: _preview,
    Command.UNDO: _undo,
    Command.REDO: _redo,
    Command.TABLE: _table,
    Command.CLEAR: _clear,
    Command.LAST: _last,
    Command.FINISH: menus.finish,
    Command.REOPEN: menus.reopen,
    Command.WRITE_OUT: _write_out,
    Command.LEAVE: _leave,
    Command.HELP: _help,
}
