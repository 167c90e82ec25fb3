"""Undo and redo survive a restart; a damaged history never blocks, and never misleads."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter import saving
from drafter.session import history as module
from drafter.session.history import Act, History

texts = st.text(alphabet="ab甲\n", max_size=12)
walks = st.lists(st.tuples(st.sampled_from(Act), texts), max_size=25)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "甲.history"


def walk(history, acts):
    for act, text in acts:
        if act is Act.UNDO:
            if history.past:
                history.add(history.past[-1], act)
        elif act is Act.REDO:
            if history.future:
                history.add(history.future[0], act)
        else:
            history.add(text, act)


def states(history):
    return history.past, history.current, history.future


@given(first=walks, then=walks)
@settings(max_examples=200, deadline=None)
def test_a_restart_changes_nothing(tmp_path_factory, first, then):
    file = tmp_path_factory.mktemp("h") / "h"
    straight, broken = History(file.with_name("s"), "甲"), History(file, "甲")
    for acts in (first, then):
        walk(straight, acts)
        walk(broken, acts)
        assert states(broken) == states(straight)
        broken = History(file, broken.current)
        assert states(broken) == states(straight)


def test_undo_and_redo_go_through_the_texts(file):
    history = History(file, "0")
    for text in "123":
        history.add(text, Act.STEP)
    history.add("3x", Act.ASIDE)
    assert states(history) == (["0", "1", "2"], "3x", [])
    history.add("2", Act.UNDO)
    assert states(history) == (["0", "1"], "2", ["3x"])
    history.add("3x", Act.REDO)
    history.add("2", Act.UNDO)
    history.add("4", Act.STEP)
    assert states(History(file, "4")) == (["0", "1", "2"], "4", [])


def test_a_text_from_elsewhere_is_one_more_step(file):
    History(file, "0").add("1", Act.STEP)
    history = History(file, "by hand")
    assert states(history) == (["0", "1"], "by hand", [])
    history.add("2", Act.STEP)
    assert states(History(file, "2")) == (["0", "1", "by hand"], "2", [])


DAMAGE = st.lists(
    st.tuples(st.integers(0, 9_999), st.integers(0, 40), st.binary(max_size=40)),
    min_size=1,
    max_size=3,
)
"""Where in the file, how many bytes are lost there, and what stands there instead."""


@given(DAMAGE)
@settings(max_examples=150, deadline=None)
def test_damage_leads_nowhere_else(tmp_path_factory, damage):
    """Whatever is done to the file: it opens, and every state is one that was."""
    file = tmp_path_factory.mktemp("h") / "h"
    history, known = History(file, "甲0"), {"甲0"}
    for number in range(1, 12):
        known.add(f"甲{number}\n" * number)
        history.add(f"甲{number}\n" * number, Act.STEP)
    data = bytearray(file.read_bytes())
    for place, lost, instead in damage:
        at = place % max(len(data), 1)
        data[at : at + lost] = instead
    file.write_bytes(data)
    opened = History(file, history.current)
    assert opened.current == history.current
    # The base is the one text without a hash before it.
    assert {*opened.past, *opened.future} - known <= {*opened.past[:1]}
    opened.add("新", Act.STEP)
    assert states(History(file, "新")) == states(opened)


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"{}", b"[" * 100_000, b"null\n", b'{"base": 1}\n', b"\xff\xfe\x00", b"{"]
)
def test_junk_is_an_empty_history(file, data):
    file.write_bytes(data)
    assert states(History(file, "甲")) == ([], "甲", [])


def test_a_torn_last_line_costs_only_itself(file):
    history = History(file, "0")
    history.add("1", Act.STEP)
    history.add("2", Act.STEP)
    file.write_bytes(file.read_bytes()[:-9])
    again = History(file, "1")
    assert states(again) == (["0"], "1", [])
    again.add("3", Act.STEP)
    assert states(History(file, "3")) == (["0", "1"], "3", [])


def test_it_is_bounded(file, monkeypatch):
    monkeypatch.setattr(module, "MOST_STEPS", 10)
    monkeypatch.setattr(module, "MOST_LINES", 30)
    monkeypatch.setattr(module, "MOST_BYTES", 20_000)
    history = History(file, "0")
    for number in range(200):
        history.add(f"{number} {'长' * 100}", Act.STEP)
        assert len(file.read_bytes().splitlines()) <= 31
        assert file.stat().st_size <= 20_000
    assert len(history.past) == 10
    assert states(History(file, history.current)) == states(history)
    for number in range(20):
        history.add(str(number) * 15_000, Act.STEP)
        assert file.stat().st_size <= 62_000
    assert history.trouble is None


def test_it_is_small_for_small_changes(file):
    text = "长" * 10_000
    history = History(file, text)
    history.add(text, Act.ASIDE)
    history.add(f"{text}1", Act.STEP)
    before = file.stat().st_size
    history.add(f"{text}2", Act.STEP)
    assert file.stat().st_size - before < 150
    assert json.loads(file.read_bytes().splitlines()[-1])["put"] == "2"


def test_a_history_that_cannot_be_written_stops_nothing(file, monkeypatch):
    history = History(file, "0")
    history.add("1", Act.STEP)

    def full(*_args):
        raise OSError(28, "")

    monkeypatch.setattr(saving.os, "write", full)
    history.add("2", Act.STEP)
    assert history.trouble is not None
    monkeypatch.undo()
    history.add("3", Act.STEP)
    assert history.trouble is None
    assert states(History(file, "3")) == (["0", "1", "2"], "3", [])
