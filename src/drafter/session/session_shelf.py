"""All sessions in a folder: making, renaming, removing to the trash and bringing back."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path

from drafter.draft.answers_file import NO_MARKS, Marks
from drafter.draft.draft_model import Draft
from drafter.errors import DrafterError, Problem, nearest
from drafter.file_writer import make_private_folder, with_told_errors, write_file
from drafter.files import read_text, unreadable
from drafter.form.definitions import Form
from drafter.session.session_file import Clock, Session, file_bytes, open_session
from drafter.session.session_folder import (
    TRASH,
    belongings,
    beside,
    checked_name,
    name_for,
    numbered,
    safe_name,
    session_files,
    session_path,
)
from drafter.session.session_lock import HeldError, holding

_REMOVED = re.compile(r"(.+)\.(\d{8}-\d{6})(?:-(\d{1,9}))?\Z", re.DOTALL)


def create(
    folder: Path,
    form: Form,
    draft: Draft,
    marks: Marks = NO_MARKS,
    *,
    name: str = "",
    last: bytes | None = None,
    own_forms: Path | None = None,
    clock: Clock = datetime.now,
) -> Session:
    """A new session, open and held.

    name: as the clerk typed it, which must be free; else organ and year, with the report's name
        where another report has that name, numbered when taken
    last: last year's file, to be kept beside (`Session.last_year`)

    Raises: DrafterError for a name that is taken or cannot be, or too much text; SaveError.
    """
    from drafter.draft.answers_writer import write_answers

    data = file_bytes(write_answers(form, draft, marks))
    make_private_folder(folder)
    for candidate in (checked_name(name),) if name else _names(folder, form, draft):
        path = session_path(folder, candidate)
        if _claim(path, data, last, clock()):
            return open_session(path, own_forms=own_forms, clock=clock)
    raise _taken(name)


def _names(folder: Path, form: Form, draft: Draft) -> Iterator[str]:
    name = name_for(draft)
    with suppress(DrafterError):  # whatever lies there, its name is taken
        if f"\nform: {form.id}\n" not in read_text(session_path(folder, name)):
            name = safe_name(f"{name}{form.name}")
    return numbered(name)


def find(folder: Path, name: str) -> Path:
    """The file of the session with this name. Raises: DrafterError, with the nearest name."""
    path = session_path(folder, name.removesuffix(".yaml"))
    names = [known.stem for known in session_files(folder)]
    if path.stem in names:
        return path
    fix = nearest(name, names) or "drafter list 列出现有的。"
    raise DrafterError(Problem(f"名字“{name}”", "没有这样一份报告。", fix))


def rename(folder: Path, old: str, new: str, now: datetime) -> Path:
    """Give a session another name. Raises: DrafterError when it is taken, or somebody holds it."""
    path, target = find(folder, old), session_path(folder, checked_name(new))
    if target == path:
        return path
    with holding(path, now), holding(target, now):
        # Only now: until it was held, somebody could have made one of that name.
        if os.path.lexists(target):
            raise _taken(new)
        _clear(target)
        _move(path, target)
    return target


def remove(folder: Path, name: str, now: datetime) -> Path:
    """Move a session to the trash, from which `restore` brings it back.

    Raises: DrafterError when there is none, or somebody holds it.
    """
    path = find(folder, name)
    with holding(path, now):
        place = _free_in_trash(folder, path.stem, now)
        make_private_folder(place)
        _move(path, place / path.name)
    return place


def removed(folder: Path) -> list[tuple[str, Path]]:
    """Name and place of what lies in the trash, the newest first. Raises: DrafterError."""
    trash = folder / TRASH
    try:
        places = [trash / name for name in os.listdir(trash)]
    except FileNotFoundError:
        if folder.is_file():  # Windows tells that of what is below a file, too
            raise unreadable(folder, NotADirectoryError(errno.ENOTDIR, "")) from None
        return []
    except (OSError, ValueError) as error:
        raise unreadable(trash, error) from None
    found = [
        (match[2], int(match[3] or 1), match[1], place)
        for place in places
        if (match := _REMOVED.match(place.name)) and os.path.isfile(place / f"{match[1]}.yaml")
    ]
    return [(name, place) for _, _, name, place in sorted(found, reverse=True)]


def restore(folder: Path, name: str, now: datetime) -> Path:
    """Bring back what was removed last under this name; its new name is numbered when taken.

    Raises: DrafterError when the trash has no such session.
    """
    lying = removed(folder)
    place = next((place for known, place in lying if known == name), None)
    if place is None:
        known = list(dict.fromkeys(known for known, _ in lying))
        fix = nearest(name, known) or (f"里面有：{'、'.join(known)}。" if known else "里面是空的。")
        raise DrafterError(Problem(f"名字“{name}”", "回收站里没有这样一份报告。", fix))
    for candidate in numbered(name):
        target = session_path(folder, candidate)
        try:
            with holding(target, now):
                if not os.path.lexists(target):
                    _clear(target)
                    _move(place / f"{name}.yaml", target)
                    with suppress(OSError):
                        place.rmdir()
                    return target
        except HeldError:
            continue
    raise AssertionError("names do not end")


def _claim(path: Path, data: bytes, last: bytes | None, now: datetime) -> bool:
    """Write a new session unless there is one of that name."""
    if os.path.lexists(path):
        return False
    try:
        with holding(path, now):
            if os.path.lexists(path):
                return False
            _clear(path)
            if last is not None:
                write_file(beside(path, "last"), last)
            write_file(path, data)
            return True
    except HeldError:  # somebody is making one of that name at this moment
        return False


def _move(path: Path, target: Path) -> None:
    """The session last: a stop on the way leaves it where it was, with less beside it."""
    old, new = path.name.removesuffix(".yaml"), target.name.removesuffix(".yaml")
    for other in [*belongings(path), path]:
        place = target.with_name(new + other.name.removeprefix(old))
        with_told_errors(place, partial(os.replace, other, place))


def _clear(path: Path) -> None:
    """Away with what an interrupted move left of another session of this name."""
    for ending in ("history", "bak", "last"):
        left = beside(path, ending)
        with_told_errors(left, partial(left.unlink, missing_ok=True))


def _free_in_trash(folder: Path, name: str, now: datetime) -> Path:
    """A place whose name comes after those of what was removed before, whatever the clock says."""
    stamps = [_REMOVED.match(place.name) for _, place in removed(folder)]
    last = max((match[2] for match in stamps if match), default="")
    start = f"{name}.{max(last, f'{now:%Y%m%d-%H%M%S}')}"
    place, number = folder / TRASH / start, 2
    while os.path.lexists(place):
        place, number = place.with_name(f"{start}-{number}"), number + 1
    return place


def _taken(name: str) -> DrafterError:
    return DrafterError(Problem(f"名字“{name}”", "已经有一份报告用了。", "换一个名字。"))
