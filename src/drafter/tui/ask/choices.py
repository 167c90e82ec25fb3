"""The choices of a question as a list to point at."""

from __future__ import annotations

from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from drafter.interview.tasks import Status
from drafter.tui.ask.choosing import Choosing
from drafter.tui.glyphs import content, glyphs, mark

_ONE_BELOW_ANOTHER = 8
"""So many choices stand in one column; more of them in as many as there is room for."""
_GAP = 3
_MOVES = {"up": -1, "down": 1, "left": -1, "right": 1}


class _Frame(NamedTuple):
    """How the choices stand: in columns of this width, row by row."""

    columns: int
    cells: int


class Choices(Widget, can_focus=True):
    """Draws a `Choosing` and passes keys on to it."""

    DEFAULT_CSS = "Choices { width: 1fr; height: auto; }"

    class Changed(Message):
        """Something else is chosen."""

    class Below(Message):
        """A key that goes on behind the last choice."""

    class Written(Message):
        """A letter that is no choice: it belongs into the field."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Entered(Message):
        """Enter: this is the answer."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.choosing: Choosing | None = None

    def begin(self, choosing: Choosing) -> None:
        """Show these from now on."""
        self.choosing = choosing
        self.refresh(layout=True)

    @property
    def row(self) -> int:
        """The line of the choice pointed at."""
        if self.choosing is None:
            return 0
        return max(0, self.choosing.at) // self._frame(self.size.width).columns

    def render(self) -> Content:
        if self.choosing is None:
            return Content("")
        frame = self._frame(self.size.width)
        lines = []
        for first in range(0, len(self.choosing.choices), frame.columns):
            row = range(first, min(first + frame.columns, len(self.choosing.choices)))
            cells = [_filled(self._choice(place), frame.cells) for place in row]
            lines.append(Content("").join(cells))
        return Content("\n").join(lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        if self.choosing is None:
            return 0
        columns = self._frame(width).columns
        return -(-len(self.choosing.choices) // columns)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        choosing = self.choosing
        if choosing is None:
            return
        if event.key == "enter":
            self.post_message(self.Entered())
        elif event.key in _MOVES:
            self._move(choosing, event.key)
        elif event.key == "space":
            choosing.turn()
            self._changed()
        elif event.is_printable and event.character:
            if choosing.type(event.character):
                self._changed()
            else:
                self.post_message(self.Written(event.character))
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.post_message(self.Written(event.text))

    def on_click(self, event: events.Click) -> None:
        choosing = self.choosing
        offset = event.get_content_offset(self)
        if choosing is None or offset is None:
            return
        frame = self._frame(self.size.width)
        column = min(offset.x // frame.cells, frame.columns - 1)
        place = offset.y * frame.columns + column
        if place < len(choosing.choices):
            choosing.point(place)
            choosing.turn()
            self._changed()

    def _move(self, choosing: Choosing, key: str) -> None:
        columns = self._frame(self.size.width).columns
        by = _MOVES[key] * (columns if key in ("up", "down") else 1)
        if choosing.move(by):
            self._changed()
        elif by > 0:
            self.post_message(self.Below())

    def _changed(self) -> None:
        self.refresh()
        self.post_message(self.Changed())

    def _choice(self, place: int) -> Content:
        assert self.choosing is not None
        choice, here = self.choosing.choices[place], place == self.choosing.pointed
        box = ""
        if self.choosing.several:
            box = f"[{mark(Status.FINISHED)}] " if choice in self.choosing.ticked else "[ ] "
        pointer = glyphs().path.strip() if here else " "
        look = "bold $accent" if here and self.has_focus else "bold" if here else ""
        number = self.choosing.number_of(place).rjust(len(str(len(self.choosing.offered))))
        return content(f"{pointer} {number}  {box}{choice}", look)

    def _frame(self, width: int) -> _Frame:
        assert self.choosing is not None
        count = len(self.choosing.choices)
        cells = max((self._choice(n).cell_length for n in range(count)), default=1) + _GAP
        columns = 1 if count <= _ONE_BELOW_ANOTHER else max(1, width // cells)
        return _Frame(columns, cells)


def _filled(cell: Content, cells: int) -> Content:
    return cell.pad_right(max(0, cells - cell.cell_length))
