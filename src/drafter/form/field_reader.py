"""Reading YAML into the classes that describe it, every field as its annotation says.

words.yaml, claims.yaml and rule packs are read so: a class is one mapping, a field one key, and
a field without a default a key that must be there. Whatever a file gets wrong is told at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING
from datetime import date
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from drafter.errors import DrafterError
from drafter.form.definitions import Form
from drafter.form.field_kinds import CellId, PartId, QuestionId, SectionId
from drafter.form.shape import Shape
from drafter.nodes import Node

T = TypeVar("T")


class FieldReader:
    """Reads one file; `shape` gathers its problems, and nothing is raised before `done`.

    readers: by annotation; a subclass adds its own kinds of scalars
    """

    def __init__(self, form: Form, name: str) -> None:
        self.shape = Shape(name)
        self.readers: dict[Any, Callable[[Node], Any]] = {
            str: self.shape.text,
            bool: self.shape.flag,
            date: self._day,
            int: self._number,
            PartId: self.one_of(part.id for part in form.parts),
            SectionId: self.one_of(section.id for section in form.sections),
            QuestionId: self.one_of(form.questions),
            CellId: self.one_of(form.cells),
        }

    def read(self, node: Node, kind: Callable[..., T]) -> T:
        """One mapping as the class that describes it."""
        hints, needed = _fields(kind)
        entries = self.shape.entries(node, needed, tuple(hints))
        given = {name: self.value(value, hints[name]) for name, value in entries.items()}
        # A needed key that is missing has been told: nobody sees what stands for it here.
        return kind(**(dict.fromkeys(needed) | given))

    def value(self, node: Node, hint: Any) -> Any:
        """What stands there, as the annotation says."""
        if hint in self.readers:
            return self.readers[hint](node)
        arguments = get_args(hint)
        if get_origin(hint) is tuple:
            return tuple(self.value(item, arguments[0]) for item in self.shape.items(node))
        if get_origin(hint) is Mapping:
            pairs = self.shape.pairs(node).items()
            return {key: self.value(value, arguments[1]) for key, value in pairs}
        return self.read(node, hint)

    def one_of(self, known: Iterable[str]) -> Callable[[Node], str]:
        """A reader of names that must be known."""
        names = tuple(known)

        def read(node: Node) -> str:
            text = self.shape.text(node)
            if text not in names:
                fix = self.shape.suggestion(text, names)
                self.shape.complain(node.line, f"格式里没有“{text}”。", fix)
            return text

        return read

    def done(self, read: T) -> T:
        """What was read. Raises: DrafterError with every problem there was."""
        if self.shape.problems:
            raise DrafterError(self.shape.problems)
        return read

    def _day(self, node: Node) -> date:
        try:
            return date.fromisoformat(self.shape.text(node))
        except ValueError:
            self.shape.complain(node.line, "日期读不懂。", "写成 2024-01-31 这样。")
            return date.max

    def _number(self, node: Node) -> int:
        text = self.shape.text(node)
        if text.isdecimal() and len(text) < 10:
            return int(text)
        self.shape.complain(node.line, f"“{text}”不是整数。", "写一个整数。")
        return 0


@cache
def _fields(kind: Any) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """The annotation of each field, and the fields without a default.

    Annotations are texts that have to be evaluated, and one class is read hundreds of times.
    """
    hints = get_type_hints(kind)
    return hints, tuple(name for name in hints if not _has_default(kind, name))


def _has_default(kind: type, name: str) -> bool:
    """Of a named tuple, or of a dataclass (whose `default_factory` leaves no attribute)."""
    fields = getattr(kind, "__dataclass_fields__", None)
    if fields is None:
        return name in getattr(kind, "_field_defaults", {})
    return fields[name].default is not MISSING or fields[name].default_factory is not MISSING
