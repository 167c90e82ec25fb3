"""One question: shown, answered, and repeated where it was not simply taken as typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drafter.chat.commands import Said, unescaped
from drafter.chat.questions import as_raw, ask_lines, is_answer
from drafter.desk.entries import pairs_line
from drafter.desk.questions import SAME, choices_of, go_on, heard
from drafter.draft.values import Raw
from drafter.form.model import Kind, Question
from drafter.interview.acts import record_answer
from drafter.interview.steps import Ask

if TYPE_CHECKING:
    from drafter.chat.loop import Chat

_EDIT = "改"
_LONG = (Kind.LINE, Kind.PROSE, Kind.BREAKDOWN, Kind.CHOICES)
"""A refused answer of these kinds is worth mending; any other is typed anew."""


def answer(chat: Chat, step: Ask) -> None:
    """Ask one question, once; the loop asks again where there was no answer."""
    question = step.question
    chat.head(step.spot)
    if question.kind is Kind.RECORDS:
        from drafter.chat.entries import answer_entries

        answer_entries(chat, step)
        return
    lines, start = ask_lines(chat.state.form, step, chat.numbered(step.spot)), ""
    while True:
        line = _ask(chat, step, lines, start)
        if isinstance(line, Said):
            chat.do(line, step)
            return
        if not line.strip():
            if chat.take(go_on(chat.state, step), done_at=question.id):
                return
        elif line.strip() == _EDIT and step.typed:
            from drafter.chat.editing import edited

            new = edited(chat, lines[:1], step.typed, question.id)
            if isinstance(new, Said):
                chat.do(new, step)
                return
            if not new.strip() or _record(chat, question, new):
                return
        elif line.strip() == SAME and step.last:
            if _record(chat, question, step.last):
                return
        elif _record(chat, question, as_raw(question, unescaped(line))):
            return
        lines, start = lines[:1], line if question.kind in _LONG and not chat.talk.plain else ""


def _ask(chat: Chat, step: Ask, lines: list[str], start: str) -> str | Said:
    question = step.question
    typed = chat.desk.typing.get(question.id)
    several = question.kind is Kind.PROSE
    extra = ["  可以写几段，写完单独打一行“完”。"] if several else []
    if typed and not start:
        start = typed if isinstance(typed, str) else pairs_line(typed)
        extra.append("  上次写到一半的在这里，接着写就行。")
    return chat.ask(
        [*lines, *extra],
        words_too=(*choices_of(question), *(question.choices if question.choices else ())),
        start=start,
        several=several,
        at=question.id,
        is_answer=lambda text: is_answer(question, text),
    )


def _record(chat: Chat, question: Question, raw: Raw) -> bool:
    after = record_answer(chat.state, question.id, raw)
    if not chat.take(after, done_at=question.id):
        return False
    value = chat.state.draft.answers.get(question.id)
    if isinstance(raw, str) and value is not None and (said := heard(question, raw, value)):
        chat.talk.say(said)
    return True
