"""Reading answers files: a draft as YAML that a person can read, write and repair.

The same format keeps sessions; `write_answers` is the other half.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from drafter.draft.answers_shape import AnswersShape, shortened
from drafter.draft.answers_tables import read_tables
from drafter.draft.marks import Marks, read_mark
from drafter.draft.migrations import FORMAT, migrate
from drafter.draft.model import Closure, Draft
from drafter.draft.reading import read_answer, read_figure
from drafter.draft.scrub import scrub
from drafter.draft.values import Raw, Value
from drafter.errors import DrafterError, Problem
from drafter.files import read_text
from drafter.form.definitions import Address, Form, Kind
from drafter.form.form_file import load_form
from drafter.nodes import Node, parse

__all__ = ["Answers", "load_answers", "read_answers", "read_figure"]

_KEYS = (
    *("format", "form", "year", "organ", "answers", "texts", "verify", "closed", "tables"),
    "session",
)
_CLOSURE_WORDS = ("code", "at", "reason", "on")
_CLOSURE_KEYS = (*_CLOSURE_WORDS, "seen")
_ORGAN = "organ."


class Answers(NamedTuple):
    """A draft with the form that it answers; `lines` tells where in the file a thing stands.

    marks: what a session keeps beside the draft; a file written by hand has none
    """

    form: Form
    draft: Draft
    lines: Mapping[Address, int]
    marks: Marks


def load_answers(path: Path, own_forms: Path | None = None) -> Answers:
    """The draft in a file. Raises: DrafterError with everything in it that cannot be used."""
    return read_answers(read_text(path), str(path), own_forms)


def read_answers(
    text: str, name: str, own_forms: Path | None = None, known: Form | None = None
) -> Answers:
    """The draft in `text`; `name` is what problems call it. Raises: DrafterError.

    known: a form at hand, which is not loaded again where the text answers that one
    """
    root = migrate(parse(text, name))
    form_id = _form_id(root, name)
    if known is not None and known.id == form_id.value:
        form = known
    else:
        form = load_form(str(form_id.value), own_forms, f"{name}:{form_id.said}")
    shape = AnswersShape(form, name)
    entries = shape.known(root, _KEYS)
    draft = _Reader(shape).draft(entries)
    marks = {key: read_mark(mark) for key, mark in shape.pairs(entries.get("session")).items()}
    if shape.problems:
        raise DrafterError(shape.problems)
    return Answers(form, draft, shape.lines, marks)


def _form_id(root: Node, name: str) -> Node:
    if not isinstance(root.value, dict):
        raise DrafterError(
            Problem(
                f"{name}:{root.line}", "这不是答案文件。", "用 drafter blank 生成一份空白答案文件。"
            )
        )
    number = root.value.get("format", Node("", root.line))
    if number.value != str(FORMAT):
        newer = (
            isinstance(number.value, str)
            and number.value.isdecimal()
            and int(number.value[:9]) > FORMAT
        )
        raise DrafterError(
            Problem(
                f"{name}:{number.line}",
                f"文件格式是 {shortened(number)}，比这个版本的 drafter 新。"
                if newer
                else "缺少可用的“format”。",
                "升级 drafter 后再打开。" if newer else f"在文件开头写“format: {FORMAT}”。",
            )
        )
    form: Node | None = root.value.get("form")
    if form is None or not isinstance(form.value, str) or not form.value:
        raise DrafterError(
            Problem(
                f"{name}:{form.said if form else root.line}",
                "没有写明报告格式。",
                "补上“form: …”；drafter forms 列出可用的格式。",
            )
        )
    return form


_SEVERAL = (Kind.CHOICES, Kind.BREAKDOWN, Kind.RECORDS)
"""Kinds that are written as a list or as names with figures."""


class _Reader:
    """Reads one answers file; problems gather in `shape`, so that all of them are told at once."""

    def __init__(self, shape: AnswersShape) -> None:
        self.shape = shape
        self.form = shape.form

    def draft(self, entries: Mapping[str, Node]) -> Draft:
        tables = read_tables(self.shape, entries.get("tables"))
        return Draft(
            form=self.form.id,
            answers=dict(self._answers(entries)),
            texts=dict(self._texts(entries.get("texts"))),
            cells=tables.cells,
            confirmed=tables.confirmed,
            verify=frozenset(self._addresses(entries.get("verify"))),
            stated=tables.stated,
            closures=tuple(self._closures(entries.get("closed"))),
        )

    def _answers(self, entries: Mapping[str, Node]) -> Iterator[tuple[str, Value]]:
        given = dict(self.shape.pairs(entries.get("answers")))
        organ = {_ORGAN + key: node for key, node in self.shape.pairs(entries.get("organ")).items()}
        year = {"year": entries["year"]} if "year" in entries else {}
        for key in given.keys() & (organ.keys() | year.keys()):
            self.shape.complain(given[key].said, f"“{key}”写了两遍。", "留下一处。")
        for key, node in (year | organ | given).items():
            self.shape.lines[key] = node.said
            question = self.form.questions.get(key)
            if question is None:
                self.shape.unknown("问题", key, node.said, self.form.questions)
                continue
            raw = _raw(node)
            if isinstance(raw, str) and not raw.strip():
                continue
            if question.kind in _SEVERAL and self.shape.has_wide_brackets(node):
                continue
            value = read_answer(question, raw)
            if isinstance(value, Problem):
                self.shape.complain(node.line, value.what, value.fix, value.where)
            elif (
                key == "year" and not self.form.first_year <= int(str(value)) <= self.form.last_year
            ):
                self.shape.complain(
                    node.line,
                    f"{value}年不用这种格式（{self.form.years}）。",
                    "核对年度，或换一种报告格式。",
                )
            else:
                yield key, value

    def _texts(self, node: Node | None) -> Iterator[tuple[str, str]]:
        known = {section.id for section in self.form.sections if section.text}
        for key, text in self.shape.pairs(node).items():
            if key not in known:
                self.shape.unknown("段落", key, text.said, known)
            elif not isinstance(text.value, str):
                self.shape.complain(
                    text.line, "这里应当是一段文字。", "用“|”开头，文字另起一行、缩进两格。"
                )
            elif text.value.strip():
                self.shape.lines[key] = text.said
                yield key, scrub(text.value)

    def _addresses(self, node: Node | None) -> Iterator[Address]:
        known = {**self.form.cells, **self.form.questions}
        for item in self.shape.items(node):
            if not isinstance(item.value, str) or item.value not in known:
                self.shape.unknown("位置", shortened(item), item.line, known)
            else:
                yield item.value

    def _closures(self, node: Node | None) -> Iterator[Closure]:
        for item in self.shape.items(node):
            entries = self.shape.known(item, _CLOSURE_KEYS)
            words = {key: self._word(entries.get(key), key, item.line) for key in _CLOSURE_WORDS}
            seen = tuple(str(each.value) for each in self.shape.items(entries.get("seen")))
            yield Closure(words["code"], words["at"], seen, words["reason"], words["on"])

    def _word(self, node: Node | None, key: str, line: int) -> str:
        if node is not None and isinstance(node.value, str) and node.value:
            return scrub(node.value)
        at = node.line if node else line
        self.shape.complain(at, f"关闭的提醒缺少“{key}”。", "补上，或删去这一条。")
        return ""


def _raw(node: Node) -> Raw:
    if isinstance(node.value, str):
        return node.value
    if isinstance(node.value, list):
        return [_raw(item) for item in node.value]
    return {key: _raw(value) for key, value in node.value.items()}
