"""Terminal cells as SVG: words are placed by cells and borders are drawn as lines.

So tables stay aligned whatever font a reader has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from drafter.report.width import width_cells

CELL, LINE, MARGIN = 8, 20, 16
INK, PAPER, RULE = "#2b2b2b", "#fbfaf7", "#9a958a"
FONT = "Sarasa Mono SC, Noto Sans Mono CJK SC, Microsoft YaHei Mono, SimSun, monospace"

_ARMS = {
    "│": "ud",
    "─": "lr",
    "┌": "dr",
    "┐": "dl",
    "└": "ur",
    "┘": "ul",
    "├": "udr",
    "┤": "udl",
    "┬": "dlr",
    "┴": "ulr",
    "┼": "udlr",
    "╭": "dr",
    "╮": "dl",
    "╰": "ur",
    "╯": "ul",
}
_BLOCKS = {
    "▁": (0, 7 / 8, 1, 1 / 8),
    "▂": (0, 3 / 4, 1, 1 / 4),
    "▃": (0, 5 / 8, 1, 3 / 8),
    "▄": (0, 1 / 2, 1, 1 / 2),
    "▅": (0, 3 / 8, 1, 5 / 8),
    "▆": (0, 1 / 4, 1, 3 / 4),
    "▇": (0, 1 / 8, 1, 7 / 8),
    "█": (0, 0, 1, 1),
    "▔": (0, 0, 1, 1 / 8),
    "▀": (0, 0, 1, 1 / 2),
    "▏": (0, 0, 1 / 8, 1),
    "▎": (0, 0, 1 / 4, 1),
    "▍": (0, 0, 3 / 8, 1),
    "▌": (0, 0, 1 / 2, 1),
    "▋": (0, 0, 5 / 8, 1),
    "▊": (0, 0, 3 / 4, 1),
    "▉": (0, 0, 7 / 8, 1),
    "▐": (1 / 2, 0, 1 / 2, 1),
    "▕": (7 / 8, 0, 1 / 8, 1),
}
"""Left, top, width and height of a block element, in cells."""
_NARROW = "“”‘’·…—×◐○●◑✓✔✗✘▸▶▾▼▲△Σ↑↓←→□■"
"""One cell wide in a terminal; a Chinese font would draw them over two."""
_LATIN = "Menlo, Consolas, DejaVu Sans Mono, monospace"
_DRAWN = "".join((*_ARMS, *_BLOCKS))
_PIECES = re.compile(f"[{_DRAWN}]|[ \u3000]+|[{_NARROW}]|[^ \u3000{_DRAWN}{_NARROW}]+")


class Run(NamedTuple):
    """Characters in a row that look alike; colours as `#rrggbb`, "" for the page's own."""

    text: str
    ink: str = ""
    paper: str = ""
    bold: bool = False
    underlined: bool = False


def write_svg(
    path: Path, rows: Sequence[Sequence[Run]], *, ink: str = INK, paper: str = PAPER
) -> None:
    """One picture of these rows of cells."""
    cells = max(sum(width_cells(run.text) for run in row) for row in rows)
    width, height = cells * CELL + 2 * MARGIN, len(rows) * LINE + 2 * MARGIN
    drawn = "\n".join(piece for place, row in enumerate(rows) for piece in _row(place, row, paper))
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'font-family="{FONT}" font-size="16" fill="{ink}" stroke="none" '
        f'shape-rendering="crispEdges">\n'
        f'<rect width="100%" height="100%" rx="6" fill="{paper}"/>\n{drawn}\n</svg>\n',
        encoding="utf-8",
    )


def folded(line: str, most: int = 100) -> Iterator[str]:
    """A long line as a terminal shows it."""
    rest = ""
    for character in line:
        if width_cells(rest + character) > most:
            yield rest
            rest = ""
        rest += character
    yield rest


def _row(place: int, row: Sequence[Run], paper: str) -> Iterator[str]:
    """Papers first, so that no paper lies over a neighbour's ink."""
    left, top = MARGIN, MARGIN + LINE * place
    for run in row:
        wide = width_cells(run.text) * CELL
        if run.paper and run.paper != paper:
            yield f'<rect x="{left}" y="{top}" width="{wide}" height="{LINE}" fill="{run.paper}"/>'
        left += wide
    left = MARGIN
    for run in row:
        yield from _run(run, left, top)
        left += width_cells(run.text) * CELL


def _run(run: Run, left: int, top: int) -> Iterator[str]:
    """Each word is placed by itself, and borders are drawn: no font decides where they meet."""
    ink = f' fill="{run.ink}"' if run.ink else ""
    if run.underlined and run.text.strip():
        wide = width_cells(run.text) * CELL
        yield f'<rect x="{left}" y="{top + LINE - 2}" width="{wide}" height="1"{ink}/>'
    for piece in _PIECES.findall(run.text):
        if piece in _ARMS:
            yield f'<path stroke="{run.ink or RULE}" d="{_border(piece, left, top)}"/>'
        elif piece in _BLOCKS:
            x, y, across, high = _BLOCKS[piece]
            at = f'x="{left + x * CELL:g}" y="{top + y * LINE:g}"'
            yield f'<rect {at} width="{across * CELL:g}" height="{high * LINE:g}"{ink}/>'
        elif piece.strip():
            font = f' font-family="{_LATIN}"' if piece in _NARROW else ""
            weight = ' font-weight="bold"' if run.bold else ""
            word = escape(piece)
            yield f'<text x="{left}" y="{top + 15}"{font}{weight}{ink}>{word}</text>'
        left += width_cells(piece) * CELL


def _border(box: str, left: int, top: int) -> str:
    """The arms of a box-drawing character, from the middle of its cell."""
    x, y = left + CELL // 2, top + LINE // 2
    ends = {"u": (x, top), "d": (x, top + LINE), "l": (left, y), "r": (left + CELL, y)}
    return "".join(f"M{x} {y}L{ends[arm][0]} {ends[arm][1]}" for arm in _ARMS[box])
