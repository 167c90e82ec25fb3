"""The texts of a form: what they may name, what they cannot reach, what is kept of them."""

from __future__ import annotations

import hashlib
import marshal
import shutil

import pytest

from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft
from drafter.errors import DrafterError
from drafter.form.form_file import read_form
from drafter.form.form_texts import paragraphs_of, texts_of

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


# What is kept of a compiled form.


@pytest.fixture
def tiny_copy(root, tmp_path):
    shutil.copytree(root / "tests" / "forms" / "tiny", tmp_path / "tiny",
                    ignore=shutil.ignore_patterns("__pycache__"))  # fmt: skip
    return tmp_path / "tiny"


@pytest.fixture
def drafted(monkeypatch):
    """The text a form drafts; everything compiled is kept."""
    monkeypatch.setattr("sys.dont_write_bytecode", False)

    def draft(folder) -> tuple[str, ...]:
        texts_of.cache_clear()
        form = read_form(folder)
        paragraphs = Facts(form, Draft("tiny", ANSWERS)).paragraphs(form.sections[1])
        texts_of(form).keep()
        return paragraphs

    return draft


@pytest.fixture
def kept(tiny_copy, drafted):
    """What is kept of the form in `tiny_copy`: what was parsed and what was compiled."""
    drafted(tiny_copy)
    return sorted((tiny_copy / "__pycache__").iterdir())


EXPECTED = ("全年到馆7人次，借出图书0册。",)


def test_what_was_kept_is_used_again(tiny_copy, drafted, kept, monkeypatch):
    monkeypatch.setattr("drafter.form.form_file.parse", None)
    monkeypatch.setattr("drafter.form.known_names.check_texts", None)
    monkeypatch.setattr("drafter.form.sandbox.Sandbox.compile", None)
    assert drafted(tiny_copy) == EXPECTED


def test_flipped_bytes_are_never_believed(tiny_copy, drafted, kept):
    for path in kept:
        whole = path.read_bytes()
        for place in [*range(0, 40, 3), *range(40, len(whole), len(whole) // 40)]:
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
            assert drafted(tiny_copy) == EXPECTED


@pytest.mark.parametrize("length", [0, 1, 31, 32, 33, 100, -1])
def test_a_shortened_file_is_never_believed(tiny_copy, drafted, kept, length):
    for path in kept:
        path.write_bytes(path.read_bytes()[:length])
    assert drafted(tiny_copy) == EXPECTED


@pytest.mark.parametrize("value", [[], {}, None, {"x": 1}, b"", 7], ids=str)
def test_a_sound_file_of_something_else_is_never_believed(tiny_copy, drafted, kept, value):
    payload = marshal.dumps(value)
    for path in kept:
        path.write_bytes(hashlib.sha256(payload).digest() + payload)
    assert drafted(tiny_copy) == EXPECTED


def test_another_forms_files_are_never_believed(tmp_path, tiny_copy, drafted, kept):
    other = tmp_path / "other" / "tiny"
    shutil.copytree(tiny_copy, other)
    source = (other / "form.yaml").read_text("utf-8")
    (other / "form.yaml").write_text(source.replace("全年到馆", "另一馆"), "utf-8")
    assert drafted(other) == ("另一馆7人次，借出图书0册。",)
    for path in kept:
        shutil.copy(other / "__pycache__" / path.name, path)
    assert drafted(tiny_copy) == EXPECTED


def test_the_files_changed_about_are_never_believed(tiny_copy, drafted, kept):
    contents = [path.read_bytes() for path in kept]
    for path, content in zip(kept, reversed(contents), strict=True):
        path.write_bytes(content)
    assert drafted(tiny_copy) == EXPECTED


def test_what_another_version_kept_is_never_believed(tiny_copy, drafted, kept, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("drafter.form.kept._code_state", lambda: "other code")
        patch.setattr("drafter.form.known_names.check_texts", lambda *_: None)
        drafted(tiny_copy)
    checked = []
    monkeypatch.setattr("drafter.form.known_names.check_texts", lambda *_: checked.append(True))
    assert drafted(tiny_copy) == EXPECTED
    assert checked


def test_a_changed_form_is_checked_again(tiny_copy, drafted, kept):
    source = (tiny_copy / "form.yaml").read_text("utf-8")
    (tiny_copy / "form.yaml").write_text(source.replace("{{ visitors }}", "{{ vistors }}"), "utf-8")
    with pytest.raises(DrafterError, match="vistors"):
        drafted(tiny_copy)


def test_a_form_with_a_mistake_is_not_marked_as_right(tiny_copy, drafted):
    source = (tiny_copy / "form.yaml").read_text("utf-8")
    (tiny_copy / "form.yaml").write_text(source.replace("{{ visitors }}", "{{ vistors }}"), "utf-8")
    for _ in range(2):
        with pytest.raises(DrafterError, match="vistors"):
            drafted(tiny_copy)


def test_nothing_is_kept_where_python_keeps_nothing(tiny_copy, drafted, monkeypatch):
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    drafted(tiny_copy)
    assert not (tiny_copy / "__pycache__").exists()


def test_a_place_that_cannot_be_written_costs_only_time(tiny_copy, drafted):
    (tiny_copy / "__pycache__").write_text("in the way")
    assert drafted(tiny_copy) == EXPECTED


def test_what_an_older_form_left_is_forgotten(tiny_copy, drafted, kept):
    before = sum(path.stat().st_size for path in kept)
    source = (tiny_copy / "form.yaml").read_text("utf-8")
    for number in range(5):
        (tiny_copy / "form.yaml").write_text(source.replace("全年到馆", f"第{number}年"), "utf-8")
        drafted(tiny_copy)
    assert sum(path.stat().st_size for path in kept) < 2 * before
