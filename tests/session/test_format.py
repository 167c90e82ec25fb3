"""The file: what a session keeps beside the draft, and files of older and newer drafters."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.draft import answers_file
from drafter.draft.answers_file import read_answers
from drafter.draft.answers_writer import write_answers
from drafter.draft.draft_model import Cell, Draft, Origin
from drafter.errors import DrafterError

FIXTURE = Path(__file__).parent / "fixtures" / "format-1.yaml"

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    [
        "null",
        "~",
        "12",
        "1e3",
        " a",
        "a ",
        "甲\n乙",
        "甲\r\n",
        "\x85",
        "\ufeff",
        "\u2028\n",
        "|",
        "",
    ]
)
marks = st.dictionaries(
    words,
    st.recursive(
        words,
        lambda inner: (
            st.lists(inner, max_size=3).map(tuple) | st.dictionaries(words, inner, max_size=3)
        ),
        max_leaves=8,
    ),
    max_size=4,
)


@given(marks=marks)
@settings(max_examples=300)
def test_marks_come_back_unchanged(tiny, forms, marks):
    answers = read_answers(write_answers(tiny, Draft("tiny"), marks), "n", forms)
    assert answers.marks == marks
    assert answers.draft == Draft("tiny")


def test_a_lone_surrogate_does_not_stop_a_save(tiny, forms):
    text = write_answers(tiny, Draft("tiny"), {"typing": "甲\ud83d乙"})
    assert read_answers(text, "n", forms).marks == {"typing": "甲\ufffd乙"}


def test_marks_that_are_no_mapping_are_told_with_their_line(forms):
    with pytest.raises(DrafterError, match="n:3"):
        read_answers("format: 1\nform: tiny\nsession: [1]\n", "n", forms)


def test_format_1_is_read_and_written_byte_for_byte(forms, tiny):
    text = FIXTURE.read_bytes().decode()
    answers = read_answers(text, "n", forms)
    assert answers.draft.answers["organ.name"] == "示例市图书馆"
    assert answers.draft.cells["loans/all/science"] == Cell(50, Origin.CARRIED)
    assert answers.draft.confirmed == {"loans"}
    assert answers.marks == {
        "at": "loans",
        "finished": ("story",),
        "typing": {"story": "未写完的\r一段"},
    }
    assert write_answers(tiny, answers.draft, answers.marks) == text


def test_an_older_format_is_migrated(monkeypatch, forms):
    def organ_into_its_own_place(top):
        name = top.pop("unit")
        return top | {"organ": name._replace(value={"name": name})}

    monkeypatch.setitem(answers_file.MIGRATIONS, 0, organ_into_its_own_place)
    old = "format: 0\nform: tiny\nunit: 甲馆\n"
    assert read_answers(old, "n", forms).draft.answers == {"organ.name": "甲馆"}
    with pytest.raises(DrafterError, match="n:3"):
        read_answers(old.replace("甲馆", "[1]"), "n", forms)


@pytest.mark.parametrize("number", ["2", "99999999999999999999"])
def test_a_newer_format_is_refused_with_a_sentence(forms, number):
    with pytest.raises(DrafterError, match="新。升级"):
        read_answers(f"format: {number}\nform: tiny\n", "n", forms)
