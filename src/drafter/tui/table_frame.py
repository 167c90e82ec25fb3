"""What stands around a grid: the line that leads further, and the window with its keys."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from drafter.tui.dialogs import Dialog
from drafter.tui.glyphs import content, cut
from drafter.tui.table_words import WayOn, key_lines


class Keys(Dialog[None]):
    """Every key of a table."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1,enter", "close")]

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog page"):
            yield Static(content(f"填表的按键\n\n{key_lines()}\n\n按 Esc 关闭。"))


class NextLine(Widget, can_focus=True):
    """The line under a table: what is still open, or where the way goes on.

    Keys typed too far end here, and do nothing.
    """

    DEFAULT_CSS = "NextLine { height: 1; width: 1fr; }"

    class Taken(Message):
        """The clerk wants to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.way = WayOn("", done=False)

    def tell(self, way: WayOn) -> None:
        """Show this from now on."""
        if way != self.way:
            self.way = way
            self.set_class(way.done, "-done")
            self.refresh()

    def render(self) -> Content:
        return cut(content(f" {self.way.said}"), self.size.width)

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            self.post_message(self.Taken())
        if event.key in ("enter", "tab", "down"):
            event.stop()

    def on_click(self) -> None:
        self.post_message(self.Taken())
