"""What is typed where words are wanted, and is no answer."""

from __future__ import annotations

import pytest

from drafter.draft.idle_answers import Idle, idle
from drafter.form.definitions import Kind
from drafter.form.form_file import load_form


@pytest.fixture(scope="module")
def line():
    return load_form("disclosure-2021").questions["overview.opening.guided_by"]


IDLE = {
    Idle.NONE: "没有 无 暂无 不写 略 否 不填 空 都没有 没有。 “无” 不涉及 无此项 不用填 本年度没有",
    Idle.LATER: "待定 以后再填 等会再填 稍后 先跳过 待补充 先不填 回头再说 暂不填 晚点填 先空着",
    Idle.UNKNOWN: "不知道 不清楚 不确定 忘了 不知道怎么填 不详 问问 怎么写？ 什么意思",
    Idle.SAME: "同上 同上年 同去年 和去年一样 与上年相同 照旧 跟去年一样 不变",
    Idle.HELP: "? ？ ？？ ﹖ 。？",
    Idle.COMMAND: "保存 退出 保存并退出 完成全部 看表全部 跳过这一节 第三部分 表三 回去 下一题",
    Idle.NUMBER: "1 2 12 １ 3.",
}


@pytest.mark.parametrize(
    ("meaning", "word"),
    [(meaning, word) for meaning, words in IDLE.items() for word in words.split()],
)
def test_words_that_are_no_answer_are_told_by_what_they_mean(line, meaning, word):
    assert idle(line, word) is meaning


@pytest.mark.parametrize(
    "text",
    [
        "习近平新时代中国特色社会主义思想",
        "县委、县政府",
        "无障碍阅读、政策解读",
        "不断拓宽公开渠道",
        "同级政府部门",
        "完成率达到100%",
        "0996-1234567",
        "841000",
        "第三方评估",
        "表彰先进",
        "待遇保障",
        "一楼大厅",
        "下一步加强培训",
        "去年底前完成",
        "空气质量信息",
    ],
)
def test_an_answer_is_an_answer(line, text):
    assert idle(line, text) is None


def test_a_choice_is_an_answer_whatever_else_it_means():
    form = load_form("disclosure-2021")
    for question in form.questions.values():
        for choice in question.choices:
            assert idle(question, choice) is None


def test_no_example_of_a_question_is_refused():
    form = load_form("disclosure-2021")
    for question in form.questions.values():
        if question.kind in (Kind.LINE, Kind.PROSE):
            assert idle(question, question.example) is None
