"""What is read of lines that somebody typed who had not seen the reader."""

from __future__ import annotations

import pytest

from drafter.form.form_file import load_form
from typed_lines.line_scoring import compared, score

FORM = load_form("disclosure-2021")
SETS = ["build", "chat_build", "later_build", "third_build"]
SETS += ["unseen", "later_unseen", "third_unseen"]


@pytest.mark.parametrize("name", SETS)
def test_nothing_is_recorded_that_was_not_meant(name):
    assert score(FORM, name).wrong == 0


@pytest.mark.parametrize(
    ("name", "least"), [*zip(SETS, (0.95, 0.95, 0.95, 0.95, 0.8, 0.9, 0.88), strict=True)]
)
def test_plain_lines_are_read(name, least):
    counts = score(FORM, name)
    assert counts.right >= least * counts.plain


def test_lines_to_build_with_are_all_of_the_three_kinds():
    kinds = {line.entry["kind"] for line in compared(FORM, "build")}
    assert kinds == {"plain", "doubtful", "nothing"}
