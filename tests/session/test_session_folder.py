"""Names of sessions can be file names on every system."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.draft.draft_model import Draft
from drafter.errors import DrafterError
from drafter.session.session_folder import checked_name, name_for, numbered, safe_name

SAFE = {
    "巴州商务局2021": "巴州商务局2021",
    "a/b": "a-b",
    "..": "",
    "../../etc/passwd": "etc-passwd",
    "CON": "CON-",
    "com1": "com1-",
    "console": "console",
    "甲 乙\t\n丙": "甲 乙 丙",
    " 甲 ": "甲",
    "甲.": "甲",
    "😀局": "😀局",
    "甲\x00\u202e乙": "甲乙",
    "C:\\甲": "C--甲",
    "": "",
    "   ": "",
    "长" * 100: "长" * 66,
}


@pytest.mark.parametrize(("words", "name"), SAFE.items(), ids=lambda text: ascii(text[:12]))
def test_a_name_is_made_safe(words, name):
    assert safe_name(words) == name


@given(st.text(max_size=300))
def test_a_safe_name_is_a_file_name_and_stays(words):
    name = safe_name(words)
    assert safe_name(name) == name
    assert len(name.encode()) <= 200
    assert not re.search(r'[<>:"/\\|?*.\x00-\x1f]', name)
    assert name == name.strip()


@given(st.text(max_size=300))
def test_a_typed_name_is_taken_as_it_is_or_refused(words):
    with suppress(DrafterError):
        name = checked_name(words)
        assert name == safe_name(name) != ""


def test_a_session_is_called_by_organ_and_year():
    assert name_for(Draft("tiny", {"organ.name": "甲/局", "year": 2021})) == "甲-局2021"
    assert name_for(Draft("tiny")) == "新报告"


@pytest.mark.parametrize("name", ["甲", "长" * 66])
def test_numbered_names_stay_names(name):
    names = list(islice(numbered(name), 12))
    assert len(set(names)) == 12
    assert all(len(one.encode()) <= 200 for one in names)
