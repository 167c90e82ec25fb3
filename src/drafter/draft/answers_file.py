"""Reading answers files: a draft as YAML that a person can read, write and repair.

The same format keeps sessions; `write_answers` is the other half.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from drafter.draft.marks import Marks, read_mark
from drafter.draft.migrations import FORMAT, migrate
from drafter.draft.model import Cell, Closure, Draft, Origin
from drafter.draft.numbers import Misread, fold, read_count, read_money
from drafter.draft.reading import Raw, Value, read_answer
from drafter.draft.scrub import scrub
from drafter.errors import DrafterError, Problem, nearest
from drafter.files import read_text
from drafter.form.arithmetic import Figure
from drafter.form.load import load_form
from drafter.form.model import Address, CellDefinition, Form, Kind
from drafter.nodes import Node, parse

_KEYS = (
    *("format", "form", "year", "organ", "answers", "texts", "verify", "closed", "tables"),
    "session",
)
_TABLE_KEYS = ("confirmed", "cells", "stated")
_CELL_KEYS = ("value", "origin")
_CLOSURE_WORDS = ("code", "at", "reason", "on")
_CLOSURE_KEYS = (*_CLOSURE_WORDS, "seen")
_GIVEN = {o.value: o for o in Origin if o not in (Origin.DEFAULT, Origin.COMPUTED)}
_ORGAN = "organ."
_MOST_SUGGESTIONS = 100
"""Looking for like names takes milliseconds each; a file of junk must not take minutes."""


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
    reader = _Reader(form, name)
    draft = reader.draft(root)
    marks = reader.marks(root)
    if reader.problems:
        raise DrafterError(sorted(reader.problems, key=reader.problems.__getitem__))
    return Answers(form, draft, reader.lines, marks)


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
                f"文件格式是 {_short(number)}，比这个版本的 drafter 新。"
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


class _Reader:
    """Reads one answers file; problems gather, so that all of them are told at once."""

    def __init__(self, form: Form, name: str) -> None:
        self.form = form
        self.name = name
        self.problems: dict[Problem, int] = {}
        """Each with its line."""
        self.lines: dict[Address, int] = {}

    def draft(self, root: Node) -> Draft:
        entries = self._known(root, _KEYS)
        cells: dict[Address, Cell] = {}
        stated: dict[Address, Figure] = {}
        confirmed: set[str] = set()
        for table_id, node in self._entries(entries.get("tables")):
            if table_id not in self.form.tables:
                self._unknown("表格", table_id, node.said, self.form.tables)
                continue
            table = self._known(node, _TABLE_KEYS)
            if self._yes(table.get("confirmed")):
                confirmed.add(table_id)
            cells |= self._cells(table_id, table.get("cells"))
            stated |= {
                a: c.value
                for a, c in self._cells(table_id, table.get("stated"), stated=True).items()
            }
        return Draft(
            form=self.form.id,
            answers=dict(self._answers(entries)),
            texts=dict(self._texts(entries.get("texts"))),
            cells=cells,
            confirmed=frozenset(confirmed),
            verify=frozenset(self._addresses(entries.get("verify"))),
            stated=stated,
            closures=tuple(self._closures(entries.get("closed"))),
        )

    def marks(self, root: Node) -> Marks:
        node = self._known(root, _KEYS).get("session")
        return {key: read_mark(mark) for key, mark in self._entries(node)}

    def _answers(self, entries: Mapping[str, Node]) -> Iterator[tuple[str, Value]]:
        given = dict(self._entries(entries.get("answers")))
        organ = {_ORGAN + key: node for key, node in self._entries(entries.get("organ"))}
        year = {"year": entries["year"]} if "year" in entries else {}
        for key in given.keys() & (organ.keys() | year.keys()):
            self._complain(given[key].said, f"“{key}”写了两遍。", "留下一处。")
        for key, node in (year | organ | given).items():
            self.lines[key] = node.said
            question = self.form.questions.get(key)
            if question is None:
                self._unknown("问题", key, node.said, self.form.questions)
                continue
            raw = _raw(node)
            if isinstance(raw, str) and not raw.strip():
                continue
            value = read_answer(question, raw)
            if isinstance(value, Problem):
                self._complain(node.line, value.what, value.fix, value.where)
            elif (
                key == "year" and not self.form.first_year <= int(str(value)) <= self.form.last_year
            ):
                self._complain(
                    node.line,
                    f"{value}年不用这种格式（{self.form.years}）。",
                    "核对年度，或换一种报告格式。",
                )
            else:
                yield key, value

    def _texts(self, node: Node | None) -> Iterator[tuple[str, str]]:
        known = {section.id for section in self.form.sections if section.text}
        for key, text in self._entries(node):
            if key not in known:
                self._unknown("段落", key, text.said, known)
            elif not isinstance(text.value, str):
                self._complain(
                    text.line, "这里应当是一段文字。", "用“|”开头，文字另起一行、缩进两格。"
                )
            elif text.value.strip():
                self.lines[key] = text.said
                yield key, scrub(text.value)

    def _addresses(self, node: Node | None) -> Iterator[Address]:
        known = {**self.form.cells, **self.form.questions}
        for item in self._items(node):
            if not isinstance(item.value, str) or item.value not in known:
                self._unknown("位置", _short(item), item.line, known)
            else:
                yield item.value

    def _closures(self, node: Node | None) -> Iterator[Closure]:
        for item in self._items(node):
            entries = self._known(item, _CLOSURE_KEYS)
            words = {key: self._word(entries.get(key), key, item.line) for key in _CLOSURE_WORDS}
            seen = tuple(str(each.value) for each in self._items(entries.get("seen")))
            yield Closure(words["code"], words["at"], seen, words["reason"], words["on"])

    def _word(self, node: Node | None, key: str, line: int) -> str:
        if node is not None and isinstance(node.value, str) and node.value:
            return scrub(node.value)
        at = node.line if node else line
        self._complain(at, f"关闭的提醒缺少“{key}”。", "补上，或删去这一条。")
        return ""

    def _cells(
        self, table_id: str, node: Node | None, *, stated: bool = False
    ) -> dict[Address, Cell]:
        cells: dict[Address, Cell] = {}
        rows = {cell.row for cell in self.form.tables[table_id].cells}
        for row, columns in self._entries(node):
            if row not in rows:
                self._unknown("行", row, columns.said, rows)
                continue
            for column, figure in self._entries(columns):
                address = f"{table_id}/{row}/{column}"
                definition = self.form.cells.get(address)
                self.lines[address] = figure.said
                if definition is None:
                    known = [c.column for c in self.form.tables[table_id].cells if c.row == row]
                    self._unknown("列", column, figure.said, known)
                elif (address in self.form.computed) != stated:
                    self._complain(figure.said, *_WRONG_PLACE[stated], f"“{definition.label}”")
                elif (cell := self._cell(definition, figure)) is not None:
                    cells[address] = cell
        return cells

    def _cell(self, definition: CellDefinition, node: Node) -> Cell | None:
        origin = Origin.ENTERED
        if isinstance(node.value, dict):
            entries = self._known(node, _CELL_KEYS)
            word = entries.get("origin", Node(origin.value, node.line)).value
            if not isinstance(word, str) or word not in _GIVEN:
                line = entries["origin"].said
                self._complain(line, "没有这种来源。", f"可以写：{'、'.join(_GIVEN)}。")
                return None
            origin = _GIVEN[word]
            node = entries.get("value", Node("", node.line))
        if not isinstance(node.value, str):
            self._complain(node.line, "这里应当是一个数。", "写一个数字。", f"“{definition.label}”")
            return None
        copied = origin is Origin.IMPORTED or definition.address in self.form.computed
        figure = read_figure(definition, node.value, copied=copied)
        if isinstance(figure, Misread):
            self._complain(node.line, figure.what, figure.fix, f"“{definition.label}”")
            return None
        return Cell(figure, origin)

    def _yes(self, node: Node | None) -> bool:
        if node is None or node.value in ("", "false", "no", "否"):
            return False
        if node.value in ("true", "yes", "是"):
            return True
        self._complain(node.line, f"“confirmed”写成了“{_short(node)}”。", "写 true 或 false。")
        return False

    def _entries(self, node: Node | None) -> Iterable[tuple[str, Node]]:
        if node is None or node.value == "":
            return ()
        if isinstance(node.value, dict):
            return node.value.items()
        self._complain(node.line, "这里应当是“名称: 内容”的几行。", "核对缩进，冒号后面空一格。")
        return ()

    def _items(self, node: Node | None) -> Iterable[Node]:
        if node is None or node.value == "":
            return ()
        if isinstance(node.value, list):
            return node.value
        self._complain(node.line, "这里应当是一个列表。", "每项另起一行，写成“- …”。")
        return ()

    def _known(self, node: Node, keys: Collection[str]) -> dict[str, Node]:
        entries = dict(self._entries(node))
        for key in [key for key in entries if key not in keys]:
            self._unknown("名称", key, entries[key].said, keys)
        return {key: entries[key] for key in keys if key in entries}

    def _unknown(self, what: str, word: str, line: int, known: Iterable[str]) -> None:
        alike = nearest(word, known) if len(self.problems) < _MOST_SUGGESTIONS else ""
        fix = alike or "drafter blank 列出全部可用的名称。"
        self._complain(line, f"没有“{word[:60]}”这个{what}。", fix)

    def _complain(self, line: int, what: str, fix: str, place: str = "") -> None:
        where = f"{self.name}:{line}"
        self.problems[Problem(f"{where}，{place}" if place else where, what, fix)] = line


_WRONG_PLACE = {
    False: (
        "这一格由 drafter 计算，不用填写。",
        "去掉这一格；要核对别处印出的总数，写在“stated”下。",
    ),
    True: ("这一格不是总数。", "写在“cells”下。"),
}


def read_figure(definition: CellDefinition, raw: str, *, copied: bool = False) -> Figure | Misread:
    """A typed figure of one cell; one `copied` from a document may be below zero, as printed."""
    if copied and (text := fold(raw).strip())[:1] == "-" and len(text) > 1:
        below = read_figure(definition, text[1:])
        return below if isinstance(below, Misread) else -below
    if definition.kind is Kind.MONEY:
        return read_money(raw, definition.unit)
    return read_count(raw, definition.unit)


def _raw(node: Node) -> Raw:
    if isinstance(node.value, str):
        return node.value
    if isinstance(node.value, list):
        return [_raw(item) for item in node.value]
    return {key: _raw(value) for key, value in node.value.items()}


def _short(node: Node) -> str:
    return node.value[:20] if isinstance(node.value, str) else "…"
