"""The texts and conditions of a form: the names and filters they know, and their paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from jinja2 import nodes

from drafter.form.arithmetic import Figure, Figures, format_figure
from drafter.form.definitions import Form, Line, Table, all_lines
from drafter.form.sandbox import Sandbox, compiled_texts


class Names:
    """A branch of names; what is under one is a value or another branch."""

    # No method may share its name with a row or a question: all that has a name is private, and
    # private names are out of reach in the sandbox.
    __slots__ = ("_values",)

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def __getattr__(self, name: str) -> Any:
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(name) from None


class RowFigures:
    """The figures of a row, or the sums of a group of rows, by column or group of columns."""

    __slots__ = ("_columns", "_index", "_row", "_table", "_values")

    def __init__(
        self,
        table: Table,
        row: Line,
        columns: Mapping[str, Line],
        index: Mapping[str, int],
        values: Figures,
    ) -> None:
        self._table = table.id
        self._row = row
        self._columns = columns
        self._index = index
        self._values = values

    def __getattr__(self, name: str) -> Figure:
        if name not in self._columns:
            raise AttributeError(name)
        return self._sum(self._row, self._columns[name])

    def _sum(self, row: Line, column: Line) -> Figure:
        cells = (f"{self._table}/{r.id}/{c.id}" for r in row.leaves for c in column.leaves)
        return sum(self._values[self._index[address]] for address in cells)


def members(group: RowFigures, column: str) -> list[tuple[str, Figure]]:
    """The rows of a group that are not zero in a column: what a clerk calls them, the figure."""
    along = group._columns[column]
    named = ((row.short, group._sum(row, along)) for row in group._row.children)
    return [(name, figure) for name, figure in named if figure]


def across(row: RowFigures, group: str) -> list[tuple[str, Figure]]:
    """The columns of a group that are not zero in a row: what a clerk calls them, the figure."""
    named = ((column.short, row._sum(row._row, column)) for column in row._columns[group].children)
    return [(name, figure) for name, figure in named if figure]


def table_names(table: Table, index: Mapping[str, int], values: Figures) -> dict[str, Any]:
    """`row.column` for every row and column, and every group of them, that has an id."""
    # Made anew at every figure that is typed: each block is gone through once.
    rows: dict[str, tuple[Line, list[int]]] = {}
    for number, block in enumerate(table.blocks):
        for row in (line for line in all_lines(block.rows) if line.id):
            rows.setdefault(row.id, (row, []))[1].append(number)
    names, columns = dict[str, Any](), dict[tuple[int, ...], dict[str, Line]]()
    for id, (row, numbers) in rows.items():
        if (along := tuple(numbers)) not in columns:
            lines = (line for n in along for line in all_lines(table.blocks[n].columns))
            columns[along] = {line.id: line for line in lines if line.id}
        names[id] = RowFigures(table, row, columns[along], index, values)
    return names


_ORDINALS = "一二三四五六七八九十"
_CLOSED = ("！", "？", *(stop + close for stop in "。！？" for close in "”’）"))
_FINAL = "。．.；;，,、！!？? \t\n"


def day(value: date | None) -> str:
    """`2022年1月20日`: Arabic digits, no leading zeros (GB/T 9704)."""
    return "" if value is None else f"{value.year}年{value.month}月{value.day}日"


def figure(value: Figure | None) -> str:
    """Plain digits, as `format_figure` writes them; nothing for no figure."""
    return "" if value is None else format_figure(value)


def listed(values: Iterable[Any] | None, unit: str = "") -> str:
    """`甲、乙和丙`; of counts with names `门户网站100条、微信公众号24条`, what is 其他 last."""
    items: list[Any] = [values] if values and isinstance(values, str) else list(values or ())
    if items and hasattr(items[0], "count") and hasattr(items[0], "name"):
        items.sort(key=lambda item: str(item.name).startswith("其他"))
        return "、".join(f"{item.name}{item.count}{unit}" for item in items)
    words = [str(item) for item in items]
    return "、".join(words[:-1]) + ("和" if len(words) > 1 else "") + (words[-1] if words else "")


def clause(value: object) -> str:
    """What was typed without its closing punctuation, so that the sentence can go on."""
    return "" if value is None else str(value).strip().rstrip(_FINAL)


def sentence(value: object) -> str:
    """What was typed, closed with one full stop; a closing ！ ？ ” or ） keeps its own."""
    text = "" if value is None else str(value).strip()
    if text.endswith(_CLOSED):
        return text
    bare = text.rstrip(_FINAL)
    return bare and bare + "。"


def ordinal(number: int) -> str:
    """`一是` for 1; twenty at the most."""
    if number < 1:
        raise ValueError(number)
    if number <= 10:
        return f"{_ORDINALS[number - 1]}是"
    return f"十{_ORDINALS[number - 11]}是" if number < 20 else "二十是"


def percent(part: Figure, whole: Figure) -> str:
    """The share of `part` in `whole` as `12.5%`, up to two places; nothing of a whole of 0."""
    if not whole:
        return ""
    share = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{figure(share)}%"


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day,
    "figure": figure,
    "listed": listed,
    "clause": clause,
    "sentence": sentence,
    "ordinal": ordinal,
    "percent": percent,
    "members": members,
    "across": across,
}

PARAGRAPH = "\u2029"
"""Stands for a line end that came in with a value, while a template's own are dropped."""


@lru_cache(maxsize=8)
def texts_of(form: Form) -> Sandbox:
    """The compiled texts of a form, once a process."""
    compiled = compiled_texts(form.id, form.digest, "texts")
    texts = Sandbox(finalize=_finalize, bytecode_cache=compiled)
    texts.add_filters(FILTERS)
    return texts


def _finalize(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, (Names, RowFigures)):
        raise TypeError("a branch of names has no words of its own")
    # What the clerk typed in several paragraphs stays so, however the template is laid out.
    if isinstance(value, str) and "\n" in value:
        return value.replace("\n", PARAGRAPH)
    return value


def paragraphs_of(rendered: str) -> Iterator[str]:
    """The paragraphs of a rendered text: its own line ends vanish, those of values stay."""
    for paragraph in rendered.split(PARAGRAPH):
        joined = "".join(line.strip() for line in paragraph.split("\n"))
        if joined:
            yield joined


def names_in(every: Iterable[nodes.Node]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every dotted name that a text reads from outside, with its line in the text.

    every: the text's nodes, each before what it holds
    """
    every = [node for node in every if isinstance(node, (nodes.Getattr, nodes.Name, nodes.Macro))]
    # Taken for the whole text, wherever it is set: a name of our own that is set in a branch not
    # taken is told when the text is drafted.
    own = {n.name for n in every if isinstance(n, nodes.Macro)}
    own |= {n.name for n in every if isinstance(n, nodes.Name) and n.ctx in ("store", "param")}
    inner: set[int] = set()
    for node in every:
        if id(node) in inner:
            continue
        path: list[str] = []
        root: nodes.Node = node
        while isinstance(root, nodes.Getattr):
            inner.add(id(root.node))
            path.insert(0, root.attr)
            root = root.node
        if isinstance(root, nodes.Name) and root.ctx == "load" and root.name not in own:
            yield (root.name, *path), node.lineno
