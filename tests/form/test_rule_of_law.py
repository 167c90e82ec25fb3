"""法治政府建设年度报告: prose in five parts, nothing asked for that the rules do not ask for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from drafter.checks.deadlines import deadline_of, deadline_words
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft, with_answer
from drafter.form.definitions import Need
from drafter.form.form_file import load_form
from drafter.importing.any_report import load_report
from drafter.interview.last_year import carry_over
from drafter.report.document import build_document
from drafter.report.word_file import render_docx

FORM = load_form("rule-of-law")
SAMPLE = Path(__file__).parents[2] / "sample_answers" / "county-bureau-2024-rule-of-law.yaml"


@pytest.fixture
def sample() -> Draft:
    return load_answers(SAMPLE).draft


def printed(draft: Draft, section: str) -> str:
    facts = Facts(FORM, draft)
    return "".join(facts.printed(next(each for each in FORM.sections if each.id == section)))


def test_the_parts_are_what_the_rules_ask_for(sample):
    headings = build_document(Facts(FORM, sample), draft=False).blocks
    assert [block.text for block in headings if block.kind == "heading"] == [
        "一、法治政府建设的主要举措和成效",
        "二、存在的不足和原因",
        "三、党政主要负责人履行推进法治建设第一责任人职责的情况",
        "四、2025年推进法治政府建设的主要安排",
        "五、其他需要报告的情况",
    ]
    assert not FORM.tables


def test_of_the_parts_only_what_was_verified_must_be_given():
    """Numbers that reports usually have are offered; one that is said to be there is wanted."""
    asked = [q for q in FORM.questions.values() if q.need is Need.REQUIRED and not q.when]
    assert [q.id for q in asked if q.section != "basics"] == [
        "measures.items",
        "shortcomings.items",
        "duty.account",
        "plan.items",
    ]


def test_it_is_due_on_the_first_of_march(sample):
    assert deadline_of(Facts(FORM, sample)) == date(2025, 3, 1)
    assert deadline_words(FORM) == "次年3月1日截止"


def test_nothing_is_said_of_disputes_that_nobody_was_asked_about():
    assert printed(Draft(FORM.id, {"year": 2024}), "measures") == ""


def test_that_there_were_no_disputes_is_one_sentence():
    answers = {"measures.any_reviews": False, "measures.any_suits": False}
    assert printed(Draft(FORM.id, answers), "measures") == (
        "全年没有以本机关为被申请人的行政复议和以本机关为被告的行政诉讼。"
    )


def test_a_part_with_nothing_more_to_report_says_so(sample):
    assert printed(sample, "other") == "没有其他需要报告的情况。"
    more = with_answer(sample, "other.matters", "开展了法治督察整改")
    assert printed(more, "other") == "开展了法治督察整改。"


def test_next_year_asks_what_became_of_the_shortcomings():
    carried = carry_over(FORM, load_answers(SAMPLE), 2025)
    assert carried.draft.answers["year"] == 2025
    assert {"organ.name", "organ.kind", "organ.self"} <= carried.draft.answers.keys()
    assert FORM.questions["shortcomings.last_items"].again == "shortcomings.items"


def test_a_finished_report_is_read_back_as_this_form(sample, tmp_path):
    document = build_document(Facts(FORM, sample), draft=False)
    path = tmp_path / "report.docx"
    path.write_bytes(render_docx(FORM, document))
    read = load_report(path).answers
    assert read.form.id == "rule-of-law"
    assert read.draft.answers["organ.name"] == "示例县水利局"
    assert read.draft.answers["year"] == 2024
    assert len(read.draft.texts) == 6


def test_it_goes_by_its_name_as_well():
    assert load_form("法治政府建设年度报告").id == FORM.id
