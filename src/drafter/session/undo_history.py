"""The texts a session went through, so that undo and redo survive a restart.

Kept in `NAME.history`: JSON lines, the first a whole text, each other one the change to the
next text with the act that made it. Every line names the text it starts from and the text it
leads to by their hashes, so a damaged or foreign line leads nowhere instead of somewhere wrong.
"""

from __future__ import annotations

import hashlib
import json
from enum import Enum
from itertools import pairwise
from pathlib import Path
from typing import Any

from drafter.saving import SaveError, append_line, write_file

MOST_STEPS = 200
MOST_LINES = 500
MOST_BYTES = 2 * 1024 * 1024
"""Of the history file; then it is written anew with the newest steps."""


class Act(Enum):
    """What a save does to the history."""

    STEP = "step"
    """A change that undo takes back."""
    ASIDE = "aside"
    """A change that is no step of its own: text under way, where the clerk is."""
    UNDO = "undo"
    REDO = "redo"


class History:
    """Past and future of the text at hand, oldest and nearest first respectively.

    trouble: why the last change could not be kept; the session itself is not touched by it
    """

    def __init__(self, path: Path, text: str) -> None:
        """The history in the file, as far as it can be read, leading to `text`."""
        self.path = path
        self.past: list[str] = []
        self.future: list[str] = []
        self.trouble: SaveError | None = None
        self._anew = False
        self._lines = 0
        self._bytes = 0
        self.current = self._read() or ""
        if not self._lines:
            self.past, self.future, self.current = [], [], text
            self._anew = True
        elif self.current != text:
            self._do(Act.STEP, text)
            self._anew = True

    def add(self, text: str, act: Act) -> None:
        """Keep one change. It never fails: `trouble` tells what went wrong."""
        if text == self.current and act in (Act.STEP, Act.ASIDE):
            return
        line = _line(self.current, text, act)
        self._do(act, text)
        self._keep(line)

    def _keep(self, line: bytes | None) -> None:
        full = line is None or self._lines >= MOST_LINES or self._bytes + len(line) > MOST_BYTES
        try:
            if line is None or self._anew or full:
                self._write()
            else:
                append_line(self.path, line)
                self._lines += 1
                self._bytes += len(line) + 1
            self.trouble = None
        except SaveError as error:
            self.trouble = error
            self._anew = True

    def settle(self) -> None:
        """Write what is only in memory yet, so that the next change has its beginning on disk."""
        if self._anew:
            self._keep(None)

    def texts(self) -> list[str]:
        """Every text that can still be had, the newest first."""
        return [self.current, *reversed(self.past), *self.future]

    def _do(self, act: Act, text: str) -> None:
        if act is Act.STEP:
            self.past.append(self.current)
            self.future.clear()
        elif act is Act.UNDO:
            self.future.insert(0, self.current)
            del self.past[-1:]
        elif act is Act.REDO:
            self.past.append(self.current)
            del self.future[:1]
        del self.past[:-MOST_STEPS]
        del self.future[MOST_STEPS:]
        self.current = text

    def _read(self) -> str | None:
        """Replay the file; `_anew` tells that it must be written anew before it is added to."""
        try:
            data = self.path.read_bytes()
        except OSError:
            return None
        whole = data.endswith(b"\n") and len(data) <= 2 * MOST_BYTES
        lines = data.splitlines() if len(data) <= 2 * MOST_BYTES else []
        self.current = ""
        for raw in lines:
            fits = self._replay(_change(raw))
            whole = whole and fits
        self._anew = not whole
        self._bytes = len(data)
        return self.current

    def _replay(self, change: dict[str, Any] | None) -> bool:
        """Do what one line says. Returns whether it fits what came before."""
        if change is None:
            return False
        if not self._lines:
            if not isinstance(change.get("base"), str):
                return False
            self.current = change["base"]
        else:
            text = _changed(self.current, change)
            if text is None:
                return False
            self._do(Act(change["act"]), text)
        self._lines += 1
        return True

    def _write(self) -> None:
        """Write all anew: the oldest text, the steps to the newest, and back to the present."""
        while True:
            texts = [*self.past, self.current, *self.future]
            lines = [json.dumps({"base": texts[0]}, ensure_ascii=False).encode()]
            steps = pairwise(texts)
            lines += [_line(before, after, Act.STEP) for before, after in steps]
            back = list(reversed(texts[len(self.past) :]))
            steps = pairwise(back)
            lines += [_line(before, after, Act.UNDO) for before, after in steps]
            data = b"\n".join(lines) + b"\n"
            if len(data) <= MOST_BYTES // 2 or not (self.past or self.future):
                break
            del self.past[: max(1, len(self.past) // 2)]
            del self.future[len(self.future) // 2 :]
        write_file(self.path, data)
        self._anew, self._lines, self._bytes = False, len(lines), len(data)


def _line(before: str, after: str, act: Act) -> bytes:
    at = _common(before, after)
    tail = _common(before[at:][::-1], after[at:][::-1])
    change = {
        "act": act.value,
        "was": _hash(before),
        "now": _hash(after),
        "at": at,
        "cut": len(before) - at - tail,
        "put": after[at : len(after) - tail],
    }
    return json.dumps(change, ensure_ascii=False).encode()


def _change(raw: bytes) -> dict[str, Any] | None:
    try:
        change = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return change if isinstance(change, dict) else None


def _changed(text: str, change: dict[str, Any]) -> str | None:
    """The text after the change, or None when the change does not belong to it."""
    match change:
        case {"act": str(act), "was": was, "now": now, "at": int(at), "cut": int(cut), "put": put}:
            known = act in Act._value2member_map_ and isinstance(put, str)
            if known and was == _hash(text) and 0 <= at <= at + cut <= len(text):
                after = f"{text[:at]}{put}{text[at + cut :]}"
                return after if now == _hash(after) else None
    return None


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
