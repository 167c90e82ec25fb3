"""Patterns that are compiled only where a word of theirs stands."""

from __future__ import annotations

import re
from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drafter.checks.check_catalogue import FAMILIES
from drafter.checks.text_search import Rare, has

MODULES = [module for family in FAMILIES.values() for module in family.modules]
PATTERNS = {
    f"{module}.{name}": value
    for module in MODULES
    for name, value in vars(import_module(f"drafter.checks.{module}")).items()
    if isinstance(value, Rare)
}


@pytest.mark.parametrize("rare", PATTERNS.values(), ids=PATTERNS)
@settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_text_has_the_pattern_without_one_of_its_words(rare, data):
    text = data.draw(st.from_regex(rare.pattern))
    assert re.search(rare.pattern, text)
    assert has(text, rare.words)


def test_a_text_without_the_words_is_not_searched():
    broken = Rare("(", ("甲",))
    assert broken.search("乙") is None
    assert list(broken.finditer("乙")) == []
    with pytest.raises(re.error):
        broken.search("甲")
