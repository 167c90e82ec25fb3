"""The clerk and the paragraphs: take the drafted ones, write others, go back to the drafted."""

from __future__ import annotations

from dataclasses import replace

from drafter.draft.reading import Raw
from drafter.draft.scrub import scrub
from drafter.errors import Problem
from drafter.interview.moving import settle, unskipped
from drafter.interview.places import place_of
from drafter.interview.state import TEXTS, InterviewState
from drafter.interview.texts import digest


def accept_text(state: InterviewState, section: str) -> InterviewState | Problem:
    """The drafted paragraphs are fine as they are; a text of the clerk's own is given up."""
    if (problem := _unusable(state, section)) is not None:
        return problem
    drafted = state.drafted[section]
    if not drafted and not _may_be_empty(state, section):
        what, fix = "还没有可用的文字。", "先回答这一部分的问题，或者自己写一段。"
        return Problem(_short(state, section), what, fix)
    progress = unskipped(state.progress, (TEXTS + section,))
    progress = replace(
        progress,
        accepted={**progress.accepted, section: digest(drafted)},
        drafted={key: value for key, value in progress.drafted.items() if key != section},
    )
    texts = {key: text for key, text in state.draft.texts.items() if key != section}
    draft = replace(state.draft, texts=texts)
    return settle(state, TEXTS + section, draft=draft, progress=progress)


def write_text(state: InterviewState, section: str, raw: Raw) -> InterviewState | Problem:
    """The clerk's own paragraphs, a line each, with what was drafted when they were written."""
    if (problem := _unusable(state, section)) is not None:
        return problem
    if not isinstance(raw, str) or not scrub(raw).strip():
        what, fix = "还没有写文字。", "写一段或几段，每段一行；要用拟好的文字，选“采用”。"
        return Problem(_short(state, section), what, fix)
    progress = unskipped(state.progress, (TEXTS + section,))
    drafted = {**progress.drafted, section: state.drafted[section]}
    accepted = {key: value for key, value in progress.accepted.items() if key != section}
    progress = replace(progress, drafted=drafted, accepted=accepted)
    draft = replace(state.draft, texts={**state.draft.texts, section: scrub(raw)})
    return settle(state, TEXTS + section, draft=draft, progress=progress)


def restore_drafted_text(state: InterviewState, section: str) -> InterviewState | Problem:
    """The clerk's own paragraphs are given up; the drafted ones are shown, to be accepted."""
    if (problem := _unusable(state, section)) is not None:
        return problem
    texts = {key: text for key, text in state.draft.texts.items() if key != section}
    drafted = {key: value for key, value in state.progress.drafted.items() if key != section}
    restored = settle(
        state,
        TEXTS + section,
        draft=replace(state.draft, texts=texts),
        progress=replace(state.progress, drafted=drafted),
    )
    return replace(restored, at=TEXTS + section)


def _unusable(state: InterviewState, section: str) -> Problem | None:
    if place_of(state, TEXTS + section) is None:
        return Problem(section, "这里没有要写的段落。", "从目录里选。")
    return None


def _may_be_empty(state: InterviewState, section: str) -> bool:
    return any(known.id == section and known.optional for known in state.form.sections)


def _short(state: InterviewState, section: str) -> str:
    return next((s.short for s in state.form.sections if s.id == section), section)
