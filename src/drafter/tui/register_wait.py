"""A register read beside the screen, which goes on; Esc gives it up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from textual.app import App

from drafter.errors import DrafterError
from drafter.importing.register_file import register_hand
from drafter.limited_process import LimitedWorker
from drafter.tui.dialogs import Wait

_Read = TypeVar("_Read")


class Reading(Wait):
    """A word while a register is read; Esc ends the process that reads it."""

    hints = (("Esc", "不读了"),)

    def __init__(self, hand: LimitedWorker) -> None:
        super().__init__("正在读台账，要等一会儿……（Esc 不读了）")
        self._hand = hand
        self.is_given_up = False

    def action_close(self) -> None:
        self.is_given_up = True
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

    def go_on(step: Callable[[], None]) -> None:
        if not wait.is_given_up:
            wait.dismiss(None)
            step()

    def run() -> None:
        try:
            found = read(hand)
        except DrafterError as error:
            problem = error  # which Python forgets after this block
            app.call_from_thread(go_on, lambda: refused(problem))
        else:
            app.call_from_thread(go_on, lambda: then(found))
        finally:
            hand.close()

    app.run_worker(run, thread=True, exclusive=True)
