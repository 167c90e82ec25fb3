"""What is said of a report that was read: its doubts, its gaps, and the answers it proposes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import NamedTuple

from drafter.draft.draft_model import Value

_SENTENCE = re.compile(r"[^。！？\n]*[。！？]?")


class Sure(Enum):
    """How much a note leaves open."""

    READ = "read"
    UNCERTAIN = "uncertain"
    UNREAD = "unread"


class Note(NamedTuple):
    """What there is to say of one place: where, what, and the piece of the file it came from."""

    sure: Sure
    where: str
    what: str
    quote: str = ""


class Proposal(NamedTuple):
    """An answer that a sentence gives.

    quote: that sentence, without spaces beside Chinese characters, its marks full-width
    """

    question: str
    value: Value
    quote: str = ""


def sentence_at(text: str, at: int) -> str:
    """The sentence that the character at this place belongs to."""
    for sentence in _SENTENCE.finditer(text):
        if sentence.start() <= at < sentence.end():
            return sentence[0].strip()
    return ""


def doubts(notes: Iterable[Note]) -> Iterator[str]:
    """A line for all that was not read, one for all that wants a look."""
    listed = list(notes)
    for sure, what in ((Sure.UNREAD, "没有读到"), (Sure.UNCERTAIN, "要看一眼")):
        places = [note.where for note in listed if note.sure is sure]
        if places:
            yield f"{what} {len(places)} 处：{'、'.join(dict.fromkeys(places))}。"


_COUNTED = {
    "exact": "读准",
    "alike": "按相近的名称认出",
    "split": "按合计关系分开",
    "blank": "空白或画线",
    "missing": "没有读到",
}


def counts_line(counts: Mapping[str, int]) -> str:
    """How the figures of the tables were read (see `Published.counts`)."""
    told = "、".join(f"{what} {counts[each]} 格" for each, what in _COUNTED.items() if counts[each])
    return f"表格：{told or '没有'}。"
