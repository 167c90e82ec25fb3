"""Standard streams: what goes out can always be written, what comes in is read as it was meant."""

from __future__ import annotations

import codecs
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
    with _nowhere() as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())


class TypedBytes:
    """Text from the bytes of a terminal, read by read: UTF-8, or the Chinese code page.

    A terminal does not say which it sends, and GB18030 takes nearly any bytes: so it is tried
    only where UTF-8 is plainly not meant. What is neither becomes `\\ufffd`.
    """

    def __init__(self) -> None:
        self._rest = b""
        """The beginning of a character whose end is still to come."""
        self._is_chinese = False
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


_SHORT = ("\u0100", "\u07ff")
"""Between these UTF-8 takes two bytes, as the code page does for each of its characters."""


def _is_half_of_a_word(char: str) -> bool:
    """Whether no clerk types it: 水 of the code page reads as ˮ, 展 as չ.

    Greek, Russian and pinyin are in the code page and typed; Arabic script (Uyghur) begins
    where its common characters end.
    """
    return _SHORT[0] <= char < "\u0600" and not _fits(char, "gbk")


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")


def _has_chinese(encoding: str) -> bool:
    return _fits("报告", encoding)


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
