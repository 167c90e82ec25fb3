"""What the screens may ask of the app that shows them; `app.py` is the one that answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from drafter.errors import DrafterError, ExitCode
from drafter.tui.ordered import OrderedApp
from drafter.tui.textual_privates import QuietApp

if TYPE_CHECKING:
    from drafter.session.session_file import Session


class Start(NamedTuple):
    """What the app is told when it starts.

    folder: where sessions lie
    own: templates of the clerk's own
    out: where reports are written
    config: where the choice of looks is kept
    path: the session to open at once
    """

    folder: Path
    today: date
    out: Path
    config: Path
    own: Path | None = None
    packs: tuple[str, ...] = ()
    path: Path | None = None


class Left(NamedTuple):
    """What the app ends with: its exit code, lines for the terminal, the report if wanted there."""

    code: int = ExitCode.OK
    lines: tuple[str, ...] = ()
    report: str = ""


class ScreenHost(OrderedApp[Left], QuietApp[Left]):
    """The app as home and workspace know it: screens stand below what they are shown by."""

    start: Start

    def home_below(self) -> None:
        """The list of reports, to come back to, where it was not wanted before."""
        raise NotImplementedError

    def open_file(self, path: Path) -> None:
        """Go on with the session in a file."""
        raise NotImplementedError

    def work_at(self, session: Session) -> None:
        """Show a session that was opened."""
        raise NotImplementedError

    def say_all(self, error: DrafterError) -> None:
        """Tell every problem, until the clerk has read it."""
        raise NotImplementedError

    def drawn(self) -> None:
        """The first screen is seen."""
        raise NotImplementedError

    def do(self, name: str) -> None:
        """An act of the table of acts, on the session worked at."""
        raise NotImplementedError

    def settle(self) -> None:
        """Ask which file is to hold, where somebody else changed it."""
        raise NotImplementedError

    def close(self) -> None:
        """Give back every session."""
        raise NotImplementedError

    def action_choose_theme(self) -> None:
        """Another look."""
        raise NotImplementedError
