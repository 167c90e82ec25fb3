"""From what was typed, or stands in a file, to an answer or the figure of a cell; and back.

The reader of a kind is imported when an answer of that kind comes along.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from drafter.draft.misread import EMPTY, Misread
from drafter.draft.numbers import fold, format_figure, read_count, read_money
from drafter.draft.scrub import scrub_line, scrub_prose
from drafter.draft.values import Breakdown, Item, Raw, Record, Records, Value
from drafter.errors import Problem
from drafter.form.arithmetic import Figure
from drafter.form.definitions import CellDefinition, Kind, Question

__all__ = [
    "Breakdown",
    "Item",
    "Raw",
    "Record",
    "Records",
    "Value",
    "read_answer",
    "read_figure",
    "write_answer",
]


def read_answer(question: Question, raw: Raw) -> Value | Problem:
    """The value `raw` gives to the question, or why it gives none. Never raises.

    An empty text is a Problem: whoever may leave a question open has to look first.
    """
    read = _STRUCTURED.get(question.kind)
    if read:
        value = read(question, raw)
    elif isinstance(raw, str):
        value = _SCALARS[question.kind](question, raw)
    else:
        value = Misread("这里有好几项，只要一项。", "写成一项文字。")
    if isinstance(value, Misread):
        return Problem(f"“{question.label}”", value.what, value.fix)
    return value


def read_figure(definition: CellDefinition, raw: str, *, copied: bool = False) -> Figure | Misread:
    """A typed figure of one cell; one `copied` from a document may be below zero, as printed."""
    if copied and (text := fold(raw).strip())[:1] == "-" and len(text) > 1:
        below = read_figure(definition, text[1:])
        return below if isinstance(below, Misread) else -below
    if definition.kind is Kind.MONEY:
        return read_money(raw, definition.unit)
    return read_count(raw, definition.unit)


def write_answer(question: Question, value: Value) -> Raw:
    """What a file holds for the value: scalars as text, so that it reads back as the same."""
    match value:
        case bool():
            return "是" if value else "否"
        case int() | Decimal():
            return format_figure(value)
        case date():
            return value.isoformat()
        case str():
            return value
    if question.kind is Kind.BREAKDOWN:
        return {item.name: str(item.count) for item in value if isinstance(item, Item)}
    return [_written(entry) for entry in value]


def _written(entry: str | Item | Record) -> object:
    if isinstance(entry, Record):
        return {field: text for field, text in entry.items() if text}
    return entry


def _line(_: Question, raw: str) -> str | Misread:
    return scrub_line(raw) or Misread(EMPTY, "写一行文字。")


def _prose(_: Question, raw: object) -> str | Misread:
    """A list in a file gives one paragraph with each of its texts."""
    lines = [raw] if isinstance(raw, str) else raw
    if isinstance(lines, Mapping | bytes) or not isinstance(lines, Sequence):
        return Misread("这里要的是一段文字。", "写成一段或几段文字。")
    if not all(isinstance(line, str) for line in lines):
        return Misread("有一段不是文字。", "写成一段或几段文字。")
    return scrub_prose("\n".join(lines)) or Misread(EMPTY, "写一段或几段文字。")


def _yesno(_: Question, raw: str) -> bool | Misread:
    from drafter.draft.choosing import read_yesno

    return read_yesno(raw)


def _choice(question: Question, raw: str) -> str | Misread:
    from drafter.draft.choosing import read_choice

    return read_choice(raw, question.choices, free=question.free)


def _day(_: Question, raw: str) -> date | Misread:
    from drafter.draft.dates import read_day

    return read_day(raw)


def _year(_: Question, raw: str) -> int | Misread:
    from drafter.draft.dates import read_year

    return read_year(raw)


def _breakdown(question: Question, raw: object) -> Breakdown | Misread:
    from drafter.draft.breakdowns import read_breakdown

    return read_breakdown(raw, question.unit)


def _records(question: Question, raw: object) -> Records | Misread:
    from drafter.draft.records import read_records

    return read_records(raw, question.fields)


def _choices(question: Question, raw: object) -> tuple[str, ...] | Misread:
    from drafter.draft.choosing import read_choices

    if not isinstance(raw, Sequence):
        return Misread("这里要的是几个选项。", "写成列表，或者用顿号隔开。")
    return read_choices(raw, question.choices, free=question.free)


_SCALARS: Mapping[Kind, Callable[[Question, str], Value | Misread]] = {
    Kind.COUNT: lambda question, raw: read_count(raw, question.unit),
    Kind.MONEY: lambda question, raw: read_money(raw, question.unit),
    Kind.YESNO: _yesno,
    Kind.CHOICE: _choice,
    Kind.LINE: _line,
    Kind.DATE: _day,
    Kind.YEAR: _year,
}
_STRUCTURED: Mapping[Kind, Callable[[Question, object], Value | Misread]] = {
    Kind.PROSE: _prose,
    Kind.CHOICES: _choices,
    Kind.BREAKDOWN: _breakdown,
    Kind.RECORDS: _records,
}
