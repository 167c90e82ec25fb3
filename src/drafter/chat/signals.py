"""Ctrl+C, SIGTERM and SIGHUP: they end a question or a wait, and no save that is under way."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class Stopped(BaseException):
    """A signal asked the program to end; `number` is the signal's."""

    # No Exception, like KeyboardInterrupt: what handles a failed save must not swallow it.

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    @property
    def code(self) -> int:
        """The exit code that tells of the signal."""
        return 128 + self.number


class Signals:
    """Turns signals into `Stopped` at the next question, or out of the one that is asked.

    wake: ends a question that is asked by an event loop, which no exception reaches
    """

    def __init__(self) -> None:
        self.wake: Callable[[Stopped], None] | None = None
        self._arrived: int | None = None
        self._is_asking = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Signals:
        names = ["SIGTERM", "SIGINT", *(["SIGHUP"] if sys.platform != "win32" else [])]
        for number in (getattr(signal, name) for name in names):
            try:
                self._before[number] = signal.signal(number, self._handle)
            except ValueError:  # not the main thread: a test
                break
        return self

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    @property
    def arrived(self) -> Stopped | None:
        """A signal that has come and has not ended a question yet."""
        return None if self._arrived is None else Stopped(self._arrived)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """While a question waits for its answer. Raises: Stopped; KeyboardInterrupt."""
        self._is_asking = True
        try:
            if self._arrived is not None:
                self._raise()
            yield
        finally:
            self._is_asking = False

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """While work goes on that may be given up: Ctrl+C ends that, and not the program.

        Raises: Stopped; KeyboardInterrupt.
        """
        try:
            with self.asking():
                yield
        except KeyboardInterrupt:
            self._arrived = None
            raise

    def _handle(self, number: int, _: FrameType | None) -> None:
        self._arrived = self._arrived or number
        if not self._is_asking:  # a save may be under way: the next question raises it
            return
        if self.wake is not None:
            self.wake(Stopped(self._arrived))
        else:
            self._raise()

    def _raise(self) -> None:
        self._is_asking = False  # a second signal must not break into the saving that follows
        if self._arrived == signal.SIGINT:
            raise KeyboardInterrupt
        raise Stopped(self._arrived or signal.SIGTERM)
