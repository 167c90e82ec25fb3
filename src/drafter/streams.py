"""Standard output and standard error that can always take Chinese, and can always be closed."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO


def make_safe() -> None:
    """Let no character end the program.

    A console's own encoding stays (GBK on Chinese Windows); one without Chinese gives way
    to UTF-8. What cannot be written even so becomes `?`. A stream closed from the start
    (`drafter … >&-`) swallows everything.
    """
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if _has_chinese(stream.encoding) else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")


def abandon(stream: TextIO) -> None:
    """Drop what cannot be written, so that Python's exit does not try once more."""
    # Python flushes at its exit, whatever was caught before, and would tell a second time.
    with _nowhere() as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")


def _has_chinese(encoding: str) -> bool:
    try:
        "报告".encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
