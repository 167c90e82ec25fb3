"""The ways to begin: empty, from last year's file, with a file, with the sample."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from drafter.desk.starting import Beginning, carried_beginning, forms_for, known_forms, year_after
from drafter.draft.answers_file import load_answers
from drafter.errors import DrafterError, Problem
from drafter.files import read_bytes
from drafter.form.model import Form
from drafter.resources import data_dir
from drafter.session.names import numbered
from drafter.session.places import find_file, session_path
from drafter.session.shelf import create
from drafter.tui.dialogs import TypeLine
from drafter.tui.starting import NewSession

if TYPE_CHECKING:
    from drafter.tui.app import DrafterApp

_SAMPLE = "county-bureau-2023.yaml"
_SAMPLE_NAME = "示例"


def new(app: DrafterApp) -> None:
    """An empty one, after year and organ."""
    try:
        forms = known_forms(app.start.own)
    except DrafterError as error:
        app.say_all(error)
        return
    dialog = NewSession(forms, app.start.today)
    app.push_screen(dialog, lambda began: _create(app, began) if began else None)


def from_last_year(app: DrafterApp) -> None:
    """One that last year's file is carried over into."""
    found: list[Beginning] = []

    def refuse(typed: str) -> Problem | None:
        path = _path(typed, app.start.folder)
        try:
            last = load_answers(path, app.start.own)
        except DrafterError as error:
            return error.problems[0]
        year = year_after(last)
        if year is None:
            return Problem(path.name, "没有写明年度。", "换一个文件，或者新建一份空白的。")
        form = _form_for(app, last.form, year)
        if form is None:
            return Problem(path.name, f"没有用于{year}年的报告格式。", "换一个文件。")
        found[:] = [carried_beginning(form, last, year)]
        return None

    def typed(line: str | None) -> None:
        if line is not None:
            _create(app, found[0], read_bytes(_path(line, app.start.folder)))

    said = ["上年的文件是哪一个？写文件的位置，或者这里报告的名字。"]
    app.push_screen(TypeLine(said, refuse), typed)


def a_file(app: DrafterApp) -> None:
    """A session that lies elsewhere, or one by its name."""

    def refuse(typed: str) -> Problem | None:
        path = _path(typed, app.start.folder)
        if not typed.strip():
            return Problem("文件", "还没有写。", "写文件的位置，或者把文件拖到这里。")
        return None if path.is_file() else Problem(path.name, "没有这个文件。", "核对位置和名字。")

    def typed(line: str | None) -> None:
        if line is not None:
            app.open_file(_path(line, app.start.folder))

    said = ["打开哪一个文件？写它的位置，或者把文件拖到这里。"]
    app.push_screen(TypeLine(said, refuse), typed)


def sample(app: DrafterApp) -> None:
    """A copy of a sample, under a name that says so."""

    def make() -> None:
        answers = load_answers(data_dir("sample_answers") / _SAMPLE, app.start.own)
        folder = app.start.folder
        free = (n for n in numbered(_SAMPLE_NAME) if not session_path(folder, n).exists())
        session = create(
            folder, answers.form, answers.draft, name=next(free), own_forms=app.start.own
        )
        app.work_at(session)

    _told(app, make)


def _create(app: DrafterApp, began: Beginning, last: bytes | None = None) -> None:
    def make() -> None:
        own = app.start.own
        session = create(
            app.start.folder, began.form, began.draft, began.marks, last=last, own_forms=own
        )
        session.notes += [f"新建了“{session.name}”，存在 {session.path}", *began.told]
        app.work_at(session)

    _told(app, make)


def _told(app: DrafterApp, make: Callable[[], None]) -> None:
    try:
        make()
    except DrafterError as error:
        app.say_all(error)


def _form_for(app: DrafterApp, before: Form, year: int) -> Form | None:
    """Last year's form where it still serves, else the newest that does."""
    fitting = forms_for(known_forms(app.start.own), year)
    same = [form for form in fitting if form.id == before.id]
    return next(iter(same or fitting), None)


def _path(typed: str, folder: Path) -> Path:
    """The file meant, as typed or dropped onto the terminal: quoted, or a `file:` address."""
    text = typed.strip().strip("'\"“”‘’")
    if text.startswith("file:"):
        text = unquote(urlsplit(text).path)
    return find_file(Path(text.replace("\\ ", " ")).expanduser(), folder)
