"""Text under way: saved two seconds later at the most, the latest wins, nothing is dropped."""

from __future__ import annotations

from threading import Event

import pytest

from drafter.errors import DrafterError, Problem
from drafter.session.saver import DELAY_S, Underway
from drafter.session.undo_history import Act


class Shelf:
    """Takes saves, and refuses them while `full`."""

    def __init__(self):
        self.saves = []
        self.full = False
        self.saved = Event()

    def save(self, draft, marks, act):
        if self.full:
            raise DrafterError(Problem("甲", "磁盘满了。", ""))
        self.saves.append((draft, act))
        self.saved.set()


@pytest.fixture
def clock():
    return [0.0]


@pytest.fixture
def underway(clock):
    return Underway(Shelf(), lambda: clock[0])


def saves(underway):
    return [(draft.answers["organ.name"], act) for draft, act in underway._session.saves]


def test_the_latest_is_saved_two_seconds_after_the_first(underway, clock, draft):
    assert underway.due_s() is None
    for number in range(5):
        clock[0] = number * 0.4
        underway.put(draft(str(number)))
        underway.tick()
    assert saves(underway) == []
    assert underway.due_s() == pytest.approx(DELAY_S - 1.6)
    clock[0] = DELAY_S
    underway.tick()
    underway.tick()
    assert saves(underway) == [("4", Act.ASIDE)]
    assert underway.due_s() is None


def test_an_answer_is_saved_at_once_and_outruns_older_text(underway, clock, draft):
    underway.put(draft("old"))
    underway.save(draft("new"))
    clock[0] = 99
    underway.tick()
    assert saves(underway) == [("new", Act.STEP)]


def test_a_flush_waits_for_nothing(underway, draft):
    underway.flush()
    underway.put(draft("1"))
    underway.flush()
    assert saves(underway) == [("1", Act.ASIDE)]


def test_what_cannot_be_saved_is_kept_and_tried_again(underway, clock, draft):
    underway._session.full = True
    underway.put(draft("1"))
    underway.flush()
    assert "磁盘满了" in str(underway.trouble)
    with pytest.raises(DrafterError):
        underway.save(draft("2"))
    assert underway.due_s() == DELAY_S
    underway._session.full = False
    clock[0] = DELAY_S
    underway.tick()
    assert (saves(underway), underway.trouble) == ([("2", Act.ASIDE)], None)


def test_a_thread_can_do_it(draft):
    """The clock runs two seconds at every look, so nothing waits for real time."""
    seconds = iter(range(0, 10**9, 2))
    underway = Underway(Shelf(), lambda: next(seconds))
    underway.start()
    underway.put(draft("1"))
    assert underway._session.saved.wait(10)
    underway.stop()
    assert saves(underway) == [("1", Act.ASIDE)]


def test_stopping_saves_what_waits(draft):
    told = []
    underway = Underway(Shelf(), lambda: 0.0, told.append)
    underway.start()
    underway.put(draft("1"))
    underway.stop()
    assert (saves(underway), told) == ([("1", Act.ASIDE)], [None])
