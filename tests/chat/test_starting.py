"""A new session: year and organ asked where there is a terminal, before anything is made."""

from __future__ import annotations

import pytest

from .conftest import over, pty

pytestmark = pytest.mark.terminal


def test_new_without_a_word_asks_on_a_terminal(drafter_env, tmp_path):
    with pty(drafter_env, "new", cwd=tmp_path) as child:
        child.expect_exact("哪一年的工作")
        child.send("2023\n")
        child.expect_exact("全称")
        child.send("示例局\n")
        child.expect_exact("新建了“示例局2023”")
        over(child)
    assert child.exitstatus == 0
    assert (tmp_path / "s" / "示例局2023.yaml").is_file()


def test_nothing_is_made_where_the_clerk_gives_up(drafter_env, tmp_path):
    with pty(drafter_env, "new", cwd=tmp_path) as child:
        child.expect_exact("哪一年的工作")
        child.sendeof()
        over(child)
    assert child.exitstatus == 0
    assert not (tmp_path / "s").exists()
