"""Opening a session: mended where it is damaged, taken over where the clerk says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.errors import DrafterError
from drafter.session.opening import open_session, recover
from drafter.session.reading import DamagedError
from drafter.session.store import Session
from drafter.tui.dialogs import Choose, Way

if TYPE_CHECKING:
    from drafter.tui.app import DrafterApp

Then = Callable[[Session], None]


def open_path(app: DrafterApp, path: Path, then: Then) -> None:
    """Open the session in a file, asking where that must be; `then` is called with it."""
    own = app.start.own
    try:
        session = open_session(path, own_forms=own)
    except DamagedError as error:
        _ask_mend(app, path, error, then)
        return
    except DrafterError as error:
        app.say_all(error)
        return
    if session.held is None or not session.held.doubtful:
        then(session)
        return
    ways = [Way("look", "只看"), Way("take", "接过来填")]

    def chosen(way: str | None) -> None:
        if way != "take":
            then(session)
            return
        session.close()
        try:
            then(open_session(path, own_forms=own, take_over=True))
        except DrafterError as error:
            app.say_all(error)

    app.home_below()
    said = [str(session.held.problems[0]), "接过来填，还是只看？"]
    app.push_screen(Choose(said, ways), chosen)


def _ask_mend(app: DrafterApp, path: Path, error: DamagedError, then: Then) -> None:
    if error.good is None:
        app.say_all(error)
        return

    def chosen(way: str | None) -> None:
        if way != "mend":
            return
        try:
            session, place = recover(path, own_forms=app.start.own)
        except DrafterError as failed:
            app.say_all(failed)
            return
        if place is not None:
            session.notes.append(f"恢复好了。坏了的那份在：{place}")
        then(session)

    app.home_below()
    said = [*map(str, error.problems), f"文件坏了，可以恢复到{error.source}；坏了的那份会另存。"]
    app.push_screen(Choose(said, [Way("mend", "恢复"), Way("leave", "不动它")]), chosen)
