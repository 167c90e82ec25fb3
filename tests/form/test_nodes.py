"""YAML as it is read: lines, scalars that stay text, and what is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drafter.errors import DrafterError
from drafter.nodes import DEPTH_LIMIT, Node, parse


def plain(node: Node) -> object:
    if isinstance(node.value, list):
        return [plain(item) for item in node.value]
    if isinstance(node.value, dict):
        return {key: plain(item) for key, item in node.value.items()}
    return node.value


def told(text: str) -> list[str]:
    with pytest.raises(DrafterError) as caught:
        parse(text, "某.yaml")
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    "written",
    ["no", "off", "yes", "null", "~", "012", "0x1F", "1:30", "1_000", "2022-01-20", "1e3"],
)
def test_a_scalar_stays_the_text_that_was_written(written):
    assert plain(parse(f"key: {written}", "n")) == {"key": written}


def test_an_empty_value_is_empty_text():
    assert plain(parse("key:", "n")) == {"key": ""}


def test_merge_keys_mean_nothing():
    assert plain(parse("<<: {a: 1}", "n")) == {"<<": {"a": "1"}}


def test_each_node_knows_its_line():
    root = parse("a: 1\n\nb:\n  - x\n  - y\n", "n")
    assert root.value["b"].line == 4
    assert [item.line for item in root.value["b"].value] == [4, 5]


def test_a_node_knows_the_line_of_its_key():
    assert parse("a: 1\nb:\n  c: 1\n", "n").value["b"].said == 2


@pytest.mark.parametrize("mark", ["|", ">", "|-", "|2", "| # note"])
def test_a_block_begins_on_the_line_after_its_mark(mark):
    assert parse(f"a:\n  b: {mark}\n    text\n", "n").value["a"].value["b"].line == 3


def test_every_duplicate_key_is_told_with_both_lines():
    assert told("a: 1\nb: 2\na:\n  x: 1\nb: 4\n") == [
        "某.yaml:3：“a”写了两遍（第一次在第 1 行）。留下一处。",
        "某.yaml:5：“b”写了两遍（第一次在第 2 行）。留下一处。",
    ]


REFUSED = {
    "alias": ("a: 1\nb: *x\n", 2, "以“&”或“*”开头"),
    "anchor": ("a: 1\nb: &x 1\n", 2, "以“&”或“*”开头"),
    "anchor on a list": ("a: &x [1]\n", 1, "以“&”或“*”开头"),
    "alias alone": ("*x\n", 1, "以“&”或“*”开头"),
    "tag": ("a:\n  b: !!python/object:os.system x\n", 2, "标记"),
    "own tag": ("a: !mine x\n", 1, "标记"),
    "tag on a mapping": ("a: !!map {b: 1}\n", 1, "标记"),
    "two documents": ("a: 1\n---\nb: 1\n", 3, "两份内容"),
    "tab": ("a:\n\tb: 1\n", 2, "Tab"),
    "at sign": ("a: 1\nb: @x\n", 2, "不能用来开头"),
    "colon in a value": ("a: b: c\n", 1, "冒号的位置不对"),
    "colon left out": ("a: 1\nb\nc: 1\n", 2, "少了冒号"),
    "quote left open": ("a: 1\nb: 'x\n", 2, "没有配对"),
    "bracket left open": ("a: [1, 2\nb: 1\n", 2, "读不懂"),
    "wide colon": ("a: 1\nb：2\nc: 1\n", 2, "全角冒号"),
    "wide colon below": ("a:\n  b：2\n  c: 1\n", 2, "全角冒号"),
    "escape": ('a: "\\q"\n', 1, "“\\”"),
    "key that is a list": ("a: 1\n[x]: 2\n", 2, "冒号左边"),
    "list in a mapping": ("a: 1\n- b\n", 2, "缩进"),
}


@pytest.mark.parametrize(("text", "line", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_told_in_chinese_with_its_line(text, line, words):
    (sentence,) = told(text)
    assert sentence.startswith(f"某.yaml:{line}：")
    assert words in sentence
    own_words = re.sub("“[^”]*”|某.yaml|YAML|Tab", "", sentence)
    assert not re.search("[A-Za-z]", own_words)


@pytest.mark.parametrize("text", ["a: 供水站 #2 井\n", "a: [甲 #乙\n  ]\n", "- 解读少 #形式单一\n"])
def test_text_behind_a_hash_without_a_space_is_not_lost_in_silence(text):
    with pytest.raises(DrafterError) as caught:
        parse(text, "a.yaml")
    assert "会被当作注释" in str(caught.value)


@pytest.mark.parametrize("text", ["a: 甲 # 注释\n", "a: '甲 #2'\n", "a: C#5\n", "#注释\na: 甲\n"])
def test_comments_are_comments(text):
    assert parse(text, "a.yaml").value["a"].value in ("甲", "甲 #2", "C#5")


def test_a_billion_laughs_are_refused_at_the_first():
    bomb = "a: &a [lol, lol]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    assert told(bomb)[0].startswith("某.yaml:1：")


@pytest.mark.parametrize("opening", ["[", "{", "[{", "{a: ", "- ", "? ", "a:\n"])
def test_a_hundred_thousand_levels_are_told_where_they_begin(opening):
    text = opening * 100_000
    if opening == "a:\n":
        text = "".join(" " * n + "a:\n" for n in range(2_000))
    (sentence,) = told("甲: 一\n乙:\n" + re.sub("^", " ", text, flags=re.MULTILINE))
    line = 2 + DEPTH_LIMIT if opening == "a:\n" else 3
    assert sentence.startswith(f"某.yaml:{line}：缩进的层次太深")


def test_brackets_that_are_closed_again_are_not_deep():
    assert "层次太深" not in told("a: [" + "[], " * 100 + "\n- b")[0]


def test_levels_up_to_the_limit_are_fine():
    assert parse("[" * DEPTH_LIMIT + "]" * DEPTH_LIMIT, "n")
    assert "层次太深" in told("[" * (DEPTH_LIMIT + 2) + "]" * (DEPTH_LIMIT + 2))[0]


@pytest.mark.parametrize("text", ["", "# 只有注释\n", "\n\n", "\ufeff"])
def test_a_file_without_content_is_told(text):
    assert "没有内容" in told(text)[0]


@pytest.mark.parametrize(
    "control", ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\ud800", "\ufeff", "\uffff"]
)
def test_a_control_character_is_dropped(control):
    assert plain(parse(f"a: x{control}y", "n")) == {"a": "xy"}


@given(st.text(max_size=200))
@example("\ud800")
@example("a: \x85b\u2028c")
@example("- ? : ! & * % @ `")
def test_any_text_is_read_or_refused_in_words(text):
    try:
        parse(text, "某.yaml")
        sentences = []
    except DrafterError as error:
        sentences = [str(problem) for problem in error.problems]
    assert all(re.match(r"某\.yaml(:\d+)?：.*。$", sentence) for sentence in sentences)
