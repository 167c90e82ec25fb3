"""Which column of the form a figure stands in: by the heads above it, never by its place alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from drafter.form.definitions import Block, Form, Line
from drafter.importing.file_pieces import Piece
from drafter.importing.published_words import reading_words
from drafter.importing.row_alignment import Run, fitted, plain

_LONGEST_HEAD = 4_000
"""Characters between two rows that are looked through; a head has some 100."""


_LONGEST_HEADING = 60
"""Characters of a piece that is a head and no sentence about one."""


_NEAR = 4
"""Points between the middles of two lines of one head."""


class Heads(NamedTuple):
    """The heads of one block as a file has them.

    places: for each column of the form, its place among the figures of a row
    subtotal: the place of a column that was added; -1 where there is none
    sure: whether the places are told by the heads; else they only name the columns
    """

    block: Block
    places: tuple[int, ...]
    subtotal: int
    sure: bool

    @property
    def width(self) -> int:
        """Figures of a row under these heads."""
        return len(self.places) + (self.subtotal >= 0)


class Placed(NamedTuple):
    """A run with its figures in the form's order.

    heads: those above it; None where the file has none that name every column
    subtotal: the figure of an added column, as it stands
    """

    run: Run
    heads: Heads | None = None
    subtotal: str = ""


def place_figures(form: Form, pieces: Sequence[Piece], runs: Sequence[Run]) -> list[Placed]:
    """Every run, those under heads in another order than the form's put right."""
    placed: list[Placed] = []
    heads: Heads | None = None
    end, table = -1, 0
    for run in runs:
        above = pieces[end + 1 : run.start]
        if run.table != table:
            heads = None  # heads stand for their own table
        # The caption of a table, or a sentence before it, may name its columns, too.
        own = [piece for piece in above if piece.row and piece.table == run.table]
        for where in (above,) if own == above else (above, own):
            heads = _heads(form, where) or heads
        placed.append(_place(run, heads))
        end, table = run.end, run.table
    return placed


def _place(run: Run, heads: Heads | None) -> Placed:
    alone = len(run.figures) - run.blanks == 1
    figures = fitted(run.figures, heads.width) if heads and not alone else None
    if heads is None or figures is None:
        return Placed(run)
    places = heads.places if heads.sure else _usual(heads)
    own = tuple(figures[place] for place in places)
    subtotal = figures[heads.subtotal] if heads.subtotal >= 0 else ""
    blanks = next((at for at, text in enumerate(own) if text.strip()), len(own))
    labels = tuple(plain(leaf.label) for leaf in heads.block.column_leaves)
    return Placed(run._replace(figures=own, blanks=blanks, heads=labels), heads, subtotal)


def _usual(heads: Heads) -> tuple[int, ...]:
    """The places of columns in the form's own order, an added one left out."""
    added = heads.subtotal if heads.subtotal >= 0 else heads.width
    return tuple(place for place in range(heads.width) if place != added)


def _heads(form: Form, pieces: Sequence[Piece]) -> Heads | None:
    """The block whose columns are all named by these pieces, the last such head of them."""
    if not pieces:
        return None
    drawn = all(piece.row for piece in pieces)
    printed = any(piece.across for piece in pieces)
    words = plain_text(pieces)
    for table in form.tables.values():
        for block in table.blocks:
            if len(block.column_leaves) > 1:
                if printed:
                    words = plain_text(_side_by_side(block, pieces))
                heads = _named(block, words, reading_words(form).subtotal, drawn, printed)
                if heads is not None:
                    return heads
    return None


def _side_by_side(block: Block, pieces: Sequence[Piece]) -> list[Piece]:
    """The heads on a printed page from left to right, pieces of one head from top to bottom.

    One that spans two rows of heads stands between these, so that only places tell its column.
    """
    names = [plain(line.label) for line in _lines(block.columns)]
    heads = [piece for piece in pieces if (text := plain(piece.text)) and _is_in(text, names)]
    middles: list[float] = []
    for across in sorted(piece.across for piece in heads):
        if not middles or across - middles[-1] > _NEAR:
            middles.append(across)
    return sorted(heads, key=lambda piece: bisect_right(middles, piece.across))


def _is_in(text: str, names: Sequence[str]) -> bool:
    return any(text in name for name in names)


def plain_text(pieces: Sequence[Piece]) -> str:
    """The pieces as one word, as labels are compared."""
    joined = "".join(piece.text for piece in pieces)[-_LONGEST_HEAD:]
    return "".join(plain(joined[at : at + 400]) for at in range(0, len(joined), 400))


def _named(block: Block, words: str, subtotal: str, drawn: bool, printed: bool) -> Heads | None:
    found = list(_tokens(block, words, subtotal))
    if len(found) < len(block.column_leaves):
        return None  # the labels of a row, mostly
    leaves = [plain(leaf.label) for leaf in block.column_leaves]
    levels = _levels(block.columns)
    if len(set(leaves)) < len(leaves):
        # Columns of the same name: only the form's own order tells them apart.
        usual = leaves if printed else [label for level in levels for label in level]
        found = [label for label in found if label in usual]
        told = found[-len(usual) :] == usual
        return Heads(block, tuple(range(len(leaves))), -1, True) if told else None
    parents = {plain(line.label) for line in _groups(block.columns)}
    if printed:
        found = [label for label in found if label not in parents]
    found = _last_head(found, {*leaves}, subtotal)
    order = list(dict.fromkeys(_flattened(block.columns, found, subtotal)))
    names = [label for label in order if label in leaves]
    if len(names) < len(leaves):
        return None
    flat = not parents & set(found)
    places = tuple(order.index(label) for label in leaves)
    added = order.index(subtotal) if subtotal in order else -1
    # In lines of text a head of two rows is broken anywhere: only its usual order can be told.
    return Heads(block, places, added, drawn or flat or names == leaves)


def _last_head(found: Sequence[str], leaves: set[str], subtotal: str) -> list[str]:
    """The names of the last head: 现行有效件数14件 may stand in a sentence before."""
    start = len(found)
    while start:
        name, head = found[start - 1], found[start:]
        if name != subtotal and name in head and leaves <= {*head}:
            break
        start -= 1
    return list(found[start:])


def _tokens(block: Block, words: str, subtotal: str) -> Iterator[str]:
    """The names of columns and of their groups, in the order of reading."""
    names = {plain(label) for level in _lines(block.columns) for label in (level.label,)}
    found = _pattern(frozenset(names | {subtotal})).findall(words)
    # What stands over all columns (申请人情况) tells no order, though a column may begin alike.
    above = {plain(column.label) for column in block.columns if len(block.columns) == 1}
    yield from (name for name in found if name not in above)


@cache
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(filter(None, names), key=len, reverse=True))))


def _lines(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        yield line
        yield from _lines(line.children)


def _groups(lines: Sequence[Line]) -> Iterator[Line]:
    """Groups that stand beside other columns."""
    if len(lines) == 1 and lines[0].children:
        yield from _groups(lines[0].children)
        return
    for line in lines:
        if line.children:
            yield line


def _levels(columns: Sequence[Line]) -> list[list[str]]:
    """The labels row by row, as heads are read, without one that stands over all."""
    level = list(columns)
    if len(level) == 1:
        level = list(level[0].children)
    rows = []
    while level:
        rows.append([plain(line.label) for line in level])
        level = [child for line in level for child in line.children]
    return rows


def _flattened(columns: Sequence[Line], found: Sequence[str], subtotal: str) -> Iterator[str]:
    """Columns from left to right: a group's own columns where its name stands.

    A head of two rows is read row by row, so the columns of a group come after those beside it.
    """
    groups = {
        plain(group.label): {plain(leaf.label) for leaf in group.leaves}
        for group in _groups(columns)
    }
    below = {label: name for name, labels in groups.items() for label in labels}
    within: dict[str, list[str]] = {name: [] for name in groups}
    top: list[str] = []
    last = ""
    for token in found:
        owner = below.get(token, last if token == subtotal else "")
        if owner and owner in found:
            within[owner].append(token)
        else:
            top.append(token)
        last = owner
    for token in top:
        yield from within.get(token, (token,))


def former_tables(form: Form, pieces: Sequence[Piece]) -> dict[str, str]:
    """The tables whose labels are an earlier form's, and the document that has that form."""
    short = {plain(piece.text) for piece in pieces if len(piece.text) <= _LONGEST_HEADING}
    return {
        table: earlier.source
        for earlier in form.former.values()
        for table, labels in earlier.labels.items()
        if any(label in text for label in map(plain, labels) for text in short)
    }
