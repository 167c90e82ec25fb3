"""Arguments that several commands take, and how a file or a day is read from one."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from drafter.argparse_zh import ChineseParser
from drafter.errors import DrafterError, Problem
from drafter.files import dropped_path, is_answers_file
from drafter.session.session_folder import find_file
from drafter.user_folders import FORMS, forms_folder

if TYPE_CHECKING:
    from drafter.checks.finding import FilePlace
    from drafter.draft.answers_file import Answers
    from drafter.form.definitions import Address


def answers_path(text: str) -> Path:
    """The file, else the session of that name."""
    return find_file(dropped_path(text))


class AsRead(NamedTuple):
    """A report in any file.

    places, unread, doubtful: of a published report, as in `Checked`
    """

    answers: Answers
    places: Mapping[Address, FilePlace] = {}
    unread: tuple[Problem, ...] = ()
    doubtful: tuple[Problem, ...] = ()


def load_any(path: Path, own_forms: Path | None) -> Answers:
    """The report in an answers file or in any other; of the latter, what was not read is told.

    Raises: DrafterError.
    """
    report = load_as_read(path, own_forms)
    for what, listed in (("没有读到", report.unread), ("要看一眼", report.doubtful)):
        if listed:
            places = "、".join(dict.fromkeys(each.where for each in listed))
            print(f"{path}：{what} {len(listed)} 处：{places}。", file=sys.stderr)
    return report.answers


def load_as_read(path: Path, own_forms: Path | None) -> AsRead:
    """The same, with all there is to say of the reading."""
    # Neither is needed by a command that only lists, or opens a screen.
    if is_answers_file(path):
        from drafter.draft.answers_file import load_answers

        return AsRead(load_answers(path, own_forms))
    from drafter.importing.any_report import load_report
    from drafter.importing.report_notes import Sure

    report = load_report(path, own_forms)
    told = {sure: [note for note in report.notes if note.sure is sure] for sure in Sure}
    unread, doubtful = (
        tuple(
            Problem(note.where, note.what, note.quote and f"原文：{note.quote}") for note in notes
        )
        for notes in (told[Sure.UNREAD], told[Sure.UNCERTAIN])
    )
    return AsRead(report.answers, report.places, unread, doubtful)


def add_file(parser: ChineseParser) -> None:
    """The answers file at work."""
    help_file = "答案文件（YAML），或报告的名字"
    parser.add_argument("file", metavar="文件", type=answers_path, help=help_file)


def add_output(parser: ChineseParser, what: str) -> None:
    """`-o`, whose help says what is kept there, and `--force`."""
    parser.add_argument("-o", "--output", metavar="路径", type=Path, dest="out", help=what)
    add_force(parser)


def add_force(parser: ChineseParser) -> None:
    """`--force`: see `refuse_existing`."""
    parser.add_argument("--force", action="store_true", help="文件已经有了也写")


def refuse_existing(*paths: Path | None, force: bool) -> None:
    """Raises: DrafterError for the first file that is there, where `force` is not said."""
    for path in paths:
        if path is not None and path.exists() and not force:
            fix = "换一个名字，或者加上 --force。"
            raise DrafterError(Problem(str(path), "这个文件已经有了，没有改动它。", fix))


def add_final(parser: ChineseParser) -> None:
    """`--final`."""
    help_final = "出正式稿；报告还有错误或没填完时不出，退出码为 1"
    parser.add_argument("--final", action="store_true", help=help_final)


def add_packs(parser: ChineseParser) -> None:
    """`--pack`, as often as wanted."""
    help_pack = "打开一份当地要求；可以写几次"
    parser.add_argument("--pack", metavar="名称", action="append", default=[], help=help_pack)


def add_today(parser: ChineseParser, what: str = "核对") -> None:
    """`--today`: the day that `what` is done as of."""
    help_today = f"按这一天{what}，默认是今天"
    parser.add_argument("--today", metavar="日期", type=_day, default=date.today(), help=help_today)


def add_folder(parser: ChineseParser) -> None:
    """`--dir`."""
    help_folder = "报告存放的文件夹；默认见 drafter where"
    parser.add_argument("--dir", metavar="文件夹", type=Path, help=help_folder)


def add_templates(parser: ChineseParser) -> None:
    """`--templates`."""
    help_templates = f"自备的报告格式和输出模板放在这里，先于自带的使用；不写时用“{FORMS}”文件夹"
    folder = forms_folder()
    parser.add_argument(
        "--templates", metavar="文件夹", type=Path, default=folder, help=help_templates
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"日期要写成 2022-01-20 这样，不能是“{text}”。"
        raise ArgumentTypeError(message) from None


def add_session(parser: ChineseParser, help_name: str) -> None:
    """The report to be filled in, and what it is filled in with."""
    parser.add_argument("name", metavar="名字", nargs="?", help=help_name)
    add_packs(parser)
    add_today(parser, "计算")
    add_folder(parser)
    add_templates(parser)
