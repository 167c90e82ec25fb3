"""A new session: year and organ asked where there is a terminal, before anything is made."""

from __future__ import annotations

import pytest

from drafter.chat.session_talk import open_chosen, open_new
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.report.document import build_document
from drafter.report.word_file import render_docx

from .conftest import SAMPLES, TODAY, Script, over, pty


def published(folder):
    path = folder / "上年 报告.docx"
    given = load_answers(SAMPLES[0].with_name("nil-township-2023.yaml"))
    document = build_document(Facts(given.form, given.draft), draft=False)
    path.write_bytes(render_docx(given.form, document))
    return path


@pytest.mark.terminal
def test_new_without_a_word_asks_on_a_terminal(drafter_env, tmp_path):
    with pty(drafter_env, "new", cwd=tmp_path) as child:
        child.expect_exact("写哪一种报告")
        child.send("\n")
        child.expect_exact("哪一年的工作")
        child.send("2023\n")
        child.expect_exact("全称")
        child.send("示例局\n")
        child.expect_exact("新建了“示例局2023”")
        over(child)
    assert child.exitstatus == 0
    assert (tmp_path / "s" / "示例局2023.yaml").is_file()


def test_a_name_said_for_the_year_is_kept_as_the_name(tmp_path):
    talk = Script(["", "示例县水利局", ""])
    with open_new(talk, tmp_path / "s", None, TODAY) as session:
        answers = session.saved.draft.answers
    assert answers == {"year": TODAY.year - 1, "organ.name": "示例县水利局"}
    assert "“示例县水利局”记作本机关的全称" in talk.text


def test_help_is_given_before_there_is_a_report_and_is_nobody_s_name(tmp_path):
    talk = Script(["?", "", "帮助", "2023", "说明", "示例局"])
    with open_new(talk, tmp_path / "s", None, TODAY) as session:
        answers = session.saved.draft.answers
    assert answers == {"year": 2023, "organ.name": "示例局"}
    assert talk.text.count("先问清楚是哪一份报告，再开始填。") == 3


def test_a_year_that_has_not_begun_is_asked_again(tmp_path):
    talk = Script(["", str(TODAY.year + 8), "2023", "示例局"])
    with open_new(talk, tmp_path / "s", None, TODAY) as session:
        assert session.saved.draft.year == 2023
    assert f"{TODAY.year + 8}年还没有到" in talk.text


def test_a_sample_is_looked_at_and_is_the_same_the_next_time(tmp_path):
    with open_new(Script(["示例", "2"]), tmp_path / "s", None, TODAY) as session:
        assert session.form.id == "enforcement"
        name = session.name
    talk = Script(["3", "2"])
    with open_chosen(talk, tmp_path / "s", None, TODAY) as session:
        assert session.name == name
    assert "3 看看示例" in talk.text


@pytest.mark.terminal
def test_nothing_is_made_where_the_clerk_gives_up(drafter_env, tmp_path):
    with pty(drafter_env, "new", cwd=tmp_path) as child:
        child.expect_exact("写哪一种报告")
        child.send("\n")
        child.expect_exact("哪一年的工作")
        child.sendeof()
        over(child)
    assert child.exitstatus == 0
    assert not (tmp_path / "s").exists()


def test_last_years_published_report_is_read_through_before_it_counts(tmp_path):
    path = published(tmp_path)
    talk = Script([f'"{path}"', "九", "9" * 5000, "看", "2"])
    with open_new(talk, tmp_path / "s", None, TODAY) as session:
        assert "1 机关全称：示例县青石镇人民政府" in talk.text
        assert "编号是 1 到" in talk.text
        before, after = talk.text.split("> 看")
        assert "主动公开信息总数：86条" in after
        assert "主动公开信息总数：86条" not in before
        answers = session.saved.draft.answers
        assert "organ.kind" not in answers
        assert answers["overview.supervision.unit"] == "党政综合办公室"
        assert answers["year"] == 2024


def test_last_years_problems_are_gone_on_from(tmp_path, talked):
    path = published(tmp_path)
    with open_new(Script([str(path), ""]), tmp_path / "s", None, TODAY) as session:
        made = session.path
    chat, talk, _ = talked("去第五部分", "", "已经列入清单。", "删", "", "退出", path=made)
    assert "公开内容以惠民惠农补贴和通知公告为主" in talk.text
    said = chat.state.draft.answers["problems.last_items"]
    assert [entry["result"] for entry in said] == ["已经列入清单。"]
    assert said[0]["problem"].startswith("公开内容以惠民惠农")
