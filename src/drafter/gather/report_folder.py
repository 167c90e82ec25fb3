"""The files of a folder that may be reports, and those that are none."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from drafter.errors import DrafterError, Problem
from drafter.files import unreadable
from drafter.importing.any_report import KINDS

KEPT = "gathered.jsonl"
"""What an earlier gathering left in its folder, by which such a folder is known."""
REPORT_ENDS = {*KINDS, ".yaml", ".yml", ".json", ".doc", ".wps", ".rtf", ".odt"}
_ARCHIVES = frozenset([".zip", ".rar", ".7z", ".tar", ".gz", ".tgz"])
_BESIDE = frozenset(["Thumbs.db", "desktop.ini"])


class ReportFile(NamedTuple):
    """A file to be read. `shown` is its path as people are told it: from the folder given."""

    path: Path
    shown: str


class Passed(NamedTuple):
    """What was passed over, and why in Chinese."""

    shown: str
    why: str


def report_files(
    folders: Sequence[Path], without: Sequence[Path] = ()
) -> tuple[list[ReportFile], list[Passed]]:
    """All files that may be reports, sorted by path, each once; and what was passed over.

    A link to a folder is not followed, so none can turn in circles.

    without: files and folders that are no reports, the output's own
    Raises: DrafterError for a folder that cannot be read.
    """
    barred = {path.resolve() for path in without}
    found: list[ReportFile] = []
    passed: list[Passed] = []
    seen: set[tuple[int, int]] = set()
    for folder in folders:
        start = f"{folder.name}/" if len(folders) > 1 else ""
        for path in _all_in(folder, barred, passed):
            shown = start + (path.relative_to(folder).as_posix() if path != folder else path.name)
            # A name may hold bytes that are no character.
            shown = shown.encode("utf-8", "replace").decode()
            why, status = _why_not(path)
            if why:
                passed.append(Passed(shown, why))
            elif status is not None and (at := (status.st_dev, status.st_ino)) not in seen:
                seen.add(at)
                found.append(ReportFile(path, shown))
    return found, passed


def _all_in(folder: Path, barred: set[Path], passed: list[Passed]) -> Iterator[Path]:
    if folder.is_file():
        yield folder
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (OSError, ValueError) as error:
        raise unreadable(folder, error) from None
    if any(entry.name == KEPT for entry in entries):
        return  # an earlier gathering's output holds no reports
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith((".", "~$")) or entry.name in _BESIDE or path.resolve() in barred:
            continue
        if not entry.is_dir():
            yield path
        elif entry.is_symlink():
            passed.append(Passed(_shown(entry), "是一个链接，没有跟着它到别的文件夹去"))
        else:
            try:
                yield from _all_in(path, barred, passed)
            except DrafterError as error:
                passed.append(Passed(_shown(entry), error.problems[0].what.rstrip("。")))


def _shown(entry: os.DirEntry[str]) -> str:
    """A name that can be written anywhere, whatever bytes the file system has."""
    return entry.name.encode("utf-8", "replace").decode()


def _why_not(path: Path) -> tuple[str, os.stat_result | None]:
    """Why a file is none to be read, "" where it is one."""
    end = path.suffix.lower()
    if end in _ARCHIVES:
        return "是压缩包，没有打开；解开以后再汇总", None
    if end not in REPORT_ENDS:
        return "不是报告文件", None
    try:
        if not path.is_file():
            return "不是普通文件，或者链接断了", None
        return "", path.stat()
    except OSError:
        return "打不开", None


def refuse_none(found: Sequence[ReportFile], folders: Sequence[Path]) -> None:
    """Raises: DrafterError where there is nothing to read."""
    if not found:
        where = "、".join(map(str, folders))
        fix = "核对文件夹；可以读的有：docx、pdf、html、txt、md、xlsx、yaml、json。"
        raise DrafterError(Problem(where, "里面没有报告文件。", fix))
