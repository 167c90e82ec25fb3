"""Saving in a thread: in order, one save for each answer, and what fails is tried again."""

from __future__ import annotations

from threading import Event

import pytest

from drafter.errors import DrafterError, Problem
from drafter.session.saver import Underway, Writer
from drafter.session.session_folder import beside
from drafter.session.undo_history import Act


class Shelf:
    """Takes saves, and refuses them while `full`; `goes` holds up every one until it is set."""

    def __init__(self):
        self.saves = []
        self.full = False
        self.goes = Event()
        self.goes.set()

    def save(self, draft, marks, act):
        assert self.goes.wait(10)
        if self.full:
            raise DrafterError(Problem("甲", "磁盘满了。", ""))
        self.saves.append((draft.answers["organ.name"], act))


@pytest.fixture
def writer():
    writer = Writer(Shelf(), lambda: 0.0)
    writer.start()
    yield writer
    writer._session.full = False
    writer._session.goes.set()
    writer.stop()


def test_nobody_waits_and_every_answer_is_saved_in_its_order(writer, draft):
    writer._session.goes.clear()
    for number in range(50):
        writer.save(draft(str(number)))
    assert writer.busy
    assert writer._session.saves == []
    writer._session.goes.set()
    writer.settle()
    assert writer._session.saves == [(str(number), Act.STEP) for number in range(50)]
    assert not writer.busy


def test_text_under_way_waits_for_its_time_or_a_flush(writer, draft):
    writer.put(draft("old"))
    writer.save(draft("1"))
    writer.put(draft("text"))
    writer.settle()
    assert writer._session.saves == [("1", Act.STEP)]
    writer.flush()
    assert writer._session.saves == [("1", Act.STEP), ("text", Act.ASIDE)]


def test_what_cannot_be_saved_stays_in_the_line_with_what_follows(writer, draft):
    writer._session.full = True
    writer.save(draft("1"))
    writer.save(draft("2"), act=Act.UNDO)
    writer.settle()
    assert "磁盘满了" in str(writer.trouble)
    assert writer.busy
    writer._session.full = False
    writer.flush()
    assert writer._session.saves == [("1", Act.STEP), ("2", Act.UNDO)]
    assert writer.trouble is None


def test_a_mistake_of_ours_does_not_end_the_saving(writer, draft):
    writer._session.saves = None
    writer.save(draft("1"))
    writer.settle()
    assert "没有存下来" in str(writer.trouble)
    writer._session.saves = []
    writer.settle()
    assert writer._session.saves == [("1", Act.STEP)]


def test_nothing_is_tried_again_while_the_file_is_another(path, opened, draft):
    session = opened(path)
    writer = Writer(session)
    writer.start()
    path.write_text(path.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
    writer.save(draft("ours"))
    writer.settle()
    assert writer.due_s() is None
    writer.forget()
    writer.stop()
    assert path.read_text(encoding="utf-8").endswith("# by hand\n")


def test_the_history_is_the_same_as_without_a_thread(path, opened, draft):
    kept = []
    for kind in (Underway, Writer):
        here = path.with_name(f"{kind.__name__}.yaml")
        here.write_bytes(path.read_bytes())
        saving = kind(opened(here))
        saving.start()
        for number, act in enumerate((Act.STEP, Act.ASIDE, Act.STEP, Act.UNDO)):
            saving.save(draft(str(number)), act=act)
        saving.stop()
        kept.append((here.read_bytes(), beside(here, "history").read_bytes()))
    assert kept[0] == kept[1]
