"""The texts of a form: what they may name, what they cannot reach, what they may spend."""

from __future__ import annotations

import re

import pytest

from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft
from drafter.errors import DrafterError
from drafter.form.form_texts import paragraphs_of

TEXT = '"{% if guide %}设有讲解。{% endif %}"'
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


def as_block(text: str) -> str:
    return "|\n" + "".join(f"        {line}\n" for line in text.split("\n"))


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


HOSTILE = {
    "a class": "{{ visitors.__class__ }}",
    "a method of a text": "{{ organ.name.__init__ }}",
    "subclasses": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "by subscript": "{{ organ.name['__class__'] }}",
    "by filter": "{{ organ.name | attr('__class__') }}",
    "by format": "{{ '{0.__class__}'.format(organ.name) }}",
    "by format_map": "{{ '{a.__class__}'.format_map({'a': 1}) }}",
    "globals of a function": "{{ range.__globals__ }}",
    "globals of a macro": "{% macro m() %}{% endmacro %}{{ m.__globals__ }}",
    "values of the names": "{{ (organ.name and loans.all | attr('_values')) }}",
    "an endless range": "{% for n in range(10 ** 9) %}{{ n }}{% endfor %}",
    "a long range": "{% for n in range(999999999) %}{{ n }}{% endfor %}",
    "a power": "{{ 9 ** 9 ** 9 }}",
    "a text without end": "{{ 'a' * 9999999999 }}",
    "a list without end": "{{ 9999999999 * [1] }}",
    "a wide format": "{{ '%9999999999d' % 1 }}",
    "a wide centre": "{{ 'a' | center(999999999999) }}",
    "recursion": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a name of a name": "{{ organ.name.nothing }}",
    "an attribute of nothing": "{{ guide.year }}",
    "a text added to a number": "{{ visitors + '人' }}",
    "division by nothing": "{{ visitors / 0 }}",
    "an item that is not there": "{{ [1][3] }}",
    "a filter on the wrong value": "{{ visitors | day }}",
    "a filter on no table": "{{ organ.name | members('total') }}",
    "another row's column": "{{ loans.all | members('nothing') }}",
    "a call of a number": "{{ visitors() }}",
}  # fmt: skip


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
    "include": ("{% include 'report.txt.j2' %}", 27, "不能引入"),
    "import": ("{% import 'x' as y %}", 27, "不能引入"),
    "extends": ("{% extends 'x' %}", 27, "不能引入"),
    "zero that is none": ("{{ zero.visitors }}", 27, "“zero.visitors”不存在"),
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


# What a text may not spend: each of these would take gigabytes or hours.
OUT = "数太大，文字太长，或者重复的次数太多"
REFUSED = "用了模板里不允许的写法"


def growing(step: str, start: str = "'甲'") -> str:
    """Sixty times the same step: whatever doubles is then larger than any memory."""
    loop = "{% for n in range(60) %}{% set ns.x = STEP %}{% endfor %}".replace("STEP", step)
    return "{% set ns = namespace(x=START) %}".replace("START", start) + loop + "{{ ns.x }}"


ENDLESS = {
    "a centre": ("{{ 'x' | center(300000000) }}", OUT),
    "spaces": ("{{ 'x'.ljust(1000000000) }}", OUT),
    "a method by filter": ("{{ ('x' | attr('rjust'))(1000000000) }}", OUT),
    "zeros": ("{{ '1'.zfill(1000000000) }}", OUT),
    "tabs": ("{{ ('\t' * 99999).expandtabs(99999) }}", OUT),
    "bytes": ("{{ (5).to_bytes(999999999, 'big') }}", OUT),
    "a format": ("{{ '{:>1000000000}'.format(1) }}", REFUSED),
    "a format by filter": ("{{ ('{:>1000000000}' | attr('format'))(1) }}", REFUSED),
    "a per cent": ("{{ '%1000000000d' % 1 }}", REFUSED),
    "a per cent of bytes": ("{{ '%1000000000d'.encode() % 1 }}", REFUSED),
    "a slow encoding": ("{{ ('甲' * 999999).encode('punycode') }}", REFUSED),
    "a translation": ("{{ ('a' * 99999).translate({97: 'b' * 99999}) }}", REFUSED),
    "squares": (growing("ns.x * ns.x", "9"), OUT),
    "sums of texts": (growing("ns.x + ns.x"), OUT),
    "joined texts": (growing("ns.x ~ ns.x"), OUT),
    "lists of lists": (growing("[ns.x, ns.x]"), OUT),
    "tuples of tuples": (growing("(ns.x, ns.x)"), OUT),
    "a table of tables": (growing("{1: ns.x, 2: ns.x}"), OUT),
    "a call of calls": (growing("dict(a=ns.x, b=ns.x)"), OUT),
    "loops in loops": (
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        OUT,
    ),
    "loops that pass over all": (
        "{% for a in range(99999) %}{% for b in range(99999) if 0 %}{% endfor %}{% endfor %}",
        OUT,
    ),
    "a loop over a page": ("{% for a in range(99999) %}" + "页" * 999 + "{% endfor %}", OUT),
    "macros in macros": (
        "{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(60) }}",
        OUT,
    ),
    "a zero wording in loops": (
        "{% for a in range(999) %}{% for b in range(999) %}"
        "{{ zero.visitors }}{% endfor %}{% endfor %}",
        OUT,
    ),
    "sums in a loop": ("{% for a in range(9999) %}{{ range(99999) | sum }}{% endfor %}", OUT),
    "a long separator": ("{{ range(99999) | join('y' * 99999) }}", OUT),
    "a separator joins": ("{{ ('y' * 99999).join(['a'] * 99999) }}", OUT),
    "a long default": ("{{ range(99999) | map(attribute='x', default='y' * 99999) | join }}", OUT),
    "a replacement": ("{{ ('a' * 99999) | replace('a', 'b' * 99999) }}", OUT),
    "a method replaces": ("{{ ('a' * 99999).replace('a', 'b' * 99999) }}", OUT),
    "a deep indent": ("{{ ('\n' * 99999) | indent('b' * 99999, true, true) }}", OUT),
    "a unit": ("{{ (['a'] * 99999) | listed('b' * 99999) }}", OUT),
    "places of a number": ("{{ 42 | round(999999999, 'ceil') }}", OUT),
    "a batch": ("{{ [1] | batch(999999999, 0) | list }}", OUT),
    "columns": ("{{ [1] | slice(999999999) | list }}", OUT),
    "one number many times": ("{{ [" + "9" * 4000 + "] * 900000 }}", OUT),
    "one text many times": ("{{ (['a' * 99999] * 99999) | string }}", OUT),
    "a text looked through": (
        "{% set t = 'a' * 99999 %}{% for n in range(99999) %}{{ 'b' in t }}{% endfor %}",
        OUT,
    ),
    "slices": (
        "{% set t = 'a' * 99999 %}{% for n in range(99999) %}{{ t[n:] | length }}{% endfor %}",
        OUT,
    ),
}


@pytest.mark.parametrize(("text", "why"), ENDLESS.values(), ids=ENDLESS)
def test_what_would_never_end_is_refused(form_of, tiny_source, text, why):
    source = tiny_source.replace(
        "need: required}\n      - {id: guide",
        "zero: 无, need: required}\n      - {id: guide",
    ).replace(TEXT, as_block(text))
    form = form_of(source)
    with pytest.raises(DrafterError, match=re.escape(f"这段模板算不出来（{why}）")):
        Facts(form, Draft("tiny", ANSWERS)).paragraphs(form.sections[1])


def test_what_one_text_spends_is_not_taken_from_the_next(form_of, tiny_source):
    loop = "{% for n in range(40000) %}{% endfor %}甲"
    form = form_of(tiny_source.replace(TEXT, as_block(loop)))
    for _ in range(20):
        assert Facts(form, Draft("tiny", ANSWERS)).paragraphs(form.sections[1])[1:] == ("甲",)
