"""Fast typing over questions and tables mixed: not one of 120 values lands anywhere else."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from itertools import islice

import pytest

from drafter.desk.clerk_words import number_of
from drafter.draft.answers_file import load_answers
from drafter.form.definitions import Kind
from drafter.interview.given_answers import record_answer
from drafter.interview.interview_state import InterviewState, new_state
from drafter.interview.steps import fill_step
from drafter.tui.table.table_layout import Sheet

from ..chat.conftest import SAMPLES
from .clerk import Stroke, event, sent, typed
from .driving import at_work, ended, new_path, terminal

TABLES = ("applications", "disclosed", "disputes")
VALUES = 120
TURNS = (0, 1, 4, 12, 40)
"""How often the app's loop goes round between two keys: what a pace comes down to."""


@pytest.fixture(scope="module")
def given():
    """A finished report, to be typed over."""
    return load_answers(next(path for path in SAMPLES if path.stem == "county-government-2023"))


@pytest.fixture(scope="module")
def wanted(given) -> dict[str, str]:
    """New figures by address: every count that is asked for, and so many cells."""
    form, rng = given.form, random.Random(11)
    state = new_state(form, given.draft)
    steps = [fill_step(state, table) for table in TABLES]
    cells = [a for step in steps for a in Sheet(step, form.computed, whole=True).order]
    counts = [q.id for q in form.questions.values() if q.kind is Kind.COUNT]
    known = [*cells[: VALUES - len(counts)], *counts]
    return {address: str(rng.randrange(1, 999)) for address in known}


@pytest.fixture(scope="module")
def strokes(given, wanted) -> list[tuple[str, tuple[Stroke, ...]]]:
    """Some cells, then a few questions elsewhere, and back: in and out of tables all the time.

    Each with the address of the value that it types, or "" for the way to it.
    """
    return list(_strokes(given, wanted))


def _strokes(given, wanted: dict[str, str]) -> Iterator[tuple[str, tuple[Stroke, ...]]]:
    state = new_state(given.form, given.draft)
    counts = iter([address for address in wanted if address not in given.form.cells])
    for table in dict.fromkeys(given.form.cells[a].table for a in wanted if a in given.form.cells):
        short = given.form.tables[table].short
        cells = iter([address for address in wanted if address.startswith(f"{table}/")])
        yield "", (*_to(short), "g", "ctrl+home")
        while some := list(islice(cells, 10)):
            for address in some:
                yield address, (*wanted[address], "tab")
            for question in islice(counts, 6):
                number = number_of(state, question)
                yield question, (*_to(f"{number}题"), *wanted[question], "enter")
                after = record_answer(state, question, wanted[question])
                assert isinstance(after, InterviewState)
                state = after
            yield "", _to(short)


def _to(place: str) -> tuple[Stroke, ...]:
    return ("ctrl+p", *typed(place), "enter")


def landed(draft, wanted) -> int:
    """How many of them stand where they belong."""
    figures = {address: str(cell.value) for address, cell in draft.cells.items()}
    figures |= {question: str(value) for question, value in draft.answers.items()}
    return sum(figures.get(address) == figure for address, figure in wanted.items())


async def test_at_every_pace(given, wanted, strokes, tmp_path):
    """Half of the values; all of them go through a terminal."""
    rng, typed_so_far = random.Random(5), dict[str, str]()
    async with at_work(new_path(tmp_path / "s", given.form, given.draft)) as app:
        for address, some in strokes:
            for stroke in some:
                app.post_message(event(stroke))
                for _ in range(rng.choice(TURNS)):
                    await asyncio.sleep(0)
            if address:
                typed_so_far[address] = wanted[address]
            if len(typed_so_far) == VALUES // 2:
                break
        await app.typed_off()
        draft = app.workspace.work.state.draft
    assert landed(draft, typed_so_far) == VALUES // 2


@pytest.mark.terminal
def test_in_a_terminal(given, wanted, strokes, tmp_path, clean_env):
    """Two thirds of it in one chunk, a third key by key, 10 ms apart."""
    path = new_path(tmp_path / "s", given.form, given.draft)
    keys = [sent(stroke) for _, some in strokes for stroke in some]
    most = len(keys) * 2 // 3
    with terminal(clean_env, path) as child:
        child.send("".join(keys[:most]))
        child.delaybeforesend = 0.01
        for key in keys[most:]:
            child.send(key)
        child.send(sent("ctrl+q"))
        said, code = ended(child)
    assert code == 0, said[-500:]
    assert landed(load_answers(path).draft, wanted) == VALUES
