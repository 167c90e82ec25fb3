"""Adding a closure to an answers file without touching anything else in it."""

from __future__ import annotations

import re

from drafter.draft.model import Closure

_LIST = re.compile(r"^closed:[ \t]*(#.*)?$", re.MULTILINE)


def add_closure(text: str, closure: Closure) -> str:
    """The file's text with one more entry under `closed:`; comments and order stay.

    Raises: ValueError when `closed:` is there in a form that a line cannot be added to.
    """
    entry = _entry(closure)
    if match := _LIST.search(text):
        return f"{text[: match.end()]}\n{entry}{text[match.end() :]}"
    if re.search(r"^closed[ \t]*:", text, re.MULTILINE):
        raise ValueError("closed")
    return f"{text.rstrip()}\nclosed:\n{entry}\n"


def _entry(closure: Closure) -> str:
    seen = ", ".join(map(_quoted, closure.seen))
    lines = (
        f"code: {closure.code}",
        f"at: {closure.address}",
        f"seen: [{seen}]",
        f"reason: {_quoted(closure.reason)}",
        f"on: {closure.closed_on}",
    )
    return "\n".join(
        f"{'  - ' if place == 0 else '    '}{line}" for place, line in enumerate(lines)
    )


def _quoted(text: str) -> str:
    escaped = (
        text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    )
    return f'"{escaped}"'
