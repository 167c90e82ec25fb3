"""Every look of the screen as plain text, kept in `looks/`; `make looks` takes them anew.

A walk is one session, gone through from look to look; what it finds on the way is as real
as the keys pressed.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from textual.pilot import Pilot

from drafter.desk.desk import Desk
from drafter.desk.last_report import LastFile
from drafter.desk.new_report import carried_beginning, empty_beginning
from drafter.draft.answers_file import NO_MARKS, load_answers
from drafter.draft.answers_writer import write_answers
from drafter.draft.draft_model import Draft, with_answer
from drafter.errors import DrafterError, Problem
from drafter.form.form_file import load_form
from drafter.interview.given_answers import record_answer
from drafter.interview.interview_state import (
    REVIEW,
    InterviewState,
    table_place,
    text_place,
    to_saved,
)
from drafter.tui.app import DrafterApp
from drafter.tui.frame_lines import Says
from drafter.tui.workspace import Workspace

from ..chat.conftest import left_by_core
from .clerk import Pasted, Stroke
from .driving import BIG, MIDDLE, NOON, SMALL, at_work, burst, new_path, seen
from .screens import screen_lines

KEPT = Path(__file__).parent / "looks"
SAMPLES = Path(__file__).parents[2] / "sample_answers"
FORM = load_form("disclosure-2021")
EVERY = (SMALL, MIDDLE, BIG)
BLOCK = "\t自然人\t商业企业\n予以公开\t3\t1\n部分公开\t2\t0\n讨论通过\t5\t5\n"


class Look(NamedTuple):
    """One screen: where it is, how one gets there, and the sizes at which it is kept.

    place: gone to first; "" stays
    do: done to the state, as another screen would
    befall: what happens from outside
    """

    name: str
    keys: tuple[Stroke, ...] = ()
    place: str = ""
    sizes: tuple[tuple[int, int], ...] = (SMALL,)
    do: Callable[[InterviewState], InterviewState | Problem] | None = None
    befall: Callable[[Desk], None] | None = None


@dataclass(frozen=True)
class Walk:
    """Looks of one session after each other. `start`: what it begins with."""

    start: Callable[[Path], Path | None]
    looks: tuple[Look, ...]


def blank(folder: Path) -> Path:
    """A year and an organ."""
    draft = with_answer(with_answer(Draft(FORM.id), "year", 2023), "organ.name", "示例县水利局")
    return new_path(folder, FORM, draft)


def given(name: str) -> Callable[[Path], Path]:
    """A sample, of which nothing was said to be finished."""

    def start(folder: Path) -> Path:
        sample = load_answers(SAMPLES / f"{name}.yaml")
        return new_path(folder, sample.form, sample.draft)

    return start


def finished(name: str) -> Callable[[Path], Path]:
    """A sample as its clerk leaves it."""

    def start(folder: Path) -> Path:
        state = left_by_core(SAMPLES / f"{name}.yaml")
        return new_path(folder, FORM, *to_saved(state))

    return start


def short_way(folder: Path) -> Path:
    """A new report, as the home screen makes it."""
    draft = with_answer(with_answer(Draft(FORM.id), "year", 2023), "organ.name", "示例县水利局")
    began = empty_beginning(FORM, draft)
    return new_path(folder, FORM, began.draft, began.marks)


def carried(folder: Path) -> Path:
    """This year's begun from last year's; 结转 stands in table three."""
    last = load_answers(SAMPLES / "county-government-2023.yaml")
    began = carried_beginning(FORM, LastFile(last, b""), 2024)
    text = write_answers(FORM, last.draft, NO_MARKS).encode()
    return new_path(folder, FORM, began.draft, began.marks, last=text)


def no_session(_: Path) -> None:
    """The list of reports, while there are none."""


def two_sessions(folder: Path) -> None:
    """The same with two: one hardly begun, one finished."""
    for number, start in enumerate((blank, finished("county-bureau-2023"))):
        path = start(folder).rename(folder / f"报告{number + 1}.yaml")
        at = (NOON - timedelta(days=number + 1)).timestamp()
        os.utime(path, (at, at))


def fill_disk(desk: Desk) -> None:
    """Nothing can be written."""

    def save(*_: object) -> None:
        raise DrafterError(Problem("示例.yaml", "磁盘满了。", "腾出地方。"))

    desk.session.write = save  # type: ignore[method-assign]


def answer(place: str, raw: str) -> Callable[[InterviewState], InterviewState | Problem]:
    """An answer given elsewhere."""
    return lambda state: record_answer(state, place, raw)


def answers(given: dict[str, str]) -> Callable[[InterviewState], InterviewState | Problem]:
    """Several of them."""

    def act(state: InterviewState) -> InterviewState | Problem:
        for place, raw in given.items():
            after = record_answer(state, place, raw)
            assert isinstance(after, InterviewState), after
            state = after
        return state

    return act


APPLICATIONS = table_place("applications")
PROACTIVE = text_place("overview.proactive")
WALKS = {
    "no session": Walk(
        no_session,
        (
            Look("home-empty", sizes=EVERY),
            Look("home-help", ("f1",)),
            Look("new-report", ("escape", "down", "enter")),
            Look("new-refused", ("enter", "ctrl+u", *"今年", "enter")),
            Look("new-organ", ("ctrl+u", *"2023", "enter", "enter")),
            Look("last-refused", ("escape", "down", "enter", "2", *"没有", "enter")),
            Look("file-refused", ("escape", "down", "enter", *"没有", "enter")),
        ),
    ),
    "full disk": Walk(
        blank,
        (
            Look("unsaved", ("3", "enter"), "organ.kind", befall=fill_disk),
            Look("unsaved-leaving", ("ctrl+q",)),
        ),
    ),
    "two sessions": Walk(two_sessions, (Look("home", sizes=EVERY),)),
    "question": Walk(
        blank,
        (
            Look("question", place="overview.proactive.items_published", sizes=EVERY),
            Look("question-heard", tuple("一千二百")),
            Look("question-refused", (*("backspace",) * 4, *"很多", "enter"), sizes=EVERY),
            Look("question-explained", ("f1",)),
            Look("question-choice", place="organ.kind"),
            Look("question-choice-own", ("down",) * 9 + tuple("我馆"), "organ.self"),
            Look("question-choices", ("1", "3"), "overview.opening.approach"),
            Look("question-prose", (Pasted("第一段。\n第二段。"),), "overview.proactive.measures"),
            Look("question-counts", (*"12", "enter"), "overview.requests.by_channel"),
            Look("question-entries", (*"更新不及时", "enter"), "problems.items"),
            Look("question-unsure", ("f7",), "report.signed"),
        ),
    ),
    "short way": Walk(
        short_way,
        (
            Look("page-events", ("enter",), sizes=EVERY),
            Look("page-ticked", ("space", "down", "space")),
            Look(
                "page-extras",
                ("space", "up", "space", "enter"),
                do=answers(
                    {
                        "report.signed": "2024-1-20",
                        "overview.proactive.items_published": "86",
                        "problems.items": "存在的问题：解读形式单一\n改进措施：制作图解",
                    }
                ),
                sizes=EVERY,
            ),
            Look("page-usual", ("enter",), sizes=EVERY),
            Look("page-usual-end", ("end",)),
        ),
    ),
    "carried": Walk(
        carried,
        (
            Look("page-standing", sizes=EVERY),
            Look("question-last", (), "overview.proactive.items_published"),
            Look("table-carried", place=APPLICATIONS),
            Look("table-last", ("g", "f8")),
            Look("table-corrected", ("f8", "ctrl+home", "down", "9", "enter", "f9", "f9")),
        ),
    ),
    "table": Walk(
        blank,
        (
            Look("table-gate", place="applications.any_received"),
            Look("table-untouched", ("g",), APPLICATIONS),
            Look("table-figures", ("ctrl+home", *"58", "tab", *"7", "tab", "5")),
            Look("table-refused", ("enter", "ctrl+home", *"1件2", "enter", "up")),
            Look("table-broken", (*"58", "enter", "f7"), sizes=EVERY),
            Look("table-rest-zero", ("f9",)),
            Look("table-uneven", ("f10",)),
            Look("table-explained", ("f1",)),
            Look("table-keys", ("f1",)),
            Look("table-paste", ("escape", "ctrl+home", Pasted(BLOCK)), sizes=(SMALL, BIG)),
            Look("table-pasted", ("enter",)),
            Look("table-fifteen-columns", ("g",), table_place("disputes")),
        ),
    ),
    "full table": Walk(
        given("county-government-2023"),
        (
            Look("table-filled", place=APPLICATIONS, sizes=EVERY),
            Look("table-sums", ("=",)),
            Look("table-whole", ("g",), sizes=(SMALL, BIG)),
        ),
    ),
    "another form": Walk(
        given("enforcement-police-2022"),
        (
            Look("table-two-bands", place=table_place("penalties"), sizes=(SMALL, BIG)),
            Look("table-left-out", place="licences.duty"),
        ),
    ),
    "writing": Walk(
        given("county-bureau-2023"),
        (
            Look("writing-drafted", place=PROACTIVE, sizes=EVERY),
            Look("writing-under-way", ("f5", *"另外，收到申请99件。"), sizes=(SMALL, BIG)),
            Look("writing-put-aside", ("escape",)),
            Look("writing-left-off", ("enter",)),
            Look("writing-own", ("escape",), PROACTIVE, do=answer(PROACTIVE, "收到申请99件。")),
            Look("writing-differs", ("tab", "enter")),
            Look(
                "writing-changed",
                place=PROACTIVE,
                do=answer("overview.proactive.items_published", "300"),
            ),
        ),
    ),
    "findings": Walk(
        given("county-government-2023"),
        (
            Look(
                "findings",
                ("f2",),
                APPLICATIONS,
                EVERY,
                do=answers(
                    {"overview.proactive.items_published": "9999", "report.signed": "2024-04-18"}
                ),
            ),
            Look("findings-ways", ("space",)),
            Look("findings-at-the-place", ("escape", "enter")),
            Look("findings-reason", ("f2", "a")),
        ),
    ),
    "review": Walk(
        finished("county-bureau-2023"),
        (
            Look("review", place=REVIEW, sizes=EVERY),
            Look("review-outputs", ("home", "enter")),
            Look("review-finished", ("5",), sizes=EVERY),
            Look("preview", ("escape", "f3"), sizes=EVERY),
            Look("preview-table", ("f3",), APPLICATIONS, sizes=EVERY),
        ),
    ),
    "nothing given": Walk(
        blank,
        (
            Look("review-open", place=REVIEW, sizes=EVERY),
            Look("outline", ("f4",), "organ.kind"),
            Look("palette", ("escape", "ctrl+p"), sizes=(SMALL, BIG)),
            Look("palette-found", tuple("电话")),
            Look("palette-nothing", tuple("没有这样的")),
            Look("palette-end", (*("backspace",) * 9, "up")),
            Look("help", ("escape", "f1", "f1"), sizes=EVERY),
            Look("help-end", ("end",)),
            Look("themes", ("escape", "ctrl+p", *"颜色", "enter")),
            Look("undone", ("escape", "3", "enter", "ctrl+z")),
            Look("too-small", ("ctrl+s",), sizes=((59, 15),)),
        ),
    ),
}


async def looks_of(walk: Walk, folder: Path) -> AsyncIterator[tuple[str, list[str]]]:
    """Each look of a walk by its name and size, line by line, as wide as the screen."""
    async with _opened(walk, folder) as app:
        for look in walk.looks:
            if app.workspace is not None:
                _go(app.workspace, look)
            await burst(app, look.keys)
            for size in look.sizes:
                await Pilot(app).resize_terminal(*size)
                await settled(app)
                yield f"{look.name}-{size[0]}x{size[1]}", screen_lines(app)
            await Pilot(app).resize_terminal(*SMALL)


@asynccontextmanager
async def _opened(walk: Walk, folder: Path) -> AsyncIterator[DrafterApp]:
    """The app, in which what is told stays and nothing waits; reports go where one stands."""
    with patch("drafter.tui.frame_lines._READING_S", 1e6), working_in(folder):
        async with at_work(walk.start(folder / "s"), folder / "s") as app:
            if app.workspace is not None:
                for panel in (app.workspace.panes["findings"], app.workspace.panes["preview"]):
                    panel._wait_s = 0.0
            yield app


def _go(workspace: Workspace, look: Look) -> None:
    for says in workspace.query(Says):
        says.hush()
    if look.do is not None:
        assert workspace.work.act(look.do) is None
    if look.place:
        assert workspace.work.go(look.place) is None
    workspace.work.desk.flush()
    if look.befall is not None:
        look.befall(workspace.work.desk)


async def settled(app: DrafterApp) -> None:
    """Until all is read, saved and drawn."""
    await app.workers.wait_for_complete()
    if app.workspace is not None:
        app.workspace.work.desk.flush()
    await seen(app)


@contextmanager
def working_in(folder: Path) -> Iterator[None]:
    """In this folder, which the screen then does not name."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


async def _take(folder: Path) -> dict[str, list[str]]:
    taken = {}
    for name, walk in WALKS.items():
        own = folder / name
        own.mkdir()
        async for look, lines in looks_of(walk, own):
            taken[look] = lines
    return taken


def main() -> None:
    """Take every look anew, and forget those that are no more."""
    with tempfile.TemporaryDirectory() as folder:
        taken = asyncio.run(_take(Path(folder)))
    KEPT.mkdir(exist_ok=True)
    for kept in KEPT.glob("*.txt"):
        kept.unlink()
    for name, lines in taken.items():
        (KEPT / f"{name}.txt").write_text(text_of(lines), "utf-8")


def text_of(lines: list[str]) -> str:
    """As it is kept: without the spaces at line ends."""
    return "".join(f"{line.rstrip()}\n" for line in lines)


if __name__ == "__main__":
    main()
