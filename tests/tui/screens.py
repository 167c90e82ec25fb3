"""What a running app shows, as plain text."""

from __future__ import annotations

from typing import Any

from textual.app import App


def screen_text(app: App[Any]) -> str:
    """The screen line by line, without the spaces at line ends; what covers another covers it."""
    return "\n".join(line.rstrip() for line in screen_lines(app))


def screen_lines(app: App[Any]) -> list[str]:
    """The lines as they are drawn."""
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip) for strip in strips]
