"""Which lines are commands, and how an answer that looks like one is given all the same."""

from __future__ import annotations

from importlib import import_module

import pytest

from drafter.chat.chat_commands import (
    COMMANDS,
    help_lines,
    read_command,
    unescaped,
    unknown_command,
    words,
)
from drafter.desk.acts import GO

ANY = lambda text: True  # noqa: E731
NONE = lambda text: False  # noqa: E731


@pytest.mark.parametrize("act", COMMANDS)
def test_every_command_by_word_and_by_letter(act):
    for spelling in (
        act.word,
        *act.others,
        f"/{act.letter}",
        f"／{act.word}",
        f" {act.word}。",
    ):
        said = read_command(spelling, ANY)
        assert said is not None, spelling
        assert said.act is act
    assert read_command(act.letter, NONE).act is act


def test_the_page_of_acts_is_current(root, monkeypatch):
    """When this fails, `desk/acts.py` has changed: run `make docs`."""
    monkeypatch.syspath_prepend(str(root / "tools"))
    page = import_module("write_pages").acts_page()
    assert (root / "docs" / "acts.md").read_text("utf-8") == page


def test_no_two_commands_share_a_word():
    spellings = [w for act in COMMANDS for w in (act.word, act.letter, *act.others)]
    assert len(spellings) == len(set(spellings))


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("去 第三部分", "第三部分"),
        ("去第三部分", "第三部分"),
        ("去 表三", "表三"),
        ("/g 25", "25"),
        ("去第25题", "第25题"),
    ],
)
def test_going_somewhere(line, rest):
    said = read_command(line, ANY, lambda words: True)
    assert (said.act, said.rest) == (GO, rest)


@pytest.mark.parametrize(
    "line", ["去年的工作", "去 年初开展培训", "目录已经更新", "b", "说明会 3 场", "完成 九成"]
)
def test_an_answer_is_no_command(line):
    assert read_command(line, ANY, lambda words: False) is None


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("、目录", "目录"),
        ("“目录”", "目录"),
        ('"b"', "b"),
        ("《目录》", "《目录》"),
        ("“一网通办”", "“一网通办”"),
        ("、甲", "、甲"),
    ],
)
def test_an_answer_that_is_a_command_word(line, answer):
    assert read_command(line, ANY) is None
    assert unescaped(line) == answer


def test_a_slash_with_something_unknown():
    assert unknown_command("/目绿") == "目绿"
    assert unknown_command("/目录") == ""
    assert unknown_command("目绿") == ""


def test_the_help_tells_all():
    text = "\n".join(line for lines in help_lines() for line in lines)
    assert all(word in text for word in words())
    assert "、目录" in text


def test_a_command_with_words_after_it_is_one_where_it_would_be_no_answer(talked):
    _, talk, _ = talked("2023", "示例县水利局", "3", "去 分管领导", "完成 全部")
    assert "各部分都记为填完了" in talk.text
