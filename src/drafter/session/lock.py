"""Who holds a session: one process at a time, told by computer, user, process and time."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.errors import DrafterError, Problem
from drafter.saving import with_told_errors
from drafter.session.holder import Holder, holder_of, this_process, write_holder
from drafter.session.places import beside

if TYPE_CHECKING:
    from filelock import BaseFileLock

_NO_LOCKS = {errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP}
"""What systems say whose (network) folders know no locks."""


class HeldError(DrafterError):
    """Somebody else holds the session; it can be looked at.

    holder: who, where it could be read
    doubtful: it is another computer, which cannot be asked, and the lock looks free here: a
        clerk who knows that nobody works there may take over
    """

    def __init__(self, path: Path, holder: Holder | None, *, doubtful: bool) -> None:
        what = f"{holder or '另一个程序'}打开着这份报告。"
        fix = "先在那里保存退出。"
        if doubtful:
            fix = "那里确实没有人在用的，可以接过来；否则先在那里保存退出。"
        super().__init__(Problem(path.stem, what, fix))
        self.holder = holder
        self.doubtful = doubtful


class Lock:
    """The lock of one session, taken when made.

    left: the holder that ended without leaving in order, where there was one

    The system frees it when the process ends, however it ends. The lock file stays where it
    is: taking one away that somebody waits for would let two in.
    """

    def __init__(self, path: Path, now: datetime, *, take_over: bool = False) -> None:
        """Raises: HeldError when it is held; SaveError where no lock file can be written."""
        self.path = path
        self._native = with_told_errors(path, lambda: _native_lock(path))
        self.left = holder_of(path)
        if self._native is _HELD:
            raise HeldError(path, self.left, doubtful=False)
        if self.left is not None and not take_over and not self._may_follow(self.left):
            self._free()
            raise HeldError(path, self.left, doubtful=not self.left.here)
        write_holder(path, this_process(now))

    def release(self) -> None:
        """Leave in order; a second time does nothing."""
        if self._native is not _HELD:
            write_holder(self.path, None)
            self._free()

    def _may_follow(self, left: Holder) -> bool:
        """A free lock proves that its holder on this computer has gone; of others it proves
        nothing, for many network folders keep locks to one computer."""
        return left.gone or (left.here and self._native is not None)

    def _free(self) -> None:
        native, self._native = self._native, _HELD
        if native is not None:
            with suppress(OSError):
                native.release(force=True)


@contextmanager
def holding(path: Path, now: datetime) -> Iterator[None]:
    """Hold the session in a file for a moment. Raises: HeldError; SaveError."""
    lock = Lock(beside(path, "lock"), now)
    try:
        yield
    finally:
        lock.release()


def is_held(path: Path) -> Holder | None:
    """Who holds the lock at `path` now, as far as one can tell without taking it."""
    holder = holder_of(path)
    if holder is None or holder.gone:
        return None
    return holder


class _Held:
    """Stands for a lock that is not ours."""

    def release(self, force: bool = False) -> None:
        """Nothing to do."""


_HELD = _Held()


def _native_lock(path: Path) -> BaseFileLock | _Held | None:
    """The system's lock; `_HELD` when another has it; None where there are no locks.

    Raises: OSError when the file cannot be opened for writing.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(path, timeout=0, mode=0o600, thread_local=False, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout:
        return _HELD
    except NotImplementedError:
        return None
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
        # The file is there all the same, so that a holder can be written into it.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        return None
    return lock
