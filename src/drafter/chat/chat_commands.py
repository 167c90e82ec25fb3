"""What a clerk can say at any prompt, by Chinese word or by letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from unicodedata import normalize

from drafter.desk.acts import ACTS, GO, LEDGER, WRITE_OUT, Act

COMMANDS = tuple(act for act in ACTS if act.word)
"""The acts that can be said, in the order of the help."""
_QUOTES = ("“”", '""', "「」", "''", "‘’")
_PLACE = re.compile(r"去\s*(第.{1,3}部分|表.{1,2}|第?\d{1,3}题)")
_REGISTER = re.compile(r"重新统计|到期|.+\.(?:xlsx|xls|et|csv)[\"'”’]?", re.IGNORECASE)
_KNOWN = {
    name.casefold(): act
    for act in COMMANDS
    for name in (act.word, normalize("NFKC", act.letter), *act.others)
}


class Said(NamedTuple):
    """A command with the words after it."""

    act: Act
    rest: str = ""


def read_command(
    line: str,
    is_answer: Callable[[str], bool],
    is_place: Callable[[str], bool] = lambda _: False,
) -> Said | None:
    """The command in a line; None where the line is an answer.

    is_answer: whether a text answers what is being asked. A letter without its `/` is only a
        command where it is none; a word followed by others, too. `/` before it is always one.
    is_place: whether a text names a place: a word followed by one is always a command
    """
    text = normalize("NFKC", line[:200]).strip()
    sure = text.startswith("/")
    word, _, rest = text.removeprefix("/").lstrip().rstrip("。.!").partition(" ")
    act, rest = _KNOWN.get(word.casefold()), rest.strip()
    if act is None:
        act, rest = _glued(text.removeprefix("/").strip())
    if act is None or (rest and not act.takes):
        return None
    # `y` answers a yes or no, and 生成 with words after it may begin a sentence of prose: what
    # can be an answer is one, so that nothing a clerk writes is lost to a command.
    if not sure and is_answer(line):
        if len(word) == 1 and word != GO.word:
            return None
        if rest and not (is_place(rest) or _is_plain(act, rest)):
            return None
    return Said(act, rest)


def _is_plain(act: Act, rest: str) -> bool:
    """Whether the words after it can mean nothing but the command."""
    if act is LEDGER:
        return bool(_REGISTER.fullmatch(rest))
    return act is WRITE_OUT and _are_outputs(rest)


def unescaped(line: str) -> str:
    """An answer that is a command's word: `、目录` and `“目录”` are 目录, all else stays."""
    text = line.strip()
    bare = text.removeprefix("、")
    if bare == text and len(text) > 2 and text[0] + text[-1] in _QUOTES:
        bare = text[1:-1]
    is_command = bare != text and read_command(bare, lambda _: False) is not None
    return bare if is_command else line


def unknown_command(line: str) -> str:
    """The word after a `/` that is no command; "" where the line has none."""
    text = normalize("NFKC", line[:200]).strip()
    word = text[1:].strip().split(" ")[0] if text.startswith("/") else ""
    # A longer one is no slip but a text: a path, or a date with strokes.
    return word if word and len(word) <= 6 and word.casefold() not in _KNOWN else ""


def words() -> list[str]:
    """Every command's word, to be completed."""
    return [act.word for act in COMMANDS]


def help_lines() -> tuple[list[str], list[str]]:
    """The help: of every command, then how to answer with a command's word."""
    listed = [f"{act.word}（{act.letter}）：{_help(act)}" for act in COMMANDS]
    return listed, [
        "字母单独打就行；正好也是回答的（如是否题里的 y），前面加一条斜线：/y。",
        "回答本身正好是这些词的，前面加顿号或者加引号：、目录 或者 “目录”。",
        "几行文字写完以后，单独一行写“完”，或者连打两个空行。",
    ]


def _help(act: Act) -> str:
    return f"{act.says}；{act.takes}。" if act.takes else f"{act.says}。"


def _glued(text: str) -> tuple[Act | None, str]:
    """A command and the words after it, without a space between them: 去第三部分, 生成网页."""
    if place := _PLACE.fullmatch(text):
        return GO, place[1]
    words = text.removeprefix(WRITE_OUT.word)
    return (WRITE_OUT, words) if words != text and _are_outputs(words) else (None, "")


def _are_outputs(words: str) -> bool:
    # The first prompt must not wait for all that makes files.
    from drafter.output.output_kinds import outputs_called, split_words

    return all(map(outputs_called, split_words(words)))
