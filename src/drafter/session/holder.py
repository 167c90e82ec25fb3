"""The text of a lock file: which process has a session open, in words that anyone can read."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

_ROOM = 1000
"""Bytes. The text is always as long, so that a shorter one leaves nothing of a longer."""
_LABELS = ("电脑", "用户", "进程", "打开时间")
_STILL_ACTIVE = 259
_MAY_ASK = 0x1000


class Holder(NamedTuple):
    """The process that holds a session; `since` in words: 2026年1月20日 14:02."""

    host: str
    user: str
    process: int
    since: str

    def __str__(self) -> str:
        """In the clerk's words, to stand in a sentence before a verb."""
        who = f"电脑“{self.host}”上的用户“{self.user}”"
        return f"{who}（进程 {self.process}，{self.since} 起）"

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
    with suppress(OSError, ValueError, OverflowError), path.open("rb") as file:
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
            with suppress(OSError):
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
    except (PermissionError, OverflowError):
        return True
    return True
