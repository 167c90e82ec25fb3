"""`drafter read`: what a published report says, and a draft made of it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from drafter.argparse_zh import ChineseParser
from drafter.commands.shared_arguments import add_output, add_templates, refuse_existing
from drafter.desk.last_report import as_last_file, offer, unconfirmed
from drafter.errors import ExitCode, one_line
from drafter.file_writer import write_file
from drafter.files import dropped_path
from drafter.importing.any_report import AnyReport, load_report
from drafter.importing.report_notes import Sure, counts_line
from drafter.streams import path_line

_HEADS = {
    Sure.UNREAD: "没有读到，要自己补：",
    Sure.UNCERTAIN: "读到了但要看一眼：",
    Sure.READ: "还读到了：",
}
_QUOTED = 40


def add_read(parser: ChineseParser) -> None:
    """`drafter read`."""
    help_file = "公布的报告：docx、pdf、xlsx、html、txt、md，或 drafter 导出的 json"
    parser.add_argument("file", metavar="文件", type=dropped_path, help=help_file)
    add_output(parser, "把读到的内容存成答案文件")
    add_templates(parser)
    parser.set_defaults(run=_run_read)


def _run_read(args: Namespace) -> int:
    report = load_report(args.file, args.templates)
    print(*map(one_line, _told(report)), sep="\n")
    if args.out is not None:
        refuse_existing(args.out, force=args.force)
        text = unconfirmed(as_last_file(report)).kept
        write_file(args.out, text, new=not args.force)
        print("存成了答案文件：")
        print(path_line(args.out))
    return ExitCode.OK


def _told(report: AnyReport) -> Iterator[str]:
    form, draft = report.answers.form, report.answers.draft
    year, organ = draft.year, draft.organ
    yield f"{form.name}（{form.source}）"
    yield f"{organ or '单位没有读到'}，{f'{year}年' if year else '年度没有读到'}"
    if not report.was_read:
        return
    yield f"{counts_line(report.counts)}文字：{len(draft.texts)} 段。"
    for sure, head in _HEADS.items():
        notes = [note for note in report.notes if note.sure is sure]
        if notes:
            yield ""
            yield head
        for note in notes:
            quote = note.quote[:_QUOTED] + "…" * (len(note.quote) > _QUOTED)
            yield f"  {note.where}：{note.what}" + (f"原文：{quote}" if quote else "")
    last = as_last_file(report)
    if last.proposals:
        yield ""
        yield "从文字里读到的，存成答案文件时标为待核："
    for row in (offer(last, each) for each in last.proposals):
        yield f"  {row.said}" + (f"  原文：{row.quote}" if row.quote else "")
