"""Work on what others made, in a process of its own that may take so much time and memory.

typst and PDFium are compiled: nothing inside this process can count their work or end it.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from threading import Timer
from typing import IO

from drafter.errors import DrafterError, Problem

_CPU_S = 10
_WALL_S = 60
"""For what waits, and for systems without limits of their own."""
_MEMORY_BYTES = 1024**3
_DYING_S = 0.2
_DONE, _FAILED, _TOLD = 0, 1, 3
"""Exit codes: the work is done; it went wrong; it raised a DrafterError."""


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
        return _function(work)(data)
    try:
        done = subprocess.run(_python(work), input=data, capture_output=True, timeout=_WALL_S)
    except subprocess.TimeoutExpired:
        raise LimitError from None
    if done.returncode == 0:
        return done.stdout
    if done.returncode == _TOLD:
        raise DrafterError([Problem(*each) for each in json.loads(done.stdout)])
    if done.returncode == _FAILED:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    raise LimitError


class LimitedWorker:
    """Such a process that stays, for work that comes by the thousand: each piece has the limits.

    After a `LimitError` it is gone, and the next piece of work starts another.

    work: `module:name` of a function that makes of `given` the function that does each piece
    """

    def __init__(self, work: str, given: bytes = b"") -> None:
        self._work, self._given = work, given
        self._process: subprocess.Popen[bytes] | None = None
        self._has_worked = False
        self.fresh = True
        """Whether the last piece of work was the first of its process."""
        self.was_slow = False
        """Whether the last process was ended for its time."""

    def start(self) -> None:
        """Start the process already: it loads what it needs while we are still busy."""
        if self._process is None:
            self._process = self._started()

    def run(self, data: bytes) -> bytes:
        """As `run_limited`."""
        self.fresh, self.was_slow = not self._has_worked, False
        process = self._process = self._process or self._started()
        self._has_worked = True
        timer = Timer(_WALL_S, self._give_up, [process])
        timer.start()
        try:
            _send(process.stdin, _DONE, data)
            status, answer = _receive(process.stdout)
        except (OSError, EOFError, ValueError):  # a pipe closed by `close` is a ValueError
            # It is let die of its own limit, so that its end tells which.
            with suppress(subprocess.TimeoutExpired):
                process.wait(_DYING_S)
            self.close()
            self.was_slow |= process.returncode == -getattr(signal, "SIGXCPU", 0)
            raise LimitError from None
        finally:
            timer.cancel()
        if status == _TOLD:
            raise DrafterError([Problem(*each) for each in json.loads(answer)])
        if status == _FAILED:
            raise RuntimeError(answer.decode(errors="replace"))
        return answer

    def close(self) -> None:
        """End the process, whatever it does."""
        process, self._process, self._has_worked = self._process, None, False
        if process is None:
            return
        process.kill()
        with suppress(OSError), process:  # closes its pipes and waits for it
            pass

    def _give_up(self, process: subprocess.Popen[bytes]) -> None:
        self.was_slow = True
        process.kill()

    def _started(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [*_python(self._work), "stay"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        with suppress(OSError):  # it is gone already: the first piece of work will tell
            _send(process.stdin, _DONE, self._given)
        return process


def _python(work: str) -> list[str]:
    # -P: the folder that a clerk happens to stand in is no place to import from.
    return [sys.executable, "-P", "-m", __name__, work, str(_CPU_S), str(_MEMORY_BYTES)]


def _send(pipe: IO[bytes] | None, status: int, data: bytes) -> None:
    assert pipe is not None
    pipe.write(bytes([status]) + len(data).to_bytes(8, "big") + data)
    pipe.flush()


def _receive(pipe: IO[bytes] | None) -> tuple[int, bytes]:
    """Raises: EOFError where the other side is gone."""
    assert pipe is not None
    head = pipe.read(9)
    size = int.from_bytes(head[1:], "big")
    data = pipe.read(size) if len(head) == 9 else b""
    if len(head) < 9 or len(data) < size:
        raise EOFError
    return head[0], data


def main() -> None:
    """In the other process: the work, within its limits."""
    work, cpu_s, memory_bytes, *stay = sys.argv[1:]
    os.environ[_WITHIN] = "1"
    # A library that prints must not write into the answer.
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    if stay:
        _stay(work, int(cpu_s), int(memory_bytes), answer)
        return
    try:
        _limit(int(cpu_s), int(memory_bytes))
        answer.write(_function(work)(sys.stdin.buffer.read()))
        code = _DONE
    except DrafterError as error:
        answer.write(json.dumps(error.problems).encode())
        code = _TOLD
    except Exception as error:
        if not _wants_memory(error):
            raise
        os.abort()
    answer.close()
    # At once: what libraries do on the way out can hang, and nobody waits for it.
    os._exit(code)


def _wants_memory(error: Exception) -> bool:
    """Whether memory was what was missing: Python has none even to read a folder or a library."""
    if isinstance(error, ImportError):
        return "failed to map" in str(error) or "allocate memory" in str(error)
    return isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM


def _prepared(work: str, given: bytes) -> Callable[[bytes], bytes]:
    module, _, name = work.partition(":")
    made: Callable[[bytes], bytes] = getattr(import_module(module), name)(given)
    return made


def _function(work: str) -> Callable[[bytes], bytes]:
    module, _, name = work.partition(":")
    function: Callable[[bytes], bytes] = getattr(import_module(module), name)
    return function


def _stay(work: str, cpu_s: int, memory_bytes: int, answer: IO[bytes]) -> None:
    """Do piece after piece until whoever asks is gone."""
    # Ctrl+C is for whoever asks, who ends this process, too.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    do: Callable[[bytes], bytes] | None = None
    with suppress(EOFError, BrokenPipeError):
        _, given = _receive(sys.stdin.buffer)
        with suppress(Exception):  # what goes wrong is told with the first piece of work
            _function(work)
        while True:
            _, data = _receive(sys.stdin.buffer)
            _limit(cpu_s, memory_bytes, stays=True)
            try:
                if do is None:
                    do = _prepared(work, given)
                _send(answer, _DONE, do(data))
            except DrafterError as error:
                _send(answer, _TOLD, json.dumps(error.problems).encode())
            except Exception as error:
                if _wants_memory(error):
                    os.abort()
                _send(answer, _FAILED, f"{type(error).__name__}: {error}".encode())


def _limit(cpu_s: int, memory_bytes: int, *, stays: bool = False) -> None:
    """Limits from now on, where the system has any: Windows has none, macOS none for memory.

    Seconds already spent by a process that stays do not count.
    """
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    # Not RLIMIT_AS: it would count what threads only reserve, on many cores gigabytes.
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, cpu_s + int(used.ru_utime + used.ru_stime)),
        (resource.RLIMIT_DATA, memory_bytes),
    ):
        _, hard = resource.getrlimit(what)
        if hard == resource.RLIM_INFINITY or hard > most:
            # What stays needs more seconds later, and a hard limit has no way back.
            resource.setrlimit(what, (most, hard if stays else most))


if __name__ == "__main__":
    # Not as `__main__`: the work imports this module, and shall find it limited.
    import_module("drafter.limited_process").main()
