"""Saving in a thread, in order: every accepted answer is a save of its own, and nobody waits."""

from __future__ import annotations

from collections import deque

from drafter.draft.answers_file import NO_MARKS, Marks
from drafter.draft.draft_model import Draft
from drafter.errors import DrafterError, Problem
from drafter.interview.saved_state import Saved
from drafter.session.history import Act
from drafter.session.store import ChangedElsewhereError
from drafter.session.underway import DELAY_S, Underway


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
