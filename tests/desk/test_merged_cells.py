"""The units behind a cell of a government's draft, kept beside it."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from drafter.desk.merged_cells import is_merged, keep_parts, units_behind
from drafter.draft.draft_model import Cell, Draft, Origin
from drafter.errors import DrafterError
from drafter.form.form_file import load_form
from drafter.interview.given_answers import record_cells
from drafter.interview.interview_state import InterviewState, new_state
from drafter.session.session_folder import belongings

FORM = load_form("disclosure-2021")
CELL = "applications/received/natural"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "县政府.yaml"
    path.write_text("format: 1\n", "utf-8")
    keep_parts(path, {CELL: [("甲局", 9), ("乙局", 84), ("丙局", Decimal("0.5"))]})
    return path


def test_the_units_are_told_the_largest_first(file):
    assert units_behind(FORM, file, CELL) == [
        "表三，“本年新收·自然人”：3 个单位",
        "  乙局 84",
        "  甲局 9",
        "  丙局 0.5",
    ]


def test_a_cell_that_is_nothing_everywhere_is_told_so(file):
    assert units_behind(FORM, file, "applications/carried_in/natural")[1] == "  各单位都是 0"


def test_it_goes_where_the_draft_goes(file):
    assert file.with_name("县政府.merged") in set(belongings(file))


_KEPT = (None, b"{", b"[]", b"[" * 100_000, b'{"%s": 5}', b'{"%s": [["\xe4\xb9\x99", "many"]]}')


@pytest.mark.parametrize("kept", _KEPT, ids=range(len(_KEPT)))
def test_what_is_not_there_or_damaged_is_told(file, kept):
    beside = file.with_name("县政府.merged")
    beside.unlink()
    if kept is not None:
        beside.write_bytes(kept.replace(b"%s", CELL.encode()))
    with pytest.raises(DrafterError, match="没有存下各单位的数字"):
        units_behind(FORM, file, CELL)


@pytest.mark.skipif(os.name == "nt", reason="links want rights there")
def test_a_link_is_not_followed(file, tmp_path):
    beside = file.with_name("县政府.merged")
    beside.rename(tmp_path / "别处")
    beside.symlink_to(tmp_path / "别处")
    with pytest.raises(DrafterError):
        units_behind(FORM, file, CELL)


def test_a_figure_that_was_typed_over_is_no_sum_any_more():
    draft = Draft(FORM.id, cells={CELL: Cell(7, Origin.MERGED)})
    state = new_state(FORM, draft)
    assert is_merged(state, CELL)
    after = record_cells(state, "applications", {CELL: "8"})
    assert isinstance(after, InterviewState)
    assert not is_merged(after, CELL)
