"""That there was none, in every frame of a sentence, and never of what the form does not count."""

from __future__ import annotations

from itertools import product

import pytest

from drafter.claims.claim_grammar import read_claims
from drafter.claims.claims_file import claim_words
from drafter.form.form_file import load_form

WORDS = claim_words(load_form("disclosure-2021"))
NEW = "applications/received/total"
REVIEW, SUITS = "disputes/cases/review_total", "disputes/cases/suits_total"
PERMITS, PENALTIES = "disclosed/permits/decisions", "disclosed/penalties/decisions"
NOUNS = {
    NEW: ("政府信息公开申请", "依申请公开件", "信息公开申请"),
    REVIEW: ("行政复议", "复议案件", "政府信息公开行政复议"),
    SUITS: ("行政诉讼", "诉讼案件", "政府信息公开行政诉讼案件"),
    PERMITS: ("行政许可", "行政许可决定"),
    PENALTIES: ("行政处罚", "行政处罚案件"),
}
OPENINGS = ("", "2024年，我局", "全年", "本年度，")
DENIED = ("没有{}", "无{}", "不存在{}", "未发生{}情况", "{}为零", "{}0件", "零{}", "{}仍为空白")
LISTS = ("无{}、{}", "没有{}和{}", "未发生{}或{}的情形", "{}、{}均未发生", "{}及{}均为零")
LISTS += ("既无{}，也无{}", "未产生{}，亦未产生{}", "无{}、无{}", "{}0件、{}0件", "无{}、信访和{}")
STRANGERS = ("网民留言", "信访件", "泄密事件", "负面舆情", "听证申请", "责任追究")
STRANGERS += ("违规收费", "撤回申请", "空白栏目", "补正通知", "漏公开信息", "涉外复议")
TOPICS = ("", "收到申请5件，", "行政许可12件，", "申请办理全程", "行政复议1件。")
ELSEWHERE = ("各乡镇", "所属事业单位均", "上半年", "6月至9月", "2023年", "力争", "确保")
ELSEWHERE += ("如", "除甲镇外，其余", "行政处罚案件均", "邮箱")


def zeros(text: str) -> set[str]:
    """What the text says that there was none of."""
    return {claim.metric for claim in read_claims(WORDS, text, 2024) if not claim.value}


@pytest.mark.parametrize("frame", DENIED)
def test_none_of_one_is_read(frame):
    for metric, nouns in NOUNS.items():
        for opening, noun in product(OPENINGS, nouns):
            text = f"{opening}{frame.format(noun)}。"
            assert zeros(text) == {metric}, text


@pytest.mark.parametrize("frame", LISTS)
def test_none_of_two_is_none_of_each(frame):
    for first, second in ((NEW, REVIEW), (REVIEW, SUITS), (PERMITS, PENALTIES)):
        for opening, one, other in product(OPENINGS, NOUNS[first], NOUNS[second]):
            text = f"{opening}{frame.format(one, other)}。"
            assert zeros(text) == {first, second}, text


@pytest.mark.parametrize("negation", ["未发生", "没有收到", "无", "不存在", "未受理", "未发现"])
def test_none_of_a_stranger_is_none_of_nothing(negation):
    for topic, stranger, after in product(
        TOPICS, STRANGERS, ("", "情况", "和群众咨询", "、延期答复事项")
    ):
        text = f"{topic}{negation}{stranger}{after}。"
        assert zeros(text) == set(), text


@pytest.mark.parametrize("opening", ELSEWHERE)
def test_none_elsewhere_or_at_another_time_is_not_ours(opening):
    for noun in NOUNS[NEW] + NOUNS[REVIEW]:
        assert zeros(f"{opening}没有{noun}。") == set()
