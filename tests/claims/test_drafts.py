"""Whole drafts: a deliberate contradiction is found, what drafter writes itself is let alone."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.checks.check_catalogue import catalogue
from drafter.checks.check_run import run_checks
from drafter.checks.claim_values import said_of
from drafter.checks.material import load_material
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Cell, Draft, Origin
from drafter.form.definitions import Severity

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TEXT_AND_TABLE = [check for code, check in catalogue().items() if code.startswith("M")]
CHECKS = [check for check in TEXT_AND_TABLE if check.code != "M11"]
"""M11 compares a text with what stood when it was written, which no answers file tells."""
_spec = importlib.util.spec_from_file_location("draft_scoring", HERE / "draft_scoring.py")
assert _spec
assert _spec.loader
scoring = importlib.util.module_from_spec(_spec)
sys.modules["draft_scoring"] = scoring
_spec.loader.exec_module(scoring)

DRAFTS = yaml.load((HERE / "contradictions.yaml").read_text("utf-8"), LOADER)
BASE = scoring.BASE
SAMPLES = sorted((ROOT / "sample_answers").glob("*.yaml"))


situations = scoring.module_at(ROOT / "tests/report/test_situations.py")
facts_of, merged = scoring.facts_of, scoring.merged


def findings(facts: Facts, last: Facts | None = None) -> list[Any]:
    return list(run_checks(load_material(facts, last, date(2024, 1, 20)), CHECKS).findings)


def test_fifty_drafts():
    assert len(DRAFTS) >= 50
    assert len({draft["name"] for draft in DRAFTS}) == len(DRAFTS)
    assert {check.code for check in CHECKS} <= {draft["code"] for draft in DRAFTS}


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft["name"])
def test_contradiction_is_found(draft):
    last = None
    if "last" in draft:
        year = {"year": BASE["year"] - 1}
        last = facts_of(merged(merged(BASE, year), draft["last"]))
    facts = facts_of(merged(BASE, draft["given"]))
    found = [f for f in findings(facts, last) if f.code == draft["code"]]
    assert [f for f in found if f.address == draft["at"]]
    assert draft.get("severity") in (None, found[0].severity.value)
    span = found[0].span
    texts = {(p.section.id, p.number): p.text for p in load_material(facts).passages}
    marked = texts[span.section, span.paragraph][span.start : span.end]
    assert found[0].seen[0] == marked
    assert found[0].fix


@pytest.mark.parametrize(("name", "least"), [("drafts_build", 0.9), ("drafts_unseen", 0.85)])
def test_drafts_are_told_apart(name, least):
    score = scoring.score_drafts(name)
    assert score.told >= least * score.contradicting
    assert score.flagged.total() * 50 <= score.agreeing
    assert not score.flagged[Severity.ERROR]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_nothing_to_say_of_a_sample(path):
    answers = load_answers(path)
    facts = Facts(answers.form, answers.draft)
    assert findings(facts) == []
    material = load_material(facts)
    # A form without claims.yaml counts nothing in its prose.
    assert bool(said_of(material)) is bool(material.claims.file.topics)


def test_nothing_to_say_of_two_years():
    paths = (ROOT / f"sample_answers/suqian-{year}.yaml" for year in (2024, 2023))
    this, last = map(load_answers, paths)
    assert findings(Facts(this.form, this.draft), Facts(last.form, last.draft)) == []


@pytest.mark.parametrize("situation", situations.SITUATIONS.values(), ids=situations.SITUATIONS)
def test_nothing_to_say_of_what_drafter_writes(situation):
    facts = situations.facts_of(situation)
    confirmed = replace(facts.draft, confirmed=frozenset(facts.form.tables))
    assert findings(Facts(facts.form, confirmed)) == []


TYPED = [a for a in situations.FORM.cells if a not in situations.FORM.computed]
COUNTS = ["overview.proactive.items_published", "overview.proactive.interpretations"]


@settings(max_examples=60)
@given(
    st.dictionaries(st.sampled_from(TYPED), st.integers(0, 30), max_size=25),
    st.dictionaries(st.sampled_from(COUNTS), st.integers(0, 2000)),
    st.booleans(),
)
def test_nothing_to_say_of_any_figures(cells, counts, told):
    form = situations.FORM
    answers = {
        **counts,
        "year": 2023,
        "organ.name": "示例县水利局",
        "organ.kind": "政府部门",
        "organ.level": "市级",
        "organ.self": "我局",
        "overview.requests.on_time": True,
        "overview.management.documents_told": told,
    }
    entered = {address: Cell(value, Origin.ENTERED) for address, value in cells.items()}
    draft = Draft(form.id, answers, {}, entered, frozenset(form.tables))
    assert findings(Facts(form, draft)) == []
