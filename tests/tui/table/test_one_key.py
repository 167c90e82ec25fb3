"""A key in table three is one act: one way through the house, told once, drawn once."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual import events

import drafter
from drafter.interview.interview_state import new_state, table_place, to_saved
from drafter.interview.way import go_to

from ..driving import at_work, new_path
from ..looks import settled
from ..stage import NATIONAL, sample

HOUSE = f"{Path(drafter.__file__).parent}/"
DIGIT, ENTER, TASKS = 24, 30, 4
"""The most files that a digit and Enter may pass, and how many more with the task list beside.

A digit passes some more than its own where the saver's word comes then.
"""


@contextmanager
def passed() -> Iterator[Counter[tuple[str, str]]]:
    """Counts the calls of every function of the house in this thread, by file and name."""
    calls: Counter[tuple[str, str]] = Counter()

    def called(frame, event, arg):
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(HOUSE):
            calls[code.co_filename.removeprefix(HOUSE), code.co_name] += 1

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        yield calls
    finally:
        sys.setprofile(before)


@pytest.fixture
def table_three(folder) -> Path:
    """The largest sample, left at its table three."""
    state = go_to(
        new_state(NATIONAL, sample("county-government-2023")), table_place("applications")
    )
    return new_path(folder, NATIONAL, *to_saved(state))


@pytest.mark.parametrize(("size", "beside"), [((80, 24), 0), ((140, 40), TASKS)], ids=str)
async def test_a_digit_and_enter_are_each_drawn_once(table_three, size, beside):
    async with at_work(table_three, size=size) as app:
        await settled(app)  # what is said after opening is none of a key's doing
        for key, most, renewed in (("7", DIGIT, 0), ("8", DIGIT, 0), ("enter", ENTER + beside, 1)):
            with passed() as calls:
                app.post_message(events.Key(key, key if len(key) == 1 else None))
                await app.typed_off()
            assert len({file for file, _ in calls}) <= most, sorted(calls)
            assert calls["tui/table_pane.py", "_draw"] == 1
            assert calls["tui/table/table_grid.py", "draw"] == 1
            assert calls["tui/workspace.py", "renew"] == renewed
            assert calls["tui/workspace.py", "_tell_frame"] == renewed
            assert calls["interview/steps.py", "fill_step"] == renewed
