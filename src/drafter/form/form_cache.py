"""What is remembered of a form between runs, in the person's own cache folder.

A folder there belongs to one form that was found right: it holds the form as it was read, and its
texts compiled. Its name tells the bytes of the form and the versions of all that read them, so
that nothing in it is ever stale. Code is loaded from nowhere else: never from a folder of
templates.
"""

from __future__ import annotations

import os
import pickle
import shutil
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar, cast

from drafter import __version__
from drafter.file_writer import PRIVATE_FOLDER

_DIGEST_BYTES = 32
T = TypeVar("T")

_home: Path | None = None


def remember_in(folder: Path | None) -> None:
    """Where forms are remembered from now on; nowhere by itself, nor where others may write."""
    global _home
    _home = folder


def memory() -> Path | None:
    """Where forms are remembered; for a process that this one starts."""
    return _home


def remembered(form_id: str, digest: str, name: str, source: str, make: Callable[[], T]) -> T:
    """What `make` gives, or gave before for the same form and the same `source`.

    name: which thing of the form; source: the sha256 of the bytes that it is made of
    """
    if (folder := cache_folder(form_id, digest)) is None:
        return make()
    file = folder / name
    with suppress(OSError):
        data = file.read_bytes()
        # A pickle runs code, so none is opened that we did not write whole.
        if _digest(source, data[_DIGEST_BYTES:]) == data[:_DIGEST_BYTES]:
            return cast(T, pickle.loads(data[_DIGEST_BYTES:]))
    made = make()
    payload = pickle.dumps(made, pickle.HIGHEST_PROTOCOL)
    with suppress(OSError):
        if not folder.is_dir():
            # Else a form under way would leave a folder for each state that it was tried in.
            shutil.rmtree(folder.parent, ignore_errors=True)
            folder.mkdir(PRIVATE_FOLDER, parents=True)
        # Neither renamed into place nor synced: a torn file is made again, no more.
        file.write_bytes(_digest(source, payload) + payload)
    return made


def _digest(source: str, payload: bytes) -> bytes:
    return sha256(source.encode() + payload).digest()


def cache_folder(form_id: str, digest: str) -> Path | None:
    """Where the compiled texts of a form lie; None where nothing is remembered."""
    if _home is None or not _is_private(_home):
        return None
    # Loaded by then for the form itself; `drafter --help` needs neither.
    import jinja2
    import yaml

    # Ids are hashed as well: they come from a stranger's folder name, and this becomes a path.
    told = repr((digest, _code_state(), __version__, jinja2.__version__, yaml.__version__))
    key = sha256(f"{told} {sys.version}".encode()).hexdigest()
    return _home / "forms" / sha256(form_id.encode()).hexdigest()[:16] / key


@cache
def _is_private(home: Path) -> bool:
    """Whether the folder is the person's own, and nobody else can write in it; made if need be."""
    try:
        home.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
        status = home.stat()
    except OSError:
        return False
    if not hasattr(os, "getuid"):
        return True  # on Windows the cache folder lies in the person's own profile
    # Code is loaded from there: whoever may write in it could run what he likes as this person.
    return status.st_uid == os.getuid() and not stat.S_IMODE(status.st_mode) & 0o022


@cache
def _code_state() -> tuple[int, ...]:
    """Changes whenever somebody works on the code that reads forms: no version tells that."""
    house = Path(__file__).parent.parent
    floors = ("form", "claims", "checks", "ledger", "importing")  # whose things are pickled
    files = (file for floor in floors for file in os.scandir(house / floor))
    return tuple(sorted(file.stat().st_mtime_ns for file in files if file.name.endswith(".py")))
