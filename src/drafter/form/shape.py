"""Picking a YAML file apart while collecting every mistake, not only the first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from drafter.errors import Problem, harmless, nearest
from drafter.nodes import Node

T = TypeVar("T")

_YES_NO = {"yes": True, "no": False}
_PAIRS = "这里应当是“名称: 内容”的几行。", "核对缩进，冒号后面空一格。"
_MOST_SUGGESTIONS = 100
"""Looking for like names takes milliseconds each; a file of junk must not take minutes."""


class Shape:
    """Reads nodes of one file as what they should be; `problems` grows, nothing is raised.

    Every reader returns a usable stand-in after complaining, so that reading goes on.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        # By problem: a relation of twenty rows would tell its one mistake twenty times.
        self._problems: dict[Problem, int] = {}
        self._defined: dict[str, int] = {}

    @property
    def problems(self) -> list[Problem]:
        """Every mistake so far, once, in the order of the file."""
        return sorted(self._problems, key=self._problems.__getitem__)

    def complain(self, line: int, what: str, fix: str, place: str = "") -> None:
        """Note a mistake on `line`; `place` says in the clerk's words where that is."""
        where = f"{self.name}:{line}"
        self._problems[Problem(f"{where}，{place}" if place else where, what, fix)] = line

    def define(self, name: str, line: int) -> None:
        """Note that `name` is given on `line`; twice is a mistake."""
        if name in self._defined and "?" not in name:  # `?` stands for a missing one, told already
            first = self._defined[name]
            self.complain(line, f"名称“{name}”已经用过（第 {first} 行）。", "换一个名称。")
        self._defined.setdefault(name, line)

    def entries(
        self, node: Node, needed: Collection[str], known: Collection[str] = ()
    ) -> dict[str, Node]:
        """A mapping with all `needed` keys and none beside these and the `known` ones."""
        if not isinstance(node.value, dict):
            self.complain(node.line, *_PAIRS)
            return {}
        allowed = (*needed, *known)
        for key, value in node.value.items():
            if key not in allowed:
                fix = self.suggestion(key, allowed, f"可用的名称：{'、'.join(allowed)}。")
                self.complain(value.said, f"不认识的名称“{key}”。", fix)
        for key in needed:
            if key not in node.value:
                self.complain(node.line, f"缺少“{key}”。", f"补上“{key}: …”一行。")
        return {key: value for key, value in node.value.items() if key in allowed}

    def pairs(self, node: Node | None) -> Mapping[str, Node]:
        """A mapping whose keys are free."""
        if node is None:
            return {}
        if isinstance(node.value, dict):
            return node.value
        self.complain(node.line, *_PAIRS)
        return {}

    def items(self, node: Node | None) -> list[Node]:
        """A list; nothing for a missing node."""
        if node is None:
            return []
        if isinstance(node.value, list):
            return node.value
        self.complain(node.line, "这里应当是一个列表。", "每项写成“- …”，或写在方括号里。")
        return []

    def text(self, node: Node | None) -> str:
        """A scalar without the white space around it; nothing for a missing node."""
        if node is None:
            return ""
        if isinstance(node.value, str):
            return harmless(node.value.strip())
        self.complain(node.line, "这里应当是一段文字。", "文字里有冒号或方括号时加引号。")
        return ""

    def words(self, node: Node | None) -> tuple[str, ...]:
        """A list of scalars."""
        return tuple(self.text(item) for item in self.items(node))

    def flag(self, node: Node | None) -> bool:
        """`yes` or `no`; `no` for a missing node."""
        return self.one_of(node, _YES_NO, default=False)

    def one_of(self, node: Node | None, choices: Mapping[str, T], default: T) -> T:
        """What one of a few words stands for."""
        word = self.text(node)
        if node is None or word in choices:
            return choices.get(word, default)
        self.complain(node.line, f"“{word}”不能用在这里。", self.suggestion(word, choices))
        return default

    def suggestion(self, word: str, known: Iterable[str], otherwise: str = "") -> str:
        """What to say to a word that is none of the `known` ones.

        otherwise: said where none is like it, in place of the list of them
        """
        known = list(known)
        few = f"可用的有：{'、'.join(known)}。" if len(known) <= 12 else "核对名称。"
        alike = nearest(word, known) if len(self._problems) < _MOST_SUGGESTIONS else ""
        return alike or otherwise or few
