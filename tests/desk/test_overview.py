"""Every answer by part: nothing is left out, every line leads somewhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from drafter.desk.overview import Standing, overview
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_model import Draft
from drafter.errors import Problem
from drafter.form.form_file import load_form
from drafter.interview.interview_state import new_state, parts, place_of
from drafter.interview.way import go_to, way

ROOT = Path(__file__).parents[2]
FORMS = ROOT / "tests" / "forms"
SAMPLES = sorted((ROOT / "sample_answers").glob("*.yaml"))
EMPTY = [new_state(load_form(name, FORMS), Draft(name)) for name in ("tiny", "kinds")]
STATES = [
    *(new_state(answers.form, answers.draft) for answers in map(load_answers, SAMPLES)),
    *EMPTY,
]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.draft.answers.get("organ.name"))
def test_every_place_of_the_way_is_there_and_can_be_gone_to(state):
    shown = overview(state)
    assert tuple(part.part for part in shown) == parts(state)
    entries = [entry for part in shown for entry in part.entries]
    assert not [e for e in entries if isinstance(go_to(state, e.where), Problem)]
    reached = {place_of(state, entry.where).name for entry in entries}
    assert reached == {place.name for place in way(state)}


def one(state, where):
    [entry] = [e for part in overview(state) for e in part.entries if e.where == where]
    return entry


def test_what_is_required_and_missing_is_written_out():
    state = new_state(load_form("disclosure-2021"), Draft("disclosure-2021"))
    assert one(state, "organ.name").standing is Standing.MISSING
    assert one(state, "organ.phone").standing is Standing.EMPTY


def test_a_mark_is_told_beside_the_answer():
    draft = load_answers(ROOT / "sample_answers" / "county-bureau-2023.yaml").draft
    marked = new_state(
        load_form("disclosure-2021"), replace(draft, verify=frozenset({"organ.self"}))
    )
    assert one(marked, "organ.self") == ("organ.self", "自称", "我局", Standing.VERIFY)
    assert one(marked, "report.signed").said == "2024年1月22日"


def test_a_row_of_a_table_is_told_with_its_figures_and_total():
    draft = load_answers(ROOT / "sample_answers" / "county-bureau-2023.yaml").draft
    state = new_state(load_form("disclosure-2021"), draft)
    entry = one(state, "applications/carried_in/natural")
    assert entry.label == "上年结转"
    assert entry.said == "自然人 1，总计 1"
