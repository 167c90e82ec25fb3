"""A section's paragraphs: accepted with Enter, edited, given back, last year's to read beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drafter.chat.commands import Said
from drafter.chat.editing import edited, written
from drafter.errors import Problem
from drafter.interview.acts import record_answer
from drafter.interview.passing import skip
from drafter.interview.state import TEXTS
from drafter.interview.steps import Write
from drafter.interview.writing import accept_text, restore_drafted_text

if TYPE_CHECKING:
    from drafter.chat.loop import Chat

_EDIT, _WRITE, _RESTORE, _ACCEPT = ("改", "修改"), ("写", "自己写"), ("恢复",), ("采用", "是", "好")


def write(chat: Chat, step: Write) -> None:
    """Show the paragraphs and take what the clerk says of them."""
    chat.head(step.spot)
    text = step.own if step.own is not None else "\n".join(step.drafted)
    lines = _lines(chat, step)
    place = TEXTS + step.section.id
    line = chat.ask(lines, words_too=("改", "写", "恢复"), is_answer=lambda _: False)
    while not isinstance(line, Said):
        word = line.strip()
        if word in _RESTORE:
            chat.take(restore_drafted_text(chat.state, step.section.id), done_at=place)
            return
        if word in (*_EDIT, *_WRITE):
            start = chat.desk.typing.get(place)
            start = start if isinstance(start, str) and start else text
            new = edited(chat, [], start, place) if word in _EDIT else written(chat, [], place)
            if isinstance(new, Said):
                line = new
                break
            chat.take(record_answer(chat.state, place, new), done_at=place)
            return
        if not word or word in _ACCEPT:
            _enter(chat, step)
            return
        chat.talk.say("要自己写，先打“改”（在原文上改）或者“写”（从头写）；回车采用。")
        line = chat.ask(lines[-1:], is_answer=lambda _: False)
    chat.do(line, step)


def _enter(chat: Chat, step: Write) -> None:
    section = step.section.id
    if step.own is not None or step.accepted:
        chat.take(skip(chat.state, TEXTS + section))
        return
    after = accept_text(chat.state, section)
    if isinstance(after, Problem):
        after = Problem(after.where, after.what, f"{after.fix}以后再写的，打“跳过”。")
    chat.take(after, done_at=TEXTS + section)


def _lines(chat: Chat, step: Write) -> list[str]:
    own = step.own is not None
    text = (step.own or "").split("\n") if own else list(step.drafted)
    title = "这一节您自己写的文字" if own else "这一节拟好的文字"
    if step.again:
        title = "前面的回答变了，这一节拟好的文字也变了"
    lines = [f"{chat.numbered(step.spot)} {title}："]
    lines += [f"　　{paragraph}" for paragraph in text if paragraph.strip()]
    if not any(part.strip() for part in text):
        lines.append("　　（没有文字）")
    if step.changed is not None:
        gone, come = "".join(step.changed.gone), "".join(step.changed.come)
        lines.append("  写好以后，前面的回答变了：")
        lines += [f"  已经对不上：{gone}"] if gone else []
        lines += [f"  现在会这样写：{come}"] if come else []
    ways = "回车不改；改；恢复 用拟好的文字" if own else "回车采用；改；写 从头写"
    if chat.desk.typing.get(TEXTS + step.section.id):
        ways += "；上次改到一半，打“改”接着改"
    ways += "；上年 对照" if step.last else ""
    return [*lines, f"  （{ways}）"]
