"""The texts a session went through, so that undo and redo survive a restart.

In memory: the text at hand, and the changes that lead from it in both directions. Kept in
`NAME.history`: JSON lines, the first a whole text, each other one the change to the next text
with the act that made it. Every line names the text it starts from and the text it leads to by
their hashes, so a damaged or foreign line leads nowhere instead of somewhere wrong.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from drafter.file_writer import SaveError, append_line, write_file
from drafter.files import SIZE_LIMIT, json_in, open_own

MOST_STEPS = 200
MOST_CHARACTERS = 300_000
"""Of all changes in memory together; the newest is kept however long it is."""
MOST_LINES = 500
MOST_BYTES = 2 * 1024 * 1024
"""Of the changes in the file, beside its first text; then it is written anew."""
MOST_WORK = 100_000_000
"""Characters of all texts that the lines lead through: what it takes to read the file."""


class Act(Enum):
    """What a save does to the history."""

    STEP = "step"
    """A change that undo takes back."""
    ASIDE = "aside"
    """A change that is no step of its own: text under way, where the clerk is."""
    UNDO = "undo"
    REDO = "redo"


class Change(NamedTuple):
    """At one place of a text, `old` gives way to `new`."""

    at: int
    old: str
    new: str

    def done(self, text: str) -> str:
        """The text after the change."""
        return f"{text[: self.at]}{self.new}{text[self.at + len(self.old) :]}"

    def undone(self, text: str) -> str:
        """The text before the change."""
        return f"{text[: self.at]}{self.old}{text[self.at + len(self.new) :]}"


@dataclass(frozen=True, slots=True)
class History:
    """The text at hand, what led to it, and what was undone; the nearest change last in both."""

    current: str
    past: tuple[Change, ...] = ()
    future: tuple[Change, ...] = ()

    @property
    def before(self) -> str | None:
        """The text that undo leads to."""
        return self.past[-1].undone(self.current) if self.past else None

    @property
    def ahead(self) -> str | None:
        """The text that redo leads to."""
        return self.future[-1].done(self.current) if self.future else None

    def after(self, text: str, act: Act) -> History:
        """The history once `text` is the text at hand."""
        if act is Act.STEP and text != self.current:
            return History(text, _newest((*self.past, _change(self.current, text)), text))
        here = self
        # What undo led to may differ a little from what it is saved as (where the clerk is), so
        # the change that led away is bent to the text at hand instead of being believed.
        if act is Act.UNDO and self.before is not None:
            here = History(self.before, self.past[:-1], (*self.future, self.past[-1]))
        elif act is Act.REDO and self.ahead is not None:
            here = History(self.ahead, (*self.past, self.future[-1]), self.future[:-1])
        return here._with(text)

    def texts(self) -> Iterator[str]:
        """Every text that can still be had: the present, earlier ones, then those undone."""
        text = self.current
        yield text
        for change in reversed(self.past):
            yield (text := change.undone(text))
        text = self.current
        for change in reversed(self.future):
            yield (text := change.done(text))

    def _with(self, text: str) -> History:
        """Another text at hand; the texts before and ahead stay what they are."""
        if text == self.current:
            return self
        past, future = self.past, self.future
        if self.before is not None:
            past = (*past[:-1], _change(self.before, text))
        if self.ahead is not None:
            future = (*future[:-1], _change(text, self.ahead))
        return History(text, past, future)


class HistoryFile:
    """The file of a history. Whoever uses it holds the session.

    trouble: why the last change could not be kept; the session itself is not touched by it
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.trouble: SaveError | None = None
        self._text: str | None = None
        """What the file leads to; None when it has to be written anew."""
        self._lines = self._bytes = self._work = 0

    def read(self) -> tuple[History | None, str]:
        """What the file tells, as far as it can be read, and what is wrong with it, if anything.

        A last line that a kill cut short is nothing wrong.
        """
        limit = 2 * (SIZE_LIMIT + MOST_BYTES)  # JSON writes a line's end as two characters
        try:
            with open_own(self.path) as file:
                data = file.read(limit + 1)
        except FileNotFoundError:
            return None, ""
        except OSError as error:
            return None, f"系统错误 {error.errno}"
        lines = data.split(b"\n", 2 * MOST_LINES)
        if len(data) > limit or len(lines) > 2 * MOST_LINES:
            return None, "比 drafter 写的大得多"
        history: History | None = None
        # Behind the last line end stands nothing, or the half of a line that a kill cut short.
        for raw in lines[:-1]:
            history, before = _replayed(history, _entry(raw)), history
            if history is not None:
                self._work += len(history.current)
            if history is None or self._work > 2 * MOST_WORK:
                return before, "内容坏了"
        self._lines, self._bytes = len(lines) - 1, len(data) - len(lines[0])
        # A line appended to half a line would be damage: the next save writes the file anew.
        self._text = history.current if history and not lines[-1] else None
        return history, ""

    def keep(self, history: History, act: Act) -> None:
        """Keep what `act` led to. It never fails: `trouble` tells what went wrong."""
        try:
            if self._text is None:
                self._write(history)
            elif self._text != history.current or act in (Act.UNDO, Act.REDO):
                self._append(_line(self._text, history.current, act), history)
            self.trouble = None
        except SaveError as error:  # the draft itself is saved: no reason to stop the clerk
            self.trouble, self._text = error, None

    def forget(self) -> None:
        """What is kept next does not follow from what the file tells: it is written anew."""
        self._text = None

    def _append(self, line: bytes, history: History) -> None:
        self._lines += 1
        self._bytes += len(line) + 1
        self._work += len(history.current)
        if self._lines > MOST_LINES or self._bytes > MOST_BYTES or self._work > MOST_WORK:
            self._write(history)
            return
        append_line(self.path, line)
        self._text = history.current

    def _write(self, history: History) -> None:
        """Write all anew: the oldest text, the steps to the newest, and back to the present."""
        oldest = newest = history.current
        for change in reversed(history.past):
            oldest = change.undone(oldest)
        for change in reversed(history.future):
            newest = change.done(newest)
        base = json.dumps({"base": oldest}, ensure_ascii=False).encode()
        lines, text, self._work = [base], oldest, len(oldest)
        # There is no line for "to come": the file goes to the newest text and back by undoing.
        ways = [
            *((change.done, Act.STEP) for change in (*history.past, *reversed(history.future))),
            *((change.undone, Act.UNDO) for change in history.future),
        ]
        for way, act in ways:
            text, before = way(text), text
            lines.append(_line(before, text, act))
            self._work += len(text)
        data = b"\n".join(lines) + b"\n"
        write_file(self.path, data, follow=False)  # nobody but us puts a file there
        self._text, self._lines, self._bytes = text, len(lines), len(data) - len(base)


def _newest(past: tuple[Change, ...], text: str) -> tuple[Change, ...]:
    """As many of the newest changes as may be kept, one at least."""
    # Reading goes through every text once: very long ones leave room for fewer steps.
    most = min(MOST_STEPS, MOST_WORK // 4 // (len(text) + 1))
    kept, room = 0, MOST_CHARACTERS
    for change in reversed(past[-max(1, most) :]):
        room -= len(change.old) + len(change.new)
        if kept and room < 0:
            break
        kept += 1
    return past[-kept:]


def _change(before: str, after: str) -> Change:
    at = _common(before, after)
    # The common end must not reach into the common beginning: 甲甲 from 甲 is one 甲 put in.
    tail = _common(before[at:][::-1], after[at:][::-1])
    return Change(at, before[at : len(before) - tail], after[at : len(after) - tail])


def _line(before: str, after: str, act: Act) -> bytes:
    at, old, new = _change(before, after)
    entry = {
        "act": act.value,
        "was": _hash(before),
        "now": _hash(after),
        "at": at,
        "cut": len(old),
        "put": new,
    }
    return json.dumps(entry, ensure_ascii=False).encode()


def _entry(raw: bytes) -> dict[str, Any]:
    try:
        entry = json_in(raw)
    except ValueError:
        return {}
    return entry if isinstance(entry, dict) else {}


def _replayed(history: History | None, entry: dict[str, Any]) -> History | None:
    """The history after one line; None for a line that does not belong there."""
    try:
        match entry:
            case {"base": str(base)} if history is None:
                _hash(base)
                return History(base)
            case {"act": act, "at": int(at), "cut": int(cut), "put": str(put)} if history:
                text = history.current
                if entry["was"] == _hash(text) and 0 <= at <= at + cut <= len(text):
                    after = f"{text[:at]}{put}{text[at + cut :]}"
                    if entry["now"] == _hash(after):
                        return history.after(after, Act(act))
    except (ValueError, KeyError):  # also of a lone surrogate, which no file can hold
        pass
    return None


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    # By halves: comparing two slices is one step for Python, as comparing two characters is.
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _hash(text: str) -> str:
    """Raises: ValueError for a text that cannot be encoded."""
    # Against accidents, not against people: whoever can write here can write the draft itself.
    return hashlib.sha256(text.encode()).hexdigest()[:16]
