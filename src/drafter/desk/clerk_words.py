"""What a clerk's words mean: lines of a table, figures in a sentence, a place to go to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, normalize

from drafter.draft.typed_figures import read_numeral
from drafter.errors import Problem, nearest
from drafter.form.definitions import Form, Line, Table
from drafter.form.label_numbers import without_number
from drafter.interview.interview_state import REVIEW, InterviewState, table_place, text_place
from drafter.interview.way import title_of, way

_LONGEST = 20
_MOST = 8
_END = ("核对与生成", "核对", "生成", "最后")
_BRACKETED = re.compile(r"（.*?）|\(.*?\)")
_PART = re.compile(r"第?([0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:部分|大?部)?")
_NUMBER = re.compile(r"第?([0-9]{1,3})(?:题)?")
_TABLE = re.compile(r"表 ?([1-9１-９])")
_NUMERALS = "一二三四五六七八九"


class Target(NamedTuple):
    """A place one can go to, by `go_to`, and what it is called."""

    where: str
    label: str


def lines(table: Table) -> Iterator[Line]:
    """Every row, column and group that has a label, in the form's order."""
    for block in table.blocks:
        for line in (*block.rows, *block.columns):
            yield from _with_children(line)


def suggestion(table: Table, word: str) -> str:
    """` 是不是“自然人”？` for the short word most like this one, or nothing."""
    shorts = list(dict.fromkeys(line.short for line in lines(table) if line.short))
    said = nearest(word, shorts)
    if said or not 2 <= len(word) <= _LONGEST:
        return said
    likest = max(shorts, key=lambda short: _alike(word, short), default="")
    return f"是不是“{likest}”？" if 2 * _alike(word, likest) >= len(word) else ""


@lru_cache(maxsize=2048)
def key(word: str) -> str:
    """What two spellings of a word have in common: no spaces, punctuation or widths."""
    folded = normalize("NFKC", word[:200]).casefold()  # no line is as long: a paste may be
    return "".join(c for c in folded if category(c)[0] in "LN")


@lru_cache(maxsize=1024)
def spellings(line: Line) -> tuple[str, ...]:
    """How a line may be written: in short, in full, without its number, without what it adds."""
    bare = without_number(line.label)
    return tuple(map(key, (line.short, line.label, bare, _BRACKETED.sub("", bare))))


def find_place(state: InterviewState, words: str) -> Target | list[Target] | Problem:
    """The place the words mean; several, where they fit several as well."""
    text = words.strip().strip('“”"。')
    if table := _TABLE.fullmatch(text):
        text = f"表{_NUMERALS[int(table[1]) - 1]}"
    if not text:
        return Problem("去", "还没有说去哪里。", "例如：去 第三部分、去 表三、去 25。")
    if text in _END:
        return Target(REVIEW, _END[0])
    # Numbers first: 三 is a piece of many names, and a clerk who types it means the part.
    if (place := _numbered(state, text)) is not None:
        return place
    wanted, targets = key(text), list(_targets(state))
    # A question that is not asked is meant only where nothing else is.
    names = {place.name for place in way(state)}
    asked = [t for t in targets if t[0].where not in state.form.questions or t[0].where in names]
    begins, holds = str.startswith, str.__contains__
    tries = ((str.__eq__, targets), (begins, asked), (holds, asked), (begins, targets))
    for fits, among in (*tries, (holds, targets)):
        found = [target for target, names in among if any(fits(key(n), wanted) for n in names)]
        if found:
            return found[0] if len(found) == 1 else found[:_MOST]
    labels = [name for _, names in targets for name in names[:2] if name]
    fix = nearest(text, labels) or "打“目录”看各部分，再说去哪里。"
    return Problem(f"“{text[:24]}”", "没有这个地方。", fix)


def number_of(state: InterviewState, place: str) -> int:
    """The number of a place on the whole way; 0 for one that is not on it."""
    names = [known.name for known in way(state)]
    return names.index(place) + 1 if place in names else 0


def number_words(state: InterviewState, place: str) -> str:
    """`第 3 题`, by which it can be gone to; "" for a place beside the way."""
    # Without how many there are: answers bring new ones, and the way would seem to grow.
    if state.is_express:  # there places are passed out of their order
        return ""
    number = number_of(state, place)
    return f"第 {number} 题" if number else ""


def _rows(form: Form, table: Table) -> Iterator[tuple[Target, tuple[str, ...]]]:
    """Every row of a table, to be gone to by its first cell."""
    for block in table.blocks:
        for row in block.row_leaves:
            own = (f"{table.id}/{row.id}/{column.id}" for column in block.column_leaves)
            typed = next((a for a in own if a in form.cells and a not in form.computed), "")
            if typed and row.label and not row.says:
                label = f"{table.short}，{row.short}"
                yield Target(typed, label), (row.short, without_number(row.label), label)


def _alike(word: str, short: str) -> int:
    """The characters that the word shares with a piece of a short word, place by place."""
    pieces = (short[start : start + len(word)] for start in range(len(short)))
    return max(sum(map(str.__eq__, word, piece)) for piece in pieces)


def _with_children(line: Line) -> Iterator[Line]:
    if line.label:
        yield line
    for child in line.children:
        yield from _with_children(child)


def _numbered(state: InterviewState, text: str) -> Target | None:
    """A part by its number in the report, or a question by its number on the way."""
    parts = [part for part in state.form.parts if part.level == 1]
    number = _NUMBER.fullmatch(text)
    if number and ("题" in text or text.isdecimal()):
        places = way(state)
        at = int(number[1])
        return Target(places[at - 1].name, f"第 {at} 题") if 1 <= at <= len(places) else None
    named = _PART.fullmatch(text)
    if named is None:
        return None
    at = int(named[1]) if named[1].isdecimal() else read_numeral(named[1]) or 0
    if not 1 <= at <= len(parts):
        return None
    below = state.form.parts[state.form.parts.index(parts[at - 1]) :]
    part = next((part for part in below if not part.is_heading), parts[at - 1])
    return Target(part.id, title_of(state, part.id))


def _targets(state: InterviewState) -> Iterator[tuple[Target, tuple[str, ...]]]:
    """Every place with its names, those first that are parts."""
    form = state.form
    yield Target(form.basics.id, form.basics.title.source), (form.basics.title.source,)
    for part in (part for part in form.parts if not part.is_heading):
        title = title_of(state, part.id)
        yield Target(part.id, title), (title, part.short)
    for table in form.tables.values():
        yield Target(table_place(table.id), table.short), (table.short,)
    for section in form.sections:
        text = text_place(section.id)
        if section is not form.basics and all(part.id != section.id for part in form.parts):
            title = state.facts.render(section.title, section.id) if section.title.source else ""
            asked = (q.id for q in section.questions if state.facts.asked(q))
            yield Target(next(asked, text), title or section.short), (section.short, title)
        if section.text:
            yield Target(text, f"{section.short}的文字"), (f"{section.short}的文字",)
    for question in form.questions.values():
        yield Target(question.id, question.label), (question.label, question.ask)
    for table in form.tables.values():
        yield from _rows(form, table)
