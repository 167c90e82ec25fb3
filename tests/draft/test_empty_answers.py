"""Words that are no answer, and answers that only look like them."""

from __future__ import annotations

import pytest

from drafter.draft.empty_answers import Empty, answer_problem, meant_by
from drafter.form.form_file import load_form


@pytest.mark.parametrize(
    ("text", "what"),
    [
        *((t, Empty.NONE) for t in ("没有", "无", "不写", "略", "否", "不填", "没有问题")),
        *((t, Empty.LATER) for t in ("待定", "以后再填", "先跳过", "等会再说", "先空着")),
        *((t, Empty.UNKNOWN) for t in ("不知道", "不清楚", "不懂")),
        *((t, Empty.SAME) for t in ("同上", "同上年", "跟去年一样", "同去年")),
        *((t, Empty.NOTHING) for t in ("？", "?", "？？", "……", "——")),
        *((t, Empty.NUMBER) for t in ("2", "４５", "0")),
        *(
            (t, Empty.COMMAND)
            for t in ("保存", "完成 全部", "看表 全部", "保存并退出", "跳过这一节", "第三部分",
                      "表三", "回到基本信息", "回去")
        ),
    ],
)  # fmt: skip
def test_no_answer(text, what):
    assert meant_by(text) is what


@pytest.mark.parametrize(
    "text",
    ["办公室", "无障碍改造", "没有自己的网站，公开渠道单一", "完善检索功能", "“没有”", "定期检查",
     "待业人员服务中心", "略阳县人民政府", "同心县委、县政府", "空港管委会", "去产能办公室",
     "上年度未办结事项清单", "第三方机构", "目录管理科", "办公室2名同志"],
)  # fmt: skip
def test_answers(text):
    assert meant_by(text) is None


def test_a_question_that_must_be_answered_is_not_to_be_passed():
    questions = load_form("disclosure-2021").questions
    needed = answer_problem(questions["organ.name"], "没有")
    optional = answer_problem(questions["organ.superior"], "没有")
    assert "必填" in needed.fix
    assert "跳过" in optional.fix
