"""Undo and redo survive a restart; a damaged history never blocks, and never misleads."""

from __future__ import annotations

import json
import os
import random
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter import file_writer
from drafter.session import undo_history as module
from drafter.session.undo_history import Act, History, HistoryFile

texts = st.text(alphabet="ab甲\n", max_size=12)
walks = st.lists(st.tuples(st.sampled_from(Act), texts), max_size=25)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "甲.history"


class Kept:
    """A history with its file, as a session keeps them."""

    def __init__(self, path, text):
        self.file = HistoryFile(path)
        history, self.wrong = self.file.read()
        self.now = (history or History(text)).after(text, Act.STEP)
        if history is None or history.current != text:
            self.file.forget()
        self.file.keep(self.now, Act.ASIDE)

    def add(self, text, act):
        self.now = self.now.after(text, act)
        self.file.keep(self.now, act)


def walk(kept, acts):
    for act, text in acts:
        if act is Act.UNDO:
            if kept.now.before is not None:
                kept.add(kept.now.before, act)
        elif act is Act.REDO:
            if kept.now.ahead is not None:
                kept.add(kept.now.ahead, act)
        else:
            kept.add(text, act)


def states(kept):
    """Past, present and future as texts, oldest and nearest first."""
    all_texts = list(kept.now.texts())
    steps = len(kept.now.past)
    return all_texts[steps:0:-1], all_texts[0], all_texts[steps + 1 :]


@given(first=walks, then=walks)
@settings(max_examples=200, deadline=None)
def test_a_restart_changes_nothing(tmp_path_factory, first, then):
    file = tmp_path_factory.mktemp("h") / "h"
    straight, broken = Kept(file.with_name("s"), "甲"), Kept(file, "甲")
    for acts in (first, then):
        walk(straight, acts)
        walk(broken, acts)
        assert states(broken) == states(straight)
        broken = Kept(file, broken.now.current)
        assert states(broken) == states(straight)


def test_undo_and_redo_go_through_the_texts(file):
    history = Kept(file, "0")
    for text in "123":
        history.add(text, Act.STEP)
    history.add("3x", Act.ASIDE)
    assert states(history) == (["0", "1", "2"], "3x", [])
    history.add("2", Act.UNDO)
    assert states(history) == (["0", "1"], "2", ["3x"])
    history.add("3x", Act.REDO)
    history.add("2", Act.UNDO)
    history.add("4", Act.STEP)
    assert states(Kept(file, "4")) == (["0", "1", "2"], "4", [])


def test_a_text_from_elsewhere_is_one_more_step(file):
    Kept(file, "0").add("1", Act.STEP)
    history = Kept(file, "by hand")
    assert states(history) == (["0", "1"], "by hand", [])
    history.add("2", Act.STEP)
    assert states(Kept(file, "2")) == (["0", "1", "by hand"], "2", [])


@given(seed=st.integers(0, 10**6))
@settings(max_examples=150, deadline=None)
def test_damage_leads_nowhere_else(tmp_path_factory, seed):
    """Whatever is done to the file: it opens, and every state is one that was."""
    chance = random.Random(seed)
    file = tmp_path_factory.mktemp("h") / "h"
    history, known = Kept(file, "甲0"), {"甲0"}
    for number in range(1, 12):
        known.add(f"甲{number}\n" * number)
        history.add(f"甲{number}\n" * number, Act.STEP)
    data = bytearray(file.read_bytes())
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(data))
        data[at : at + chance.randint(0, 40)] = chance.randbytes(chance.randint(0, 40))
    file.write_bytes(data)
    opened = Kept(file, history.now.current)
    assert opened.now.current == history.now.current
    past, _, future = states(opened)
    # The base is the one text without a hash before it.
    assert {*past, *future} - known <= {*past[:1]}
    opened.add("新", Act.STEP)
    assert states(Kept(file, "新")) == states(opened)


@pytest.mark.parametrize(
    "data",
    [
        b'{"base": "\\ud800 x"}\n',
        b"\n" * 10_000,
        b'{"base": "x"}\n{"act": "step", "at": 1e999, "cut": 0, "put": ""}\n',
        b'{"base": "x"}\n{"act": "step", "at": 0, "cut": 0, "put": ""}\n',
        b'{"base": "' + b"x" * 20_000_000,
        b"null\n",
        b"\xff\xfe\x00\n",
        b"[" * 100_000 + b"\n",
    ],
    ids=lambda data: repr(data[:30]),
)
def test_what_is_wrong_with_a_file_is_told(file, data):
    file.write_bytes(data)
    history, wrong = HistoryFile(file).read()
    assert wrong
    assert history in (None, History("x"))


@pytest.mark.posix
def test_a_link_or_a_pipe_is_not_read_and_nothing_waits_for_it(file, tmp_path):
    other = tmp_path / "other"
    Kept(other, "secret")
    file.symlink_to(other)
    history, wrong = HistoryFile(file).read()
    assert (history, bool(wrong)) == (None, True)
    file.unlink()
    os.mkfifo(file)
    history, wrong = HistoryFile(file).read()
    assert (history, bool(wrong)) == (None, True)


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"{}", b"[" * 100_000, b"null\n", b'{"base": 1}\n', b"\xff\xfe\x00", b"{"]
)
def test_junk_is_an_empty_history(file, data):
    file.write_bytes(data)
    assert states(Kept(file, "甲")) == ([], "甲", [])


def test_a_torn_last_line_costs_only_itself(file):
    history = Kept(file, "0")
    history.add("1", Act.STEP)
    history.add("2", Act.STEP)
    file.write_bytes(file.read_bytes()[:-9])
    again = Kept(file, "1")
    assert states(again) == (["0"], "1", [])
    again.add("3", Act.STEP)
    assert states(Kept(file, "3")) == (["0", "1"], "3", [])


def test_it_is_bounded(file, monkeypatch):
    monkeypatch.setattr(module, "MOST_STEPS", 10)
    monkeypatch.setattr(module, "MOST_LINES", 30)
    monkeypatch.setattr(module, "MOST_BYTES", 20_000)
    history = Kept(file, "0")
    for number in range(200):
        history.add(f"{number} {'长' * 100}", Act.STEP)
        assert len(file.read_bytes().splitlines()) <= 31
        assert file.stat().st_size <= 20_000
    assert len(history.now.past) == 10
    assert states(Kept(file, history.now.current)) == states(history)
    monkeypatch.setattr(module, "MOST_CHARACTERS", 3_000)
    for number in range(20):
        history.add(str(number) * 15_000, Act.STEP)
        assert file.stat().st_size <= 30_000 + 20_000 + 31_000
    assert (len(history.now.past), history.file.trouble) == (1, None)


def test_the_changes_are_kept_and_not_the_texts(file):
    """A large text costs its own room once, in memory and in the file."""
    text = "甲" * 200_000
    tracemalloc.start()
    history = Kept(file, text)
    for number in range(60):
        history.add(f"{number}{text}", Act.STEP)
    kept_bytes, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept_bytes < 10 * len(text)
    assert len(history.now.past) > 20
    assert file.stat().st_size < 4 * len(text)
    assert states(Kept(file, history.now.current)) == states(history)


@pytest.mark.parametrize("acts", [500, 5_000])
def test_a_long_session_is_kept_in_no_more_room_than_a_shorter_one(file, acts):
    history = Kept(file, "0")
    for number in range(1, acts + 1):
        act = Act.UNDO if number % 10 == 0 else Act.STEP
        history.add(history.now.before if act is Act.UNDO else f"一{number}", act)
    assert len(history.now.past + history.now.future) == module.MOST_STEPS
    assert file.stat().st_size < 150 * (module.MOST_LINES + 1)
    assert file.read_bytes().count(b"\n") <= module.MOST_LINES


def test_it_is_small_for_small_changes(file):
    text = "长" * 10_000
    history = Kept(file, text)
    history.add(text, Act.ASIDE)
    history.add(f"{text}1", Act.STEP)
    before = file.stat().st_size
    history.add(f"{text}2", Act.STEP)
    assert file.stat().st_size - before < 150
    assert json.loads(file.read_bytes().splitlines()[-1])["put"] == "2"


def test_a_history_that_cannot_be_written_stops_nothing(file, monkeypatch):
    history = Kept(file, "0")
    history.add("1", Act.STEP)

    def full(*_args):
        raise OSError(28, "")

    monkeypatch.setattr(file_writer.os, "write", full)
    history.add("2", Act.STEP)
    assert history.file.trouble is not None
    monkeypatch.undo()
    history.add("3", Act.STEP)
    assert history.file.trouble is None
    assert states(Kept(file, "3")) == (["0", "1", "2"], "3", [])
