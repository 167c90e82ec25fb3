"""What the prose of a report answers, and the sentence that says so."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.errors import DrafterError
from drafter.form.definitions import Kind
from drafter.importing.any_report import load_report
from drafter.importing.prose_answers import proposed_answers
from drafter.importing.published_words import reading_words

pytestmark = pytest.mark.usefixtures("within_bounds")
SAMPLES = ("nil-township-2023", "county-bureau-2023", "county-government-2023")


def found(form, section, text, year=2024):
    return {each.question: each for each in proposed_answers(form, {section: text}, year)}


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("(甲|乙…", "括号不成对，或者太长"),
        ("甲)…", "括号不成对，或者太长"),
        (f"{'甲' * 300}…", "括号不成对，或者太长"),
        ("甲*乙*丙*丁*…", "里面的“*”和括号太多"),
        (f"{'(甲|甲甲|)' * 18}乙…", "里面的“*”和括号太多"),
        (f"{'(甲|甲甲|)' * 6}*乙*丙…", "里面的“*”和括号太多"),
    ],
    ids=map(str, range(6)),
)
def test_a_phrase_that_no_text_can_be_searched_for_is_told(form, tmp_path, phrase, told):
    """Each gap multiplies the time; brackets that do not pair end it with a mistake of Python's."""
    answers = f"answers:\n  organ.name:\n    takes: ['{phrase}']\n"
    (tmp_path / "reading.yaml").write_text(answers, "utf-8")
    with pytest.raises(DrafterError, match=rf"reading.yaml:3：.*{re.escape(told)}"):
        reading_words(replace(form, folder=tmp_path))


def test_too_many_phrases_are_told_once(form, tmp_path):
    phrases = ", ".join(f"甲{number}…" for number in range(1_200))
    text = f"answers:\n  organ.name:\n    takes: [{phrases}]\n"
    (tmp_path / "reading.yaml").write_text(text, "utf-8")
    with pytest.raises(DrafterError, match=r"reading.yaml:3：句式太多，[^\n]*$"):
        reading_words(replace(form, folder=tmp_path))


@pytest.mark.parametrize("name", SAMPLES)
def test_what_stands_is_found_in_our_own_reports(name):
    answers = load_answers(Path("sample_answers") / f"{name}.yaml")
    form, draft = answers.form, answers.draft
    facts = Facts(form, draft)
    texts = {s.id: "\n".join(facts.printed(s)) for s in form.sections if s.text}
    said = {each.question: each for each in proposed_answers(form, texts, draft.answers["year"])}
    # Whose report it is stands in the title and follows from it; the rest in the prose.
    named = {"organ.name", "organ.kind", "organ.level", "organ.self"}
    standing = {q.id for q in form.questions.values() if q.standing and q.id in draft.answers}
    for question in standing - named:
        assert said[question].value == draft.answers[question], question
        assert said[question].quote in "".join(texts.values()).replace("\n", "")
    counts = [id for id in said if form.questions[id].kind is Kind.COUNT]
    assert len(counts) > 5
    for question in counts:
        assert said[question].value == draft.answers[question], question


@pytest.mark.parametrize(
    ("section", "text", "name", "value"),
    [
        ("preamble", "联系电话:0996-2028123,邮编841000。", "organ.postcode", "841000"),
        ("preamble", "邮编：841000；电话：0996－2028123。", "organ.phone", "0996－2028123"),
        ("preamble", "地址：甲县人民路8号，邮编：841000。", "organ.address", "甲县人民路8号"),
        ("preamble", "可登录甲县政府网站查阅。", "report.where", "甲县政府网站"),
        ("proactive", "全年主动公开政府信息 1246 条。", "items_published", 1246),
        ("platform", "依托甲县政府网站发布信息。", "host_site", "甲县政府网站"),
        ("supervision", "由副局长分管政府信息公开工作。", "leader", "副局长"),
    ],
)
def test_words_of_other_offices(form, section, text, name, value):
    if section != "preamble":
        section = f"overview.{section}"
        name = f"{section}.{name}"
    assert found(form, section, text)[name].value == value


@pytest.mark.parametrize(
    "text",
    [
        "主动公开政府信息千余条。",
        "主动公开政府信息  条。",
        "2023年主动公开政府信息300条。",
        "计划2025年主动公开政府信息500条。",
        "由分管政府信息公开的领导审签。",
    ],
)
def test_what_is_not_said_is_not_found(form, text):
    said = found(form, "overview.proactive", text)
    assert "overview.proactive.items_published" not in said
    assert "overview.supervision.leader" not in said


def test_the_published_report_keeps_what_it_only_proposes_apart():
    report = load_report(Path("tests/importing/saved.docx"))
    told = {each.question for each in report.proposals}
    assert "organ.name" in told
    assert "organ.name" in report.answers.draft.answers
    assert not any(id.startswith("overview.") for id in report.answers.draft.answers)


def test_a_gap_of_any_length_is_passed_over_once(form):
    assert not found(form, "overview.proactive", "x" + " " * 30_000 + "y" + " " * 9_000)
