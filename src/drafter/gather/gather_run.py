"""One gathering from folders to the folder that it leaves, told step by step to whoever watches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from errno import ENOENT
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from drafter.errors import DrafterError, Problem
from drafter.file_writer import make_private_folder
from drafter.files import unreadable
from drafter.form.definitions import Form
from drafter.form.form_file import form_folders, load_form
from drafter.gather.gathered_report import Gathered, Way, stamp_of
from drafter.gather.kept_reports import Gathering, KeptReports, open_kept, unusable
from drafter.gather.report_folder import KEPT, Passed, refuse_none, report_files
from drafter.gather.summary_folder import Source, alike_of, write_summary
from drafter.gather.summary_page import Summary
from drafter.gather.unit_list import UnitList, plain_name
from drafter.gather.unit_reports import sort_reports
from drafter.gather.worker_pool import read_all

LAST = "上年"
"""The folder, within the output's, for what was read of last year."""


@dataclass(frozen=True)
class Asked:
    """What a gathering is asked for. year: 0 for that of most of the reports."""

    folders: tuple[Path, ...]
    out: Path
    today: date
    units: UnitList | None = None
    units_file: Path | None = None
    last_year: Path | None = None
    packs: tuple[str, ...] = ()
    own: Path | None = None
    cache: Path | None = None
    year: int = 0
    changed: bool = False
    workers: int = 0


class Watch(Protocol):
    """Who is told how far it has come."""

    def begins(self, what: str, number: int, known: int) -> None:
        """So many files are to be read, so many were read already."""

    def read(self, report: Gathered) -> None:
        """One more file is read."""

    def ends(self) -> None:
        """All are read."""


def gather(asked: Asked, watch: Watch) -> Summary:
    """Do all of it. What was read stays when it is stopped. Raises: DrafterError."""
    _refuse_missing(asked.folders)
    _refuse_reports_folder(asked)
    make_private_folder(asked.out)
    with _alone(asked.out):
        return _gather(asked, watch)


def _gather(asked: Asked, watch: Watch) -> Summary:
    forms = {form_id: load_form(form_id, asked.own) for form_id in form_folders(asked.own)}
    last = _last_year(asked, watch) if asked.last_year else None
    kept, passed = read_folders(asked, watch, _index(last))
    source = _sorted(kept, asked, asked.year)
    sources = [source, last] if last else [source]
    parent = asked.units.parent if asked.units else ""
    day = f"{asked.today.year}年{asked.today.month}月{asked.today.day}日"
    alike = alike_of(sources, forms)
    return write_summary(asked.out, source, alike, passed, forms, parent, day)


def _refuse_missing(folders: Iterable[Path]) -> None:
    """Raises: DrafterError for a folder that is not there."""
    for folder in folders:
        if not folder.exists():
            raise unreadable(folder, FileNotFoundError(ENOENT, ""))


def _refuse_reports_folder(asked: Asked) -> None:
    """Raises: DrafterError for an output among the reports, which would be read as some."""
    if asked.out.resolve() in {folder.resolve() for folder in asked.folders}:
        fix = "用 -o 写另一个文件夹，可以在它的里面。"
        raise DrafterError(Problem(str(asked.out), "这是放报告的文件夹，汇总不写在这里。", fix))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Raises: DrafterError where another run is at work in the folder."""
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        what = "另一个 drafter gather 正在这个文件夹里汇总。"
        raise DrafterError(Problem(str(folder), what, "等它做完，或者换一个文件夹。")) from None
    try:
        yield
    finally:
        lock.release()


def source_of(folder: Path, units: UnitList | None, today: date, year: int = 0) -> Source:
    """What an earlier run gathered. Raises: DrafterError."""
    kept = open_kept(folder)
    if units is None and (listed := kept.head.get("units")):
        try:
            units = UnitList.of_json(str(listed))
        except (ValueError, TypeError):
            raise unusable(kept.path) from None
    return Source(kept, sort_reports(kept.entries, units, year, today, kept.report))


def read_folders(
    asked: Asked, watch: Watch, last: dict[str, tuple[str, int]], what: str = ""
) -> tuple[KeptReports, list[Passed]]:
    """Read what was not read yet of the folders; gives all, and what was passed over."""
    _refuse_missing(asked.folders)
    beside = [asked.out, *([asked.units_file] if asked.units_file else [])]
    files, passed = report_files(asked.folders, beside)
    refuse_none(files, asked.folders)
    units = asked.units.as_json() if asked.units else ""
    way = Way(
        today=asked.today.isoformat(),
        own=str(asked.own or ""),
        packs=asked.packs,
        cache=str(asked.cache or ""),
        units=units,
        last=last,
        checks=not what,
    )
    head = {
        "digest": way.digest,
        "folders": [str(folder.resolve()) for folder in asked.folders],
    }
    run = Gathering(asked.out, head, changed=asked.changed)
    left = [file for file in files if not run.has(file.shown, stamp_of(file.path))]
    watch.begins(what or "读取报告", len(left), len(files) - len(left))
    try:
        for file, record in read_all(left, way, asked.workers) if left else ():
            watch.read(run.keep(file.shown, record))
    finally:
        watch.ends()
    return run.finish([file.shown for file in files], {"units": units}), passed


def _last_year(asked: Asked, watch: Watch) -> Source:
    folder = asked.last_year
    assert folder is not None
    if (folder / KEPT).is_file():
        return source_of(folder, asked.units, asked.today)
    before = Asked(
        folders=(folder,),
        out=asked.out / LAST,
        today=asked.today,
        own=asked.own,
        cache=asked.cache,
        changed=True,
        workers=asked.workers,
    )
    kept, _ = read_folders(before, watch, {}, "读取上年的报告")
    return _sorted(kept, asked, asked.year - 1 if asked.year else 0)


def _sorted(kept: KeptReports, asked: Asked, year: int) -> Source:
    return Source(kept, sort_reports(kept.entries, asked.units, year, asked.today, kept.report))


def _index(last: Source | None) -> dict[str, tuple[str, int]]:
    if last is None:
        return {}
    return {
        plain_name(unit.unit.name): (str(last.kept.path.resolve()), unit.current.at)
        for unit in last.found.units
        if unit.current is not None
    }


def refuse_packs(
    names: Sequence[str], forms: Iterable[Form], load: Callable[[Form, list[str]], object]
) -> None:
    """Raises: DrafterError for local rules that no form has."""
    for name in names:
        errors: list[Problem] = []
        for form in forms:
            try:
                load(form, [name])
                break
            except DrafterError as error:
                errors += error.problems
        else:
            raise DrafterError(errors)
