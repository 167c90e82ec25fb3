"""The entries before and behind the blank that is being written, a line for each text."""

from __future__ import annotations

from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from drafter.tui.ask.entries import Entries
from drafter.tui.glyphs import content, cut

_LEAD = 3


class Line(NamedTuple):
    """One blank with what is written in it."""

    entry: int
    blank: int
    said: str


def lines_of(entries: Entries) -> tuple[list[Line], list[Line]]:
    """The lines before the blank the clerk is in, and those behind it."""
    here = entries.entry, entries.blank
    lines = [line for n in range(len(entries.entries)) for line in _lines(entries, n)]
    return [line for line in lines if line[:2] < here], [line for line in lines if line[:2] > here]


def label_of(entries: Entries) -> str:
    """What stands before the field; a count is that of its name."""
    if entries.counts and entries.blank:
        return f"{entries.entry + 1}. {entries.entries[entries.entry][0]}"
    return entries.here.label


def _lines(entries: Entries, number: int) -> list[Line]:
    texts, here = entries.entries[number], number == entries.entry
    lead = f"{number + 1}.".rjust(_LEAD)
    if entries.counts:
        if here or not any(texts):
            return []
        return [Line(number, 1, f"{lead} {texts[0]}  {texts[1]}".rstrip())]
    if not here and not any(texts):
        return []
    return [
        Line(number, blank, f"{' ' * _LEAD if blank else lead} {field.label}  {text}".rstrip())
        for blank, (field, text) in enumerate(zip(entries.blanks, texts, strict=True))
    ]


class Listing(Widget):
    """Some of these lines; a click leads to the blank."""

    DEFAULT_CSS = "Listing { width: 1fr; height: auto; }"

    class Chosen(Message):
        """The clerk wants to write in this blank."""

        def __init__(self, line: Line) -> None:
            super().__init__()
            self.line = line

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[Line] = []
        self.display = False

    def tell(self, lines: list[Line]) -> None:
        """Show these from now on."""
        if lines != self._lines:
            self._lines = lines
            self.display = bool(lines)
            self.refresh(layout=True)

    def render(self) -> Content:
        width = self.size.width
        said = (content(line.said.replace("\n", " / ")) for line in self._lines)
        return Content("\n").join(cut(line, width) for line in said)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and offset.y < len(self._lines):
            self.post_message(self.Chosen(self._lines[offset.y]))
