"""What whoever signs is told: figures, what was checked and what was not, what has changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import html5lib
import pytest

from drafter.checks.check_catalogue import catalogue
from drafter.checks.check_run import run_checks
from drafter.checks.material import load_material
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Closure, Draft, with_answer
from drafter.form.form_file import load_form
from drafter.output.approval_sheet import sheet_of, sheet_page
from drafter.output.review_sheet import ReviewFigure, Version, change_of, review_of

ROOT = Path(__file__).parents[2]
DAY = date(2025, 1, 10)


def facts_of(name: str) -> Facts:
    answers = load_answers(ROOT / "sample_answers" / f"{name}.yaml")
    return Facts(answers.form, answers.draft)


@pytest.fixture(scope="module")
def county() -> Facts:
    return facts_of("county-government-2023")


def page_of(review, facts) -> str:
    return sheet_page(sheet_of(review, facts), facts.form)


def test_key_figures_stand_beside_last_years():
    material = load_material(facts_of("suqian-2024"), facts_of("suqian-2023"), DAY)
    review = review_of(material, draft=True, since=None)
    assert review.last_year
    assert (review.year, review.last_year) == (2024, 2023)
    told = {figure.label: figure for figure in review.figures}
    assert told["本年新收申请"] == ("本年新收申请", "3525", "3511", "件", "增 14（0.4%）", False)
    assert told["行政事业性收费"][1:4] == ("72701.2578", "59237.2449", "万元")
    assert told["主动公开政府信息"] == ReviewFigure("主动公开政府信息", "", "", "条")


def test_a_figure_that_changed_by_half_stands_out():
    material = load_material(facts_of("suqian-2024"), facts_of("suqian-2023"), DAY)
    review = review_of(material, draft=True, since=None)
    (jumped,) = (figure for figure in review.figures if figure.jumped)
    assert (jumped.label, jumped.change) == ("行政复议", "大减 270（61.36%）")


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        (12, 0, ("大增 12", True)),
        (3, 0, ("增 3", False)),
        (15, 10, ("大增 5（50%）", True)),
        (14, 10, ("增 4（40%）", False)),
        (4, 9, ("减 5（55.56%）", False)),
        (7, 7, ("持平", False)),
        (Decimal("0.5"), 1, ("减 0.5（50%）", False)),
        (None, 3, ("", False)),
        (3, None, ("", False)),
    ],
)
def test_the_change_is_told_in_words(now, before, told):
    assert change_of(now, before) == told


def test_the_deadline_is_the_earliest_and_tells_its_source(county):
    material = load_material(county, None, date(2024, 4, 2))
    review = review_of(material, draft=False, since=None)
    assert (review.deadline, review.days_left) == ("2024年3月31日", -2)
    assert review.source.endswith("第四十九条第二款")


def test_without_last_year_its_figures_are_not_known(county):
    review = review_of(load_material(county, None, DAY), draft=False, since=None)
    assert not review.last_year
    assert {figure.last for figure in review.figures} == {""}


def test_last_year_in_another_form_is_not_known(county):
    tiny = load_form("tiny", ROOT / "tests" / "forms")
    last = Facts(tiny, Draft("tiny", {"year": 2022}))
    review = review_of(load_material(last, county, DAY), draft=True, since=None)
    assert not review.last_year
    assert {figure.last for figure in review.figures} == {""}


def test_every_check_was_run_or_is_told_with_the_reason(county):
    material = load_material(county, None, DAY)
    review = review_of(material, draft=False, since=None)
    not_run = run_checks(material).not_run
    assert sum(skipped.number for skipped in review.not_run) == len(not_run)
    assert review.checks == len(catalogue()) - len({skipped.code for skipped in not_run})
    (skipped,) = review.not_run
    assert "上年" in skipped.missing
    assert skipped.families == ("与上年比较",)


def test_what_was_closed_is_told_with_its_reason(county):
    late = Facts(county.form, with_answer(county.draft, "report.signed", date(2024, 4, 10)))
    material = load_material(late, None, date(2024, 4, 20))
    (warning,) = review_of(material, draft=False, since=None).warnings
    closure = Closure(warning.code, warning.address, warning.seen, "经同意延期", "2024-04-20")
    closed = Facts(late.form, replace(late.draft, closures=(closure,)))
    review = review_of(load_material(closed, None, date(2024, 4, 20)), draft=False, since=None)
    assert review.warnings == ()
    assert [done.reason for done in review.closed] == ["经同意延期"]
    assert "理由：经同意延期（2024-04-20）。" in page_of(review, county)


def test_what_changed_is_told_against_the_version_given(county):
    draft = with_answer(county.draft, "overview.proactive.items_published", 1)
    since = Version(Facts(county.form, draft), "上次送审（2024年1月5日）")
    review = review_of(load_material(county, None, DAY), draft=False, since=since)
    assert [change.before for change in review.changes] == ["1"]
    page = page_of(review, county)
    assert "和上次送审（2024年1月5日）相比，改了1处" in page


def test_without_an_earlier_version_the_page_says_so(county):
    review = review_of(load_material(county, None, DAY), draft=False, since=None)
    assert "没有可以对照的上一版。" in page_of(review, county)


@pytest.mark.parametrize("name", ["suqian-2024", "nil-township-2023"])
def test_the_page_is_valid_html_and_escapes_what_was_typed(name):
    facts = facts_of(name)
    typed = '<b>甲</b>&"局'
    facts = Facts(facts.form, with_answer(facts.draft, "organ.name", typed))
    since = Version(Facts(facts.form, Draft(facts.form.id)), typed)
    page = page_of(review_of(load_material(facts, None, DAY), draft=True, since=since), facts)
    root = html5lib.HTMLParser(strict=True).parse(page)
    text = "".join(root.itertext())
    assert text.count(typed) >= 3
    assert "报告还是草稿" in text
    assert not any(element.tag.endswith(("}b", "}script")) for element in root.iter())
