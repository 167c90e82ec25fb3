"""What is behind a cell, to be read: applications of the register, or figures of units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from drafter.desk.merged_cells import is_merged, units_behind
from drafter.desk.register_at_hand import behind
from drafter.errors import DrafterError
from drafter.form.definitions import Address
from drafter.tui.dialogs import Dialog
from drafter.tui.terminal_text import content
from drafter.tui.work import Work


class Page(Dialog[None]):
    """Lines to be read."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "close")]

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog page"):
            yield Static(content("\n".join([*self._lines, "", "（按 Esc 关闭）"])))


def show_behind(app: App[object], work: Work, address: Address) -> None:
    """What is behind a cell, or why it cannot be shown."""
    lines: Sequence[str]
    try:
        if is_merged(work.state, address):
            lines = units_behind(work.state.form, work.desk.session.path, address)
        else:
            lines = behind(work.state, address, work.around.today)
    except DrafterError as error:
        lines = [str(problem) for problem in error.problems]
    app.push_screen(Page(lines))
