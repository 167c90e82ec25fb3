"""Pictures of the full screen, taken from the running app (`make pictures`).

Each picture is one screen with real keys pressed; its size is that of the terminal named.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import DIMMED_MONOKAI
from svg import Run, write_svg

from drafter.draft.answers_file import load_answers
from drafter.form.form_file import load_form
from drafter.interview.interview_state import (
    REVIEW,
    InterviewState,
    new_state,
    table_place,
    text_place,
    to_saved,
)
from drafter.interview.way import go_to
from drafter.session.session_shelf import create
from drafter.tui.app import DrafterApp
from drafter.tui.screen_host import Start
from drafter.tui.themes import keep_theme

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
TODAY = date(2024, 1, 20)
THEME = "drafter-dark"
NARROW, MIDDLE, WIDE = (80, 24), (120, 34), (140, 40)


class Picture(NamedTuple):
    """One screen: the place to open the session at ("" for home), and the keys pressed there."""

    name: str
    size: tuple[int, int]
    place: str
    keys: tuple[str, ...] = ()
    sample: str = "county-government-2023"


ALL = (
    Picture("tui-home", NARROW, ""),
    Picture("tui-question", NARROW, "overview.requests.on_time", ("f1",), "county-bureau-2023"),
    Picture("tui-table", WIDE, table_place("applications"), ("down", "down", "down")),
    Picture("tui-table-80", NARROW, table_place("applications")),
    Picture("tui-writing", MIDDLE, text_place("overview.requests")),
    Picture("tui-findings", NARROW, table_place("applications"), ("5", "down", "f2")),
    Picture("tui-preview", MIDDLE, table_place("applications"), ("f3",)),
    Picture("tui-review", NARROW, REVIEW, ("1",) * 9),  # each takes one of the paragraphs
)


def main() -> None:
    """Take every picture."""
    for picture in ALL:
        with tempfile.TemporaryDirectory(prefix="drafter-") as folder:
            asyncio.run(_take(picture, Path(folder)))


async def _take(picture: Picture, folder: Path) -> None:
    sessions = folder / "sessions"
    path = _session(sessions, picture)
    start = Start(sessions, TODAY, folder, folder, path=path if picture.place else None)
    keep_theme(folder, THEME)
    app = DrafterApp(start)
    async with app.run_test(size=picture.size) as pilot:
        await pilot.pause()
        for key in picture.keys:
            await pilot.press(key)
            await app.typed_off()
        await pilot.pause(0.6)  # the findings come when one has stopped typing
        theme = app.current_theme
        rows = [list(_runs(strip)) for strip in app.screen._compositor.render_strips()]
    app.close()
    ink, paper = str(theme.foreground), str(theme.background)
    write_svg(PICTURES / f"{picture.name}.svg", rows, ink=ink, paper=paper)
    print(f"{picture.name}.svg")


def _session(folder: Path, picture: Picture) -> Path:
    form = load_form("disclosure-2021")
    answers = load_answers(ROOT / "sample_answers" / f"{picture.sample}.yaml")
    state = new_state(form, answers.draft)
    name = str(state.draft.answers["organ.name"])
    if picture.place:
        after = go_to(state, picture.place)
        if not isinstance(after, InterviewState):
            raise SystemExit(str(after))
        state = after
    with create(folder, form, state.draft, name=name) as session:
        session.save(*to_saved(state))
        return session.path


def _runs(strip: Iterable[Segment]) -> Iterator[Run]:
    """The segments of one line, their colours as they are seen."""
    for segment in strip:
        if segment.control or not segment.text:
            continue
        style = segment.style or Style()
        ink, paper = _colour(style, "color"), _colour(style, "bgcolor", paper=True)
        if style.reverse:
            ink, paper = paper, ink
        yield Run(segment.text, ink, paper, bool(style.bold), bool(style.underline))


def _colour(style: Style, which: str, *, paper: bool = False) -> str:
    colour = getattr(style, which)
    if colour is None:
        colour = style.color if which == "color" else style.bgcolor
    if colour is None:
        return ""
    found = colour.get_truecolor(DIMMED_MONOKAI, foreground=not paper)
    return f"#{found.red:02x}{found.green:02x}{found.blue:02x}"


if __name__ == "__main__":
    main()
