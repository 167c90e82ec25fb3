"""Standard streams: what goes out can always be written, what comes in is read as it was meant."""

from __future__ import annotations

import codecs
import io
import os
import sys
from pathlib import Path
from typing import TextIO

from drafter.errors import harmless, one_line


def make_safe() -> None:
    """Let no character end the program.

    A console's own encoding stays (GBK on Chinese Windows); one without Chinese gives way
    to UTF-8. What cannot be written even so becomes `?`. A stream closed from the start
    (`drafter … >&-`) swallows everything. A terminal is steered by nothing but `steer`.
    """
    sys.stdout = _safe(sys.stdout or _nowhere())
    sys.stderr = _safe(sys.stderr or _nowhere())


def steer(stream: TextIO, text: str) -> None:
    """Write text whose controls are drafter's own: colours, the way back to a line's beginning."""
    if isinstance(stream, _Terminal):
        stream.steer(text)
    else:
        stream.write(text)


def path_line(path: Path) -> str:
    """A path to be printed: as it is for a program that takes it, harmless in a terminal."""
    return one_line(str(path)) if sys.stdout.isatty() else str(path)


def abandon(stream: TextIO) -> None:
    """Drop what cannot be written, so that Python's exit does not try once more."""
    # Python flushes at its exit, whatever was caught before, and would tell a second time.
    with _nowhere() as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())


def write_out() -> None:
    """Write what still waits; what nobody takes any more (the window is closed) is dropped."""
    # Python's own last flush would fail there, and end with 120 instead of our exit code.
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            abandon(stream)


class TypedBytes:
    """Text from the bytes of a terminal, read by read: UTF-8, or the Chinese code page.

    A terminal does not say which it sends, and GB18030 takes nearly any bytes: so it is tried
    only where UTF-8 is plainly not meant. What is neither becomes `\\ufffd`.

    encoding: the locale's; it decides where the first bytes may be either (没 of the code page
        is û), until a character tells
    early: what was read before
    """

    def __init__(self, encoding: str = "", early: bytes = b"") -> None:
        from locale import getencoding  # costs a millisecond, and only a terminal wants it

        self._rest = early
        """The beginning of a character whose end is still to come."""
        self._is_chinese = (encoding or getencoding()).lower() in _CODE_PAGES
        """Whether the last character that told was one of the code page."""

    def decode(self, data: bytes, final: bool = False) -> str:
        """As the `decode` of Python's incremental decoders."""
        data = self._rest + data
        text, used = self._read(data, final)
        self._rest = data[used:]
        return text

    def _read(self, data: bytes, final: bool) -> tuple[str, int]:
        text, used = codecs.utf_8_decode(data, "replace", final)
        bad = text.count("\ufffd")
        # A lone bad byte makes no code page of all the others; U+FFFD, too, is beyond.
        if sum(char > _SHORT[1] for char in text) > 2 * bad:
            self._is_chinese = False
            return text, used
        if not (bad or self._is_chinese or any(map(_is_half_of_a_word, text))):
            return text, used
        decoder = codecs.getincrementaldecoder("gb18030")()
        try:
            chinese = decoder.decode(data, final)
        except UnicodeDecodeError:
            return text, used
        self._is_chinese = True
        return chinese, len(data) - len(decoder.getstate()[0])


_CODE_PAGES = ("gb2312", "gbk", "gb18030", "cp936")
_SHORT = ("\u0100", "\u07ff")
"""Between these UTF-8 takes two bytes, as the code page does for each of its characters."""


def _is_half_of_a_word(char: str) -> bool:
    """Whether no clerk types it: 水 of the code page reads as ˮ, 展 as չ.

    Greek, Russian and pinyin are in the code page and typed; Arabic script (Uyghur) begins
    where its common characters end.
    """
    return _SHORT[0] <= char < "\u0600" and not _fits(char, "gbk")


class _Terminal(io.TextIOWrapper):
    """Whatever is written, of whoever's file: it moves no cursor and changes no title.

    It stands before the stream that Python opened, which goes on beside it: what draws
    the full screen and the prompt writes there, or to `buffer`.
    """

    def write(self, text: str) -> int:
        return super().write(harmless(text))

    def steer(self, text: str) -> None:
        """Write it as it is."""
        super().write(text)


def _safe(stream: TextIO) -> TextIO:
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    encoding = stream.encoding if _fits("报告", stream.encoding) else "utf-8"
    stream.reconfigure(encoding=encoding, errors="replace")
    if isinstance(stream, _Terminal) or not stream.isatty():
        return stream
    return _Terminal(stream.buffer, encoding, "replace", line_buffering=True)


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
