"""What in a draft a metric may be compared with: sums of cells, each reading in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from drafter.form.definitions import Address, Form, Line, Table
from drafter.form.shape import Shape
from drafter.nodes import Node

_READING = re.compile(r"(?P<says>[^:：]+)[:：](?P<terms>[^:：]+)")
_TERM = re.compile(r"\s*([+-]?)\s*([^\s+-]+)")


class Term(NamedTuple):
    """A cell or question, added or taken away."""

    sign: int
    address: Address


class Reading(NamedTuple):
    """One way to understand a metric; `says` is what a clerk calls it, "" for the plain one."""

    says: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, eq=False)
class Readings:
    """The readings of every metric, the plain one first.

    certain: metrics that can mean one thing only
    labels: what a clerk calls a metric
    """

    form: Form
    others: Mapping[str, tuple[Reading, ...]]
    certain: frozenset[str]
    labels: Mapping[str, str]

    def knows(self, metric: str) -> bool:
        return bool(self.of(metric))

    def of(self, metric: str) -> tuple[Reading, ...]:
        """How the metric may be understood; nothing for one that no cell holds."""
        addresses = leaves_of(self.form, metric)
        plain = (Reading("", tuple(Term(1, a) for a in addresses)),) if addresses else ()
        return plain + self.others.get(metric, ())

    def label(self, metric: str) -> str:
        """What a clerk calls the metric."""
        if metric in self.labels:
            return self.labels[metric]
        if metric in self.form.cells:
            return self.form.cells[metric].label
        if metric in self.form.questions:
            return self.form.questions[metric].label
        return _group_label(self.form, metric)


def readings_of(
    shape: Shape,
    form: Form,
    node: Node | None,
    raw: Mapping[str, tuple[str, ...]],
    certain: tuple[str, ...],
    labels: Mapping[str, str],
    columns: tuple[str, ...],
) -> Readings:
    """The `readings` of claims.yaml; complains of those that name no cell."""
    nodes = shape.pairs(shape.pairs(node).get("readings")) if node else {}
    others: dict[str, tuple[Reading, ...]] = {}
    for pattern, texts in raw.items():
        line = nodes[pattern].line
        for column in columns if "{column}" in pattern else ("",):
            metric = pattern.replace("{column}", column)
            read = [_reading(shape, form, t.replace("{column}", column), line) for t in texts]
            others[metric] = tuple(reading for reading in read if reading)
    sure = [c.replace("{column}", k) for c in certain for k in columns or ("",)]
    named = {k.replace("{column}", c): v for k, v in labels.items() for c in columns or ("",)}
    return Readings(form, others, frozenset(sure), named)


def leaves_of(form: Form, address: str) -> tuple[Address, ...]:
    """The cells that an address with group names stands for; nothing for an unknown one."""
    if address in form.cells or address in form.questions:
        return (address,)
    table_id, _, rest = address.partition("/")
    row, _, column = rest.partition("/")
    table = form.tables.get(table_id)
    if table is None:
        return ()
    rows, columns = _leaves(table, row), _leaves(table, column)
    whole = tuple(f"{table_id}/{r}/{c}" for r in rows for c in columns)
    return whole if all(a in form.cells for a in whole) else ()


def _reading(shape: Shape, form: Form, text: str, line: int) -> Reading | None:
    match = _READING.fullmatch(text)
    if match is None:
        shape.complain(line, f"“{text}”不是“说法: 单元格 + 单元格”。", "补上冒号两边的内容。")
        return None
    terms: list[Term] = []
    for sign, name in _TERM.findall(match["terms"]):
        addresses = leaves_of(form, name)
        if not addresses:
            shape.complain(line, f"格式里没有“{name}”。", "改成单元格的名称。")
        terms += [Term(-1 if sign == "-" else 1, address) for address in addresses]
    return Reading(match["says"].strip(), tuple(terms))


def _leaves(table: Table, name: str) -> tuple[str, ...]:
    found = _find(table, name)
    return tuple(leaf.id for leaf in found.leaves) if found else ()


def _find(table: Table, name: str) -> Line | None:
    for block in table.blocks:
        waiting = [*block.rows, *block.columns]
        while waiting:
            line = waiting.pop()
            if line.id == name:
                return line
            waiting += line.children
    return None


def _group_label(form: Form, metric: str) -> str:
    table_id, _, rest = metric.partition("/")
    row, _, column = rest.partition("/")
    table = form.tables.get(table_id)
    if table is None:
        return metric
    lines = [found for name in (row, column) if (found := _find(table, name))]
    words = [re.sub(r"^（[一二三四五六七八九十]+）", "", line.short) for line in lines]
    return "·".join(word for word in words if word) or metric
