"""What was worked out once and is kept beside a form, as Python keeps its modules.

What is kept is believed only when its sha256 is right and its key is the one looked for;
keys begin with the state of the code that makes them and name all that the value depends on.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

_DIGEST_BYTES = 32
_MAKERS = ("", "form", "report", "claims")
"""The folders of the package whose code makes what is kept."""
_MOST = 1_000
"""Values in one file; a form has a few hundred texts."""


class Kept:
    """Plain values and code by key, in the `__pycache__` of a folder.

    Where nothing can be written, nothing but time is lost.
    """

    def __init__(self, folder: Path, name: str) -> None:
        tag = sys.implementation.cache_tag or "python"
        self.path = folder / "__pycache__" / f"{name}.{tag}.bin"
        known = _read(self.path)
        state = _code_state()
        self.values = {key: value for key, value in known.items() if key.startswith(state)}
        self.fresh = False

    def get(self, key: str) -> Any:
        """The value under a key, or None."""
        return self.values.get(f"{_code_state()} {key}")

    def put(self, key: str, value: Any) -> None:
        """Keep a value that `marshal` can write; beyond many, the earlier ones are forgotten."""
        if len(self.values) > _MOST:
            self.values.clear()
        self.values[f"{_code_state()} {key}"] = value
        self.fresh = True

    def clear(self) -> None:
        """Forget everything, as it belongs to another state of the form."""
        self.values.clear()

    def write(self) -> None:
        """Write what is new for the next run."""
        if not self.fresh or sys.dont_write_bytecode:
            return
        payload = marshal.dumps(self.values)
        with suppress(OSError):
            self.path.parent.mkdir(exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(hashlib.sha256(payload).digest() + payload)
                os.replace(name, self.path)
            except OSError:
                os.unlink(name)
                raise
        self.fresh = False


@cache
def _code_state() -> str:
    """Changes with every change of the code that makes what is kept."""
    package = Path(__file__).parents[1]
    told = repr([_files(package / maker) for maker in _MAKERS])
    return hashlib.sha256(told.encode()).hexdigest()


def _files(folder: Path) -> list[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        files = [(e.name, e.stat()) for e in entries if e.name.endswith(".py")]
    return sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in files)


def _read(path: Path) -> dict[str, Any]:
    try:
        data = path.read_bytes()
    except OSError:
        return {}
    digest, payload = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
    if hashlib.sha256(payload).digest() != digest:
        return {}
    try:
        values = marshal.loads(payload)
    except (ValueError, EOFError, TypeError):
        return {}
    return values if isinstance(values, dict) else {}
