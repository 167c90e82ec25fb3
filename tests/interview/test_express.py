"""The short way: few screens, the whole way's session, and nothing counts that was not shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from drafter.draft.answers_file import NO_MARKS, Answers, load_answers
from drafter.draft.draft_facts import Facts, open_cells
from drafter.draft.draft_model import with_answer
from drafter.draft.unfinished_places import gaps
from drafter.errors import Problem
from drafter.form.definitions import Address, Form
from drafter.interview.express_pages import go_to_line, page_lines, take_page
from drafter.interview.given_answers import confirm_rest_zero, record_answer, record_cells
from drafter.interview.interview_state import (
    InterviewState,
    PageKind,
    from_saved,
    new_state,
    page_of,
    text_place,
    to_saved,
)
from drafter.interview.last_year import carry_over, start_from
from drafter.interview.progress import other_way, skip
from drafter.interview.steps import Ask, Done, Fill, Page, Review, Step, Write, next_step
from drafter.interview.transcript import perform, transcript
from drafter.interview.way import back, go_to, open_places, shown_place

from .conftest import ROOT

PROBLEMS = "存在的问题：政策解读形式单一\n改进措施：增加图解和视频"
NIL = {
    "year": "2023",
    "organ.name": "示例县水利局",
    "organ.kind": "政府部门",
    "report.signed": "2024年1月20日",
    "overview.proactive.items_published": "120",
    "problems.items": PROBLEMS,
}
TOWNSHIP = NIL | {"organ.name": "示例县示例乡人民政府", "organ.kind": "乡镇人民政府"}
NINE: Mapping[str, str] = NIL | {
    "applications.applicants": "自然人、商业企业",
    "applications.outcomes": "予以公开、不予公开",
    "applications.any_carried_out": "否",
    "overview.requests.on_time": "是",
    "other.fee_notices": "0",
    "other.fee_received": "0",
}
HAPPENED = {"applications.any_received", "disclosed.matters=行政许可"}
FIGURES: Mapping[Address, str] = {
    "disclosed/permits/decisions": "31",
    "applications/received/natural": "7",
    "applications/received/business": "2",
    "applications/granted/natural": "6",
    "applications/granted/business": "2",
    "applications/secret/natural": "1",
}


def at_page(state: InterviewState) -> Page:
    step = next_step(state)
    assert isinstance(step, Page), step
    return step


def given(state: InterviewState, step: Step, answers: Mapping[str, str]) -> object:
    """What a clerk does at a step who knows these answers and what happened."""
    match step:
        case Ask(question=question, default=default):
            return record_answer(state, question.id, answers.get(question.id, default))
        case Page(kind=kind, lines=lines):
            ticked = {line.id for line in lines if line.ticked}
            if kind is PageKind.EVENTS and answers is NINE:
                ticked |= HAPPENED
            return take_page(state, kind, ticked)
        case Fill(table=table):
            own = {a: f for a, f in FIGURES.items() if a in state.form.cells}
            own = {a: f for a, f in own.items() if state.form.cells[a].table == table.id}
            filled = record_cells(state, table.id, own)
            assert not isinstance(filled, Problem), filled
            return confirm_rest_zero(filled, table.id)
    raise AssertionError(step)


def gone_through(
    state: InterviewState, answers: Mapping[str, str]
) -> tuple[InterviewState, list[Step]]:
    """The state at the end of the way, and every screen on it."""
    screens = list[Step]()
    while not isinstance(step := next_step(state), Review | Done):
        screens.append(step)
        after = given(state, step, answers)
        assert isinstance(after, InterviewState), (step, after)
        state = after
        assert len(screens) < 60, step
    return state, screens


def until(
    state: InterviewState, kind: PageKind, answers: Mapping[str, str] = NIL
) -> InterviewState:
    """The way of a nil return up to a page."""
    while not (isinstance(step := next_step(state), Page) and step.kind is kind):
        after = given(state, step, answers)
        assert isinstance(after, InterviewState), after
        state = after
    return state


def named(screens: list[Step]) -> str:
    return "\n".join(f"{n} {step.spot.place}" for n, step in enumerate(screens, 1))  # type: ignore[union-attr]


@pytest.fixture
def new(national: Form) -> InterviewState:
    return new_state(national, express=True)


@pytest.mark.parametrize(
    ("answers", "most"), [(NIL, 12), (TOWNSHIP, 12), (NINE, 35)], ids=["bureau", "township", "nine"]
)
def test_few_screens_lead_to_a_report(
    new: InterviewState, answers: Mapping[str, str], most: int
) -> None:
    state, screens = gone_through(new, answers)
    assert len(screens) <= most, named(screens)
    assert isinstance(next_step(state), Done)
    assert not list(gaps(Facts(state.form, state.draft)))


def test_a_second_year_takes_few_screens(national: Form, new: InterviewState) -> None:
    before, _ = gone_through(new, NIL)
    last = Answers(national, before.draft, {}, NO_MARKS)
    begun = start_from(national, last, carry_over(national, last, 2024), express=True)
    state, screens = gone_through(begun, NIL | {"report.signed": "2025年1月20日"})
    assert len(screens) <= 8, named(screens)
    assert isinstance(next_step(state), Done)
    assert state.draft.answers["organ.name"] == "示例县水利局"


def test_the_short_way_leaves_the_report_of_the_whole_way(sample: Answers) -> None:
    form, state = sample.form, new_state(sample.form, express=True)
    for act in transcript(form, sample.draft, express=True):
        after = perform(state, act)
        assert isinstance(after, InterviewState), (act, after)
        # A restart after every act changes nothing.
        state = from_saved(form, to_saved(after))
    kept = state.draft
    assert sample.draft.answers.items() <= kept.answers.items()
    own = sample.draft
    assert (kept.cells, kept.texts, kept.verify) == (own.cells, own.texts, own.verify)
    assert not open_cells(form, kept) or open_cells(form, own)
    # What is answered beyond the sample are the gates, and what the page of usual things adds.
    more = kept.answers.keys() - sample.draft.answers.keys()
    assert form.express is not None
    asked = {question for question in form.questions if form.questions[question].default}
    assert more <= {*form.express.happened, *asked}, more
    assert Facts(form, kept).figures == Facts(form, sample.draft).figures


def test_every_usual_answer_is_shown_before_it_counts(new: InterviewState) -> None:
    state = until(new, PageKind.USUAL)
    step, taken = at_page(state), take_page(state, PageKind.USUAL)
    assert isinstance(taken, InterviewState)
    added = taken.draft.answers.keys() - state.draft.answers.keys()
    assert added == {line.id for line in step.lines if line.id in added}
    texts = {line.where: line.said for line in step.lines if line.is_text}
    for section in state.form.sections:
        if drafted := "\n".join(taken.drafted(section.id)):
            assert texts[text_place(section.id)] == drafted


def test_a_line_left_out_is_skipped_and_its_words_are_gone(new: InterviewState) -> None:
    state, _ = gone_through(new, NIL)
    state = replace(state, draft=with_answer(state.draft, "organ.superior", None))
    state = replace(state, at=page_of(state.form, PageKind.USUAL).name)
    ticked = {line.id for line in at_page(state).lines} - {"organ.superior"}
    lines = page_lines(state, PageKind.USUAL, ticked)
    opening = next(line for line in lines if line.where == text_place("overview.opening"))
    assert "县委、县政府" not in opening.said
    after = take_page(state, PageKind.USUAL, ticked)
    assert isinstance(after, InterviewState)
    assert "organ.superior" not in after.draft.answers
    assert "organ.superior" in after.progress.skipped


def test_what_the_report_needs_cannot_be_left_out(new: InterviewState) -> None:
    state, _ = gone_through(new, NIL)
    state = replace(state, draft=with_answer(state.draft, "organ.self", None))
    after = take_page(state, PageKind.USUAL, ())
    assert isinstance(after, InterviewState)
    assert after.draft.answers["organ.self"] == "我局"


def test_a_changed_line_leads_back_to_the_page_which_then_shows_it(new: InterviewState) -> None:
    state = until(new, PageKind.USUAL)
    changed = record_answer(state, "organ.self", "我办")
    assert isinstance(changed, InterviewState)
    page = at_page(changed)
    assert page.kind is PageKind.USUAL
    assert next(line.said for line in page.lines if line.id == "organ.self") == "我办"


def test_only_what_was_ticked_is_asked_then(new: InterviewState) -> None:
    state = until(new, PageKind.EXTRAS)
    picked = "overview.proactive.interpretations"
    taken = take_page(state, PageKind.EXTRAS, {picked})
    assert isinstance(taken, InterviewState)
    assert shown_place(taken) == picked
    answered = record_answer(taken, picked, "12")
    assert isinstance(answered, InterviewState)
    # Its answer brings questions of the same kind: they are asked at once, not on a page again.
    assert shown_place(answered) == "overview.proactive.interpretation_forms"


def test_a_page_that_is_passed_is_asked_place_by_place(new: InterviewState) -> None:
    state = until(new, PageKind.EVENTS)
    passed = skip(state)
    assert isinstance(passed, InterviewState)
    seen = set[str]()
    state = passed
    while isinstance(step := next_step(state), Ask):
        seen.add(step.question.id)
        after = given(
            state, step, NIL | dict.fromkeys(("disclosed.matters", "disputes.suits"), "无")
        )
        after = (
            record_answer(state, step.question.id, "否") if isinstance(after, Problem) else after
        )
        assert isinstance(after, InterviewState), after
        state = after
    assert {"applications.any_received", "disputes.any_review"} <= seen


def test_last_year_s_answers_count_only_once_they_were_seen(national: Form) -> None:
    path = ROOT / "sample_answers" / "county-bureau-2023.yaml"
    last = load_answers(path)
    begun = start_from(national, last, carry_over(national, last, 2024), express=True)
    page = at_page(begun)
    assert page.kind is PageKind.STANDING
    assert {line.id for line in page.lines} == set(begun.progress.standing)
    assert isinstance(skip(begun), Problem)
    gone = "organ.office"
    taken = take_page(begun, PageKind.STANDING, {line.id for line in page.lines} - {gone})
    assert isinstance(taken, InterviewState)
    assert gone not in taken.draft.answers
    assert not taken.progress.standing
    for line in page.lines:
        if line.id != gone:
            assert taken.draft.answers[line.id] == begun.draft.answers[line.id]


def test_both_ways_can_be_changed_for_the_other_at_any_time(new: InterviewState) -> None:
    state, _ = gone_through(new, NIL)
    whole = other_way(state)
    assert whole.draft == state.draft
    assert not whole.is_express
    assert other_way(whole).is_express
    early = other_way(new)
    assert shown_place(early) == shown_place(new_state(new.form))


def test_back_goes_along_the_short_way(new: InterviewState) -> None:
    state, screens = gone_through(new, NIL)
    places = [step.spot.place for step in screens]  # type: ignore[union-attr]
    state, seen = go_to_last(state, places[-1]), list[str]()
    for _ in places:
        seen.append(shown_place(state))
        state = back(state)
    shown_again = [place for place in places if place in seen]
    assert [place for place in reversed(seen) if place in places] == shown_again


def go_to_last(state: InterviewState, place: str) -> InterviewState:
    gone = go_to(state, place)
    assert isinstance(gone, InterviewState)
    return gone


def test_a_form_without_a_short_way_is_asked_as_a_whole(tiny: Form) -> None:
    state = new_state(tiny, express=True)
    assert not state.is_express
    assert not isinstance(next_step(state), Page)
    assert not other_way(state).is_express


def test_a_text_for_which_nothing_is_drafted_is_asked_behind_the_pages(new: InterviewState) -> None:
    state = until(new, PageKind.USUAL)
    ticked = {line.id for line in at_page(state).lines} - {"overview.supervision.unit"}
    taken = take_page(state, PageKind.USUAL, ticked)
    assert isinstance(taken, InterviewState)
    step_after = next_step(taken)
    assert isinstance(step_after, Write)
    assert step_after.section.id == "overview.supervision"
    assert [place.name for place in open_places(taken)] == [text_place("overview.supervision")]


def test_a_page_says_the_years_by_their_numbers(new: InterviewState) -> None:
    state = until(new, PageKind.EVENTS)
    step = at_page(state)
    said = step.ask + step.hint + "".join(line.label for line in step.lines)
    assert "2023年" in step.ask
    assert "2022年" in said
    assert "{" not in said


def test_who_comes_back_to_the_page_of_extras_finds_the_ticks_and_may_change_them(
    new: InterviewState,
) -> None:
    state = until(new, PageKind.EXTRAS)
    first, second = "overview.proactive.interpretations", "organ.phone"
    state = taken(state, PageKind.EXTRAS, {first})
    answered = record_answer(state, first, "12")
    assert isinstance(answered, InterviewState)
    again = at_page(go_to_last(answered, page_of(new.form, PageKind.EXTRAS).name))
    ticked = {line.id for line in again.lines if line.ticked}
    assert first in ticked
    assert second in {line.id for line in again.lines} - ticked
    changed = taken(answered, PageKind.EXTRAS, {second})
    assert first not in changed.draft.answers
    assert shown_place(changed) == second


def taken(state: InterviewState, kind: PageKind, ticked: set[str]) -> InterviewState:
    after = take_page(state, kind, ticked)
    assert isinstance(after, InterviewState)
    return after


def test_a_text_gone_to_from_the_page_reads_as_it_did_there(new: InterviewState) -> None:
    state = until(new, PageKind.USUAL)
    lines = at_page(state).lines
    line = next(line for line in lines if line.id == text_place("overview.proactive"))
    ticked = {own.id for own in lines}
    gone = go_to_line(state, PageKind.USUAL, line, ticked)
    assert isinstance(gone, InterviewState)
    step = next_step(gone)
    assert isinstance(step, Write)
    assert "\n".join(step.drafted) == line.said
    named = next(line for line in lines if line.id == "organ.self")
    gone = go_to_line(state, PageKind.USUAL, named, ticked)
    assert isinstance(gone, InterviewState)
    assert "organ.self" not in gone.draft.answers


def test_what_is_left_out_of_a_page_stays_out_while_a_line_is_changed(new: InterviewState) -> None:
    state = until(new, PageKind.USUAL)
    lines = at_page(state).lines
    left = "overview.supervision.unit"
    named = next(line for line in lines if line.id == "organ.self")
    gone = go_to_line(state, PageKind.USUAL, named, {line.id for line in lines} - {left})
    assert isinstance(gone, InterviewState)
    changed = record_answer(gone, "organ.self", "我办")
    assert isinstance(changed, InterviewState)
    assert not next(line.ticked for line in at_page(changed).lines if line.id == left)


def test_what_a_usual_answer_asks_for_and_nobody_knows_is_said_on_the_page(
    new: InterviewState,
) -> None:
    """An organ without a site of its own, in a county that its name does not tell."""
    known = NIL | {"organ.name": "苏溪镇人民政府", "organ.kind": "乡镇人民政府"}
    state = until(new, PageKind.USUAL, known)
    still = [line for line in at_page(state).lines if line.is_open]
    assert [line.id for line in still] == ["overview.platform.host_site"]
    after = taken(state, PageKind.USUAL, {line.id for line in at_page(state).lines})
    assert shown_place(after) == "overview.platform.host_site"
