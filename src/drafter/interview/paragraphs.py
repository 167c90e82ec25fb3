"""Paragraphs: drafted, accepted, written by the clerk, and what has changed under them since."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from drafter.draft.stale_texts import left_behind
from drafter.interview.interview_state import InterviewState


class ChangedText(NamedTuple):
    """A text of the clerk's own under which facts have changed.

    gone: sentences drafted when it was written that the facts no longer bear out
    come: sentences that would be drafted now and were not then
    """

    section: str
    gone: tuple[str, ...]
    come: tuple[str, ...]


def is_settled(state: InterviewState, section: str) -> bool:
    """Whether the clerk wrote the text, or accepted it as it is drafted now."""
    if section in state.draft.texts:
        return True
    # By its digest: accepted is what was read, not whatever the form drafts from now on.
    accepted = state.progress.accepted.get(section)
    return accepted is not None and accepted == digest(state.drafted(section))


def was_accepted(state: InterviewState, section: str) -> bool:
    """Whether the drafted text was accepted once, and has become another since."""
    return section in state.progress.accepted and not is_settled(state, section)


def changed_text(state: InterviewState, section: str) -> ChangedText | None:
    """What has changed under a text of the clerk's own; None when nothing has."""
    before, own = state.progress.drafted.get(section), state.draft.texts.get(section)
    if before is None or own is None:
        return None
    found = left_behind(before, state.drafted(section), own)
    return None if found is None else ChangedText(section, *found)


def changed_texts(state: InterviewState) -> tuple[ChangedText, ...]:
    """Every text of the clerk's own that its facts have left behind, in the form's order."""
    texts = (section.id for section in state.form.sections if section.text)
    found = (changed_text(state, section) for section in texts)
    return tuple(changed for changed in found if changed is not None)


def last_paragraphs(state: InterviewState, section: str) -> tuple[str, ...]:
    """Last year's paragraphs of the section, to read beside: never this year's text."""
    if state.last_facts is None:
        return ()
    for known in state.last_facts.form.sections:
        if known.id == section and known.text:
            return state.last_facts.printed(known)
    return ()


def digest(paragraphs: tuple[str, ...]) -> str:
    """A short name for exactly these paragraphs."""
    return hashlib.sha256("\n".join(paragraphs).encode()).hexdigest()[:16]
