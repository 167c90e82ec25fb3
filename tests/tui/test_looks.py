"""Every screen as it is kept in `looks/`: aligned, in Chinese, and not changed unawares."""

from __future__ import annotations

import re
from difflib import unified_diff
from unicodedata import combining, east_asian_width

import pytest

from .looks import KEPT, WALKS, looks_of, text_of

ENGLISH = re.compile("[A-Za-z]{3,}")
ALLOWED = {
    "drafter": "the name of the program",
    "chat": "a command to be typed",
    "plain": "an option of it",
    **dict.fromkeys(("Word", "Excel"), "a program's name"),
    "PDF": "a format's name",
    "Excel": "a program's name",
    **dict.fromkeys(("txt", "yaml", "html"), "the end of a file's name"),
    **dict.fromkeys(("Ctrl", "Shift", "Tab", "Esc", "Home", "End", "Delete", "PgDn"), "a key"),
}
"""Words that are not Chinese, and why."""


def width(line: str) -> int:
    """Cells of a line, counted apart from Textual and from drafter."""
    narrow = (0 if combining(char) else 1 for char in line)
    return sum(narrow) + sum(east_asian_width(char) in "WF" for char in line)


def compared(name: str, lines: list[str]) -> str:
    """How a look differs from the one that is kept; "" for not at all."""
    path = KEPT / f"{name}.txt"
    kept = path.read_text("utf-8") if path.exists() else ""
    now = text_of(lines)
    diff = unified_diff(kept.splitlines(), now.splitlines(), f"{name} kept", "now", "", "", 1, "")
    return "\n".join(diff)


@pytest.fixture(params=WALKS, ids=[name.replace(" ", "-") for name in WALKS])
def walk(request):
    return WALKS[request.param]


async def test_each_look(walk, tmp_path):
    """What differs is shown line by line; where that is right, run `make looks`."""
    differing = []
    async for name, lines in looks_of(walk, tmp_path):
        columns, rows = map(int, name.rpartition("-")[2].split("x"))
        assert [width(line) for line in lines] == [columns] * rows, name
        assert set(ENGLISH.findall("\n".join(lines))) <= ALLOWED.keys(), name
        differing.append(compared(name, lines))
    assert not any(differing), "\n".join(filter(None, differing))


def test_no_look_is_kept_that_is_no_more():
    looks = (look for walk in WALKS.values() for look in walk.looks)
    names = {f"{look.name}-{width}x{height}" for look in looks for width, height in look.sizes}
    assert {path.stem for path in KEPT.glob("*.txt")} == names
