"""The parts of a report in its prose: title, headings, paragraphs, signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from drafter.form.definitions import Form
from drafter.importing.labels import is_heading, is_title, squeezed
from drafter.importing.pieces import Piece
from drafter.report.width import width_cells

MARK = "（草稿）"
"""What follows the title of a draft."""
MARKS = (MARK, "草稿")
"""What stands by itself on the pages of a draft."""
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_TITLE_LINES = 5
_SIGNATURE_LINES = 4
_FULL_LINE = 0.85
"""Of the widest line: a shorter one ends its paragraph."""


class Parts(NamedTuple):
    """What each stretch of prose is; the title still bears its mark."""

    title: str
    headings: tuple[str, ...]
    paragraphs: tuple[str, ...]
    signed_by: str
    signed_on: str


def parts_of(form: Form, prose: Sequence[Piece], *, lines: bool) -> Parts:
    """Told by the levels that the file gives, else by the titles that the form knows.

    lines: whether the pieces are lines, and a paragraph goes on in the next
    """
    lead, title = _title(form, prose)
    tail, signed_by, signed_on = _signature(form, prose[lead:], title)
    body = prose[lead : len(prose) - tail]
    told = any(piece.level > 1 for piece in body)
    heads = [piece.level > 1 if told else is_heading(form, piece.text) for piece in body]
    headings = tuple(piece.text for piece, head in zip(body, heads, strict=True) if head)
    return Parts(title, headings, tuple(_paragraphs(body, heads, lines)), signed_by, signed_on)


def _title(form: Form, pieces: Sequence[Piece]) -> tuple[int, str]:
    """How many pieces come before the body, and the title that the last of them make up."""
    for number, piece in enumerate(pieces):
        if piece.level == 1:
            return number + 1, squeezed(piece.text)
    for start in range(min(len(pieces), _TITLE_LINES)):
        for end in range(start + 1, start + _TITLE_LINES):
            words = squeezed("".join(piece.text for piece in pieces[start:end]))
            if is_title(form, words.removesuffix(MARK)):
                following = squeezed("".join(piece.text for piece in pieces[end : end + 1]))
                extra = following and MARK.endswith(following)
                return (end + 1, words + following) if extra else (end, words)
    return 0, ""


def _signature(form: Form, pieces: Sequence[Piece], title: str) -> tuple[int, str, str]:
    """How many pieces at the end are the signature, the name and the date.

    Without a date the last piece is a name only when the title begins with it.
    """
    last = [squeezed(piece.text) for piece in pieces[-_SIGNATURE_LINES:]]
    day = next((at for at in range(len(last)) if _DAY.fullmatch(last[at])), len(last))
    name = last[day - 1] if day else ""
    signed_on = last[day] if day < len(last) else ""
    likely = signed_on or title.startswith(name)
    if not likely or is_heading(form, name) or name.endswith("。"):
        name = ""
    return len(last) - day + bool(name), name, signed_on


def _paragraphs(body: Sequence[Piece], heads: Sequence[bool], lines: bool) -> Sequence[str]:
    """The paragraphs, those of a page joined from its full lines."""
    widths = [width_cells(piece.text) if lines else 0 for piece in body]
    full = _FULL_LINE * max(widths, default=0)
    paragraphs: list[str] = []
    goes_on = False
    for piece, is_head, width in zip(body, heads, widths, strict=True):
        if is_head:
            goes_on = False
            continue
        if goes_on:
            paragraphs[-1] += piece.text
        else:
            paragraphs.append(piece.text)
        goes_on = lines and width >= full
    return paragraphs
