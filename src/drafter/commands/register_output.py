"""`drafter tally` and `drafter ledger`: a register of applications counted, begun and watched."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Container, Mapping
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import Any

from drafter.argparse_zh import ChineseParser, one_of
from drafter.commands.shared_arguments import (
    add_force,
    add_output,
    add_templates,
    add_today,
    refuse_existing,
)
from drafter.desk.register_count import (
    RegisterCount,
    RegisterReader,
    calendar_for,
    load_settings,
    settings_file,
    words_for,
)
from drafter.desk.register_in_words import (
    SOON_DAYS,
    account_lines,
    asked,
    due_lines,
    head_lines,
    table_rows,
)
from drafter.draft.answers_writer import write_answers
from drafter.errors import DrafterError, ExitCode, Problem, one_line
from drafter.file_writer import write_file
from drafter.form.definitions import Form
from drafter.form.form_file import form_folders, load_form, read_form
from drafter.importing.register_file import register_hand
from drafter.interview.interview_state import new_state, to_saved
from drafter.interview.tallied_figures import record_tally
from drafter.ledger.counted_register import CountedRegister
from drafter.ledger.ledger_file import LEDGER_FILE
from drafter.ledger.register_settings import Settings
from drafter.ledger.register_tally import Doubt
from drafter.limited_process import LimitedWorker
from drafter.streams import path_line

_PARTS = ("heads", "sheets", "days", "group", "kinds", "outcomes", "rows")
"""Of doubts, as `Doubt.part` has them."""


def add_tally(parser: ChineseParser) -> None:
    """`drafter tally`."""
    help_file = "依申请公开台账：xlsx、xls、et 或 csv"
    parser.add_argument("file", metavar="台账", type=Path, help=help_file)
    parser.add_argument("--year", metavar="年度", type=_year, required=True, help="统计哪一年")
    add_output(parser, "把统计结果存成答案文件")
    add_register(parser)
    parser.set_defaults(run=_run_tally)


def add_ledger(parser: ChineseParser) -> None:
    """`drafter ledger`."""
    parser.description = (
        "new 新建一份台账（xlsx，有下拉列表，自动算到期日）；due 列出台账里快到期和已经逾期的申请。"
    )
    help_what = "new 新建，due 看期限"
    parser.add_argument("what", metavar="做什么", type=one_of("new", "due"), help=help_what)
    parser.add_argument("file", metavar="台账", type=Path, help="台账文件；新建的以 xlsx 结尾")
    help_year = "新建哪一年的，默认是当年"
    parser.add_argument("--year", metavar="年度", type=_year, help=help_year)
    help_days = "列出几天以内到期的，默认 7 天"
    parser.add_argument("--days", metavar="天数", type=_days, default=SOON_DAYS, help=help_days)
    add_force(parser)
    add_today(parser, "计算")
    add_register(parser)
    parser.set_defaults(run=_run_ledger)


def _days(text: str) -> int:
    if text.isdecimal() and len(text) <= 3:
        return int(text)
    raise ArgumentTypeError(f"天数要写成 0 到 999 的整数，不能是“{text}”。")


def _run_ledger(args: Namespace) -> int:
    year = args.year or args.today.year
    if args.what == "new":
        return _new(args, register_form(args, year))
    # When something is due follows from these alone.
    parts = ("heads", "sheets", "days")
    found = settled_count(args, year, parts).found
    print(*map(one_line, due_lines(found, args.today, args.days)), sep="\n")
    return ExitCode.OK


def _new(args: Namespace, form: Form) -> int:
    from drafter.ledger.blank_register import blank_register

    if args.file.suffix.lower() != ".xlsx":
        raise DrafterError(
            Problem(str(args.file), "新建的台账是 xlsx 文件。", "文件名以 .xlsx 结尾。")
        )
    refuse_existing(args.file, force=args.force)
    words = words_for(form)
    calendar = calendar_for(form, words, args.holidays)
    year = args.year or args.today.year
    data = blank_register(form, words, calendar, year, args.today)
    write_file(args.file, data, new=not args.force)
    print(f"新建了{year}年的台账：")
    print(path_line(args.file))
    return ExitCode.OK


def add_register(parser: ChineseParser) -> None:
    """What every command over a register takes."""
    parser.add_argument("--form", metavar="格式", help="报告格式的名字，见 drafter forms")
    help_words = "记住词语和列的文件；默认在台账旁边，名字后面加“-设置”"
    parser.add_argument("--words", metavar="文件", type=Path, help=help_words)
    help_holidays = "自备的节假日安排，代替自带的"
    parser.add_argument("--holidays", metavar="文件", type=Path, help=help_holidays)
    add_templates(parser)


def _year(text: str) -> int:
    if text.isdecimal() and len(text) == 4:
        return int(text)
    raise ArgumentTypeError(f"年度要写成 2025 这样的四位数，不能是“{text}”。")


def _run_tally(args: Namespace) -> int:
    refuse_existing(args.out, force=args.force)
    count = settled_count(args, args.year)
    form = count.found.tally.form
    print(*map(one_line, told(count)), sep="\n")
    if args.out is not None:
        _write(args.out, form, count, force=args.force)
    if count.found.tally.waiting and args.out is not None:
        table = form.tables[count.found.tally.words.table].short
        print(f"还有没归类的，{table}没有填全。", file=sys.stderr)
    return ExitCode.OK


def register_form(args: Namespace, year: int) -> Form:
    """The form named, else the only one that serves the year and knows registers.

    Raises: DrafterError.
    """
    if args.form is not None:
        return load_form(args.form, args.templates, "--form")
    folders = form_folders(args.templates).values()
    forms = [read_form(folder) for folder in folders if (folder / LEDGER_FILE).is_file()]
    fitting = [form for form in forms if form.serves(year)]
    if len(fitting) == 1:
        return fitting[0]
    what = "有几种报告格式可用。" if fitting else f"没有用于{year}年、能统计台账的报告格式。"
    names = "、".join(form.id for form in fitting or forms)
    raise DrafterError(Problem("报告格式", what, f"用 --form 选一种：{names}。"))


def settled_count(args: Namespace, year: int, parts: Container[str] = _PARTS) -> RegisterCount:
    """The register counted; on a terminal what is not known is asked, and remembered.

    parts: of doubts, which are asked about
    """
    # Its process begins while we read the form.
    with closing(register_hand()) as hand:
        return _settled(args, register_form(args, year), year, parts, hand)


def _settled(
    args: Namespace, form: Form, year: int, parts: Container[str], hand: LimitedWorker
) -> RegisterCount:
    place = args.words or settings_file(args.file)
    settings = load_settings(place)
    reader = RegisterReader(form, args.file, year, args.holidays)
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        return reader.count(settings, hand)
    kept = settings

    def count(answered: Settings) -> RegisterCount:
        nonlocal kept
        # What was answered is kept at once, however this ends.
        if answered != kept:
            kept = answered
            write_settings(place, kept)
        with closing(hand):  # not held while the clerk is asked
            return reader.count(answered, hand)

    def ask(count: RegisterCount, doubt: Doubt) -> str | None:
        return _ask(count.found, doubt) if doubt.part in parts else None

    settled = reader.settle(settings, ask, count)
    if kept != settings:
        print(f"记住了这些回答：{path_line(place)}", file=sys.stderr)
    return settled


def _ask(count: CountedRegister, doubt: Doubt) -> str | None:
    """What the clerk says, by number; None for a blank line, or none at all."""
    question = asked(count, doubt)
    print(*map(one_line, question.lines), sep="\n", file=sys.stderr)
    for number, (_, words) in enumerate(question.choices, start=1):
        print(f"  {number}. {one_line(words)}", file=sys.stderr)
    while True:
        print("写编号，回车先不答：", end="", file=sys.stderr, flush=True)
        with suppress(EOFError):
            line = input().strip()
            if not line:
                return None
            if line.isdecimal() and 1 <= int(line[:6]) <= len(question.choices):
                return question.choices[int(line) - 1][0]
            print(f"写 1 到 {len(question.choices)} 的编号。", file=sys.stderr)
            continue
        return None


def told(count: RegisterCount) -> list[str]:
    """All that is said of a register and what it came to."""
    found = count.found
    form, scope, known = found.tally.form, found.scope, found.known
    lines = [f"{count.path}：统计{found.tally.year}年。", *head_lines(found), *account_lines(found)]
    for table in dict.fromkeys(form.cells[a].table for a in form.cells if a in scope):
        rows = list(table_rows(form, found.cells, table))
        lines += ["", f"{form.tables[table].short}：{'' if rows else '都是 0。'}", *rows]
    if known.answers:
        lines += ["", "台账还能回答："]
        lines += (f"  {form.questions[q].label}：{raw}" for q, raw in known.answers.items())
    if found.late:
        lines.append(f"  逾期答复的：{found.register.places(found.late)}。")
    return lines


def _write(path: Path, form: Form, count: RegisterCount, *, force: bool) -> None:
    state = record_tally(new_state(form), count.counted())
    if isinstance(state, Problem):
        raise DrafterError(state)
    draft, marks = to_saved(state)
    write_file(path, write_answers(form, draft, marks).encode(), new=not force)
    print("\n存成了答案文件：")
    print(path_line(path))


def write_settings(path: Path, settings: Settings) -> None:
    """Remember what the clerk said. Raises: SaveError."""
    import yaml

    tree: Mapping[str, Any] = {key: dict(own) for key, own in settings.marks().items() if own}
    body = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=2**31 - 1)
    head = (
        f"# 台账里的列和词语各指什么，{date.today().year}年记下；可以修改，删掉这个文件就重新问。\n"
    )
    write_file(path, (head + body).encode())
