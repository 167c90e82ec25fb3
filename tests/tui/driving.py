"""The whole program over a session: headless with keys in bursts, or in a real terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from drafter.draft.answers_file import NO_MARKS, Marks
from drafter.draft.draft_model import Draft
from drafter.form.definitions import Form
from drafter.session.session_file import open_session
from drafter.session.session_shelf import create
from drafter.tui.app import DrafterApp
from drafter.tui.screen_host import Start
from drafter.tui.themes import keep_theme

from ..conftest import LONGEST_S
from .clerk import Stroke, post
from .screens import screen_text

TODAY = date(2024, 1, 10)
NOON = datetime(2024, 1, 10, 12)
NAME = "示例"
SMALL, MIDDLE, BIG = (80, 24), (120, 40), (140, 40)


def new_path(
    folder: Path, form: Form, draft: Draft | None = None, marks: Marks = NO_MARKS, **more: Any
) -> Path:
    """A session in a folder, not open."""
    with create(folder, form, draft or Draft(form.id), marks, name=NAME, **more) as session:
        return session.path


@asynccontextmanager
async def at_work(
    path: Path | None, folder: Path | None = None, *, size: tuple[int, int] = SMALL
) -> AsyncIterator[DrafterApp]:
    """The app with this session open, or its list of reports, at noon of one day."""
    folder = folder or (path or Path()).parent
    keep_theme(folder / "config", "drafter-dark")  # chosen later, all styles are parsed again
    app = DrafterApp(Start(folder, TODAY, Path(), folder / "config"))
    app.animation_level = "none"
    try:
        async with app.run_test(size=size) as pilot:
            if path is not None:
                app.work_at(open_session(path, clock=lambda: NOON))
            await pilot.pause()
            yield app
    finally:
        app.close()


async def burst(app: DrafterApp, strokes: Iterable[Stroke]) -> None:
    """All of it at once, and until it is worked off."""
    post(app, list(strokes))
    await app.typed_off()


async def seen(app: DrafterApp) -> str:
    """What stands on the screen once all of it is drawn."""
    pilot, before = Pilot(app), ""
    await app.typed_off()
    while (now := screen_text(app)) != before:
        before = now
        for below in app._background_screens:  # Textual draws them when it gets round to it
            below._refresh_layout(app.size)
        app.screen.refresh()
        await pilot.pause()
    return now


@contextmanager
def terminal(
    env: dict[str, str], path: Path, *, size: tuple[int, int] = SMALL, wait: str = "目录"
) -> Iterator[Any]:
    """`drafter open` with this session in a real terminal, once `wait` is seen there."""
    pexpect = pytest.importorskip("pexpect")
    width, height = size
    child = pexpect.spawn(
        sys.executable,
        ["-m", "drafter", "open", NAME, "--today", str(TODAY)],
        env={
            **env,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "DRAFTER_DIR": str(path.parent),
            "TERM": "xterm-256color",
        },
        cwd=str(path.parent.parent),
        encoding="utf-8",
        dimensions=(height, width),
        timeout=LONGEST_S,
    )
    child.delaybeforesend = None
    try:
        child.expect(wait)
        yield child
    finally:
        child.close(force=True)


def ended(child: Any) -> tuple[str, int]:
    """What was said last, and the code the program ended with.

    However long it goes on: on a busy machine only a program that shows nothing more hangs.
    """
    pexpect, said = pytest.importorskip("pexpect"), child.buffer
    with suppress(pexpect.EOF):
        while True:
            said += child.read_nonblocking(1 << 16, timeout=LONGEST_S)
    child.close()
    return said, int(child.exitstatus if child.exitstatus is not None else -1)
