"""A list of small forms (问题、措施 …), asked field by field, entry after entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drafter.chat.commands import Command, Said, unescaped
from drafter.chat.questions import ask_lines
from drafter.desk.entries import NONE, as_entries, bare
from drafter.desk.questions import shortened
from drafter.draft.values import Record
from drafter.form.model import Question
from drafter.interview.acts import record_answer
from drafter.interview.passing import skip
from drafter.interview.steps import Ask

if TYPE_CHECKING:
    from drafter.chat.loop import Chat

_ADD, _CHANGE, _DELETE, _ANEW = "加", "改", "删", "重写"


def answer_entries(chat: Chat, step: Ask) -> None:
    """Ask for the entries; an answer that is there already can be kept, added to, changed."""
    typed = chat.desk.typing.get(step.question.id)
    value = step.value if isinstance(step.value, tuple) else ()
    entries = [entry for entry in value if isinstance(entry, Record)]
    if entries and not typed:
        _change(chat, step, entries)
        return
    given = [str(text) for text in typed] if isinstance(typed, tuple) else []
    _gather(chat, step, given)


def _gather(chat: Chat, step: Ask, given: list[str]) -> None:
    """`given` holds the fields so far, entry after entry."""
    question, fields = step.question, step.question.fields
    lines = ask_lines(chat.state.form, step, chat.numbered(step.spot))
    chat.talk.say(*lines[: 2 if not given else 1])
    if given:
        chat.talk.say("  上次写到一半，接着写就行。")
    while True:
        entry, at = divmod(len(given), len(fields))
        line = _field(chat, question, entry, at, can_end=entry > 0 or not step.required)
        if isinstance(line, Said):
            if line.command is Command.BACK and given:
                given.pop()
                chat.desk.typed(question.id, tuple(given))
                continue
            chat.do(line, step)
            return
        text = bare(unescaped(line).strip(), fields[at].label)
        if not text and at == 0 and (entry or not step.required):
            if _finished(chat, question, given):
                return
        elif not entry and not at and text in NONE:
            if chat.take(record_answer(chat.state, question.id, text), done_at=question.id):
                return
        elif not text and fields[at].required:
            chat.talk.say(f"“{fields[at].label}”要写。现在写不了的，打“不确定”或者“跳过”。")
        else:
            given.append(text)
            chat.desk.typed(question.id, tuple(given))
            chat.desk.flush()


def _field(chat: Chat, question: Question, entry: int, at: int, *, can_end: bool) -> str | Said:
    field = question.fields[at]
    ends = "没有了就回车" if entry else "回车跳过"
    enter = ends if at == 0 and can_end else ("" if field.required else "选填，回车跳过")
    hint = field.hint if entry == 0 else ""
    words = f"第 {entry + 1} 条，{field.label}{f'（{enter}）' if enter else ''}：{hint}"
    return chat.ask([words], is_answer=lambda text: len(text.strip()) > 1)


def _finished(chat: Chat, question: Question, given: list[str]) -> bool:
    if not given:
        return chat.take(skip(chat.state, question.id), done_at=question.id)
    entries = as_entries(question, given)
    return chat.take(record_answer(chat.state, question.id, entries), done_at=question.id)


def _change(chat: Chat, step: Ask, entries: list[Record]) -> None:
    """Keep what is there, add to it, change or take away one entry, or begin anew."""
    question, size = step.question, len(step.question.fields)
    told = (shortened("；".join(filter(None, entry.values()))) for entry in entries)
    listed = [f"  {number} {words}" for number, words in enumerate(told, 1)]
    first = ask_lines(chat.state.form, step, chat.numbered(step.spot))[0]
    ways = f"  （回车不改；{_ADD} 再加一条；{_CHANGE} 1；{_DELETE} 1；{_ANEW}）"
    line = chat.ask([first, *listed, ways], is_answer=lambda _: False)
    if isinstance(line, Said):
        chat.do(line, step)
        return
    word, _, number = line.strip().partition(" ")
    word, number = (word[0], word[1:]) if word[1:].isdecimal() else (word, number)
    given = [text for entry in entries for text in (entry[f.id] for f in question.fields)]
    at = int(number) - 1 if number.strip().isdecimal() else -1
    if not word:
        chat.take(skip(chat.state, question.id), done_at=question.id)
    elif word == _ADD:
        _gather(chat, step, given)
    elif word == _ANEW:
        _gather(chat, step, [])
    elif word in (_CHANGE, _DELETE) and 0 <= at < len(entries):
        new = [] if word == _DELETE else _changed(chat, step, given[at * size : (at + 1) * size])
        if new is not None:
            given[at * size : (at + 1) * size] = new
            raw = as_entries(question, given) if given else NONE[0]
            chat.take(record_answer(chat.state, question.id, raw), done_at=question.id)
    else:
        chat.talk.say(f"没有听懂“{line.strip()[:20]}”。")


def _changed(chat: Chat, step: Ask, old: list[str]) -> list[str] | None:
    """One entry, each field kept or written anew; None where the clerk went elsewhere."""
    new = []
    for field, text in zip(step.question.fields, old, strict=True):
        asked = f"{field.label}，现在是：{text or '（空）'}（回车不改）"
        line = chat.ask([asked], start="" if chat.talk.plain else text)
        if isinstance(line, Said):
            chat.do(line, step)
            return None
        new.append(unescaped(line).strip() or text)
    return new
