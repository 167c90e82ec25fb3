"""The texts of a form: what they may name, what they cannot reach, what they may spend."""

from __future__ import annotations

import re

import pytest

from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft
from drafter.errors import DrafterError
from drafter.form.form_texts import paragraphs_of

from .template_tricks import ENDLESS, HOSTILE, LONG, TEXT, as_block, with_trick

pytestmark = pytest.mark.usefixtures("within_bounds")
FACT = "loans.all.total > 100"
ANSWERS = {"year": 2021, "organ.name": "某馆", "story.visitors": 7}


@pytest.fixture
def with_text(form_of, tiny_source):
    """The tiny form with another second paragraph."""
    assert TEXT in tiny_source
    return lambda text: form_of(tiny_source.replace(TEXT, text))


@pytest.fixture
def paragraphs(with_text):
    """What the tiny form's text comes to, with `text` for its second paragraph."""

    def drafted(text: str) -> tuple[str, ...]:
        form = with_text(text)
        return Facts(form, Draft("tiny", ANSWERS)).paragraphs(form.sections[1])[1:]

    return drafted


HARMLESS = {
    "a name set inside": ("{% set n = visitors %}{{ n }}人", "7人"),
    "a loop": ("{% for n in [1, 2] %}{{ loop.index }}{{ n }}{% endfor %}", "1122"),
    "a macro": ("{% macro twice(x) %}{{ x }}{{ x }}{% endmacro %}{{ twice(visitors) }}", "77"),
    "a namespace": ("{% set ns = namespace(n=1) %}{% set ns.n = 2 %}{{ ns.n }}", "2"),
    "a full name": ("{{ story.visitors }}", "7"),
    "arithmetic": ("{{ year - 1 }}与{{ visitors * 2 }}", "2020与14"),
    "a rest": ("{{ visitors % 2 }}", "1"),
    "a text repeated": ("{{ '一' * 3 }}", "一一一"),
    "a group and a total": ("{{ loans.all.total }}", "0"),
    "an unanswered question": ("甲{{ guide }}乙", "甲乙"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "drafted"), HARMLESS.values(), ids=HARMLESS)
def test_a_text_may(paragraphs, text, drafted):
    assert paragraphs(as_block(text)) == (drafted,)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_cannot_be_run_is_told_in_chinese_with_its_line(paragraphs, text):
    with pytest.raises(DrafterError) as caught:
        paragraphs(as_block(f"甲\n{text}"))
    (problem,) = caught.value.problems
    assert problem.where == "tiny/form.yaml:28"
    assert problem.what.startswith("这段模板算不出来（")
    assert not set("abcdefghijklmnopqrstuvwxyz") & set(problem.what.replace("“", "”").split("”")[0])


@pytest.mark.parametrize(
    "fact",
    ["organ.name.__class__", "9 ** 9 ** 9", "organ.name > 1", "guide.x", "1 if no else 2"],
)
def test_a_fact_that_cannot_be_worked_out_is_told_with_its_line(form_of, tiny_source, fact):
    with pytest.raises(DrafterError, match=r"^tiny/form\.yaml:8："):
        Facts(form_of(tiny_source.replace(FACT, fact)), Draft("tiny", ANSWERS))


def test_a_condition_that_cannot_be_worked_out_is_told_with_its_line(form_of, tiny_source):
    form = form_of(tiny_source.replace("when: busy", "when: visitors > organ.name"))
    with pytest.raises(DrafterError, match=r"^tiny/form\.yaml:21："):
        Facts(form, Draft("tiny", ANSWERS)).asked(form.questions["story.guide"])


def test_a_zero_wording_that_asks_for_itself_is_told(form_of, tiny_source):
    source = tiny_source.replace(
        "need: required}\n      - {id: guide",
        'zero: "{{ zero.visitors }}", need: required}\n      - {id: guide',
    )
    form = form_of(source.replace(TEXT, '"{{ zero.visitors }}"'))
    with pytest.raises(DrafterError, match="绕成了循环"):
        Facts(form, Draft("tiny", ANSWERS)).paragraphs(form.sections[1])


# What a text says, and what is told of it when the form is loaded; the text stands from line 27 on.
MISTAKES = {
    "unknown name": ("甲\n{{ visiters }}", 28, "“visiters”不存在。是不是“visitors”？"),
    "unknown full name": ("{{ organ.nam }}", 27, "“organ.nam”不存在。是不是“organ.name”？"),
    "unknown column": ("{{ loans.all.novel }}", 27, "是不是“loans.all.novels”？"),
    "values of the names": ("{{ organ._values }}", 27, "“organ._values”不存在"),
    "figures of a row": ("{{ loans.all._values }}", 27, "“loans.all._values”不存在"),
    "a branch by subscript": ("{{ organ['name'] }}", 27, "“organ”不存在"),
    "a branch": ("{{ organ }}", 27, "“organ”不存在"),
    "unknown filter": ("甲\n\n{{ year | lsted }}", 29, "没有“lsted”这个过滤器。是不是“listed”？"),
    "a filter of any length": ("{{ '%9999d' | format(1) }}", 27, "没有“format”这个过滤器"),
    "a slow filter": ("{{ year | wordwrap(1) }}", 27, "没有“wordwrap”这个过滤器"),
    "unknown test": ("{{ 1 if year is evn else 2 }}", 27, "没有“evn”这个判断词。是不是“even”？"),
    "if left open": ("{% if year %}甲", 27, "少了 endif 或 endfor"),
    "brace left open": ("甲\n{{ year", 28, "没有写完"),
    "brace too many": ("{{ year } }}", 27, "大括号不配对"),
    "unknown tag": ("{% wenn year %}", 27, "不认识的标签"),
    "elif without if": ("{% elif year %}甲", 27, "这里的 elif 前面没有 if"),
    "end of nothing": ("甲{% endfor %}", 27, "这里的 endfor 前面没有 for"),
    "include": ("{% include 'report.txt.j2' %}", 27, "不能引入"),
    "import": ("{% import 'x' as y %}", 27, "不能引入"),
    "extends": ("{% extends 'x' %}", 27, "不能引入"),
    "zero that is none": ("{{ zero.visitors }}", 27, "“zero.visitors”不存在"),
    "a number beyond all": ("{{ " + "9" * 5000 + " }}", 27, "模板太长"),
    "a thousand brackets": ("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", 27, "太深"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_when_the_form_is_loaded(with_text, text, line, words):
    with pytest.raises(DrafterError) as caught:
        with_text(as_block(text))
    sentence = str(caught.value.problems[0])
    assert sentence.startswith(f"tiny/form.yaml:{line}：")
    assert words in sentence


def test_blank_lines_before_a_text_do_not_move_its_line(with_text):
    with pytest.raises(DrafterError, match=r"^tiny/form\.yaml:29："):
        with_text(as_block("\n\n{{ nobody }}"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('title: "{{ organ.name }}', 'title: "{{ organ.nam }}'),
        ("title: 第一部分 概况", 'title: "{{ organ.nam }}"'),
        ('{name: "{{ organ.name }}"', '{name: "{{ organ.nam }}"'),
        ("when: busy", "when: organ.nam"),
        (FACT, "organ.nam"),
        ("says: 合计", "says: 合计"),
    ],
)
def test_every_text_of_a_form_is_checked(problems_of, tiny_source, before, after):
    assert before in tiny_source
    told = problems_of(tiny_source.replace(before, after))
    assert ("“organ.nam”" in "".join(told)) == (before != after)


def test_line_ends_of_a_template_vanish_and_those_of_values_stay():
    assert list(paragraphs_of("  甲\n  乙\u2029丙 \n\u2029  \u2029")) == ["甲乙", "丙"]


@pytest.mark.parametrize(("text", "why"), ENDLESS.values(), ids=ENDLESS)
def test_what_would_never_end_is_refused(form_of, text, why):
    form = form_of(with_trick(as_block(text)))
    with pytest.raises(DrafterError, match=re.escape(f"这段模板算不出来（{why}）")):
        Facts(form, Draft("tiny", ANSWERS)).paragraphs(form.sections[1])


def test_what_is_too_long_to_be_compiled_is_told_once(problems_of, tiny_source):
    texts = f"{as_block(LONG)}\n      - ".join(["", "甲", "乙"])
    assert problems_of(tiny_source.replace(TEXT, texts)) == [
        "tiny/form.yaml:27：模板写法有误（模板太长）。核对大括号、引号和 if / endif。"
    ]


def test_all_texts_of_a_form_are_paid_from_one_budget(form_of, tiny_source):
    """Thousands, each of which takes a second, would take an hour."""
    loop = as_block("{% for n in range(99999) %}{% endfor %}" * 3)
    form = form_of(tiny_source.replace(TEXT, loop))
    Facts(form, Draft("tiny", ANSWERS)).paragraphs(form.sections[1])
    form = form_of(tiny_source.replace(TEXT, f"{loop}\n      - {loop}"))
    with pytest.raises(DrafterError, match="重复的次数太多"):
        Facts(form, Draft("tiny", ANSWERS)).paragraphs(form.sections[1])


def test_nothing_is_paid_for_twice(form_of, tiny_source):
    """A screen asks for its title at every key, perhaps all day."""
    form = form_of(tiny_source.replace(TEXT, as_block("{% for n in range(99999) %}{% endfor %}")))
    facts = Facts(form, Draft("tiny", ANSWERS))
    for _ in range(9):
        facts.paragraphs(form.sections[1])


def test_what_one_text_spends_is_not_taken_from_the_next(form_of, tiny_source):
    loop = "{% for n in range(40000) %}{% endfor %}甲"
    form = form_of(tiny_source.replace(TEXT, as_block(loop)))
    for _ in range(20):
        assert Facts(form, Draft("tiny", ANSWERS)).paragraphs(form.sections[1])[1:] == ("甲",)
