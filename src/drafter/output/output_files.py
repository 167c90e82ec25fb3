"""Where finished files go; each is made and proved before any is written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from drafter.draft.draft_facts import Facts
from drafter.errors import DrafterError, Problem
from drafter.file_writer import SaveError, remove_stray_temps, write_file
from drafter.output.output_kinds import (
    Export,
    Made,
    Output,
    distinct,
    file_name,
    make_output,
    mark_of,
    output_named,
)
from drafter.report.document import build_document
from drafter.session.session_folder import numbered


class Exported(NamedTuple):
    """Where the files went, and notes on them for the clerk."""

    paths: tuple[Path, ...]
    notes: tuple[str, ...]


def export_report(
    export: Export, places: Mapping[Output, Path], *, force: bool = False
) -> Exported:
    """Make and write the files.

    force: whether files that are there already may be replaced

    Raises: DrafterError. Unless it comes from the disk, nothing is written then.
    """
    if not force:  # before anything is made: a PDF takes its time
        _refuse_existing(places.values())
    return _written(_made(export, places), places, force=force)


def places_for(
    facts: Facts, outputs: Sequence[Output], to: Path | None, *, mark: str = ""
) -> dict[Output, Path]:
    """Where each output goes: the file `to`, or the folder `to` under the report's title.

    mark: 草稿 or 送审稿, where the files bear one

    Raises: DrafterError where several are to go into one file, or one into a file that is
    named as another.
    """
    folder = to if to is not None and os.path.isdir(to) else None
    if to is not None and folder is None:
        if len(outputs) == 1:
            return {outputs[0]: _named(to, outputs[0])}
        what = f"“{to}”不是文件夹，几种形式写不进一个文件。"
        raise DrafterError(Problem("-o", what, "先建好文件夹，或者一次只写一种形式。"))
    return {each: (folder or Path()) / file_name(facts, each, mark) for each in outputs}


def export_anew(export: Export, outputs: Sequence[Output], folders: Sequence[Path]) -> Exported:
    """Make the files, and write them into the first folder that takes them, under new names."""
    outputs = distinct(outputs, mark_of(export))
    made = _made(export, outputs)
    names = places_for(export.material.facts, outputs, None, mark=mark_of(export))
    *others, last = folders
    for folder in others:
        with suppress(SaveError):
            return _written(made, _free(folder, names))
    return _written(made, _free(last, names))


def _refuse_existing(paths: Iterable[Path]) -> None:
    problems = [
        Problem(str(path), "已经有这个文件。", "用 -o 换一个位置，或者加 --force 换掉它。")
        for path in paths
        if os.path.lexists(path)
    ]
    if problems:
        raise DrafterError(problems)


def _made(export: Export, outputs: Iterable[Output]) -> dict[Output, Made]:
    document = build_document(
        export.material.facts, draft=export.draft, for_review=export.for_review
    )
    return {output: make_output(export, document, output) for output in outputs}


def _written(
    made: Mapping[Output, Made], places: Mapping[Output, Path], *, force: bool = False
) -> Exported:
    written: list[Path] = []
    for output, path in places.items():
        remove_stray_temps(path)
        try:
            write_file(path, made[output].data, new=not (force and os.path.exists(path)))
        except SaveError as error:
            # Those written before stay: they are whole, and the clerk may want them.
            what, fix = "这一份已经写好了。", "重新导出以前，先移走它，或者加 --force。"
            told = (Problem(str(done), what, fix) for done in written)
            raise SaveError((*error.problems, *told)) from None
        written.append(path)
    notes = dict.fromkeys(whole.note for whole in made.values() if whole.note)
    return Exported(tuple(places.values()), tuple(notes))


def _free(folder: Path, names: Mapping[Output, Path]) -> dict[Output, Path]:
    """Names that nothing has yet, all under one number: `报告.docx`, `报告-2.docx` …"""
    for stems in zip(*(numbered(name.stem) for name in names.values()), strict=False):
        pairs = zip(names.items(), stems, strict=True)
        places = {output: folder / f"{stem}{name.suffix}" for (output, name), stem in pairs}
        if not any(map(os.path.lexists, places.values())):
            return places
    raise AssertionError  # the numbers never end


def _named(path: Path, output: Output) -> Path:
    """The file, with the ending of its kind where it has none of any."""
    named = output_named(path)
    if named is None:
        return path.with_name(f"{path.name}{output.ending}")
    if named.ending == output.ending:
        return path
    what = f"名字的结尾是 {named.ending}，要写的却是 {output.value}。"
    raise DrafterError(Problem(str(path), what, f"换一个名字，或者写 --to {named.value}。"))
