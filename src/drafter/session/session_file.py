"""One session on disk: opened and locked, read or mended, saved answer by answer, closed."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import RLock
from types import TracebackType

from drafter.draft.answers_file import Answers, load_answers, read_answers
from drafter.draft.marks import NO_MARKS, Marks
from drafter.draft.migrations import FORMAT
from drafter.draft.model import Draft
from drafter.errors import DrafterError, Problem
from drafter.files import read_bytes, text_of
from drafter.form.load import load_form
from drafter.form.model import Form
from drafter.interview.saved_state import Saved
from drafter.saving import SaveError, remove_stray_temps, write_file
from drafter.session.session_folder import aside, beside
from drafter.session.session_lock import HeldError, Lock
from drafter.session.undo_history import Act, History


def open_session(
    path: Path,
    *,
    own_forms: Path | None = None,
    clock: Clock = datetime.now,
    take_over: bool = False,
    read_only: bool = False,
) -> Session:
    """Open the session in a file and hold it; read-only where somebody else holds it.

    own_forms: a folder of forms that stands in front of drafter's own
    clock: the local time
    take_over: follow a holder on another computer that the clerk knows to be gone
    read_only: only look, hold nothing

    Raises: DamagedError, which offers the last good state; DrafterError.
    """
    path = Path(os.path.realpath(path))
    lock = _lock(path, clock(), take_over=take_over, read_only=read_only)
    try:
        session = Session(path, own_forms, clock, lock)
    except BaseException:
        if isinstance(lock, Lock):
            lock.release()
        raise
    if isinstance(lock, Lock):
        for file in (path, beside(path, "bak"), beside(path, "history")):
            remove_stray_temps(file, now=clock().timestamp())
        session.history.settle()
        if lock.left is not None:
            session.notes.append(f"上次没有正常退出：{lock.left}。已保存的内容都在。")
    return session


def recover(
    path: Path, *, own_forms: Path | None = None, clock: Clock = datetime.now
) -> tuple[Session, Path | None]:
    """Set a damaged file aside, put the last good state in its place, and open that.

    Returns the session, and where the damaged file is kept now.

    Raises: DamagedError where there is no good state; HeldError; SaveError; DrafterError.
    """
    path = Path(os.path.realpath(path))
    place = None
    lock = Lock(beside(path, "lock"), clock())
    try:
        read_session(path, own_forms)
    except DamagedError as error:
        if error.good is None:
            raise
        place = aside(path, "damaged", clock())
        write_file(place, path.read_bytes())
        write_file(path, error.good.encode())
    finally:
        lock.release()
    return open_session(path, own_forms=own_forms, clock=clock), place


def _lock(path: Path, now: datetime, *, take_over: bool, read_only: bool) -> Lock | DrafterError:
    """The lock, or why there is none. Raises: DrafterError when there is no such file."""
    if not path.is_file():
        read_bytes(path)
    if read_only:
        return DrafterError(Problem(path.stem, "打开的时候说了只看不改。", ""))
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return DrafterError(
            Problem(path.stem, "文件或它所在的文件夹是只读的，只能看，不能改。", "")
        )
    try:
        return Lock(beside(path, "lock"), now, take_over=take_over)
    except (HeldError, SaveError) as error:
        return error


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

    def changed_elsewhere(self) -> bool:
        """Whether somebody else changed the file; cheap enough to ask every few seconds.

        Raises: SaveError where the file cannot be read.
        """
        try:
            self._compare()
        except ChangedElsewhereError:
            return True
        return False

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


_FORMAT = re.compile(r"^format: *['\"]?(\d{1,9})\b", re.MULTILINE)
_FORM = re.compile(r"^form: *['\"]?([^\s'\"#]+)", re.MULTILINE)


class DamagedError(DrafterError):
    """A session file that cannot be used as it is; `recover` sets it aside.

    good: the last good state, where there is one
    source: where that comes from, in the clerk's words
    """

    def __init__(self, error: DrafterError, good: str | None, source: str) -> None:
        super().__init__(error.problems)
        self.good = good
        self.source = source


def read_session(path: Path, own_forms: Path | None = None) -> tuple[bytes, str, Answers]:
    """The bytes of a session file, its text, and what it says.

    Raises: DamagedError where the file is there, but says nothing that can be used (a form
        that is not installed and a newer format are no damage); DrafterError otherwise.
    """
    data = b""
    try:
        data = read_bytes(path)
        text = text_of(data, str(path))
        return data, text, read_answers(text, str(path), own_forms)
    except DrafterError as error:
        if not _is_damaged(path, data, own_forms):
            raise
        raise DamagedError(error, *_last_good(path, own_forms)) from None


def reread(text: str, path: Path, own_forms: Path | None, form: Form) -> Saved | None:
    """An earlier text of the session; None where it cannot be read any more."""
    try:
        answers = read_answers(text, str(path), own_forms, form)
    except DrafterError:
        return None
    return Saved(answers.draft, answers.marks)


def _is_damaged(path: Path, data: bytes, own_forms: Path | None) -> bool:
    """Whether the file was read, and neither a newer format nor its form is why it is refused."""
    try:
        empty = path.is_file() and not path.read_bytes().strip()
        text = data.decode("utf-8", "replace")
        number, form = _FORMAT.search(text), _FORM.search(text)
        if form is not None:
            load_form(form[1], own_forms)
    except (OSError, DrafterError):
        return False
    newer = number is not None and int(number[1]) > FORMAT
    return empty or (bool(data) and not newer)


def _last_good(path: Path, own_forms: Path | None) -> tuple[str | None, str]:
    """The previous version, else the newest text of the history that can be read."""
    previous = beside(path, "bak")
    try:
        text = text_of(read_bytes(previous), str(previous))
        read_answers(text, str(previous), own_forms)
        return text, "上一次保存以前的内容"
    except DrafterError:
        pass
    for text in History(beside(path, "history"), "").texts():
        if text:
            try:
                read_answers(text, str(path), own_forms)
                return text, "修改记录里最近的内容"
            except DrafterError:
                continue
    return None, ""
