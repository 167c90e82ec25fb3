"""Where a clerk wants to go: `第三部分`, `表三`, `联系电话`, `25`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from drafter.desk.labels import key
from drafter.draft.numerals import read_numeral
from drafter.errors import Problem, nearest
from drafter.interview.places import way
from drafter.interview.state import REVIEW, TABLES, TEXTS, InterviewState
from drafter.interview.tasks import title_of

_PART = re.compile(r"第?([0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:部分|大?部)?")
_NUMBER = re.compile(r"第?([0-9]{1,3})(?:题)?")
_END = ("核对与生成", "核对", "生成", "最后")
_MOST = 8


class Target(NamedTuple):
    """A place one can go to, by `go_to`, and what it is called."""

    where: str
    label: str


def find_place(state: InterviewState, words: str) -> Target | list[Target] | Problem:
    """The place the words mean; several, where they fit several as well."""
    text = words.strip().strip('“”"。')
    if not text:
        return Problem("去", "还没有说去哪里。", "例如：去 第三部分、去 表三、去 25。")
    if text in _END:
        return Target(REVIEW, _END[0])
    if (place := _numbered(state, text)) is not None:
        return place
    wanted, ranked = key(text), list[list[Target]]([[], [], []])
    for target, names in _targets(state):
        keys = [key(name) for name in names if name]
        if wanted in keys:
            ranked[0].append(target)
        elif any(known.startswith(wanted) for known in keys):
            ranked[1].append(target)
        elif any(wanted in known for known in keys):
            ranked[2].append(target)
    for found in ranked:
        if len(found) == 1:
            return found[0]
        if found:
            return found[:_MOST]
    labels = [name for _, names in _targets(state) for name in names[:2] if name]
    fix = nearest(text, labels) or "打“目录”看各部分，再说去哪里。"
    return Problem(f"“{text[:24]}”", "没有这个地方。", fix)


def number_of(state: InterviewState, place: str) -> int:
    """The number of a place on the whole way; 0 for one that is not on it."""
    numbers = {known.id: number for number, known in enumerate(way(state), 1)}
    return numbers.get(place, 0)


def _numbered(state: InterviewState, text: str) -> Target | None:
    """A part by its number in the report, or a question by its number on the way."""
    parts = state.form.parts
    number = _NUMBER.fullmatch(text)
    if number and ("题" in text or text.isdecimal()):
        places = way(state)
        at = int(number[1])
        return Target(places[at - 1].id, f"第 {at} 题") if 1 <= at <= len(places) else None
    named = _PART.fullmatch(text)
    if named is None:
        return None
    at = int(named[1]) if named[1].isdecimal() else read_numeral(named[1]) or 0
    if not 1 <= at <= len(parts):
        return None
    return Target(parts[at - 1].id, title_of(state, parts[at - 1].id))


def _targets(state: InterviewState) -> Iterator[tuple[Target, tuple[str, ...]]]:
    """Every place with its names, those first that are parts."""
    form = state.form
    yield Target(form.basics.id, form.basics.title.source), (form.basics.title.source,)
    for part in form.parts:
        title = title_of(state, part.id)
        yield Target(part.id, title), (title, part.short)
    for table in form.tables.values():
        yield Target(TABLES + table.id, table.short), (table.short,)
    for section in form.sections:
        own = any(part.id == section.id for part in form.parts) or section is form.basics
        title = state.facts.render(section.title, section.id) if section.title.source else ""
        first = next((q.id for q in section.questions if state.facts.asked(q)), TEXTS + section.id)
        if not own:
            yield Target(first, title or section.short), (section.short, title)
        if section.text:
            yield Target(TEXTS + section.id, f"{section.short}的文字"), (f"{section.short}的文字",)
    for question in form.questions.values():
        yield Target(question.id, question.label), (question.label, question.ask)
