"""The reports of one gathering on disk: a line each, found again by its place in the file.

In memory there is an `Entry` a report, of some hundred bytes, whatever the reports hold.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from drafter.errors import DrafterError, Problem
from drafter.file_writer import append_line, large_file, make_private_folder, write_file
from drafter.files import json_in, unreadable
from drafter.gather.gathered_report import Gathered, State
from drafter.gather.report_folder import KEPT

_FORMAT = 1
_UNDER_WAY = f"{KEPT}.part"


class Entry(NamedTuple):
    """What is known of a kept report without opening it; `at` is its place in the file.

    told: findings of any weight, and things not read
    """

    at: int
    path: str
    stamp: tuple[int, int]
    problem: str
    form: str
    name: str
    year: int
    signed: str
    deadline: str
    missing: int
    state: State
    errors: int
    warnings: int
    told: int


def entry_of(report: Gathered, at: int) -> Entry:
    """A report's entry."""
    return Entry(
        at=at,
        path=report.path,
        stamp=report.stamp,
        problem=report.problem,
        form=report.form,
        name=report.name,
        year=report.year,
        signed=report.signed,
        deadline=report.deadline,
        missing=report.missing,
        state=report.state,
        errors=report.counted("error"),
        warnings=report.counted("warning"),
        told=len(report.findings) + len(report.unread),
    )


class KeptReports:
    """A finished gathering, read only. `head` is what the run said of itself."""

    def __init__(self, path: Path, head: Mapping[str, Any], entries: list[Entry]) -> None:
        self.path, self.head, self.entries = path, head, entries

    def report(self, entry: Entry) -> Gathered:
        """The whole report of an entry."""
        with self.path.open("rb") as file:
            file.seek(entry.at)
            return Gathered.of_json(file.readline())

    def reports(self, entries: Iterable[Entry]) -> Iterator[Gathered]:
        """One after the other, so that only one is held."""
        with self.path.open("rb") as file:
            for entry in entries:
                file.seek(entry.at)
                yield Gathered.of_json(file.readline())


def open_kept(folder: Path) -> KeptReports:
    """What was gathered in a folder. Raises: DrafterError."""
    path = folder / KEPT
    try:
        head, lines = _head_and_lines(path)
        entries = [entry_of(report, at) for at, report in lines]
    except (OSError, ValueError) as error:
        if path.is_file() and not isinstance(error, OSError):
            raise unusable(path) from None
        raise unreadable(path, error) from None
    return KeptReports(path, head, entries)


class Gathering:
    """A run under way in a folder: what it has read stays, if it is stopped, for the next run."""

    def __init__(self, folder: Path, head: Mapping[str, Any], *, changed: bool) -> None:
        self.folder, self._head = folder, {"kept": _FORMAT, **head}
        self._part = folder / _UNDER_WAY
        self._lines: dict[str, tuple[Path, int, tuple[int, int]]] = {}
        make_private_folder(folder)
        # What was finished is only gone by where that is asked for; what was not, always.
        if changed:
            self._take(folder / KEPT)
        if not self._take(self._part):
            write_file(self._part, _line(self._head))

    def _take(self, path: Path) -> bool:
        """Take over what a file holds, where the same was asked for; a torn end is cut off."""
        try:
            head, lines = _head_and_lines(path)
            if {key: head.get(key) for key in self._head} != self._head:
                return False
            end = 0
            for at, report in lines:
                self._lines[report.path] = path, at, report.stamp
                end = at
            if path == self._part:
                _cut_torn_end(path, end)
        except (OSError, ValueError):
            return False
        return True

    def has(self, shown: str, stamp: tuple[int, int]) -> bool:
        """Whether this very file is read already."""
        kept = self._lines.get(shown)
        return kept is not None and kept[2] == stamp

    def keep(self, shown: str, record: bytes) -> Gathered:
        """Keep what was read; it is safe from whatever happens to us afterwards."""
        report = Gathered.of_json(record)
        at = self._part.stat().st_size
        append_line(self._part, record)
        self._lines[shown] = self._part, at, report.stamp
        return report

    def finish(self, shown: Iterable[str], further: Mapping[str, Any]) -> KeptReports:
        """These reports, in this order, as the folder's gathering.

        further: what its head says that makes no other gathering of it
        """
        head = {**self._head, **further}
        path = self.folder / KEPT
        entries: list[Entry] = []
        with large_file(path) as file:
            at = file.write(_line(head))
            for name in shown:
                line = self._line_of(name)
                entries.append(entry_of(Gathered.of_json(line), at))
                at += file.write(line)
        with suppress(OSError):
            self._part.unlink()
        return KeptReports(path, head, entries)

    def _line_of(self, name: str) -> bytes:
        path, at, _ = self._lines[name]
        with path.open("rb") as file:
            file.seek(at)
            return file.readline()


def _line(tree: Mapping[str, Any]) -> bytes:
    return json.dumps(tree, ensure_ascii=False).encode() + b"\n"


def _head_and_lines(path: Path) -> tuple[Mapping[str, Any], Iterator[tuple[int, Gathered]]]:
    """Raises: OSError, ValueError for what is none of ours."""
    with path.open("rb") as file:
        head = json_in(file.readline())
    if not isinstance(head, dict) or head.get("kept") != _FORMAT:
        raise ValueError
    return head, _lines_of(path)


def _lines_of(path: Path) -> Iterator[tuple[int, Gathered]]:
    with path.open("rb") as file:
        at = len(file.readline())
        for line in file:
            # A run that was killed may have left half a line, and only as the last.
            if not line.endswith(b"\n"):
                return
            yield at, Gathered.of_json(line)
            at += len(line)


def _cut_torn_end(path: Path, last: int) -> None:
    with path.open("rb+") as file:
        file.seek(last)
        file.readline()
        if file.tell() < os.fstat(file.fileno()).st_size:
            file.truncate(file.tell())


def unusable(path: Path) -> DrafterError:
    """What is said of a file that no gathering wrote, or another edition's."""
    fix = "重新运行 drafter gather。"
    return DrafterError(Problem(str(path), "这个汇总文件坏了，或者不是这一版的。", fix))
