"""An answer as a clerk would type it."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.draft.reading import Value, read_answer, write_answer
from drafter.draft.values import Record
from drafter.form.model import Kind, Question

_NONE = "无"


def typed(question: Question, value: Value) -> str:
    """The text that `read_answer` reads as this value, wherever there is one.

    There is none for a few values from files (a choice with a 、 in its name): then it is
    only what to show. `reads_back` tells.
    """
    raw = write_answer(question, value)
    if isinstance(raw, str):
        return raw
    if not raw:
        return _NONE
    if isinstance(raw, Mapping):
        return "，".join(f"{name} {count}" for name, count in raw.items())
    if question.kind is Kind.RECORDS:
        return "\n\n".join(_record(question, entry) for entry in value if isinstance(entry, Record))  # type: ignore[union-attr]
    return "、".join(str(item) for item in raw)


def reads_back(question: Question, value: Value) -> bool:
    """Whether the typed text gives exactly this value."""
    return read_answer(question, typed(question, value)) == value


def _record(question: Question, record: Record) -> str:
    return "\n".join(f"{f.label}：{record[f.id]}" for f in question.fields if record[f.id])
