"""`drafter new`, `list`, `rename`, `remove`, `restore` and `where`: the sessions in a folder."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError, Namespace
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from drafter.argparse_zh import ChineseParser
from drafter.commands.shared_arguments import add_folder, add_templates, add_today
from drafter.desk.last_report import LastFile, last_file, unconfirmed
from drafter.desk.new_report import (
    carried_beginning,
    edition_of,
    empty_beginning,
    known_forms,
    not_yet,
    report_kinds,
    year_after,
)
from drafter.desk.open_points import count_left, goes_on_words, listing_lines
from drafter.draft.answers_file import Answers, Marks
from drafter.draft.draft_model import Draft, with_answer
from drafter.errors import DrafterError, ExitCode, Problem, one_line
from drafter.files import dropped_path
from drafter.form.definitions import YEAR, Form
from drafter.form.form_file import load_form
from drafter.session.session_folder import find_file, sessions_folder
from drafter.session.session_list import Listing, list_sessions
from drafter.session.session_shelf import create, find, remove, removed, rename, restore
from drafter.streams import path_line
from drafter.user_folders import place_words, portable_hint, program_folder


def add_new(parser: ChineseParser) -> None:
    """`drafter new`."""
    help_name = "报告的名字；不写时用单位名称和年度"
    parser.add_argument("name", metavar="名字", nargs="?", help=help_name)
    parser.add_argument("--form", metavar="格式", help="报告格式的名字，见 drafter forms")
    help_last = "上年的答案文件、报告名字或公布的报告（docx、pdf、网页…），带入单位情况和结转的数字"
    parser.add_argument("--from", metavar="上年", type=dropped_path, dest="last", help=help_last)
    parser.add_argument("--year", metavar="年度", type=_year, help="报告哪一年的工作")
    add_folder(parser)
    add_templates(parser)
    parser.set_defaults(run=_run_new)


def _year(text: str) -> int:
    if text.isdecimal() and len(text) == 4:
        return int(text)
    raise ArgumentTypeError(f"年度要写成 2021 这样的四位数，不能是“{text}”。")


def _run_new(args: Namespace) -> int:
    """Make the session, and say what it is called and where it lies."""
    folder = sessions_folder(args.dir)
    if not (args.name or args.year or args.last or args.form):
        return _asked(args, folder)
    # Read before anything is made: a wrong file of last year leaves no half-made session.
    path = find_file(args.last, folder) if args.last else None
    last = unconfirmed(last_file(path, args.templates)) if path else None
    form = _form(args, last and last.answers)
    draft, marks, told = _beginning(form, last, args)
    if not (last or args.form):
        told += _other_kinds(form, args.templates)
    with create(
        folder,
        form,
        draft,
        marks,
        name=args.name or "",
        last=last.kept if last else None,
        own_forms=args.templates,
    ) as session:
        print(f"新建了“{session.name}”：{session.path}")
        goes_on = goes_on_words(session.path, "open")
    print(*told, goes_on, sep="\n")
    return ExitCode.OK


def _asked(args: Namespace, folder: Path) -> int:
    """Year and organ asked where somebody can answer; a session without them is called nothing."""
    if not sys.stdin or not sys.stdin.isatty():
        fix = "写 drafter new 名字 --year 2023，或者用 drafter chat，一问一答地新建。"
        raise DrafterError(Problem("drafter new", "没有写报告的名字和年度。", fix))
    from drafter.chat.session_talk import GivenUpError, open_new
    from drafter.chat.signals import Signals
    from drafter.chat.talk import EndedError, PlainTalk

    with suppress(GivenUpError, EndedError), Signals() as signals:
        talk = PlainTalk(sys.stdin.buffer, sys.stderr, sys.stdout, signals)
        open_new(talk, folder, args.templates, date.today()).close()
    return ExitCode.OK


def _form(args: Namespace, last: Answers | None) -> Form:
    """The form asked for, else last year's or its newer edition, else the first that serves.

    Raises: DrafterError where none does.
    """
    if args.form is not None:
        return load_form(args.form, args.templates, "--form")
    year = args.year or (last and year_after(last))
    forms = known_forms(args.templates)
    fitting = [form for form in forms if year is None or form.serves(year)]
    if (form := edition_of(last.form, fitting) if last else next(iter(fitting), None)) is not None:
        return form
    names = "、".join(form.id for form in forms)
    what = f"没有用于{year}年的报告格式。"
    raise DrafterError(Problem("报告格式", what, f"用 --form 选一种：{names}。"))


def _other_kinds(form: Form, own: Path | None) -> list[str]:
    """What was not asked: that there are other reports, and how one is begun."""
    others = [kind for kind in report_kinds(own) if form.id not in (each.id for each in kind.forms)]
    listed = "、".join(f"{kind.forms[0].id}（{kind.name}）" for kind in others)
    return [f"这是“{form.name}”。别种报告用 --form 选：{listed}。"] if others else []


def _beginning(
    form: Form, last: LastFile | None, args: Namespace
) -> tuple[Draft, Marks, list[str]]:
    """The draft to begin with, the interview's marks, and what was and was not carried over."""
    if args.year is not None:
        today = date.today()
        if problem := form.unserved("--year", args.year) or not_yet(args.year, today):
            raise DrafterError(problem)
    if last is None:
        began = empty_beginning(form, with_answer(Draft(form.id), YEAR, args.year))
        return began.draft, began.marks, []
    year = args.year or year_after(last.answers)
    if year is None:
        fix = "用 --year 写明本年报告的年度。"
        raise DrafterError(Problem("--from", "上年的文件没有写明年度。", fix))
    began = carried_beginning(form, last, year)
    return began.draft, began.marks, list(began.told)


def add_list(parser: ChineseParser) -> None:
    """`drafter list`."""
    add_today(parser)
    add_templates(parser)
    add_folder(parser)
    parser.set_defaults(run=_list)


def _list(args: Namespace) -> int:
    folder = sessions_folder(args.dir)
    found = list(list_sessions(folder, args.today, count_left, args.templates))
    for listing in found:
        print(*map(one_line, _told(listing, args.today)), sep="\n")
    if not found:
        print(f"还没有报告（{folder}）。用 drafter new 新建一份。", file=sys.stderr)
    return ExitCode.OK


def _told(listing: Listing, today: date) -> list[str]:
    """The name, then what there is to say of it, a line each."""
    when = f"{listing.changed_at:%Y-%m-%d %H:%M} 改过"
    return [f"{listing.name}  {when}", *(f"    {line}" for line in listing_lines(listing, today))]


def add_rename(parser: ChineseParser) -> None:
    """`drafter rename`."""
    _add_name(parser)
    parser.add_argument("new_name", metavar="新名字", help="改成的名字")
    parser.set_defaults(run=_rename)


def _rename(args: Namespace) -> int:
    path = rename(sessions_folder(args.dir), args.name, args.new_name, datetime.now())
    print(one_line(f"“{args.name}”改名为“{path.stem}”。"))
    return ExitCode.OK


def add_remove(parser: ChineseParser) -> None:
    """`drafter remove`."""
    _add_name(parser)
    parser.set_defaults(run=_remove)


def _remove(args: Namespace) -> int:
    remove(sessions_folder(args.dir), args.name, datetime.now())
    print(one_line(f"“{args.name}”移到了回收站；要拿回来，运行：drafter restore {args.name}"))
    return ExitCode.OK


def add_restore(parser: ChineseParser) -> None:
    """`drafter restore`."""
    _add_name(parser, without="列出回收站里有什么")
    parser.set_defaults(run=_restore)


def _restore(args: Namespace) -> int:
    folder = sessions_folder(args.dir)
    if args.name is not None:
        path = restore(folder, args.name, datetime.now())
        print(one_line(f"“{path.stem}”已经从回收站拿回来：{path}"))
        return ExitCode.OK
    lying = removed(folder)
    for name, place in lying:
        print(f"{one_line(name)}  {path_line(place)}")
    if not lying:
        print("回收站里是空的。", file=sys.stderr)
    return ExitCode.OK


def add_where(parser: ChineseParser) -> None:
    """`drafter where`."""
    _add_name(parser, without="显示存放全部报告的文件夹")
    parser.set_defaults(run=_where)


def _where(args: Namespace) -> int:
    folder = sessions_folder(args.dir)
    print(path_line(find(folder, args.name) if args.name else folder))
    if not args.name and program_folder():
        print(
            *filter(None, (place_words(folder), portable_hint(folder))), sep="\n", file=sys.stderr
        )
    return ExitCode.OK


def _add_name(parser: ChineseParser, without: str = "") -> None:
    """The session meant, and the folder it lies in; the name may be missing where something is
    done `without` it.
    """
    help_name = f"不写时{without}" if without else "报告的名字，见 drafter list"
    parser.add_argument("name", metavar="名字", nargs="?" if without else None, help=help_name)
    add_folder(parser)
