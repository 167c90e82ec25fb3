"""The one field that every text is typed into: as high as its text, of one line or of several."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea

from drafter.draft.scrub import scrub, scrub_line
from drafter.tui.caret import show_caret

_NOT_OURS = (
    *("select_line", "select_all", "copy"),
    *("delete_word_left", "delete_word_right", "delete_right"),
)
"""F6, F7 and Ctrl+D mean something else, Ctrl+C leaves, and a Chinese sentence is one word."""
_KEYS = [b for b in TextArea.BINDINGS if isinstance(b, Binding) and b.action not in _NOT_OURS]


class Field(TextArea, inherit_bindings=False):
    """Where Enter ends a text of one line; of several, it begins another once there is one.

    several: whether the text may have paragraphs
    takes: given what is pasted, whether the owner has taken it as a whole
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *_KEYS,
        Binding("delete", "delete_right", show=False),
        Binding("ctrl+w,ctrl+backspace,alt+backspace", "delete_left", show=False),
    ]

    class Entered(Message):
        """Enter ends the text."""

    class Joined(Message):
        """Several lines were pasted where one is wanted: they are one now."""

        def __init__(self, lines: int) -> None:
            super().__init__()
            self.lines = lines

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, compact=True, highlight_cursor_line=False)
        self.cursor_blink = False
        self.several = False
        self.takes: Callable[[str], bool] = lambda _: False

    def begin(self, text: str, *, placeholder: Content | str = "", whole: bool = False) -> None:
        """Begin with a text, the cursor behind it; `whole`: what is typed takes its place."""
        self.placeholder = placeholder
        self.load_text(text)
        self.move_cursor(self.document.end)
        if whole and text:
            self.select_all()
        self.call_after_refresh(self._place_caret)

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter" and not (self.several and self.text.strip()):
            event.stop()
            event.prevent_default()
            self.post_message(self.Entered())

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self._paste(event.text)

    def on_focus(self) -> None:
        show_caret(self.app, shown=True)
        self.call_after_refresh(self._place_caret)

    def on_blur(self) -> None:
        show_caret(self.app, shown=False)

    def action_paste(self) -> None:
        """What was copied within the program."""
        self._paste(self.app.clipboard)

    def action_cursor_up(self, select: bool = False) -> None:
        """A line up; on the first one, the owner knows what is above."""
        if not select and self.navigator.is_first_wrapped_line(self.cursor_location):
            raise SkipAction
        super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """A line down; on the last one, the owner knows what is below."""
        if not select and self.navigator.is_last_wrapped_line(self.cursor_location):
            raise SkipAction
        super().action_cursor_down(select)

    def action_cursor_page_up(self) -> None:
        """In a text of several lines only; else the page around it moves."""
        if not self.several:
            raise SkipAction
        super().action_cursor_page_up()

    def action_cursor_page_down(self) -> None:
        """The same, down."""
        if not self.several:
            raise SkipAction
        super().action_cursor_page_down()

    def action_undo(self) -> None:
        """Typing first; where nothing was typed, the answer before."""
        before = self.text
        super().action_undo()
        if self.text == before:
            raise SkipAction

    def action_redo(self) -> None:
        """Typing first, then answers."""
        before = self.text
        super().action_redo()
        if self.text == before:
            raise SkipAction

    def _place_caret(self) -> None:
        """Tell the terminal where one writes, also where nothing was written yet."""
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset

    def _paste(self, pasted: str) -> None:
        if not pasted or self.takes(pasted):
            return
        text = scrub(pasted) if self.several else scrub_line(pasted)
        lines = sum(1 for line in scrub(pasted).split("\n") if line.strip())
        result = self.replace(text, *self.selection)
        self.move_cursor(result.end_location)
        if lines > 1 and not self.several:
            self.post_message(self.Joined(lines))
