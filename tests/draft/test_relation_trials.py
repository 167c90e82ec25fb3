"""Relations tested on a draft, and told with both sides."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Cell, Draft, Origin, with_answer, with_cell
from drafter.draft.relation_trials import trials_of
from drafter.form.definitions import Verb
from drafter.form.form_file import load_form


def with_cells(form, figures: dict, draft: Draft | None = None) -> Draft:
    draft = draft or Draft(form.id)
    for address, figure in figures.items():
        draft = with_cell(form, draft, address, figure)
    return draft


def said(form, draft: Draft, last: Draft | None = None) -> list[str]:
    trials = trials_of(Facts(form, draft), Facts(form, last) if last else None)
    return [trial.broken.said for trial in trials if trial.broken]


def test_the_national_balance_is_told_with_both_sides_and_the_difference(national):
    draft = with_cells(national, {
        "applications/received/natural": 58, "applications/carried_in/natural": 2,
        "applications/granted/natural": 59,
    })  # fmt: skip
    assert said(national, draft)[0] == (
        "自然人列：本年新收 58 + 上年结转 2 = 60，办结总计 59 + 结转下年度 0 = 59，差 1"
    )


def test_a_break_runs_on_into_the_total(national):
    draft = with_cells(national, {"applications/received/natural": 3})
    assert [sentence.split("：")[0] for sentence in said(national, draft)] == ["自然人列", "总计列"]


def test_nothing_breaks_in_an_empty_report(national, kinds, tiny):
    for form in (national, kinds, tiny):
        assert said(form, Draft(form.id)) == []


# 宿迁 2023 and 2024 as published: the columns but the last are typed.
VECTORS = {
    2023: {
        "received": (3402, 99, 0, 4, 5, 1), "carried_in": (91, 3, 0, 0, 2, 0),
        "granted": (1175, 12, 0, 3, 1, 0), "partial": (319, 7, 0, 0, 2, 0),
        "forbidden": (27, 0, 0, 0, 0, 0), "stability": (6, 0, 0, 0, 0, 0),
        "third_party": (38, 0, 0, 0, 0, 0), "internal": (20, 0, 0, 0, 0, 0),
        "process": (9, 0, 0, 0, 0, 0), "enforcement_file": (21, 0, 0, 0, 0, 0),
        "registry_query": (20, 1, 0, 0, 0, 0), "not_held": (968, 74, 0, 1, 3, 1),
        "to_be_made": (26, 2, 0, 0, 0, 0), "unclear": (3, 0, 0, 0, 0, 0),
        "petition": (305, 0, 0, 0, 0, 0), "repeated": (39, 0, 0, 0, 0, 0),
        "excessive": (58, 0, 0, 0, 0, 0), "confirmation": (4, 0, 0, 0, 0, 0),
        "not_supplemented": (40, 0, 0, 0, 0, 0), "fee_unpaid": (10, 0, 0, 0, 0, 0),
        "other_outcome": (287, 3, 0, 0, 1, 0), "carried_out": (118, 3, 0, 0, 0, 0),
    },
    2024: {
        "received": (3440, 75, 0, 1, 6, 3), "carried_in": (118, 3, 0, 0, 0, 0),
        "granted": (1408, 21, 0, 0, 2, 0), "partial": (462, 9, 0, 0, 0, 0),
        "secret": (2, 0, 0, 0, 0, 0), "forbidden": (1, 0, 0, 0, 0, 0),
        "stability": (4, 0, 0, 0, 0, 0), "third_party": (16, 1, 0, 0, 0, 0),
        "internal": (21, 0, 0, 0, 0, 0), "process": (10, 1, 0, 0, 0, 0),
        "enforcement_file": (21, 2, 0, 0, 0, 0), "registry_query": (13, 0, 0, 0, 0, 0),
        "not_held": (859, 33, 0, 0, 3, 2), "to_be_made": (35, 1, 0, 0, 0, 0),
        "unclear": (8, 0, 0, 0, 0, 0), "petition": (86, 1, 0, 0, 0, 0),
        "repeated": (26, 1, 0, 0, 0, 0), "excessive": (3, 0, 0, 0, 0, 0),
        "not_supplemented": (75, 1, 0, 1, 0, 0), "fee_unpaid": (38, 0, 0, 0, 0, 0),
        "other_outcome": (352, 2, 0, 0, 0, 0), "carried_out": (118, 5, 0, 0, 1, 1),
    },
}  # fmt: skip
COLUMNS = ("natural", "business", "research", "welfare", "legal", "other")
HANDLED = {2023: (3375, 99, 0, 4, 7, 1, 3486), 2024: (3440, 73, 0, 1, 5, 2, 3521)}


def published(form, year: int) -> Draft:
    return with_cells(form, {
        f"applications/{row}/{column}": figure
        for row, figures in VECTORS[year].items()
        for column, figure in zip(COLUMNS, figures, strict=True)
    })  # fmt: skip


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_totals_of_published_reports_are_derived(national, year):
    facts = Facts(national, published(national, year))
    index = national.arithmetic.index
    derived = [facts.figures[index[f"applications/handled/{c}"]] for c in (*COLUMNS, "total")]
    assert tuple(derived) == HANDLED[year]


def test_two_published_years_hold_and_follow_each_other(national):
    assert said(national, published(national, 2024), published(national, 2023)) == []


def test_a_figure_that_does_not_follow_from_last_year_is_told(national):
    draft = with_cell(national, published(national, 2024), "applications/carried_in/natural", 117)
    draft = with_cell(national, draft, "applications/received/natural", 3441)
    told = said(national, draft, published(national, 2023))
    assert told[0] == "自然人列：上年结转 117，上年报告结转下年度 118，差 1"


def test_without_last_year_the_trial_says_so(kinds):
    (trial,) = [t for t in trials_of(Facts(kinds, Draft("kinds")))
                if t.relation.name == "opening" and t.relation.along == "natural"]  # fmt: skip
    assert trial.broken is None
    assert trial.no_last


def test_without_its_answer_a_relation_is_not_passed_as_holding(kinds):
    draft = Draft("kinds", {"work.main.cost": Decimal("1.5")})
    (trial,) = [t for t in trials_of(Facts(kinds, draft)) if t.relation.name == "fee"]
    assert trial.broken.said == ("收费不少于费用，现在行政收费·收费 0，费用 1.5")


def test_a_relation_whose_condition_does_not_hold_is_not_tried(kinds):
    assert "fee" not in [t.relation.name for t in trials_of(Facts(kinds, Draft("kinds")))]


def test_at_least_holds_when_equal(kinds):
    figures = {"money/rules/made": 2, "money/rules/kept": 2}
    assert said(kinds, with_cells(kinds, figures)) == []
    figures["money/rules/made"] = 3
    assert said(kinds, with_cells(kinds, figures)) == ["规章行：现行有效 2，制发 3，差 1"]


def test_a_comparison_with_a_plain_number_is_told_in_the_words_of_the_form(national):
    draft = with_cells(national, {"disclosed/regulations/issued": 2})
    told = said(national, draft)
    assert any(
        s.startswith("没有规章制定权的机关，规章三格都是 0，现在") and "2" in s for s in told
    )


def test_stated_totals_are_compared_with_the_sums(kinds):
    draft = with_cells(kinds, {"cases/received/natural": 5, "cases/carried_out/natural": 5})
    stated = Draft("kinds", cells=draft.cells, stated={"cases/received/total": 6})
    told = said(kinds, stated)
    assert "新收行：总计 6，自然人 5 + 单位 0 = 5，差 1" in told


SENTENCES = {
    "received >= - carried_in - 3": None,
    "received - carried_in = handled": "自然人列：新收 2 - 上年结转 1 = 1，办结 0，差 1",
    "- carried_in = handled": "自然人列：- 上年结转 1 = -1，办结 0，差 1",
    "received - 3 * carried_in = handled": ("自然人列：新收 2 - 3 × 上年结转 1 = -1，办结 0，差 1"),
    "results = 3 * received": "自然人列：办理 0，3 × 新收 2 = 6，差 6",
    "received + results = carried_in": "自然人列：新收 2 + 办理 0 = 2，上年结转 1，差 1",
}


@pytest.mark.parametrize(("statement", "sentence"), SENTENCES.items(), ids=SENTENCES)
def test_every_shape_of_equation_is_spelled_out(forms, tmp_path, statement, sentence):
    source = (forms / "kinds" / "form.yaml").read_text("utf-8")
    (tmp_path / "kinds").mkdir()
    source = source.replace(
        "requires: received + carried_in = handled + carried_out", f"requires: '{statement}'"
    )
    (tmp_path / "kinds" / "form.yaml").write_text(source, "utf-8")
    form = load_form("kinds", tmp_path)
    draft = with_cells(form, {"cases/received/natural": 2, "cases/carried_in/natural": 1})
    assert (said(form, draft)[0] if sentence else said(form, draft)) == (sentence or [])


@given(data=st.data())
@settings(max_examples=40)
def test_the_compiled_test_agrees_with_a_naive_one(kinds, data):
    typed = [a for a in kinds.cells if a not in kinds.computed and not a.startswith("money/fees")]
    figures = data.draw(st.fixed_dictionaries({a: st.integers(0, 2) for a in typed}))
    draft = Draft("kinds", cells={a: Cell(v, Origin.ENTERED) for a, v in figures.items()})
    facts = Facts(kinds, draft)
    index = kinds.arithmetic.index

    def amount(sides) -> int:
        return sum(t.factor * facts.figures[index[t.address]] for s in sides for t in s.terms)

    broken = {id(t.relation) for t in trials_of(facts) if t.broken}
    for relation in kinds.plain:
        left, right = amount(relation.left), amount(relation.right)
        holds = left == right if relation.equal else left >= right
        assert (id(relation) not in broken) == holds
        assert relation.verb is not Verb.COMPUTES or holds


def test_a_yes_is_no_number(kinds):
    facts = Facts(kinds, with_answer(Draft("kinds"), "work.main.open", True))
    assert all(not trial.broken for trial in trials_of(facts))
