"""Plain talk: one line per question on stderr, answers from stdin, results on stdout."""

from __future__ import annotations

import gc
from typing import BinaryIO, TextIO

from drafter.chat.stopping import Signals
from drafter.chat.talk import EndedError, Prompt, clean, ended


class PlainTalk:
    """For pipes, screen readers and terminals that can do nothing."""

    plain = True

    def __init__(self, given: BinaryIO, talk: TextIO, results: TextIO, signals: Signals) -> None:
        """given: bytes, since the clerk's encoding is only known from them."""
        self.asked = 0
        self.piped = not given.isatty()
        self._given = given
        self._talk = talk
        self._results = results
        self._signals = signals

    def say(self, *lines: str) -> None:
        for line in lines:
            if line:
                self._talk.write(clean(" ".join(line.split(" "))).strip() + "\n")
        self._talk.flush()

    def give(self, text: str) -> None:
        self._results.write(text)
        self._results.flush()

    def ask(self, prompt: Prompt) -> str:
        self.asked += 1
        if self.asked > 1:
            gc.enable()
        if prompt.start:
            self.say("现在的文字：", *prompt.start.split("\n"))
        self.say(" ".join(line.strip() for line in prompt.lines))
        if not prompt.several:
            return self._line()
        lines = prompt.start.split("\n") if prompt.start else []
        while (end := ended([*lines, line := self._line()], prompt.is_command)) is None:
            lines.append(line)
            if prompt.typing is not None:
                prompt.typing.put("\n".join(lines))
                prompt.typing.flush()  # nothing ticks while a line is read
        text, command = end
        if prompt.typing is not None:
            prompt.typing.put(text if command else "")
        return command or text

    def _line(self) -> str:
        with self._signals.asking():
            raw = self._given.readline()
        if not raw:
            raise EndedError
        return decoded(raw).rstrip("\r\n")


def decoded(raw: bytes) -> str:
    """A typed line: UTF-8, else the Chinese code page; what is neither shows as `\\ufffd`."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")
