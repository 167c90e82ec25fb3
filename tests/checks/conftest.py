"""Cases of checks: fragments of answers files laid over one complete report."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from drafter.checks.material import Material, OtherReport, load_material
from drafter.checks.rule_packs import load_packs
from drafter.draft.answers_file import Answers, read_answers
from drafter.draft.draft_facts import Facts
from drafter.interview.interview_state import drafted_in
from drafter.ledger.counted_register import CountedRegister, counted_register
from drafter.ledger.form_meanings import head_reader
from drafter.ledger.ledger_file import register_words
from drafter.ledger.register_heads import RawSheet
from drafter.ledger.register_settings import Settings
from drafter.ledger.register_sheets import read_register
from drafter.ledger.work_calendar import form_calendar

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
HERE = Path(__file__).parent
_WRAPPERS = {"blanks", "former", "given", "last", "own", "packs", "register", "rules", "today"}
_WHOLE = {"cells", "stated", "answers.problems.items"}


@dataclass(frozen=True)
class Case:
    """One case of `cases/CODE.yaml`; `kind` is passes, fails or not_run.

    own: a report of another form, which is checked with that of the base beside it
    """

    code: str
    kind: str
    name: str
    given: Mapping[str, Any]
    last: Mapping[str, Any] | None = None
    today: str = "2024-01-15"
    packs: tuple[str, ...] = ()
    rules: Mapping[str, Any] | None = None
    register: str = ""
    blanks: Mapping[str, str] = field(default_factory=dict)
    former: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, Any] | None = None
    expected: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.code} {self.kind} {self.name}"


@cache
def all_cases() -> tuple[Case, ...]:
    """Every case of every file."""
    return tuple(case for path in sorted((HERE / "cases").glob("*.yaml")) for case in _cases(path))


def _cases(path: Path) -> list[Case]:
    tree = yaml.load(path.read_text(encoding="utf-8"), LOADER)
    return [
        _case(path.stem, kind, name, body or {})
        for kind in ("passes", "fails", "not_run")
        for name, body in (tree.get(kind) or {}).items()
    ]


def _case(code: str, kind: str, name: str, body: Mapping[str, Any]) -> Case:
    if not _WRAPPERS & body.keys():
        body = {"given": body}
    rest = {key: value for key, value in body.items() if key not in _WRAPPERS}
    return Case(
        code,
        kind,
        name,
        given=body.get("given") or {},
        last=body.get("last"),
        today=str(body.get("today", "2024-01-15")),
        packs=tuple(body.get("packs", ())),
        rules=body.get("rules"),
        register=body.get("register", ""),
        blanks=body.get("blanks", {}),
        former=body.get("former", {}),
        own=body.get("own"),
        expected=rest,
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests with a parameter `case` run once a case."""
    if "case" in metafunc.fixturenames:
        metafunc.parametrize("case", all_cases(), ids=str)


@pytest.fixture(scope="session")
def base() -> dict[str, Any]:
    """The complete report that every case starts from."""
    tree: dict[str, Any] = yaml.load((HERE / "base.yaml").read_text(encoding="utf-8"), LOADER)
    return tree


@pytest.fixture(scope="session")
def cases() -> tuple[Case, ...]:
    """Every case."""
    return all_cases()


@pytest.fixture
def material(base: dict[str, Any], tmp_path: Path) -> Callable[[Case], Material]:
    """Makes the material of a case."""

    def make(case: Case) -> Material:
        answers = _answers(merged(base, case.given))
        draft = replace(answers.draft, blanks=case.blanks, former=case.former)
        facts = Facts(answers.form, draft)
        if case.own is not None:
            own = _answers(case.own)
            beside = (OtherReport(facts, "甲.yaml"),)
            return replace(load_material(Facts(own.form, own.draft)), beside=beside)
        last = None
        if case.last is not None:
            before = _answers(merged(merged(base, {"year": base["year"] - 1}), case.last))
            last = Facts(before.form, before.draft)
        names = list(case.packs)
        if case.rules is not None:
            folder = tmp_path / facts.form.id / "packs"
            folder.mkdir(parents=True, exist_ok=True)
            pack = {"pack": "case", "name": "示例", "source": "示例市通知", **case.rules}
            text = yaml.safe_dump(pack, allow_unicode=True)
            (folder / "case.yaml").write_text(text, encoding="utf-8")
            names.append("case")
        packs = load_packs(facts.form, names, tmp_path)
        drafted = drafted_in(answers.marks)
        day, register = date.fromisoformat(case.today), _register(facts, case.register)
        return load_material(facts, last, day, packs, drafted, register=register)

    return make


def _register(facts: Facts, text: str) -> CountedRegister | None:
    """The register of a case, a line an application, the first its heads; cells parted by |."""
    if not text:
        return None
    form, year, settings = facts.form, int(str(facts.answers["year"])), Settings()
    lines = [[cell.strip() for cell in line.split("|")] for line in text.splitlines()]
    width = len(lines[0])
    lines = [[*line, *[""] * (width - len(line))] for line in lines]
    words = register_words(form)
    assert words is not None
    reader = head_reader(form, words, settings, year)
    register = read_register(reader, [RawSheet.of_lines("台账", lines)])
    calendar = form_calendar(form, words)
    return counted_register(form, words, register, settings, year, calendar)


def merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`over` laid over `under`; the cells of a table are replaced as a whole."""
    result = dict(under)
    for key, value in over.items():
        both = isinstance(value, Mapping) and isinstance(result.get(key), Mapping)
        result[key] = merged(result[key], value) if both and key not in _WHOLE else value
    return result


def _answers(tree: Mapping[str, Any]) -> Answers:
    text = json.dumps(tree, ensure_ascii=False, default=str)  # YAML too, and quickly written
    return read_answers(text, "case.yaml")
