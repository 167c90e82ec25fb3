"""Title and signature in lines that end where their sense does, as official documents have them
(GB/T 9704)."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

from drafter.report.width import width_cells

LINE_CELLS = 40
"""What a line of the title holds, in half characters: 156 mm at 22 points."""
SIGNATURE_CELLS = 54
"""What a line of the signature holds: 156 mm at 16 points, less a little for the spaces."""
_MOST_LINES = 4
_MOST_SEAMS = 12
_ORGAN_WORDS = re.compile(
    r"(?:省|(?<!城)市(?![场政民])|[州盟县旗乡镇](?!城)|区(?![域划])|街道|委员会|人民政府)(?=\w{2})"
    r"(?!人民政府|管理委员会|管委会)"
)
"""Where the name of an organ may be parted: after a place, and after an organ within it, but not
between a place and its own government."""
_YEAR = re.compile(r"(?<=\d年)(?=\w)|(?<=\d年度)(?=\w)")
_SPACE_CELLS = 0.5
"""Word sets a quarter of a character between Chinese and what is not."""


def title_lines(title: str, organ: str, *, mark: str = "") -> tuple[str, ...]:
    """As few lines as will do, the mark (草稿) in the last of them left room for.

    They break after the organ first, then after the year, then within a long organ's name;
    of two ways alike, the one with the more even lines. One line where there is no such way.
    """
    return _parted(title, title_seams(title, organ), LINE_CELLS, bracketed(mark))


def bracketed(mark: str) -> str:
    """The mark as it follows a title; "" for none."""
    return f"（{mark}）" if mark else ""


def signature_lines(organ: str) -> tuple[str, ...]:
    """An organ's name as it signs: in one line if it has room there, else parted by sense."""
    return _parted(organ, _organ_seams(organ), SIGNATURE_CELLS, "")


def _parted(text: str, seams: dict[int, int], cells: int, mark: str) -> tuple[str, ...]:
    for breaks in range(_MOST_LINES):
        ways = (_cut(text, places) for places in combinations(seams, breaks))
        fitting = [lines for lines in ways if _fits(lines, cells, mark)]
        if fitting:
            return min(fitting, key=lambda lines: _roughness(lines, seams, mark))
    return (text,)


def title_seams(title: str, organ: str) -> dict[int, int]:
    """Places at which a title may break, each with how unwelcome that is, the first 0."""
    end = len(organ) if organ and title.startswith(organ) and title != organ else 0
    seams = {end: 0} if end else {}
    for found in _YEAR.finditer(title, end):
        seams.setdefault(found.start(), 1)
    for place, unwelcome in _organ_seams(title[:end]).items():
        seams.setdefault(place, unwelcome)
    return dict(sorted(list(seams.items())[:_MOST_SEAMS]))


def _organ_seams(organ: str) -> dict[int, int]:
    found = [each.end() for each in _ORGAN_WORDS.finditer(organ)]
    return dict.fromkeys(found[:_MOST_SEAMS], 2)


def _cut(title: str, places: tuple[int, ...]) -> tuple[str, ...]:
    edges = (0, *places, len(title))
    return tuple(title[a:b] for a, b in pairwise(edges))


def _fits(lines: tuple[str, ...], cells: int, mark: str) -> bool:
    return all(_cells(line) <= cells for line in (*lines[:-1], lines[-1] + mark))


def _cells(line: str) -> float:
    # No pattern: `re` walks through a range of twenty thousand characters one by one.
    spaced = sum(
        (_is_han(a) and _is_latin(b)) or (_is_latin(a) and _is_han(b)) for a, b in pairwise(line)
    )
    return width_cells(line) + _SPACE_CELLS * spaced


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _roughness(lines: tuple[str, ...], seams: dict[int, int], mark: str) -> tuple[int, float]:
    """How unwelcome the breaks are, then how uneven the lines."""
    places = [sum(map(len, lines[:count])) for count in range(1, len(lines))]
    widths = [_cells(line) for line in (*lines[:-1], lines[-1] + mark)]
    return sum(seams[place] for place in places), max(widths) - min(widths)
