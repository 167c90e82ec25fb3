"""生成: which files are made, by which words, and what is said of them."""

from __future__ import annotations

import pytest

from drafter.chat.chat_commands import Said, read_command
from drafter.desk.acts import WRITE_OUT
from drafter.output.output_kinds import CALLED

TITLE = "某局2023年政府信息公开工作年度报告（草稿）"


def files(folder):
    return {path.name for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize(
    ("line", "endings"),
    [
        ("生成", {".txt"}),
        ("w", {".txt"}),
        ("生成 Word", {".docx"}),
        ("生成word", {".docx"}),
        ("生成正式稿", {".txt"}),
        ("生成 网页、文本", {".html", ".txt"}),
        ("/w 全部", {".docx", ".html", ".txt"}),
    ],
)
def test_the_words_after_it_say_which_files(talked, tmp_path, line, endings):
    _, talk, _ = talked("2023", "某局", line)
    assert files(tmp_path) == {TITLE + ending for ending in endings}
    assert all(f"报告草稿写在：{tmp_path / TITLE}{ending}" in talk.told for ending in endings)


def test_nobody_has_to_know_that_there_are_other_files(talked):
    _, talk, _ = talked("2023", "某局", "生成")
    assert "这是文本文件。要别的：生成 Word、生成 网页、生成 全部。" in talk.told


def test_a_file_that_cannot_be_made_is_told_and_none_is_written(talked, tmp_path):
    _, talk, _ = talked("2023", "某局", "生成 Word 报表")
    wanted = "、".join((*CALLED, "全部"))
    assert f"不能生成“Word 报表”。可以生成：{wanted}。" in talk.told
    assert files(tmp_path) == set()


def test_the_files_of_one_time_have_one_number(talked, tmp_path):
    talked("2023", "某局", "生成 网页", "生成 网页 文本")
    assert files(tmp_path) == {f"{TITLE}.html", f"{TITLE}-2.html", f"{TITLE}-2.txt"}


def test_where_words_are_asked_for_only_names_of_files_make_it_a_command():
    said = read_command("生成 网页", lambda text: True)
    assert said == Said(WRITE_OUT, "网页")
    assert read_command("生成式服务 3 项", lambda text: True) is None
    assert read_command("生成 解读图 3 张", lambda text: True) is None
