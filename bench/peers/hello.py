"""The least that a Textual app can be: a line of text."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static


class Hello(App[None]):
    """Shows one line."""

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static("hello")


if __name__ == "__main__":
    Hello().run()
