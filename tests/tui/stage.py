"""One pane over a real session, without the workspace around it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from textual.app import ComposeResult

from drafter.desk.desk import Around, Desk
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_model import Draft
from drafter.form.definitions import Form
from drafter.form.form_file import load_form
from drafter.session.session_shelf import create
from drafter.tui import app as full
from drafter.tui.ordered import OrderedApp
from drafter.tui.pane import Pane
from drafter.tui.themes import THEMES
from drafter.tui.work import Work

ROOT = Path(__file__).parents[2]
FORMS = ROOT / "tests" / "forms"
NATIONAL = load_form("disclosure-2021")
TODAY = date(2024, 1, 10)


def sample(name: str) -> Draft:
    """The draft of a sample."""
    return load_answers(ROOT / "sample_answers" / f"{name}.yaml").draft


@contextmanager
def work_over(
    draft: Draft, folder: Path, *, last: str = "", form: Form = NATIONAL
) -> Iterator[Work]:
    """A session of this draft, worked at; reports go into the folder, too.

    last: the sample that is last year's file
    """
    before = (ROOT / "sample_answers" / f"{last}.yaml").read_bytes() if last else None
    own = None if form is NATIONAL else FORMS
    session = create(folder / "sessions", form, draft, name="示例", last=before, own_forms=own)
    desk = Desk(session)
    yield Work(desk, Around(TODAY, folder, own=own))
    desk.close()


class Stage(OrderedApp[None]):
    """Shows one pane after every change, as the workspace does."""

    CSS_PATH = Path(full.__file__).with_name("drafter.tcss")
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, pane: Pane) -> None:
        super().__init__()
        self.pane = pane
        self.told: list[str] = []
        for theme in THEMES:
            self.register_theme(theme)
        self.set_reactive(Stage.theme, "drafter-dark")
        self.stylesheet.set_variables(self.get_css_variables())  # or it would be parsed twice

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.pane.work.listeners.append(self.renew)
        self.renew()
        self.pane.focus_first()

    def renew(self) -> None:
        self.pane.show(self.pane.work.step)

    def notify(self, message, **options) -> None:
        self.told.append(message)
