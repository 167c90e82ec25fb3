"""Totals: derived from the cells, exactly, and never typed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.draft.draft_facts import Facts, figures, open_cells
from drafter.draft.draft_model import Cell, Draft, Origin, with_cell
from drafter.form.form_file import read_form

COUNTS = st.integers(0, 10**12 - 1)


def filled(form, values) -> Draft:
    typed = [address for address in form.cells if address not in form.computed]
    cells = {a: Cell(v, Origin.ENTERED) for a, v in zip(typed, values, strict=False)}
    return Draft(form.id, cells=cells)


def by_address(form, draft) -> dict:
    return dict(zip(form.cells, figures(form, draft), strict=True))


@given(st.lists(COUNTS, min_size=2, max_size=2))
def test_a_total_is_the_sum_of_its_row(tiny, values):
    assert by_address(tiny, filled(tiny, values))["loans/all/total"] == sum(values)


@given(st.lists(COUNTS, min_size=144, max_size=144))
@settings(max_examples=30)
def test_the_totals_of_the_national_form_are_those_of_a_naive_sum(national, values):
    cells = [
        a for a in national.cells if a.startswith("applications/") and a not in national.computed
    ]
    assert len(cells) == 144
    draft = Draft(
        national.id, cells={a: Cell(v, Origin.ENTERED) for a, v in zip(cells, values, strict=True)}
    )
    figure = by_address(national, draft)
    rows = list(dict.fromkeys(a.split("/")[1] for a in cells))
    columns = list(dict.fromkeys(a.split("/")[2] for a in cells))
    given = dict(zip(cells, values, strict=True))
    for row in rows:
        assert figure[f"applications/{row}/total"] == sum(
            given[f"applications/{row}/{c}"] for c in columns
        )
    results = [row for row in rows if row not in ("received", "carried_in", "carried_out")]
    assert len(results) == 21
    for column in columns:
        assert figure[f"applications/handled/{column}"] == sum(
            given[f"applications/{r}/{column}"] for r in results
        )
    assert figure["applications/handled/total"] == sum(
        given[f"applications/{r}/{c}"] for r in results for c in columns
    )


@given(data=st.data(), rows=st.integers(1, 5), columns=st.integers(1, 4))
@settings(max_examples=25)
def test_the_totals_of_any_grid_are_those_of_a_naive_sum(data, rows, columns, tmp_path_factory):
    form = read_form(grid_form(tmp_path_factory.mktemp("f"), rows, columns))
    values = data.draw(st.lists(COUNTS, min_size=rows * columns, max_size=rows * columns))
    figure = by_address(form, filled(form, values))
    table = [values[n * columns : (n + 1) * columns] for n in range(rows)]
    for number, row in enumerate(table):
        assert figure[f"grid/r{number}/total"] == sum(row)
    for number in range(columns):
        assert figure[f"grid/total/c{number}"] == sum(row[number] for row in table)
    assert figure["grid/total/total"] == sum(values)


def grid_form(folder, rows: int, columns: int):
    names = {"c": columns, "r": rows}
    lists = {
        kind: ", ".join(f"{{id: {kind}{n}, label: {kind}{n}}}" for n in range(many))
        for kind, many in names.items()
    }
    (folder / "form.yaml").write_text(
        f"""
form: {folder.name}
name: 表
source: 测试
years: 2020-
title: 表
signature: {{name: 甲, date: signed}}
basics:
  questions:
    - {{id: year, ask: 年, label: 年, kind: year}}
    - {{id: organ.name, ask: 名, label: 名, kind: line}}
    - {{id: signed, ask: 日, label: 日, kind: date}}
parts:
  - id: grid
    title: 表
    table:
      blocks:
        - columns: [{{label: 全部, id: all, columns: [{lists["c"]}]}}, {{id: total, label: 计}}]
          rows: [{{label: 全部, id: all, rows: [{lists["r"]}]}}, {{id: total, label: 计}}]
      relations:
        - {{id: rows, each: row, computes: total = all}}
        - {{id: columns, each: column, computes: total = all}}
""",
        "utf-8",
    )
    return folder


@pytest.mark.parametrize("address", ["cases/handled/natural", "cases/received/total"])
def test_a_total_cannot_be_set(kinds, address):
    with pytest.raises(ValueError, match="computed"):
        with_cell(kinds, Draft("kinds"), address, 5)


def test_a_cell_can_be_set_and_taken_back(kinds):
    draft = with_cell(kinds, Draft("kinds"), "cases/received/natural", 5)
    assert Facts(kinds, draft).cell_at("cases/received/total") == Cell(5, Origin.COMPUTED)
    assert with_cell(kinds, draft, "cases/received/natural", None) == Draft("kinds")


def test_counts_may_be_of_any_size(tiny):
    draft = filled(tiny, [10**30, 1])
    assert by_address(tiny, draft)["loans/all/total"] == 10**30 + 1


def test_an_amount_is_kept_to_its_last_place(kinds):
    draft = with_cell(kinds, Draft("kinds"), "money/fees/amount", Decimal("59237.2449"))
    assert Facts(kinds, draft).cell_at("money/fees/amount").value == Decimal("59237.2449")


@pytest.mark.parametrize(
    ("confirmed", "origin"), [((), Origin.DEFAULT), (("cases",), Origin.CONFIRMED)]
)
def test_a_zero_nobody_typed_says_whether_somebody_confirmed_it(kinds, confirmed, origin):
    draft = Draft("kinds", confirmed=frozenset(confirmed))
    assert Facts(kinds, draft).cell_at("cases/received/natural") == Cell(0, origin)


def test_a_typed_zero_is_no_open_cell(tiny):
    draft = with_cell(tiny, Draft("tiny"), "loans/all/novels", 0)
    assert list(open_cells(tiny, draft)) == ["loans/all/science"]


def test_a_confirmed_table_has_no_open_cells(tiny):
    assert not list(open_cells(tiny, Draft("tiny", confirmed=frozenset({"loans"}))))
