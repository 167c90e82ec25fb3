"""The terminal's own cursor, shown where one types, so that an input method knows the place."""

from __future__ import annotations

from typing import Any

from textual.app import App

_SHOW, _HIDE = "\x1b[?25h", "\x1b[?25l"


def show_caret(app: App[Any], *, shown: bool) -> None:
    """Textual hides it for good; a field that has the focus wants it."""
    driver = app._driver
    if driver is not None and not app.is_headless:
        driver.write(_SHOW if shown else _HIDE)
        driver.flush()
