"""Work on what others made, in a process of its own that may take so much time and memory.

typst and PDFium are compiled: nothing inside this process can count their work or end it.
"""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from importlib import import_module

from drafter.errors import DrafterError, Problem

_CPU_S = 10
_WALL_S = 60
"""For what waits, and for systems without limits of their own."""
_MEMORY_BYTES = 1024**3
_TOLD = 3
_FAILED = 1
"""Exit codes: the work raised a DrafterError; it went wrong."""


_WITHIN = "DRAFTER_LIMITED"
"""Set in the environment of a process that has limits already."""


class LimitError(Exception):
    """The work took more than it may, or the process was lost over it."""


def run_limited(work: str, data: bytes) -> bytes:
    """What the function `module:name` makes of `data`.

    Within such a process it is called as it is: its limits hold, and a second process takes a
    second to start on Windows.

    Raises: DrafterError where the function does, LimitError.
    """
    if _WITHIN in os.environ:
        return _result(work, data)
    # -P: the folder that a clerk happens to stand in is no place to import from.
    command = [sys.executable, "-P", "-m", __name__, work, str(_CPU_S), str(_MEMORY_BYTES)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_WALL_S)
    except subprocess.TimeoutExpired:
        raise LimitError from None
    if done.returncode == 0:
        return done.stdout
    if done.returncode == _TOLD:
        raise DrafterError([Problem(*each) for each in json.loads(done.stdout)])
    if done.returncode == _FAILED:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    raise LimitError


def _result(work: str, data: bytes) -> bytes:
    module, _, name = work.partition(":")
    made: bytes = getattr(import_module(module), name)(data)
    return made


def main() -> None:
    """In the other process: the work, within its limits."""
    work, cpu_s, memory_bytes = sys.argv[1:]
    os.environ[_WITHIN] = "1"
    # A library that prints must not write into the answer.
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        _limit(int(cpu_s), int(memory_bytes))
        answer.write(_result(work, sys.stdin.buffer.read()))
        code = 0
    except DrafterError as error:
        answer.write(json.dumps(error.problems).encode())
        code = _TOLD
    except (MemoryError, OSError) as error:
        # Python has no memory even to read a folder: the system's own word for the same.
        if isinstance(error, OSError) and error.errno != errno.ENOMEM:
            raise
        os.abort()
    answer.close()
    # At once: what libraries do on the way out can hang, and nobody waits for it.
    os._exit(code)


def _limit(cpu_s: int, memory_bytes: int) -> None:
    """Where the system has limits: Windows has none, macOS none for memory."""
    if sys.platform == "win32":
        return
    import resource

    # Not RLIMIT_AS: it would count what threads only reserve, on many cores gigabytes.
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_DATA, memory_bytes),
    ):
        _, hard = resource.getrlimit(what)
        if hard == resource.RLIM_INFINITY or hard > most:
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
