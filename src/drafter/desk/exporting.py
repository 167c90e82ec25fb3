"""Finished files: each is made and proved before any is written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from drafter.desk.making import Export, Made, make_output
from drafter.desk.output_kinds import Output, output_named
from drafter.draft.facts import Facts
from drafter.errors import DrafterError, Problem
from drafter.report.build import build_document
from drafter.saving import SaveError, with_told_errors, write_file
from drafter.session.names import numbered, safe_name


class Exported(NamedTuple):
    """Where the files went, and notes on them for the clerk."""

    paths: tuple[Path, ...]
    notes: tuple[str, ...]


def places_for(
    facts: Facts, outputs: Sequence[Output], to: Path | None, *, draft: bool
) -> dict[Output, Path]:
    """Where each output goes: the file `to`, or the folder `to` under the report's title.

    Raises: DrafterError where several are to go into one file, or one into a file that is
    named as another.
    """
    folder = to if to is not None and os.path.isdir(to) else None
    if to is not None and folder is None:
        if len(outputs) == 1:
            return {outputs[0]: _named(to, outputs[0])}
        what = f"“{to}”不是文件夹，几种形式写不进一个文件。"
        raise DrafterError(Problem("-o", what, "先建好文件夹，或者一次只写一种形式。"))
    name = safe_name(facts.render(facts.form.title)) or facts.form.id
    return {each: (folder or Path()) / f"{name}{_ending(each, draft)}" for each in outputs}


def export_report(
    export: Export, places: Mapping[Output, Path], *, force: bool = False
) -> Exported:
    """Make and write the files.

    force: whether files that are there already may be replaced

    Raises: DrafterError. Unless it comes from the disk, nothing is written then.
    """
    if not force:
        _refuse_existing(places.values())
    return _written(_made(export, places), places, force=force)


def export_anew(export: Export, outputs: Sequence[Output], folders: Sequence[Path]) -> Exported:
    """Make the files, and write them into the first folder that takes them, under new names.

    Raises: DrafterError where a file cannot be made, or no folder takes them.
    """
    made = _made(export, outputs)
    names = places_for(export.material.facts, outputs, None, draft=export.draft)
    *others, last = folders
    for folder in others:
        with suppress(SaveError):
            return _written(made, _free(folder, names))
    return _written(made, _free(last, names))


def _named(path: Path, output: Output) -> Path:
    """The file, with the ending of its kind where it has none of any."""
    named = output_named(path)
    if named is None:
        return path.with_name(f"{path.name}{output.ending}")
    if named.ending == output.ending:
        return path
    what = f"名字的结尾是 {named.ending}，要写的却是 {output.value}。"
    raise DrafterError(Problem(str(path), what, f"换一个名字，或者写 --to {named.value}。"))


def _ending(output: Output, draft: bool) -> str:
    if output is Output.REVIEW:
        return f"（送审稿）{output.ending}"
    return f"{'（草稿）' if draft else ''}{output.ending}"


def _free(folder: Path, names: Mapping[Output, Path]) -> dict[Output, Path]:
    """Names that nothing has yet, all under one number: `报告.docx`, `报告-2.docx` …"""
    return next(
        places
        for places in _numbered(folder, names)
        if not any(map(os.path.lexists, places.values()))
    )


def _numbered(folder: Path, names: Mapping[Output, Path]) -> Iterator[dict[Output, Path]]:
    stems = zip(*(numbered(name.stem) for name in names.values()), strict=False)
    for tried in stems:
        pairs = zip(names.items(), tried, strict=True)
        yield {output: folder / f"{stem}{name.suffix}" for (output, name), stem in pairs}


def _refuse_existing(paths: Iterable[Path]) -> None:
    problems = [
        Problem(str(path), "已经有这个文件。", "用 -o 换一个位置，或者加 --force 换掉它。")
        for path in paths
        if os.path.lexists(path)
    ]
    if problems:
        raise DrafterError(problems)


def _made(export: Export, outputs: Iterable[Output]) -> dict[Output, Made]:
    document = build_document(export.material.facts, draft=export.draft)
    return {output: make_output(export, document, output) for output in outputs}


def _written(
    made: Mapping[Output, Made], places: Mapping[Output, Path], *, force: bool = False
) -> Exported:
    for output, path in places.items():
        _write(path, made[output].data, force=force)
    notes = tuple(whole.note for whole in made.values() if whole.note)
    return Exported(tuple(places.values()), notes)


def _write(path: Path, data: bytes, *, force: bool) -> None:
    """A new file is for others to read, and one that has come up meanwhile stays as it is."""
    new = not (force and os.path.exists(path))
    if new:
        with_told_errors(path, partial(_claim, path))
    try:
        write_file(path, data)
    except DrafterError:
        if new:
            with suppress(OSError):
                path.unlink()
        raise


def _claim(path: Path) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644))
