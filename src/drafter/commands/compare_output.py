"""`drafter compare`: two years of a unit, or the units of a year, side by side."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from drafter.argparse_zh import ChineseParser
from drafter.commands.gather_output import add_year
from drafter.commands.shared_arguments import add_output, add_templates, add_today, refuse_existing
from drafter.draft.answers_file import Answers, read_answers
from drafter.draft.draft_facts import Facts
from drafter.errors import DrafterError, ExitCode, Problem, one_line
from drafter.file_writer import large_file
from drafter.form.definitions import Form
from drafter.form.form_file import form_folders, load_form
from drafter.gather.gather_run import source_of
from drafter.gather.report_comparison import (
    Compared,
    Subject,
    compare_units,
    compare_years,
    said,
)
from drafter.gather.report_folder import KEPT
from drafter.gather.summary_book import write_comparison
from drafter.gather.unit_list import plain_name
from drafter.importing.any_report import load_report
from drafter.importing.report_notes import doubts
from drafter.report.width import pad_cells, width_cells
from drafter.streams import path_line

_HIGHEST = 3
"""Units that are named beside a figure."""


def add_compare(parser: ChineseParser) -> None:
    """`drafter compare`."""
    parser.description = (
        "把同一个单位的几年，或者同一年的几个单位放在一起比较：突增突减、比率的变化、与众不同的数。"
    )
    help_files = "两份以上的报告（任何一种文件），或者 drafter gather 写成的汇总"
    parser.add_argument("files", metavar="文件", type=Path, nargs="+", help=help_files)
    help_all = "列出所有不同的数字，不只是变化大的"
    parser.add_argument("--all", action="store_true", help=help_all)
    add_output(parser, "另存一份表格（xlsx）")
    add_year(parser)
    add_today(parser)
    add_templates(parser)
    parser.set_defaults(run=_run_compare)


def _run_compare(args: Namespace) -> int:
    subjects = _subjects(args)
    organs = {plain_name(s.facts.draft.organ) for s in subjects}
    if len(organs) == 1 and len(subjects) > 1:
        subjects = _by_year(subjects)
        compared = compare_years(subjects)
        lines = _years(subjects, compared, everything=args.all)
    else:
        compared = compare_units(subjects)
        lines = _units(subjects, compared)
    print(*map(one_line, lines), sep="\n")
    if args.out is not None:
        refuse_existing(args.out, force=args.force)
        with large_file(args.out) as file:
            write_comparison(file, [s.name for s in subjects], compared)
        print(path_line(args.out))
    return ExitCode.OK


def _subjects(args: Namespace) -> list[Subject]:
    """Raises: DrafterError where there are fewer than two, or of two forms."""
    subjects: list[Subject] = []
    # One form at hand for all: of each its own, nothing of two reports could be compared.
    forms = {name: load_form(name, args.templates) for name in form_folders(args.templates)}
    for path in args.files:
        if (path / KEPT).is_file():
            subjects += _gathered(path, args, forms)
        else:
            subjects.append(_subject(path, args.templates, forms))
    if len(subjects) < 2:
        fix = "写两份以上的报告，或者写一个汇总文件夹。"
        raise DrafterError(Problem("比较", "只有一份报告，没有可比的。", fix))
    if len({subject.facts.form.id for subject in subjects}) > 1:
        fix = "换成同一种格式的报告。"
        raise DrafterError(Problem("比较", "这些报告用的不是同一种格式。", fix))
    return subjects


def _subject(path: Path, own: Path | None, forms: dict[str, Form]) -> Subject:
    report = load_report(path, own)
    for line in doubts(report.notes):
        print(f"{path}：{line}", file=sys.stderr)
    # Both years' facts have to be of the very same form.
    answers = report.answers._replace(form=forms.get(report.answers.form.id, report.answers.form))
    return _named(answers, path.stem)


def _named(answers: Answers, otherwise: str) -> Subject:
    facts = Facts(answers.form, answers.draft)
    return Subject(facts.draft.organ or otherwise, facts)


def _gathered(folder: Path, args: Namespace, forms: dict[str, Form]) -> Iterator[Subject]:
    for unit, report in source_of(folder, None, args.today, args.year).counting():
        if report.form in forms:
            answers = read_answers(report.answers, report.path, known=forms[report.form])
            yield Subject(unit, Facts(answers.form, answers.draft))


def _by_year(subjects: Sequence[Subject]) -> list[Subject]:
    """The earliest first, called by their years."""
    ordered = sorted(subjects, key=lambda s: s.facts.draft.year or 0)
    return [Subject(f"{s.facts.draft.year or '年度未写'}年", s.facts) for s in ordered]


def _years(
    subjects: Sequence[Subject], compared: Sequence[Compared], *, everything: bool
) -> Iterator[str]:
    yield subjects[0].facts.draft.organ
    shown = [each for each in compared if (each.moves if everything else each.matters)]
    if not shown:
        yield "没有变化大的数字。加 --all 列出所有不同的数字。"
        return
    rows = [["", *(subject.name for subject in subjects), ""]]
    for each in shown:
        unit = "" if each.measure.unit == "%" else f"（{each.measure.unit}）"
        figures = [said(each.measure, figure) for figure in each.figures]
        rows.append([each.measure.label + unit, *figures, "，".join(filter(None, each.told))])
    yield from _table(rows)


def _units(subjects: Sequence[Subject], compared: Sequence[Compared]) -> Iterator[str]:
    yield f"{len(subjects)} 个单位"
    for each in compared:
        known = [
            (figure, subject.name, told)
            for figure, subject, told in zip(each.figures, subjects, each.told, strict=True)
            if figure is not None
        ]
        if not any(figure for figure, *_ in known):
            continue
        order = sorted(known, key=lambda one: -one[0])
        highest = "、".join(f"{name} {said(each.measure, f)}" for f, name, _ in order[:_HIGHEST])
        label, unit = each.measure
        if unit == "%":
            figure, name, _ = order[-1]
            yield f"{label}：最高 {highest}；最低 {name} {said(each.measure, figure)}"
        else:
            total = said(each.measure, sum(figure for figure, *_ in known))
            yield f"{label}：合计 {total} {unit}；最多 {highest}"
        for figure, name, told in order:
            if told:
                yield f"  {name} {said(each.measure, figure)}，{told}"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(width_cells(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        first, *figures, last = (
            pad_cells(cell, width, "left" if at in (0, len(row) - 1) else "right")
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join([first, *figures, last]).rstrip()
