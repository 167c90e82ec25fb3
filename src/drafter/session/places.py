"""Where sessions lie, and what lies beside each."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

ENDING = ".yaml"
TRASH = "trash"
FOLDER_VARIABLE = "DRAFTER_DIR"

_ASIDE = re.compile(r"\.(damaged|mine|theirs|before)-\d{8}-\d{6}(-\d+)?\Z")
"""Ends of the stems of copies set aside, which are no sessions."""


def sessions_folder(chosen: Path | None = None) -> Path:
    """`chosen`, else what DRAFTER_DIR names, else the user's data folder; it may not exist yet."""
    if chosen is not None:
        return chosen
    if from_environment := os.environ.get(FOLDER_VARIABLE):
        return Path(from_environment).expanduser()
    from platformdirs import user_data_path

    return user_data_path("drafter", appauthor=False) / "sessions"


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


def session_files(folder: Path) -> Iterator[Path]:
    """The file of every session in a folder, by name. Raises: OSError."""
    if not folder.exists():
        return
    for path in sorted(folder.glob(f"*{ENDING}")):
        if path.is_file() and not path.name.startswith(".") and not _ASIDE.search(path.stem):
            yield path


def beside(path: Path, ending: str) -> Path:
    """The file beside a session's that has this ending: `lock`, `history`, `bak`."""
    stem = path.name.removesuffix(ENDING)
    return path.with_name(f"{stem}.{ending}")


def belongings(path: Path) -> Iterator[Path]:
    """What goes where the session goes: its history, earlier versions, last year's, copies.

    The lock file does not: others may be looking at it.
    """
    stem = path.name.removesuffix(ENDING)
    for other in sorted(path.parent.iterdir()):
        rest = other.name.removeprefix(stem)
        if rest != other.name and (
            rest in (".bak", ".history", ".last", ".reviewed")
            or (rest.endswith(ENDING) and _ASIDE.fullmatch(rest.removesuffix(ENDING)))
        ):
            yield other


def aside(path: Path, why: str, now: datetime) -> Path:
    """A new name beside the session for a copy set aside: `NAME.damaged-20260120-140203.yaml`."""
    stem = path.name.removesuffix(ENDING)
    start = f"{stem}.{why}-{now:%Y%m%d-%H%M%S}"
    name, number = start, 2
    while path.with_name(name + ENDING).exists():
        name, number = f"{start}-{number}", number + 1
    return path.with_name(name + ENDING)
