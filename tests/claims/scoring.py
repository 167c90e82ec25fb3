"""Holding what the reader finds against the labels of a set of sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from drafter.claims.claim_grammar import read_claims
from drafter.claims.claim_lexicon import own_names
from drafter.claims.claim_model import Claim, Kind
from drafter.claims.claim_words import ClaimWords

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
HERE = Path(__file__).parent


@dataclass
class Score:
    """Counts by metric; `zeros` of claims whose value is 0."""

    found: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    zeros: int = 0
    zeros_found: int = 0

    @property
    def precision(self) -> float:
        return self.found.total() / (self.found.total() + self.wrong.total())

    @property
    def recall(self) -> float:
        return self.found.total() / (self.found.total() + self.missed.total())

    @property
    def zero_recall(self) -> float:
        return self.zeros_found / self.zeros


def score(words: ClaimWords, name: str) -> Score:
    """How the reader does on `build` or `unseen`."""
    result = Score()
    for entry, labels, claims in compared(words, name):
        del entry
        for label in labels:
            (result.found if label in claims else result.missed)[group(label[0])] += 1
            if label[1] == 0:
                result.zeros += 1
                result.zeros_found += label in claims
        for claim in claims:
            if claim not in labels:
                result.wrong[group(claim[0])] += 1
    return result


def compared(words: ClaimWords, name: str) -> Iterator[tuple[dict[str, Any], list[Any], list[Any]]]:
    """Every entry with its labels and what was read, both as comparable tuples."""
    for entry in yaml.load((HERE / f"{name}.yaml").read_text("utf-8"), LOADER):
        labels = [_label(label) for label in entry["claims"]]
        own = own_names(entry["organ"]) if entry.get("organ") else ()
        claims = read_claims(words, entry["text"], entry["year"], own)
        said = [_claim(claim) for claim in claims]
        yield entry, labels, [c for c in said if c[0] not in entry.get("maybe", ())]


def group(metric: str) -> str:
    """The metric as the tables of the benchmark name it: channels together."""
    name, colon, rest = metric.partition(":")
    return name + (":growth" if rest.endswith("growth") else "…" if colon else "")


def _label(label: dict[str, Any]) -> tuple[str, float, str, bool]:
    share = bool(label.get("share"))
    return label["metric"], float(label["value"]), label.get("approx", ""), share


def _claim(claim: Claim) -> tuple[str, float, str, bool]:
    metric = claim.metric + (":growth" if claim.kind is Kind.GROWTH else "")
    return metric, float(claim.value), claim.approx.value, claim.kind is Kind.SHARE


def breakdowns(words: ClaimWords, name: str) -> tuple[int, int]:
    """How many breakdowns of applications the labels hold, and how many are read whole."""
    told = whole = 0
    for entry in yaml.load((HERE / f"{name}.yaml").read_text("utf-8"), LOADER):
        labels = {c["metric"]: c["value"] for c in entry["claims"] if not c.get("share")}
        own = own_names(entry["organ"]) if entry.get("organ") else ()
        claims = read_claims(words, entry["text"], entry["year"], own, asides=True)
        for metric, value in labels.items():
            for parts in _parts_of(words, metric, labels):
                if len(parts) < 2 or not value or sum(labels[p] for p in parts) > value:
                    continue
                told += 1
                # A second list that sorts the same cases otherwise is a sum of its own.
                of = (metric, "")
                read = [c for c in claims if c.metric in of and c.value == value]
                whole += any(parts <= {part.key for part in c.parts} for c in read)
    return told, whole


def _parts_of(words: ClaimWords, metric: str, labels: dict[str, Any]) -> Iterator[set[str]]:
    """The labelled columns of a row, and its labelled sub-rows."""
    table, _, rest = metric.partition("/")
    row, _, column = rest.partition("/")
    if table != "applications" or column != words.file.total:
        return
    yield {m for m in labels if m.startswith(f"{table}/{row}/") and m != metric and ":" not in m}
    below = words.file.lists["results"] if row == "handled" else words.file.groups.get(row, ())
    rows = {f"{table}/{each}/{column}" for each in below}
    yield rows & labels.keys()
