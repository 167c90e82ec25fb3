"""The compiled relations agree with a naive reading of the same relations."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.form.arithmetic import difference
from drafter.form.definitions import Side
from drafter.form.form_file import read_form

SHAPES = (
    "- carried_in >= - handled",
    "received - 2 * carried_in = 3 - handled",
    "results >= 2 * received - 1",
    "0 = carried_out - carried_out",
    "5 >= received",
)


@pytest.fixture(scope="module")
def form(root, tmp_path_factory):
    """The form with every kind of table, and with equations of every shape."""
    source = (root / "tests" / "forms" / "kinds" / "form.yaml").read_text("utf-8")
    balance = "        - id: balance\n          each: column\n"
    more = "".join(
        f"        - {{id: shape{number}, each: column, notes: '{shape}'}}\n"
        for number, shape in enumerate(SHAPES)
    )
    folder = tmp_path_factory.mktemp("forms") / "kinds"
    folder.mkdir()
    (folder / "form.yaml").write_text(source.replace(balance, more + balance), "utf-8")
    return read_form(folder)


def amount(sides: tuple[Side, ...], figure: dict) -> int:
    return sum(t.factor * (figure[t.address] if t.address else 1) for s in sides for t in s.terms)


@given(data=st.data())
@settings(max_examples=60)
def test_broken_are_those_that_a_naive_reading_finds(form, data):
    values = data.draw(
        st.lists(st.integers(0, 4), min_size=len(form.cells), max_size=len(form.cells))
    )
    figure = dict(zip(form.cells, values, strict=True))
    naive = []
    for place, relation in enumerate(form.plain):
        left, right = amount(relation.left, figure), amount(relation.right, figure)
        if left != right if relation.equal else left < right:
            naive.append(place)
    assert form.arithmetic.broken(values) == naive


@given(data=st.data())
@settings(max_examples=30)
def test_no_total_is_broken_once_all_are_complete(form, data):
    figures = st.integers(0, 10**12) | st.decimals(0, 10**9, places=6)
    values = data.draw(st.lists(figures, min_size=len(form.cells), max_size=len(form.cells)))
    form.arithmetic.complete(values)
    broken = {form.plain[place].name for place in form.arithmetic.broken(values)}
    assert not broken & {"row_total", "results_total"}


def test_relations_with_last_year_or_a_condition_are_not_compiled(form):
    names = {relation.name for relation in form.plain}
    assert {"row_total", "balance", "stock"} <= names
    assert not {"opening", "fee"} & names


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [(3, 5, 2), (5, 3, 2), (Decimal("0.1"), 1, Decimal("0.9")), (0, 0, 0)],
)
def test_a_difference_has_no_sign(one, other, apart):
    assert difference(one, other) == apart
