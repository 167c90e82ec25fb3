"""Writing files: the one place that does, so that a failed save leaves the old file whole."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TypeVar

from drafter.errors import DrafterError, Problem

Done = TypeVar("Done")

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
PUBLIC_FILE = 0o644

_RETRY_S = 2.0
"""Windows: a virus scanner or a sync client may hold the target for a moment."""
_RETRY_EVERY_S = 0.05
_LONGEST_ON_WINDOWS = 220
"""Characters of a path. It allows 260, unless more was switched on; temps have longer names. What
is longer it tells like a folder that is not there."""
_NAME_BYTES = 200
"""Of the target's name in its temp's name; file systems allow 255 in all."""
_NO_FOLDER_FSYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM}
"""Some network folders cannot be synced, and some folders not be read; the file itself was."""


class SaveError(DrafterError):
    """The file is as it was before; what was to be written is still with the caller."""


def write_file(
    path: Path,
    data: bytes,
    *,
    previous: Path | None = None,
    ready: Callable[[], object] = lambda: None,
    follow: bool = True,
    new: bool = False,
) -> None:
    """Put `data` in the place of `path`, all or nothing, and durably.

    An existing file keeps its mode; a new one is private.

    previous: the file that was there is kept under this name in its folder
    ready: called when only the replacing is left, which what it raises prevents
    follow: a symlink's target is replaced, not the link; else the link is
    new: for others to read as well, and nothing that has come up meanwhile is replaced

    Raises: SaveError, in words for the clerk.
    """
    if new:
        with_told_errors(path, lambda: _write_new(path, data))
    else:
        with_told_errors(path, lambda: _write(path, data, previous, ready, follow))


@contextmanager
def large_file(path: Path) -> Iterator[IO[bytes]]:
    """As `write_file`, for what is too large to be held in memory: it is written piece by piece.

    Raises: SaveError; what the pieces' maker raises, which leaves the old file as it was.
    """
    target = Path(os.path.realpath(path))
    temp = _temp(target)
    try:
        old = with_told_errors(path, lambda: _status(target))
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        handle = with_told_errors(path, lambda: os.open(temp, flags, PRIVATE_FILE))
        with os.fdopen(handle, "wb") as file:
            yield file
            with_told_errors(path, lambda: _settle(file, old))
        with_told_errors(path, lambda: _replace(temp, target))
    except BaseException:
        with suppress(OSError):
            temp.unlink()
        raise
    _sync_folder(target.parent)


def append_line(path: Path, line: bytes) -> None:
    """Add one line to a file of ours; for what may be lost with the power, but not with us.

    Raises: SaveError.
    """
    with_told_errors(path, lambda: _append(path, line + b"\n"))


def make_private_folder(folder: Path) -> None:
    """The folder and those above it, private where they are new. Raises: SaveError."""
    if not folder.is_dir():
        with_told_errors(folder, lambda: _make(folder))


def remove_stray_temps(target: Path) -> None:
    """Remove what killed saves of files left whose names begin as `target`'s does.

    Only for whoever holds all of them: another's save under way would fail.
    """
    mark = _temp_start(target.name)
    with suppress(OSError):
        for entry in list(os.scandir(target.parent)):
            if entry.name.startswith(mark) and entry.name.endswith(".tmp"):
                with suppress(OSError):
                    os.unlink(entry.path)


def with_told_errors(path: Path, act: Callable[[], Done]) -> Done:
    """Do `act`, which changes `path`. Raises: SaveError for what the system refuses."""
    try:
        return act()
    except (OSError, ValueError) as error:
        raise SaveError(Problem(str(path), *_told(path, error))) from None


def _write(
    path: Path,
    data: bytes,
    previous: Path | None,
    ready: Callable[[], object],
    follow: bool,
) -> None:
    target = Path(os.path.realpath(path)) if follow else path
    old = _status(target)
    temp = _temp(target)
    try:
        _write_temp(temp, data, old)
        ready()
        if previous is not None and old is not None:
            _keep(target, target.with_name(previous.name))
            ready()  # where there are no hard links, keeping took as long as writing
        _replace(temp, target)
    except BaseException:
        with suppress(OSError):
            temp.unlink()
        raise
    _sync_folder(target.parent)  # or the old name could come back with the power


def _write_new(path: Path, data: bytes) -> None:
    temp = _temp(path)
    try:
        _write_temp(temp, data, None, PUBLIC_FILE)
        try:
            os.link(temp, path)  # unlike a rename, it replaces nothing
        except FileExistsError:
            raise
        except OSError:  # no hard links here: the name is taken first
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PUBLIC_FILE))
            _replace(temp, path)
    finally:
        with suppress(OSError):
            temp.unlink()
    _sync_folder(path.parent)


def _status(target: Path) -> os.stat_result | None:
    """What is at the target, if anything; only a file that may be written can be replaced."""
    try:
        found = os.lstat(target)
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(found.st_mode):
        return None
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, "")
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.ENXIO, "")
    if not os.access(target, os.W_OK):  # replacing needs no right to the file: it would go through
        raise PermissionError(errno.EROFS, "")
    return found


def _write_temp(
    temp: Path, data: bytes, old: os.stat_result | None, mode: int = PRIVATE_FILE
) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(temp, flags, mode)
    try:
        _write_all(handle, data)
        _take_over(handle, old)
        # Before it is put in place: some file systems do the renaming first, and after a power cut
        # an empty file would stand there.
        os.fsync(handle)
    finally:
        os.close(handle)


def _settle(file: IO[bytes], old: os.stat_result | None) -> None:
    file.flush()
    _take_over(file.fileno(), old)
    os.fsync(file.fileno())


def _take_over(handle: int, old: os.stat_result | None) -> None:
    """A file that somebody made readable for a colleague stays so."""
    if old is not None and sys.platform != "win32":
        with suppress(PermissionError):
            os.fchown(handle, old.st_uid, old.st_gid)
        os.fchmod(handle, stat.S_IMODE(old.st_mode))


def _write_all(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:  # a write may be cut short by a signal or a nearly full disk
        rest = rest[os.write(handle, rest) :]


def _keep(target: Path, previous: Path) -> None:
    """Give the present file a second name, without a moment in which the older one is missing."""
    with suppress(FileNotFoundError):
        if os.path.samefile(target, previous):
            return  # an earlier save came only this far; replacing would do nothing
    temp = _temp(previous)
    try:
        try:
            os.link(target, temp)
        except OSError:  # no hard links here (exFAT, some network folders)
            _write_temp(temp, target.read_bytes(), os.stat(target))
        _replace(temp, previous)
    except BaseException:
        with suppress(OSError):
            temp.unlink()
        raise


def _replace(temp: Path, target: Path) -> None:
    deadline = time.monotonic() + _RETRY_S
    while True:
        try:
            os.replace(temp, target)
            return
        except PermissionError:
            if sys.platform != "win32" or time.monotonic() > deadline:
                raise
            time.sleep(_RETRY_EVERY_S)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _NO_FOLDER_FSYNC:
            raise


def _append(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(path, flags)
    try:
        _write_all(handle, data)
    finally:
        os.close(handle)


def _make(folder: Path) -> None:
    if not folder.parent.is_dir():
        _make(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir(PRIVATE_FOLDER)
        _sync_folder(folder.parent)
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "")


def _temp(target: Path) -> Path:
    return target.with_name(f"{_temp_start(target.name)}{os.urandom(4).hex()}.tmp")


def _temp_start(name: str) -> str:
    short = name.encode("utf-8", "surrogateescape")[:_NAME_BYTES].decode("utf-8", "ignore")
    return f".{short}."


_ROOM = ("磁盘满了，没有存下来；原来的文件没有动。", "腾出一些空间，再存一次。")
_NO_RIGHT = (
    "没有写入这个位置的权限，没有存下来。",
    "换一个文件夹；文件正被别的程序打开的，先关掉它。",
)
_WORDS = {
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: ("磁盘限额用完了，没有存下来；原来的文件没有动。", "删去一些文件，再存一次。"),
    errno.EFBIG: ("文件超过了系统允许的大小，没有存下来；原来的文件没有动。", "换一个文件夹。"),
    errno.EROFS: ("这个位置是只读的，没有存下来。", "换一个可以写的文件夹，或去掉只读。"),
    errno.EACCES: _NO_RIGHT,
    errno.EPERM: _NO_RIGHT,
    errno.ENOENT: ("没有这个文件夹，没有存下来。", "先建好文件夹，或换一个文件夹。"),
    errno.ENOTDIR: ("路径里有一段不是文件夹，没有存下来。", "核对文件夹的名字。"),
    errno.EISDIR: ("这是一个文件夹，不是文件。", "在后面写上文件名。"),
    errno.ELOOP: ("这是一个链接，没有跟着它写到别处。", "把这个链接移走，再试一次。"),
    errno.ENXIO: ("这不是普通文件（是管道或设备），没有写。", "换一个文件名。"),
    errno.ENAMETOOLONG: ("文件名太长，没有存下来。", "换一个短一点的名字。"),
    errno.EEXIST: ("已经有同名的文件。", "换一个名字。"),
}


def _told(path: Path, error: OSError | ValueError) -> tuple[str, str]:
    number = getattr(error, "errno", None)
    if sys.platform == "win32" and number == errno.ENOENT and len(str(path)) > _LONGEST_ON_WINDOWS:
        return "路径太长，Windows 存不下来。", "换一个层次浅一点、名字短一点的文件夹。"
    if number is None:
        return "这个文件名不能用，没有存下来。", "换一个名字，不用特殊符号。"
    unknown = (f"系统没有让写下去（系统错误 {number}），没有存下来。", "换一个文件夹再存一次。")
    return _WORDS.get(number, unknown)
