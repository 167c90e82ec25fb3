"""The report as JSON is what docs/export-json.md says."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Cell, Closure, Draft, Origin
from drafter.report.document import build_document
from drafter.report.report_data import JSON_FORMAT, report_data


def data_of(form, draft, mark=False):
    facts = Facts(form, draft)
    return report_data(facts, build_document(facts, draft=mark))


@pytest.fixture
def documented(root):
    page = (root / "docs" / "export-json.md").read_text("utf-8")
    return json.loads(re.search(r"```json\n(.*?)```", page, re.DOTALL)[1])


def assert_same_keys(shown, real, where="") -> None:
    """Every object shown has the keys of the real one, in their order."""
    if isinstance(shown, dict):
        named_by_data = where in ("/draft/answers", "/draft/cells", "/draft/texts")
        if named_by_data:
            assert set(shown) <= set(real), where
        else:
            assert list(shown) == list(real), where
        for key, inner in shown.items():
            assert_same_keys(inner, real[key], f"{where}/{key}")
    elif isinstance(shown, list):
        for one in shown:
            kind = one.get("kind") if isinstance(one, dict) else None
            same = (o for o in real if not kind or o["kind"] == kind)
            if (other := next(same, None)) is not None:
                assert_same_keys(one, other, where)
    else:
        assert type(shown) is type(real), where


def test_the_documented_object_is_the_real_one(tiny, finished, documented):
    closure = Closure("T03", "loans/all/novels", ("1200",), "理由", "2022-01-06")
    real = data_of(tiny, replace(finished, closures=(closure,)))
    assert_same_keys(documented, json.loads(json.dumps(real, ensure_ascii=False)))
    assert documented["format"] == real["format"] == JSON_FORMAT


def test_every_key_is_told(tiny, finished, root):
    page = (root / "docs" / "export-json.md").read_text("utf-8")
    told = set(re.findall(r'[`"](\w+)[`"]', page))
    real = data_of(tiny, finished)
    keys = {*real, *real["document"], *real["draft"]}
    keys |= {key for block in real["document"]["blocks"] for key in block}
    assert keys <= told


def test_the_same_draft_gives_the_same_bytes(sample):
    answers = load_answers(sample)
    one, other = (json.dumps(data_of(answers.form, answers.draft)) for _ in range(2))
    assert one == other


def test_every_figure_printed_is_that_of_its_cell(sample):
    answers = load_answers(sample)
    data = data_of(answers.form, answers.draft)
    printed = {
        cell["address"]: cell["text"]
        for block in data["document"]["blocks"]
        if block["kind"] == "table"
        for row in block["rows"]
        for cell in row
        if cell["address"]
    }
    assert printed == {key: str(cell["value"]) for key, cell in data["draft"]["cells"].items()}


def test_amounts_are_texts_that_nobody_rounds(kinds):
    cells = {"money/fees/amount": Cell(Decimal("59237.2449"), Origin.ENTERED)}
    data = data_of(kinds, Draft("kinds", cells=cells))
    assert data["draft"]["cells"]["money/fees/amount"]["value"] == "59237.2449"


def test_each_kind_of_answer_has_its_shape(root):
    answers = load_answers(root / "sample_answers" / "nil-township-2023.yaml")
    given = {
        key: answer["value"]
        for key, answer in data_of(answers.form, answers.draft)["draft"]["answers"].items()
    }
    assert given["year"] == 2023
    assert given["report.signed"] == "2024-01-15"
    assert given["overview.management.secrecy_review"] is True
    assert given["overview.opening.approach"] == ["突出公开重点", "规范公开程序"]
    assert given["overview.platform.places"] == [{"name": "政务公开栏", "count": 12}]
    assert "problem" in given["problems.items"][0]


def test_a_cell_tells_where_its_figure_came_from(tiny, finished):
    cells = data_of(tiny, finished)["draft"]["cells"]
    assert [cell["origin"] for cell in cells.values()] == ["entered", "entered", "computed"]


def test_a_plus_sign_stays(root):
    answers = load_answers(root / "sample_answers" / "township-2020.yaml")
    cells = data_of(answers.form, answers.draft)["draft"]["cells"]
    assert cells["disclosed/services/change"]["value"] == "+4"
    assert cells["disclosed/permits/change"]["value"] == -8
