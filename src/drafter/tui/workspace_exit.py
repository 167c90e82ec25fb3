"""Going: everything is saved, or the clerk says what is to be done where it cannot be."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from drafter.desk.desk import LOST, WHICH
from drafter.desk.open_points import left_words, saved_words
from drafter.errors import DrafterError, ExitCode
from drafter.tui.dialogs import Choose, Way
from drafter.tui.screen_host import Left

if TYPE_CHECKING:
    from drafter.tui.workspace import Workspace

_COMMAND = "open"


def leave(workspace: Workspace, code: int = ExitCode.OK) -> None:
    """Out of the program, once all is saved."""
    _closing(workspace, lambda: workspace.app.exit(left(workspace, code)))


def go_home(workspace: Workspace) -> None:
    """Back to the list of reports, once all is saved."""

    def home() -> None:
        workspace.app.close()
        workspace.dismiss(None)

    _closing(workspace, home)


def end(workspace: Workspace, code: int) -> Left:
    """Out at once, asking nothing: on a signal. What cannot be saved is put aside."""
    flush(workspace)
    desk = workspace.work.desk
    if desk.trouble is None:
        return left(workspace, code)
    with suppress(DrafterError):
        return Left(code, (desk.keep_aside(),))
    return Left(code, (LOST,))


def flush(workspace: Workspace) -> None:
    """Save all there is, what is being typed as well. Sets `trouble` or `conflict`."""
    if workspace.pane is not None:
        workspace.pane.leave()
    workspace.work.desk.flush()


def end_after_crash(workspace: Workspace) -> tuple[str, ...]:
    """Save what a program that is going wrong can still save; what to say of it."""
    try:
        return end(workspace, ExitCode.BUG).lines
    except Exception:
        return ("最后的改动可能没有存下来。",)


def left(workspace: Workspace, code: int) -> Left:
    """What is said in the terminal afterwards."""
    work = workspace.work
    lines = [left_words(work.left()), saved_words(work.desk, _COMMAND)]
    if work.desk.session.read_only:
        lines = []
    report = ""
    if work.prints_report:
        from drafter.output.report_at_hand import report_text

        with suppress(DrafterError):
            report = report_text(work.desk, work.around)
    return Left(code, tuple(line for line in lines if line), report)


def ask_which(workspace: Workspace, then: Callable[[], None] = lambda: None) -> None:
    """The file was changed by somebody else meanwhile: which one is to hold? Nothing is lost."""
    desk = workspace.work.desk
    if desk.conflict is None or workspace.asking:
        return
    workspace.asking = True
    said = [str(desk.conflict.problems[0])]
    if desk.conflict.missing:
        ways = [Way("mine", "重新保存一份")]
    else:
        said.append(WHICH)
        ways = [Way("theirs", "用文件里的"), Way("mine", "用这里的")]
    ways.append(Way("leave", "先退出，这里的另存一份"))

    def chosen(way: str | None) -> None:
        workspace.asking = False
        _settle(workspace, way or "")
        if way and desk.conflict is None:
            then()

    workspace.app.push_screen(Choose(said, ways), chosen)


def _settle(workspace: Workspace, way: str) -> None:
    desk = workspace.work.desk
    try:
        if way == "theirs":
            workspace.say(desk.use_theirs())
        elif way == "mine":
            workspace.say(desk.use_mine())
        elif way == "leave":
            workspace.app.exit(end(workspace, ExitCode.OK))
            return
    except DrafterError as error:
        workspace.say(str(error.problems[0]), bad=True)
    workspace.renew()


def _closing(workspace: Workspace, then: Callable[[], None]) -> None:
    """Save, ask what must be asked, and then go on."""
    flush(workspace)
    desk = workspace.work.desk
    if desk.conflict is not None:
        ask_which(workspace, then)
    elif desk.trouble is None or desk.session.read_only:
        then()
    else:
        _ask_unsaved(workspace, then)


def _ask_unsaved(workspace: Workspace, then: Callable[[], None]) -> None:
    trouble = workspace.work.desk.trouble
    assert trouble is not None
    said = [f"没有存下来：{trouble.problems[0]}", "现在退出，最后的改动就没有了。"]
    ways = [
        Way("again", "再试一次"),
        Way("stay", "先不退出"),
        Way("aside", "另存一份，退出"),
        Way("lose", "不存了，退出"),
    ]

    def chosen(way: str | None) -> None:
        if way == "again":
            _closing(workspace, then)
        elif way == "aside":
            workspace.app.exit(end(workspace, ExitCode.UNREADABLE))
        elif way == "lose":
            code = ExitCode.UNREADABLE
            workspace.app.exit(Left(code, (LOST,)))

    workspace.app.push_screen(Choose(said, ways), chosen)
