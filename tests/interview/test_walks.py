"""Random walks: nothing is lost, nothing untouched changes, the way always ends."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drafter.draft.answers_file import Mark, read_answers
from drafter.draft.answers_writer import write_answers
from drafter.errors import Problem
from drafter.form.definitions import Form, Kind, Question
from drafter.form.form_file import load_form
from drafter.interview.given_answers import (
    accept_text,
    confirm_rest_zero,
    record_answer,
    record_cells,
    restore_drafted_text,
    take_back,
)
from drafter.interview.interview_state import (
    REVIEW,
    InterviewState,
    Saved,
    from_saved,
    new_state,
    parts,
    table_place,
    text_place,
    to_saved,
)
from drafter.interview.progress import finish_part, reopen_part, skip, skip_rest, unsure
from drafter.interview.steps import Ask, Done, Fill, Review, Write, next_step
from drafter.interview.way import back, go_to, shown_place

FORM = load_form("disclosure-2021")
QUESTIONS = list(FORM.questions)
GATES = [gate.question.id for gate in FORM.gates]
CELLS = [address for address in FORM.cells if address not in FORM.computed]
SECTIONS = [section.id for section in FORM.sections if section.text]
RAWS = {
    Kind.COUNT: ["0", "3", "十二", "没有", "三个左右"],
    Kind.MONEY: ["0", "380元", "1.5", "很多"],
    Kind.YESNO: ["是", "否", "也许"],
    Kind.LINE: ["某某单位", "", "甲、乙"],
    Kind.PROSE: ["一句话。", "第一段\n第二段", ""],
    Kind.DATE: ["2024-01-20", "2024年1月20日", "昨天"],
    Kind.YEAR: ["2023", "2019", "今年"],
    Kind.BREAKDOWN: ["网站 3，微信 4", "无", "网站"],
    Kind.RECORDS: [
        "存在的问题：甲\n改进措施：乙",
        "上年写的问题：甲\n改进的情况：乙",
        "无",
        "甲",
    ],
}


def raws(question: Question) -> list[str]:
    if question.kind in (Kind.CHOICE, Kind.CHOICES):
        several = "、".join(question.choices[:2])
        return [*question.choices, several, "无", "不知道这是什么选项吧"]
    return RAWS[question.kind]


ACTS = st.one_of(
    st.tuples(st.just("answer"), st.integers(0, 9)),
    st.tuples(st.just("answer"), st.integers(0, 9)),
    st.tuples(st.just("answer"), st.integers(0, 9)),
    st.tuples(st.just("gate"), st.sampled_from(GATES), st.integers(0, 9)),
    st.tuples(st.just("cell"), st.sampled_from(CELLS), st.sampled_from(["0", "2", "七", "x"])),
    st.tuples(st.just("any"), st.sampled_from(QUESTIONS), st.integers(0, 9)),
    st.tuples(st.just("text"), st.sampled_from(SECTIONS), st.sampled_from(["自己写的。", " "])),
    st.tuples(st.just("restore"), st.sampled_from(SECTIONS)),
    st.tuples(st.just("back")),
    st.tuples(st.just("skip")),
    st.tuples(st.just("rest")),
    st.tuples(st.just("unsure")),
    st.tuples(st.just("zero"), st.sampled_from(list(FORM.tables))),
    st.tuples(st.just("take"), st.sampled_from(QUESTIONS + CELLS)),
    st.tuples(
        st.just("go"),
        st.sampled_from([*QUESTIONS, *CELLS, *SECTIONS, *(p.id for p in FORM.parts), REVIEW, "?"]),
    ),
    st.tuples(st.just("finish"), st.sampled_from([p.id for p in FORM.parts])),
    st.tuples(st.just("reopen"), st.sampled_from([p.id for p in FORM.parts])),
)
WALKS = st.lists(ACTS, max_size=40)
FEW = settings(max_examples=20, suppress_health_check=list(HealthCheck))
FEWER = settings(FEW, max_examples=6)
"""For walks that go through the whole form."""


def act_on(
    state: InterviewState, act: tuple[Any, ...]
) -> tuple[InterviewState | Problem, set[str]]:
    """What comes of an act, and the addresses that it may change."""
    match act:
        case "answer", int(number):
            return answer_shown(state, number)
        case (("gate" | "any"), str(where), int(number)):
            choices = raws(FORM.questions[where])
            return record_answer(state, where, choices[number % len(choices)]), {where}
        case "cell", str(where), str(raw):
            table = FORM.cells[where].table
            return record_answer(state, where, raw), {where, *own_gates(table)}
        case "text", str(section), str(raw):
            return record_answer(state, text_place(section), raw), {text_place(section)}
        case "restore", str(section):
            return restore_drafted_text(state, section), {text_place(section)}
        case ("back",):
            return back(state), set()
        case ("skip",):
            return skip(state), set()
        case ("rest",):
            return skip_rest(state), set()
        case ("unsure",):
            return unsure(state), set()
        case "zero", str(table):
            return confirm_rest_zero(state, table), set()
        case "take", str(where):
            return take_back(state, where), {where}
        case "go", str(where):
            return go_to(state, where), set()
        case "finish", str(part):
            return finish_part(state, part), set()
        case "reopen", str(part):
            return reopen_part(state, part), set()
    raise AssertionError(act)


def answer_shown(state: InterviewState, number: int) -> tuple[InterviewState | Problem, set[str]]:
    match next_step(state):
        case Ask(question=question):
            choices = raws(question)
            raw = choices[number % len(choices)]
            return record_answer(state, question.id, raw), {question.id}
        case Fill(table=table, open=left):
            given = dict.fromkeys(left[: number + 1], str(number))
            return record_cells(state, table.id, given), {*given}
        case Write(section=section):
            return accept_text(state, section.id), {text_place(section.id)}
    return state, set()


def own_gates(table: str) -> list[str]:
    return [gate.question.id for gate in FORM.tables[table].gates]


def given_of(state: InterviewState) -> dict[str, object]:
    draft = state.draft
    texts = {text_place(section): text for section, text in draft.texts.items()}
    return {**draft.answers, **draft.cells, **texts}


def walk(acts: list[tuple[Any, ...]]) -> InterviewState:
    state = new_state(FORM)
    for act in acts:
        after, _ = act_on(state, act)
        state = state if isinstance(after, Problem) else after
    return state


@FEW
@given(WALKS)
def test_only_what_an_act_is_about_changes(acts: list[tuple[Any, ...]]) -> None:
    state = new_state(FORM)
    for act in acts:
        before = given_of(state)
        after, about = act_on(state, act)
        assert given_of(state) == before
        if isinstance(after, Problem):
            assert after.what
            assert after.fix
            continue
        state, now = after, given_of(after)
        changed = {a for a in before.keys() | now.keys() if before.get(a) != now.get(a)}
        assert "*" in about or changed <= about, act


@FEW
@given(WALKS, WALKS)
def test_what_was_saved_goes_on_like_what_was_not(
    acts: list[tuple[Any, ...]], more: list[tuple[Any, ...]]
) -> None:
    state = walk(acts)
    draft, marks = to_saved(state)
    file = read_answers(write_answers(FORM, draft, marks), "答案.yaml", known=FORM)
    again = from_saved(FORM, Saved(file.draft, file.marks))
    assert again == state
    for act in more[:10]:
        one, _ = act_on(state, act)
        other, _ = act_on(again, act)
        assert one == other
        if not isinstance(one, Problem) and not isinstance(other, Problem):
            state, again = one, other
    assert shown_place(again) == shown_place(state)


@FEWER
@given(WALKS)
def test_answering_what_comes_always_ends(acts: list[tuple[Any, ...]]) -> None:
    state = walk(acts)
    state = expect(go_to(state, shown_place(state)))
    for _ in range(4 * len(QUESTIONS)):
        step = next_step(state)
        if isinstance(step, Review | Done):
            return
        state = answered(state, step)
    raise AssertionError(shown_place(state))


def answered(state: InterviewState, step: Ask | Fill | Write) -> InterviewState:
    """Any answer that is taken; a step that takes none is skipped."""
    match step:
        case Ask(question=question):
            for raw in raws(question):
                if not isinstance(after := record_answer(state, question.id, raw), Problem):
                    return after
        case Fill(table=table):
            return expect(confirm_rest_zero(state, table.id))
        case Write(section=section):
            if not isinstance(after := accept_text(state, section.id), Problem):
                return after
    return expect(skip(state))


def expect(result: InterviewState | Problem) -> InterviewState:
    assert not isinstance(result, Problem), result
    return result


@FEWER
@given(WALKS)
def test_back_is_always_possible_and_comes_to_the_first_place(acts: list[tuple[Any, ...]]) -> None:
    state = walk(acts)
    draft = state.draft
    for _ in range(len(QUESTIONS) + len(SECTIONS) + 3):
        state = back(state)
    assert shown_place(state) == "year"
    assert state.draft == draft


MARKS = st.recursive(
    st.text(max_size=8),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(
            st.sampled_from(["answers/year", "applications/granted/natural", "at"]), inner
        ),
    ),
    max_leaves=8,
)


@settings(max_examples=200)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "at",
                "after",
                "skipped",
                "finished",
                "accepted",
                "drafted",
                "carried",
            ]
        ),
        MARKS,
    )
)
def test_damaged_marks_are_passed_over(marks: dict[str, Mark]) -> None:
    state = from_saved(FORM, Saved(new_state(FORM).draft, marks))
    assert next_step(from_saved(FORM, to_saved(state))) == next_step(state)


@pytest.mark.parametrize("part", parts(new_state(FORM)))
def test_every_part_can_be_gone_to_first(part: str) -> None:
    state = expect(go_to(new_state(FORM), part))
    step = next_step(state)
    assert not isinstance(step, Review | Done)
    assert step.spot.part == part
    assert shown_place(state) != REVIEW
    assert not shown_place(state).startswith(table_place(""))


def test_forms_without_gates_go_the_same_way(tiny: Form) -> None:
    state = new_state(tiny)
    answers = {
        "year": "2023",
        "organ.name": "示例馆",
        "signed": "2024-01-05",
        "story.visitors": "9",
    }
    for where, raw in answers.items():
        assert shown_place(state) == where
        state = expect(record_answer(state, where, raw))
    assert shown_place(state) == "texts/story"
    state = expect(accept_text(state, "story"))
    assert shown_place(state) == "tables/loans"
    state = expect(record_answer(state, "loans/all/novels", "70"))
    assert shown_place(state) == "tables/loans"
    state = expect(record_answer(state, "loans/all/science", "50"))
    assert shown_place(state) == "story.guide"
