"""What the chat needs of a terminal, a pipe or a test: to say something, and to ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import BinaryIO, NamedTuple, Protocol, TextIO, TypeVar
from unicodedata import category

from drafter.chat.signals import Signals
from drafter.streams import TypedBytes

_T = TypeVar("_T")


class EndedError(Exception):
    """There is no more input: Ctrl+D, or the end of a pipe."""


class LeaveError(Exception):
    """The clerk has said that this is enough for now."""


class Typing(Protocol):
    """Takes text under way, so that it is saved soon though nobody has finished it."""

    def put(self, text: str) -> None:
        """Take the text as it is now; returns at once."""

    def due_s(self) -> float | None:
        """Seconds until `tick` has something to do; None while nothing waits."""

    def tick(self) -> None:
        """Save what is due."""

    def flush(self) -> None:
        """Save what waits, for one who cannot tick."""


class Prompt(NamedTuple):
    """One question as it is shown.

    lines: what is asked, above the line to type in; in plain talk all on one line
    label: what stands before the cursor
    words: what can be completed
    start: text to begin with
    several: several lines of text are wanted; a command on a line of its own ends them
    is_command: whether a line is a command
    """

    lines: tuple[str, ...]
    label: str = "> "
    words: tuple[str, ...] = ()
    start: str = ""
    several: bool = False
    is_command: Callable[[str], bool] = lambda _: False
    typing: Typing | None = None
    toolbar: Callable[[], str] = lambda: ""


class Talk(Protocol):
    """One end of a conversation with a clerk."""

    plain: bool
    """One line per question, no redraws: for screen readers and pipes."""
    piped: bool
    """Whether answers come from a pipe or a file, and may end before the report does."""
    asked: int
    """How many questions have been asked."""

    def say(self, *lines: str) -> None:
        """Tell something, a line each."""

    def give(self, text: str) -> None:
        """Hand over a result: a report, which may be piped on."""

    def ask(self, prompt: Prompt) -> str:
        """What the clerk types. Raises: EndedError; KeyboardInterrupt; Stopped."""

    def waiting(self) -> AbstractContextManager[None]:
        """Around work that Ctrl+C gives up, by KeyboardInterrupt, without an end of the talk."""


def clean(text: str) -> str:
    """Text that steers no terminal: each character that would is shown as `\\ufffd`."""
    return "".join(c if c.isprintable() or category(c) == "Zs" else "\ufffd" for c in text)


def chosen(word: str, items: Sequence[_T]) -> _T | None:
    """The item whose number was typed; None where the word is no number of one."""
    # Cut short: Python refuses to read a number of thousands of digits, which a paste may be.
    number = int(word[:9]) if word.isdecimal() else 0
    return items[number - 1] if 1 <= number <= len(items) else None


def ended(lines: list[str], is_command: Callable[[str], bool]) -> tuple[str, str] | None:
    """The text of several lines and a command after it, once there is an end; None before.

    Text ends with a line that is only 完, with two empty lines, or with a command: after
    text one that begins with `/`. An empty first line is an empty text.
    """
    # After text a bare word may be a line of it, so there a command needs its stroke.
    *before, last = lines or [""]
    word = last.strip()
    if word == "完":
        return "\n".join(before), ""
    if word and is_command(last) and (not any(before) or word[0] in "/／"):
        return "\n".join(before), last
    if not word and (not before or (not before[-1].strip() and any(before))):
        return "\n".join(before).rstrip("\n"), ""
    return None


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
        self._typed = TypedBytes()

    def say(self, *lines: str) -> None:
        for line in lines:
            if line:  # an empty one is only for the eye
                self._talk.write(clean(" ".join(line.split(" "))).strip() + "\n")
        self._talk.flush()

    def give(self, text: str) -> None:
        self._results.write(text)
        self._results.flush()

    def ask(self, prompt: Prompt) -> str:
        self.asked += 1
        if prompt.start:  # it cannot stand in the line to be changed
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

    def waiting(self) -> AbstractContextManager[None]:
        return self._signals.waiting()

    def _line(self) -> str:
        with self._signals.asking():
            raw = self._given.readline()
        if not raw:
            raise EndedError
        return self._typed.decode(raw, final=True).removeprefix("\ufeff").rstrip("\r\n")
