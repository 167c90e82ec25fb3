"""Relations of reports by the thousand: all at once, the same as one by one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Cell, Draft, Origin
from drafter.draft.relation_trials import trials_of
from drafter.errors import ExitCode
from drafter.form.form_file import load_form
from drafter.gather import relation_lines
from drafter.gather.relation_lines import BadLine, BrokenLine, RelationMatrix, line_results, told

FORM = load_form("disclosure-2021")
ADDRESSES = list(FORM.cells)


def line(cells: dict[str, object], name: str = "甲局") -> bytes:
    return json.dumps({"name": name, "year": 2023, "cells": cells}).encode()


def found(*lines: bytes) -> list[BrokenLine | BadLine]:
    return [each for each in line_results(FORM, lines) if not isinstance(each, int)]


@pytest.fixture(params=["numpy", "without"])
def either_way(request, monkeypatch) -> None:
    """The short way and the slow one."""
    if request.param == "without":
        monkeypatch.setattr(relation_lines, "is_here", lambda name: False)


figures = st.lists(st.integers(0, 3), min_size=len(ADDRESSES), max_size=len(ADDRESSES))


@settings(max_examples=20)
@given(st.lists(figures, min_size=1, max_size=3))
def test_the_matrix_says_what_the_relations_say(rows):
    matrix = RelationMatrix(FORM)
    assert matrix.broken(rows) == [FORM.arithmetic.broken(row) for row in rows]


def test_a_break_is_told_as_the_checks_tell_it(either_way):
    cells = {"applications/received/natural": 5, "applications/carried_out/natural": 3}
    (broken,) = found(line(cells))
    assert broken.line.name == "甲局"
    draft = Draft(FORM.id, cells={a: Cell(n, Origin.ENTERED) for a, n in cells.items()})
    plain = {id(relation) for relation in FORM.plain}
    trials = [t for t in trials_of(Facts(FORM, draft)) if id(t.relation) in plain]
    assert told(FORM, broken) == [trial.broken.said for trial in trials if trial.broken]


def test_totals_that_are_not_there_follow_and_wrong_ones_are_told(either_way):
    right = {"applications/received/natural": 5, "applications/granted/natural": 5}
    assert found(line(right)) == []
    (broken,) = found(line(right | {"applications/received/total": 6}))
    assert any("6" in said for said in told(FORM, broken))


def test_cents_are_no_break(either_way):
    assert found(line({"disclosed/fees/amount": 0.1 + 0.2})) == []


@pytest.mark.parametrize(
    "bad",
    [
        b"{",
        b"[]",
        b'{"cells": 5}',
        line({"nowhere/at/all": 1}),
        b'{"cells": {"applications/received/natural": NaN}}',
        b'{"cells": {"applications/received/natural": 1e999}}',
        line({"applications/received/natural": "5"}),
        line({"applications/received/natural": 10**400}),
    ],
)
def test_a_bad_line_is_told_and_the_others_are_tested(either_way, bad):
    wrong = line({"applications/received/natural": 1})
    first, second = found(bad, b"\n", line({}), wrong)
    assert {type(first), type(second)} == {BadLine, BrokenLine}
    assert {first.number if isinstance(first, BadLine) else second.number} == {1}


def test_many_batches_are_each_tested(monkeypatch):
    monkeypatch.setattr(relation_lines, "_BATCH", 3)
    wrong = line({"applications/received/natural": 1})
    lines = [wrong if number % 4 == 0 else line({}) for number in range(10)]
    assert [each.line.number for each in found(*lines)] == [1, 5, 9]


def test_the_command_leaves_a_row_for_each_break(tmp_path, run_drafter):
    right, wrong = line({}), line({"applications/received/natural": 1}, "=乙局")
    (tmp_path / "全省.ndjson").write_bytes(b"\n".join((right, wrong, b"{")) + b"\n")
    run = run_drafter("gather", "全省.ndjson", "-o", "出", cwd=tmp_path)
    assert (run.code, run.out.splitlines()[0]) == (
        ExitCode.FINDINGS,
        "3 行，表内关系不成立的报告 1 份，读不懂的 1 行。",
    )
    head, *rows = (tmp_path / "出" / "表内关系.csv").read_text("utf-8-sig").splitlines()
    assert head == "文件,行,单位,年度,问题"
    assert {row.split(",")[2] for row in rows} == {"'=乙局", ""}
