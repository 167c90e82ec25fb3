"""The register on the screen: counted into the tables, counted again, its applications shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.desk.register_at_hand import (
    Recount,
    count_lines,
    due_now,
    kept,
    news,
    reader_of,
    recounted,
    refusal,
    register_file,
    settings_for,
)
from drafter.desk.register_count import RegisterCount, RegisterReader
from drafter.desk.register_in_words import asked, due_words
from drafter.errors import DrafterError, Problem
from drafter.ledger.register_settings import Settings
from drafter.ledger.register_tally import Doubt, answered_settings, asked_with, next_doubt
from drafter.session.session_folder import typed_path
from drafter.tui.dialogs import Choose, TypeLine, Way
from drafter.tui.register_page import Page, read_aside, with_register

if TYPE_CHECKING:
    from drafter.tui.workspace import Workspace


def open_register(workspace: Workspace) -> None:
    """What can be done with a register: the first one is counted at once."""
    state, today = workspace.work.state, workspace.work.around.today
    if (problem := refusal(state)) is not None:
        workspace.tell(problem)
        return
    known = register_file(state)
    if known is None:
        _ask_file(workspace)
        return
    said = [f"台账：{known}"]
    if due := due_words(state, today):
        said.append(f"{due}。")
    if new := news(state):
        said.append(f"{new}，可以重新统计。")
    ways = [
        Way("again", "重新统计，先看有哪些不同"),
        Way("due", "看哪些快到期、哪些已经逾期"),
        Way("other", "换一份台账"),
    ]

    def told(way: str | None) -> None:
        if way == "again":
            _Count(workspace, known).begin()
        elif way == "due":
            _show_due(workspace)
        elif way == "other":
            _ask_file(workspace)

    workspace.app.push_screen(Choose(said, ways), told)


def _show_due(workspace: Workspace) -> None:
    work, app = workspace.work, workspace.app

    def show(lines: Sequence[str]) -> None:
        app.push_screen(Page(lines))

    with_register(app, work, lambda: due_now(work.state, work.around.today), show)


def _ask_file(workspace: Workspace) -> None:
    folder = workspace.work.around.out

    def refuse(line: str) -> Problem | None:
        if not line.strip() or not typed_path(line, folder).is_file():
            return Problem("台账", "没有这个文件。", "写出文件名，或者把文件拖进来。")
        return None

    def told(line: str | None) -> None:
        if line is not None:
            _Count(workspace, typed_path(line, folder)).begin()

    said = ["依申请公开台账在哪里？可以把文件拖进来（xlsx、xls、et、csv）。"]
    workspace.app.push_screen(TypeLine(said, refuse), told)


class _Count:
    """One count of a file: what is not known is asked, window by window."""

    def __init__(self, workspace: Workspace, path: Path) -> None:
        self.workspace, self.path = workspace, path
        self.reader: RegisterReader | None = None
        self.left: set[tuple[str, str, str]] = set()

    def begin(self) -> None:
        """Read it and go on to the first question."""
        work = self.workspace.work
        try:
            self.reader = reader_of(work.state, self.path, work.around.today)
            self.go_on(settings_for(work.state, self.path))
        except DrafterError as error:
            self.refused(error)

    def refused(self, error: DrafterError) -> None:
        """Why there is no register to count."""
        self.workspace.say(str(error.problems[0]), bad=True)

    def go_on(self, settings: Settings) -> None:
        """The next question, or what came of it; the file is read aside where that is needed."""
        reader = self.reader
        assert reader is not None
        self.keep(settings)  # the program may be left at any question
        if reader.has_read(settings):
            self.ask(reader.count(settings))
        else:
            app = self.workspace.app
            read_aside(app, lambda hand: reader.count(settings, hand), self.ask, self.refused)

    def keep(self, settings: Settings) -> None:
        """What was answered, though nothing is recorded yet."""
        work = self.workspace.work
        if kept(work.state, self.path, settings) is not work.state:
            work.act(lambda state: kept(state, self.path, settings))

    def ask(self, count: RegisterCount) -> None:
        """The next question of a count, or what came of it."""
        settings = count.found.settings
        doubt = next_doubt(count.found.tally, self.left)
        if doubt is None:
            found = recounted(self.workspace.work.state, count)
            if isinstance(found, Problem):
                self.workspace.tell(found)
            else:
                self.offer(found)
            return
        question = asked(count.found, doubt)
        ways = [Way(name, words) for name, words in question.choices]
        register = count.found.register

        def told(way: str | None, doubt: Doubt = doubt) -> None:
            self.left |= asked_with(doubt, way)
            self.go_on(answered_settings(settings, register, doubt, way) if way else settings)

        self.workspace.app.push_screen(Choose(question.lines, ways), told)

    def offer(self, found: Recount) -> None:
        """Shows old → new; nothing is recorded before the clerk has agreed."""
        ways = [Way("record", "记下"), Way("no", "不记，表里还是原来的数")]

        def told(way: str | None) -> None:
            if way == "record":
                work = self.workspace.work
                problem = work.act(lambda _: found.after)
                self.workspace.tell(problem, "" if problem else "记下了，Ctrl+Z 撤销。")

        self.workspace.app.push_screen(Choose(count_lines(found), ways), told)
