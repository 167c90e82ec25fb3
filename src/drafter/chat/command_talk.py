"""What each command does, at whatever step it is said."""

from __future__ import annotations

from collections.abc import Callable

from drafter.chat import farewell_talk, findings_talk
from drafter.chat.chat_commands import Said, help_lines
from drafter.chat.conversation import Chat
from drafter.chat.table_talk import see_table
from drafter.chat.talk import LeaveError, chosen
from drafter.desk.acts import (
    CLEAR,
    EXPLAIN,
    FINDINGS,
    GO,
    HELP,
    LAST,
    LEAVE,
    LEDGER,
    OUTLINE,
    PREVIEW,
    TABLE,
    VERIFIED,
    WRITE_OUT,
    Act,
)
from drafter.desk.clerk_words import Target, find_place, number_of
from drafter.desk.open_points import left
from drafter.desk.question_in_words import explain_lines
from drafter.desk.table_in_words import last_lines
from drafter.errors import Problem
from drafter.interview.given_answers import take_back
from drafter.interview.interview_state import REVIEW, parts
from drafter.interview.progress import skip, verified
from drafter.interview.steps import Ask, Done, Fill, Page, Review, Step, Write, next_step
from drafter.interview.task_list import task_list
from drafter.interview.way import go_to, title_of


def do(chat: Chat, said: Said) -> None:
    """One command, and the one that was said instead of what it asked. Raises: LeaveError."""
    following: Said | None = said
    while following is not None:
        following = _do(chat, following)


def _do(chat: Chat, said: Said) -> Said | None:
    act, rest = said
    if act.does is None:
        return _DOES[act](chat, rest, next_step(chat.state))
    told = act.does(chat.desk, rest)
    chat.talk.say(*([str(told)] if isinstance(told, Problem) else told))
    chat.settle()
    return None


def _verified(chat: Chat, rest: str, step: Step) -> None:
    if not isinstance(step, Ask):
        chat.talk.say("这里没有标记待核。")
        return
    place = step.question.id
    after = verified(chat.state, place)
    # With an answer there, nothing is left to do here; without one it is asked as before.
    if not isinstance(after, Problem) and place in chat.state.draft.answers:
        after = skip(after, place)
    chat.take(after)


def _explain(chat: Chat, rest: str, step: Step) -> None:
    if isinstance(step, Ask):
        chat.talk.say(*explain_lines(step))
    elif isinstance(step, Write):
        how = "回车采用；打“改”可以自己写，以后事实变了会提醒。"
        chat.talk.say(f"上面的文字由前面的回答拟出。{how}")
    elif isinstance(step, Page):
        chat.talk.say(step.hint, "不想这样一页一页地看，打“跳过”，这一页的就逐题问。")
    else:
        chat.talk.say("列出来的是还没有完的地方，打序号就去那里。")


def _clear(chat: Chat, rest: str, step: Step) -> None:
    if isinstance(step, Ask) and step.question.id in chat.state.draft.answers:
        chat.take(take_back(chat.state, step.question.id), done_at=step.question.id)
        return
    # What was typed and not taken goes too, or it would come back with the question.
    chat.desk.typing.pop(step.spot.place if isinstance(step, Ask | Write) else "", None)
    chat.talk.say("这里没有可以清空的回答。")


def _last(chat: Chat, rest: str, step: Step) -> None:
    match step:
        case Ask(last=last) if last:
            chat.talk.say(f"上年：{last}")
        case Write(last=last) if last:
            chat.talk.say("上年写的是（只供对照）：", *(f"　　{text}" for text in last))
        case Fill() if lines := last_lines(step):
            chat.talk.say(*lines)
        case _:
            chat.talk.say("没有上年的内容可以对照。")


def _table(chat: Chat, rest: str, step: Step) -> None:
    if isinstance(step, Fill):
        see_table(chat, step, rest)
    else:
        tables = "、".join(f"去 {table.short}" for table in chat.state.form.tables.values())
        chat.talk.say(f"这里没有表。先到表里，再打“看表”：{tables}。")


def _ledger(chat: Chat, rest: str, step: Step) -> Said | None:
    # Few sessions have a register, and reading one takes many modules.
    from drafter.chat.register_talk import ledger

    return ledger(chat, rest)


def _leave(chat: Chat, rest: str, step: Step) -> None:
    raise LeaveError


def _help(chat: Chat, rest: str, step: Step) -> None:
    commands, more = help_lines()
    chat.talk.say("随时可以说：", *(commands if chat.talk.plain else ["  ".join(commands)]), *more)


def _outline(chat: Chat, rest: str, step: Step) -> None:
    """The task list."""
    at = "" if isinstance(step, Review | Done) else step.spot.part
    items = left(chat.desk, chat.around)
    for task in task_list(chat.state, [item.where for item in items]):
        counts = f"，{task.done}/{task.of}" if task.of > 1 and task.part != REVIEW else ""
        here = "（现在在这里）" if task.part == at else ""
        told = f"{task.title}：{task.status.value}{counts}。{task.reason}{here}"
        chat.talk.say(f"  {told}")
    first = title_of(chat.state, parts(chat.state)[0])
    chat.talk.say(f"要去哪一部分，打“去 第三部分”或者它的名称，如“去 {first}”。")


def _go(chat: Chat, rest: str, step: Step) -> Said | None:
    """Anywhere, by name or number; asks which where several places have the name."""
    if not rest:
        line = chat.ask(["去哪里？可以写第几部分、表几、题名或者题号。（回车不去）"])
        if isinstance(line, Said) or not line.strip():
            return line if isinstance(line, Said) else None
        rest = line
    found = find_place(chat.state, rest)
    if isinstance(found, Problem):
        chat.talk.say(str(found))
        return None
    target = found if isinstance(found, Target) else _which(chat, found)
    if isinstance(target, Said):
        return target
    if target is not None and chat.take(go_to(chat.state, target.where)):
        chat.shown_at = ""
    return None


def _which(chat: Chat, found: list[Target]) -> Target | Said | None:
    listed = []
    for number, target in enumerate(found, 1):
        at = number_of(chat.state, target.where)
        listed.append(f"  {number} {target.label}" + (f"（第 {at} 题）" if at else ""))
    line = chat.ask(["有几处，去哪一处？打序号。（回车不去）", *listed], is_answer=str.isdecimal)
    return line if isinstance(line, Said) else chosen(line.strip(), found)


_DOES: dict[Act, Callable[[Chat, str, Step], Said | None]] = {
    VERIFIED: _verified,
    EXPLAIN: _explain,
    OUTLINE: _outline,
    GO: _go,
    FINDINGS: lambda chat, rest, step: findings_talk.check(chat),
    PREVIEW: lambda chat, rest, step: farewell_talk.preview(chat),
    TABLE: _table,
    CLEAR: _clear,
    LEDGER: _ledger,
    LAST: _last,
    WRITE_OUT: lambda chat, rest, step: farewell_talk.write_out(chat, rest),
    LEAVE: _leave,
    HELP: _help,
}
"""What the acts without a function of their own do in the chat."""
