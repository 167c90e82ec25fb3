"""Every sample as a transcript: the same draft comes out, by way of every step."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from drafter.draft.answers_file import Answers, read_answers
from drafter.draft.answers_writer import write_answers
from drafter.draft.draft_facts import Facts, figures, idle_gates, unused_cells
from drafter.draft.draft_model import Draft, with_answer
from drafter.errors import Problem
from drafter.form.definitions import Form, Kind
from drafter.interview.given_answers import record_answer
from drafter.interview.interview_state import InterviewState, from_saved, new_state, to_saved
from drafter.interview.reasons import reads_back, typed
from drafter.interview.transcript import Accept, Act, Answer, Cells, Skip, perform, transcript


@pytest.fixture(scope="session")
def acts(sample: Answers) -> tuple[Act, ...]:
    """The transcript of a sample."""
    return tuple(transcript(sample.form, sample.draft))


@pytest.fixture(scope="session")
def state(sample: Answers, acts: tuple[Act, ...]) -> InterviewState:
    """What a sample's transcript leads to."""
    return replayed(sample.form, acts)


def replayed(form: Form, acts: Iterable[Act], *, reload: bool = False) -> InterviewState:
    state = new_state(form)
    for act in acts:
        after = perform(state, act)
        assert not isinstance(after, Problem), (act, after)
        state = from_saved(form, to_saved(after)) if reload else after
    return state


def test_a_sample_comes_out_as_it_is(sample: Answers, state: InterviewState) -> None:
    assert state.draft == sample.draft


def test_a_restart_after_every_act_changes_nothing(
    sample: Answers, acts: tuple[Act, ...], state: InterviewState
) -> None:
    assert replayed(sample.form, acts, reload=True) == state


def test_every_answer_is_given_as_a_clerk_types_it(acts: tuple[Act, ...]) -> None:
    for act in acts:
        if isinstance(act, Answer):
            assert isinstance(act.raw, str), act
        if isinstance(act, Cells):
            assert all(isinstance(raw, str) for raw in act.figures.values())


def test_the_steps_ask_for_everything_but_what_only_local_rules_want(
    sample: Answers, acts: tuple[Act, ...]
) -> None:
    shown = {a.where for a in acts if isinstance(a, Skip | Answer)}
    asked = {q.id for q in sample.form.questions.values() if q.id in sample.draft.answers}
    assert asked <= shown
    assert any(isinstance(act, Accept) for act in acts)


def gate_answers(form: Form, draft: Draft) -> Draft:
    """The draft with its open gates answered as its figures say."""
    for gate in (gate for gate in form.gates if gate.question.id not in draft.answers):
        filled = tuple(
            line.short
            for line in gate.lines
            if any(
                cell.value and ((line in gate.rows and row in ids) or column in ids)
                for address, cell in draft.cells.items()
                for _, row, column in [address.split("/")]
                if address.startswith(f"{gate.question.section}/")
                for ids in [{leaf.id for leaf in line.leaves}]
            )
        )
        value = bool(filled) if gate.question.kind is Kind.YESNO else filled
        draft = with_answer(draft, gate.question.id, value)
    for idle in idle_gates(form, draft.answers):
        draft = with_answer(draft, idle, None)
    return draft


def test_answered_gates_leave_a_sample_s_report_as_it_is(sample: Answers) -> None:
    form, gated = sample.form, gate_answers(sample.form, sample.draft)
    assert not unused_cells(form, gated)
    assert figures(form, gated) == figures(form, sample.draft)
    plain, facts = Facts(form, sample.draft), Facts(form, gated)
    for section in form.sections:
        assert facts.paragraphs(section) == plain.paragraphs(section)
    assert replayed(form, transcript(form, gated)).draft == gated
    assert read_answers(write_answers(form, gated), "答案.yaml").draft == gated


def test_figures_kept_aside_are_part_of_a_transcript(national: Form) -> None:
    state = new_state(national)
    for where, raw in (
        ("disclosed/permits/decisions", "5"),
        ("disclosed/penalties/decisions", "7"),
        ("disclosed.matters", "行政许可"),
    ):
        after = record_answer(state, where, raw)
        assert isinstance(after, InterviewState)
        state = after
    assert unused_cells(national, state.draft)
    assert replayed(national, transcript(national, state.draft)).draft == state.draft


@pytest.mark.parametrize(
    ("where", "raw"),
    [
        ("organ.name", "某县水利局"),
        ("overview.proactive.by_channel", "门户网站 100，微信公众号 24"),
        ("overview.proactive.by_channel", "无"),
        ("overview.proactive.main_topics", "政策文件、水资源"),
        ("report.signed", "2024年1月5日"),
        ("other.fee_received", "380.5"),
        (
            "problems.items",
            "存在的问题：甲\n原因：丙\n改进措施：乙\n\n存在的问题：丁\n改进措施：戊",
        ),
        ("problems.plan", "第一段。\n第二段。"),
    ],
)
def test_an_answer_is_typed_as_it_reads_back(national: Form, where: str, raw: str) -> None:
    state = record_answer(new_state(national), where, raw)
    assert isinstance(state, InterviewState)
    question, value = national.questions[where], state.draft.answers[where]
    assert reads_back(question, value), typed(question, value)
