"""`drafter list`, `rename`, `remove`, `restore` and `where`: the sessions in a folder."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

from drafter.errors import ExitCode
from drafter.session.session_folder import sessions_folder
from drafter.session.session_list import Listing, list_sessions
from drafter.session.session_shelf import find, remove, removed, rename, restore


def run(args: Namespace) -> int:
    """Do what `args.command` names."""
    _COMMANDS[args.command](args, sessions_folder(args.dir))
    return ExitCode.OK


def _list(args: Namespace, folder: Path) -> None:
    found = list(list_sessions(folder, args.today or date.today(), args.templates))
    for listing in found:
        print("\n".join(_told(listing)))
    if not found:
        print(f"还没有报告（{folder}）。用 drafter new 新建一份。", file=sys.stderr)


def _rename(args: Namespace, folder: Path) -> None:
    path = rename(folder, args.name, args.new_name, datetime.now())
    print(f"“{args.name}”改名为“{path.stem}”。")


def _remove(args: Namespace, folder: Path) -> None:
    remove(folder, args.name, datetime.now())
    print(f"“{args.name}”移到了回收站；要拿回来，运行：drafter restore {args.name}")


def _restore(args: Namespace, folder: Path) -> None:
    if args.name is None:
        lying = removed(folder)
        for name, place in lying:
            print(f"{name}  {place}")
        if not lying:
            print("回收站里是空的。", file=sys.stderr)
        return
    path = restore(folder, args.name, datetime.now())
    print(f"“{path.stem}”已经从回收站拿回来：{path}")


def _where(args: Namespace, folder: Path) -> None:
    print(find(folder, args.name) if args.name else folder)


def _told(listing: Listing) -> list[str]:
    """The name, then what there is to say of it, a line each."""
    when = f"{listing.changed_at:%Y-%m-%d %H:%M} 改过"
    lines = [f"{listing.name}  {when}"]
    if listing.trouble:
        lines.append(f"    读不出来：{listing.trouble}")
    else:
        year = f"{listing.year}年" if listing.year else "年度未填"
        lines.append(f"    {listing.organ or '单位未填'}，{year}；{_progress(listing)}")
    if listing.holder:
        lines.append(f"    正由{listing.holder}打开着")
    return lines


def _progress(listing: Listing) -> str:
    if not listing.begun:
        return "还没有填"
    errors = f"填过的有 {listing.errors} 处错误" if listing.errors else "填过的没有错误"
    return f"做到“{listing.reached}”，{errors}"


_COMMANDS: Mapping[str, Callable[[Namespace, Path], None]] = {
    "list": _list,
    "rename": _rename,
    "remove": _remove,
    "restore": _restore,
    "where": _where,
}
