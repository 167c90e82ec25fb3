"""Forms, samples and ways to act for these tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from drafter.draft.answers_file import Answers, load_answers
from drafter.errors import Problem
from drafter.form.definitions import Form
from drafter.form.form_file import load_form
from drafter.interview.given_answers import record_answer
from drafter.interview.interview_state import InterviewState, new_state

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "sample_answers").glob("*.yaml"))


@pytest.fixture(scope="session")
def national() -> Form:
    return load_form("disclosure-2021")


@pytest.fixture(scope="session")
def tiny() -> Form:
    return load_form("tiny", ROOT / "tests" / "forms")


@pytest.fixture(scope="session", params=SAMPLES, ids=lambda path: path.stem)
def sample(request: pytest.FixtureRequest) -> Answers:
    return load_answers(request.param)


@pytest.fixture
def give(national: Form) -> Callable[..., InterviewState]:
    """`give(state, where=raw, …)` with `__` for `.`: the state after these answers."""

    def act(state: InterviewState | None = None, **answers: str) -> InterviewState:
        state = state or new_state(national)
        for name, raw in answers.items():
            after = record_answer(state, name.replace("__", "."), raw)
            assert not isinstance(after, Problem), after
            state = after
        return state

    return act
