"""Labels and figures of a copied block: which line of a table a word is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drafter.desk.labels import key
from drafter.form.model import Line

_ORDINAL = re.compile(r"[（(]?[0-9一二三四五六七八九十]{1,3}[）).．、]")
_BRACKETED = re.compile(r"（.*?）|\(.*?\)")
_DIGITS = "[0-9０-９]"
_FIGURE = re.compile(
    rf"[-－+(（]?[¥￥]?{_DIGITS}[0-9０-９,， ]*([.．]{_DIGITS}+)?[)）%％]?[^\W\d]{{0,3}}"
)


def label_columns(rows: Sequence[Sequence[str]]) -> int:
    """The columns at the left that hold words beside the figures."""
    figures = [row for row in rows if any(map(is_figure, row))]
    firsts = [next(n for n, cell in enumerate(row) if is_figure(cell)) for row in figures]
    words = [
        max((n + 1 for n, cell in enumerate(row[:first]) if cell), default=0)
        for row, first in zip(figures, firsts, strict=True)
    ]
    return max(words, default=0)


def is_figure(cell: str) -> bool:
    """Whether a cell is meant as a figure, readable or not."""
    text = cell.strip()
    return bool(_FIGURE.fullmatch(text)) or text in ("-", "—", "－", "/", "无", "零", "〇")


def matched(cells: Sequence[str], columns: Sequence[Line]) -> dict[int, str]:
    """The columns that the cells name, each further right than the one before."""
    found: dict[int, str] = {}
    at = 0
    for place, cell in enumerate(cells):
        wanted = key(cell)
        fits = (n for n in range(at, len(columns)) if wanted in spellings(columns[n]))
        if wanted and (number := next(fits, None)) is not None:
            found[place], at = columns[number].id, number + 1
    return found


def spellings(line: Line) -> set[str]:
    """How a line may be written: with its number or without, in full or in short."""
    bare = line.label.removeprefix(ordinal_of(line.label))
    return {key(t) for t in (line.label, line.short, bare, _BRACKETED.sub("", bare))} - {""}


def ordinal_of(label: str) -> str:
    """`（三）` of `（三）不予公开`; "" where a label has no number."""
    ordinal = _ORDINAL.match(label)
    return ordinal[0] if ordinal else ""
