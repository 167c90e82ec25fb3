"""Changing paragraphs: in the editor where there is one, else one paragraph after the other."""

from __future__ import annotations

import re

from drafter.chat.chat_commands import Said, unescaped
from drafter.chat.conversation import Chat
from drafter.chat.talk import chosen
from drafter.desk.acts import ADOPT, DELETE, EDIT, RESTORE, WRITE_OWN
from drafter.desk.clerk_words import number_words
from drafter.errors import Problem
from drafter.interview.given_answers import accept_text, record_answer, restore_drafted_text
from drafter.interview.interview_state import text_place
from drafter.interview.progress import skip
from drafter.interview.steps import Write

_HOW_ONE = "（回车不改，写新的就换掉，打“删”去掉）"
_NUMBERED = re.compile(r"(?P<word>\S+?) *(?P<number>[0-9]+)")


def write(chat: Chat, step: Write) -> Said | None:
    """Show the paragraphs and take what the clerk says of them."""
    chat.head(step.spot)
    text = step.own if step.own is not None else "\n".join(step.drafted)
    lines = _lines(chat, step)
    place = text_place(step.section.id)
    words = (EDIT.word, WRITE_OWN.word, RESTORE.word)
    line = chat.ask(lines, words_too=words, is_answer=lambda _: False)
    while not isinstance(line, Said):
        word, start = line.strip(), ""
        if RESTORE.named(word):
            chat.take(restore_drafted_text(chat.state, step.section.id), done_at=place)
            return None
        if (numbered := _NUMBERED.fullmatch(word)) and EDIT.named(numbered["word"]):
            one = _one_paragraph(chat, text, numbered["number"])
            if isinstance(one, Said):
                return one
            if one is not None:
                chat.take(record_answer(chat.state, place, one), done_at=place)
                return None
        elif EDIT.named(word) or WRITE_OWN.named(word):
            typed = chat.desk.typing.get(place)
            begun = typed if isinstance(typed, str) and typed else text
            new = edited(chat, begun, place) if EDIT.named(word) else _written(chat, place)
            if isinstance(new, Said):
                return new
            chat.take(record_answer(chat.state, place, new), done_at=place)
            return None
        elif not word or ADOPT.named(word):
            _enter(chat, step)
            return None
        else:  # perhaps a paragraph: it stays where it was typed
            start = line
            how = "要自己写，先打“改”（在原文上改）、“改 2”（只改第 2 段）或者“写”（从头写）"
            chat.talk.say(f"{how}；回车采用。")
        line = chat.ask(lines[-1:], start=start, is_answer=lambda _: False)
    return line


def _one_paragraph(chat: Chat, text: str, number: str) -> str | Said | None:
    """The text with one paragraph as the clerk wants it; None where nothing is changed."""
    paragraphs = [part for part in text.split("\n") if part.strip()]
    at = chosen(number, range(len(paragraphs)))
    if at is None:
        chat.talk.say(f"没有第 {number[:9]} 段，共 {len(paragraphs)} 段。")
        return None
    head = f"第 {at + 1}/{len(paragraphs)} 段：{paragraphs[at]}"
    line = chat.ask([head, _HOW_ONE], start="" if chat.talk.plain else paragraphs[at])
    if isinstance(line, Said) or not line.strip():
        return line if isinstance(line, Said) else None
    new = [] if DELETE.named(line.strip()) else [unescaped(line)]
    return "\n".join([*paragraphs[:at], *new, *paragraphs[at + 1 :]])


def edited(chat: Chat, text: str, at: str, *head: str) -> str | Said:
    """The text as the clerk wants it, paragraphs a line each; or a command instead."""
    if chat.talk.plain:  # no line can be edited there
        return _by_paragraphs(chat, text, at)
    how = "  在文字上改；改完另起一行打“完”（或者按 Esc 再按回车）。"
    line = chat.ask([*head, how], start=text, several=True, at=at)
    return line if isinstance(line, Said) else unescaped(line)


def _enter(chat: Chat, step: Write) -> None:
    section = step.section.id
    if step.own is not None or step.accepted:
        chat.take(skip(chat.state, text_place(section)))
        return
    after = accept_text(chat.state, section)
    if isinstance(after, Problem):
        after = Problem(after.where, after.what, f"{after.fix}以后再写的，打“跳过”。")
    chat.take(after, done_at=text_place(section))


def _lines(chat: Chat, step: Write) -> list[str]:
    own = step.own is not None
    text = (step.own or "").split("\n") if own else list(step.drafted)
    title = "这一节您自己写的文字" if own else "这一节拟好的文字"
    if step.again:
        title = "前面的回答变了，这一节拟好的文字也变了"
    lines = [f"{number_words(chat.state, step.spot.place)} {title}：".strip()]
    lines += [f"　　{paragraph}" for paragraph in text if paragraph.strip()]
    if not any(part.strip() for part in text):
        lines.append("　　（没有文字）")
    if step.changed is not None:
        gone, come = "".join(step.changed.gone), "".join(step.changed.come)
        lines.append("  写好以后，前面的回答变了：")
        lines += [f"  已经对不上：{gone}"] if gone else []
        lines += [f"  现在会这样写：{come}"] if come else []
    ways = "回车不改；改；恢复 用拟好的文字" if own else "回车采用；改；写 从头写"
    if chat.desk.typing.get(text_place(step.section.id)):
        ways += "；上次改到一半，打“改”接着改"
    ways += "；上年 对照" if step.last else ""
    return [*lines, f"  （{ways}）"]


def _written(chat: Chat, at: str) -> str | Said:
    """A text from nothing."""
    line = chat.ask(["  可以写几段，写完单独打一行“完”。"], several=True, at=at)
    return line if isinstance(line, Said) else unescaped(line)


def _by_paragraphs(chat: Chat, text: str, at: str) -> str | Said:
    kept: list[str] = []
    paragraphs = [part for part in text.split("\n") if part.strip()]
    for number, paragraph in enumerate(paragraphs, 1):
        head = f"第 {number}/{len(paragraphs)} 段：{paragraph}"
        line = chat.ask([head, _HOW_ONE])
        if isinstance(line, Said):
            return line
        if not line.strip():
            kept.append(paragraph)
        elif not DELETE.named(line.strip()):
            kept.append(unescaped(line))
        # The paragraphs still to come are kept too: what was left half done is the whole text.
        _keep(chat, at, [*kept, *paragraphs[number:]])
    while True:
        line = chat.ask(["后面再加一段？（回车不加）"])
        if isinstance(line, Said):
            return line
        if not line.strip():
            return "\n".join(kept)
        kept.append(unescaped(line))
        _keep(chat, at, kept)


def _keep(chat: Chat, at: str, paragraphs: list[str]) -> None:
    chat.desk.typed(at, "\n".join(paragraphs))
    chat.desk.flush()
