"""Reading gates: the questions before a table whose answers say which of it is in use."""

from __future__ import annotations

from collections import Counter

from drafter.form.model import Block, Gate, Kind, Line
from drafter.form.namespace import all_lines
from drafter.form.sections import read_question
from drafter.form.shape import Shape
from drafter.nodes import Node

_NEEDED = ("id", "ask", "label", "kind", "opens")
_KNOWN = ("hint", "counts", "excludes", "example", "source", "when")
_KINDS = (Kind.YESNO, Kind.CHOICES)


def read_gate(shape: Shape, table_id: str, blocks: tuple[Block, ...], node: Node) -> Gate:
    """One gate; the choices of one with several are called as the form calls their lines."""
    entries = shape.entries(node, _NEEDED, _KNOWN)
    opens = entries.pop("opens", Node({}, node.line))
    names = shape.entries(opens, (), ("rows", "columns"))
    rows = _lines(shape, names.get("rows"), [line for b in blocks for line in all_lines(b.rows)])
    columns = _lines(
        shape, names.get("columns"), [line for b in blocks for line in all_lines(b.columns)]
    )
    shorts = [Node(line.short, node.line) for line in (*rows, *columns)]
    asks_choices = shape.text(entries.get("kind")) == Kind.CHOICES.value
    if asks_choices and shorts:
        entries["choices"] = Node(shorts, node.line)
    question = read_question(shape, table_id, Node(entries, node.line))
    gate = Gate(question, rows, columns)
    _check(shape, gate, opens.line)
    return gate


def _lines(shape: Shape, node: Node | None, known: list[Line]) -> tuple[Line, ...]:
    by_name = {line.id: line for line in known if line.id}
    found = []
    for item in shape.items(node):
        name = shape.text(item)
        if name in by_name:
            found.append(by_name[name])
        else:
            fix = shape.suggestion(name, by_name)
            shape.complain(item.line, f"“opens”里的“{name}”不存在。", fix)
    return tuple(found)


def _check(shape: Shape, gate: Gate, line: int) -> None:
    if gate.question.kind not in _KINDS:
        words = " 或 ".join(kind.value for kind in _KINDS)
        shape.complain(line, "这样的问题不能管表格的行和列。", f"写“kind: {words}”。")
    if not gate.lines:
        shape.complain(line, "“opens”里没有行或列。", "写“opens: {rows: [...], columns: [...]}”。")
    for short, times in Counter(each.short for each in gate.lines).items():
        if times > 1 and gate.question.kind is Kind.CHOICES:
            shape.complain(line, f"有 {times} 个选项都叫“{short}”。", "分成两个问题。")
