"""No English of argparse reaches the clerk, in whichever Python; columns align in cells."""

from __future__ import annotations

import argparse
import inspect
import re
from pathlib import Path

import pytest

from drafter.argparse_zh import ChineseParser, translate
from drafter.errors import DrafterError
from drafter.report.width import width_cells

MISTAKES = {
    "": "还缺少：甲",
    "1": "这几项里要写一项：--x、--y。",
    "1 --x --y": "--y 不能和 --x 同时用。",
    "1 --x --one": "--one 后面要写一个值。",
    "1 --x --some": "--some 后面至少要写一个值。",
    "1 --x --pair 1": "--pair 后面要写 2 个值。",
    "1 --x --x=1": "--x 后面不带值。",
    "1 --x --count 二十": "--count 要写整数，不能是“二十”。",
    "1 --x --path 无": "--path 要写有的文件。",
    "1 --x --choice c": "--choice 不能是“c”。可以用的有：aa、bb。",
    "1 --x --file 无此文件": "--file 的文件“无此文件”打不开。",
    "1 --x --z=--": "没有“--z=--”这个选项。",
}


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
@pytest.mark.parametrize(("line", "sentence"), MISTAKES.items(), ids=lambda text: text or "nothing")
def test_each_kind_of_mistake_has_its_sentence(line, sentence):
    with pytest.raises(DrafterError, match=re.escape(sentence)):
        everything().parse_args(line.split())


def test_no_message_of_argparse_passes_untranslated():
    messages = re.findall(r"""\b_\((['"])(.+?)\1\)""", inspect.getsource(argparse))
    assert len(messages) > 20
    for _, message in messages:
        filled = re.sub(r"%(\(\w+\))?[sr]", "'7'", message)
        for said in (translate(filled), translate("argument --x: " + filled.rpartition(": ")[2])):
            assert not re.findall("[A-Za-z]{2,}", said), message


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
    parser.add_argument("--choice", choices=["aa", "bb"])
    parser.add_argument("--file", type=argparse.FileType())
    either = parser.add_mutually_exclusive_group(required=True)
    either.add_argument("--x", action="store_true")
    either.add_argument("--y", action="store_true")
    return parser
