"""No English of argparse reaches the clerk, in whichever Python; columns align in cells."""

from __future__ import annotations

import argparse
import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from drafter.argparse_zh import CATALOGUE, ChineseParser, one_of
from drafter.errors import DrafterError
from drafter.report.width import width_cells

MISTAKES = {
    "": "还缺少：甲",
    "1": "这几项里要写一项：--x --y。",
    "1 --x --y": "--y 不能和 --x 同时用。",
    "1 --x --one": "--one 后面要写一个值。",
    "1 --x --some": "--some 后面至少要写一个值。",
    "1 --x --pair 1": "--pair 后面要写 2 个值。",
    "1 --x --x=1": "--x 后面不带值，多写了“1”。",
    "1 --x --count 二十": "--count 不能是“二十”。",
    "1 --x --path 无": "--path 要写有的文件。",
    "1 --x --choice ab": "--choice 不能是“ab”。是不是“aab”？可以用的有：aab、bb。",
    "1 --x --fixed c": "--fixed 不能是“c”。可以用的有：",
    "1 --x --z=--": "没有“--z=--”这个选项。",
    "1 --x --somme": "没有“--somme”这个选项。是不是“--some”？",
    "1 --x 2 3": "“2 3”是多出来的。",
}
OURS_TO_AVOID = {
    # raised while a parser is built
    "'required' is an invalid argument for positionals",
    ".__call__() not defined",
    "%r is not callable",
    "cannot have multiple subparser arguments",
    "cannot merge actions - two groups are named %r",
    "conflicting option string: %s",
    "conflicting option strings: %s",
    "conflicting subparser alias: %s",
    "conflicting subparser: %s",
    "dest= is required for options like %r",
    "invalid conflict_resolution value: %r",
    "invalid option string %(option)r: must start with a character %(prefix_chars)r",
    "mutually exclusive arguments must be optional",
    # said of what no parser of ours has: FileType, defaults in help, version without help,
    # groups without a title, abbreviations, deprecated words
    " (default: %(default)s)",
    "ambiguous option: %(option)s could match %(matches)s",
    'argument "-" with mode %r',
    "can't open '%(filename)s': %(error)s",
    "show program's version number and exit",
    "subcommands",
    "argument '%(argument_name)s' is deprecated",
    "command '%(parser_name)s' is deprecated",
    "option '%(option)s' is deprecated",
    "%(prog)s: warning: %(message)s\n",
    "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)",
    # of methods that ours replace, and what those find before argparse does
    "usage: ",
    "%(heading)s:",
    "%(prog)s: error: %(message)s\n",
    "unknown parser %(parser_name)r (choices: %(choices)s)",
    "unexpected option string: %s",
    "unrecognized arguments: %s",
}


@pytest.mark.parametrize(("line", "sentence"), MISTAKES.items(), ids=lambda text: text or "nothing")
def test_each_kind_of_mistake_has_its_sentence(line, sentence):
    with pytest.raises(DrafterError, match=re.escape(sentence)):
        everything().parse_args(line.split())


def test_what_was_typed_is_told_as_it_was_typed():
    with pytest.raises(DrafterError, match="--count 不能是“1, 2”。"):
        everything().parse_args(["1", "--x", "--count", "1, 2"])


def test_every_sentence_of_this_argparse_is_known():
    """A newer Python with a sentence of its own is told here, before a clerk meets it."""
    sentences = set(asked_of_gettext())
    assert len(sentences) > 25
    assert sentences - CATALOGUE.keys() - OURS_TO_AVOID == set()


def asked_of_gettext() -> Iterator[str]:
    for node in ast.walk(ast.parse(inspect.getsource(argparse))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "ngettext"):
            for asked in node.args:
                if isinstance(asked, ast.Constant):
                    yield asked.value


def test_help_columns_align_in_terminal_cells():
    options = everything().format_help().partition("选项：")[2].splitlines()
    starts = {width_cells(line[: line.index("释")]) for line in options if "释" in line}
    assert starts == {22}


def test_help_fits_the_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    parser = everything()
    parser.description = "说明很长，一行放不下，要折成几行；" * 5
    assert max(map(width_cells, parser.format_help().splitlines())) <= 40


def existing(text: str) -> Path:
    raise argparse.ArgumentTypeError("要写有的文件。")


def everything() -> ChineseParser:
    """A parser with an argument of every sort."""
    parser = ChineseParser(prog="drafter")
    parser.add_argument("one", metavar="甲", help="释义")
    parser.add_argument("--one", metavar="一个中文名字", help="释义")
    parser.add_argument("--some", nargs="+", help="释义")
    parser.add_argument("--pair", nargs=2)
    parser.add_argument("--count", type=int)
    parser.add_argument("--path", type=existing)
    parser.add_argument("--choice", type=one_of("aab", "bb"))
    parser.add_argument("--fixed", choices=["aa", "bb"])
    either = parser.add_mutually_exclusive_group(required=True)
    either.add_argument("--x", action="store_true")
    either.add_argument("--y", action="store_true")
    return parser
