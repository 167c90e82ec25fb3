"""The field in which a clerk writes paragraphs, a line each."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

LONG = 2000
"""Characters of a paragraph from which typing gets slow, and reading hard."""

_NOT_OURS = ("ctrl+w", "ctrl+f", "f6", "f7")
"""Words end at spaces, which Chinese has none of; and the keys of the workspace."""


class Editor(TextArea):
    """A text area without blinking, whose caret an input method can follow."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "put_aside", show=False)]

    class PutAside(Message):
        """The clerk stops writing for now; the text stays."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False)
        self.cursor_blink = False
        for key in _NOT_OURS:
            self._bindings.key_to_bindings.pop(key, None)

    def on_resize(self) -> None:
        """The caret is seen in whatever room there is."""
        self.call_after_refresh(self._follow_caret)

    def _follow_caret(self) -> None:
        self.scroll_cursor_visible()
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset

    def action_put_aside(self) -> None:
        """Esc."""
        self.post_message(self.PutAside())
