"""A list of small forms (问题、措施 …), as the texts of its fields one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from drafter.form.model import Question

NONE = ("无", "没有")
"""Say that there is no entry at all."""


def as_entries(question: Question, texts: Sequence[str]) -> list[dict[str, str]]:
    """The texts, field by field and entry after entry, as `record_answer` takes them."""
    ids = [field.id for field in question.fields]
    starts = range(0, len(texts), len(ids))
    return [dict(zip(ids, texts[start : start + len(ids)], strict=True)) for start in starts]


def bare(text: str, label: str) -> str:
    """The text without its label before it, which some write."""
    for mark in "：:":
        text = text.removeprefix(label + mark).strip()
    return text
