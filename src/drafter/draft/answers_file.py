"""Reading answers files: a draft as YAML that a person can read, write and repair.

The same format keeps sessions; `write_answers` is the other half."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from drafter.draft.clean_text import scrub
from drafter.draft.draft_model import Cell, Closure, Draft, Origin, Raw, Value
from drafter.draft.typed_answers import read_answer
from drafter.draft.typed_figures import Misread, read_figure
from drafter.errors import DrafterError, Problem
from drafter.files import read_text
from drafter.form.arithmetic import Figure
from drafter.form.definitions import Address, CellDefinition, Form, Kind
from drafter.form.form_file import load_form
from drafter.form.shape import Shape
from drafter.nodes import Node, parse

FORMAT = 1
"""The number in `format:`. A change that an older drafter would misread makes it one more."""

MIGRATIONS: dict[int, Callable[[dict[str, Node]], dict[str, Node]]] = {}
"""From each older format to the one after it: the top of the file as it was, and as it becomes.

Nodes keep their lines, so that problems still point into the file the clerk has.
"""


def migrate(root: Node) -> Node:
    """The file's tree in the present format; one that is newer, or has no number, as it is."""
    while isinstance(root.value, dict):
        number = root.value.get("format")
        if number is None or not isinstance(number.value, str) or not number.value.isdecimal():
            break
        step = MIGRATIONS.get(int(number.value[:9]))
        if step is None:
            break
        following = number._replace(value=str(int(number.value[:9]) + 1))
        root = root._replace(value=step(dict(root.value)) | {"format": following})
    return root


Mark: TypeAlias = "str | tuple[Mark, ...] | Mapping[str, Mark]"
Marks: TypeAlias = Mapping[str, Mark]
"""By name; whoever gives them knows what they mean (the interview does)."""

NO_MARKS: Marks = MappingProxyType({})


def read_mark(node: Node) -> Mark:
    """The mark as it was written: every scalar is text."""
    if isinstance(node.value, str):
        return node.value
    if isinstance(node.value, list):
        return tuple(read_mark(item) for item in node.value)
    return {key: read_mark(value) for key, value in node.value.items()}


_WIDE = ("【】", "［］", "｛｝", "〔〕")


class AnswersShape(Shape):
    """A `Shape` of an answers file; `lines` tells where in it a thing stands."""

    def __init__(self, form: Form, name: str) -> None:
        super().__init__(name)
        self.form = form
        self.lines: dict[Address, int] = {}

    def pairs(self, node: Node | None) -> Mapping[str, Node]:
        """A mapping whose keys are free; nothing where nothing stands after the key."""
        return {} if self.has_wide_brackets(node) else super().pairs(_given(node))

    def items(self, node: Node | None) -> list[Node]:
        """A list; nothing where nothing stands after the key."""
        return [] if self.has_wide_brackets(node) else super().items(_given(node))

    def has_wide_brackets(self, node: Node | None) -> bool:
        """Whether 【甲，乙】 or ｛甲：1｝ stands where a list or names should; that is noted."""
        text = node.value.strip() if node is not None and isinstance(node.value, str) else ""
        if node is None or text[:1] + text[-1:] not in _WIDE:
            return False
        fix = "改成英文的，里面的逗号和冒号也用英文：[甲, 乙] 或 {甲: 1, 乙: 2}。"
        self.complain(node.line, f"这里用了全角括号“{text[0]}{text[-1]}”。", fix)
        return True

    def known(self, node: Node, keys: Collection[str]) -> dict[str, Node]:
        """What stands under these keys; any other is a mistake."""
        entries = self.pairs(node)
        for key in [key for key in entries if key not in keys]:
            self.unknown("名称", key, entries[key].said, keys)
        return {key: entries[key] for key in keys if key in entries}

    def unknown(self, what: str, word: str, line: int, known: Iterable[str]) -> None:
        """Note a word that is none of the `known` ones; `what` says what it should be."""
        fix = self.suggestion(word, known, "用 drafter blank 加报告格式名，可以列出全部名称。")
        if any(mark in word for mark in "：，:"):
            fix = "名称和内容之间用英文冒号，后面空一格；几项之间用英文逗号。"
        self.complain(line, f"没有“{word[:60]}”这个{what}。", fix)


def shortened(node: Node) -> str:
    """A scalar, short enough to be quoted."""
    return node.value[:20] if isinstance(node.value, str) else "…"


def _given(node: Node | None) -> Node | None:
    return None if node is None or node.value == "" else node


_TABLE_KEYS = ("confirmed", "cells", "stated")
_CELL_KEYS = ("value", "origin")
_GIVEN = {o.value: o for o in Origin if o not in (Origin.DEFAULT, Origin.COMPUTED)}
_WRONG_PLACE = {
    False: (
        "这一格由 drafter 计算，不用填写。",
        "去掉这一格；要核对别处印出的总数，写在“stated”下。",
    ),
    True: ("这一格不是总数。", "写在“cells”下。"),
}


class Tables(NamedTuple):
    """What a draft holds of its tables (see `Draft`)."""

    cells: dict[Address, Cell]
    confirmed: frozenset[str]
    stated: dict[Address, Figure]


def read_tables(shape: AnswersShape, node: Node | None) -> Tables:
    """Everything under `tables:`."""
    cells: dict[Address, Cell] = {}
    stated: dict[Address, Cell] = {}
    confirmed: set[str] = set()
    for table_id, entries in shape.pairs(node).items():
        if table_id not in shape.form.tables:
            shape.unknown("表格", table_id, entries.said, shape.form.tables)
            continue
        table = shape.known(entries, _TABLE_KEYS)
        if _yes(shape, table.get("confirmed")):
            confirmed.add(table_id)
        cells |= _cells(shape, table_id, table.get("cells"), stated=False)
        stated |= _cells(shape, table_id, table.get("stated"), stated=True)
    totals = {address: cell.value for address, cell in stated.items()}
    return Tables(cells, frozenset(confirmed), totals)


def _yes(shape: AnswersShape, node: Node | None) -> bool:
    if node is None or node.value in ("", "false", "no", "否"):
        return False
    if node.value in ("true", "yes", "是"):
        return True
    shape.complain(node.line, f"“confirmed”写成了“{shortened(node)}”。", "写 true 或 false。")
    return False


def _cells(
    shape: AnswersShape, table_id: str, node: Node | None, *, stated: bool
) -> dict[Address, Cell]:
    cells: dict[Address, Cell] = {}
    form = shape.form
    rows = {cell.row for cell in form.tables[table_id].cells}
    for row, columns in shape.pairs(node).items():
        if row not in rows:
            shape.unknown("行", row, columns.said, rows)
            continue
        for column, figure in shape.pairs(columns).items():
            address = f"{table_id}/{row}/{column}"
            definition = form.cells.get(address)
            shape.lines[address] = figure.said
            if definition is None:
                known = [c.column for c in form.tables[table_id].cells if c.row == row]
                shape.unknown("列", column, figure.said, known)
            elif (address in form.computed) != stated:
                shape.complain(figure.said, *_WRONG_PLACE[stated], f"“{definition.label}”")
            elif (cell := _cell(shape, definition, figure)) is not None:
                cells[address] = cell
    return cells


def _cell(shape: AnswersShape, definition: CellDefinition, node: Node) -> Cell | None:
    """A figure, or a mapping of its value and origin."""
    origin = Origin.ENTERED
    if isinstance(node.value, dict):
        entries = shape.known(node, _CELL_KEYS)
        word = entries.get("origin", Node(origin.value, node.line)).value
        if not isinstance(word, str) or word not in _GIVEN:
            line = entries["origin"].said
            shape.complain(line, "没有这种来源。", f"可以写：{'、'.join(_GIVEN)}。")
            return None
        origin = _GIVEN[word]
        node = entries.get("value", Node("", node.line))
    place = f"“{definition.label}”"
    if not isinstance(node.value, str):
        shape.complain(node.line, "这里应当是一个数。", "写一个数字。", place)
        return None
    copied = origin is Origin.IMPORTED or definition.address in shape.form.computed
    figure = read_figure(definition, node.value, copied=copied)
    if isinstance(figure, Misread):
        shape.complain(node.line, figure.what, figure.fix, place)
        return None
    return Cell(figure, origin)


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
            # `key:` with nothing behind it is a question left open, as blank files have them.
            if isinstance(raw, str) and not raw.strip():
                continue
            if question.kind in _SEVERAL and self.shape.has_wide_brackets(node):
                continue
            value = read_answer(question, raw)
            if isinstance(value, Problem):
                self.shape.complain(node.line, value.what, value.fix, value.where)
            elif key == "year" and (problem := self.form.unserved("", int(str(value)))):
                self.shape.complain(node.line, problem.what, problem.fix)
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
        self.shape.complain(at, f"关闭的问题缺少“{key}”。", "补上，或删去这一条。")
        return ""


def _raw(node: Node) -> Raw:
    if isinstance(node.value, str):
        return node.value
    if isinstance(node.value, list):
        return [_raw(item) for item in node.value]
    return {key: _raw(value) for key, value in node.value.items()}
