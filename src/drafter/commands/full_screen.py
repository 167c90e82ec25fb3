"""`drafter` and `drafter open`: the full screen, where the terminal can show it."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.errors import DrafterError, ExitCode, Problem
from drafter.session.places import find_file, sessions_folder

if TYPE_CHECKING:
    from drafter.tui.app_result import Left

_LOADING = "正在载入…"


def run(args: Namespace) -> int:
    """Show the screen until the clerk leaves. Raises: DrafterError where it cannot be shown."""
    from drafter.tui.terminal import is_ambiguous_wide, look, unfit

    folder = sessions_folder(args.dir)
    path = _path(args.name, folder)
    if why := unfit(look()):
        fix = f"可以一问一答地填：{_chat(args.name)}"
        raise DrafterError(Problem("全屏界面", f"打不开：{why}", fix))
    wide = is_ambiguous_wide()
    print(_LOADING, end="", file=sys.stderr, flush=True)
    left = _shown(args, folder, path, wide=wide)
    if left is None:
        return ExitCode.OK
    if left.report:
        print(left.report, end="")
    with suppress(OSError):  # the window is gone
        print(*left.lines, sep="\n", end="\n" if left.lines else "", file=sys.stderr, flush=True)
    return left.code


def _shown(args: Namespace, folder: Path, path: Path | None, *, wide: bool) -> Left | None:
    """Raises: what went wrong within the screen, after all was saved."""
    from drafter.tui import terminal_text, windows_input
    from drafter.tui.app import DrafterApp, Start
    from drafter.tui.themes import theme_folder

    terminal_text.use(safe=wide)
    windows_input.install()
    print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    start = Start(
        folder=folder,
        today=args.today or date.today(),
        out=Path.cwd(),
        config=theme_folder(),
        own=args.templates,
        packs=tuple(args.pack),
        path=path,
    )
    app = DrafterApp(start)
    try:
        left = app.run()
    finally:
        app.close()
    if app.crash is not None:
        print(*app.last_words, sep="\n", file=sys.stderr)
        raise app.crash
    return left


def _path(name: str | None, folder: Path) -> Path | None:
    """The file that is meant; None for the list of all. Raises: DrafterError."""
    if name is None:
        return None
    from drafter.session.shelf import find

    given = find_file(Path(name), folder)
    return given if given.is_file() else find(folder, name)


def _chat(name: str | None) -> str:
    return f"drafter chat {name}" if name else "drafter chat"
