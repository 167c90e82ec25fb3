"""One report of many: read, checked, and put so that it can be kept and sent between processes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from drafter.checks.check_catalogue import catalogue
from drafter.checks.check_output import SEVERITY_WORDS, Checked, file_place, finding_tree
from drafter.checks.check_run import run_checks
from drafter.checks.deadlines import deadline_of
from drafter.checks.finding import TITLES, Finding
from drafter.checks.material import Material, load_material
from drafter.checks.rule_packs import Pack, load_packs
from drafter.draft.answers_file import read_answers
from drafter.draft.draft_facts import Facts
from drafter.errors import DrafterError
from drafter.files import json_in
from drafter.form.arithmetic import Figure, format_figure
from drafter.form.definitions import Form
from drafter.form.form_cache import remember_in
from drafter.form.form_file import form_folders, load_form
from drafter.gather.unit_list import UnitList, plain_name
from drafter.importing.any_report import AnyReport, load_report
from drafter.importing.report_notes import Sure

SEVERITIES = {SEVERITY_WORDS[severity]: title for severity, title in TITLES.items()}
"""What a clerk calls them, by their names in what is kept."""


class State(Enum):
    """How far a unit's report has come; the value is what an office calls it."""

    ABSENT = "未报"
    UNREAD = "读不全"
    WRONG = "有错"
    USABLE = "可用"


class Gathered(NamedTuple):
    """What was read in one file. `problem` says why nothing was; then all the rest is empty.

    path: as people are told it; stamp: size and time of the file as it was read
    name, year, signed: as the report says, "" and 0 where it does not
    deadline: the last day for a report of this organ and year, "" where it is not known
    cells: every figure as the report states it, totals as well; origins: of the figures given
    texts: by section its paragraphs as printed; own: the sections in the organ's own words
    unread, doubts: what was not read, what wants a look: place, what, the words of the file
    missing: figures that were not read
    findings: as in docs/check-json.md, those of texts with their `quote`
    not_run: how many checks had nothing to look at
    answers: the draft as an answers file
    """

    path: str
    stamp: tuple[int, int] = (0, 0)
    problem: str = ""
    form: str = ""
    name: str = ""
    year: int = 0
    kind: str = ""
    signed: str = ""
    deadline: str = ""
    cells: Mapping[str, str] = {}
    origins: Mapping[str, str] = {}
    texts: Mapping[str, Sequence[str]] = {}
    own: Sequence[str] = ()
    unread: Sequence[Sequence[str]] = ()
    doubts: Sequence[Sequence[str]] = ()
    missing: int = 0
    findings: Sequence[Mapping[str, Any]] = ()
    not_run: int = 0
    answers: str = ""

    def counted(self, severity: str) -> int:
        """How many findings weigh so much: error, warning, note."""
        return sum(1 for finding in self.findings if finding["severity"] == severity)

    @property
    def state(self) -> State:
        """What is not read whole is never called right or wrong."""
        if self.problem or self.missing or not self.year or not self.name:
            return State.UNREAD
        return State.WRONG if self.counted("error") else State.USABLE

    def as_json(self) -> bytes:
        """One line, for `of_json`."""
        line = json.dumps(self._asdict(), ensure_ascii=False, separators=(",", ":"))
        return line.encode("utf-8", "replace")  # names of files may hold what is no character

    @classmethod
    def of_json(cls, line: bytes) -> Gathered:
        """Raises: ValueError for what is none: the folder may come from anybody."""
        told, hints = json_in(line), _hints()
        if not (isinstance(told, dict) and told.keys() <= hints.keys() and "path" in told):
            raise ValueError
        if not all(_is(value, hints[name]) for name, value in told.items()):
            raise ValueError
        report = cls(**told | {"stamp": tuple(told.get("stamp", (0, 0)))})
        if not (all(map(_is_finding, report.findings)) and all(len(n) == 3 for n in report.unread)):
            raise ValueError
        for said in report.cells.values():
            figure_of(said)
        return report


@cache
def _hints() -> Mapping[str, Any]:
    return get_type_hints(Gathered)


def _is(value: object, hint: Any) -> bool:
    """Whether a piece of JSON is what a field is annotated with."""
    inner = get_args(hint)
    if hint is Any:
        return True
    if isinstance(value, dict):
        return get_origin(hint) is Mapping and all(_is(each, inner[1]) for each in value.values())
    if isinstance(value, list):
        if get_origin(hint) is tuple:
            return len(value) == len(inner) and all(map(_is, value, inner))
        return get_origin(hint) is Sequence and all(_is(each, inner[0]) for each in value)
    return type(value) is hint


def _is_finding(told: Any) -> bool:
    if not isinstance(told, dict) or told.get("severity") not in SEVERITY_WORDS.values():
        return False
    words = (told.get(key) for key in ("code", "place", "what", "fix"))
    echoes = told.get("echoes")
    return (
        all(isinstance(word, str) for word in words)
        and isinstance(told.get("quote", ""), str)
        and isinstance(echoes, list)
        and all(map(_is_finding, echoes))
    )


class Way(NamedTuple):
    """How reports are read and checked, the same for all of a run.

    today: ISO; cache: the folder of what is remembered of forms
    last: by plain name of a unit, the file and place in it where last year's report is kept
    """

    today: str
    own: str = ""
    packs: tuple[str, ...] = ()
    cache: str = ""
    units: str = ""
    last: Mapping[str, tuple[str, int]] = {}
    checks: bool = True

    @property
    def digest(self) -> str:
        """Of all that a report's record rests on, the day apart, and the list of units."""
        from drafter import __version__

        own = Path(self.own) if self.own else None
        forms = [folder.joinpath("form.yaml") for folder in form_folders(own).values()]
        held = [sha256(path.read_bytes()).hexdigest() for path in forms if path.is_file()]
        last = [sorted(self.last.items()), self.units] if self.last else []
        rests = [__version__, self.own, self.packs, self.checks, last, held]
        return sha256(json.dumps(rests).encode()).hexdigest()


def reader(given: bytes) -> Callable[[bytes], bytes]:
    """What reads file after file in a `LimitedWorker`; each is named as path and shown path."""
    way = Way(**json.loads(given))
    if way.cache:
        remember_in(Path(way.cache))
    own = Path(way.own) if way.own else None
    each = _Reader(way, [load_form(form_id, own) for form_id in form_folders(own)])

    def read(data: bytes) -> bytes:
        path, shown = json.loads(data)
        return each.read(Path(path), shown).as_json()

    return read


class _Reader:
    def __init__(self, way: Way, forms: Sequence[Form]) -> None:
        self.way, self.forms = way, {form.id: form for form in forms}
        self.units = UnitList.of_json(way.units) if way.units else UnitList(())
        self.packs: dict[str, tuple[Pack, ...]] = {}
        self.checks = list(catalogue().values())

    def read(self, path: Path, shown: str) -> Gathered:
        stamp = stamp_of(path)
        try:
            report = self._report(path)
            if stamp_of(path) != stamp:
                return Gathered(shown, stamp, "读的时候这个文件还在变，等它写完再汇总。")
            return self._gathered(report, shown, stamp)
        except DrafterError as error:
            first = error.problems[0]
            return Gathered(shown, stamp, f"{first.what}{first.fix}")

    def _report(self, path: Path) -> AnyReport:
        own = Path(self.way.own) if self.way.own else None
        return load_report(path, own, tuple(self.forms.values()))

    def _gathered(self, report: AnyReport, shown: str, stamp: tuple[int, int]) -> Gathered:
        form, draft = report.answers.form, report.answers.draft
        facts = Facts(form, draft)
        signed = facts.answers.get(form.signature.date)
        told = Gathered(
            path=shown,
            stamp=stamp,
            form=form.id,
            name=draft.organ,
            year=draft.year or 0,
            kind=str(facts.answers.get("organ.kind", "")),
            signed=signed.isoformat() if isinstance(signed, date) else "",
            cells=_cells(facts),
            origins={address: cell.origin.value for address, cell in draft.cells.items()},
            texts={s.id: list(facts.printed(s)) for s in form.sections if s.text},
            own=list(draft.texts),
            unread=[list(n[1:]) for n in report.notes if n.sure is Sure.UNREAD],
            doubts=[list(n[1:]) for n in report.notes if n.sure is Sure.UNCERTAIN],
            missing=report.counts.get("missing", 0),
            answers=report.text,
        )
        return self._checked(told, report, facts) if self.way.checks else told

    def _checked(self, told: Gathered, report: AnyReport, facts: Facts) -> Gathered:
        form, own = facts.form, Path(self.way.own) if self.way.own else None
        if form.id not in self.packs:
            self.packs[form.id] = _packs(form, self.way.packs, own)
        packs, day = self.packs[form.id], date.fromisoformat(self.way.today)
        material = load_material(facts, self._last(told), day, packs)
        # As `drafter check`: what a clerk has not answered says nothing of a published report.
        asked = [check for check in self.checks if not (report.was_read and check.asks)]
        result = run_checks(material, asked)
        checked = Checked(
            told.path, form.id, told.year, told.name, result, report.answers.lines, report.places
        )
        deadline = deadline_of(facts, packs)
        return told._replace(
            findings=[
                finding_tree(each, checked) | {"quote": _quote(material, each, checked)}
                for each in result.findings
            ],
            not_run=len({skipped.code for skipped in result.not_run}),
            deadline=deadline.isoformat() if deadline else "",
        )

    def _last(self, told: Gathered) -> Facts | None:
        """Last year's report of the same unit, of the year before."""
        match = self.units.find(told.name, told.path)
        kept = self.way.last.get(plain_name(match.unit.name if match else told.name))
        if kept is None:
            return None
        with open(kept[0], "rb") as file:
            file.seek(kept[1])
            last = Gathered.of_json(file.readline())
        if last.year != told.year - 1 or last.form not in self.forms:
            return None
        answers = read_answers(last.answers, last.path, known=self.forms[last.form])
        return Facts(answers.form, answers.draft)


def _packs(form: Form, names: Sequence[str], own: Path | None) -> tuple[Pack, ...]:
    """Those of the local rules that this form has; whoever asks knows that some form has each."""
    found: list[Pack] = []
    for name in names:
        with suppress(DrafterError):
            found += load_packs(form, [name], own)
    return tuple(found)


def figure_of(said: str) -> Figure:
    """A figure as `cells` has it. Raises: ValueError."""
    try:
        return Decimal(said) if "." in said else int(said)
    except ArithmeticError:
        raise ValueError from None


def stamp_of(path: Path) -> tuple[int, int]:
    """Size and time of a file; zeros for one that is gone."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns


def _cells(facts: Facts) -> dict[str, str]:
    """Every figure, totals as the report states them."""
    figures, stated = facts.figures, facts.draft.stated
    index = facts.form.arithmetic.index
    return {a: format_figure(stated.get(a, figures[place])) for a, place in index.items()}


def _quote(material: Material, finding: Finding, checked: Checked) -> str:
    """Where a finding's words or figures stand in the file, as far as the file tells."""
    if (place := file_place(finding, checked.places)) is not None:
        return str(place)
    span, line = finding.span, checked.line_of(finding)
    words = ""
    for passage in material.passages if span else ():
        if span and (passage.section.id, passage.number) == (span.section, span.paragraph):
            words = f"…{passage.text[max(0, span.start - 15) : span.end + 15]}…"
    return f"第 {line} 行{'：' * bool(words)}{words}" if line else words
