"""Where sessions lie, what lies beside each, and names that are safe on every system."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import category, normalize

from drafter.draft.draft_model import Draft
from drafter.errors import DrafterError, Problem
from drafter.files import dropped_path, refuse_link, unreadable
from drafter.form.definitions import ORGAN, YEAR
from drafter.user_folders import data_folder

if TYPE_CHECKING:
    from drafter.draft.answers_file import Answers

ENDING = ".yaml"
TRASH = "trash"
FOLDER_VARIABLE = "DRAFTER_DIR"

_ASIDE = re.compile(r"\.(damaged|mine|theirs|before)-\d{8}-\d{6}(-\d+)?\Z")
"""Ends of the stems of copies set aside, which are no sessions."""
LONGEST_BYTES = 200
"""Of a name in UTF-8; what stands beside a session (locks, copies) has longer names."""
UNNAMED = "新报告"
NAMED_AFTER = (YEAR, ORGAN)
"""What a new session is asked first; every form has both questions."""

_DEVICES = {"con", "prn", "aux", "nul"} | {
    port + number for port in ("com", "lpt") for number in "0123456789¹²³"
}
"""On Windows, in every folder, in whatever case."""
_FORBIDDEN = frozenset('<>:"/\\|?*.')
"""By Windows; and the full stop, after which the names of what stands beside a session go on."""
_GAPS = re.compile(r"\s+")


def sessions_folder(chosen: Path | None = None) -> Path:
    """`chosen`, else what DRAFTER_DIR names, else the data folder; it may not exist yet."""
    if chosen is not None:
        return chosen
    if from_environment := os.environ.get(FOLDER_VARIABLE):
        return Path(from_environment).expanduser()
    return data_folder() / "sessions"


def session_path(folder: Path, name: str) -> Path:
    """The file of the session with this name."""
    return folder / f"{name}{ENDING}"


def find_file(given: Path, folder: Path | None = None) -> Path:
    """What the clerk means where a file is asked: the file, else the session of that name.

    A name that is neither comes back as it is, for the reader of files to refuse.
    """
    if len(given.parts) != 1 or os.path.exists(given):  # Path.exists raises on a long name
        return given
    with suppress(OSError, ValueError):
        place = sessions_folder(folder)
        for name in (given.name.removesuffix(ENDING), given.name):
            if (found := session_path(place, name)).is_file():
                return found
    return given


def typed_path(typed: str, folder: Path) -> Path:
    """The file meant, as typed or dropped onto the terminal: quoted, or a `file:` address."""
    return find_file(dropped_path(typed).expanduser(), folder)


def session_files(folder: Path) -> Iterator[Path]:
    """The file of every session in a folder, by name; none where there is no folder yet.

    Raises: DrafterError where the folder cannot be looked into.
    """
    try:
        with os.scandir(folder) as found:
            names = sorted(entry.name for entry in found if _is_file(entry))
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        raise unreadable(folder, error) from None
    for path in map(folder.joinpath, names):
        is_session = path.suffix == ENDING and not path.name.startswith(".")
        if is_session and not _ASIDE.search(path.stem):
            yield path


def latest_first(folder: Path) -> list[Path]:
    """Every session in the folder, the last changed first. Raises: DrafterError."""
    return sorted(session_files(folder), key=changed_at, reverse=True)


def changed_at(path: Path) -> datetime:
    """When a session was changed last; long ago for one that is gone meanwhile."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime)
    except OSError:
        return datetime.fromtimestamp(0)


def beside(path: Path, ending: str) -> Path:
    """The file beside a session's that has this ending: `lock`, `history`, `bak`."""
    stem = path.name.removesuffix(ENDING)
    return path.with_name(f"{stem}.{ending}")


def last_beside(path: Path, own_forms: Path | None = None) -> Answers | None:
    """Last year's file, of which a copy lies beside the session it was carried into.

    Raises: DrafterError where it cannot be read.
    """
    place = beside(path, "last")
    refuse_link(place)
    if not os.path.lexists(place):
        return None
    from drafter.draft.answers_file import load_answers  # the first screen reads no answers

    return load_answers(place, own_forms)


def belongings(path: Path) -> Iterator[Path]:
    """What goes where the session goes: its history, earlier versions, last year's, copies.

    The lock file does not: others may be looking at it.
    """
    stem = path.name.removesuffix(ENDING)
    for other in sorted(path.parent.iterdir()):
        rest = other.name.removeprefix(stem)
        if rest != other.name and (
            rest in (".bak", ".history", ".last", ".merged", ".reviewed")
            or _ASIDE.fullmatch(os.path.splitext(rest)[0])
        ):
            yield other


def aside(path: Path, why: str, now: datetime) -> Path:
    """A new name beside the session for a copy set aside: `NAME.damaged-20260120-140203.yaml`."""
    stem = path.name.removesuffix(ENDING)
    start = f"{stem}.{why}-{now:%Y%m%d-%H%M%S}"
    name, number = start, 2
    while os.path.lexists(path.with_name(name + ENDING)):  # a dangling link takes a name, too
        name, number = f"{start}-{number}", number + 1
    return path.with_name(name + ENDING)


def name_for(draft: Draft) -> str:
    """Organ and year as a name: 巴州商务局2021; `新报告` while neither is known."""
    return safe_name(f"{draft.organ}{draft.year or ''}") or UNNAMED


def safe_name(words: str) -> str:
    """The words as a file name; what no file name may hold becomes `-`. May come out empty.

    A safe name stays as it is.
    """
    # NFC, as macOS hands out names taken apart into letters and accents: two names that look the
    # same would be two files. Twice, for what is dropped may have stood between two halves.
    kept = "".join(map(_safe, _GAPS.sub(" ", normalize("NFC", words))))
    name = _cut(_GAPS.sub(" ", normalize("NFC", kept)).strip(" -")).rstrip(" -")
    return f"{name}-" if name.lower() in _DEVICES else name


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


def _is_file(entry: os.DirEntry[str]) -> bool:
    """What cannot be looked at counts: whoever reads it is told why."""
    try:
        return entry.is_file()
    except OSError:
        return True


def _safe(character: str) -> str:
    unseen = category(character) in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp")
    # Invisible, or turning the direction of what follows: a name must be what it looks like.
    steers = character in "\u200b\u200e\u200f\ufeff" or "\u202a" <= character <= "\u202e"
    if unseen or steers or "\u2066" <= character <= "\u2069":
        return ""
    return "-" if character in _FORBIDDEN else character


def _cut(name: str, most: int = LONGEST_BYTES) -> str:
    # File systems count bytes; a character cut in two is dropped.
    return name.encode("utf-8")[:most].decode("utf-8", "ignore")
