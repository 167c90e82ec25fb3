"""Registers with heads and words of other offices: what is counted of them is counted right."""

from __future__ import annotations

import pytest

from register_truth import FOLDER, compared


@pytest.mark.parametrize("folder", ["learnt", "measured"])
def test_nothing_is_counted_wrongly(form, folder):
    assert {each.file: each.wrong for each in compared(form, FOLDER / folder) if each.wrong} == {}
