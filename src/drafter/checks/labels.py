"""Labels of the form quoted in prose with a slip: 逾期逾期未按…, …处理请政府信息公开申请."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from drafter.form.definitions import Form, all_lines

_SHORTEST = 10
_SHORTEST_CHANGED = 15
_LONGEST_DOUBLE = 4
_MARKS = re.compile("[、，。；：（）()“”]")
_NUMBER = re.compile(r"[0-9一二三四五六七八九十]+[.、]")


class Slip(NamedTuple):
    """Characters `start` to `end` are `label` but for one slip; `doubled` tells which kind."""

    start: int
    end: int
    label: str
    doubled: bool
    wrong: str
    right: str


@lru_cache(maxsize=4)
def long_labels(form: Form) -> tuple[str, ...]:
    """The clauses of the row labels that are long enough to be known by most of their words."""
    clauses: dict[str, None] = {}
    for table in form.tables.values():
        for block in table.blocks:
            for line in all_lines(block.rows):
                for clause in _MARKS.split(_NUMBER.sub("", line.label)):
                    if len(clause) >= _SHORTEST:
                        clauses[clause] = None
    return tuple(clauses)


def slips(text: str, labels: Collection[str], alike: Collection[str]) -> Iterator[Slip]:
    """Every near miss. `alike` are groups of characters that may stand for each other."""
    for label in labels:
        half = len(label) // 2
        seen: set[int] = set()
        for anchor, offset in ((label[:half], 0), (label[half:], half)):
            place = text.find(anchor)
            while place >= 0:
                for shift in range(_LONGEST_DOUBLE + 1 if offset else 1):
                    start = place - offset - shift
                    if start >= 0 and start not in seen:
                        slip = _slip(text, start, label, alike)
                        if slip:
                            seen.add(start)
                            yield slip
                place = text.find(anchor, place + len(anchor))


def _slip(text: str, start: int, label: str, alike: Collection[str]) -> Slip | None:
    if text.startswith(label, start):
        return None
    same = next(i for i, char in enumerate(label) if text[start + i : start + i + 1] != char)
    for width in range(1, _LONGEST_DOUBLE + 1):
        twice = text[start + same : start + same + width]
        if same < width or twice != label[same - width : same]:
            continue
        if text.startswith(label[same:], start + same + width):
            end = start + len(label) + width
            return Slip(start, end, label, True, 2 * twice, twice)
    wrong = text[start + same : start + same + 1]
    whole = text.startswith(label[same + 1 :], start + same + 1)
    inner = 0 < same < len(label) - 1 and len(label) >= _SHORTEST_CHANGED
    if not (whole and inner and wrong) or _MARKS.match(wrong):
        return None
    if any(wrong in group and label[same] in group for group in alike):
        return None
    return Slip(start, start + len(label), label, False, wrong, label[same])
