"""Paragraphs that are the same but for names, years and figures; what law says is no copy."""

from __future__ import annotations

import random

from tests.gather.county import COPIED, ROOT

from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.form.form_file import load_form
from drafter.gather.alike_texts import ALIKE, Paragraph, alike_groups, common_pieces, likeness

FORM = load_form("disclosure-2021")
COMMON = common_pieces(FORM)


def para(unit: str, text: str, year: int = 2023, names: tuple[str, ...] = ()) -> Paragraph:
    return Paragraph(unit, year, "problems", text, names)


def groups(*paragraphs: Paragraph) -> list[tuple[str, ...]]:
    return [group.units for group in alike_groups(paragraphs, COMMON)]


def test_the_same_but_for_names_years_and_figures():
    said = "{}年，{}接到村民电话{}个，有{}个问的是补贴几时到账，值班的人翻了{}本台账才答上来。"
    one, other = "青石镇人民政府", "白水镇人民政府"
    first = para("甲", said.format(2022, one, 46, 9, "三"), names=(one,))
    second = para("乙", said.format(2023, other, 108, 31, "两"), names=(other,))
    assert groups(first, second) == [("甲", "乙")]


def test_a_sentence_changed_here_and_there_is_still_a_copy():
    changed = COPIED.replace("汛期和换届", "防汛和换届").replace("答不上来", "说不清楚")
    assert likeness(COPIED, changed) >= ALIKE
    assert groups(para("甲", COPIED), para("乙", changed)) == [("甲", "乙")]


def test_two_that_speak_of_the_same_are_none():
    one = "公开栏更新不够及时，有三个村超过一个季度才换一次内容，村民反映看到的还是去年的低保名单。"
    other = "公开栏的位置太偏，赶集的人走不到，老人也看不清小字，换成大字以后情况好了一些。"
    assert groups(para("甲", one), para("乙", other)) == []


def test_one_unit_s_own_two_years_are_no_group_but_another_s_last_year_is():
    assert groups(para("甲", COPIED), para("甲", COPIED, 2022)) == []
    assert groups(para("甲", COPIED), para("乙", COPIED, 2022)) == [("甲", "乙")]


def test_what_the_form_drafts_for_everybody_is_common():
    form, draft, *_ = load_answers(ROOT / "sample_answers/county-bureau-2023.yaml")
    facts = Facts(form, draft)
    drafted = [
        text
        for section in form.sections
        if section.id in ("preamble", "overview.management", "overview.proactive")
        for text in facts.printed(section)
    ]
    assert len(drafted) > 3
    told = alike_groups((para(u, t) for u in "甲乙" for t in drafted), common_pieces(form))
    assert told == []


def test_what_the_yearly_notice_says_is_common():
    text = (
        "以习近平新时代中国特色社会主义思想为指导，深入贯彻落实党的二十大精神，"
        "以公开为常态、不公开为例外，遵循公正、公平、合法、便民的原则。"
    )
    assert groups(para("甲", text), para("乙", text)) == []


def test_copies_among_thousands_are_found_and_nothing_else():
    """Against every pair compared: the short way finds the same groups."""
    chance = random.Random(5)
    signs = [chr(0x4E00 + number) for number in range(600)]

    def text() -> str:
        return "，".join("".join(chance.choices(signs, k=9)) for _ in range(10))

    originals = [text() for _ in range(20)]
    paragraphs = [para(f"独{number}", text()) for number in range(1500)]
    for number, original in enumerate(originals):
        for copy in range(3):
            clauses = original.split("，")
            clauses[copy] = "".join(chance.choices(signs, k=9))
            paragraphs.append(para(f"抄{number}-{copy}", "，".join(clauses)))
    chance.shuffle(paragraphs)
    found = {frozenset(group) for group in groups(*paragraphs)}
    assert found == {frozenset(f"抄{n}-{c}" for c in range(3)) for n in range(20)}


def test_the_groups_do_not_hang_on_the_order():
    texts = [para(f"单位{number}", COPIED + "又" * (number % 3)) for number in range(9)]
    forward = alike_groups(texts, COMMON)
    backward = alike_groups(reversed(texts), COMMON)
    assert {frozenset(group.units) for group in forward} == {
        frozenset(group.units) for group in backward
    }
