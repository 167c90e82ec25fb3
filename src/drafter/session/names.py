"""Names of sessions: safe as file names on every system, and still what the clerk calls them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import category, normalize

from drafter.draft.draft_model import Draft
from drafter.errors import DrafterError, Problem

LONGEST_BYTES = 200
"""Of a name in UTF-8; what stands beside a session (locks, copies) has longer names."""
UNNAMED = "新报告"
NAMED_AFTER = ("year", "organ.name")
"""What a new session is asked first; every form has both questions."""

_RESERVED = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³])\Z", re.IGNORECASE)
_FORBIDDEN = frozenset('<>:"/\\|?*.')
"""By Windows; and the full stop, after which the names of what stands beside a session go on."""
_GAPS = re.compile(r"\s+")


def name_for(draft: Draft) -> str:
    """Organ and year as a name: 巴州商务局2021; `新报告` while neither is known."""
    organ = draft.answers.get("organ.name", "")
    return safe_name(f"{organ}{draft.answers.get('year', '')}") or UNNAMED


def safe_name(words: str) -> str:
    """The words as a file name; what no file name may hold becomes `-`. May come out empty.

    A safe name stays as it is.
    """
    kept = "".join(map(_safe, _GAPS.sub(" ", normalize("NFC", words))))
    name = _cut(_GAPS.sub(" ", normalize("NFC", kept)).strip(" -")).rstrip(" -")
    return f"{name}-" if _RESERVED.match(name) else name


def checked_name(words: str) -> str:
    """A name that the clerk typed, as it is.

    Raises: DrafterError, proposing a safe one, where it cannot be a file name.
    """
    name = normalize("NFC", words.strip()).removesuffix(".yaml")
    if name and name == safe_name(name):
        return name
    offer = safe_name(name)
    raise DrafterError(
        Problem(
            f"名字“{words}”",
            "不能用来作文件名。" if name else "是空的。",
            f"可以写成“{offer}”。" if offer else "写单位名称和年度，如“巴州商务局2021”。",
        )
    )


def numbered(name: str) -> Iterator[str]:
    """The name, then `name-2`, `name-3` …, none longer than a name may be."""
    yield name
    number = 2
    while True:
        end = f"-{number}"
        yield _cut(name, LONGEST_BYTES - len(end)) + end
        number += 1


def _safe(character: str) -> str:
    unseen = category(character) in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp")
    steers = character in "\u200b\u200e\u200f\ufeff" or "\u202a" <= character <= "\u202e"
    if unseen or steers or "\u2066" <= character <= "\u2069":
        return ""
    return "-" if character in _FORBIDDEN else character


def _cut(name: str, most: int = LONGEST_BYTES) -> str:
    return name.encode("utf-8")[:most].decode("utf-8", "ignore")
