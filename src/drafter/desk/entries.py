"""A list of small forms (问题、措施 …), as the texts of its fields one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from drafter.draft.marks import Mark
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


def pairs_line(texts: Mark) -> str:
    """Names, each with its count behind it, as one would type them: `网站 120，微信 30`."""
    flat = [str(text) for text in texts] if isinstance(texts, tuple) else []
    pairs = zip_longest(flat[::2], flat[1::2], fillvalue="")
    return "，".join(" ".join(filter(None, pair)) for pair in pairs)
