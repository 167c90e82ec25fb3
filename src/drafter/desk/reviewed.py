"""What the last 送审稿 of a session showed, so that the next one tells what has changed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from drafter.desk.review import Version
from drafter.draft.answers_file import load_answers
from drafter.draft.facts import Facts
from drafter.errors import DrafterError
from drafter.files import read_bytes
from drafter.form.model import Form
from drafter.saving import write_file
from drafter.session.places import beside

_HISTORY, _REVIEWED = "history", "reviewed"


def last_reviewed(file: Path, form: Form, own: Path | None = None) -> Version | None:
    """The answers of then; None where there are none, or they cannot be read any more."""
    kept = beside(file, _REVIEWED)
    try:
        when = datetime.fromtimestamp(kept.stat().st_mtime)
        before = load_answers(kept, own)
    except (OSError, DrafterError):
        return None
    name = f"上次送审（{when.year}年{when.month}月{when.day}日）"
    return Version(Facts(before.form, before.draft), name) if before.form.id == form.id else None


def keep_reviewed(file: Path) -> None:
    """Keep the answers beside their session; a file that is none gets no company.

    Raises: SaveError.
    """
    if beside(file, _HISTORY).is_file():
        write_file(beside(file, _REVIEWED), read_bytes(file))
