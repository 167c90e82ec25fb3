"""Changing paragraphs: in the editor where there is one, else one paragraph after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drafter.chat.commands import Said, unescaped

if TYPE_CHECKING:
    from drafter.chat.loop import Chat

_DELETE = ("删", "删去", "删掉")


def edited(chat: Chat, lines: list[str], text: str, at: str) -> str | Said:
    """The text as the clerk wants it, paragraphs a line each; or a command instead."""
    if chat.talk.plain:
        return _by_paragraphs(chat, text, at)
    more = ["  在文字上改；改完另起一行打“完”（或者按 Esc 再按回车）。"]
    line = chat.ask([*lines, *more], start=text, several=True, at=at)
    return line if isinstance(line, Said) else unescaped(line)


def written(chat: Chat, lines: list[str], at: str) -> str | Said:
    """A text from nothing."""
    more = ["  可以写几段，写完单独打一行“完”。"]
    line = chat.ask([*lines, *more], several=True, at=at)
    return line if isinstance(line, Said) else unescaped(line)


def _by_paragraphs(chat: Chat, text: str, at: str) -> str | Said:
    kept: list[str] = []
    paragraphs = [part for part in text.split("\n") if part.strip()]
    for number, paragraph in enumerate(paragraphs, 1):
        head = f"第 {number}/{len(paragraphs)} 段：{paragraph}"
        line = chat.ask([head, "（回车不改，写新的就换掉，打“删”去掉）"])
        if isinstance(line, Said):
            return line
        if not line.strip():
            kept.append(paragraph)
        elif line.strip() not in _DELETE:
            kept.append(unescaped(line))
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
