"""Reading the text of one equation: `received + carried_in = handled + carried_out`."""

from __future__ import annotations

import re
from typing import NamedTuple

from drafter.form.shape import Shape
from drafter.nodes import Node

_TOKEN = re.compile(r"\s*(?:([0-9]{1,15})|((?:last:)?[a-z][\w./]*)|(>=|[=+\-*]))")


class Equation(NamedTuple):
    """An equation as it is written: signed factors and names, a name being "" for a number."""

    equal: bool
    left: tuple[tuple[int, str], ...]
    right: tuple[tuple[int, str], ...]


def read_equation(shape: Shape, node: Node) -> Equation | None:
    """The parsed equation, or None after complaining."""
    text = shape.text(node)
    tokens: list[str] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            shape.complain(
                node.line,
                f"等式里读不懂“{text[at:].strip()[:12]}”。",
                "只用名称、整数、+ - * 和 = 或 >=。",
            )
            return None
        tokens.append(match.group().strip())
        at = match.end()
    comparisons = [token for token in tokens if token in ("=", ">=")]
    if len(comparisons) != 1:
        shape.complain(node.line, "一条关系要有且只有一个“=”或“>=”。", "补上或拆成两条。")
        return None
    middle = tokens.index(comparisons[0])
    left, right = _sum(tokens[:middle]), _sum(tokens[middle + 1 :])
    if left is None or right is None:
        shape.complain(node.line, "等式不完整。", "加减号两边都要有名称或整数。")
        return None
    return Equation(comparisons[0] == "=", left, right)


def _sum(tokens: list[str]) -> tuple[tuple[int, str], ...] | None:
    terms: list[tuple[int, str]] = []
    rest = ["+", *tokens] if tokens and tokens[0] not in "+-" else list(tokens)
    while rest:
        sign = {"+": 1, "-": -1}.get(rest.pop(0))
        if sign is None or not rest:
            return None
        word = rest.pop(0)
        if not word.isdigit():
            terms.append((sign, word))
        elif rest[:1] == ["*"] and len(rest) > 1:
            terms.append((sign * int(word), rest[1]))
            del rest[:2]
        else:
            terms.append((sign * int(word), ""))
    if any(name and not name[0].isalpha() for _, name in terms):
        return None
    return tuple(terms) or None
