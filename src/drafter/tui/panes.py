"""The panes of the workspace: which one shows which step."""

from __future__ import annotations

from typing import NamedTuple

from drafter.interview.steps import Ask, Fill, Step, Write
from drafter.tui.ask.pane import AskPane
from drafter.tui.findings.panel import FindingsPanel
from drafter.tui.pane import Pane
from drafter.tui.preview import PreviewPanel
from drafter.tui.review.pane import ReviewPane
from drafter.tui.table_pane import TablePane
from drafter.tui.work import Work
from drafter.tui.write.pane import WritePane


class Panes(NamedTuple):
    """All of them, made once."""

    ask: Pane
    table: Pane
    write: Pane
    review: Pane
    findings: Pane
    preview: Pane

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


def make_panes(work: Work) -> Panes:
    """Every pane over one session."""
    return Panes(
        AskPane(work),
        TablePane(work),
        WritePane(work),
        ReviewPane(work),
        FindingsPanel(work),
        PreviewPanel(work),
    )
