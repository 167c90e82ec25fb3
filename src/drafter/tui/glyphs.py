"""Text as it stands, never markup, and marks that keep their width in the terminal at hand.

Some terminals show “ … — │ and their like two cells wide, while Textual counts one: there,
substitutes are drawn. `use` says so once, before the first screen.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, NamedTuple
from unicodedata import east_asian_width

from textual.content import Content
from textual.scrollbar import ScrollBar, ScrollBarRender

if TYPE_CHECKING:
    from drafter.interview.tasks import Status


class Glyphs(NamedTuple):
    """The marks of a table, each one cell wide in the terminal at hand."""

    untouched: str = "·"
    carried: str = "↑"
    total: str = "Σ"
    path: str = " ▸ "


SAFE = Glyphs(".", "^", "=", " > ")
"""For terminals in which the others are two cells wide."""

_SUBSTITUTES = {"“": '"', "”": '"', "‘": "'", "’": "'", "…": ".", "—": "-", "·": ".", "×": "x"}
_CUT = ".."
MUTED = "$foreground 60%"
"""Of words that stand back; within a line Textual draws `$text-muted` white."""

_MARKS = {
    "UNTOUCHED": ("○", "-"),
    "UNDER_WAY": ("◐", "+"),
    "FINISHED": ("✓", "v"),
    "TROUBLED": ("✗", "!"),
    "NOT_YET": ("○", "-"),
}

_glyphs = Glyphs()


class _PlainBar(ScrollBarRender):
    """A scroll bar of colour alone: its ends are not drawn to an eighth of a cell."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


def use(*, safe: bool) -> None:
    """Draw substitutes from now on, or the marks themselves."""
    global _glyphs
    _glyphs = SAFE if safe else Glyphs()
    ScrollBar.renderer = _PlainBar if safe else ScrollBarRender


def glyphs() -> Glyphs:
    """The marks of a table."""
    return _glyphs


def is_safe() -> bool:
    """Whether substitutes are drawn: then no box is, either."""
    return _glyphs is SAFE


def shown(text: str) -> str:
    """The text with substitutes, where they are needed."""
    return plain(text, _glyphs)


def cut(text: Content, width: int, *, pad: bool = False) -> Content:
    """The text in so many cells; what was cut is told by its last ones."""
    if text.cell_length <= width or not is_safe():
        return text.truncate(width, ellipsis=True, pad=pad)
    left = text.truncate(max(0, width - len(_CUT)), pad=pad)
    return left + Content(_CUT[:width])


def content(text: str, style: str = "") -> Content:
    """The text to be drawn literally: `[/b]` in a clerk's words is three more characters."""
    return Content.styled(shown(text), style) if style else Content(shown(text))


def mark(status: Status) -> str:
    """The mark of a row of the task list, one cell wide."""
    return _MARKS[status.name][is_safe()]


def plain(text: str, glyphs: Glyphs) -> str:
    """The text with substitutes for what would shift a line of that terminal."""
    return _substituted(text) if glyphs is SAFE else text


@lru_cache(maxsize=4096)
def _substituted(text: str) -> str:
    return "".join(
        _SUBSTITUTES.get(char, "?") if east_asian_width(char) == "A" else char for char in text
    )
