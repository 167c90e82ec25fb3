"""Plain text: the drawn tables of drafter, and a web page's text with a cell a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from drafter.importing.limits import decode
from drafter.importing.pieces import Piece, Source, table_pieces
from drafter.report.width import width_cells

_TOP = re.compile(r"┌[─┬]*┐|\+[-+]*-\+")
_BOTTOM = re.compile(r"└[─┴]*┘|\+[-+]*-\+")
_BOXES = "│├┤┼┌┬┐└┴┘"
_ASCII = "|+"


def read_plain(data: bytes) -> Source:
    """Every line a piece; where tables are drawn, wrapped lines are joined again."""
    lines = decode(data).split("\n")
    blocks = [list(block) for filled, block in groupby(lines, _is_filled) if filled]
    if not any(map(_is_drawn, blocks)):
        return Source(tuple(Piece(line.strip()) for line in lines if line.strip()), flowing=True)
    return Source(tuple(_laid_out(blocks)), flowing=True)


def _is_filled(line: str) -> bool:
    return bool(line.strip())


def _is_drawn(block: list[str]) -> bool:
    return bool(len(block) > 2 and _TOP.fullmatch(block[0]) and _BOTTOM.fullmatch(block[-1]))


def _laid_out(blocks: list[list[str]]) -> Iterator[Piece]:
    rows = tables = 0
    for block in blocks:
        if _is_drawn(block):
            drawn = drawn_rows(block)
            tables += 1
            yield from table_pieces(drawn, rows + 1, tables)
            rows += len(drawn)
        else:
            yield from map(Piece, _joined(block))


def _joined(block: list[str]) -> list[str]:
    """The pieces of a block: centred and right-hand lines begin one, others go on."""
    pieces: list[str] = []
    for line in block:
        if pieces and not line.startswith("  "):
            pieces[-1] += line.rstrip()
        else:
            pieces.append(line.strip())
    return pieces


def drawn_rows(lines: list[str]) -> list[list[str]]:
    """The cells of a drawn table by the row they begin on, their wrapped lines joined.

    A cell is known by where its left and right borders stand, and ends at the next rule.
    """
    ascii = lines[0].startswith("+")
    opened: dict[tuple[int, int], tuple[int, list[str]]] = {}
    closed: list[tuple[int, int, str]] = []
    for number, line in enumerate(lines):
        for start, end, text in _segments(line, ascii):
            if not text.strip("-" if ascii else "─"):
                for place in [place for place in opened if place[0] < end and start < place[1]]:
                    top, words = opened.pop(place)
                    closed.append((top, place[0], "".join(words)))
            else:
                opened.setdefault((start, end), (number, []))[1].append(text.strip())
    closed.sort()
    return [[text for _, _, text in row] for _, row in groupby(closed, lambda cell: cell[0])]


def _segments(line: str, ascii: bool) -> Iterator[tuple[int, int, str]]:
    """What stands between two borders, with the terminal cells that it begins and ends at."""
    borders = _ASCII if ascii else _BOXES
    place = start = 0
    words: list[str] = []
    for character in line:
        if character not in borders:
            words.append(character)
            place += width_cells(character, ambiguous_wide=ascii)
            continue
        if words:
            yield start, place, "".join(words)
        words = []
        place = start = place + 1
