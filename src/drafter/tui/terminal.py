"""The terminal before anything is drawn: whether the screen can be shown, and how wide marks are.

Imports nothing but Python's own: it is asked before Textual is loaded.
"""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple, TextIO

WIDTH, HEIGHT = 60, 16
"""The smallest screen, in cells, that everything can be done on."""

_ANSWER_S = 0.2
_QUERY = b"\r\xe2\x80\x9c\x1b[6n"
"""Writes one “ and asks where the cursor is now."""
_WIPE = b"\r  \r"
_DUMB = ("", "dumb", "unknown")


class Look(NamedTuple):
    """What one sees of a terminal from outside. `columns` 0 where nobody knows."""

    reads: bool
    shows: bool
    term: str
    columns: int = 0
    lines: int = 0


def look(
    environ: Mapping[str, str] = os.environ,
    stdin: TextIO | None = None,
    stderr: TextIO | None = None,
) -> Look:
    """The terminal at hand. Textual reads from stdin and draws on stderr."""
    source, screen = stdin or sys.stdin, stderr or sys.stderr
    columns = lines = 0
    with suppress(OSError, ValueError, AttributeError):
        columns, lines = os.get_terminal_size(screen.fileno())
    term = environ.get("TERM", "") if os.name != "nt" else "windows"
    return Look(_is_terminal(source), _is_terminal(screen), term, columns, lines)


def unfit(seen: Look) -> str:
    """Why the full screen cannot be shown here, in the clerk's words; "" when it can."""
    if not seen.reads:
        return "输入不是从终端来的。"
    if not seen.shows:
        return "输出不是在终端上。"
    if seen.term in _DUMB:
        return "这个终端只能一行一行地显示。"
    if seen.term == "linux":
        return "这个控制台没有汉字。"
    if 0 < seen.columns < WIDTH or 0 < seen.lines < HEIGHT:
        return (
            f"窗口太小：现在是 {seen.columns} 列 {seen.lines} 行，"
            f"至少要 {WIDTH} 列 {HEIGHT} 行。把窗口放大，或者把字调小。"
        )
    return ""


def is_ambiguous_wide() -> bool:
    """Whether “ and its like take two cells here; no answer in time means one."""
    if os.name == "nt":
        return False
    import termios
    import tty

    try:
        source, screen = sys.stdin.fileno(), sys.stderr.fileno()
        before = termios.tcgetattr(source)
    except (OSError, ValueError, AttributeError, termios.error):
        return False
    try:
        tty.setcbreak(source, termios.TCSANOW)
        os.write(screen, _QUERY)
        return _column(_answer(source)) == 3
    except OSError:
        return False
    finally:
        with suppress(OSError):
            os.write(screen, _WIPE)
        termios.tcsetattr(source, termios.TCSANOW, before)


def _answer(source: int) -> bytes:
    """What the terminal says within the time it is given."""
    said, until = b"", time.monotonic() + _ANSWER_S
    while not said.endswith(b"R") and (left := until - time.monotonic()) > 0:
        if select.select([source], [], [], left)[0]:
            said += os.read(source, 32)
    return said


def _column(said: bytes) -> int:
    """The column in `ESC [ row ; column R`; 0 where it is not that."""
    _, _, column = said.rpartition(b";")
    digits = column.removesuffix(b"R")
    return int(digits) if digits.isdigit() else 0


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False
