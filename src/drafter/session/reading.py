"""Session files as texts: reading one, and telling a damaged file from one that is refused."""

from __future__ import annotations

import re
from pathlib import Path

from drafter.draft.answers_file import FORMAT, Answers, read_answers
from drafter.errors import DrafterError
from drafter.files import read_bytes, text_of
from drafter.form.definitions import Form
from drafter.form.form_file import load_form
from drafter.interview.saved_state import Saved
from drafter.session.history import History
from drafter.session.places import beside

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
