"""Saving: accepted answers in order, text under way two seconds later at the most."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from threading import Condition, RLock, Thread

from drafter.draft.marks import NO_MARKS, Marks
from drafter.draft.model import Draft
from drafter.errors import DrafterError, Problem
from drafter.interview.saved_state import Saved
from drafter.session.session_file import ChangedElsewhereError, Session
from drafter.session.undo_history import Act

DELAY_S = 2.0


class Underway:
    """Saves the latest draft given to it, `DELAY_S` after the first that is not saved yet.

    trouble: why the last save failed; what was to be saved is kept, and tried again

    A front end with timers of its own calls `tick` whenever `due_s` says so; one without
    calls `start`, and a thread does it.
    """

    def __init__(
        self,
        session: Session,
        clock_s: Callable[[], float] = time.monotonic,
        tell: Callable[[DrafterError | None], None] = lambda _: None,
    ) -> None:
        """tell: called after each save, with what went wrong; in the thread, where there is one."""
        self.trouble: DrafterError | None = None
        self._session = session
        self._clock_s = clock_s
        self._tell = tell
        self._latest: Saved | None = None
        self._due_s = 0.0
        self._changed = Condition()
        self._order = RLock()
        """Held from taking the latest draft until it is saved: no older one can come after it."""
        self._ended = False
        self._thread: Thread | None = None

    @property
    def busy(self) -> bool:
        """Whether accepted answers are still on their way to the disk."""
        return False

    def put(self, draft: Draft, marks: Marks = NO_MARKS) -> None:
        """Take the draft as it is now; returns at once."""
        with self._changed:
            if self._latest is None:
                self._due_s = self._clock_s() + DELAY_S
                self._changed.notify()  # at every key, the thread would hold up the screen
            self._latest = Saved(draft, marks)

    def save(self, draft: Draft, marks: Marks = NO_MARKS, act: Act = Act.STEP) -> None:
        """Save an accepted answer before returning; older text under way is dropped.

        Raises: as `Session.save`; then the draft is kept, and tried again.
        """
        with self._order:
            self._latest = Saved(draft, marks)
            self._save(act)
            if self.trouble is not None:
                raise self.trouble

    def due_s(self) -> float | None:
        """Seconds until `tick` has something to do; None while nothing waits."""
        with self._changed:
            return None if self._latest is None else max(0.0, self._due_s - self._clock_s())

    def tick(self) -> None:
        """Save what is due."""
        with self._order:
            if self.due_s() == 0.0:
                self._save(Act.ASIDE)

    def flush(self) -> None:
        """Save what waits, due or not; before leaving, and on a signal. Sets `trouble`."""
        with self._order:
            self._save(Act.ASIDE)

    def settle(self) -> None:
        """Save every accepted answer before returning; here they are already."""

    def forget(self) -> None:
        """Drop what waits: it belongs to a file that is no longer the session's."""
        with self._changed:
            self._latest, self.trouble = None, None

    def start(self) -> None:
        """Let a thread do the ticking until `stop`."""
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

    def _save(self, act: Act) -> None:
        with self._changed:
            latest, self._latest = self._latest, None
        if latest is None:
            return
        if not self._put_down(latest, act):
            with self._changed:
                self._latest = self._latest or latest
                self._due_s = self._clock_s() + DELAY_S
        self._tell(self.trouble)

    def _put_down(self, saved: Saved, act: Act) -> bool:
        """Save it; whether that went well."""
        try:
            self._session.save(saved.draft, saved.marks, act)
            self.trouble = None
        except DrafterError as error:
            self.trouble = error
        return self.trouble is None

    def _run(self) -> None:
        while not self._ended:
            with self._changed:
                if not self._ended:
                    self._changed.wait(self.due_s())
            self.tick()


class Writer(Underway):
    """An `Underway` for a screen that must not wait for a disk. Begin it with `start`.

    What cannot be saved stays in the line with all that follows it, and is tried again.
    """

    _steps: deque[tuple[Saved, Act]]
    _line_due_s = 0.0
    """When the line is to be saved, which does not wait for text under way."""

    @property
    def busy(self) -> bool:
        """Whether accepted answers are still on their way to the disk."""
        return bool(self._steps)

    def start(self) -> None:
        """Let the thread begin."""
        self._steps = deque()
        super().start()

    def save(self, draft: Draft, marks: Marks = NO_MARKS, act: Act = Act.STEP) -> None:
        """Take an accepted answer into the line; returns at once and never raises."""
        with self._changed:
            self._latest = None  # text under way is in the draft's marks
            self._steps.append((Saved(draft, marks), act))
            if self.trouble is None:
                self._line_due_s = self._clock_s()
            self._changed.notify()

    def due_s(self) -> float | None:
        """Seconds until something is to be saved; None for nothing, or while the clerk must say."""
        if isinstance(self.trouble, ChangedElsewhereError):
            return None
        with self._changed:
            if self._steps:
                return max(0.0, self._line_due_s - self._clock_s())
            return super().due_s()

    def tick(self) -> None:
        """Save what is due: the next of the line, else the text under way."""
        with self._order:
            if not self._steps:
                super().tick()
            elif self.due_s() == 0.0:
                self._next()

    def settle(self) -> None:
        """Save the whole line before returning, but where it cannot be. Sets `trouble`."""
        with self._order:
            while self._steps and self._next():
                pass

    def flush(self) -> None:
        """Save what waits, due or not; before leaving, and on a signal. Sets `trouble`."""
        with self._order:
            self.settle()
            if not self._steps:
                super().flush()

    def forget(self) -> None:
        """Drop what waits: it belongs to a file that is no longer the session's."""
        with self._order:
            self._steps.clear()
            super().forget()

    def _put_down(self, saved: Saved, act: Act) -> bool:
        try:
            return super()._put_down(saved, act)
        except Exception as error:  # or the thread would end, and nobody would know
            what = f"遇到了没有料到的错误（{type(error).__name__}），没有存下来。"
            self.trouble = DrafterError(Problem("保存", what, "先不要退出，另存一份报告。"))
            return False

    def _next(self) -> bool:
        """Save the first of the line; whether that went well."""
        saved, act = self._steps[0]
        if self._put_down(saved, act):
            self._steps.popleft()
        else:
            with self._changed:
                self._line_due_s = self._clock_s() + DELAY_S
        self._tell(self.trouble)
        return self.trouble is None
