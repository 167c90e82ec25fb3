"""`drafter print` and `drafter export`: the report on stdout, or as files to sign and publish."""

from __future__ import annotations

import os
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.checks.material import Material
from drafter.checks.run import has_errors, run_checks
from drafter.commands.check_material import material_of
from drafter.desk.output_files import Export, Output, export_report, output_named, places_for
from drafter.draft.answers_file import load_answers
from drafter.draft.facts import Facts
from drafter.errors import DrafterError, ExitCode, Problem
from drafter.form.kept import Kept
from drafter.form.model import Form, Severity
from drafter.form.texts import texts_of
from drafter.report.build import build_document
from drafter.report.render import Format, Page, render

if TYPE_CHECKING:
    from drafter.desk.review_sheet import Version

_FORMATS = {"text": Format.TEXT, "md": Format.MARKDOWN}
_DEFAULT_WIDTH = 100
_NARROWEST = 80


def run_print(args: Namespace) -> int:
    """Print the report; while it has errors it is marked a draft, and no final one."""
    answers = load_answers(args.file, args.templates)
    form = answers.form
    facts = Facts(form, answers.draft)
    material = Material(facts)
    unfinished = has_errors(material)
    if args.final and unfinished:
        return refuse_final(material)
    document = build_document(facts, draft=unfinished)
    layouts = Kept(form.folder, "layouts")
    page = Page(args.width or _terminal_width(), ascii=args.ascii, known=layouts)
    sys.stdout.write(render(form, document, _FORMATS[args.to], page, args.templates))
    texts_of(form).keep()
    layouts.write()
    if unfinished:
        tell_draft()
    return ExitCode.OK


def _terminal_width() -> int:
    """At most 100 cells, and no wider than the terminal unless that is under 80."""
    columns = shutil.get_terminal_size((_DEFAULT_WIDTH, 24)).columns
    return max(_NARROWEST, min(columns, _DEFAULT_WIDTH))


def run_export(args: Namespace) -> int:
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
    texts_of(answers.form).keep()
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


def refuse_final(material: Material) -> ExitCode:
    """Tell every error."""
    errors = run_checks(material).of(Severity.ERROR)
    told = f"还不能出正式稿：有 {len(errors)} 处要改。不加 --final 可以先出草稿。"
    print(*errors, told, sep="\n", file=sys.stderr)
    return ExitCode.FINDINGS


def tell_draft() -> None:
    """That what was made is one, and what to do about it."""
    print("这是草稿：还有要改的地方，用 drafter check 逐处列出。", file=sys.stderr)
