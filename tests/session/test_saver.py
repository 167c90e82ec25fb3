"""Saving in order, one save for each answer; text under way two seconds later at the most."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest

from drafter.errors import DrafterError, Problem
from drafter.interview.interview_state import Saved
from drafter.session.saver import DELAY_S, Saver
from drafter.session.session_file import TooLargeError
from drafter.session.session_folder import beside
from drafter.session.undo_history import Act

from ..conftest import LONGEST_S

PROCESSES = Path(__file__).with_name("processes.py")


class Shelf:
    """Takes saves, refuses them while `full`, and more than `room` characters always.

    `goes` holds up every save until it is set.
    """

    def __init__(self):
        self.saves = []
        self.full = False
        self.room = 100
        self.goes = Event()
        self.goes.set()
        self.saved = Event()

    def record(self, draft, marks, act):
        name = draft.answers["organ.name"]
        if len(name) > self.room:
            raise TooLargeError(Problem("甲", "太大。", ""))
        return name, act

    def write(self, record):
        assert self.goes.wait(LONGEST_S)
        if self.full:
            raise DrafterError(Problem("甲", "磁盘满了。", ""))
        self.saves.append(record)
        self.saved.set()


@pytest.fixture
def shelf():
    return Shelf()


@pytest.fixture
def clock():
    return [0.0]


@pytest.fixture
def saver(shelf, clock):
    """One without a thread."""
    return Saver(shelf, lambda: clock[0])


@pytest.fixture
def threaded(shelf):
    """One with a thread, whose clock stands still."""
    saver = Saver(shelf, lambda: 0.0)
    saver.start()
    yield saver
    shelf.full = False
    shelf.goes.set()
    saver.stop()


@pytest.fixture
def given(draft):
    return lambda name: Saved(draft(name), {})


def test_an_answer_is_saved_when_it_returns_and_is_newer_than_text_under_way(
    saver, shelf, clock, given
):
    saver.put(given("old"))
    saver.save(given("new"))
    clock[0] = 99
    saver.tick()
    assert shelf.saves == [("new", Act.STEP)]
    assert not saver.busy


def test_text_under_way_is_saved_two_seconds_after_the_first_stroke(saver, shelf, clock, given):
    assert saver.due_s() is None
    for number in range(5):
        clock[0] = number * 0.4
        saver.put(given(str(number)))
        saver.tick()
    assert (shelf.saves, saver.busy) == ([], True)
    assert saver.due_s() == pytest.approx(DELAY_S - 1.6)
    clock[0] = DELAY_S
    saver.tick()
    saver.tick()
    assert (shelf.saves, saver.busy, saver.due_s()) == ([("4", Act.ASIDE)], False, None)


def test_a_flush_waits_for_nothing(saver, shelf, given):
    saver.flush()
    saver.put(given("1"))
    saver.flush()
    assert shelf.saves == [("1", Act.ASIDE)]


def test_what_cannot_be_saved_stays_with_what_follows_and_is_tried_again(
    saver, shelf, clock, given
):
    shelf.full = True
    saver.save(given("1"))
    saver.save(given("2"), Act.UNDO)
    saver.put(given("3"))
    assert "磁盘满了" in str(saver.trouble)
    assert (saver.busy, saver.due_s()) == (True, DELAY_S)
    shelf.full = False
    clock[0] = DELAY_S
    while saver.busy and saver.due_s() == 0.0:
        saver.tick()
    saver.flush()
    assert shelf.saves == [("1", Act.STEP), ("2", Act.UNDO), ("3", Act.ASIDE)]
    assert saver.trouble is None


def test_too_much_is_refused_before_it_is_recorded(saver, shelf, given):
    with pytest.raises(TooLargeError):
        saver.save(given("x" * 101))
    assert (shelf.saves, saver.busy, saver.trouble) == ([], False, None)


def test_too_much_text_under_way_is_told_and_kept_until_it_is_less(saver, shelf, clock, given):
    saver.put(given("x" * 101))
    saver.flush()
    assert isinstance(saver.trouble, TooLargeError)
    assert saver.due_s() == DELAY_S
    saver.put(given("less"))
    clock[0] = DELAY_S
    saver.tick()
    assert (shelf.saves, saver.trouble) == ([("less", Act.ASIDE)], None)


def test_with_a_thread_nobody_waits_and_every_answer_is_saved_in_order(threaded, shelf, given):
    shelf.goes.clear()
    for number in range(50):
        threaded.save(given(str(number)))
    assert (shelf.saves, threaded.busy) == ([], True)
    shelf.goes.set()
    threaded.flush()
    assert shelf.saves == [(str(number), Act.STEP) for number in range(50)]
    assert not threaded.busy


def test_a_thread_saves_text_under_way_as_well(shelf, given):
    """The clock runs two seconds at every look, so nothing waits for real time."""
    seconds = iter(range(0, 10**9, 2))
    saver = Saver(shelf, lambda: next(seconds))
    saver.start()
    saver.put(given("1"))
    assert shelf.saved.wait(LONGEST_S)
    saver.stop()
    assert shelf.saves == [("1", Act.ASIDE)]


def test_stopping_saves_what_waits_and_tells(shelf, given):
    told = []
    saver = Saver(shelf, lambda: 0.0, lambda: told.append(saver.busy))
    saver.start()
    saver.put(given("1"))
    saver.stop()
    assert (shelf.saves, told) == ([("1", Act.ASIDE)], [False])


def test_a_mistake_of_ours_does_not_end_the_saving(threaded, shelf, given):
    shelf.saves = None
    threaded.save(given("1"))
    threaded.flush()
    assert "没有存下来" in str(threaded.trouble)
    shelf.saves = []
    threaded.flush()
    assert shelf.saves == [("1", Act.STEP)]


def test_nothing_is_tried_again_while_the_file_is_another(path, opened, given):
    saver = Saver(opened(path))
    saver.start()
    path.write_text(path.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
    saver.save(given("ours"))
    saver.flush()
    assert saver.due_s() is None
    saver.forget()
    saver.stop()
    assert path.read_text(encoding="utf-8").endswith("# by hand\n")


def test_the_history_is_the_same_with_and_without_a_thread(path, opened, given):
    kept = []
    for thread in (False, True):
        here = path.with_name(f"{thread}.yaml")
        here.write_bytes(path.read_bytes())
        saver = Saver(opened(here))
        if thread:
            saver.start()
        for number, act in enumerate((Act.STEP, Act.ASIDE, Act.STEP, Act.UNDO)):
            saver.save(given(str(number)), act)
        saver.stop()
        kept.append((here.read_bytes(), beside(here, "history").read_bytes()))
    assert kept[0] == kept[1]


@pytest.mark.posix
def test_what_the_screen_tells_is_saved_outlives_kill_9_on_a_slow_disk(path):
    command = [sys.executable, str(PROCESSES), "slow", str(path), "20", "1", "20"]
    told = json.loads(
        subprocess.run(command, capture_output=True, check=True, timeout=LONGEST_S).stdout
    )
    assert told["kills"] == 20
    assert told["acknowledged"] > 10
    assert (told["lost"], told["unreadable"], told["history lost"]) == (0, 0, 0)
