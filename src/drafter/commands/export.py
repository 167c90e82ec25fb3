"""`drafter export`: the report as files to sign, publish and send up."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.checks.check_run import has_errors
from drafter.commands.check import material_of
from drafter.commands.unfinished import refuse_final, tell_draft
from drafter.desk.output_files import Export, Output, export_report, output_named, places_for
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.errors import DrafterError, ExitCode, Problem
from drafter.form.definitions import Form

if TYPE_CHECKING:
    from drafter.desk.review_sheet import Version


def run(args: Namespace) -> int:
    """Write the files and print where they are; while the report has errors they are drafts."""
    outputs = _outputs(args)
    answers = load_answers(args.file, args.templates)
    material = material_of(args.file, answers, args, args.today or date.today())
    unfinished = has_errors(material)
    if args.final and unfinished:
        return refuse_final(material)
    places = places_for(material.facts, outputs, args.place, draft=unfinished)
    _spare_answers(args.file, [*places.values(), *filter(None, [args.place])])
    since = _version(args, answers.form) if Output.REVIEW in outputs else None
    export = Export(material, unfinished, args.templates, since)
    exported = export_report(export, places, force=args.force)
    print(*exported.paths, sep="\n")
    print(*exported.notes, sep="\n", end="\n" if exported.notes else "", file=sys.stderr)
    if unfinished:
        tell_draft()
    if Output.REVIEW in outputs:
        from drafter.desk.review_sheet import keep_reviewed

        keep_reviewed(args.file)
    return ExitCode.OK


def _outputs(args: Namespace) -> tuple[Output, ...]:
    """What was asked for, else what the name of the file says, else a Word file."""
    named = None if args.place is None else output_named(args.place)
    outputs = tuple(dict.fromkeys(args.to or [named or Output.DOCX]))
    if args.since is not None and Output.REVIEW not in outputs:
        fix = "不写 --since，或者加上 --to review。"
        raise DrafterError(Problem("--since", "只有送审稿要和上一版比较。", fix))
    return outputs


def _spare_answers(answers: Path, paths: Iterable[Path]) -> None:
    for path in paths:
        if os.path.exists(path) and os.path.samefile(path, answers):
            raise DrafterError(Problem(str(path), "这是答案文件本身。", "用 -o 换一个位置。"))


def _version(args: Namespace, form: Form) -> Version | None:
    """What a 送审稿 is compared with: the file named, else what the last 送审稿 showed."""
    from drafter.desk.review_sheet import Version, last_reviewed

    if args.since is None:
        return last_reviewed(args.file, form, args.templates)
    before = load_answers(args.since, args.templates)
    if before.form.id != form.id:
        what = f"这是“{before.form.name}”，和这份报告的格式不同。"
        raise DrafterError(Problem(str(args.since), what, "换成这份报告的上一版。"))
    return Version(Facts(before.form, before.draft), args.since.name)
