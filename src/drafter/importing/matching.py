"""Which texts of a document stand in a file, and what the file has in place of the others."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Item(NamedTuple):
    """One text of the document and where it stands, in the clerk's words."""

    where: str
    text: str


class Gap(NamedTuple):
    """Texts of the document, and what the file has in their place; `after` is where the text
    before them stands, or empty."""

    after: str
    items: tuple[Item, ...]
    found: str


def gaps(items: Sequence[Item], found: str, joint: str) -> Iterator[Gap]:
    """What is left between the texts that are in their place."""
    start, last = len(joint), 0
    for number, at in [*_held(items, found, joint), (len(items), len(found))]:
        after = items[last - 1].where if last else ""
        yield _trimmed(after, list(items[last:number]), found[start:at], joint)
        if number < len(items):
            start, last = at + len(items[number].text) + len(joint), number + 1


def _held(items: Sequence[Item], found: str, joint: str) -> list[tuple[int, int]]:
    """The most items that stand once on either side and in the same order, with their places."""
    whole = joint.join(["", *(item.text for item in items), ""])
    places = [
        (number, found.find(joint + item.text + joint) + len(joint))
        for number, item in enumerate(items)
        if _stands_once(joint + item.text + joint, whole)
        and _stands_once(joint + item.text + joint, found)
    ]
    return _rising(places)


def _stands_once(text: str, whole: str) -> bool:
    first = whole.find(text)
    return first >= 0 and whole.find(text, first + 1) < 0


def _rising(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence whose second numbers rise."""
    ends: list[int] = []
    chains: list[list[tuple[int, int]]] = []
    for number, at in places:
        length = bisect_left(ends, at)
        chain = [*(chains[length - 1] if length else []), (number, at)]
        ends[length : length + 1] = [at]
        chains[length : length + 1] = [chain]
    return chains[-1] if chains else []


def _trimmed(after: str, items: list[Item], found: str, joint: str) -> Gap:
    """Less what is the same at either end."""
    found = joint + found
    while items and found.startswith(joint + items[0].text + joint):
        after = items[0].where
        found = found[len(joint + items.pop(0).text) :]
    while items and found.endswith(joint + items[-1].text + joint):
        found = found[: len(found) - len(items.pop().text + joint)]
    return Gap(after, tuple(items), found)


def in_order(gap: Gap, joint: str) -> bool:
    """Whether the texts are all there, among others."""
    at = 0
    for item in gap.items:
        at = gap.found.find(joint + item.text + joint, at)
        if at < 0:
            return False
        at += len(joint + item.text)
    return True
