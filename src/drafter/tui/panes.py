"""The panes of the workspace: which one shows which step. Each is made when it is first wanted."""

from __future__ import annotations

from textual.widget import Widget

from drafter.interview.steps import Ask, Fill, Step, Write
from drafter.tui.pane import Pane
from drafter.tui.work import Work

_PANELS = ("findings", "preview")


class Panes:
    """The panes over one session.

    made: those that were wanted so far, by name; none of them is seen before it is shown
    """

    def __init__(self, work: Work) -> None:
        self.made: dict[str, Pane] = {}
        self._work = work

    @property
    def ask(self) -> Pane:
        """For a question."""
        from drafter.tui.ask.pane import AskPane

        return self._pane("ask", AskPane)

    @property
    def table(self) -> Pane:
        """For a table."""
        from drafter.tui.table_pane import TablePane

        return self._pane("table", TablePane)

    @property
    def write(self) -> Pane:
        """For the text of a section."""
        from drafter.tui.write.pane import WritePane

        return self._pane("write", WritePane)

    @property
    def review(self) -> Pane:
        """For the end of the way."""
        from drafter.tui.review.pane import ReviewPane

        return self._pane("review", ReviewPane)

    @property
    def findings(self) -> Pane:
        """The panel of findings."""
        from drafter.tui.findings.panel import FindingsPanel

        return self._pane("findings", FindingsPanel)

    @property
    def preview(self) -> Pane:
        """The panel with the report."""
        from drafter.tui.preview import PreviewPanel

        return self._pane("preview", PreviewPanel)

    @property
    def panels(self) -> list[Pane]:
        """The panels at the side that were wanted so far."""
        return [pane for name, pane in self.made.items() if name in _PANELS]

    def name_of(self, widget: Widget | None) -> str:
        """Which pane it is; "" for none of them."""
        return next((name for name, pane in self.made.items() if pane is widget), "")

    def showing(self, step: Step) -> Pane:
        """The pane for a step."""
        match step:
            case Ask():
                return self.ask
            case Fill():
                return self.table
            case Write():
                return self.write
        return self.review

    def _pane(self, name: str, kind: type[Pane]) -> Pane:
        if name not in self.made:
            self.made[name] = kind(self._work)
            self.made[name].display = False
        return self.made[name]
