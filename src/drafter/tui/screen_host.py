"""What the screens may ask of the app that shows them; `app.py` is the one that answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from drafter.errors import DrafterError, ExitCode
from drafter.tui.ordered import OrderedApp
from drafter.tui.textual_privates import CaretApp, QuietApp

if TYPE_CHECKING:
    from drafter.session.session_file import Session


class Start(NamedTuple):
    """What the app is told when it starts.

    folder: where sessions lie
    own: templates of the clerk's own
    out: where reports are written
    config: where the choice of looks is kept
    path: the session to open at once
    place: where the sessions lie, in words
    """

    folder: Path
    today: date
    out: Path
    config: Path
    own: Path | None = None
    packs: tuple[str, ...] = ()
    path: Path | None = None
    place: str = ""


class Left(NamedTuple):
    """What the app ends with: its exit code, lines for the terminal, the report if wanted there."""

    code: int = ExitCode.OK
    lines: tuple[str, ...] = ()
    report: str = ""


class ScreenHost(OrderedApp[Left], QuietApp[Left], CaretApp[Left]):
    """The app as home and workspace know it: screens stand below what they are shown by.

    What each of these does is told where `DrafterApp` does it.
    """

    start: Start
    home_below: Callable[[], None]
    open_file: Callable[[Path], None]
    work_at: Callable[[Session], None]
    say_all: Callable[[DrafterError], None]
    do: Callable[[str], None]
    settle: Callable[[], None]
    close: Callable[[], None]
    action_choose_theme: Callable[[], None]
