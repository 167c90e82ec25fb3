"""However a session was worked at, every place tells the same number of what is left."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.conftest import ROOT

from drafter.commands.check_material import material_at_rest
from drafter.desk.desk import Around, Desk
from drafter.desk.last_report import last_file
from drafter.desk.new_report import following
from drafter.desk.open_points import count_left, left, left_in
from drafter.draft.answers_file import load_answers
from drafter.errors import Problem
from drafter.interview.given_answers import (
    accept_text,
    confirm_rest_zero,
    record_answer,
    take_back,
)
from drafter.interview.interview_state import REVIEW, InterviewState, text_place
from drafter.interview.progress import finish_part, skip, skip_rest, unsure
from drafter.interview.way import go_to, parts
from drafter.session.session_file import open_session
from drafter.session.session_list import list_sessions
from drafter.session.session_shelf import create
from drafter.tui.work import Work

TODAY = date(2026, 1, 12)
SAMPLES = sorted((ROOT / "sample_answers").glob("*.yaml"))
RAWS = ("0", "3", "十二", "-3", "是", "否", "无", "某某单位", "一句话。", "2026-01-20")
ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "answer",
                "cell",
                "text",
                "adopt",
                "zero",
                "take",
                "skip",
                "rest",
                "unsure",
                "finish",
                "go",
                "type",
                "review",
            ]
        ),
        st.integers(0, 400),
        st.sampled_from(RAWS),
    ),
    max_size=12,
)


def begun(folder: Path, sample: Path, *, second: bool) -> Path:
    """A session on disk: a sample's own, or one of the year after it."""
    if second:
        last = last_file(sample, None)
        if not isinstance(began := following(last, None), Problem):
            own, draft, marks = last.kept, began.draft, began.marks
            with create(folder, began.form, draft, marks, name="一", last=own) as made:
                return made.path
    answers = load_answers(sample)
    with create(folder, answers.form, answers.draft, answers.marks, name="一") as made:
        return made.path


def worked(desk: Desk, act: tuple[str, int, str]) -> None:
    """One thing a clerk may do, refused or not."""
    kind, number, raw = act
    form = desk.state.form

    def one_of(names: Any) -> str:
        known = list(names) or [""]  # a form need not have tables
        return known[number % len(known)]

    question, cell = one_of(form.questions), one_of(form.cells)
    section = one_of(section.id for section in form.sections if section.text)

    def do(state: InterviewState) -> InterviewState | Problem:
        match kind:
            case "answer":
                return record_answer(state, question, raw)
            case "cell":
                return record_answer(state, cell, raw)
            case "text":
                return record_answer(state, text_place(section), raw)
            case "adopt":
                return accept_text(state, section)
            case "zero":
                return confirm_rest_zero(state, one_of(form.tables))
            case "take":
                return take_back(state, cell if number % 2 else question)
            case "skip":
                return skip(state, question)
            case "rest":
                return skip_rest(state)
            case "unsure":
                return unsure(state, cell if number % 2 else question)
            case "finish":
                return finish_part(state, one_of(parts(state)))
            case "go":
                return go_to(state, cell if number % 2 else question)
        return go_to(state, REVIEW)

    if kind == "type":
        desk.typed(cell if number % 2 else question, raw)
    else:
        desk.act(do)


@settings(max_examples=25)
@example(
    sample=ROOT / "sample_answers" / "bazhou-commerce-2021.yaml",
    second=False,
    acts=[("cell", 17, "3")],  # the cell that was changed last is suspected wherever it is told
)
@given(sample=st.sampled_from(SAMPLES), second=st.booleans(), acts=ACTS)
def test_every_place_tells_the_same_list(
    sample: Path, second: bool, acts: list[tuple[str, int, str]]
) -> None:
    with TemporaryDirectory() as place:
        path, around = begun(Path(place), sample, second=second), Around(TODAY, Path(place))
        with open_session(path) as session:
            desk = Desk(session)
            for act in acts:
                worked(desk, act)
            desk.flush()
            now = [item.what for item in left(desk, around)]
            assert [item.what for item in Work(desk, around).left()] == now
        (listed,) = list_sessions(path.parent, TODAY, count_left)
        assert listed.left == len(now)
        with open_session(path) as session:
            assert [item.what for item in left(Desk(session), around)] == now
        answers = load_answers(path)
        told = left_in(answers, material_at_rest(path, answers, None))
        assert [item.what for item in told] == now


def test_what_only_last_year_tells_counts_at_home_as_well(tmp_path: Path) -> None:
    path = begun(tmp_path, ROOT / "sample_answers" / "county-bureau-2023.yaml", second=True)
    with open_session(path) as session:
        desk = Desk(session)
        carried = next(iter(desk.state.progress.carried))
        assert desk.act(lambda state: record_answer(state, carried, "9")) is None
        now = left(desk, Around(TODAY, tmp_path))
    (listed,) = list_sessions(tmp_path, TODAY, count_left)
    assert listed.left == len(now)
