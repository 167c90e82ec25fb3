"""What an act changed, undone and done again.

A change is kept as plain values by key (`cells/applications/received/natural`), so that it
can be saved beside the draft and still be undone after a restart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from drafter.draft.answers_file import Mark
from drafter.draft.draft_model import Cell, Closure, Draft, Origin
from drafter.draft.typed_answers import read_answer, write_answer
from drafter.errors import Problem
from drafter.form.arithmetic import format_figure
from drafter.form.definitions import Form, Kind
from drafter.interview.interview_state import CarriedFigure, Change, InterviewState, Progress

MOST = 200
"""Steps that can be undone."""

_OF_DRAFT = ("answers", "texts", "cells", "confirmed", "verify")
_OF_PROGRESS = ("skipped", "finished", "accepted", "drafted", "carried")
_PLAIN = ("texts", "accepted", "confirmed", "verify", "skipped", "finished")
_CLOSURES = "closures"
_NO_MORE = Problem("撤销", "前面没有可以撤销的了。", "继续填写。")
_NO_FURTHER = Problem("重做", "后面没有可以重做的了。", "继续填写。")


def commit(
    state: InterviewState,
    at: str,
    *,
    draft: Draft | None = None,
    progress: Progress | None = None,
) -> InterviewState:
    """The state with a new draft and progress, one step of undo on; `at` is where it happened.

    Nothing is added to the history where nothing has changed.
    """
    new_draft, new_progress = draft or state.draft, progress or state.progress
    change = _change(state, at, new_draft, new_progress)
    if not change.before and not change.absent:
        return state
    past = (*state.past, change)[-MOST:]
    return replace(state, draft=new_draft, progress=new_progress, past=past, future=())


def undo(state: InterviewState) -> InterviewState | Problem:
    """The state before the last act that changed something, shown where that was."""
    if not state.past:
        return _NO_MORE
    *past, change = state.past
    before = _applied(state, change)
    inverse = _change(before, change.at, state.draft, state.progress, reverse=True)
    return replace(before, at=change.at, past=tuple(past), future=(*state.future, inverse))


def redo(state: InterviewState) -> InterviewState | Problem:
    """The state with the act last undone done again."""
    if not state.future:
        return _NO_FURTHER
    *future, change = state.future
    done = _applied(state, change)
    inverse = _change(done, change.at, state.draft, state.progress, reverse=True)
    return replace(done, at=change.at, past=(*state.past, inverse), future=tuple(future))


def _change(
    state: InterviewState, at: str, draft: Draft, progress: Progress, *, reverse: bool = False
) -> Change:
    """What leads from the draft and progress given back to the state's.

    With `reverse`: from the state's to the ones given.
    """
    here, there = _flat(state.draft, state.progress), _flat(draft, progress)
    old, new = (there, here) if reverse else (here, there)
    before: dict[str, Mark] = {}
    absent: list[str] = []
    for kind in old:
        if old[kind] is new[kind] or old[kind] == new[kind]:
            continue
        for key in dict.fromkeys((*old[kind], *new[kind])):
            if key not in old[kind]:
                absent.append(f"{kind}/{key}")
            elif key not in new[kind] or old[kind][key] != new[kind][key]:
                before[f"{kind}/{key}"] = plain(state.form, kind, key, old[kind][key])
    return Change(at, before, tuple(absent))


def _flat(draft: Draft, progress: Progress) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for owner, kinds in ((draft, _OF_DRAFT), (progress, _OF_PROGRESS)):
        for kind in kinds:
            value = getattr(owner, kind)
            found[kind] = value if isinstance(value, Mapping) else dict.fromkeys(value, "")
    found[_CLOSURES] = {"": draft.closures} if draft.closures else {}
    return found


def _applied(state: InterviewState, change: Change) -> InterviewState:
    """The state with a change set; an entry that cannot be read is passed over."""
    flat = {kind: dict(values) for kind, values in _flat(state.draft, state.progress).items()}
    for path in change.absent:
        kind, _, key = path.partition("/")
        flat.get(kind, {}).pop(key, None)
    for kind, key, value in _read(state.form, change.before):
        flat[kind][key] = value
    draft = replace(
        state.draft,
        answers=flat["answers"],
        texts=flat["texts"],
        cells=flat["cells"],
        confirmed=frozenset(flat["confirmed"]),
        verify=frozenset(flat["verify"]),
        closures=flat[_CLOSURES].get("", ()),
    )
    progress = Progress(
        skipped=frozenset(flat["skipped"]),
        finished=frozenset(flat["finished"]),
        accepted=flat["accepted"],
        drafted=flat["drafted"],
        carried=flat["carried"],
    )
    return replace(state, draft=draft, progress=progress, after=change.at)


def plain(form: Form, kind: str, key: str, value: Any) -> Mark:
    """One value of the draft or the progress as text, tuples and mappings."""
    if kind == "answers":
        return _frozen(write_answer(form.questions[key], value))
    if kind == "cells":
        return (format_figure(value.value), value.origin.value)
    if kind == "carried":
        return (value.value, "yes" if value.accepted else "", value.reason)
    if kind == _CLOSURES:
        return tuple((c.code, c.address, c.seen, c.reason, c.closed_on) for c in value)
    return _frozen(value)


def _frozen(raw: object) -> Mark:
    if isinstance(raw, str):
        return raw
    if isinstance(raw, Mapping):
        return {str(key): _frozen(value) for key, value in raw.items()}
    assert isinstance(raw, (list, tuple))
    return tuple(_frozen(item) for item in raw)


def _read(form: Form, before: Mapping[str, Mark]) -> Iterator[tuple[str, str, Any]]:
    for path, mark in before.items():
        kind, _, key = path.partition("/")
        value = read_plain(form, kind, key, mark)
        if value is not None:
            yield kind, key, value


def read_plain(form: Form, kind: str, key: str, mark: Mark) -> Any:
    """The value that `plain` wrote; None for one that cannot be used. Never raises."""
    try:
        return _value(form, kind, key, mark)
    except (ValueError, TypeError, ArithmeticError):
        return None


def _value(form: Form, kind: str, key: str, mark: Mark) -> Any:
    match kind, mark:
        case "answers", _ if key in form.questions:
            answer = read_answer(form.questions[key], mark)
            return None if isinstance(answer, Problem) else answer
        case "cells", (str(figure), str(origin)) if key in form.cells:
            exact = Decimal if form.cells[key].kind is Kind.MONEY else int
            return Cell(exact(figure), Origin(origin))
        case "carried", (str(value), str(accepted), str(reason)):
            return CarriedFigure(value, bool(accepted), reason)
        case "drafted", tuple():
            return tuple(text for text in mark if isinstance(text, str))
        case "closures", tuple():
            return tuple(Closure(*entry) for entry in mark)
        case _, str() if kind in _PLAIN:
            return mark
    return None
