"""`drafter open`: a session filled in on the full screen."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.argparse_zh import ChineseParser
from drafter.commands.shared_arguments import add_session
from drafter.errors import DrafterError, ExitCode, Problem
from drafter.session.session_folder import find_file, sessions_folder
from drafter.streams import steer

if TYPE_CHECKING:
    from drafter.tui.screen_host import Left
    from drafter.tui.terminal import Width


_LOADING = "正在载入…"


def add_open(parser: ChineseParser) -> None:
    """`drafter open`."""
    parser.description = "打开全屏界面；单独运行 drafter 也可以。终端不行的，用 drafter chat。"
    add_session(parser, "报告的名字或文件；不写时先列出已有的")
    parser.set_defaults(run=_run_open)


def show_gathered(folder: Path, args: Namespace) -> int:
    """What was gathered in a folder; `args` say the day, local rules and forms."""
    given = {"today": args.today, "templates": args.templates, "pack": args.pack}
    return _run_open(Namespace(name=str(folder), dir=None, **given))


def _run_open(args: Namespace) -> int:
    """Show the screen until the clerk leaves. Raises: DrafterError where it cannot be shown."""
    from drafter.tui.terminal import ask_width, keys_kept, look, unfit

    folder = sessions_folder(args.dir)
    path = _path(args.name, folder)
    if why := unfit(look()):
        fix = f"可以一问一答地填：{_chat_command(args.name)}"
        raise DrafterError(Problem("全屏界面", f"打不开：{why}", fix))
    with keys_kept():
        width = ask_width()
        # Textual takes a while to load, and a black screen looks like a crash.
        print(_LOADING, end="", file=sys.stderr, flush=True)
        left = _shown(args, folder, path, width)
    if left is None:
        return ExitCode.OK
    if left.report:
        print(left.report, end="")
    with suppress(OSError):  # the window is gone
        print(*left.lines, sep="\n", end="\n" if left.lines else "", file=sys.stderr, flush=True)
    return left.code


def _shown(args: Namespace, folder: Path, path: Path | None, width: Width) -> Left | None:
    """Raises: what went wrong within the screen, after all was saved."""
    from drafter.tui import terminal_text
    from drafter.tui.app import DrafterApp
    from drafter.tui.screen_host import Start
    from drafter.tui.textual_privates import mend_input
    from drafter.user_folders import output_folder, place_words, settings_folder

    terminal_text.use(safe=width.is_wide)
    mend_input(width.typed)
    steer(sys.stderr, "\r\x1b[K")
    sys.stderr.flush()
    start = Start(
        folder=folder,
        today=args.today,
        out=output_folder(),
        config=settings_folder(),
        own=args.templates,
        packs=tuple(args.pack),
        path=path,
        place=place_words(folder),
    )
    app = DrafterApp(start)
    try:
        left = app.run()
    finally:
        app.close()
    # Told once the terminal is its old self again; on the screen nobody could copy it.
    if app.crash is not None:
        print(*app.last_words, sep="\n", file=sys.stderr)
        raise app.crash
    return left


def _path(name: str | None, folder: Path) -> Path | None:
    """The file that is meant; None for the list of all. Raises: DrafterError."""
    if name is None:
        return None
    from drafter.session.session_shelf import find

    given = find_file(Path(name), folder)
    if os.path.isdir(given):
        from drafter.gather.report_folder import KEPT

        if (given / KEPT).is_file():
            return given
    return given if os.path.isfile(given) else find(folder, name)


def _chat_command(name: str | None) -> str:
    return f"drafter chat {name}" if name else "drafter chat"
