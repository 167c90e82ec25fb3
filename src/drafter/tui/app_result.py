"""What the app hands back when it ends."""

from __future__ import annotations

from typing import NamedTuple

from drafter.errors import ExitCode


class Left(NamedTuple):
    """The exit code, lines for the terminal, and the report where the clerk wants it there."""

    code: int = ExitCode.OK
    lines: tuple[str, ...] = ()
    report: str = ""
