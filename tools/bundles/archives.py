"""Archives that are the same bytes each time, and lists of what is in them."""

from __future__ import annotations

import gzip
import tarfile
import time
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path


def zipped(folder: Path, archive: Path, epoch_s: int) -> Path:
    """The folder as a zip that begins with its own name."""
    date = time.gmtime(epoch_s)[:6]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in files_under(folder):
            entry = zipfile.ZipInfo(_name(path, folder), date)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # else it would be that of the machine
            entry.external_attr = _mode(path) << 16
            packed.writestr(entry, path.read_bytes())
    return archive


def tarred(folder: Path, archive: Path, epoch_s: int) -> Path:
    """The folder as a .tar.gz that begins with its own name; links and modes stay."""
    with (
        archive.open("wb") as file,
        gzip.GzipFile("", "wb", 9, file, epoch_s) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for path in files_under(folder):
            entry = tar.gettarinfo(path, _name(path, folder))
            entry.mtime, entry.uid, entry.gid, entry.uname, entry.gname = epoch_s, 0, 0, "", ""
            entry.mode = _mode(path)
            if path.is_symlink():
                tar.addfile(entry)
            else:
                entry.type, entry.linkname = tarfile.REGTYPE, ""  # two names of one file are two
                entry.size = path.stat().st_size
                with path.open("rb") as data:
                    tar.addfile(entry, data)
    return archive


def files_under(folder: Path) -> list[Path]:
    """Every file and link, in one order on any machine."""
    found = (path for path in folder.rglob("*") if path.is_symlink() or path.is_file())
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def hash_lines(folder: Path, files: list[Path]) -> Iterator[str]:
    """As `sha256sum` writes and `sha256sum -c` reads them."""
    for path in files:
        yield f"{digest(path)}  {path.relative_to(folder).as_posix()}"


def digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    return sha256(path.read_bytes()).hexdigest()


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder.parent).as_posix()


def _mode(path: Path) -> int:
    return 0o755 if path.stat(follow_symlinks=False).st_mode & 0o100 else 0o644
