"""The register that a session is filled from: counted, counted again, its applications shown.

A file is read only when somebody asks for it; what was read last is at hand until the file, or
what was said of its words, is another.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from drafter.desk.register_count import (
    RegisterCount,
    RegisterReader,
    load_settings,
    settings_file,
)
from drafter.desk.register_in_words import (
    account_lines,
    change_lines,
    due_lines,
    due_words,
    head_lines,
    row_lines,
)
from drafter.desk.table_phrases import read_cells
from drafter.errors import DrafterError, Problem
from drafter.form.definitions import Address
from drafter.importing.register_file import digest_of
from drafter.interview.interview_state import InterviewState
from drafter.interview.tallied_figures import Changed, changes, record_tally, with_settings
from drafter.ledger.counted_register import CountedRegister
from drafter.ledger.ledger_file import register_words
from drafter.ledger.register_settings import Settings
from drafter.limited_process import LimitedWorker

_Key = tuple[str, int, int, int, Settings]
_latest: tuple[_Key, RegisterCount] | None = None


class Recount(NamedTuple):
    """A register counted into a draft: the state after it, and every figure that is another."""

    read: RegisterCount
    after: InterviewState
    changed: tuple[Changed, ...]


def knows_registers(state: InterviewState) -> bool:
    """Whether the form says how registers are counted."""
    return register_words(state.form) is not None


def reader_of(state: InterviewState, path: Path, today: date) -> RegisterReader:
    """What counts a register for the report's year, by itself the year before today's.

    Raises: DrafterError.
    """
    return RegisterReader(state.form, path, state.draft.year or today.year - 1)


def settings_for(state: InterviewState, path: Path) -> Settings:
    """What is known of a register's words: said in this session, else kept beside the file.

    Raises: DrafterError.
    """
    record = state.progress.register
    if record is not None and (Path(record.file) == path or record.settings != Settings()):
        return record.settings
    return load_settings(settings_file(path))


def recounted(state: InterviewState, count: RegisterCount) -> Recount | Problem:
    """The state with the figures of a count."""
    after = record_tally(state, count.counted())
    if isinstance(after, Problem):
        return after
    _remember(count)
    return Recount(count, after, changes(state, after))


def count_lines(found: Recount) -> list[str]:
    """What came of a count: where the rows went, what it filled, old → new, and what heads are."""
    counted = found.read.found
    lines = list(account_lines(counted))
    if found.changed:
        lines += ["填进表里的：", *change_lines(counted.tally.form, found.changed)]
    else:
        lines.append("表里的数字没有变。")
    if not counted.whole:
        lines.append("还有没归类的，其余的格子没有当作零。")
    return [*lines, "各列这样认的：", *head_lines(counted)]


def register_file(state: InterviewState) -> Path | None:
    """Where the session's register lies; None without one."""
    record = state.progress.register
    return Path(record.file) if record else None


def news(state: InterviewState) -> str:
    """Why the register wants to be counted anew; "" where it does not, or is gone."""
    record = state.progress.register
    digest = digest_of(Path(record.file)) if record is not None else ""
    if record is None or digest in ("", record.digest):
        return ""
    return "台账改过了" if record.digest else "台账还没有统计完"


def kept(state: InterviewState, path: Path, settings: Settings) -> InterviewState:
    """The state with what was said of a register's words, though no figure was recorded."""
    if settings == settings_for(state, path):
        return state
    return with_settings(state, str(path.absolute()), settings)


def count_of(
    state: InterviewState, today: date, hand: LimitedWorker | None = None
) -> RegisterCount:
    """The session's register as it is now, read by `hand`. Raises: DrafterError."""
    path = register_file(state)
    if path is None:
        fix = "先给出台账文件。"
        raise DrafterError(Problem("台账", "这份报告还没有用台账统计过。", fix))
    at_hand = _at_hand(state)
    if at_hand is not None:
        return at_hand
    count = reader_of(state, path, today).count(settings_for(state, path), hand)
    _remember(count)
    return count


def register_at_hand(state: InterviewState) -> CountedRegister | None:
    """The session's register, where it was read already: checks wait for no file."""
    count = _at_hand(state)
    if count is None:
        return None
    reasons = {a for a, figure in state.progress.tallied.items() if figure.reason}
    return replace(count.found, explained=frozenset(reasons))


def notes(state: InterviewState, today: date) -> list[str]:
    """What to know of the register on coming back; nothing where none is known."""
    said = due_words(state, today)
    lines = [f"{said}。"] if said else []
    if new := news(state):
        lines.append(f"{new}，可以重新统计。")
    return lines


def due_now(state: InterviewState, today: date) -> list[str]:
    """What is overdue and what is due within a week, row by row. Raises: DrafterError."""
    return due_lines(count_of(state, today).found, today)


def behind(state: InterviewState, address: Address, today: date) -> tuple[str, ...]:
    """The applications behind a cell. Raises: DrafterError."""
    return row_lines(count_of(state, today).found, address)


def cells_named(state: InterviewState, words: str) -> tuple[Address, ...]:
    """The given cells that a clerk's words name: 予以公开 自然人; none where these are no names."""
    form, own = state.form, register_words(state.form)
    if own is None:
        return ()
    for table in (own.table, own.disputes.table):
        found = read_cells(form, form.tables[table], words) if table in form.tables else None
        if found and not isinstance(found, Problem):
            return tuple(c.address for c in found if c.address not in form.computed)
    return ()


def refusal(state: InterviewState) -> Problem | None:
    """Why no register can be counted here; None where one can."""
    if knows_registers(state):
        return None
    what = f"“{state.form.name}”这种报告格式不统计台账。"
    return Problem("台账", what, "照台账自己填写。")


def _at_hand(state: InterviewState) -> RegisterCount | None:
    return _latest[1] if _latest is not None and _latest[0] == _key(state) else None


def _remember(count: RegisterCount) -> None:
    global _latest
    key = _key_of(count.path, count.found.tally.year, count.found.settings)
    _latest = (key, count) if key is not None else None


def _key(state: InterviewState) -> _Key | None:
    record, year = state.progress.register, state.draft.year
    if record is None or not record.digest or year is None:
        return None
    return _key_of(Path(record.file), year, record.settings)


def _key_of(path: Path, year: int, settings: Settings) -> _Key | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return str(path.absolute()), found.st_mtime_ns, found.st_size, year, settings
