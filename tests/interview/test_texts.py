"""Writing: drafted, accepted, the clerk's own, and what facts leave behind."""

from __future__ import annotations

from collections.abc import Callable

from drafter.draft.answers_file import Answers
from drafter.draft.draft_facts import Facts
from drafter.errors import Problem
from drafter.form.definitions import Form
from drafter.interview.given_answers import (
    accept_text,
    record_answer,
    restore_drafted_text,
    write_text,
)
from drafter.interview.interview_state import InterviewState, new_state
from drafter.interview.paragraphs import changed_text, changed_texts
from drafter.interview.steps import Write, next_step
from drafter.interview.way import go_to, open_places

Give = Callable[..., InterviewState]
SECTION = "overview.proactive"
ITEMS = "overview__proactive__items_published"
READINGS = "overview__proactive__interpretations"


def do(result: InterviewState | Problem) -> InterviewState:
    assert isinstance(result, InterviewState), result
    return result


def shown(state: InterviewState, section: str = SECTION) -> Write:
    step = next_step(do(go_to(state, f"texts/{section}")))
    assert isinstance(step, Write)
    return step


def is_open(state: InterviewState) -> bool:
    return any(place.name == f"texts/{SECTION}" for place in open_places(state))


def test_the_drafted_paragraphs_are_shown_and_accepted(give: Give) -> None:
    state = give(**{"year": "2023", ITEMS: "12"})
    assert "12条" in shown(state).drafted[0]
    assert is_open(state)
    accepted = do(accept_text(state, SECTION))
    assert not is_open(accepted)
    assert shown(accepted).accepted


def test_an_accepted_text_that_becomes_another_is_shown_again(give: Give) -> None:
    state = do(accept_text(give(**{ITEMS: "12"}), SECTION))
    changed = give(state, **{ITEMS: "13"})
    assert is_open(changed)
    assert shown(changed).again
    assert not is_open(give(changed, **{ITEMS: "12"}))


def test_an_own_text_is_kept_when_facts_change_and_the_sentence_is_named(give: Give) -> None:
    state = give(**{"year": "2023", ITEMS: "12", READINGS: "3"})
    state = do(write_text(state, SECTION, "全年公开12条信息，解读3篇。"))
    assert not changed_texts(state)
    changed = give(state, **{ITEMS: "13"})
    assert changed.draft.texts[SECTION] == "全年公开12条信息，解读3篇。"
    assert not is_open(changed)
    (found,) = changed_texts(changed)
    assert found == changed_text(changed, SECTION)
    assert found.section == SECTION
    assert found.gone == ("本机关全年主动公开政府信息12条。",)
    assert found.come == ("本机关全年主动公开政府信息13条。",)
    assert shown(changed).changed == found


def test_writing_the_text_anew_settles_what_had_changed(give: Give) -> None:
    state = do(write_text(give(**{ITEMS: "12"}), SECTION, "公开12条。"))
    state = give(state, **{ITEMS: "13"})
    assert not changed_texts(do(write_text(state, SECTION, "公开13条。")))


def test_the_drafted_text_can_be_had_back(give: Give) -> None:
    state = do(write_text(give(**{ITEMS: "12"}), SECTION, "公开12条。"))
    state = do(restore_drafted_text(state, SECTION))
    assert SECTION not in state.draft.texts
    step = next_step(state)
    assert isinstance(step, Write)
    assert not step.accepted


def test_an_empty_text_cannot_be_accepted_or_written(national: Form) -> None:
    state = new_state(national)
    assert state.drafted("overview.management") == ()
    assert isinstance(accept_text(state, "overview.management"), Problem)
    assert isinstance(write_text(state, "overview.management", "　\n"), Problem)
    assert isinstance(record_answer(state, "texts/nothing", "文字"), Problem)


def test_a_text_from_a_hand_written_file_has_nothing_to_compare_with(national: Form) -> None:
    state = do(write_text(new_state(national), SECTION, "公开12条。"))
    fresh = new_state(national, state.draft)
    changed = record_answer(fresh, ITEMS.replace("__", "."), "13")
    assert not changed_texts(do(changed))


def test_last_year_s_paragraphs_are_there_to_read(sample: Answers) -> None:
    state, before = new_state(sample.form, last=sample), Facts(sample.form, sample.draft)
    sections = [section for section in sample.form.sections if section.text]
    assert any(before.printed(section) for section in sections)
    for section in sections:
        step = shown(state, section.id)
        assert step.last == before.printed(section)
        assert step.own is None
