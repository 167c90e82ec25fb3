"""What stands around a question on the screen: its place, what Enter does, last year's answer."""

from __future__ import annotations

from drafter.desk.questions import heard, is_gate, shortened
from drafter.draft.reading import read_answer
from drafter.errors import Problem
from drafter.form.model import Form, Kind, Question
from drafter.interview.steps import Ask, Spot
from drafter.tui.glyphs import glyphs

SHORT = (Kind.COUNT, Kind.MONEY, Kind.DATE, Kind.YEAR)
"""Kinds whose answers are a few characters long, and may be understood otherwise than typed."""
LISTED = (Kind.BREAKDOWN, Kind.RECORDS)
_MANY = 4
"""Optional questions, from which on it is told how to leave out all of them."""


def place_words(form: Form, spot: Spot) -> str:
    """`一、总体情况 ▸ 主动公开（3/25）`; a section that is all of its part is not named again."""
    alone = any(part.id == spot.part and len(part.sections) == 1 for part in form.parts)
    titles = [spot.part_title, "" if alone else spot.section_title]
    path = glyphs().path.join(dict.fromkeys(filter(None, titles)))
    return f"{path}（{spot.number}/{spot.of}）" if spot.number else path


def enter_words(form: Form, ask: Ask) -> str:
    """What Enter does here while nothing was typed."""
    if ask.question.kind in LISTED and not ask.verify:
        return "不改的，按 F10" if ask.typed else "" if ask.required else "没有的，按 F10 跳过"
    if ask.verify:
        return "标了待核。核实了就按回车；要改就改好再按回车。" if ask.typed else "标了待核。"
    if ask.typed:
        return "" if ask.question.kind is Kind.PROSE else "回车：不改，下一题"
    if ask.default:
        return f"回车就是：{shortened(ask.default)}"
    return "" if ask.required or is_gate(form, ask.question) else "没有的，按回车跳过"


def rest_words(ask: Ask, rest: int) -> str:
    """How to leave out what the section still asks; rest: how many of its questions may be."""
    if rest < _MANY or ask.required:
        return ""
    return f"这一节还有 {rest} 题选填，都不写就按 F9。"


def how_words(question: Question) -> str:
    """How this kind of question is answered."""
    if question.kind in (Kind.CHOICE, Kind.YESNO):
        return "按数字或上下键选，回车确定" + ("；也可以直接写别的" if question.free else "")
    if question.kind is Kind.CHOICES:
        more = "，别的直接写" if question.free else ""
        return f"可以选几项：按数字或空格{more}，选好按回车"
    if question.kind is Kind.PROSE:
        return "可以写几段，写好按 F10"
    if question.kind is Kind.DATE:
        return "写全年月日，例如 2022-1-20"
    if question.kind in LISTED:
        return "一格一格写，回车到下一格；写完按 F10"
    return ""


def heard_words(question: Question, text: str) -> str:
    """How a short answer is understood, where that is not simply what was typed."""
    if not text.strip() or question.kind not in SHORT:
        return ""
    value = read_answer(question, text)
    return "" if isinstance(value, Problem) else heard(question, text, value)


def last_words(ask: Ask) -> str:
    """Last year's answer, and how to take it."""
    return f"上年：{shortened(ask.last)}　再按一次 F8：同上年"
