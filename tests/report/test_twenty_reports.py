"""Twenty reports read aloud: what holds of every sentence that the form drafts."""

from __future__ import annotations

import re

import pytest

from drafter.checks.check_run import run_checks
from drafter.checks.finding import Severity
from drafter.checks.material import load_material
from drafter.draft.draft_facts import Facts

from .test_situations import FORM, read_aloud, stumbles
from .twenty_reports import REPORTS, YEAR, facts_of

MEASURES = {
    "个": "专栏|栏目|账号|公开栏|触摸屏|专区|查阅点",
    "件": "申请|案件|制发文件|公文|工单|来信|留言|收费通知",
    "条": "政府信息|意见建议|转为公开",
    "次": "征求意见|会议|业务培训|检查|巡查排查|关切",
    "场": "发布会|访谈|开放日活动",
    "处": "等问题",
    "人次": "，培训|培训工作人员",
}
"""Words for what is counted, by the only measure word that may follow their figure."""


@pytest.fixture(scope="module", params=REPORTS)
def facts(request: pytest.FixtureRequest) -> Facts:
    return facts_of(FORM, REPORTS[request.param])


def paragraphs(facts: Facts) -> list[str]:
    """All but the preamble, which names telephone numbers."""
    drafted = read_aloud(facts)
    drafted.pop("preamble")
    return [text for texts in drafted.values() for text in texts]


def test_nothing_to_stumble_over(facts):
    assert {text: found for text in paragraphs(facts) if (found := stumbles(text))} == {}


def test_the_year_opens_one_sentence_of_a_section(facts):
    drafted = read_aloud(facts)
    drafted.pop("preamble")
    for section, texts in drafted.items():
        assert len(re.findall(rf"(?:^|。){YEAR}年，", "\n".join(texts), re.M)) <= 1, section


def test_no_sentence_says_twice_when(facts):
    for text in paragraphs(facts):
        assert not re.search(r"(全年|本年度)[^。；]*\1", text), text


@pytest.mark.parametrize("measure", MEASURES)
def test_what_is_counted_has_its_measure_word(facts, measure):
    for text in paragraphs(facts):
        assert not re.search(rf"(?:{MEASURES[measure]})\d+(?!\d|{measure})", text), text


def test_parts_after_a_whole_are_no_more_than_it(facts):
    for text in paragraphs(facts):
        for whole, unit, parts in re.findall(r"(\d+)(条|件)，其中([^。；（]*)", text):
            told = [int(n) for n in re.findall(rf"(\d+){unit}", parts.split("，")[0])]
            assert sum(told) <= int(whole), text


def test_no_division_into_one(facts):
    for text in paragraphs(facts):
        assert not re.search(r"按[^，]*分，[^、，。；]*[。；]", text), text
        assert not re.search(r"(?:采用|涉及)[^、，。]*等(?:形式|方面)", text), text


def test_a_whole_is_followed_by_its_parts_in_one_sentence(facts):
    for text in paragraphs(facts):
        assert "。其中" not in text
        assert not re.search(r"分，[^。]*；其中", text), text


def test_no_two_answers_contradict_each_other(facts):
    for text in read_aloud(facts)["overview.proactive"]:
        assert not re.search(r"编制[^。]*主动公开基本目录.*更新[^。]*主动公开基本目录", text), text
    platform = "".join(read_aloud(facts)["overview.platform"])
    if "未单独开办网站" in platform:
        assert not re.search(r"网站全年访问量|网站(和政务新媒体)?安全事故|加强网站建设", platform)
    if "未开设政务新媒体" in platform:
        assert "新媒体安全事故" not in platform


def test_a_group_has_more_than_members(facts):
    assert not re.search(r"领导小组(?:，)?由[^，。]*为成员", "".join(paragraphs(facts)))


def test_the_answers_are_fit_for_a_final_report(facts):
    """Else it is no situation that an office may be in."""
    findings = run_checks(load_material(facts)).findings
    assert not [finding for finding in findings if finding.severity is Severity.ERROR]
