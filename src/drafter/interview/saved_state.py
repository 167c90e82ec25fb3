"""The state beside its draft, as text, tuples and mappings, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from drafter.draft.answers_file import Answers, Mark, Marks
from drafter.draft.draft_model import Draft
from drafter.form.definitions import Form
from drafter.interview.history import plain, read_plain
from drafter.interview.interview_state import REVIEW, Change, InterviewState, Progress, new_state
from drafter.interview.way import parts, place_of


class Saved(NamedTuple):
    """What a session keeps: the draft, and the marks from which the rest is made again."""

    draft: Draft
    marks: Marks


def to_saved(state: InterviewState, *, history: bool = True) -> Saved:
    """All of the state but last year's file and the local rules, which are given anew.

    history: whether undo and redo are kept too; a session with a history of its own need not
    """
    progress = state.progress
    marks: dict[str, Mark] = {
        "at": state.at,
        "after": state.after,
        "skipped": tuple(sorted(progress.skipped)),
        "finished": tuple(sorted(progress.finished)),
    }
    for kind in _MAPS:
        values: Mapping[str, object] = getattr(progress, kind)
        marks[kind] = {key: plain(state.form, kind, key, value) for key, value in values.items()}
    if history:
        marks["past"] = tuple(map(_written, state.past))
        marks["future"] = tuple(map(_written, state.future))
    return Saved(state.draft, {key: mark for key, mark in marks.items() if mark})


def from_saved(
    form: Form,
    saved: Saved,
    *,
    last: Answers | None = None,
    local: frozenset[str] = frozenset(),
) -> InterviewState:
    """The state that was saved. A mark that cannot be used is passed over; never raises."""
    draft, marks = saved
    state = new_state(form, draft, last=last, local=local)
    progress = Progress(
        skipped=frozenset(
            place for place in _words(marks.get("skipped")) if place_of(state, place)
        ),
        finished=frozenset(_words(marks.get("finished"))).intersection(parts(state)),
        accepted=dict(_values(form, marks, "accepted")),
        drafted=drafted_in(form, marks),
        carried={a: v for a, v in _values(form, marks, "carried") if a in form.cells},
    )
    at, after = (_word(marks.get(key)) for key in ("at", "after"))
    return replace(
        state,
        progress=progress,
        at=at if at == REVIEW or place_of(state, at) else "",
        after=after if place_of(state, after) else "",
        past=_changes(marks.get("past")),
        future=_changes(marks.get("future")),
    )


def drafted_in(form: Form, marks: Marks) -> Mapping[str, tuple[str, ...]]:
    """By section, the paragraphs that were drafted when the clerk wrote others instead."""
    return dict(_values(form, marks, "drafted"))


_MAPS = ("accepted", "drafted", "carried")


def _written(change: Change) -> Mark:
    return {"at": change.at, "before": change.before, "absent": change.absent}


def _changes(mark: Mark | None) -> tuple[Change, ...]:
    """The changes up to the nearest one; one that cannot be read ends them."""
    changes: list[Change] = []
    for entry in reversed(mark if isinstance(mark, tuple) else ()):
        if not isinstance(entry, Mapping):
            break
        before = entry.get("before", {})
        if not isinstance(before, Mapping):
            break
        changes.insert(0, Change(_word(entry.get("at")), before, _words(entry.get("absent"))))
    return tuple(changes)


def _values(form: Form, marks: Marks, kind: str) -> Iterator[tuple[str, Any]]:
    mark = marks.get(kind)
    for key, value in mark.items() if isinstance(mark, Mapping) else ():
        if (read := read_plain(form, kind, key, value)) is not None:
            yield key, read


def _words(mark: Mark | None) -> tuple[str, ...]:
    return tuple(w for w in mark if isinstance(w, str)) if isinstance(mark, tuple) else ()


def _word(mark: Mark | None) -> str:
    return mark if isinstance(mark, str) else ""
