"""Gates in a form: what they become, and every mistake in one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from drafter.form.definitions import Form, Kind

GATES = """\
      gates:
        - {id: any, ask: 借过书吗？, label: 借阅, kind: yesno, opens: {rows: [all]}}
        - id: kinds
          ask: 借过哪些？
          label: 类别
          kind: choices
          when: any != false
          opens: {columns: [novels, science]}
"""
PLACE = "      blocks:\n"


@pytest.fixture
def gated(tiny_source: str) -> str:
    assert tiny_source.count(PLACE) == 1
    return tiny_source.replace(PLACE, GATES + PLACE)


def test_a_gate_is_a_question_of_its_table(gated: str, form_of: Callable[[str], Form]) -> None:
    form = form_of(gated)
    first, second = form.tables["loans"].gates
    assert list(form.questions)[-2:] == ["loans.any", "loans.kinds"]
    assert form.questions["loans.any"] is first.question
    assert [line.id for line in first.lines] == ["all"]
    assert second.question.kind is Kind.CHOICES
    assert second.question.choices == ("小说", "科普")
    assert form.place("loans.kinds") == f"{form.tables['loans'].short}，“类别”"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("opens: {rows: [all]}", "opens: {rows: [al]}", "“opens”里的“al”不存在。是不是“all”？"),
        ("opens: {rows: [all]}", "opens: {}", "“opens”里没有行或列。"),
        (", opens: {rows: [all]}", "", "缺少“opens”。"),
        ("kind: yesno, opens", "kind: count, opens", "不能管表格的行和列"),
        (
            "          kind: choices\n",
            "          kind: choices\n          without: 无。\n",
            "“without”只能",
        ),
        ("kind: yesno, opens", "kind: yesno, need: required, opens", "不认识的名称“need”。"),
        (
            "          kind: choices\n",
            "          kind: choices\n          choices: [甲]\n",
            "“choices”",
        ),
        ("when: any != false", "when: busy", "“loans.kinds”不能看“busy”的值。"),
        ("when: any != false", "when: loans.all.total > 0", "不能看“loans.all.total”的值。"),
        ("when: any != false", "when: story.guide", "不能看“story.guide”的值。"),
        ("when: any != false", "when: kinds", "不能看“kinds”的值。"),
        ("when: any != false", "when: nothing", "模板里的名称“nothing”不存在。"),
        ("id: any,", "id: all,", "“loans.all”"),
    ],
)
def test_a_mistake_in_a_gate_is_told(
    gated: str, problems_of: Callable[[str], list[str]], old: str, new: str, said: str
) -> None:
    assert gated.count(old) == 1
    told = problems_of(gated.replace(old, new))
    assert any(said in problem for problem in told), told


def test_a_gate_may_look_at_what_is_always_asked(
    gated: str, problems_of: Callable[[str], list[str]]
) -> None:
    assert not problems_of(gated.replace("when: any != false", "when: any and year > 2020"))
    assert not problems_of(gated.replace("when: any != false", "when: story.visitors"))


def test_a_part_is_asked_after_those_it_names(
    tiny_source: str, form_of: Callable[[str], Form]
) -> None:
    form = form_of(tiny_source.replace("  - id: story\n", "  - id: story\n    after: [loans]\n"))
    assert [part.id for part in form.parts] == ["story", "loans"]
    assert [part.id for part in form.asking_order] == ["loans", "story"]


@pytest.mark.parametrize(
    ("story", "loans", "said"),
    [
        ("[loan]", "[]", "“after”里的“loan”不是一个部分。"),
        ("[loans]", "[story]", "互相排在后面"),
        ("[story]", "[]", "互相排在后面"),
    ],
)
def test_a_mistake_in_after_is_told(
    tiny_source: str, problems_of: Callable[[str], list[str]], story: str, loans: str, said: str
) -> None:
    source = tiny_source.replace("  - id: story\n", f"  - id: story\n    after: {story}\n")
    source = source.replace("  - id: loans\n", f"  - id: loans\n    after: {loans}\n")
    assert any(said in problem for problem in problems_of(source))
