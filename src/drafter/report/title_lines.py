"""A title in lines that end where its sense does, as official documents have it (GB/T 9704)."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

from drafter.report.width import width_cells

LINE_CELLS = 40
"""What a line of the title holds, in half characters: 156 mm at 22 points."""
SIGNATURE_CELLS = 56
"""The same of a line at 16 points."""
_MOST_LINES = 4
_MOST_SEAMS = 12
_ORGAN_WORDS = re.compile(
    r"(?:省|(?<!城)市(?![场政民])|[州盟县旗乡镇](?!城)|区(?![域划])|街道|委员会|人民政府)(?=\w{2})"
)
"""Where the name of an organ may be parted: after a place, and after an organ within it."""
_YEAR = re.compile(r"(?<=\d年)(?=\w)|(?<=\d年度)(?=\w)")
# Word sets a quarter of a character between Chinese and what is not.
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])")
_SPACE_CELLS = 0.5


def title_lines(title: str, organ: str, *, mark: str = "") -> tuple[str, ...]:
    """As few lines as will do, the mark (草稿) in the last of them left room for.

    They break after the organ first, then after the year, then within a long organ's name;
    of two ways alike, the one with the more even lines. One line where there is no such way.
    """
    return _broken(title, title_seams(title, organ), LINE_CELLS, f"（{mark}）" if mark else "")


def name_lines(name: str) -> tuple[str, ...]:
    """The name in a signature: one line, or as few as will do for one that is wider than a page."""
    return _broken(name, dict.fromkeys(_organ_seams(name), 0), SIGNATURE_CELLS)


def title_seams(title: str, organ: str) -> dict[int, int]:
    """Places at which a title may break, each with how unwelcome that is, the first 0."""
    end = len(organ) if organ and title.startswith(organ) and title != organ else 0
    seams = {end: 0} if end else {}
    for found in _YEAR.finditer(title, end):
        seams.setdefault(found.start(), 1)
    for place in _organ_seams(title[:end]):
        seams.setdefault(place, 2)
    return dict(sorted(list(seams.items())[:_MOST_SEAMS]))


def _organ_seams(name: str) -> list[int]:
    return [found.end() for found in _ORGAN_WORDS.finditer(name)]


def _broken(text: str, seams: dict[int, int], cells: int, mark: str = "") -> tuple[str, ...]:
    """The best way to break it in lines of so many cells; one line where there is none."""
    for breaks in range(_MOST_LINES):
        ways = (_cut(text, places) for places in combinations(seams, breaks))
        fitting = [lines for lines in ways if _fits(lines, cells, mark)]
        if fitting:
            return min(fitting, key=lambda lines: _roughness(lines, seams, mark))
    return (text,)


def _cut(title: str, places: tuple[int, ...]) -> tuple[str, ...]:
    edges = (0, *places, len(title))
    return tuple(title[a:b] for a, b in pairwise(edges))


def _fits(lines: tuple[str, ...], cells: int, mark: str) -> bool:
    return all(_cells(line) <= cells for line in (*lines[:-1], lines[-1] + mark))


def _cells(line: str) -> float:
    return width_cells(line) + _SPACE_CELLS * len(_SPACED.findall(line))


def _roughness(lines: tuple[str, ...], seams: dict[int, int], mark: str) -> tuple[int, float]:
    """How unwelcome the breaks are, then how uneven the lines."""
    places = [sum(map(len, lines[:count])) for count in range(1, len(lines))]
    widths = [_cells(line) for line in (*lines[:-1], lines[-1] + mark)]
    return sum(seams[place] for place in places), max(widths) - min(widths)
