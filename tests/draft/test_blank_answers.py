"""The blank answers file: valid as it stands, and valid with every example taken up."""

from __future__ import annotations

import re

import pytest

from drafter.draft.answers_file import read_answers
from drafter.draft.blank_answers import blank_answers
from drafter.draft.draft_model import Draft
from drafter.draft.typed_answers import read_answer
from drafter.errors import Problem
from drafter.form.definitions import Kind
from drafter.form.form_file import load_form, read_form
from drafter.form.year_words import in_year


@pytest.mark.parametrize("form_id", ["tiny", "kinds", "disclosure-2021"])
def test_a_blank_file_is_an_answers_file_without_answers(forms, form_id):
    form = load_form(form_id, forms)
    assert read_answers(blank_answers(form), "n", forms).draft == Draft(form_id)


def taken_up(blank: str) -> str:
    """Every line with a name or an item, and every paragraph, without its mark."""
    return re.sub(r"(?m)^#(?=(?: *(?:- )?[a-z][\w.-]*:)| +第一段)", "", blank)


def test_every_example_of_the_tiny_form_can_be_taken_up(tiny, forms):
    draft = read_answers(taken_up(blank_answers(tiny)), "n", forms).draft
    assert draft.texts == {"story": "第一段\n"}
    assert draft.confirmed == {"loans"}
    assert list(draft.cells) == ["loans/all/novels"]


def test_every_example_of_the_national_form_can_be_taken_up(national):
    # A record with nothing in it is refused, so these two are filled.
    text = re.sub(
        r"((?:problem|result|measure):) +# .*", r"\1 某事", taken_up(blank_answers(national))
    )
    draft = read_answers(text, "n").draft
    examples = {q.id for q in national.questions.values() if q.example}
    records = {q.id for q in national.questions.values() if q.kind is Kind.RECORDS}
    assert set(draft.answers) == examples | records


@pytest.mark.parametrize("form_id", ["tiny", "kinds", "disclosure-2021"])
def test_every_example_and_default_can_be_read(forms, form_id):
    for question in load_form(form_id, forms).questions.values():
        for text in (in_year(question, 2024).example, question.default):
            if text:
                assert not isinstance(read_answer(question, text), Problem), question.id


def test_every_question_and_every_typed_row_is_there(national):
    blank = blank_answers(national)
    for question in national.questions.values():
        assert in_year(question, None).ask in blank
    for cell in national.cells.values():
        if cell.address not in national.computed:
            assert re.search(rf"(?m)^# +{cell.row}: ", blank)


def test_no_total_is_offered(national):
    blank = blank_answers(national)
    assert re.search(r"(?m)^#? +handled:", blank) is None
    assert "总计）" not in blank


EXAMPLES = [
    "a: b",
    "甲 # 乙",
    "- 甲",
    "[甲]",
    "{甲",
    "*甲",
    "&甲",
    "'甲",
    '"甲"',
    "甲:",
    "#甲",
    "甲\n乙",
    "@甲",
    "%甲",
    "`甲`",
    "甲: 乙",
    "| 甲",
    "> 甲",
    "! 甲",
    "? 甲",
    "（甲）：乙",
    "“甲”",
    "甲，乙 1；丙",
    "\\甲",
    "http://甲:80/#乙",
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_quoted_where_yaml_needs_it(forms, tmp_path, example):
    source = (forms / "tiny" / "form.yaml").read_text("utf-8")
    written = "'" + example.replace("'", "''").replace("\n", "\n\n          ") + "'"
    source = source.replace("label: 馆名,", f"label: 馆名, example: {written},")
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "form.yaml").write_text(source, "utf-8")
    form = read_form(tmp_path / "tiny")
    assert form.questions["organ.name"].example == example
    draft = read_answers(taken_up(blank_answers(form)), "n", tmp_path).draft
    assert draft.answers["organ.name"] == example.replace("\n", "")


def test_words_of_several_lines_stay_comments(forms, tmp_path):
    source = (forms / "tiny" / "form.yaml").read_text("utf-8")
    source = source.replace("ask: 馆名是什么？", 'ask: "馆名\\n是什么？", hint: "第一行\\n第二行"')
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "form.yaml").write_text(source, "utf-8")
    blank = blank_answers(read_form(tmp_path / "tiny"))
    assert read_answers(blank, "n", tmp_path).draft == Draft("tiny")
    assert "# 馆名 是什么？（" in blank
