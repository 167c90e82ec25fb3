"""A question in words that both front ends say, and what Enter does where nothing was typed."""

from __future__ import annotations

from datetime import date

from drafter.draft.values import Value
from drafter.errors import Problem
from drafter.form.filters import day
from drafter.form.model import Form, Kind, Question
from drafter.interview.acts import record_answer
from drafter.interview.passing import skip, verified
from drafter.interview.state import InterviewState
from drafter.interview.steps import Ask
from drafter.interview.typed import typed

YES_NO = ("是", "否")
SAME = "同上年"
"""Says that last year's answer is this year's, too."""
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


def is_gate(form: Form, question: Question) -> bool:
    """Whether the answer decides what is asked of a table: such a one is not passed with Enter."""
    return any(gate.question is question for gate in form.gates)


def need_words(form: Form, ask: Ask) -> str:
    """`（必填）` or `（选填）`; nothing of a gate."""
    if is_gate(form, ask.question):
        return ""
    return "（必填）" if ask.required else "（选填）"


def hint_line(ask: Ask) -> str:
    """What stands under the question: why it is asked, or is not, and its hint."""
    return (ask.beside or _because(ask)) + ask.question.hint


def explain_lines(ask: Ask, *, hinted: bool = False) -> list[str]:
    """All that the form says of the question; hinted: `hint_line` stands beside it."""
    question = ask.question
    parts = (
        ("为什么问", "" if hinted else ask.why),
        ("提示", "" if hinted else question.hint),
        ("计入", question.counts),
        ("不计入", question.excludes),
        ("依据", question.source if question.source != "drafter" else ""),
        ("例子", question.example),
        ("单位", question.unit),
        ("上年", ask.last),
    )
    said = [f"  {title}：{text}" for title, text in parts if text]
    return [f"“{question.label}”", *(said or ["  没有另外的说明。"])]


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


def go_on(state: InterviewState, ask: Ask) -> InterviewState | Problem:
    """Enter: what stands there stays, the default is taken, or the question is skipped."""
    question = ask.question
    if ask.typed:
        after = verified(state, question.id) if ask.verify else state
        return after if isinstance(after, Problem) else skip(after, question.id)
    if ask.default:
        return record_answer(state, question.id, ask.default)
    if ask.required or is_gate(state.form, question):
        fix = "写上回答；现在答不了的，可以先“不确定”或者“跳过”。"
        return Problem(f"“{question.label}”", "这一题要有回答。", fix)
    return skip(state, question.id)


def _because(ask: Ask) -> str:
    """Why it is asked, where that is not plain."""
    why = ask.why
    if _LED in why:
        return why[why.index(_LED) :]
    return "" if why in _DUTIES else why
