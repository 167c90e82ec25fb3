"""Text files: plain text with drawn tables or a cell a line, and Markdown."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import groupby, pairwise

from drafter.importing.file_pieces import (
    Piece,
    Source,
    counted,
    decode,
    refusal,
    table_pieces,
)
from drafter.report.width import width_cells

_TOP = re.compile(r"┌[─┬]*┐|\+[-+]*-\+")
_BOTTOM = re.compile(r"└[─┴]*┘|\+[-+]*-\+")
_BOXES = "│├┤┼┌┬┐└┴┘"
_ASCII = "|+"
_BOX_CORNER = re.compile("[├┤┼┌┬┐└┴┘]")
_ASCII_CORNER = re.compile(r"\+(?!\d)")
_MOST_COLUMNS = 100
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
_SPANS = re.compile(r"\|\|+$")
_FEWEST_ROWS = 3
"""Lines with a bar, or a tab, between their cells that make a table."""
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_CAPTION = re.compile(r"\*\*(.+)\*\*")


def read_plain(data: bytes) -> Source:
    """Every line a piece; where tables are drawn, wrapped lines are joined again."""
    lines = counted(decode(data)).split("\n")
    numbered = list(enumerate(lines, 1))
    blocks = [list(block) for filled, block in groupby(numbered, _is_filled) if filled]
    if not any(_is_drawn([line for _, line in block]) for block in blocks):
        return Source(tuple(_barred(numbered)), flowing=True)
    return Source(tuple(_laid_out(blocks)), flowing=True)


def _barred(numbered: list[tuple[int, str]]) -> Iterator[Piece]:
    """Every line a piece; of a table as it is copied from a page, every cell."""
    rows = tables = 0
    filled = [(at, line.strip("\r ")) for at, line in numbered if line.strip()]
    for has_bars, lines in groupby(filled, lambda each: bool(_bars(each[1]))):
        block = list(lines)
        parted = [line for _, line in block if len(_bars(line)) > 1]
        # 规章 | and 0 | below it: where every cell has its own line, no line is a row.
        if has_bars and len(parted) >= _FEWEST_ROWS and 2 * len(parted) >= len(block):
            cells = [_cells_between(line) for _, line in block]
            tables += 1
            yield from table_pieces(cells, rows + 1, tables, [at for at, _ in block])
            rows += len(block)
        else:
            yield from (Piece(line.strip(), line=at) for at, line in block)


def _bars(line: str) -> list[int]:
    """Where one cell of a line ends and the next begins."""
    return [at for at, character in enumerate(line) if character in "|\t"]


def _cells_between(line: str) -> list[str]:
    """The cells of a line, without those that stand for the width of the last (|||)."""
    line = _SPANS.sub("", line.strip(" ")).strip(" ")
    return [cell.strip() for cell in re.split(r"[|\t]", line.removeprefix("|").removesuffix("|"))]


def _is_filled(numbered: tuple[int, str]) -> bool:
    return bool(numbered[1].strip())


def _is_drawn(block: list[str]) -> bool:
    return bool(len(block) > 2 and _TOP.fullmatch(block[0]) and _BOTTOM.fullmatch(block[-1]))


def _laid_out(blocks: list[list[tuple[int, str]]]) -> Iterator[Piece]:
    rows = tables = 0
    for block in blocks:
        lines, first = [line for _, line in block], block[0][0]
        if _is_drawn(lines):
            drawn = drawn_cells(lines)
            tables += 1
            cells = [text for _, text in drawn]
            yield from table_pieces(cells, rows + 1, tables, [first + top for top, _ in drawn])
            rows += len(drawn)
        else:
            yield from _joined(block)


def _joined(block: list[tuple[int, str]]) -> Iterator[Piece]:
    """The pieces of a block: centred and right-hand lines begin one, others go on."""
    pieces: list[tuple[int, list[str]]] = []
    for number, line in block:
        if pieces and not line.startswith("  "):
            pieces[-1][1].append(line.rstrip())
        else:
            pieces.append((number, [line.strip()]))
    return (Piece("".join(words), line=number) for number, words in pieces)


def drawn_cells(lines: list[str]) -> list[tuple[int, list[str]]]:
    """The cells of a drawn table by the row they begin on, their wrapped lines joined.

    A cell is known by where its left and right borders stand, and ends at the next rule.
    """
    ascii = lines[0].startswith("+")
    width = width_cells(lines[0], ambiguous_wide=ascii)
    columns = {place for line in lines for place in _corners(line, ascii)}
    opened: dict[tuple[int, int], tuple[int, list[str]]] = {}
    closed: list[tuple[int, int, str]] = []
    for number, line in enumerate(lines):
        # In a line that was changed by hand the borders have moved: there each counts.
        moved = width_cells(line, ambiguous_wide=ascii) != width
        for start, end, text in _segments(line, ascii, () if moved else columns):
            if not text.strip("-" if ascii else "─"):
                for place in [place for place in opened if place[0] < end and start < place[1]]:
                    top, words = opened.pop(place)
                    closed.append((top, place[0], "".join(words)))
            else:
                opened.setdefault((start, end), (number, []))[1].append(text.strip())
                # Every piece of a rule is held against every open cell.
                if len(opened) > _MOST_COLUMNS:
                    raise refusal("这个文件里有一张表的列多得反常，没有读取。")
    closed.sort()
    rows = groupby(closed, lambda cell: cell[0])
    return [(top, [text for _, _, text in row]) for top, row in rows]


def _corners(line: str, ascii: bool) -> Iterator[int]:
    """The terminal cells at which rules of the table meet its upright borders."""
    place = 0
    for text in (_ASCII_CORNER if ascii else _BOX_CORNER).split(line)[:-1]:
        place += width_cells(text, ambiguous_wide=ascii)
        yield place
        place += 1


def _segments(line: str, ascii: bool, columns: Collection[int]) -> Iterator[tuple[int, int, str]]:
    """What stands between two borders, with the terminal cells that it begins and ends at.

    columns: the cells at which borders may stand; empty where any may be one
    """
    borders = _ASCII if ascii else _BOXES
    place = start = 0
    words: list[str] = []
    for character, following in zip(line, f"{line[1:]} ", strict=True):
        # The sign of +8 is no border, nor is a | that was typed.
        is_sign = character == "+" and following.isdigit()
        if character not in borders or is_sign or (columns and place not in columns):
            words.append(character)
            place += width_cells(character, ambiguous_wide=ascii)
            continue
        if words:
            yield start, place, "".join(words)
        words = []
        place = start = place + 1


def read_markdown(data: bytes) -> Source:
    """Every line a piece; a bold line before a table is the table's caption."""
    stripped = (line.strip() for line in counted(decode(data)).split("\n"))
    filled = [(number, line) for number, line in enumerate(stripped, 1) if line]
    return Source(tuple(_pieces([line for _, line in filled], [number for number, _ in filled])))


def _pieces(lines: list[str], numbers: list[int]) -> Iterator[Piece]:
    rows = tables = at = 0
    while at < len(lines):
        caption = int(_CAPTION.fullmatch(lines[at]) is not None)
        end = _table_end(lines, at + caption)
        if end == at + caption:
            yield _prose(lines[at])._replace(line=numbers[at])
            at += 1
            continue
        table = list(_rows(lines[at:end], numbers[at:end]))
        tables += 1
        cells, begin = [row for _, row in table], [number for number, _ in table]
        yield from table_pieces(cells, rows + 1, tables, begin)
        rows += len(table)
        at = end


def _table_end(lines: list[str], start: int) -> int:
    """Where the table that begins at `start` ends; `start` where none begins."""
    first, rule = [*lines[start : start + 2], "", ""][:2]
    if not first.startswith("|") or not _RULE.fullmatch(rule):
        return start
    end = start + 2
    while end < len(lines) and lines[end].startswith("|"):
        end += 1
    return end


def _rows(lines: list[str], numbers: list[int]) -> Iterator[tuple[int, list[str]]]:
    for number, line in zip(numbers, lines, strict=True):
        if caption := _CAPTION.fullmatch(line):
            yield number, [_plain(caption[1])]
        elif not _RULE.fullmatch(line):
            yield number, _cells(line)


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
