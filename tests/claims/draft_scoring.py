"""How many contradicting drafts are told, and how many agreeing ones are flagged."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import yaml

from drafter.checks.check_run import run_checks
from drafter.checks.finding import Finding
from drafter.checks.material import load_material
from drafter.draft.answers_file import read_answers
from drafter.draft.draft_facts import Facts
from drafter.form.definitions import Severity
from drafter.form.form_file import load_form

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def module_at(path: Path) -> ModuleType:
    """A module of the tests that is in no package."""
    spec = importlib.util.spec_from_file_location(f"claims_{path.stem}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


HERE = Path(__file__).parent
merged = module_at(HERE.parent / "checks" / "conftest.py").merged
BASE = yaml.load((HERE.parent / "checks" / "base.yaml").read_text("utf-8"), LOADER)
TODAY = date(2024, 1, 20)
FORM = load_form(BASE["form"])


class Judged(NamedTuple):
    """One draft and what the checks of text against tables said of it."""

    entry: Mapping[str, Any]
    findings: tuple[Finding, ...]
    """Those that are folded under another one, too."""

    @property
    def told(self) -> bool:
        """Whether its contradiction was found where it stands."""
        return any(finding.address == self.entry["at"] for finding in self.findings)


@dataclass
class DraftScore:
    """Counts: contradicting drafts and those told; agreeing ones, those flagged by severity."""

    contradicting: int = 0
    told: int = 0
    agreeing: int = 0
    flagged: Counter[Severity] = field(default_factory=Counter)


def score_drafts(name: str) -> DraftScore:
    """How the checks do on one set; a draft flagged twice counts by its gravest finding."""
    result = DraftScore()
    for judged in judged_drafts(name):
        if judged.entry.get("agrees"):
            result.agreeing += 1
            if judged.findings:
                said = {finding.severity for finding in judged.findings}
                result.flagged[next(s for s in Severity if s in said)] += 1
        else:
            result.contradicting += 1
            result.told += judged.told
    return result


def judged_drafts(name: str) -> Iterator[Judged]:
    """Every draft of a set, laid over the base and checked as a whole."""
    for entry in yaml.load((HERE / f"{name}.yaml").read_text("utf-8"), LOADER):
        last = None
        if "last" in entry:
            year = {"year": BASE["year"] - 1}
            last = facts_of(merged(merged(BASE, year), entry["last"]))
        facts = facts_of(merged(BASE, entry["given"]))
        found = run_checks(load_material(facts, last, TODAY)).findings
        every = [each for finding in found for each in (finding, *finding.echoes)]
        yield Judged(entry, tuple(f for f in every if f.code.startswith("M")))


def facts_of(tree: Mapping[str, Any]) -> Facts:
    """An answers file's tree, read."""
    text = json.dumps(tree, ensure_ascii=False, default=str)  # YAML too, and quickly written
    answers = read_answers(text, "draft.yaml", known=FORM)
    return Facts(answers.form, answers.draft)
