"""目录, 去, 完成: the parts with their status, going anywhere, saying what is finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drafter.chat.commands import Said
from drafter.desk.parts import finish_all_parts, troubles
from drafter.desk.places import Target, find_place, number_of
from drafter.errors import Problem
from drafter.interview.moving import go_to
from drafter.interview.passing import finish_part, reopen_part
from drafter.interview.places import parts
from drafter.interview.state import REVIEW
from drafter.interview.steps import Done, Review, Step
from drafter.interview.tasks import Status, task_list, title_of

if TYPE_CHECKING:
    from drafter.chat.loop import Chat

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
