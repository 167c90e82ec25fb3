"""What every pane of the workspace is: a part of the screen that shows the step there is.

A pane is mounted when it is first wanted, and then stays. The workspace shows the one that the
step wants and calls `show` after every change, at once; a pane never waits for a message to know
what is true. The side panels (findings, preview) are panes as well: `show` is called for them
while they are seen."""

from __future__ import annotations

from textual.message import Message
from textual.widget import Widget

from drafter.errors import Problem
from drafter.interview.steps import Step
from drafter.tui.work import Work

Hint = tuple[str, str]
"""A key as the clerk knows it, and what it does: `("F6", "跳过")`."""


class Pane(Widget):
    """Base of the panes. Give it the work; it changes the state through nothing else."""

    DEFAULT_CSS = "Pane { height: 1fr; width: 1fr; }"

    class OtherKeys(Message):
        """Other keys matter here now: `hints` are others."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.work = work

    def show(self, step: Step) -> None:
        """Draw this step. At the same place as before it must leave alone what is being typed."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Take the focus, where typing begins."""
        raise NotImplementedError

    def leave(self) -> None:
        """Another pane is shown next: keep the text under way (`work.typed`)."""

    @property
    def hints(self) -> tuple[Hint, ...]:
        """The keys that matter here, the most useful first; the footer shows what fits."""
        return ()

    def tell(self, said: str | Problem | None, *, bad: bool = False) -> None:
        """A word to the clerk that goes away by itself; bad: something went wrong."""
        if said is None:
            return
        bad = bad or isinstance(said, Problem)
        self.notify(str(said), severity="warning" if bad else "information", markup=False)
