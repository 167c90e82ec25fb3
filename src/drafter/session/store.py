"""One session on disk: opened, locked, saved answer by answer, closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import RLock
from types import TracebackType

from drafter.draft.answers_file import Answers, load_answers
from drafter.draft.marks import NO_MARKS, Marks
from drafter.draft.model import Draft
from drafter.errors import DrafterError, Problem
from drafter.form.model import Form
from drafter.interview.saved_state import Saved
from drafter.saving import SaveError, write_file
from drafter.session.history import Act, History
from drafter.session.lock import HeldError, Lock
from drafter.session.places import aside, beside
from drafter.session.reading import read_session, reread

Clock = Callable[[], datetime]


class ReadOnlyError(DrafterError):
    """The session was opened to be looked at only."""


class ChangedElsewhereError(DrafterError):
    """Somebody else changed the file, or took it away (`missing`), since we last had it.

    What is in memory is untouched. `load_theirs`, `keep_mine_aside` and `save_over` go on.
    """

    def __init__(self, path: Path, *, missing: bool) -> None:
        what = "文件不见了" if missing else "文件被别的程序改过"
        fix = "可以重新保存一份。" if missing else "可以读入改过的文件，或者把这里的内容另存一份。"
        super().__init__(Problem(str(path), f"{what}，没有存下来。", fix))
        self.missing = missing


class Session:
    """A session that is open; make one with `open_session`.

    saved: what is on disk
    saved_at: when that was put there by this process; None before the first save
    read_only: why nothing can be saved, in the clerk's words; "" when it can
    held: who holds it, where that is the reason
    notes: what was noticed on opening, in the clerk's words

    Threads may share it: a save ends before the next begins.
    """

    def __init__(
        self, path: Path, own_forms: Path | None, clock: Clock, lock: Lock | DrafterError
    ) -> None:
        """Raises: DamagedError; DrafterError."""
        self.path = path
        self.saved_at: datetime | None = None
        self.read_only = "" if isinstance(lock, Lock) else lock.problems[0].what
        self.held = lock if isinstance(lock, HeldError) else None
        self.notes: list[str] = []
        self._own_forms = own_forms
        self._clock = clock
        self._lock = lock if isinstance(lock, Lock) else None
        self._mutex = RLock()
        self._written: bytes | None = None
        self._underway: bytes | None = None
        self._read()

    @property
    def name(self) -> str:
        """What the clerk calls it."""
        return self.path.stem

    @property
    def form(self) -> Form:
        """The form that the draft answers."""
        return self._form

    def save(self, draft: Draft, marks: Marks = NO_MARKS, act: Act = Act.STEP) -> None:
        """Put the draft on disk before returning; what is the same already is not written.

        Raises: ReadOnlyError; ChangedElsewhereError; SaveError. Then nothing has changed on
            disk, and the caller still has the draft.
        """
        with self._saving():
            text = self._text(draft, marks)
            self._compare()
            self._write(text, Saved(draft, marks), act)

    def load_theirs(self) -> Saved:
        """What stands in the file now becomes the session; undo leads back to ours.

        Raises: DrafterError, and the session stays as it is, where it cannot be read.
        """
        with self._mutex:
            self._read()
            return self.saved

    def keep_mine_aside(self, draft: Draft, marks: Marks = NO_MARKS) -> Path:
        """Write our draft beside the session, under a new name, which is returned.

        Raises: SaveError.
        """
        place = aside(self.path, "mine", self._clock())
        write_file(place, self._text(draft, marks).encode())
        return place

    def save_over(self, draft: Draft, marks: Marks = NO_MARKS) -> Path | None:
        """Save ours in spite of a change; theirs is kept beside, under the name returned.

        Raises: ReadOnlyError; SaveError.
        """
        with self._saving():
            theirs = self._on_disk()
            place = None
            if theirs is not None and theirs != self._written:
                place = aside(self.path, "theirs", self._clock())
                write_file(place, theirs)
            self._write(self._text(draft, marks), Saved(draft, marks), Act.STEP)
            return place

    def before(self) -> Saved | None:
        """The state that undo leads to; save it with `Act.UNDO`."""
        return self._reread(self.history.past[-1:])

    def after(self) -> Saved | None:
        """The state that redo leads to; save it with `Act.REDO`."""
        return self._reread(self.history.future[:1])

    def last_year(self) -> Answers | None:
        """Last year's file, of which a copy lies beside the session it was carried into.

        Raises: DrafterError where it cannot be read.
        """
        place = beside(self.path, "last")
        return load_answers(place, self._own_forms) if place.exists() else None

    def close(self) -> None:
        """Give the lock back; a second time does nothing."""
        lock, self._lock = self._lock, None
        self.read_only = self.read_only or "已经关闭。"
        if lock is not None:
            lock.release()

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _read(self) -> None:
        data, text, answers = read_session(self.path, self._own_forms)
        history = getattr(self, "history", None)
        if history is None:
            self.history = History(beside(self.path, "history"), text)
        elif not self.read_only:
            history.add(text, Act.STEP)
        self._written, self._underway = data, None
        self._form = answers.form
        self.saved = Saved(answers.draft, answers.marks)
        self._found: str | None = text

    def _reread(self, texts: list[str]) -> Saved | None:
        return reread(texts[0], self.path, self._own_forms, self._form) if texts else None

    @contextmanager
    def _saving(self) -> Iterator[None]:
        with self._mutex:
            if self.read_only:
                raise ReadOnlyError(Problem(self.name, f"没有存下来：{self.read_only}", ""))
            yield

    def _text(self, draft: Draft, marks: Marks) -> str:
        from drafter.draft.answers_dump import write_answers  # no start waits for it

        return write_answers(self._form, draft, marks)

    def _write(self, text: str, saved: Saved, act: Act) -> None:
        data = text.encode()
        if self._on_disk() != data:
            self._keep_handwritten()
            self._underway = data
            write_file(self.path, data, previous=beside(self.path, "bak"))
        self._written, self._underway, self._found = data, None, None
        self.saved, self.saved_at = saved, self._clock()
        self.history.add(text, act)

    def _keep_handwritten(self) -> None:
        """Keep what a person wrote, comments and all, or an older drafter: we write it anew."""
        theirs = self._found is not None and self._text(*self.saved) != self._found
        if theirs and self._written is not None:
            write_file(aside(self.path, "before", self._clock()), self._written)
        self._found = None

    def _compare(self) -> None:
        theirs = self._on_disk()
        if theirs is None or theirs not in (self._written, self._underway):
            raise ChangedElsewhereError(self.path, missing=theirs is None)

    def _on_disk(self) -> bytes | None:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            what = f"读不出现在的文件（系统错误 {error.errno}），没有存下来。"
            fix = "看看磁盘或网络是不是断了。"
            raise SaveError(Problem(str(self.path), what, fix)) from None
