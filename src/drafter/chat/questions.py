"""A question in words: what is asked, why, with which choices, and what Enter does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from drafter.draft.reading import read_answer
from drafter.draft.values import Value
from drafter.errors import Problem
from drafter.form.filters import day
from drafter.form.model import Kind, Question
from drafter.interview.steps import Ask
from drafter.interview.typed import typed

YES_NO = ("是", "否")
_SEVERAL = {Kind.CHOICES: "可以选几项，用顿号隔开；一项也没有就写“无”。"}
_LONG = 120
_DUTIES = ("必填。", "选填，不写可以跳过。")
"""What `why_asked` says where there is nothing more to say."""
_LED = "前面"
"""Begins what it says of the answers that led to a question."""


def choices_of(question: Question) -> tuple[str, ...]:
    """What can be chosen by number."""
    if question.kind is Kind.YESNO:
        return YES_NO
    return question.choices if question.kind in (Kind.CHOICE, Kind.CHOICES) else ()


def ask_lines(ask: Ask, numbered: str, *, gate: bool = False) -> list[str]:
    """The question, a line of hint, the choices, and what Enter does; a `gate` wants an answer."""
    question = ask.question
    need = "" if gate else ("（必填）" if ask.required else "（选填）")
    lines = [f"{numbered} {question.ask}{need}"]
    said = "".join(part for part in (_because(ask), ask.beside, question.hint) if part)
    lines += [f"  {said}"] if said else []
    lines += _choices(question)
    if question.example and not ask.typed:
        lines.append(f"  例如：{question.example}")
    if ask.last:
        lines.append(f"  上年：{shortened(ask.last)}（要一样的，打“同上年”）")
    if ask.verify:
        lines.append("  这一题标了待核。核实以后直接填，或者打“已核实”。")
    lines.append(f"  {enter_does(ask, gate=gate)}")
    return [line for line in lines if line.strip()]


def enter_does(ask: Ask, *, gate: bool = False) -> str:
    """What an empty line does here, in words."""
    if ask.typed:
        more = "；打“改”在原来的文字上改" if ask.question.kind is Kind.PROSE else ""
        return f"现在是：{shortened(ask.typed)}。（回车不改{more}）"
    if ask.default:
        return f"（回车就是：{ask.default}）"
    return "" if ask.required or gate else "（回车跳过）"


def explain_lines(ask: Ask) -> list[str]:
    """All that the form says of the question."""
    question = ask.question
    parts = (
        ("为什么问", ask.why),
        ("提示", question.hint),
        ("计入", question.counts),
        ("不计入", question.excludes),
        ("依据", question.source if question.source != "drafter" else ""),
        ("例子", question.example),
        ("单位", question.unit),
        ("上年", ask.last),
    )
    return [f"“{question.label}”", *(f"  {title}：{text}" for title, text in parts if text)]


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


def heard(question: Question, raw: str, value: Value) -> str:
    """What was understood, where that is not simply what was typed; "" where it is."""
    said = typed(question, value)
    if question.kind in (Kind.PROSE, Kind.RECORDS, Kind.YESNO) or raw.strip() == said:
        return ""
    if isinstance(value, date):
        return "" if raw.strip() == day(value) else f"记下：{day(value)}"
    unit = question.unit if question.kind in (Kind.COUNT, Kind.MONEY) else ""
    return f"记下：{said}{unit}"


def shortened(text: str) -> str:
    """At most so much of a text as can be taken in at a glance, on one line."""
    line = " / ".join(part for part in text.split("\n") if part)
    return line if len(line) <= _LONG else f"{line[:_LONG]}……"


def _because(ask: Ask) -> str:
    """Why it is asked, where an answer before led to it."""
    why = ask.why
    if _LED in why:
        return why[why.index(_LED) :]
    return "" if why in _DUTIES else why


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
