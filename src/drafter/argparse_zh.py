"""argparse in Chinese: its help laid out in terminal cells, its errors in sentences.

argparse has no supported way to be translated, so little of its inside is touched: a
formatter class, `error`, and the titles of its two groups. Its English never passes: a
message unknown to `_SENTENCES` becomes a plain "cannot be understood".
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NoReturn

from drafter.errors import DrafterError, Problem, nearest

_MAX_WIDTH_CELLS = 100
_MAX_NAME_CELLS = 28


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
        positionals = [_metavar(action) for action in actions if not action.option_strings]
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

    def __init__(self, positionals: str = "内容", **settings: Any) -> None:
        super().__init__(
            formatter_class=ChineseFormatter, add_help=False, allow_abbrev=False, **settings
        )
        self._positionals.title = positionals
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As in argparse, but the (sub)parser that meets an unknown word says so itself."""
        known, rest = super().parse_known_args(args, namespace)
        if rest:
            self.error("unrecognized arguments: " + " ".join(rest))
        return known, rest

    def error(self, message: str) -> NoReturn:
        """Tell argparse's English message in Chinese.

        Raises: DrafterError always.
        """
        what = translate(message, list(self._option_string_actions))
        raise DrafterError(Problem(self.prog, what, f"写法见：{self.prog} -h"))


def translate(message: str, options: Sequence[str] = ()) -> str:
    """An error of argparse as a Chinese sentence; `options` are the ones that exist."""
    for pattern, say in _SENTENCES:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return say(options, *match.groups())
    return "这条命令没能看懂。"


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

    return min(get_terminal_size().columns, _MAX_WIDTH_CELLS) - 1


def _unknown(options: Sequence[str], words: str) -> str:
    first = words.split()[0] if words.split() else words
    if first.startswith("-"):
        return f"没有“{first}”这个选项。{nearest(first.split('=')[0], options)}"
    return f"“{words}”是多出来的。"


def _not_a_choice(_options: Sequence[str], name: str, value: str, choices: str) -> str:
    known = [_unquoted(choice) for choice in choices.split(",")]
    word = _unquoted(value)
    wrong = f"{name} 不能是“{word}”。" if name.startswith("-") else f"没有“{word}”这个{name}。"
    return f"{wrong}{nearest(word, known)}可以用的有：{'、'.join(known)}。"


def _missing(_options: Sequence[str], names: str) -> str:
    return f"还缺少：{names.replace(', ', '、')}。"


def _missing_one(_options: Sequence[str], names: str) -> str:
    return f"这几项里要写一项：{names.replace(' ', '、')}。"


def _wrong_type(_options: Sequence[str], name: str, kind: str, value: str) -> str:
    wanted = {"int": "要写整数，", "float": "要写数，"}.get(kind, "")
    return f"{name} {wanted}不能是“{_unquoted(value)}”。"


def _plain(sentence: str) -> Callable[..., str]:
    return lambda _options, *groups: sentence.format(*groups)


def _unquoted(value: str) -> str:
    return value.strip("'\" ")


_ARGUMENT = r"argument (.+?): "
_SENTENCES: tuple[tuple[str, Callable[..., str]], ...] = (
    (r"unrecognized arguments: (.*)", _unknown),
    (r"the following arguments are required: (.*)", _missing),
    (r"one of the arguments (.*) is required", _missing_one),
    (
        _ARGUMENT + r"invalid choice: (.+?)(?:, maybe you meant .*\?)? \(choose from (.*)\)",
        _not_a_choice,
    ),
    (_ARGUMENT + r"unknown parser (.+?) \(choices: (.*)\)", _not_a_choice),
    (_ARGUMENT + r"expected one argument", _plain("{0} 后面要写一个值。")),
    (_ARGUMENT + r"expected at most one argument", _plain("{0} 后面最多写一个值。")),
    (_ARGUMENT + r"expected at least one argument", _plain("{0} 后面至少要写一个值。")),
    (_ARGUMENT + r"expected (\d+) arguments?", _plain("{0} 后面要写 {1} 个值。")),
    (_ARGUMENT + r"ignored explicit argument (.*)", _plain("{0} 后面不带值。")),
    (_ARGUMENT + r"not allowed with argument (.*)", _plain("{0} 不能和 {1} 同时用。")),
    (r"ambiguous option: (\S+) could match (.*)", _plain("“{0}”可以是好几个选项：{1}。写全一些。")),
    (_ARGUMENT + r"invalid (\w+) value: (.*)", _wrong_type),
    (_ARGUMENT + r"can't open '(.*)': .*", _plain("{0} 的文件“{1}”打不开。")),
    (_ARGUMENT + r"([^!-~].*)", _plain("{0} {1}")),
)
