"""The full-screen app: what it starts with, its screens, its looks, and how it ends."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterable
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import SystemCommand
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widgets import Input, TextArea

from drafter.errors import DrafterError, ExitCode
from drafter.tui.dialogs import Choose, TooSmall, Way
from drafter.tui.frame_lines import Says
from drafter.tui.home import Home
from drafter.tui.screen_host import Left, ScreenHost, Start
from drafter.tui.terminal import HEIGHT, WIDTH
from drafter.tui.terminal_text import is_safe
from drafter.tui.textual_privates import show_caret
from drafter.tui.themes import LABELS, THEMES, keep_theme, kept_theme

if TYPE_CHECKING:
    from drafter.checks.rule_packs import Pack
    from drafter.desk.desk import Desk
    from drafter.session.session_file import Session
    from drafter.tui.workspace import Workspace

_PATIENCE_S = 2.0
"""How long the terminal has for being set right again after a signal."""

# The first screen is drawn before anything is imported that only an open session needs.


class DrafterApp(ScreenHost):
    """Holds the start, the screens and the end; a session's state lives in its workspace."""

    CSS_PATH = "drafter.tcss"
    TITLE = "drafter"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", show=False, priority=True),
        Binding("ctrl+c", "interrupt", show=False, priority=True),
    ]

    def __init__(self, start: Start) -> None:
        super().__init__()
        self.start = start
        for theme in THEMES:
            self.register_theme(theme)
        self.set_reactive(DrafterApp.theme, kept_theme(start.config))
        self.stylesheet.set_variables(self.get_css_variables())  # or it would be parsed twice
        self.crash: Exception | None = None
        """A mistake of ours that ended the app."""
        self.last_words: tuple[str, ...] = ()
        """What is said then of saving."""
        self.workspace: Workspace | None = None
        """The session worked at."""
        self._desks: list[Desk] = []
        self._last_resort: Timer | None = None

    def on_mount(self) -> None:
        self._catch_signals()
        self.set_class(is_safe(), "-safe")
        if self.start.path is None:
            self.home_below()
        else:
            self.call_later(self.open_file, self.start.path)  # now, nothing would be painted

    def takes_keys(self) -> bool:
        """Not before the screen it starts with is there, nor in a session before its step is."""
        opening = self.workspace is not None and self.workspace.pane is None
        return len(self.screen_stack) > 1 and not opening

    def on_resize(self, event: events.Resize) -> None:
        """Cover everything while the window is too small."""
        small = event.size.width < WIDTH or event.size.height < HEIGHT
        if small and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall())

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show the terminal's own cursor where one types: an input method looks for it."""
        show_caret(self, shown=hasattr(event.widget, "cursor_blink"))

    def pop_screen(self) -> AwaitComplete:
        """The screen below has its focus still, and tells nothing of it."""
        popped = super().pop_screen()
        show_caret(self, shown=hasattr(self.focused, "cursor_blink"))
        return popped

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Say it above the keys."""
        for screen in reversed(self.screen_stack):
            for says in screen.query(Says):
                says.tell(message, bad=severity != "information")
                return

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """None: what can be done is in our own palette."""
        return ()

    def home_below(self) -> None:
        """The list of reports, to come back to, where it was not wanted before."""
        if not any(isinstance(screen, Home) for screen in self.screen_stack):
            self.push_screen(Home())

    def open_file(self, path: Path) -> None:
        """Go on with the session in a file, or show what was gathered in a folder."""
        if path.is_dir():
            from drafter.tui.gathered_units import GatheredUnits, is_gathered

            if is_gathered(path):
                self.push_screen(GatheredUnits(path))
                return
        from drafter.tui.report_access import open_path

        open_path(self, path, self.work_at)

    def work_at(self, session: Session) -> None:
        """Show a session that was opened."""
        from drafter.desk.desk import Around
        from drafter.tui.workspace import Workspace

        start = self.start
        try:
            packs = self._packs(session)
            workspace = Workspace(session, Around(start.today, start.out, packs, start.own))
        except DrafterError as error:
            session.close()
            self.say_all(error)
            return
        self._desks.append(workspace.work.desk)
        self.workspace = workspace
        self.push_screen(workspace, self._came_home)

    def do(self, name: str) -> None:
        """An act of the table of acts, on the session worked at."""
        from drafter.tui.workspace_acts import do

        if self.workspace is not None:
            do(self.workspace, name)

    def settle(self) -> None:
        """Ask which file is to hold, where somebody else changed it."""
        from drafter.tui.workspace_exit import ask_which

        if self.workspace is not None:
            ask_which(self.workspace)

    def close(self) -> None:
        """Give back every session; when the app has ended. A second time does nothing."""
        for desk in self._desks:
            desk.close()
        self._desks.clear()

    def _came_home(self, _: None) -> None:
        self.workspace = None
        self.home_below()

    def say_all(self, error: DrafterError) -> None:
        """Tell every problem, until the clerk has read it."""
        self.home_below()
        self.push_screen(Choose([str(p) for p in error.problems], [Way("read", "知道了")]))

    def action_leave(self) -> None:
        """Out, once all is saved."""
        self._leave(ExitCode.OK)

    def action_interrupt(self) -> None:
        """Ctrl+C copies what is marked, as elsewhere; it ends nothing."""
        field = self.focused
        if marked := field.selected_text if isinstance(field, Input | TextArea) else "":
            self.copy_to_clipboard(marked)
            self.notify("复制了选中的文字。")
            return
        self.notify("Ctrl+C 用来复制，现在没有选中文字。要退出，按 Ctrl+Q；填好的都已保存。")

    def action_choose_theme(self) -> None:
        """Another look, kept for the next time."""

        def chosen(name: str | None) -> None:
            if name is None:
                return
            self.theme = name
            try:
                keep_theme(self.start.config, name)
            except DrafterError as error:
                self.say_all(error)

        ways = [Way(name, label) for name, label in LABELS.items()]
        self.push_screen(Choose(["换成什么颜色？"], ways), chosen)

    def _leave(self, code: int) -> None:
        if self.workspace is None:
            self.exit(Left(code))
            return
        from drafter.tui.workspace_exit import leave

        leave(self.workspace, code)

    def _packs(self, session: Session) -> tuple[Pack, ...]:
        """Raises: DrafterError."""
        if not self.start.packs:
            return ()
        from drafter.checks.rule_packs import load_packs

        return load_packs(session.form, list(self.start.packs), self.start.own)

    def _catch_signals(self) -> None:
        """End on a signal as on Ctrl+Q: Python would end without a word to us."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            number = getattr(signal, name, None)
            if number is None:
                continue
            try:
                loop.add_signal_handler(number, self._signalled, number)
            except (NotImplementedError, RuntimeError, ValueError):  # Windows; a test's thread
                continue

    def _signalled(self, number: int) -> None:
        code = 128 + number
        left = Left(code)
        if self.workspace is not None:
            from drafter.tui.workspace_exit import end

            left = end(self.workspace, code)
        self.close()
        if not self.is_headless:  # a terminal that is gone may hold up its own restoring for ever
            self._last_resort = Timer(_PATIENCE_S, os._exit, [code])
            self._last_resort.daemon = True
            self._last_resort.start()
        self.exit(left)

    def hung_up(self) -> None:
        """End as on the signal that most terminals send when they go."""
        self._signalled(getattr(signal, "SIGHUP", signal.SIGTERM))

    def failed(self, error: Exception) -> bool:
        """Save the session; only developers are shown a traceback."""
        if self.crash is None:
            self.crash = error
            if self.workspace is not None:
                from drafter.tui.workspace_exit import end_after_crash

                self.last_words = end_after_crash(self.workspace)
        if self.is_headless or os.environ.get("DRAFTER_DEBUG") == "1":
            return False
        self.exit(return_code=ExitCode.BUG)
        return True
