"""What each command does, at whatever step it is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from drafter.chat import farewell_talk, findings_talk
from drafter.chat.chat_commands import Command, Said, help_lines
from drafter.chat.table_talk import see_table
from drafter.chat.talk import LeaveError
from drafter.desk.clerk_words import Target, find_place, number_of
from drafter.desk.desk import changed_places
from drafter.desk.open_points import finish_all_parts, troubles
from drafter.desk.question_in_words import explain_lines
from drafter.desk.table_in_words import last_lines
from drafter.errors import Problem
from drafter.interview.given_answers import take_back
from drafter.interview.interview_state import REVIEW
from drafter.interview.progress import finish_part, reopen_part, skip, skip_rest, unsure, verified
from drafter.interview.steps import Ask, Done, Fill, Review, Step, Write
from drafter.interview.task_list import Status, task_list, title_of
from drafter.interview.way import back, go_to, parts

if TYPE_CHECKING:
    from drafter.chat.conversation import Chat


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
    findings_talk.check(chat)


def _preview(chat: Chat, rest: str, step: Step) -> None:
    farewell_talk.preview(chat)


def _table(chat: Chat, rest: str, step: Step) -> None:
    if isinstance(step, Fill):
        see_table(chat, step, rest)
    else:
        tables = "、".join(f"去 {table.short}" for table in chat.state.form.tables.values())
        chat.talk.say(f"这里没有表。先到表里，再打“看表”：{tables}。")


def _write_out(chat: Chat, rest: str, step: Step) -> None:
    farewell_talk.write_out(chat, rest)


def _leave(chat: Chat, rest: str, step: Step) -> None:
    raise LeaveError


def _help(chat: Chat, rest: str, step: Step) -> None:
    commands, more = help_lines()
    chat.talk.say("随时可以说：", *(commands if chat.talk.plain else ["  ".join(commands)]), *more)


_ALL = ("全部", "都", "所有", "所有部分")


def menu(chat: Chat, rest: str, step: Step) -> None:
    """The task list."""
    at = "" if isinstance(step, Review | Done) else step.spot.part
    for task in task_list(chat.state):
        counts = f"{task.done}/{task.of}"
        skipped = f"，跳过 {task.skipped}" if task.skipped else ""
        here = "（现在在这里）" if task.part == at else ""
        told = f"{task.title}：{task.status.value}，{counts}{skipped}。{task.reason}{here}"
        chat.talk.say(f"  {told}")
    first = title_of(chat.state, parts(chat.state)[0])
    chat.talk.say(f"要去哪一部分，打“去 第三部分”或者它的名称，如“去 {first}”。")


def go(chat: Chat, rest: str, step: Step) -> None:
    """Anywhere, by name or number; asks which where several places have the name."""
    if not rest:
        line = chat.ask(["去哪里？可以写第几部分、表几、题名或者题号。（回车不去）"])
        if isinstance(line, Said) or not line.strip():
            return
        rest = line
    found = find_place(chat.state, rest)
    if isinstance(found, Problem):
        chat.talk.say(str(found))
        return
    target = found if isinstance(found, Target) else _which(chat, found)
    if target is None:
        return
    if chat.take(go_to(chat.state, target.where)):
        chat.shown_at = ""


def finish(chat: Chat, rest: str, step: Step) -> None:
    """A part is finished: the one named, else the one shown."""
    if rest in _ALL or (not rest and isinstance(step, Review | Done)):
        finish_all(chat)
        return
    part = _part(chat, rest, step)
    if part is not None and chat.take(finish_part(chat.state, part)):
        chat.talk.say(f"{title_of(chat.state, part)}：记为填完了。")
        _tell_trouble(chat, part)


def reopen(chat: Chat, rest: str, step: Step) -> None:
    """A part is not finished after all."""
    part = _part(chat, rest, step)
    if part is not None and chat.take(reopen_part(chat.state, part)):
        chat.talk.say(f"{title_of(chat.state, part)}：记为还没填完。")


def finish_all(chat: Chat) -> None:
    """Every part is finished, as one step to undo."""
    if chat.take(finish_all_parts(chat.state)):
        chat.talk.say("各部分都记为填完了。", *(f"  {told}" for told in troubles(chat.state)))


def _tell_trouble(chat: Chat, part: str) -> None:
    task = next(task for task in task_list(chat.state) if task.part == part)
    if task.status is Status.TROUBLED:
        chat.talk.say(f"  {task.title}：{task.reason}")


def _part(chat: Chat, rest: str, step: Step) -> str | None:
    if not rest:
        if not isinstance(step, Review | Done):
            return step.spot.part
        chat.talk.say("写明是哪一部分，例如：完成 第三部分。")
        return None
    found = find_place(chat.state, rest)
    where = found.where if isinstance(found, Target) else ""
    if where in parts(chat.state) and where != REVIEW:
        return where
    chat.talk.say(f"“{rest[:20]}”不是报告的一个部分。打“目录”看有哪些部分。")
    return None


def _which(chat: Chat, found: list[Target]) -> Target | None:
    listed = []
    for number, target in enumerate(found, 1):
        at = number_of(chat.state, target.where)
        listed.append(f"  {number} {target.label}" + (f"（第 {at} 题）" if at else ""))
    line = chat.ask(["有几处，去哪一处？打序号。（回车不去）", *listed], is_answer=str.isdecimal)
    if isinstance(line, str) and line.strip().isdecimal() and 1 <= int(line) <= len(found):
        return found[int(line) - 1]
    return None


_COMMANDS: dict[Command, Callable[[Chat, str, Step], None]] = {
    Command.BACK: _back,
    Command.SKIP: _skip,
    Command.SKIP_REST: _skip_rest,
    Command.UNSURE: _unsure,
    Command.VERIFIED: _verified,
    Command.EXPLAIN: _explain,
    Command.MENU: menu,
    Command.GO: go,
    Command.CHECK: _check,
    Command.PREVIEW: _preview,
    Command.UNDO: _undo,
    Command.REDO: _redo,
    Command.TABLE: _table,
    Command.CLEAR: _clear,
    Command.LAST: _last,
    Command.FINISH: finish,
    Command.REOPEN: reopen,
    Command.WRITE_OUT: _write_out,
    Command.LEAVE: _leave,
    Command.HELP: _help,
}
