"""words.yaml: the words of any report, under those that a form brings."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from drafter.checks.field_words import words_of
from drafter.form.form_file import load_form, read_form

TINY = Path(__file__).parents[1] / "forms" / "tiny"


@pytest.fixture
def words(tmp_path):
    """The words of the tiny form with this words.yaml; None for no file."""

    def load(text: str | None):
        folder = tmp_path / "tiny"
        shutil.copytree(TINY, folder)
        if text is not None:
            (folder / "words.yaml").write_text(text, "utf-8")
        return words_of(read_form(folder))

    return load


def test_a_form_without_words_has_those_of_any_report(words):
    told = words(None)
    assert "某某" in told.placeholders
    assert told.typos["布署"] == "部署"
    assert not told.deadlines


def test_a_list_of_the_form_stands_instead_of_the_general_one(words):
    told = words("placeholders: [（某馆）]\n")
    assert told.placeholders == ("（某馆）",)
    assert told.typos["布署"] == "部署"


def test_a_mapping_of_the_form_is_laid_over_the_general_one(words):
    told = words("typos: {借约: 借阅}\nyears: {plans: [story]}\n")
    assert (told.typos["借约"], told.typos["布署"]) == ("借阅", "部署")
    assert told.years.plans == ("story",)
    assert "预算" in told.years.budgets


@pytest.mark.parametrize("name", ["disclosure-2021", "disclosure-2019"])
def test_the_official_forms_keep_what_is_theirs(name):
    told = words_of(load_form(name))
    assert told.typos["信息公公开"] == "信息公开"
    assert told.typos["布署"] == "部署"
    assert told.citations.documents
