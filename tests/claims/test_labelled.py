"""How much the reader finds. unseen.yaml is only ever measured: see README.md."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest
import yaml

from drafter.claims.claim_grammar import read_claims
from drafter.claims.claims_file import claim_words
from drafter.form.form_file import load_form

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
HERE = Path(__file__).parent
WORDS = claim_words(load_form("disclosure-2021"))

_spec = importlib.util.spec_from_file_location("claims_scoring", HERE / "scoring.py")
assert _spec
assert _spec.loader
scoring = importlib.util.module_from_spec(_spec)
sys.modules["claims_scoring"] = scoring
_spec.loader.exec_module(scoring)


@pytest.mark.parametrize(
    ("name", "precision", "recall", "zero_recall"),
    [
        ("build", 0.99, 0.99, 0.99),
        ("unseen", 0.99, 0.95, 0.96),
        ("published_kinds", 1, 1, 1),
        ("published_build", 0.99, 0.99, 0.99),
        ("organs_build", 0.999, 0.98, 0.99),
        ("reports_build", 1, 0.97, 1),
        ("reports_kinds", 1, 0.98, 0.98),
        ("reports_fresh", 1, 1, 1),
        ("reports_more", 1, 0.97, 1),
        ("reports_unseen", 0.97, 0.88, 0.88),
        ("published_unseen", 0.975, 0.92, 0.965),
        ("passages_build", 0.98, 0.97, 0.98),
        ("passages_unseen", 0.98, 0.92, 0.92),
        ("zeros_build", 0.99, 0.99, 0.99),
        ("zeros_unseen", 0.98, 0.92, 0.92),
    ],
)
def test_reads_well_enough(name, precision, recall, zero_recall):
    score = scoring.score(WORDS, name)
    assert score.precision >= precision
    assert score.recall >= recall
    assert score.zero_recall >= zero_recall


@pytest.mark.parametrize(
    ("name", "share"),
    [("build", 0.9), ("unseen", 0.85), ("published_build", 0.95), ("published_unseen", 0.8)],
)
def test_breakdowns_are_read_whole(name, share):
    told, whole = scoring.breakdowns(WORDS, name)
    assert told
    assert whole >= share * told


def test_phrases_of_the_building_half_overlap_their_labels():
    for entry in yaml.load((HERE / "build.yaml").read_text("utf-8"), LOADER):
        text = entry["text"]
        claims = read_claims(WORDS, text, entry["year"])
        for label in entry["claims"]:
            start = text.index(label["phrase"])
            end = start + len(label["phrase"])
            near = [c for c in claims if c.start < end and start < c.end]
            assert near, (text, label["phrase"])


@pytest.mark.parametrize("name", ["build", "unseen"])
def test_the_set_is_well_formed(name):
    entries = yaml.load((HERE / f"{name}.yaml").read_text("utf-8"), LOADER)
    assert len(entries) >= 200
    assert sum(1 for entry in entries if not entry["claims"]) * 4 >= len(entries)
    for entry in entries:
        assert all(label["phrase"] in entry["text"] for label in entry["claims"])
        assert entry["claims"] or entry["why"]
