"""How many terminal cells a text takes, and how it breaks into lines of so many cells.

Ambiguous characters (“ ” … — · ① × │) are one cell wide, or two with `ambiguous_wide`,
as in terminals set for East Asian width.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import Literal

Align = Literal["left", "centre", "right"]

# The plain and the ideographic space close as well: a line does not begin with one.
CLOSING = frozenset("，。、；：！？）」』】》〉〕］｝”’…·～％‰℃,.;:!?)]}% \u3000")
OPENING = frozenset("（「『【《〈〔［｛“‘￥([{")


def width_cells(text: str, *, ambiguous_wide: bool = False) -> int:
    """Cells `text` takes on one line; control characters take none."""
    if text.isascii() and text.isprintable():
        return len(text)
    return _width_cells(text, ambiguous_wide)


def wrap_cells(text: str, width: int, *, ambiguous_wide: bool = False) -> list[str]:
    """Lines of at most `width` cells that joined give `text` back, spaces included.

    Lines break between any two Chinese characters, but do not begin with closing or end
    with opening punctuation, and keep words and numbers whole. Where one piece is wider
    than the line, punctuation gives way first and the word last. A line holds at least one
    character, even one wider than `width`.
    """
    lines = []
    start = 0
    while start < len(text):
        end = _line_end(text, start, width, ambiguous_wide)
        lines.append(text[start:end])
        start = end
    return lines or [""]


def pad_cells(text: str, width: int, align: Align, *, ambiguous_wide: bool = False) -> str:
    """`text` filled with spaces to `width` cells; a wider text stays as it is."""
    spare = max(0, width - width_cells(text, ambiguous_wide=ambiguous_wide))
    left = {"left": 0, "centre": spare // 2, "right": spare}[align]
    return " " * left + text + " " * (spare - left)


# Layouts are tried by the hundred, and measure the same few labels each time.
@lru_cache(maxsize=4096)
def widest_piece_cells(text: str, *, ambiguous_wide: bool = False) -> int:
    """The narrowest line on which `wrap_cells` need not tear or misplace anything."""
    breaks = [at for at in range(1, len(text)) if _may_break(text, at)]
    pieces = (
        text[start:end] for start, end in zip([0, *breaks], [*breaks, len(text)], strict=True)
    )
    return max(width_cells(piece, ambiguous_wide=ambiguous_wide) for piece in pieces)


@lru_cache(maxsize=4096)
def _width_cells(text: str, ambiguous_wide: bool) -> int:
    return sum(_character_cells(character, ambiguous_wide) for character in text)


@cache
def _character_cells(character: str, ambiguous_wide: bool) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf", "Cc", "Zl", "Zp"}:
        return 0
    if "\u1160" <= character <= "\u11ff":  # Hangul vowels and finals join the syllable before
        return 0
    wide = "WFA" if ambiguous_wide else "WF"
    return 2 if unicodedata.east_asian_width(character) in wide else 1


def _line_end(text: str, start: int, width: int, ambiguous_wide: bool) -> int:
    furthest = _furthest_end(text, start, width, ambiguous_wide)
    if furthest == len(text):
        return furthest
    # A pass more for a long word: better a comma at the start of a line than half a number.
    for allowed in (_may_break, _keeps_words):
        for end in range(furthest, start, -1):
            if allowed(text, end):
                return end
    return furthest


def _furthest_end(text: str, start: int, width: int, ambiguous_wide: bool) -> int:
    used = 0
    for end in range(start, len(text)):
        cells = _character_cells(text[end], ambiguous_wide)
        # A mark of no width stays with its letter, and a line takes one character at least.
        if used and cells and used + cells > width:
            return end
        used += cells
    return len(text)


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    return (
        after not in CLOSING
        and before not in OPENING
        and not before == after == "—"  # the dash —— is two characters
        and not (before == " " and after.isdecimal())  # 自然人 7件: a figure stays with its name
        and _keeps_words(text, at)
    )


def _keeps_words(text: str, at: int) -> bool:
    in_word = "!" <= text[at - 1] <= "~" and "!" <= text[at] <= "~"
    # Nor are accents and joiners parted from what they stand on.
    return not in_word and _character_cells(text[at], False) > 0
