"""`drafter merge`: a government's tables as the sum of its units'."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from drafter.argparse_zh import ChineseParser
from drafter.commands.gather_output import add_year, watch
from drafter.commands.shared_arguments import add_output, add_templates, add_today, refuse_existing
from drafter.desk.merged_cells import keep_parts
from drafter.draft.answers_writer import write_answers
from drafter.draft.draft_facts import Facts
from drafter.errors import DrafterError, ExitCode, Problem, one_line
from drafter.file_writer import large_file, write_file
from drafter.form.arithmetic import difference, format_figure
from drafter.form.definitions import Address, Form
from drafter.form.form_file import load_form
from drafter.gather.gather_run import Asked, read_folders, source_of
from drafter.gather.report_folder import KEPT
from drafter.gather.summary_book import write_sums
from drafter.gather.summary_folder import Source
from drafter.gather.unit_list import UnitList, load_units
from drafter.gather.unit_reports import sort_reports
from drafter.gather.unit_sums import (
    UnitSums,
    apart_from,
    cells_called,
    heading,
    sum_units,
)
from drafter.importing.any_report import load_report
from drafter.importing.report_notes import doubts
from drafter.streams import path_line
from drafter.user_folders import cache_folder

_TOLD = 12
"""Units that are named behind a cell; the workbook has all."""


def add_merge(parser: ChineseParser) -> None:
    """`drafter merge`."""
    what = "把名单里各单位的表格逐格相加，做成本级政府的草稿；"
    parser.description = f"{what}说明谁计入了、谁没有，同一个单位不计两次。"
    help_units = "单位名单：xlsx、csv 或 YAML；“并入”一列写它的数字已经在谁的报告里"
    parser.add_argument("units", metavar="名单", type=Path, help=help_units)
    help_folders = "drafter gather 写成的汇总，或者放报告的文件夹"
    parser.add_argument("folders", metavar="文件夹", type=Path, nargs="+", help=help_folders)
    add_output(parser, "存成答案文件；旁边另存一份各单位的数字（xlsx）")
    help_published = "本级政府已经公布的报告；逐格说明它和各单位之和差在哪里"
    parser.add_argument("--published", metavar="文件", type=Path, help=help_published)
    help_cell = "只看这一格是哪些单位的数，写行和列，中间加“·”"
    parser.add_argument("--cell", metavar="位置", help=help_cell)
    parser.add_argument(
        "--name", metavar="机关", default="", help="本级政府的全称；名单里写了的不用"
    )
    add_year(parser)
    add_today(parser)
    add_templates(parser)
    parser.set_defaults(run=_run_merge)


def _run_merge(args: Namespace) -> int:
    units = load_units(args.units)
    with TemporaryDirectory(prefix="drafter-") as aside:
        source = _source(args, units, Path(aside))
        form = _form(source, args.templates)
        reports = (report for _, report in source.counting())
        sums = sum_units(form, source.found.units, reports)
    if not sums.counted:
        fix = "核对名单和文件夹；先用 drafter gather 看看各单位的报告。"
        raise DrafterError(Problem(str(args.units), "没有一个单位的报告可以计入。", fix))
    if args.cell:
        return _tell_cell(sums, args.cell)
    print(*map(one_line, _told(sums)), sep="\n")
    apart = _compare(sums, args) if args.published else False
    if args.out is not None:
        _write(args, sums, source.found.year, args.name or units.parent)
    whole = not (sums.missing or sums.doubtful or apart)
    return ExitCode.OK if whole else ExitCode.FINDINGS


def _source(args: Namespace, units: UnitList, aside: Path) -> Source:
    if len(args.folders) == 1 and (args.folders[0] / KEPT).is_file():
        return source_of(args.folders[0], units, args.today, args.year)
    asked = Asked(
        folders=tuple(args.folders),
        out=aside,
        today=args.today,
        units=units,
        units_file=args.units,
        own=args.templates,
        cache=cache_folder(),
    )
    kept, _ = read_folders(asked, watch(), {})
    sorted_out = sort_reports(kept.entries, units, args.year, args.today, kept.report)
    return Source(kept, sorted_out)


def _form(source: Source, own: Path | None) -> Form:
    """That of most reports."""
    ids = [unit.current.form for unit in source.found.units if unit.current is not None]
    if not ids:
        fix = "核对名单和文件夹；先用 drafter gather 看看各单位的报告。"
        raise DrafterError(Problem("名单", "没有一个单位有报告。", fix))
    return load_form(max(set(ids), key=ids.count), own)


def _told(sums: UnitSums) -> Iterator[str]:
    yield f"计入 {len(sums.counted)} 个单位。"
    if sums.doubtful:
        yield f"报告还有错误，也计入了：{'、'.join(sums.doubtful)}"
    if sums.missing:
        yield f"没有计入 {len(sums.missing)} 个单位："
        yield from (f"  {each.unit}：{each.why}" for each in sums.missing)
    if sums.held:
        yield "不重复计入："
        yield from (f"  {each.unit}：{each.why}" for each in sums.held)


def _tell_cell(sums: UnitSums, words: str) -> int:
    found = cells_called(sums.form, words)
    found = [address for address in found if address not in sums.form.computed]
    if not found:
        typed = (
            cell for cell in sums.form.cells.values() if cell.address not in sums.form.computed
        )
        example = next((f"，例如“{cell.label}”" for cell in typed), "")
        fix = f"写表里的行和列{example}；总计由各格得出。"
        raise DrafterError(Problem("--cell", f"没有“{words}”这一格。", fix))
    for address in found:
        print(f"{sums.form.place(address)}：{format_figure(sums.figure(address))}")
        for part in sorted(sums.behind.get(address, ()), key=lambda part: -part.figure):
            print(one_line(f"  {part.unit} {format_figure(part.figure)}"))
    return ExitCode.OK


def _compare(sums: UnitSums, args: Namespace) -> bool:
    """Tell where the published report is not the sum; whether there is such a cell."""
    report = load_report(args.published, args.templates)
    for line in doubts(report.notes):
        print(f"{args.published}：{line}", file=sys.stderr)
    facts = Facts(report.answers.form, report.answers.draft)
    if facts.form.id != sums.form.id:
        what = "用的是别的报告格式，不能和各单位之和比较。"
        raise DrafterError(Problem(str(args.published), what, "换成同一种格式的报告。"))
    index = facts.form.arithmetic.index
    read = [a for a in index if not report.was_read or a in facts.draft.cells]
    published = {address: facts.figures[index[address]] for address in read}
    apart = list(apart_from(sums, published))
    print(f"公布的报告和各单位之和有 {len(apart)} 格不同。")
    for each in apart:
        print(one_line(f"  {sums.form.place(each.address)}：{_apart_words(sums, each.address)}"))
        sign = "多" if each.published > each.summed else "少"
        by = format_figure(difference(each.published, each.summed))
        print(f"    公布 {format_figure(each.published)}，{sign} {by}")
    return bool(apart)


def _apart_words(sums: UnitSums, address: Address) -> str:
    parts = sorted(sums.behind.get(address, ()), key=lambda part: -part.figure)
    named = "、".join(f"{p.unit} {format_figure(p.figure)}" for p in parts[:_TOLD])
    more = f"等 {len(parts)} 个单位" * (len(parts) > _TOLD)
    return f"各单位之和 {format_figure(sums.figure(address))}（{named or '都是 0'}{more}）"


def _write(args: Namespace, sums: UnitSums, year: int, organ: str) -> None:
    book = args.out.with_name(f"{args.out.stem}.各单位.xlsx")
    refuse_existing(args.out, book, force=args.force)
    draft = sums.draft(heading(sums.form, year, organ))
    text = write_answers(sums.form, draft)
    notes = "".join(f"# {one_line(line)}\n" for line in _told(sums))
    write_file(args.out, (notes + text).encode("utf-8", "replace"), new=not args.force)
    with large_file(book) as file:
        write_sums(file, sums)
    keep_parts(args.out, sums.behind)
    print("存成了答案文件；每一格是哪些单位的数，在旁边的表格里：")
    print(path_line(args.out))
    print(path_line(book))
