"""Reading YAML into dataclasses, every field as its annotation says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NewType, TypeVar, get_args, get_origin, get_type_hints

from drafter.draft.dates import read_day
from drafter.form.definitions import Form
from drafter.form.shape import Shape
from drafter.nodes import Node

Texts = tuple[str, ...]
SectionId = NewType("SectionId", str)
QuestionId = NewType("QuestionId", str)
T = TypeVar("T")


class FieldReader:
    """Reads mappings as the classes that describe them; `shape.problems` grows."""

    def __init__(self, form: Form, name: str) -> None:
        self.shape = shape = Shape(name)
        self.sections = {section.id for section in form.sections}
        self.questions = set(form.questions)
        self.readers: dict[Any, Callable[[Node], Any]] = {
            str: shape.text,
            bool: shape.flag,
            date: self._day,
            int: self._number,
            Texts: shape.words,
            SectionId: lambda node: self._known(node, self.sections),
            QuestionId: lambda node: self._known(node, self.questions),
            tuple[SectionId, ...]: lambda node: tuple(
                self._known(item, self.sections) for item in shape.items(node)
            ),
            tuple[QuestionId, ...]: lambda node: tuple(
                self._known(item, self.questions) for item in shape.items(node)
            ),
            Mapping[str, str]: lambda node: {k: shape.text(v) for k, v in _pairs(shape, node)},
            Mapping[str, Texts]: lambda node: {k: shape.words(v) for k, v in _pairs(shape, node)},
        }

    def read(self, node: Node, kind: type[T]) -> T:
        """One mapping as the class that describes it."""
        hints = get_type_hints(kind)
        entries = self.shape.entries(node, (), tuple(hints))
        return kind(**{name: self._value(value, hints[name]) for name, value in entries.items()})

    def _value(self, node: Node, hint: Any) -> Any:
        if hint in self.readers:
            return self.readers[hint](node)
        if get_origin(hint) is tuple:
            return tuple(self.read(item, get_args(hint)[0]) for item in self.shape.items(node))
        return self.read(node, hint)

    def _day(self, node: Node) -> date:
        day = read_day(self.shape.text(node))
        if isinstance(day, date):
            return day
        self.shape.complain(node.line, day.what, day.fix)
        return date.max

    def _number(self, node: Node) -> int:
        text = self.shape.text(node)
        if text.isdecimal() and len(text) < 10:
            return int(text)
        self.shape.complain(node.line, f"“{text}”不是整数。", "写一个整数。")
        return 0

    def _known(self, node: Node, known: set[str]) -> str:
        text = self.shape.text(node)
        if text not in known:
            self.shape.complain(
                node.line, f"格式里没有“{text}”。", self.shape.suggestion(text, known)
            )
        return text


def _pairs(shape: Shape, node: Node) -> Iterable[tuple[str, Node]]:
    return shape.pairs(node).items()
