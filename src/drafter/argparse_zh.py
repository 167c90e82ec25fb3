"""argparse in Chinese: its sentences by way of gettext, its help laid out in terminal cells."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn

from drafter.errors import DrafterError, Problem, nearest

_MAX_WIDTH_CELLS = 100
_MAX_NAME_CELLS = 28
# argparse lists names as English does; what the clerk has typed stands within quotes and stays.
_COMMA = re.compile(", (?![^“]*”)")

CATALOGUE = {
    "positional arguments": "内容",
    "options": "选项",
    "show this help message and exit": "显示这份说明",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s %(message)s",
    "the following arguments are required: %s": "还缺少：%s。",
    "one of the arguments %s is required": "这几项里要写一项：%s。",
    "not allowed with argument %s": "不能和 %s 同时用。",
    "expected one argument": "后面要写一个值。",
    "expected at most one argument": "后面最多写一个值。",
    "expected at least one argument": "后面至少要写一个值。",
    "expected %s argument": "后面要写 %s 个值。",
    "expected %s arguments": "后面要写 %s 个值。",
    "ignored explicit argument %r": "后面不带值，多写了“%s”。",
    "invalid %(type)s value: %(value)r": "不能是“%(value)s”。",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "不能是“%(value)s”。可以用的有：%(choices)s。"
    ),
}
"""What a clerk can bring argparse to say, by its own sentences: those of every Python from 3.11."""


def _gettext(message: str) -> str:
    return CATALOGUE.get(message, message)


def _ngettext(singular: str, plural: str, number: int) -> str:
    return _gettext(singular if number == 1 else plural)


# argparse asks the two functions that it has imported from gettext under these names. The
# supported way, an .mo file, is found by way of LANG and its kin, which a clerk's machine may
# have set to anything.
setattr(argparse, "_", _gettext)  # noqa: B010
setattr(argparse, "ngettext", _ngettext)  # noqa: B010


class ChineseFormatter(argparse.HelpFormatter):
    """Help text line by line; a width is in terminal cells, never `len`."""

    def __init__(self, prog: str, **_ignored: Any) -> None:
        super().__init__(prog, width=80)
        self._lines: list[str] = []
        self._rows: list[tuple[str, str]] = []

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """`用法：drafter print 文件 [选项]`, unless the parser brings a usage of its own."""
        own = [action for action in actions if not action.option_strings]
        optional = (argparse.OPTIONAL, argparse.ZERO_OR_MORE)
        positionals = [
            f"[{_metavar(action)}]" if action.nargs in optional else _metavar(action)
            for action in own
        ]
        words = usage or " ".join([self._prog, *positionals, "[选项]"])
        self._lines.append(("用法：" if prefix is None else prefix) + words)

    def start_section(self, heading: str | None) -> None:
        """Collect the rows of one group."""
        self._lines.append(f"\n{heading}：")

    def end_section(self) -> None:
        """Lay out the rows collected, or take the heading of an empty group back."""
        if not self._rows:
            self._lines.pop()
            return
        names = max(_cells(name) for name, _ in self._rows)
        column = min(names, _MAX_NAME_CELLS) + 4
        for name, text in self._rows:
            self._lines += _row(name, text, column, _terminal_cells())
        self._rows = []

    def add_argument(self, action: argparse.Action) -> None:
        """One option, or each of the commands."""
        if action.help is argparse.SUPPRESS:
            return
        # Private, but argparse's formatter has no other way to the commands' help either.
        commands = list(getattr(action, "_get_subactions", tuple)())
        for entry in commands or [action]:
            text = (entry.help or "") % {"prog": self._prog, **vars(entry)}
            self._rows.append((_invocation(entry), text))

    def add_text(self, text: str | None) -> None:
        """A paragraph; lines that the author ended stay ended."""
        if text and text is not argparse.SUPPRESS:
            self._lines.append("")
            for line in text.splitlines():
                self._lines += _wrapped(line, _terminal_cells())

    def format_help(self) -> str:
        """All that was added."""
        return "\n".join(self._lines).strip("\n") + "\n"


class ChineseParser(argparse.ArgumentParser):
    """A parser whose every word is Chinese; what it cannot read is a DrafterError."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(formatter_class=ChineseFormatter, allow_abbrev=False, **settings)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As in argparse, but the (sub)parser that meets an unknown word says so itself."""
        # argparse gathers unknown words up to the main parser, which knows none of the options of
        # the command, and could neither name the nearest nor the right usage.
        known, rest = super().parse_known_args(args, namespace)
        if rest and rest[0].startswith("-"):
            similar = nearest(rest[0].split("=")[0], self._option_string_actions)
            self.error(f"没有“{rest[0]}”这个选项。{similar}")
        if rest:
            self.error(f"“{' '.join(rest)}”是多出来的。")
        return known, rest

    def error(self, message: str) -> NoReturn:
        """A mistake as a Problem. Raises: DrafterError always."""
        raise DrafterError(Problem(self.prog, _COMMA.sub("、", message), f"写法见：{self.prog} -h"))


def one_of(*known: str) -> Callable[[str], str]:
    """The `type` of an argument that takes one of these words, and else names the nearest."""

    def read(text: str) -> str:
        if text in known:
            return text
        raise argparse.ArgumentTypeError(not_known(text, known))

    return read


def not_known(text: str, known: Iterable[str]) -> str:
    """`不能是“text”。`, and what it can be."""
    known = tuple(known)
    return f"不能是“{text}”。{nearest(text, known)}可以用的有：{'、'.join(known)}。"


def _row(name: str, text: str, column: int, width: int) -> Iterator[str]:
    """`  name    text`, the text from `column` on; a long name has a line to itself."""
    head = "  " + name
    first, *rest = _wrapped(text, max(width - column, 20))
    if _cells(head) + 2 > column:
        yield head
        head = ""
    yield (head + " " * (column - _cells(head)) + first).rstrip()
    for line in rest:
        yield " " * column + line


# Imported only where help is laid out: every command pays for what stands above.
def _cells(text: str) -> int:
    from drafter.report.width import width_cells

    return width_cells(text)


def _wrapped(text: str, width: int) -> list[str]:
    from drafter.report.width import wrap_cells

    return [line.rstrip() for line in wrap_cells(text, width)]


def _invocation(action: argparse.Action) -> str:
    names = ", ".join(action.option_strings)
    if action.nargs == 0:
        return names
    return f"{names} {_metavar(action)}".strip()


def _metavar(action: argparse.Action) -> str:
    if action.metavar is None and action.choices is not None:
        return "|".join(map(str, action.choices))
    return str(action.metavar or action.dest)


def _terminal_cells() -> int:
    from shutil import get_terminal_size

    # A terminal breaks a line that fills its last cell.
    return min(get_terminal_size().columns, _MAX_WIDTH_CELLS) - 1
