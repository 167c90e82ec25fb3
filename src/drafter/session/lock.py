"""Who holds a session: one process at a time, known by host, user, process and time."""

from __future__ import annotations

import json
import os
import socket
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from drafter.errors import DrafterError
from drafter.saving import SaveError, with_told_errors

if TYPE_CHECKING:
    from filelock import BaseFileLock

_LONGEST = 4096
"""Bytes of a lock file that are read."""


class Holder(NamedTuple):
    """The process that holds a session; `since` in words: 2026年1月20日 14:02."""

    host: str
    user: str
    process: int
    since: str

    def __str__(self) -> str:
        """In the clerk's words, to stand in a sentence."""
        who = f"电脑“{self.host}”上的用户“{self.user}”"
        return f"{who}（进程 {self.process}，{self.since} 起）"

    @property
    def here(self) -> bool:
        """Of this computer."""
        return self.host == socket.gethostname()

    @property
    def gone(self) -> bool:
        """Whether its process has surely ended; of another computer nobody here can tell."""
        return self.here and not _runs(self.process)


class Held(DrafterError):  # noqa: N818  (a state of affairs, told like an error)
    """Somebody else holds the session."""

    def __init__(self, problems: DrafterError, holder: Holder | None) -> None:
        super().__init__(problems.problems)
        self.holder = holder


def this_process(now: datetime) -> Holder:
    """The holder that this process would be."""
    since = f"{now.year}年{now.month}月{now.day}日 {now:%H:%M}"
    return Holder(socket.gethostname(), _user(), os.getpid(), since)


def holder_of(path: Path) -> Holder | None:
    """Whoever wrote the lock file last and did not leave it in order; damage tells nobody."""
    try:
        with path.open("rb") as file:
            told = json.loads(file.read(_LONGEST).decode("utf-8"))
        return Holder(
            str(told["host"])[:100],
            str(told["user"])[:100],
            int(told["process"]),
            str(told["since"])[:100],
        )
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return None


class Lock:
    """The lock of one session, taken when made.

    left: the holder that ended without leaving in order, where there was one

    The system frees it when the process ends, however it ends. The lock file stays: taking
    away one that somebody waits for would let two in.
    """

    def __init__(self, path: Path, now: datetime, *, take_over: bool = False) -> None:
        """Raises: LockedError when it is held; SaveError where no lock can be written."""
        self.path = path
        self.left: Holder | None = None
        self._lock: BaseFileLock | None = None
        taken: list[bool] = []
        with_told_errors(path, lambda: taken.append(self._take()))
        self._settle(taken[0], now, take_over)

    def release(self) -> None:
        """Leave in order; a second time does nothing."""
        lock, self._lock = self._lock, None
        if lock is not None:
            self._write(b"")
            with suppress(OSError):
                lock.release(force=True)

    def _take(self) -> bool:
        """Whether the system gave the lock. Where it knows no locks, what is written decides."""
        import errno

        from filelock import FileLock, Timeout

        lock = FileLock(
            self.path, timeout=0, mode=0o600, thread_local=False, fallback_to_soft=False
        )
        try:
            lock.acquire()
        except Timeout:
            return False
        return True
