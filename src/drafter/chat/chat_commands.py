"""What a clerk can say at any prompt, by Chinese word or by letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from typing import NamedTuple
from unicodedata import normalize

from drafter.desk.output_files import outputs_called, split_words


class Does(NamedTuple):
    """One command. `others` are words that do as well; `takes`: may be followed by a name."""

    word: str
    letter: str
    what: str
    others: tuple[str, ...] = ()
    takes: bool = False


class Command(Enum):
    """Every command, in the order of the help."""

    BACK = Does("上一题", "b", "回到上一题，什么都不检查", ("返回", "后退"))
    SKIP = Does("跳过", "s", "先不答，继续下一题", ("下一题", "继续"))
    SKIP_REST = Does("跳过本节", "k", "这一节剩下的选填题都不写")
    UNSURE = Does("不确定", "u", "先标上待核，以后再核实", ("待核",), takes=True)
    VERIFIED = Does("已核实", "v", "去掉待核的标记", takes=True)
    EXPLAIN = Does("说明", "h", "这一题算什么、不算什么、依据和例子", takes=True)
    MENU = Does("目录", "m", "各部分填到哪里")
    GO = Does("去", "g", "去别处：去 第三部分、去 表三、去 题名、去 25（题号）", takes=True)
    CHECK = Does("核对", "c", "哪里不对、哪里要再看")
    PREVIEW = Does("预览", "p", "看看报告现在的样子", ("打印",))
    UNDO = Does("撤销", "z", "退回上一步改动，下次打开也可以")
    REDO = Does("重做", "y", "重新做撤销了的")
    TABLE = Does("看表", "t", "看这张表填了什么；“看表 全部”连没用到的行也看", takes=True)
    CLEAR = Does("清空", "x", "不要这一题的回答，或者表里的一格：清空 行名 列名", takes=True)
    LAST = Does("上年", "l", "看上年写的", ("去年",))
    FINISH = Does("完成", "f", "这一部分填完了；“完成 全部”是所有部分", ("填完了",), takes=True)
    REOPEN = Does("没完", "o", "这一部分还没填完", takes=True)
    WRITE_OUT = Does(
        "生成", "w", "写成文本文件；生成 Word、生成 网页、生成 全部（这三种）", takes=True
    )
    LEAVE = Does("保存退出", "q", "保存，下次接着填", ("退出", "结束"))
    HELP = Does("帮助", "?", "看这张表")


class Said(NamedTuple):
    """A command with the words after it."""

    command: Command
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
    rest = rest.strip()
    said = _KNOWN.get(word.casefold())
    if said is None:
        said, rest = _glued(text.removeprefix("/").strip())
    if said is None:
        return None
    if rest and not said.value.takes:
        return None
    if not sure and is_answer(line):
        if len(word) == 1 and word != Command.GO.value.word:
            return None
        if rest and not (is_place(rest) or (said is Command.WRITE_OUT and _are_outputs(rest))):
            return None
    return Said(said, rest)


def unescaped(line: str) -> str:
    """An answer that is a command's word: `、目录` and `“目录”` are 目录, all else stays."""
    text = line.strip()
    bare = text.removeprefix("、")
    if bare == text and len(text) > 2 and text[0] + text[-1] in _QUOTES:
        bare = text[1:-1]
    return bare if bare != text and _says_command(bare) else line


def unknown_command(line: str) -> str:
    """The word after a `/` that is no command; "" where the line has none."""
    text = normalize("NFKC", line[:200]).strip()
    word = text[1:].strip().split(" ")[0] if text.startswith("/") else ""
    return word if word and len(word) <= 6 and word.casefold() not in _KNOWN else ""


def words() -> list[str]:
    """Every command's word, to be completed."""
    return [command.value.word for command in Command]


def help_lines() -> tuple[list[str], list[str]]:
    """The help: of every command, then how to answer with a command's word."""
    listed = [f"{c.value.word}（{c.value.letter}）：{c.value.what}。" for c in Command]
    return listed, [
        "字母单独打就行；正好也是回答的（如是否题里的 y），前面加一条斜线：/y。",
        "回答本身正好是这些词的，前面加顿号或者加引号：、目录 或者 “目录”。",
        "几行文字写完以后，单独一行写“完”，或者连打两个空行。",
    ]


def _glued(text: str) -> tuple[Command | None, str]:
    """A command and the words after it, without a space between them: 去第三部分, 生成网页."""
    if place := _PLACE.fullmatch(text):
        return Command.GO, place[1]
    words = text.removeprefix(Command.WRITE_OUT.value.word)
    return (Command.WRITE_OUT, words) if words != text and _are_outputs(words) else (None, "")


def _are_outputs(words: str) -> bool:
    return all(map(outputs_called, split_words(words)))


def _says_command(text: str) -> bool:
    return read_command(text, lambda _: False) is not None


_QUOTES = ("“”", '""', "「」", "''", "‘’")
_PLACE = re.compile(r"去\s*(第.{1,3}部分|表.{1,2}|第?\d{1,3}题)")
_KNOWN = {
    name.casefold(): command
    for command in Command
    for name in (command.value.word, normalize("NFKC", command.value.letter), *command.value.others)
}
