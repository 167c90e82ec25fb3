"""What the acts do on the screen: those of the one table, and what each window shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from drafter.desk.acts import (
    ACTS,
    BACK,
    COPY,
    FINDINGS,
    HELP,
    HOME,
    LAST,
    LEAVE,
    LEDGER,
    NEXT,
    OUTLINE,
    PALETTE,
    PREVIEW,
    PRINT_AFTER,
    REDO,
    REVIEW_ACT,
    SAVE,
    TABLE,
    THEME,
    UNDO,
    WRITE_HERE,
    WRITE_OUT,
    Act,
)
from drafter.desk.clerk_words import Target
from drafter.errors import DrafterError, Problem
from drafter.interview.interview_state import REVIEW
from drafter.tui import workspace_exit
from drafter.tui.command_palette import Help, Palette
from drafter.tui.task_outline import Outline

if TYPE_CHECKING:
    from drafter.tui.workspace import Workspace


def do(workspace: Workspace, name: str) -> None:
    """One act. What is being typed is kept first."""
    called = workspace.called
    if workspace.pane is not None:
        workspace.pane.leave()
    act = next(act for act in ACTS if act.id == name)
    if name in _DOES:
        _DOES[name](workspace)
    elif act.does is not None:
        told = act.does(workspace.work, "")
        if isinstance(told, Problem):
            workspace.tell(told)
        else:
            workspace.tell(None, "\n".join(told))
        if act in (UNDO, REDO) and called is not None and workspace.called is None:
            workspace.call(called)  # the clerk is at work in there


def _back(workspace: Workspace) -> None:
    if workspace.called is not None:
        workspace.back_to_step()
    else:
        workspace.tell(workspace.work.back())


def _press(key: str, workspace: Workspace) -> None:
    """A key of the pane's own, where there is no such key."""
    workspace.app.simulate_key(key)


def _save(workspace: Workspace) -> None:
    desk = workspace.work.desk
    desk.flush()
    workspace.on_workspace_saved()
    if desk.session.read_only:
        workspace.say(f"现在只能看：{desk.session.read_only}")
    elif desk.trouble is not None:
        workspace.say(f"没有存下来：{desk.trouble.problems[0]}", bad=True)
    else:
        workspace.say(f"已保存：{desk.session.path}")


def _palette(workspace: Workspace) -> None:
    def chosen(found: Act | Target | None) -> None:
        match found:
            case Target(where=where):
                workspace.tell(workspace.work.go(where))
            case Act(id=name):
                do(workspace, name)

    workspace.app.push_screen(Palette(workspace.work.state), chosen)


def _help(workspace: Workspace) -> None:
    workspace.app.push_screen(Help())


def _ledger(workspace: Workspace) -> None:
    from drafter.tui.register_window import open_register

    open_register(workspace)


def _copy(workspace: Workspace) -> None:
    text = _report(workspace)
    if text:
        workspace.app.copy_to_clipboard(text)
        workspace.say("报告全文送到剪贴板了。粘贴不出来的，终端不允许复制，请写成文件。")


def _write(workspace: Workspace) -> None:
    from drafter.output.report_at_hand import write_report

    try:
        written = write_report(workspace.work.desk, workspace.work.around)
    except DrafterError as error:
        workspace.say(str(error.problems[0]), bad=True)
        return
    workspace.say(f"报告{'草稿' if written.draft else ''}写在：{written.paths[0]}")


def _print_after(workspace: Workspace) -> None:
    work = workspace.work
    work.prints_report = not work.prints_report
    workspace.say("退出以后印在终端里。" if work.prints_report else "退出以后不印了。")


def _report(workspace: Workspace) -> str:
    from drafter.output.report_at_hand import report_text

    try:
        return report_text(workspace.work.desk, workspace.work.around)
    except DrafterError as error:
        workspace.say(str(error.problems[0]), bad=True)
        return ""


_DOES: Mapping[str, Callable[[Workspace], None]] = {
    HELP.id: _help,
    FINDINGS.id: lambda workspace: workspace.call(workspace.panes["findings"]),
    PREVIEW.id: lambda workspace: workspace.call(workspace.panes["preview"]),
    OUTLINE.id: lambda workspace: workspace.call(workspace.query_one(Outline)),
    PALETTE.id: _palette,
    BACK.id: _back,
    NEXT.id: partial(_press, "f10"),
    TABLE.id: partial(_press, "ctrl+t"),
    WRITE_HERE.id: partial(_press, "f5"),
    LAST.id: partial(_press, "f8"),
    LEDGER.id: _ledger,
    SAVE.id: _save,
    REVIEW_ACT.id: lambda workspace: workspace.tell(workspace.work.go(REVIEW)),
    COPY.id: _copy,
    WRITE_OUT.id: _write,
    PRINT_AFTER.id: _print_after,
    THEME.id: lambda workspace: workspace.app.action_choose_theme(),
    HOME.id: workspace_exit.go_home,
    LEAVE.id: workspace_exit.leave,
}
"""What acts do on the screen that show something there, or do something else in a panel."""
