"""One question: shown, answered, and repeated where it was not simply taken as typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drafter.chat.commands import Said, unescaped
from drafter.chat.questions import as_raw, ask_lines, choices_of, heard, is_answer
from drafter.draft.values import Raw
from drafter.errors import Problem
from drafter.form.model import Kind, Question
from drafter.interview.acts import record_answer
from drafter.interview.passing import skip, verified
from drafter.interview.steps import Ask

if TYPE_CHECKING:
    from drafter.chat.loop import Chat

_SAME = "同上年"
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
    gate = is_gate(chat, question)
    lines, start = ask_lines(step, chat.numbered(step.spot), gate=gate), ""
    while True:
        line = _ask(chat, step, lines, start)
        if isinstance(line, Said):
            chat.do(line, step)
            return
        if not line.strip():
            if _enter(chat, step):
                return
        elif line.strip() == _EDIT and step.typed:
            from drafter.chat.editing import edited

            new = edited(chat, lines[:1], step.typed, question.id)
            if isinstance(new, Said):
                chat.do(new, step)
                return
            if not new.strip() or _record(chat, question, new):
                return
        elif line.strip() == _SAME and step.last:
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
    if isinstance(typed, str) and typed and not start:
        start = typed
        extra.append("  上次写到一半的在这里，接着写就行。")
    return chat.ask(
        [*lines, *extra],
        words_too=(*choices_of(question), *(question.choices if question.choices else ())),
        start=start,
        several=several,
        at=question.id,
        is_answer=lambda text: is_answer(question, text),
    )


def _enter(chat: Chat, step: Ask) -> bool:
    """An empty line: what stands there stays, the default is taken, else it is skipped."""
    question = step.question
    if step.typed:
        state = chat.state
        if step.verify:
            after = verified(state, question.id)
            state = state if isinstance(after, Problem) else after
        return chat.take(skip(state, question.id), done_at=question.id)
    if step.default:
        return _record(chat, question, step.default)
    if not step.required and not is_gate(chat, question):
        return chat.take(skip(chat.state, question.id), done_at=question.id)
    fix = "写上回答；现在答不了的，打“不确定”或者“跳过”。"
    chat.talk.say(str(Problem(f"“{question.label}”", "这一题要有回答。", fix)))
    return False


def is_gate(chat: Chat, question: Question) -> bool:
    """Whether the answer decides what is asked of a table: such a one is not passed with Enter."""
    return any(gate.question is question for gate in chat.state.form.gates)


def _record(chat: Chat, question: Question, raw: Raw) -> bool:
    after = record_answer(chat.state, question.id, raw)
    if not chat.take(after, done_at=question.id):
        return False
    value = chat.state.draft.answers.get(question.id)
    if isinstance(raw, str) and value is not None and (said := heard(question, raw, value)):
        chat.talk.say(said)
    return True
