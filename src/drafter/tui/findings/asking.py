"""The windows of the panel: what is to be done with a finding, and why it is right as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual.app import App

from drafter.checks.finding import Finding
from drafter.desk.repairs import Mending
from drafter.desk.usual_reasons import usual_reasons
from drafter.errors import Problem
from drafter.form.model import Severity
from drafter.tui.dialogs import Choose, TypeLine, Way

GO = "go"
_OWN = "own"


def ask_reason(app: App[Any], finding: Finding, give: Callable[[str], None]) -> None:
    """One of the usual reasons, or one that is typed; `give` takes it."""
    ways = [*(Way(reason, reason) for reason in usual_reasons(finding)), Way(_OWN, "自己写理由")]

    def typed(reason: str | None) -> None:
        if reason:
            give(reason)

    def chosen(reason: str | None) -> None:
        if reason == _OWN:
            app.push_screen(TypeLine([_head(finding), "为什么没有错？"], _refuse), typed)
        else:
            typed(reason)

    said = [_head(finding), "为什么没有错？理由记在底稿里，数变了会重新提醒。"]
    app.push_screen(Choose(said, ways), chosen)


def ask_way(
    app: App[Any], finding: Finding, mendings: Sequence[Mending], do: Callable[[str], None]
) -> None:
    """All that can be done with the finding; `do` takes GO or the name of an action."""
    ways = [Way(GO, f"去{finding.place}")]
    if finding.others:
        ways.append(Way("other_side", "去另一处"))
    ways += [Way(f"mend({number})", m.said) for number, m in enumerate(mendings, 1)]
    if finding.severity is not Severity.ERROR:
        ways.append(Way("close", "没有错，写明理由"))
    if finding.echoes:
        ways.append(Way("unfold", "看因此产生的几处"))

    def chosen(way: str | None) -> None:
        if way is not None:
            do(way)

    app.push_screen(Choose([_head(finding)], ways), chosen)


def _head(finding: Finding) -> str:
    return f"{finding.place}：{finding.what}"


def _refuse(reason: str) -> Problem | None:
    return None if reason.strip() else Problem("理由", "还没有写。", "写明这样填的原因。")
