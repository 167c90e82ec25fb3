"""A proposed repair as an act: typed as one step, only where it can be typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from drafter.desk.desk import Around
from drafter.desk.told_findings import mend, mendings, told_findings
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_model import Cell, Origin
from drafter.errors import Problem
from drafter.form.form_file import load_form
from drafter.interview.given_answers import record_answer, record_cells
from drafter.interview.interview_state import new_state

SAMPLES = Path(__file__).parents[2] / "sample_answers"
NATIONAL = load_form("disclosure-2021")
AROUND = Around(date(2025, 1, 10), Path("."))
GRANTED = "applications/granted/natural"


def state_with(**figures):
    draft = load_answers(SAMPLES / "suqian-2024.yaml").draft
    cells = {a.replace("__", "/"): Cell(v, Origin.ENTERED) for a, v in figures.items()}
    return new_state(NATIONAL, replace(draft, cells={**draft.cells, **cells}))


def broken(state):
    return [f for f in told_findings(state, AROUND).result.findings if f.code in ("T01", "T02")]


@pytest.fixture
def slipped():
    """Two digits of one figure exchanged."""
    right = state_with().draft.cells[GRANTED].value
    wrong = int(str(right)[:-2] + str(right)[-1] + str(right)[-2])
    assert wrong != right
    return state_with(applications__granted__natural=wrong), right


def test_a_slip_that_can_be_told_is_mended_by_its_own_figure(slipped):
    state, right = slipped
    [finding] = broken(state)
    mending, *others = mendings(state, AROUND, finding)
    assert not any(other.likely for other in others)
    assert mending.figures == {GRANTED: str(right)}
    assert f"改成 {right}" in mending.said
    after = mend(state, mending)
    assert not isinstance(after, Problem)
    assert broken(after) == []


def test_the_clerk_stays_where_they_are(slipped):
    state = replace(slipped[0], at="organ.name")
    [finding] = broken(state)
    after = mend(state, mendings(state, AROUND, finding)[0])
    assert (after.at, after.after) == (state.at, state.after)


def test_a_total_that_another_document_states_is_not_typed_here():
    draft = load_answers(SAMPLES / "suqian-2024.yaml").draft
    total = "applications/received/total"
    state = new_state(NATIONAL, replace(draft, stated={total: 1}))
    [finding] = broken(state)
    assert not any(total in mending.figures for mending in mendings(state, AROUND, finding))


def test_the_cell_that_was_just_changed_is_named_first():
    state = state_with()
    cell = "applications/partial/research"
    was = state.draft.cells[cell].value if cell in state.draft.cells else 0
    after = record_cells(state, "applications", {cell: str(was + 5)})
    [finding] = broken(after)
    first, *others = mendings(after, AROUND, finding)
    assert first.figures == {cell: str(was)}
    assert first.likely
    assert finding.address == cell
    assert others, "the other ways can be seen, too"


def test_what_two_slips_break_together_is_told_under_the_first():
    state = state_with()
    cells = ["applications/partial/research", "applications/partial/welfare"]
    for cell in cells:
        was = state.draft.cells[cell].value if cell in state.draft.cells else 0
        state = record_cells(state, "applications", {cell: str(was + 5)})
    found = broken(state)
    assert len(found) == 2
    assert ["总计" in echo.place for finding in found for echo in finding.echoes] == [True]


def test_a_finding_of_another_kind_has_no_repair():
    state = new_state(NATIONAL, replace(state_with().draft, verify=frozenset({GRANTED})))
    found = [f for f in told_findings(state, AROUND).result.findings if f.code == "F03"]
    assert [mendings(state, AROUND, finding) for finding in found] == [()]


def test_a_number_in_an_own_text_is_mended_by_that_of_the_table():
    draft = load_answers(SAMPLES / "county-bureau-2023.yaml").draft
    texts = {**draft.texts, "overview.requests": "全年共办结8件。"}
    state = new_state(NATIONAL, replace(draft, texts=texts))
    [finding] = [f for f in told_findings(state, AROUND).result.findings if f.code[0] == "M"]
    [mending] = mendings(state, AROUND, finding)
    assert mending.said == "文字里改用表里的：9件"
    after = mend(state, mending)
    assert after.draft.texts["overview.requests"] == "全年共办结9件。"
    assert not [f for f in told_findings(after, AROUND).result.findings if f.code[0] == "M"]


def test_a_number_that_is_wrong_now_is_told_once_with_its_sentence():
    draft = load_answers(SAMPLES / "county-bureau-2023.yaml").draft
    state, place = new_state(NATIONAL, draft), "overview.proactive"
    text = "\n".join(state.drafted(place))
    state = record_answer(state, f"texts/{place}", f"{text}\n另外补充一句。")
    state = record_answer(state, f"{place}.items_published", "312")
    found = [f for f in told_findings(state, AROUND).result.findings if f.code[0] == "M"]
    assert [finding.code for finding in found] == ["M02"]
    assert [echo.code for echo in found[0].echoes] == ["M11"]
