"""Standard output and standard error that can always take Chinese, and can always be closed."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO


def make_safe() -> None:
    """Let no character end the program.

    A console's own encoding stays (GBK on Chinese Windows); one without Chinese gives way
    to UTF-8. What cannot be written even so becomes `?`.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if _has_chinese(stream.encoding) else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")


def flush_output() -> None:
    """Hand over what is still in the buffer; there may be no standard output at all."""
    if sys.stdout is not None:
        sys.stdout.flush()


def abandon(stream: TextIO) -> None:
    """Drop what cannot be written, so that Python's exit does not try once more."""
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())


def _has_chinese(encoding: str) -> bool:
    try:
        "报告".encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
