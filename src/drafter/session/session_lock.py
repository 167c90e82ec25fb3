"""Who holds a session: one process at a time, told by computer, user, process and time."""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from drafter.errors import DrafterError, Problem, one_line
from drafter.file_writer import with_told_errors
from drafter.files import open_own
from drafter.session.session_folder import beside

if TYPE_CHECKING:
    from filelock import BaseFileLock

_NO_LOCKS = {errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP}
"""What systems say whose (network) folders know no locks."""
_ROOM = 1000
"""Bytes. The text is always as long, so that a shorter one leaves nothing of a longer."""
_LABELS = ("电脑", "用户", "进程", "打开时间")
_STILL_ACTIVE, _MAY_ASK = 259, 0x1000
"""Of Windows: STILL_ACTIVE, PROCESS_QUERY_LIMITED_INFORMATION."""


TAKE_OVER = "接过来填，还是只看？"
"""Asked where a session is held in doubt."""


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
        if self._native is _HELD:
            raise HeldError(path, holder_of(path), doubtful=False)
        with nullcontext() if self._native or take_over else _one_at_a_time(path, now):
            self.left = holder_of(path)
            if self.left is not None and not take_over and not self._may_follow(self.left):
                self._free()
                raise HeldError(path, self.left, doubtful=not self.left.here)
            write_holder(path, this_process(now))

    def release(self) -> None:
        """Leave in order; a second time does nothing."""
        if self._native is not _HELD:
            write_holder(self.path, None)  # first: another's name may stand there once it is free
            self._free()

    def _may_follow(self, left: Holder) -> bool:
        """A free lock proves that its holder on this computer has gone; of others it proves
        nothing, for many network folders keep locks to one computer."""
        return left.gone or (left.here and self._native is not None)

    def _free(self) -> None:
        native, self._native = self._native, _HELD
        if native is None:
            return
        with suppress(OSError), _kept(self.path):
            native.release(force=True)


@contextmanager
def _kept(path: Path) -> Iterator[None]:
    """On Windows filelock takes its file away, and with it the mark of another computer; it cannot
    while somebody has the file open."""
    if sys.platform == "win32":
        with path.open("rb"):
            yield
    else:
        yield


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
    return None if holder is None or holder.gone else holder


@contextmanager
def _one_at_a_time(path: Path, now: datetime) -> Iterator[None]:
    """Where there are no locks, only one may look who holds the session and write that it does.

    Raises: HeldError while another does so; a mark that a killed one left is taken away.
    """
    mark = path.with_suffix(".locking")
    if (other := holder_of(mark)) is not None and other.gone:
        mark.unlink(missing_ok=True)
    try:
        os.close(os.open(mark, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise HeldError(path, other, doubtful=True) from None
    try:
        write_holder(mark, this_process(now))
        yield
    finally:
        mark.unlink(missing_ok=True)


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

    with suppress(FileNotFoundError):
        open_own(path).close()  # a pipe would hold up whoever reads it; a link leads elsewhere
    # thread_local: the thread that saves and the one that closes must be the same holder.
    # fallback_to_soft: a file that only by being there says "held" would outlive a kill.
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


class Holder(NamedTuple):
    """The process that holds a session; `since` in words: 2026年1月20日 14:02."""

    host: str
    user: str
    process: int
    since: str

    def __str__(self) -> str:
        """In the clerk's words, to stand in a sentence before a verb."""
        who = f"电脑“{self.host}”上的用户“{self.user}”"
        if self.here and self.user == _user():
            who = "这台电脑上的另一个窗口"
        return one_line(f"{who}（{self.since} 起）")

    @property
    def here(self) -> bool:
        """On this computer."""
        return self.host == _host()

    @property
    def gone(self) -> bool:
        """Whether its process has surely ended; of another computer nobody here can tell."""
        return self.here and not _runs(self.process)


def this_process(now: datetime) -> Holder:
    """The holder that this process would be."""
    since = f"{now.year}年{now.month}月{now.day}日 {now:%H:%M}"
    return Holder(_host(), _user(), os.getpid(), since)


def holder_of(path: Path) -> Holder | None:
    """Whoever wrote the lock file last and has not left in order; damage tells nobody."""
    with suppress(OSError, ValueError, OverflowError), open_own(path) as file:
        file.seek(1)  # Windows lets nobody read the byte that is locked
        lines = file.read(_ROOM).decode("utf-8").split("\n")
        told = dict(line.strip().split("：", 1) for line in lines if "：" in line)
        if set(_LABELS) <= told.keys():
            host, user, process, since = (told[label][:100] for label in _LABELS)
            return Holder(host, user, int(process), since)
    return None


def write_holder(path: Path, holder: Holder | None) -> None:
    """Write who holds the lock, or that nobody does; it only serves to tell, so it may fail."""
    lines = zip(_LABELS, holder, strict=True) if holder else ()
    text = "".join(f"{label}：{word}\n" for label, word in lines).encode()
    with suppress(OSError):
        handle = os.open(path, os.O_WRONLY | getattr(os, "O_BINARY", 0))
        try:
            with suppress(OSError):  # Windows lets nobody write the byte that is locked
                os.write(handle, b"\n")
            os.lseek(handle, 1, os.SEEK_SET)
            os.write(handle, text[:_ROOM].ljust(_ROOM))
        finally:
            os.close(handle)


def _host() -> str:
    return socket.gethostname()[:100]


def _user() -> str:
    from getpass import getuser

    try:
        return getuser()[:100].replace("\n", " ")
    except (OSError, KeyError, ImportError):
        return "不详"


def _runs(process: int) -> bool:
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32  # os.kill would end the process
        handle = kernel.OpenProcess(_MAY_ASK, False, process)
        code = ctypes.c_ulong()
        known = bool(handle) and kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        if handle:
            kernel.CloseHandle(handle)
        return bool(known) and code.value == _STILL_ACTIVE
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):  # another user's; no number of a process
        return True
    return True
