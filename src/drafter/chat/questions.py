"""A question in words: what is asked, why, with which choices, and what Enter does."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.desk.questions import (
    SAME,
    YES_NO,
    choices_of,
    hint_line,
    is_gate,
    need_words,
    shortened,
)
from drafter.draft.reading import read_answer
from drafter.errors import Problem
from drafter.form.model import Form, Kind, Question
from drafter.interview.steps import Ask

_SEVERAL = {Kind.CHOICES: "可以选几项，用顿号隔开；一项也没有就写“无”。"}


def ask_lines(form: Form, ask: Ask, numbered: str) -> list[str]:
    """The question, a line of hint, the choices, and what Enter does."""
    question = ask.question
    lines = [f"{numbered} {question.ask}{need_words(form, ask)}"]
    lines += [f"  {said}"] if (said := hint_line(ask)) else []
    lines += _choices(question)
    if question.example and not ask.typed:
        lines.append(f"  例如：{question.example}")
    if ask.last:
        lines.append(f"  上年：{shortened(ask.last)}（要一样的，打“{SAME}”）")
    if ask.verify:
        lines.append("  这一题标了待核。核实以后直接填，或者打“已核实”。")
    lines.append(f"  {enter_does(form, ask)}")
    return [line for line in lines if line.strip()]


def enter_does(form: Form, ask: Ask) -> str:
    """What an empty line does here, in words."""
    if ask.typed:
        more = "；打“改”在原来的文字上改" if ask.question.kind is Kind.PROSE else ""
        return f"现在是：{shortened(ask.typed)}。（回车不改{more}）"
    if ask.default:
        return f"（回车就是：{ask.default}）"
    return "" if ask.required or is_gate(form, ask.question) else "（回车跳过）"


def as_raw(question: Question, line: str) -> str:
    """What was typed, the number of a yes or no made its word."""
    if question.kind is Kind.YESNO and line.strip() in ("1", "2", "１", "２"):
        return YES_NO[0 if line.strip() in ("1", "１") else 1]
    return line


def is_answer(question: Question, line: str) -> bool:
    """Whether a line can be read as an answer; a letter alone is none where any text is one."""
    if _is_letter_for_text(question, line):
        return False
    return not isinstance(read_answer(question, as_raw(question, line)), Problem)


def _is_letter_for_text(question: Question, line: str) -> bool:
    text = line.strip()
    takes_text = question.free or question.kind in (Kind.LINE, Kind.PROSE)
    return takes_text and len(text) == 1 and text.isascii() and not text.isdecimal()


def _choices(question: Question) -> Iterator[str]:
    choices = choices_of(question)
    if choices:
        listed = "  ".join(f"{number} {choice}" for number, choice in enumerate(choices, 1))
        yield f"  {listed}"
    more = _SEVERAL.get(question.kind, "")
    more += "也可以写别的。" if question.free else ""
    if more:
        yield f"  {more}"
    if question.kind is Kind.BREAKDOWN and question.choices:
        yield f"  常用的名称：{'、'.join(question.choices)}"
