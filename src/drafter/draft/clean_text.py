"""Clean text: what a person typed, pasted or wrote into a file, fit to keep and to print."""

from __future__ import annotations

import re
from unicodedata import category, normalize

_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_GAPS = re.compile(r"\s+")
_UNWANTED = dict.fromkeys(
    (
        *range(0x09),
        *range(0x0B, 0x20),
        *range(0x7F, 0xA0),
        *range(0x202A, 0x202F),  # they turn the letters after them about, as those below
        *range(0x2066, 0x206A),
        *range(0xD800, 0xE000),
        0xFEFF,
    )
)
_CHINESE = (
    ("\u2e80", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\ufe30", "\ufe4f"),
    ("\uff01", "\uff60"),
    ("\U00020000", "\U0003ffff"),
    ("\u2018", "\u201d"),
    ("\u2014", "\u2014"),
    ("\u2026", "\u2026"),
)
"""Characters that take no space beside them: Han, full-width forms, “”‘’ — …"""

# A clerk's text has one or two; hostile text a million on one letter.
_MOST_MARKS = 30
_MARKS = re.compile(rf"[^\w\s]{{{_MOST_MARKS + 1},}}")


def scrub(text: str) -> str:
    """The text in NFC with plain newlines, without controls, surrogates and byte order marks.

    Full-width punctuation stays as it is. Scrubbing twice changes nothing more.
    """
    return _compose(_BREAKS.sub("\n", text).translate(_UNWANTED))


def scrub_line(text: str) -> str:
    """The scrubbed text on one line, without white space at its ends.

    A gap with a newline or tab in it becomes one space, or nothing beside a Chinese
    character on both sides, where a space would be a foreign body.
    """
    return _compose(_GAPS.sub(_joined, scrub(text).strip()))


def scrub_prose(text: str) -> str:
    """The scrubbed paragraphs, one to a line, without blank lines and indents."""
    lines = (line.strip() for line in scrub(text).split("\n"))
    return _compose("\n".join(line for line in lines if line))


def shortened(text: str, most: int) -> str:
    """The text in at most so many characters, the last one … where something is left out."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _joined(gap: re.Match[str]) -> str:
    if "\n" not in gap[0] and "\t" not in gap[0]:
        return gap[0]
    before, after = gap.string[gap.start() - 1], gap.string[gap.end()]
    return "" if _is_chinese(before) and _is_chinese(after) else " "


def _is_chinese(char: str) -> bool:
    return any(first <= char <= last for first, last in _CHINESE)


def _compose(text: str) -> str:
    """NFC, at most 30 combining marks in a row: sorting them takes quadratic time."""
    return _MARKS.sub(_fewer_marks, normalize("NFC", _MARKS.sub(_fewer_marks, text)))


def _fewer_marks(run: re.Match[str]) -> str:
    kept, marks = [], 0
    for char in run[0]:
        marks = marks + 1 if category(char)[0] == "M" else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)
