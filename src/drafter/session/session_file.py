"""One session on disk: opened and locked, read or mended, saved answer by answer, closed."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import NamedTuple

from drafter.draft.answers_file import FORMAT, NO_MARKS, Answers, Marks, read_answers
from drafter.draft.draft_model import Draft
from drafter.errors import DrafterError, Problem, one_line
from drafter.file_writer import SaveError, remove_stray_temps, write_file
from drafter.files import SIZE_LIMIT, open_own, read_bytes, refuse_link, text_of
from drafter.form.definitions import Form
from drafter.form.form_file import load_form
from drafter.interview.interview_state import Saved
from drafter.session.session_folder import ENDING, aside, beside, last_beside, sessions_folder
from drafter.session.session_lock import HeldError, Lock
from drafter.session.undo_history import Act, History, HistoryFile

Clock = Callable[[], datetime]

_FORMAT = re.compile(r"^format: *['\"]?(\d{1,9})\b", re.MULTILINE)
_FORM = re.compile(r"^form: *['\"]?([^\s'\"#]+)", re.MULTILINE)


class ReadOnlyError(DrafterError):
    """The session was opened to be looked at only."""


class TooLargeError(DrafterError):
    """The draft would be a file that no drafter reads again."""


class ChangedElsewhereError(DrafterError):
    """Somebody else changed the file, or took it away (`missing`), since we last had it.

    What is in memory is untouched. `load_theirs`, `keep_mine_aside` and `save_over` go on.
    """

    def __init__(self, path: Path, *, missing: bool) -> None:
        what = "文件不见了" if missing else "文件被别的程序改过"
        fix = "可以重新保存一份。" if missing else "可以读入改过的文件，或者把这里的内容另存一份。"
        super().__init__(Problem(str(path), f"{what}，没有存下来。", fix))
        self.missing = missing


class DamagedError(DrafterError):
    """A session file that cannot be used as it is; `recover` sets it aside.

    good: the last good state, where there is one
    source: where that comes from, in the clerk's words
    """

    def __init__(self, error: DrafterError, good: str | None, source: str) -> None:
        super().__init__(error.problems)
        self.good = good
        self.source = source

    @property
    def offer(self) -> str:
        """What can be done, where there is a good state."""
        return f"文件坏了，可以恢复到{self.source}；坏了的那份会另存。"


def mended_words(place: Path) -> str:
    """Where the damaged file is after `recover`."""
    return f"恢复好了。坏了的那份在：{place}"


class Record(NamedTuple):
    """An accepted draft on its way to the disk; `history` is the one it leads to."""

    saved: Saved
    data: bytes
    act: Act
    history: History


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
    # By way of two links to one file, two processes would take two locks.
    path = Path(os.path.realpath(path))
    lock = _lock(path, clock(), take_over=take_over, read_only=read_only)
    try:
        return Session(path, own_forms, clock, lock)
    except BaseException:
        if isinstance(lock, Lock):
            lock.release()
        raise


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
        _read_session(path, own_forms)
    except DamagedError as error:
        if error.good is None:
            raise
        # Copied, not renamed: a stop between the two lines leaves a session where there was one.
        place = aside(path, "damaged", clock())
        write_file(place, path.read_bytes())
        write_file(path, error.good.encode())
    finally:
        lock.release()
    return open_session(path, own_forms=own_forms, clock=clock), place


def file_bytes(text: str) -> bytes:
    """The text of a session as its file. Raises: TooLargeError for one not to be read again."""
    data = text.encode()
    if len(data) > SIZE_LIMIT:
        size = f"{SIZE_LIMIT // 1024 // 1024} MB"
        what = f"加上这些，整份报告（连同正在写的文字）超过 {size}，没有记下。"
        raise TooLargeError(Problem("报告", what, "删短一些；一般的报告不到 100 kB。"))
    return data


class Session:
    """A session that is open; make one with `open_session`.

    saved: what is on disk
    saved_at: when that was put there by this process; None before the first save
    read_only: why nothing can be saved, in the clerk's words; "" when it can
    held: who holds it, where that is the reason
    notes: what was noticed on opening, in the clerk's words
    history: of the draft recorded last, on disk or not yet

    One thread may `write` what another has recorded: a save ends before the next begins.
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
        self._writing = RLock()
        self._history_file = HistoryFile(beside(path, "history"))
        self._may_stand: tuple[bytes | None, ...] = ()
        """What the file may hold now for us to write over; None stands for no file."""
        text = self._read()
        if self._lock is not None:
            self._tidy_up(self._lock)
        self.history = self._told_history(text)

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

        Raises: TooLargeError; and as `write`.
        """
        self.write(self.record(draft, marks, act))

    def record(self, draft: Draft, marks: Marks = NO_MARKS, act: Act = Act.STEP) -> Record:
        """Take a draft into the history, and make ready what is to be written of it.

        Raises: TooLargeError; ReadOnlyError. Then nothing is recorded.
        """
        self._check_open()
        text = self._text(draft, marks)
        data = file_bytes(text)
        self.history = self.history.after(text, act)
        return Record(Saved(draft, marks), data, act, self.history)

    def write(self, record: Record) -> None:
        """Put a draft that was recorded on disk before returning.

        Raises: ReadOnlyError; ChangedElsewhereError; SaveError. Then nothing has changed on
            disk, and the same can be tried again.
        """
        with self._writing:
            self._check_open()
            data = record.data
            if (standing := self._compare()) != data or self._may_stand != (data,):
                self._keep_handwritten()
                # Either may stand there after a failure: the last step, syncing the folder, can
                # fail when the new file is in its place already.
                self._may_stand = (standing, data)
                write_file(self.path, data, previous=beside(self.path, "bak"), ready=self._compare)
            self._may_stand = (data,)
            self.saved, self.saved_at = record.saved, self._clock()
            # After the draft: a stop in between costs a step of undo, not an answer.
            self._history_file.keep(record.history, record.act)

    def load_theirs(self) -> Saved:
        """What stands in the file now becomes the session; undo leads back to ours.

        Raises: DrafterError, and the session stays as it is, where it cannot be read.
        """
        with self._writing:
            self.history = self.history.after(self._read(), Act.STEP)
            # What was recorded but never written is in our history, and not in its file.
            self._history_file.forget()
            return self.saved

    def keep_mine_aside(self, draft: Draft, marks: Marks = NO_MARKS) -> Path:
        """Write our draft beside the session, under a new name, which is returned.

        Where the session's folder is gone or full, another place of the user's is taken.

        Raises: SaveError.
        """
        import tempfile  # no start waits for it

        data = self._text(draft, marks).encode()
        failed: SaveError | None = None
        for folder in (None, sessions_folder(), Path.home(), Path(tempfile.gettempdir())):
            place = self.path if folder is None else folder / self.path.name
            try:
                place = aside(place, "mine", self._clock())
                write_file(place, data)
                return place
            except SaveError as error:
                failed = failed or error
        assert failed is not None
        raise failed

    def save_over(self, draft: Draft, marks: Marks = NO_MARKS) -> Path | None:
        """Save ours in spite of a change; theirs is kept beside, under the name returned.

        Raises: TooLargeError; ReadOnlyError; SaveError.
        """
        record = self.record(draft, marks)
        with self._writing:
            theirs, place = self._standing(-1), None
            if theirs is not None and theirs not in self._may_stand:
                place = aside(self.path, "theirs", self._clock())
                write_file(place, theirs)
            self._may_stand = (theirs,)
            self._history_file.forget()
            self.write(record)
            return place

    def before(self) -> Saved | None:
        """The state that undo leads to; save it with `Act.UNDO`."""
        return self._reread(self.history.before)

    def after(self) -> Saved | None:
        """The state that redo leads to; save it with `Act.REDO`."""
        return self._reread(self.history.ahead)

    def last_year(self) -> Answers | None:
        """Last year's file. Raises: DrafterError, as `last_beside`."""
        return last_beside(self.path, self._own_forms)

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

    def _read(self) -> str:
        data, text, answers = _read_session(self.path, self._own_forms)
        self._may_stand = (data,)
        self._form = answers.form
        self.saved = Saved(answers.draft, answers.marks)
        self._found: bytes | None = data
        return text

    def _tidy_up(self, lock: Lock) -> None:
        """After a kill: what its saves left, and a word about it."""
        remove_stray_temps(self.path.with_name(self.path.name.removesuffix(ENDING)))
        if lock.left is not None:
            since = one_line(lock.left.since)
            self.notes.append(f"上次没有正常退出（{since} 打开的），已保存的内容都在。")

    def _told_history(self, text: str) -> History:
        """The history that the file tells, leading to the session's text; a bad one is told."""
        history, wrong = self._history_file.read()
        if wrong:
            self.notes.append(f"修改记录读不全（{wrong}），更早的改动不能撤销了；报告没有受影响。")
        if self._lock is None:
            return (history or History(text)).after(text, Act.STEP)
        if wrong:  # kept for whoever can mend it: our next save writes the history anew
            place = aside(self.path, "damaged", self._clock()).with_suffix(".history")
            with suppress(OSError):  # else the new one is written in its place
                os.rename(beside(self.path, "history"), place)
        if history is None or history.current != text:
            # Somebody edited the file by hand, or a stop came between the draft and its history.
            history = (history or History(text)).after(text, Act.STEP)
            self._history_file.forget()
        self._history_file.keep(history, Act.ASIDE)
        if self._history_file.trouble is not None:
            self.notes.append("修改记录现在存不下来，关掉以后不能撤销这次的改动。")
        return history

    def _reread(self, text: str | None) -> Saved | None:
        """An earlier text of the session; None where it cannot be read any more."""
        try:
            answers = text and read_answers(text, str(self.path), self._own_forms, self._form)
        except DrafterError:
            return None
        return Saved(answers.draft, answers.marks) if answers else None

    def _check_open(self) -> None:
        if self.read_only:
            raise ReadOnlyError(Problem(self.name, f"没有存下来：{self.read_only}", ""))

    def _keep_handwritten(self) -> None:
        """Keep what a person wrote, comments and all, or an older drafter: we write it anew."""
        if self._found is not None and self._text(*self.saved).encode() != self._found:
            write_file(aside(self.path, "before", self._clock()), self._found)
        self._found = None

    def _text(self, draft: Draft, marks: Marks) -> str:
        from drafter.draft.answers_writer import write_answers

        return write_answers(self._form, draft, marks)

    def _compare(self) -> bytes | None:
        """What stands in the file, which is ours to write over. Raises: ChangedElsewhereError."""
        standing = self._standing()
        if standing not in self._may_stand:
            raise ChangedElsewhereError(self.path, missing=standing is None)
        return standing

    def _standing(self, limit: int = SIZE_LIMIT + 1) -> bytes | None:
        """What stands in the file now; None for no file. Raises: SaveError."""
        try:
            with open_own(self.path) as file:
                return file.read(limit)
        except FileNotFoundError:
            return None
        except OSError as error:
            what = f"读不出现在的文件（系统错误 {error.errno}），没有存下来。"
            fix = "看看磁盘或网络是不是断了。"
            raise SaveError(Problem(str(self.path), what, fix)) from None


def _read_session(path: Path, own_forms: Path | None = None) -> tuple[bytes, str, Answers]:
    """The bytes of a session file, its text, and what it says.

    Raises: DamagedError where the file is there, but says nothing that can be used (a form
        that is not installed and a newer format are no damage); DrafterError otherwise.
    """
    try:
        data = read_bytes(path)
        text = text_of(data, str(path))
        return data, text, read_answers(text, str(path), own_forms)
    except DrafterError as error:
        if not _is_damaged(path, own_forms):
            raise
        raise DamagedError(error, *_last_good(path, own_forms)) from None


def _is_damaged(path: Path, own_forms: Path | None) -> bool:
    """Whether it can be read, and neither a newer format nor its form is why it is refused."""
    if not os.path.isfile(path):
        return False
    try:
        with path.open("rb") as file:
            text = file.read(SIZE_LIMIT).decode("utf-8", "replace")
        number, form = _FORMAT.search(text), _FORM.search(text)
        if form is not None:
            load_form(form[1], own_forms)
    except (OSError, DrafterError):
        return False
    return number is None or int(number[1]) <= FORMAT


def _last_good(path: Path, own_forms: Path | None) -> tuple[str | None, str]:
    """The previous version, else the newest text of the history that can be read."""
    previous = beside(path, "bak")
    with suppress(DrafterError):
        refuse_link(previous)
        text = text_of(read_bytes(previous), str(previous))
        read_answers(text, str(previous), own_forms)
        return text, "上一次保存以前的内容"
    history, _ = HistoryFile(beside(path, "history")).read()
    for text in history.texts() if history else ():
        with suppress(DrafterError):
            read_answers(text, str(path), own_forms)
            return text, "修改记录里最近的内容"
    return None, ""


def _lock(path: Path, now: datetime, *, take_over: bool, read_only: bool) -> Lock | DrafterError:
    """The lock, or why there is none. Raises: DrafterError when there is no such file."""
    if not os.path.isfile(path):
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
