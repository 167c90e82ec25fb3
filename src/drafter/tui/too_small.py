"""What covers a window in which nothing can be done."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.widgets import Label

from drafter.tui.dialogs import Dialog
from drafter.tui.terminal import HEIGHT, WIDTH
from drafter.tui.terminal_text import content


class TooSmall(Dialog[None]):
    """Says what is needed, and goes when it is there."""

    def compose(self) -> ComposeResult:
        yield Label("", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        width, height = event.size
        if width >= WIDTH and height >= HEIGHT:
            if self.is_current:
                self.dismiss(None)
            return
        said = f"窗口太小：现在 {width} 列 {height} 行，至少要 {WIDTH} 列 {HEIGHT} 行。"
        more = "把窗口放大，或者把字调小。内容都在，没有丢。"
        self.query_one(Label).update(content(f"{said}\n{more}"))

    def action_close(self) -> None:
        """Nothing: it goes when the window grows."""
