"""Saving: accepted answers in their order, text under way two seconds later at the most."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from threading import Condition, RLock, Thread

from drafter.errors import DrafterError, Problem
from drafter.interview.interview_state import Saved
from drafter.session.session_file import ChangedElsewhereError, Record, Session
from drafter.session.undo_history import Act

DELAY_S = 2.0


class Saver:
    """Saves every accepted answer by itself, and the latest of the text under way.

    trouble: why the last save failed; what was to be saved stays, with all that follows it,
        and is tried again

    A clerk must not wait for a slow disk or network folder at each key, nor lose an accepted
    answer to a full one: what is accepted stands in a line until it is on disk, in its order.

    Without a thread, an answer is saved when `save` returns, and the front end calls `tick`
    whenever `due_s` says so. After `start` a thread does both, and nobody waits for a disk.
    """

    def __init__(
        self,
        session: Session,
        clock_s: Callable[[], float] = time.monotonic,
        tell: Callable[[], None] = lambda: None,
    ) -> None:
        """tell: called after each save, in the thread where there is one."""
        self.trouble: DrafterError | None = None
        self._session = session
        self._clock_s = clock_s
        self._tell = tell
        self._line: deque[Record] = deque()
        self._latest: Saved | None = None
        """Text under way; always newer than the line."""
        self._due_s = self._latest_due_s = 0.0
        self._changed = Condition()
        """Held while the line or the latest text changes, so never for long."""
        self._order = RLock()
        """Held while something is written: one save after the other."""
        self._thread: Thread | None = None
        self._ended = False

    @property
    def busy(self) -> bool:
        """Whether anything is not on disk yet; always so while there is trouble."""
        return bool(self._line) or self._latest is not None

    def save(self, saved: Saved, act: Act = Act.STEP) -> None:
        """Take an accepted answer; older text under way is in it.

        Raises: TooLargeError; then nothing is taken. What fails later is the `trouble`.
        """
        with self._changed:
            # Recorded here and now: undo must know of it at the next key, saved or not.
            self._line.append(self._session.record(*saved, act))
            self._latest = None
            if self.trouble is None:
                self._due_s = self._clock_s()
            self._changed.notify()
        if self._thread is None:
            self._settle()

    def put(self, saved: Saved) -> None:
        """Take text under way as it is now; returns at once."""
        with self._changed:
            if self._latest is None:
                self._latest_due_s = self._clock_s() + DELAY_S
                self._changed.notify()  # at every key, the thread would hold up the screen
            self._latest = saved

    def due_s(self) -> float | None:
        """Seconds until `tick` has something to do; None for nothing, or while the clerk must say.

        What the clerk must say is which file holds, where somebody else changed it.
        """
        with self._changed:
            if not self.busy or isinstance(self.trouble, ChangedElsewhereError):
                return None
            due_s = self._due_s if self._line else self._latest_due_s
            return max(0.0, due_s - self._clock_s())

    def tick(self) -> None:
        """Save what is due: the next of the line, else the text under way."""
        with self._order:
            if self.due_s() == 0.0:
                if not self._line:
                    self._take_latest()
                self._write_next()

    def flush(self) -> None:
        """Save what waits, due or not; before leaving, and on a signal. Sets `trouble`."""
        with self._order:
            self._settle()
            # Text under way is newer than the line; saved before it, it would be overwritten.
            if not self._line:
                self._take_latest()
                self._write_next()

    def forget(self) -> None:
        """Drop what waits: it belongs to a file that is no longer the session's."""
        # `_order` before `_changed`, as everywhere: the other way round two threads could each
        # wait for what the other holds.
        with self._order, self._changed:
            self._line.clear()
            self._latest, self.trouble = None, None

    def start(self) -> None:
        """Let a thread do the saving until `stop`."""
        # A daemon, so that a disk that never answers cannot keep the process from ending.
        self._thread = Thread(target=self._run, name="drafter-saving", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Flush, and end the thread."""
        with self._changed:
            self._ended = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()
        self.flush()

    def _settle(self) -> None:
        """Save the whole line, up to what fails."""
        with self._order:
            while self._line and self._write_next():
                pass

    def _take_latest(self) -> None:
        """Put the text under way into the line."""
        with self._changed:
            if self._latest is None:
                return
            try:
                self._line.append(self._session.record(*self._latest, Act.ASIDE))
                self._latest = None
            except DrafterError as error:
                self.trouble = error
                self._latest_due_s = self._clock_s() + DELAY_S
                self._tell()

    def _write_next(self) -> bool:
        """Save the first of the line, if there is one; whether that went well."""
        if not self._line:
            return False
        try:
            self._session.write(self._line[0])
            trouble = None
        except DrafterError as error:
            trouble = error
        except Exception as error:  # or the thread would end, and nobody would know
            what = f"遇到了没有料到的错误（{type(error).__name__}），没有存下来。"
            trouble = DrafterError(Problem("保存", what, "先不要退出，另存一份报告。"))
        with self._changed:
            self.trouble = trouble
            if trouble is None:
                self._line.popleft()  # only now: until then it counts as not saved
            else:
                self._due_s = self._clock_s() + DELAY_S
        self._tell()
        return trouble is None

    def _run(self) -> None:
        while not self._ended:
            with self._changed:
                # Looked at again under the lock: `stop` may have notified just before.
                if not self._ended:
                    self._changed.wait(self.due_s())
            self.tick()
