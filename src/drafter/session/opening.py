"""Opening a session: taking its lock, tidying up after a kill, mending what is damaged."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from drafter.errors import DrafterError, Problem
from drafter.files import read_bytes
from drafter.saving import SaveError, remove_stray_temps, write_file
from drafter.session.lock import HeldError, Lock
from drafter.session.places import aside, beside
from drafter.session.reading import DamagedError, read_session
from drafter.session.store import Clock, Session


def open_session(
    path: Path,
    *,
    own_forms: Path | None = None,
    clock: Clock = datetime.now,
    take_over: bool = False,
    read_only: bool = False,
) -> Session:
    """Open the session in a file and hold it; read-only where somebody else holds it.

    own_forms: a folder of forms that stands in front of drafter's own
    clock: the local time
    take_over: follow a holder on another computer that the clerk knows to be gone
    read_only: only look, hold nothing

    Raises: DamagedError, which offers the last good state; DrafterError.
    """
    path = Path(os.path.realpath(path))
    lock = _lock(path, clock(), take_over=take_over, read_only=read_only)
    try:
        session = Session(path, own_forms, clock, lock)
    except BaseException:
        if isinstance(lock, Lock):
            lock.release()
        raise
    if isinstance(lock, Lock):
        for file in (path, beside(path, "bak"), beside(path, "history")):
            remove_stray_temps(file, now=clock().timestamp())
        session.history.settle()
        if lock.left is not None:
            session.notes.append(f"上次没有正常退出：{lock.left}。已保存的内容都在。")
    return session


def recover(
    path: Path, *, own_forms: Path | None = None, clock: Clock = datetime.now
) -> tuple[Session, Path | None]:
    """Set a damaged file aside, put the last good state in its place, and open that.

    Returns the session, and where the damaged file is kept now.

    Raises: DamagedError where there is no good state; HeldError; SaveError; DrafterError.
    """
    path = Path(os.path.realpath(path))
    place = None
    lock = Lock(beside(path, "lock"), clock())
    try:
        read_session(path, own_forms)
    except DamagedError as error:
        if error.good is None:
            raise
        place = aside(path, "damaged", clock())
        write_file(place, path.read_bytes())
        write_file(path, error.good.encode())
    finally:
        lock.release()
    return open_session(path, own_forms=own_forms, clock=clock), place


def _lock(path: Path, now: datetime, *, take_over: bool, read_only: bool) -> Lock | DrafterError:
    """The lock, or why there is none. Raises: DrafterError when there is no such file."""
    if not path.is_file():
        read_bytes(path)
    if read_only:
        return DrafterError(Problem(path.stem, "打开的时候说了只看不改。", ""))
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return DrafterError(
            Problem(path.stem, "文件或它所在的文件夹是只读的，只能看，不能改。", "")
        )
    try:
        return Lock(beside(path, "lock"), now, take_over=take_over)
    except (HeldError, SaveError) as error:
        return error
