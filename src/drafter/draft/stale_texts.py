"""The sentences of paragraphs, and which of them the facts have left behind."""

import re
from typing import NamedTuple

_SENTENCES = r"[^。！？\n]+[。！？]?"


class Differing(NamedTuple):
    """Sentences drafted only before, and only now, each in its order."""

    gone: tuple[str, ...]
    come: tuple[str, ...]


def sentences(paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    """The sentences of some paragraphs, each with its mark."""
    found = (sentence for text in paragraphs for sentence in re.findall(_SENTENCES, text))
    return tuple(sentence.strip() for sentence in found if sentence.strip())


def left_behind(before: tuple[str, ...], now: tuple[str, ...], own: str) -> Differing | None:
    """What changed under a text of the clerk's own since it was written; None for nothing.

    before, now: what was drafted then, and what would be
    own: the clerk's text; one that says already what came, and not what went, is up to date
    """
    old, new = sentences(before), sentences(now)
    gone = tuple(sentence for sentence in old if sentence not in new)
    come = tuple(sentence for sentence in new if sentence not in old)
    told = all(sentence in own for sentence in come) and not any(s in own for s in gone)
    return Differing(gone, come) if (gone or come) and not (come and told) else None
