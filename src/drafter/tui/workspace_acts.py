"""What each act of the workspace does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from drafter.desk.desk import changed_places
from drafter.desk.open_points import finish_all_parts, troubles
from drafter.errors import DrafterError, Problem
from drafter.interview.interview_state import REVIEW
from drafter.interview.progress import finish_part, reopen_part, skip, skip_rest, unsure
from drafter.interview.steps import Ask, Done, Review
from drafter.tui import workspace_exit
from drafter.tui.command_palette import GO, Help, Palette
from drafter.tui.outline import Outline
from drafter.tui.work import Does

if TYPE_CHECKING:
    from drafter.tui.workspace import Workspace

_MOST_TOLD = 4


def do(workspace: Workspace, name: str) -> None:
    """One act. What is being typed is kept first."""
    if workspace.pane is not None:
        workspace.pane.leave()
    _DOES[name](workspace)


def tell(workspace: Workspace, problem: Problem | None, done: str = "") -> None:
    """What went wrong, else what was done."""
    if problem is not None:
        workspace.say(str(problem), bad=True)
    elif done:
        workspace.say(done)


def settle(workspace: Workspace) -> None:
    """Ask which file is to hold, where somebody else changed it."""
    if workspace.work.desk.conflict is not None:
        workspace_exit.ask_which(workspace)


def _back(workspace: Workspace) -> None:
    if workspace.called is not None:
        workspace.back_to_step()
    else:
        tell(workspace, workspace.work.back())


def _unsure(workspace: Workspace) -> None:
    if isinstance(workspace.work.step, Review | Done):
        workspace.say("这里没有要标的。先到要标待核的地方。")
    else:
        tell(workspace, workspace.work.act(unsure), "标了待核，记得回来核实。")


def _undo(workspace: Workspace) -> None:
    _tell_change(workspace, "撤销了", workspace.work.undo)


def _redo(workspace: Workspace) -> None:
    _tell_change(workspace, "重做了", workspace.work.redo)


def _tell_change(workspace: Workspace, what: str, act: Callable[[], Problem | None]) -> None:
    before = workspace.work.state.draft
    problem = act()
    state = workspace.work.state
    changed = list(changed_places(state.form, before, state.draft))
    named = "、".join(changed[:_MOST_TOLD]) + ("等" if len(changed) > _MOST_TOLD else "")
    tell(workspace, problem, f"{what}：{named}。" if named else f"{what}。")


def _skip_rest(workspace: Workspace) -> None:
    work = workspace.work
    before = len(work.state.progress.skipped)
    problem = work.leap(skip_rest)
    count = len(work.state.progress.skipped) - before
    step = work.step
    said = f"这一节剩下的选填题跳过了，共 {count} 题。" if count else "这一节没有可以跳过的选填题。"
    if isinstance(step, Ask) and step.required:
        said += "这一题必填，还要回答。"
    tell(workspace, problem, said)


def _next_open(workspace: Workspace) -> None:
    tell(workspace, workspace.work.leap(lambda state: replace(state, at="")))


def _press(key: str, workspace: Workspace) -> None:
    """A key of the pane's own, where there is no such key."""
    workspace.app.simulate_key(key)


def _finish(workspace: Workspace) -> None:
    step = workspace.work.step
    if isinstance(step, Review | Done):
        _finish_all(workspace)
        return
    problem = workspace.work.leap(lambda state: finish_part(state, step.spot.part))
    tell(workspace, problem, f"{step.spot.part_title}：记为填完了。")


def _finish_all(workspace: Workspace) -> None:
    problem = workspace.work.act(finish_all_parts)
    tell(workspace, problem, "\n".join(["各部分都记为填完了。", *troubles(workspace.work.state)]))


def _reopen(workspace: Workspace) -> None:
    step = workspace.work.step
    if isinstance(step, Review | Done):
        workspace.say("先到那一部分去。")
        return
    problem = workspace.work.act(lambda state: reopen_part(state, step.spot.part))
    tell(workspace, problem, f"{step.spot.part_title}：记为还没填完。")


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
    def chosen(what: str | None) -> None:
        if what is None:
            return
        if what.startswith(GO):
            tell(workspace, workspace.work.go(what.removeprefix(GO)))
        else:
            do(workspace, what)

    workspace.app.push_screen(Palette(workspace.work.state), chosen)


def _help(workspace: Workspace) -> None:
    workspace.app.push_screen(Help())


def _copy(workspace: Workspace) -> None:
    text = _report(workspace)
    if text:
        workspace.app.copy_to_clipboard(text)
        workspace.say("报告全文送到剪贴板了。粘贴不出来的，终端不允许复制，请写成文件。")


def _write(workspace: Workspace) -> None:
    from drafter.desk.output_files import write_report

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
    from drafter.desk.output_files import report_text

    try:
        return report_text(workspace.work.state, workspace.work.around)
    except DrafterError as error:
        workspace.say(str(error.problems[0]), bad=True)
        return ""


def _act(do_it: Does, workspace: Workspace) -> None:
    tell(workspace, workspace.work.act(do_it))


_DOES: Mapping[str, Callable[[Workspace], None]] = {
    "help": _help,
    "findings": lambda workspace: workspace.call(workspace.panes.findings),
    "preview": lambda workspace: workspace.call(workspace.panes.preview),
    "outline": lambda workspace: workspace.call(workspace.query_one(Outline)),
    "palette": _palette,
    "back": _back,
    "skip": partial(_act, skip),
    "skip_rest": _skip_rest,
    "next_open": _next_open,
    "next": partial(_press, "f10"),
    "whole": partial(_press, "f5"),
    "last": partial(_press, "f8"),
    "unsure": _unsure,
    "finish": _finish,
    "finish_all": _finish_all,
    "reopen": _reopen,
    "undo": _undo,
    "redo": _redo,
    "save": _save,
    "review": lambda workspace: tell(workspace, workspace.work.go(REVIEW)),
    "copy_report": _copy,
    "write_report": _write,
    "print_after": _print_after,
    "theme": lambda workspace: workspace.app.action_choose_theme(),
    "home": workspace_exit.go_home,
    "leave": workspace_exit.leave,
}
