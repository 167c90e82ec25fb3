"""The numbers that labels and headings begin with: （一）, 一、, 1., (1)."""

from __future__ import annotations

import re

# A point or comma between digits is a figure's: `1.5万件` has no number before it.
NUMBER_MARK = re.compile(r"[（(]?[0-9一二三四五六七八九十]{1,3}(?:[）)]|[.．、](?![0-9]))")


def number_of(label: str) -> str:
    """`（三）` of `（三）不予公开`; "" where a label has no number."""
    number = NUMBER_MARK.match(label)
    return number[0] if number else ""


def without_number(label: str) -> str:
    """`不予公开` of `（三）不予公开`."""
    return label[len(number_of(label)) :]
