"""Runs of figures in a stream of pieces, each with the words that stand before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from drafter.importing.labels import plain
from drafter.importing.pieces import Piece

_FIGURE = re.compile(r"[0-9０-９]{1,15}(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]{1,6})?")
_BLANK = re.compile(r"[-/\\—－／]*")
_MOST_WORDS = 8
"""How many pieces a label may be broken into, or have its groups before it."""


class Run(NamedTuple):
    """Figures that follow one another.

    words: what stands before: the last word, the last two joined, and so on
    figures: as they stand; in a table row, blank cells before and among them too
    blanks: how many leading figures are blank
    start, end: the pieces that hold its first and its last figure
    table: the table that it is a row of; 0 where the file does not tell
    """

    words: tuple[str, ...]
    figures: tuple[str, ...]
    blanks: int
    start: int
    end: int
    table: int

    def fits(self, count: int) -> bool:
        """Whether it can be a row of so many figures."""
        return len(self.figures) - self.blanks <= count <= len(self.figures)


def find_runs(pieces: Sequence[Piece]) -> list[Run]:
    """Every run, in order: table rows by their cells, other pieces by their words."""
    runs: list[Run] = []
    for in_row, numbered in groupby(enumerate(pieces), lambda each: each[1].row):
        if in_row:
            runs += _row_run(list(numbered))
        else:
            runs += _loose_runs(list(numbered))
    return runs


def _row_run(numbered: list[tuple[int, Piece]]) -> Iterator[Run]:
    """The figures at the end of a table row, if there are any."""
    texts = [piece.text.strip() for _, piece in numbered]
    first = len(texts)
    while first and (_FIGURE.fullmatch(texts[first - 1]) or _BLANK.fullmatch(texts[first - 1])):
        first -= 1
    figures = tuple(texts[first:])
    blanks = next((at for at, text in enumerate(figures) if _FIGURE.fullmatch(text)), None)
    if blanks is not None:
        start, end = numbered[first][0], numbered[-1][0]
        yield Run(_joins(texts[:first]), figures, blanks, start, end, numbered[0][1].table)


def _loose_runs(numbered: list[tuple[int, Piece]]) -> Iterator[Run]:
    """Figures that end their lines, on one line or on several that follow one another."""
    words: list[str] = []
    figures: list[tuple[int, str]] = []
    for number, piece in numbered:
        before, last = _split(piece.text)
        if before:
            if figures:
                yield _loose(words, figures)
                words, figures = [], []
            words += before
        figures += ((number, text) for text in last)
    if figures:
        yield _loose(words, figures)


def _loose(words: list[str], figures: list[tuple[int, str]]) -> Run:
    texts = tuple(text for _, text in figures)
    return Run(_joins(words), texts, 0, figures[0][0], figures[-1][0], 0)


def _split(line: str) -> tuple[list[str], list[str]]:
    """The words of a line and the figures at its end; bars are no words."""
    words = line.replace("|", " ").split()
    first = len(words)
    while first and _FIGURE.fullmatch(words[first - 1]):
        first -= 1
    return words[:first], words[first:]


def _joins(words: list[str]) -> tuple[str, ...]:
    joined, joins = "", []
    said = [label for label in map(plain, words[-2 * _MOST_WORDS :]) if label]
    for label in said[: -_MOST_WORDS - 1 : -1]:
        joined = label + joined
        joins.append(joined)
    return tuple(joins)
