"""Markdown: pipe tables, headings, and paragraphs with their escapes undone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from drafter.importing.limits import decode
from drafter.importing.pieces import Piece, Source, table_pieces

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_CAPTION = re.compile(r"\*\*(.+)\*\*")


def read_markdown(data: bytes) -> Source:
    """Every line a piece; a bold line before a table is the table's caption."""
    lines = [line.strip() for line in decode(data).split("\n")]
    return Source(tuple(_pieces([line for line in lines if line])))


def _pieces(lines: list[str]) -> Iterator[Piece]:
    rows = tables = at = 0
    while at < len(lines):
        caption = int(_CAPTION.fullmatch(lines[at]) is not None)
        end = _table_end(lines, at + caption)
        if end == at + caption:
            yield _prose(lines[at])
            at += 1
            continue
        table = list(_rows(lines[at:end]))
        tables += 1
        yield from table_pieces(table, rows + 1, tables)
        rows += len(table)
        at = end


def _table_end(lines: list[str], start: int) -> int:
    """Where the table that begins at `start` ends; `start` where none begins."""
    end = start
    while end < len(lines) and lines[end].startswith("|"):
        end += 1
    return end if end > start + 1 and _RULE.fullmatch(lines[start + 1]) else start


def _rows(lines: list[str]) -> Iterator[list[str]]:
    for line in lines:
        if caption := _CAPTION.fullmatch(line):
            yield [_plain(caption[1])]
        elif not _RULE.fullmatch(line):
            yield _cells(line)


def _cells(line: str) -> list[str]:
    """The cells between unescaped bars; the line's own first and last bar hold nothing."""
    ends = [bar.end() for bar in _BAR.finditer(line)]
    if len(line) not in ends:
        ends.append(len(line) + 1)
    return [_plain(line[start : end - 1]) for start, end in pairwise(ends)]


def _prose(line: str) -> Piece:
    heading = _HEADING.fullmatch(line)
    return Piece(_plain(heading[2]), level=len(heading[1])) if heading else Piece(_plain(line))


def _plain(text: str) -> str:
    return _ESCAPE.sub(r"\1", text).strip()
