"""Reading questions and the sections that hold them."""

from __future__ import annotations

import re

from drafter.form.model import Field, Kind, Need, Question, Section, Text
from drafter.form.shape import Shape
from drafter.nodes import Node

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_FULL_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*\Z")
_KINDS = {kind.value: kind for kind in Kind}
_NEEDS = {need.value: need for need in Need}
_MONEY_UNITS = ("元", "万元")
_HELP = ("hint", "counts", "excludes", "example", "source", "default")
_OPTIONAL = (*_HELP, "unit", "need", "when", "zero", "choices", "free", "fields", "standing")


def read_section(shape: Shape, section_id: str, node: Node, *, basics: bool = False) -> Section:
    """A section; `basics` write the full ids of their questions themselves."""
    known = ("id", "title", "short", "optional", "questions", "text")
    entries = shape.entries(node, (), known)
    shape.define(section_id, node.line)
    title = read_text(shape, entries.get("title")) or Text("", node.line)
    questions = tuple(
        read_question(shape, section_id, item, full_id=basics)
        for item in shape.items(entries.get("questions"))
    )
    paragraphs = tuple(
        text
        for item in shape.items(entries.get("text"))
        if (text := read_text(shape, item)) is not None
    )
    short = shape.text(entries.get("short")) or title.source
    optional = shape.flag(entries.get("optional"))
    return Section(section_id, title, short, optional, questions, paragraphs)


def read_text(shape: Shape, node: Node | None) -> Text | None:
    """A template with its line; whether it can be compiled is seen later."""
    if node is None:
        return None
    source = shape.text(node)
    above = str(node.value).partition(source)[0] if source else ""
    return Text(source, node.line + above.count("\n"))


def read_name(shape: Shape, node: Node | None, line: int, *, full: bool = False) -> str:
    """An id: lower case letters, digits and `_`; with dots when `full`."""
    if node is None:
        return "?"
    name = shape.text(node)
    if not (_FULL_NAME if full else _NAME).match(name):
        shape.complain(
            node.line, f"“{name}”不能作名称。", "名称用小写英文字母、数字和下划线，以字母开头。"
        )
    return name


def read_question(shape: Shape, section_id: str, node: Node, *, full_id: bool = False) -> Question:
    """One question, checked for what its kind needs."""
    entries = shape.entries(node, ("id", "ask", "label", "kind"), _OPTIONAL)
    name = read_name(shape, entries.get("id"), node.line, full=full_id)
    kind = shape.one_of(entries.get("kind"), _KINDS, Kind.LINE)
    fields = tuple(_read_field(shape, item) for item in shape.items(entries.get("fields")))
    question = Question(
        id=name if full_id else f"{section_id}.{name}",
        section=section_id,
        ask=shape.text(entries.get("ask")),
        label=shape.text(entries.get("label")),
        kind=kind,
        need=shape.one_of(entries.get("need"), _NEEDS, Need.OPTIONAL),
        unit=shape.text(entries.get("unit")),
        choices=shape.words(entries.get("choices")),
        free=shape.flag(entries.get("free")),
        fields=fields,
        when=read_text(shape, entries.get("when")),
        zero=read_text(shape, entries.get("zero")),
        standing=shape.flag(entries.get("standing")),
        **{key: shape.text(entries.get(key)) for key in _HELP},
    )
    shape.define(question.id, node.line)
    _check_kind(shape, question, node.line)
    return question


def _read_field(shape: Shape, node: Node) -> Field:
    entries = shape.entries(node, ("id", "label"), ("need", "hint"))
    need = shape.one_of(entries.get("need"), _NEEDS, Need.OPTIONAL)
    name = read_name(shape, entries.get("id"), node.line)
    return Field(
        name,
        shape.text(entries.get("label")),
        shape.text(entries.get("hint")),
        need is Need.REQUIRED,
    )


def _check_kind(shape: Shape, question: Question, line: int) -> None:
    if question.kind is Kind.MONEY and question.unit not in _MONEY_UNITS:
        shape.complain(line, "金额的单位应当是“元”或“万元”。", "写“unit: 元”或“unit: 万元”。")
    if question.kind in (Kind.CHOICE, Kind.CHOICES) and not question.choices:
        shape.complain(line, "选择题没有写选项。", "补上“choices: [甲, 乙]”。")
    if (question.kind is Kind.RECORDS) != bool(question.fields):
        shape.complain(line, "“fields”与“kind: records”要同时有。", "补上或去掉“fields”。")
