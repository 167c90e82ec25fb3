"""`drafter gather`: the reports of many units read, checked, and told in one folder."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError, Namespace
from datetime import date
from errno import ENOENT
from pathlib import Path
from typing import Any

from drafter.argparse_zh import ChineseParser
from drafter.checks.rule_packs import load_packs
from drafter.commands.shared_arguments import add_packs, add_templates, add_today
from drafter.desk.new_report import known_forms
from drafter.errors import ExitCode, one_line
from drafter.file_writer import make_private_folder
from drafter.files import unreadable
from drafter.form.form_file import form_folders, load_form
from drafter.gather.gather_run import Asked, Watch, gather, refuse_packs
from drafter.gather.gathered_report import Gathered, State
from drafter.gather.relation_lines import LINE_ENDS, write_broken
from drafter.gather.report_folder import KEPT
from drafter.gather.summary_page import Summary
from drafter.gather.unit_list import load_units
from drafter.streams import path_line
from drafter.user_folders import cache_folder

_OUT = "汇总"
_TOLD = 10
"""Names of files that are told; all of them stand in the summary."""


def add_gather(parser: ChineseParser) -> None:
    """`drafter gather`."""
    parser.description = (
        "读文件夹里各单位的报告（docx、pdf、html、txt、xlsx、答案文件，混在一起也行），逐份核对，"
        "写成一个文件夹：汇总（网页和表格）、各单位的退回意见、逐格的数据。中途可以按 Ctrl+C，"
        "再运行一次会接着读。"
    )
    help_folders = "放报告的文件夹，可以写几个；每行一份报告的数据文件也可以"
    parser.add_argument("folders", metavar="文件夹", type=Path, nargs="+", help=help_folders)
    help_units = "单位名单：xlsx、csv 或 YAML；没有它，不知道谁没有报"
    parser.add_argument("--units", metavar="名单", type=Path, help=help_units)
    help_out = f"写到这个文件夹，默认是“{_OUT}”"
    parser.add_argument(
        "-o", "--output", metavar="路径", type=Path, default=Path(_OUT), help=help_out
    )
    help_last = "上年的报告所在的文件夹，或者上年的汇总；没有它，与上年比较的各项不能核对"
    parser.add_argument("--last-year", metavar="文件夹", type=Path, help=help_last)
    add_year(parser)
    parser.add_argument("--changed", action="store_true", help="只读上次汇总以后改过的文件")
    help_open = "然后在全屏界面里看；文件夹已经是汇总的，直接打开"
    parser.add_argument("--open", action="store_true", help=help_open)
    add_packs(parser)
    add_today(parser)
    add_templates(parser)
    parser.set_defaults(run=_run_gather)


def add_year(parser: ChineseParser) -> None:
    """`--year`."""
    help_year = "哪一年的报告；默认是多数报告的那一年"
    parser.add_argument("--year", metavar="年度", type=_year, default=0, help=help_year)


def _run_gather(args: Namespace) -> int:
    if all(path.suffix.lower() in LINE_ENDS for path in args.folders):
        return _run_lines(args)
    if args.open and len(args.folders) == 1 and (args.folders[0] / KEPT).is_file():
        return _open(args.folders[0], args)
    asked = asked_of(args)
    forms = [load_form(form_id, args.templates) for form_id in form_folders(args.templates)]
    refuse_packs(args.pack, forms, lambda form, names: load_packs(form, names, args.templates))
    try:
        summary = gather(asked, watch())
    except KeyboardInterrupt:
        print("停下了。读过的都留着，再运行一次接着读。", file=sys.stderr)
        raise
    _tell(summary, asked.out)
    if args.open:
        return _open(asked.out, args)
    wrong = any(line.state is not State.USABLE for line in summary.lines)
    return ExitCode.FINDINGS if wrong else ExitCode.OK


def _open(folder: Path, args: Namespace) -> int:
    # A command that only gathers loads no screen.
    from drafter.commands.screen_command import show_gathered

    return show_gathered(folder, args)


def _run_lines(args: Namespace) -> int:
    """Reports as lines of JSON: only their tables can be tested, and all at once."""
    for path in args.folders:
        if not path.is_file():
            raise unreadable(path, FileNotFoundError(ENOENT, ""))
    make_private_folder(args.output)
    out = args.output / "表内关系.csv"
    # Figures alone say nothing of their form: it is the one that comes first.
    form = known_forms(args.templates)[0]
    tested = write_broken(out, form, args.folders)
    bad = f"，读不懂的 {tested.bad} 行" if tested.bad else ""
    print(f"{tested.lines} 行，表内关系不成立的报告 {tested.wrong} 份{bad}。")
    print(path_line(out))
    return ExitCode.FINDINGS if tested.wrong or tested.bad else ExitCode.OK


def asked_of(args: Namespace) -> Asked:
    """What the arguments ask for."""
    return Asked(
        folders=tuple(args.folders),
        out=args.output,
        today=args.today,
        units=load_units(args.units) if args.units else None,
        units_file=args.units,
        last_year=args.last_year,
        packs=tuple(args.pack),
        own=args.templates,
        cache=cache_folder(),
        year=args.year,
        changed=args.changed,
    )


def _tell(summary: Summary, out: Path) -> None:
    year = f"{summary.year}年，" if summary.year else ""
    counts = "，".join(f"{state.value} {summary.count(state)}" for state in State)
    print(f"{year}{len(summary.lines)} 个单位：{counts}。")
    for state in (State.ABSENT, State.UNREAD, State.WRONG):
        names = [line.name for line in summary.lines if line.state is state]
        if names:
            print(one_line(f"{state.value}：{'、'.join(names)}"))
    for what, found in (
        ("没有对上单位的文件", [path for path, *_ in (*summary.strangers, *summary.nameless)]),
        ("别的年度的文件", [path for path, *_ in summary.others]),
        ("没有读的文件", [each.shown for each in summary.passed]),
    ):
        if found:
            print(
                one_line(
                    f"{what} {len(found)} 个：{'、'.join(found[:10])}{'等' * (len(found) > 10)}"
                )
            )
    if summary.alike:
        print(f"相似的段落 {len(summary.alike)} 组。")
    print(path_line(out / "汇总.html"))


def watch() -> Watch:
    """A bar with the time left on a terminal, a line a file in a pipe; on stderr."""
    return _Bar() if sys.stderr.isatty() else _Lines()


class _Lines:
    def __init__(self) -> None:
        self.number = self.done = 0

    def begins(self, what: str, number: int, known: int) -> None:
        self.number, self.done = number, 0
        already = f"，另有 {known} 份上次读过" if known else ""
        print(f"{what}：{number} 份{already}", file=sys.stderr)

    def read(self, report: Gathered) -> None:
        self.done += 1
        print(f"{self.done}/{self.number} {one_line(_said(report))}", file=sys.stderr, flush=True)

    def ends(self) -> None:
        pass


class _Bar:
    def __init__(self) -> None:
        self.bar: Any = None

    def begins(self, what: str, number: int, known: int) -> None:
        # Only where somebody watches; it is at hand with Textual.
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
        from rich.progress import TimeRemainingColumn as TimeLeft

        if known:
            print(f"有 {known} 份上次读过，不再读。", file=sys.stderr)
        # Python's own stream: ours lets no control characters through.
        columns = (BarColumn(), MofNCompleteColumn(), TextColumn("还要"), TimeLeft())
        self.bar = Progress(
            TextColumn(what),
            *columns,
            TextColumn("{task.fields[file]}", markup=False),
            console=Console(file=sys.__stderr__),
            transient=True,
        )
        self.task = self.bar.add_task(what, total=number, file="")
        self.bar.start()

    def read(self, report: Gathered) -> None:
        self.bar.update(self.task, advance=1, file=one_line(report.path)[-40:])

    def ends(self) -> None:
        self.bar.stop()


def _said(report: Gathered) -> str:
    if report.problem:
        return f"{report.path}：读不出来，{report.problem}"
    counts = f"需要改 {report.counted('error')} 处，需要确认 {report.counted('warning')} 处"
    missing = f"，有 {report.missing} 格没有读到" if report.missing else ""
    return f"{report.path}：{report.name or '没有写明单位'}，{counts}{missing}"


def _year(text: str) -> int:
    if text.isdecimal() and len(text) == 4:
        return int(text)
    raise ArgumentTypeError(f"年度要写成四位数，如 {date.today().year - 1}。")
