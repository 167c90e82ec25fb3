"""What is behind a cell, to be read: applications of the register, or figures of units.

A register is read beside the screen, which goes on; Esc gives it up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, TypeVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from drafter.desk.merged_cells import is_merged, units_behind
from drafter.desk.register_at_hand import (
    behind,
    count_of,
    register_at_hand,
    register_file,
)
from drafter.errors import DrafterError
from drafter.form.definitions import Address
from drafter.importing.register_file import register_hand
from drafter.limited_process import LimitedWorker
from drafter.tui.dialogs import Dialog, Wait
from drafter.tui.terminal_text import content
from drafter.tui.work import Work

_Read = TypeVar("_Read")


class Page(Dialog[None]):
    """Lines to be read."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "close")]

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog page"):
            yield Static(content("\n".join([*self._lines, "", "（按 Esc 关闭）"])))


class Reading(Wait):
    """A word while a register is read; Esc ends the process that reads it."""

    hints = (("Esc", "不读了"),)

    def __init__(self, hand: LimitedWorker) -> None:
        super().__init__("正在读台账，要等一会儿……（Esc 不读了）")
        self._hand = hand

    def action_close(self) -> None:
        self._hand.close()
        self.dismiss(None)


def read_aside(
    app: App[Any],
    read: Callable[[LimitedWorker], _Read],
    then: Callable[[_Read], None],
    refused: Callable[[DrafterError], None],
) -> None:
    """Read what may take a while, then go on with it on the screen, unless it was given up."""
    hand = register_hand()
    wait = Reading(hand)
    app.push_screen(wait)

    def run() -> None:
        try:
            found = read(hand)
        except DrafterError as error:
            problem = error  # which Python forgets after this block
            app.call_from_thread(wait.end, lambda: refused(problem))
        else:
            app.call_from_thread(wait.end, lambda: then(found))
        finally:
            hand.close()

    app.run_worker(run, thread=True, exclusive=True)


def with_register(
    app: App[Any],
    work: Work,
    told: Callable[[], Sequence[str]],
    show: Callable[[Sequence[str]], None],
) -> None:
    """What is told of the session's register, which is read aside where it is not at hand."""

    def refused(error: DrafterError) -> None:
        show([str(problem) for problem in error.problems])

    if register_at_hand(work.state) is None and register_file(work.state) is not None:
        state, today = work.state, work.around.today
        read_aside(app, lambda hand: count_of(state, today, hand), lambda _: show(told()), refused)
        return
    try:
        lines = told()
    except DrafterError as error:
        refused(error)
    else:
        show(lines)


def show_behind(app: App[Any], work: Work, address: Address) -> None:
    """What is behind a cell, or why it cannot be shown."""

    def show(lines: Sequence[str]) -> None:
        app.push_screen(Page(lines))

    if not is_merged(work.state, address):
        with_register(app, work, lambda: behind(work.state, address, work.around.today), show)
        return
    try:
        show(units_behind(work.state.form, work.desk.session.path, address))
    except DrafterError as error:
        show([str(problem) for problem in error.problems])
