"""Text as the terminal takes it: marks that keep their width, and lines as Chinese is set."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, NamedTuple
from unicodedata import east_asian_width

from textual.content import Content
from textual.geometry import Size
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.widget import Widget

from drafter.errors import harmless
from drafter.report.width import wrap_cells

if TYPE_CHECKING:
    from drafter.interview.task_list import Status


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
    """The text with substitutes for what would steer this terminal, or shift a line of it."""
    return _substituted(harmless(text)) if is_safe() else harmless(text)


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


@lru_cache(maxsize=4096)
def _substituted(text: str) -> str:
    return "".join(
        _SUBSTITUTES.get(char, "?") if east_asian_width(char) == "A" else char for char in text
    )


def wrapped(text: Content, width: int, hang: int = 0) -> Content:
    """The text broken into lines of at most `width` cells; its styles stay.

    hang: how far the lines after the first of a row stand in
    """
    lines = text.split("\n", allow_blank=True)
    return Content("\n").join([piece for line in lines for piece in _pieces(line, width, hang)])


class Prose(Widget):
    """Some sentences, as high as they are long."""

    DEFAULT_CSS = "Prose { width: 1fr; height: auto; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.said = Content("")
        self._last = ""
        self._broken: tuple[Content, str, int, Content] | None = None
        """What was broken into lines last, for which width, and the lines."""

    def tell(self, said: Content, last: str = "") -> None:
        """Show this from now on; `last` stands at its end, and is not parted."""
        if not said.is_same(self.said) or last != self._last:
            before, self.said, self._last = self._lines(), said, last
            self.refresh(layout=not before or before != self._lines())

    def render(self) -> Content:
        return self._wrapped(self.content_size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._height(width)

    def _lines(self) -> int:
        """How many it takes, with those that are kept free; 0 before it has a width."""
        width, least = self.content_size.width, self.styles.min_height
        free = int(least.value) if least is not None and least.is_cells else 0
        return max(free, self._height(width)) if width else 0

    def _wrapped(self, width: int) -> Content:
        said, last = self.said, self._last
        if (known := self._broken) is None or known[0] is not said or known[1:3] != (last, width):
            joined = wrapped(said + content(last), width)
            if not joined.plain.endswith(last):
                joined = wrapped(said + content(f"\n{last}"), width)
            self._broken = known = said, last, width, joined
        return known[3]

    def _height(self, width: int) -> int:
        return self._wrapped(width).plain.count("\n") + 1


def _pieces(line: Content, width: int, hang: int) -> list[Content]:
    pieces, start = [], 0
    for piece in _lines(line.plain, max(2, width), hang):
        end = start + len(piece)
        pieces.append(line[start:end].pad_left(hang if start else 0))
        start = end
    return pieces


def _lines(text: str, width: int, hang: int) -> list[str]:
    first, *rest = wrap_cells(text, width)
    return [first, *wrap_cells("".join(rest), width - hang)] if rest and hang else [first, *rest]
