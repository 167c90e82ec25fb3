"""What went wrong, told so that a clerk can mend it; and the exit codes."""

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

_LONGEST = 80
"""Characters of a word that is compared with the known ones: comparing takes long."""


_CONTROLS = dict.fromkeys(
    (*range(0x20), *range(0x7F, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A)), "\ufffd"
)
"""Would break a line, steer a terminal, or turn the direction of a text."""
_STEERING = {code: shown for code, shown in _CONTROLS.items() if chr(code) not in "\n\t"}


class ExitCode(IntEnum):
    """What the process tells its caller; docs/commands.md repeats this list."""

    OK = 0
    FINDINGS = 1
    """The report has errors, or a final report was asked for and cannot be given."""
    UNREADABLE = 2
    """A file, a form or the command line itself could not be read."""
    UNFINISHED = 3
    """The input ended before the chat did; what was answered is saved."""
    BUG = 70
    """drafter itself went wrong."""
    HUNG_UP = 129
    """The terminal was closed; 128 + SIGHUP."""
    INTERRUPTED = 130
    """Ctrl+C."""
    READER_GONE = 141
    """Whoever read the output went away first, as `head` does; 128 + SIGPIPE."""
    TERMINATED = 143
    """The system asked to end; 128 + SIGTERM."""


_LONGEST_PLACE = 300


class Problem(NamedTuple):
    """One answer, definition or file that cannot be used; all three fields are Chinese.

    where: the place in the clerk's words (a file and line, or a label)
    what: what is there, and why it cannot be used
    fix: what to do
    """

    where: str
    what: str
    fix: str

    def __str__(self) -> str:
        """One line, whatever file names and typed words it quotes: no controls, no line ends."""
        where = self.where
        if len(where) > _LONGEST_PLACE:  # a name too long to be one would bury what is said of it
            where = f"{where[:_LONGEST_PLACE]}…"
        return one_line(f"{where}：{self.what}{self.fix}")


class DrafterError(Exception):
    """One or more problems that end what was asked for. `cli` prints them."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def one_line(text: str) -> str:
    """Foreign words (a name, a path) on one line that steers no terminal: controls are seen."""
    return text.translate(_CONTROLS)


def harmless(text: str) -> str:
    """Foreign text that steers no terminal: its lines and tabs stay, other controls are seen."""
    return text if text.isprintable() else text.translate(_STEERING)


def nearest(word: str, known: Iterable[str]) -> str:
    """` 是不是“known”？` for the known word most like `word`, or nothing."""
    from difflib import get_close_matches  # mistakes are rare

    close = get_close_matches(word[:_LONGEST], list(known), n=1, cutoff=0.6)
    return f"是不是“{close[0]}”？" if close else ""
