"""Writes docs/checks.md and docs/acts.md from what the program itself goes by (`make docs`)."""

from __future__ import annotations

from pathlib import Path

from drafter.checks.check_catalogue import catalogue
from drafter.checks.check_output import catalogue_page
from drafter.checks.field_words import words_of
from drafter.desk.acts import ACTS, AT_HAND, Act
from drafter.form.form_file import load_form

HEAD = """\
# 能做的事

本页由 `make docs` 从程序生成。
聊天、全屏界面、命令面板和说明用的都是这张表。
聊天里打这个词，或者只打字母；“其他说法”也可以。没有写键的，全屏界面里按 `Ctrl+P` 找。

| 做什么 | 聊天里打 | 字母 | 其他说法 | 后面可以写 | 全屏的键 |
| --- | --- | --- | --- | --- | --- |
"""


AT_HAND_HEAD = """
下面这些只在列出来的时候能做：核对的一条，还没有完的一处，一段文字，快填的一页。

| 做什么 | 聊天里打 | 字母 | 其他说法 | 后面可以写 | 全屏的键 |
| --- | --- | --- | --- | --- | --- |
"""


def acts_page() -> str:
    """Every act of the one table, a row each."""
    return HEAD + "".join(map(_row, ACTS)) + AT_HAND_HEAD + "".join(map(_row, AT_HAND))


def _row(act: Act) -> str:
    cells = (act.says, act.word, act.letter, "、".join(act.others), act.takes, act.shown)
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    docs = Path(__file__).parents[1] / "docs"
    form = load_form("disclosure-2021")
    checks = [check.in_words(words_of(form)) for check in catalogue().values()]
    (docs / "checks.md").write_text(catalogue_page(checks, form.name), encoding="utf-8")
    (docs / "acts.md").write_text(acts_page(), encoding="utf-8")
