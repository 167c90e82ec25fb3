"""Sessions in a folder of their own, and the app over them, told the day and the folders."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot

from drafter.desk.desk import Around, Desk
from drafter.draft.draft_model import Draft, with_answer
from drafter.form.form_file import load_form
from drafter.session.session_file import Session
from drafter.session.session_shelf import create
from drafter.tui import terminal_text
from drafter.tui.app import DrafterApp
from drafter.tui.ordered import OrderedApp
from drafter.tui.screen_host import Start
from drafter.tui.work import Work

FORMS = Path(__file__).parents[1] / "forms"
TODAY = date(2022, 1, 20)


@pytest.fixture(autouse=True, scope="session")
def _styles_read_once() -> Iterator[None]:
    """What one app read of a style sheet, the next one with the same colours need not read again.

    It is the tenth part of a start, and there are hundreds.
    """
    read, known = Stylesheet._parse_rules, dict[object, list[RuleSet]]()

    def read_once(sheet: Stylesheet, css: str, **source: Any) -> list[RuleSet]:
        key = (css, *source.items(), *sheet._variables.items())
        if key not in known:
            known[key] = read(sheet, css, **source)
        return known[key]

    with patch.object(Stylesheet, "_parse_rules", read_once):
        yield


@pytest.fixture(autouse=True)
def _narrow_marks() -> Iterator[None]:
    """What one test says of the terminal, the next does not hear."""
    yield
    terminal_text.use(safe=False)


@pytest.fixture(autouse=True)
def _pressed_and_worked_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """`pilot.press` returns when all is done that its keys set going."""
    press = Pilot.press

    async def press_all(pilot: Pilot[object], *keys: str) -> None:
        await press(pilot, *keys)
        if isinstance(pilot.app, OrderedApp):
            await pilot.app.typed_off()

    monkeypatch.setattr(Pilot, "press", press_all)


@pytest.fixture(autouse=True)
def _read_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said stays until something else is, and keys rest only where a test says so,
    however busy the machine is."""
    monkeypatch.setattr("drafter.tui.frame_lines._READING_S", 1e6)
    monkeypatch.setattr("drafter.tui.workspace._QUIET_S", 1e6)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where sessions lie."""
    return tmp_path / "sessions"


@pytest.fixture
def new_session(folder: Path) -> Iterator[Callable[..., Session]]:
    """`new_session("tiny", name="甲", organ="甲局")`: one with a year and an organ."""
    opened = []

    def make(form: str = "tiny", name: str = "甲", organ: str = "甲图书馆") -> Session:
        own = FORMS if (FORMS / form).is_dir() else None
        draft = with_answer(with_answer(Draft(form), "year", 2021), "organ.name", organ)
        opened.append(create(folder, load_form(form, own), draft, name=name, own_forms=own))
        return opened[-1]

    yield make
    for session in opened:
        session.close()


@pytest.fixture
def work(new_session: Callable[..., Session], tmp_path: Path) -> Iterator[Work]:
    """A session of the tiny form at work, saving in its thread."""
    desk = Desk(new_session(), tell=lambda: None)
    yield Work(desk, Around(TODAY, tmp_path, own=FORMS))
    desk.close()


@pytest.fixture
def app(folder: Path, tmp_path: Path) -> Iterator[Callable[..., DrafterApp]]:
    """`app(path)`: the app, not running yet; with a path, that session is opened at once."""
    apps = []

    def make(path: Path | None = None, own: Path | None = FORMS, place: str = "") -> DrafterApp:
        start = Start(folder, TODAY, tmp_path, tmp_path / "config", own, path=path, place=place)
        apps.append(DrafterApp(start))
        return apps[-1]

    yield make
    for made in apps:
        made.close()
