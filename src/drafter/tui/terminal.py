"""The terminal before anything is drawn: whether the screen can be shown, and how wide marks are.

Imports nothing but Python's own: it is asked before Textual is loaded.
"""

from __future__ import annotations

import os
import re
import select
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import NamedTuple, TextIO

WIDTH, HEIGHT = 60, 16
"""The smallest screen, in cells, that everything can be done on."""

_ANSWER_S = 0.2
_QUERY = b"\r\xe2\x80\x9c\x1b[6n"
"""Writes one “ and asks where the cursor is now."""
_WIPE = b"\r  \r"
_PLACE = re.compile(rb"\x1b\[[0-9]+;([0-9]+)R")
_WIDE = 3
_IFLAG, _LFLAG, _CC = 0, 3, 6
"""Where `termios.tcgetattr` has the modes of input and of the line, and the special characters."""
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


class Width(NamedTuple):
    """What the terminal said of itself, and what the clerk typed meanwhile.

    is_wide: whether “ and its like take two cells; no answer in time means one
    """

    is_wide: bool = False
    typed: bytes = b""


def ask_width() -> Width:
    """Ask the terminal; within `keys_kept`, so that it answers at once and shows nothing of it."""
    if os.name == "nt":
        return Width()
    try:
        source, screen = sys.stdin.fileno(), sys.stderr.fileno()
        os.write(screen, _QUERY)
        return _width(_answer(source))
    except (OSError, ValueError, AttributeError):
        return Width()
    finally:
        with suppress(OSError, ValueError, AttributeError):
            os.write(sys.stderr.fileno(), _WIPE)


@contextmanager
def keys_kept() -> Iterator[None]:
    """From the first moment keys are taken as the screen takes them, and echoed nowhere.

    While it loads, an Enter would else arrive as the end of a line, which is another key.
    """
    if os.name == "nt":
        yield
        return
    import termios

    try:
        source = sys.stdin.fileno()
        before = termios.tcgetattr(source)
    except (OSError, ValueError, AttributeError, termios.error):
        yield
        return
    kept = termios.tcgetattr(source)
    kept[_IFLAG] &= ~termios.ICRNL
    kept[_LFLAG] &= ~(termios.ECHO | termios.ICANON)
    kept[_CC][termios.VMIN], kept[_CC][termios.VTIME] = 1, 0
    termios.tcsetattr(source, termios.TCSANOW, kept)
    try:
        yield
    finally:
        with suppress(termios.error):  # the window is gone
            termios.tcsetattr(source, termios.TCSANOW, before)


def _answer(source: int) -> bytes:
    """What comes from the terminal until it has answered, or the time is over."""
    said, until = b"", time.monotonic() + _ANSWER_S
    while not _PLACE.search(said) and (left := until - time.monotonic()) > 0:
        if not select.select([source], [], [], left)[0]:
            break
        said += os.read(source, 32)
    return said


def _width(said: bytes) -> Width:
    """The column in the answer; around it stands what was typed."""
    place = _PLACE.search(said)
    typed = _PLACE.sub(b"", said, count=1).replace(b"\n", b"\r")  # Enter, before `keys_kept`
    return Width(place is not None and int(place[1]) == _WIDE, typed)


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False
