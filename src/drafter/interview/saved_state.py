"""The state beside its draft, as text, tuples and mappings, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from drafter.draft.answers_file import Answers, Mark, Marks
from drafter.draft.draft_model import Draft
from drafter.form.definitions import Address, Form
from drafter.interview.interview_state import (
    REVIEW,
    CarriedFigure,
    InterviewState,
    Progress,
    RegisterRecord,
    new_state,
    place_of,
)
from drafter.interview.way import parts
from drafter.ledger.register_model import settings_of

TYPING = "typing"
"""The mark under which text under way is kept, by the place it is typed at."""
MADE = "made"
"""The mark with the day on which the final report was made of this very draft."""


class Saved(NamedTuple):
    """What a session keeps: the draft, and the marks from which the rest is made again."""

    draft: Draft
    marks: Marks


def to_saved(state: InterviewState) -> Saved:
    """All of the state but last year's file and the local rules, which are given anew."""
    progress = state.progress
    marks: dict[str, Mark] = {
        "at": state.at,
        "after": state.after,
        "changed": state.changed,
        "skipped": tuple(sorted(progress.skipped)),
        "finished": tuple(sorted(progress.finished)),
        "accepted": progress.accepted,
        "drafted": progress.drafted,
        "carried": {
            address: (figure.value, "yes" if figure.accepted else "", figure.reason)
            for address, figure in progress.carried.items()
        },
        "express": "yes" if progress.express else "",
        "standing": tuple(sorted(progress.standing)),
        "picked": tuple(sorted(progress.picked)),
        "tallied": {a: (figure.value, figure.reason) for a, figure in progress.tallied.items()},
    }
    if progress.register is not None:
        marks["register"] = _register_mark(progress.register)
    return Saved(state.draft, {key: mark for key, mark in marks.items() if mark})


def from_saved(
    form: Form,
    saved: Saved,
    *,
    last: Answers | None = None,
    local: frozenset[str] = frozenset(),
) -> InterviewState:
    """The state that was saved. A mark that cannot be used is passed over; never raises."""
    # The marks only say where one is: a place that a newer form no longer has is no reason to
    # refuse the answers.
    draft, marks = saved
    state = new_state(form, draft, last=last, local=local)
    progress = Progress(
        skipped=frozenset(
            place for place in _words(marks.get("skipped")) if place_of(state, place)
        ),
        finished=frozenset(_words(marks.get("finished"))).intersection(parts(state)),
        accepted={key: _word(word) for key, word in _entries(marks, "accepted") if _word(word)},
        drafted=drafted_in(marks),
        carried=dict(_carried(form, marks)),
        express=bool(_word(marks.get("express"))) and form.express is not None,
        standing=frozenset(_words(marks.get("standing"))).intersection(form.questions),
        picked=frozenset(_words(marks.get("picked"))),
        tallied=dict(_tallied(form, marks)),
        register=_register(marks.get("register")),
    )
    at, after, changed = (_word(marks.get(key)) for key in ("at", "after", "changed"))
    return replace(
        state,
        progress=progress,
        at=at if at == REVIEW or place_of(state, at) else "",
        after=after if place_of(state, after) else "",
        changed=changed if changed in form.cells else "",
    )


def made_on(marks: Marks) -> date | None:
    """The day on which the final report was made of the draft beside these marks."""
    try:
        return date.fromisoformat(_word(marks.get(MADE)))
    except ValueError:
        return None


def typing_in(marks: Marks) -> dict[str, Mark]:
    """What is being typed, by place; a text, or the fields of entries."""
    return dict(_entries(marks, TYPING))


def drafted_in(marks: Marks) -> dict[str, tuple[str, ...]]:
    """By section, the paragraphs that were drafted when the clerk wrote others instead."""
    entries = _entries(marks, "drafted")
    return {key: _words(mark) for key, mark in entries if isinstance(mark, tuple)}


def register_in(marks: Marks) -> RegisterRecord | None:
    """The register that the figures were counted from; None where there is none."""
    return _register(marks.get("register"))


def explained_in(form: Form, marks: Marks) -> frozenset[Address]:
    """The counted figures that the clerk changed with a reason."""
    return frozenset(address for address, figure in _tallied(form, marks) if figure.reason)


def _carried(form: Form, marks: Marks) -> Iterator[tuple[Address, CarriedFigure]]:
    for address, mark in _entries(marks, "carried"):
        match mark:
            case (str(value), str(accepted), str(reason)) if address in form.cells:
                yield address, CarriedFigure(value, bool(accepted), reason)


def _tallied(form: Form, marks: Marks) -> Iterator[tuple[Address, CarriedFigure]]:
    for address, mark in _entries(marks, "tallied"):
        match mark:
            case (str(value), str(reason)) if address in form.cells:
                yield address, CarriedFigure(value, True, reason)


def _register_mark(register: RegisterRecord) -> Mark:
    settings = {part: own for part, own in register.settings.marks().items() if own}
    return {**register._asdict(), "settings": settings}


def _register(mark: Mark | None) -> RegisterRecord | None:
    if not isinstance(mark, Mapping) or not _word(mark.get("file")):
        return None
    answers = {key: _word(word) for key, word in _entries(mark, "answers")}
    return RegisterRecord(
        _word(mark.get("file")),
        _word(mark.get("digest")),
        settings_of(mark.get("settings")),
        _words(mark.get("due")),
        answers,
    )


def _entries(marks: Marks, kind: str) -> Iterable[tuple[str, Mark]]:
    mark = marks.get(kind)
    return mark.items() if isinstance(mark, Mapping) else ()


def _words(mark: Mark | None) -> tuple[str, ...]:
    return tuple(w for w in mark if isinstance(w, str)) if isinstance(mark, tuple) else ()


def _word(mark: Mark | None) -> str:
    return mark if isinstance(mark, str) else ""
