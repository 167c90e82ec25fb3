"""What the readers of answers files share: lines by address, and empty keys that are none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from drafter.form.definitions import Address, Form
from drafter.form.shape import Shape
from drafter.nodes import Node

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
