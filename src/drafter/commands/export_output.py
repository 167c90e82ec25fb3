"""`drafter export`: the report as files to review, sign and publish."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterable
from pathlib import Path

from drafter.argparse_zh import ChineseParser, not_known
from drafter.commands.check_material import add_comparison, material_of
from drafter.commands.report_output import refuse_final, tell_draft
from drafter.commands.shared_arguments import add_file, add_final, add_templates, answers_path
from drafter.desk.open_points import left_in
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.errors import DrafterError, ExitCode, Problem
from drafter.form.definitions import Form
from drafter.output.output_files import export_report, places_for
from drafter.output.output_kinds import (
    KINDS,
    PICTURE,
    REVIEWS,
    WORDS,
    Export,
    Output,
    distinct,
    has_sheet,
    mark_of,
    output_named,
    outputs_called,
    split_words,
)
from drafter.output.review_sheet import Version, keep_reviewed, last_reviewed
from drafter.report.document import FOR_REVIEW
from drafter.streams import path_line
from drafter.user_folders import output_folder


def add_export(parser: ChineseParser) -> None:
    """`drafter export`."""
    parser.description = (
        "生成可以送审、签发和公布的文件；写好的文件先读回来，与报告逐项核对，一致的才存。"
    )
    add_file(parser)
    parser.add_argument(
        "--to",
        metavar="形式",
        type=_asked_outputs,
        action="extend",
        help=f"{'、'.join(map(_offered, _OFFERED))}；可以写几种，中间用逗号；默认是 docx",
    )
    help_place = (
        "写到这个文件，或者这个文件夹；默认是现在的文件夹。不写 --to 时，形式看文件名的结尾"
    )
    parser.add_argument("-o", metavar="位置", dest="place", type=_place, help=help_place)
    parser.add_argument("--force", action="store_true", help="已经有的同名文件，换成新的")
    add_final(parser)
    help_copy = "写完的报告标明“送审稿”；没有写完的仍是草稿"
    parser.add_argument("--review-copy", action="store_true", help=help_copy)
    help_since = "上一版的答案文件，送审单里写出改了什么；默认是上次送审时的"
    parser.add_argument("--since", metavar="文件", type=answers_path, help=help_since)
    add_comparison(parser)
    add_templates(parser)
    parser.set_defaults(run=_run_export)


_OFFERED = [word for word, outputs in WORDS.items() if outputs[0] not in PICTURE or outputs[1:]]
"""The two files of a picture by their one name."""


def _offered(word: str) -> str:
    """`txt（文本，到处都能看）`."""
    kind = KINDS[WORDS[word][0]]
    about = "，".join(
        each for each in (kind.called, kind.suits) if each and each.casefold() != word
    )
    return f"{word}（{about}）" if about else word


def _asked_outputs(text: str) -> list[Output]:
    """`docx,html`: each is one that can be made."""
    words = split_words(text)
    if not words:
        raise ArgumentTypeError("后面要写一个值。")
    for word in words:
        if not outputs_called(word):
            raise ArgumentTypeError(not_known(word, list(WORDS)))
    return [output for word in words for output in outputs_called(word)]


def _place(text: str) -> Path:
    """A file, or a folder; one written as a folder has to be there."""
    if not text:
        raise ArgumentTypeError("后面要写一个值。")
    if text == "-":
        raise ArgumentTypeError("后面要写文件名；在终端里看，用 drafter print。")
    if text.endswith(("/", os.sep)) and not os.path.isdir(text):
        raise ArgumentTypeError(f"没有“{text}”这个文件夹。")
    return Path(text)


def _run_export(args: Namespace) -> int:
    """Write the files and print where they are; while the report has errors they are drafts."""
    outputs = _outputs(args)
    answers = load_answers(args.file, args.templates)
    material = material_of(args.file, answers, args)
    unfinished = bool(left_in(answers, material))
    if args.final and unfinished:
        return refuse_final(answers, material)
    export = Export(material, unfinished, args.templates, for_review=args.review_copy)
    mark = mark_of(export)
    if to_review := has_sheet(outputs, mark):
        export = export._replace(since=_version(args, answers.form))
    folder = output_folder()
    place = args.place or (None if folder == Path.cwd() else folder)
    places = places_for(material.facts, distinct(outputs, mark), place, mark=mark)
    _spare_answers(args.file, [*places.values(), *filter(None, [args.place])])
    exported = export_report(export, places, force=args.force)
    print(*map(path_line, exported.paths), sep="\n")
    print(*exported.notes, sep="\n", end="\n" if exported.notes else "", file=sys.stderr)
    if unfinished:
        tell_draft()
    if to_review:  # the next 送审单 is compared with this one, once it is on disk
        keep_reviewed(args.file)
    return ExitCode.OK


def _outputs(args: Namespace) -> tuple[Output, ...]:
    """What was asked for, else what the name of the file says, else a Word file."""
    named = None if args.place is None else output_named(args.place)
    outputs = tuple(dict.fromkeys(args.to or [named or Output.DOCX]))
    if outputs == (Output.REVIEW,) and named is not None:
        # Its three shapes are one thing to a clerk: the name of the file tells which.
        outputs = tuple(each for each in REVIEWS if each.ending == named.ending) or outputs
    mark = FOR_REVIEW if args.review_copy else ""
    if args.since is not None and not has_sheet(outputs, mark):
        fix = "不写 --since，或者加上 --to review。"
        raise DrafterError(Problem("--since", "只有送审单要和上一版比较。", fix))
    return outputs


def _spare_answers(answers: Path, paths: Iterable[Path]) -> None:
    for path in paths:
        if os.path.exists(path) and os.path.samefile(path, answers):
            raise DrafterError(Problem(str(path), "这是答案文件本身。", "用 -o 换一个位置。"))


def _version(args: Namespace, form: Form) -> Version | None:
    """What a 送审单 is compared with: the file named, else what the last 送审单 showed."""
    if args.since is None:
        return last_reviewed(args.file, form, args.templates)
    before = load_answers(args.since, args.templates)
    if before.form.id != form.id:
        what = f"这是“{before.form.name}”，和这份报告的格式不同。"
        raise DrafterError(Problem(str(args.since), what, "换成这份报告的上一版。"))
    return Version(Facts(before.form, before.draft), args.since.name)
