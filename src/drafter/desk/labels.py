"""Which lines of a table a clerk's word means: by the form's labels and short words only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, normalize

from drafter.errors import nearest
from drafter.form.model import Address, CellDefinition, Form, Line, Table

_NUMBERED = re.compile(r"^[（(]?[0-9一二三四五六七八九十]{1,3}[）).．、]")
_BRACKETED = re.compile(r"（.*?）|\(.*?\)")
_LONGEST = 20
_GROUP = 0.25
"""Added for a group's word: the line itself is meant before the group it stands in."""


class Match(NamedTuple):
    """A cell that some words fit; the smaller `distance`, the closer they are."""

    distance: float
    cell: CellDefinition


def cells_for(table: Table, words: tuple[str, ...]) -> list[CellDefinition]:
    """The cells whose rows and columns the words name between them, the closest ones only.

    A word is a line's short word or label, else the beginning or a piece of one.
    """
    found = []
    for cell in table.cells:
        distances = [_distance(cell, key(word)) for word in words]
        known = [distance for distance in distances if distance is not None]
        if len(known) == len(words):
            found.append(Match(sum(known), cell))
    least = min((match.distance for match in found), default=0.0)
    return [match.cell for match in found if match.distance == least]


def is_label(table: Table, word: str, *, exactly: bool = False) -> bool:
    """Whether the word means any line of the table; `exactly`: is the whole of its name."""
    far = 1 if exactly else 3
    found = (_of_line(line, key(word)) for line in lines(table))
    return any(distance is not None and distance <= far for distance in found)


def lines(table: Table) -> Iterator[Line]:
    """Every row, column and group that has a label, in the form's order."""
    for block in table.blocks:
        for line in (*block.rows, *block.columns):
            yield from _with_children(line)


def suggestion(table: Table, word: str) -> str:
    """` 是不是“自然人”？` for the short word most like this one, or nothing."""
    shorts = list(dict.fromkeys(line.short for line in lines(table) if line.short))
    said = nearest(word, shorts)
    if said or not 2 <= len(word) <= _LONGEST:
        return said
    likest = max(shorts, key=lambda short: _alike(word, short), default="")
    return f"是不是“{likest}”？" if 2 * _alike(word, likest) >= len(word) else ""


def names_of(form: Form, address: Address) -> tuple[str, ...]:
    """The short words of a cell's row and column, without an empty one."""
    cell = form.cells[address]
    return tuple(line.short for line in (cell.row_path[-1], cell.column_path[-1]) if line.short)


@lru_cache(maxsize=2048)
def key(word: str) -> str:
    """What two spellings of a word have in common: no spaces, punctuation or widths."""
    folded = normalize("NFKC", word[:200]).casefold()
    return "".join(c for c in folded if category(c)[0] in "LN")


def _distance(cell: CellDefinition, word: str) -> float | None:
    """How far the word is from the nearest line of the cell; None when it means none."""
    found = []
    for path in (cell.row_path, cell.column_path):
        for depth, line in enumerate(path):
            if (distance := _of_line(line, word)) is not None:
                found.append(distance + (_GROUP if depth < len(path) - 1 else 0.0))
    return min(found, default=None)


@lru_cache(maxsize=8192)
def _of_line(line: Line, word: str) -> int | None:
    """0 for the short word, 1 for the label, 2 for a beginning, 3 for a piece of them."""
    spellings = _spellings(line)
    if not word or not any(word in spelling for spelling in spellings):
        return None
    if word == spellings[0]:
        return 0
    if word in spellings:
        return 1
    return 2 if any(spelling.startswith(word) for spelling in spellings) else 3


@lru_cache(maxsize=1024)
def _spellings(line: Line) -> tuple[str, ...]:
    bare = _NUMBERED.sub("", line.label)
    return tuple(map(key, (line.short, line.label, bare, _BRACKETED.sub("", bare))))


def _alike(word: str, short: str) -> int:
    """The characters that the word shares with a piece of a short word, place by place."""
    pieces = (short[start : start + len(word)] for start in range(len(short)))
    return max(sum(map(str.__eq__, word, piece)) for piece in pieces)


def _with_children(line: Line) -> Iterator[Line]:
    if line.label:
        yield line
    for child in line.children:
        yield from _with_children(child)
