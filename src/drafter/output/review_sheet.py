"""What whoever signs has to know of a report, and what changed since it was last shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from drafter.checks.check_catalogue import FAMILIES, catalogue
from drafter.checks.check_run import run_checks
from drafter.checks.deadlines import DeadlineRule, deadline_rule
from drafter.checks.finding import Closed, Finding, NotRun
from drafter.checks.material import Material
from drafter.desk.question_in_words import answer_line
from drafter.draft.answers_file import load_answers
from drafter.draft.clean_text import shortened
from drafter.draft.draft_facts import Facts
from drafter.errors import DrafterError
from drafter.file_writer import write_file
from drafter.files import read_bytes, refuse_link
from drafter.form.arithmetic import Figure, format_figure
from drafter.form.definitions import Form, Severity
from drafter.form.form_texts import day, figure, percent
from drafter.session.session_folder import beside

_LONGEST = 40
"""Characters of a text that are shown."""
_HISTORY, _REVIEWED = "history", "reviewed"
_JUMP, _FLOOR = 0.5, 10
"""A figure that grew or shrank by so much of last year's stands out, unless both are small."""


class Change(NamedTuple):
    """One place that changed, with what stood there and what stands there now."""

    place: str
    before: str
    now: str


class Version(NamedTuple):
    """An earlier state of the report, and what it is called."""

    facts: Facts
    name: str


class ReviewFigure(NamedTuple):
    """One key figure, as printed; `last` is last year's. Empty where it is not known.

    change: `增 3（12.5%）`, `大减 270（61.36%）`, `持平`
    jumped: whether it changed so much that whoever signs should look
    """

    label: str
    now: str
    last: str
    unit: str
    change: str = ""
    jumped: bool = False

    @property
    def idle(self) -> bool:
        """Zero this year and, as far as is known, last year."""
        return self.now == "0" and self.last in ("", "0")

    @property
    def blank(self) -> bool:
        """Not answered this year."""
        return not self.now


class Skipped(NamedTuple):
    """Checks that could not be run for want of one thing: how many, and of which families."""

    missing: str
    number: int
    families: tuple[str, ...]


class Review(NamedTuple):
    """What the sentences of the 送审单 see; every list is whole.

    year: of the report, where it is known
    last_year: of the report that was given to compare with; None where none was
    deadline: the last day to publish; `source` sets it, and so many days are left
    checks: how many checks were run
    since: what the earlier version is called; "" where there is none
    printed: the paragraphs of each section by its id
    """

    title: str
    organ: str
    draft: bool
    day: str
    year: int | None
    figures: tuple[ReviewFigure, ...]
    last_year: int | None
    deadline: str
    source: str
    days_left: int | None
    checks: int
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    closed: tuple[Closed, ...]
    not_run: tuple[Skipped, ...]
    since: str
    changes: tuple[Change, ...]
    printed: Mapping[str, tuple[str, ...]]


def review_of(material: Material, *, draft: bool, since: Version | None) -> Review:
    """All of it; `since` is the version that was shown before."""
    result = run_checks(material)
    rule = deadline_rule(material.facts, material.packs) or DeadlineRule(None)
    return Review(
        title=material.facts.render(material.form.title),
        organ=material.facts.render(material.form.signature.name),
        draft=draft,
        day=day(material.today),
        year=material.year,
        figures=tuple(_figures(material)),
        last_year=_last_year(material),
        deadline=day(rule.day),
        source=rule.source,
        days_left=(rule.day - material.today).days if rule.day and material.today else None,
        checks=len(catalogue().keys() - {skipped.code for skipped in result.not_run}),
        errors=result.of(Severity.ERROR),
        warnings=result.of(Severity.WARNING),
        closed=result.closed,
        not_run=tuple(_skipped(result.not_run)),
        since=since.name if since else "",
        changes=tuple(changes(since.facts, material.facts)) if since else (),
        printed={s.id: material.facts.printed(s) for s in material.form.sections},
    )


def changes(before: Facts, now: Facts) -> Iterator[Change]:
    """Every answer, figure and text that differs, in the form's order.

    Both answer the same form.
    """
    form = now.form
    for key, question in form.questions.items():
        old, new = before.answers.get(key), now.answers.get(key)
        if old != new:
            said = (
                shortened(answer_line(question, value), _LONGEST) or "未填" for value in (old, new)
            )
            yield Change(form.place(key), *said)
    # Totals are left out: they follow, and the page would tell one change several times.
    for address, place in form.arithmetic.index.items():
        figures = before.figures[place], now.figures[place]
        if figures[0] != figures[1] and address not in form.computed:
            yield Change(form.place(address), *map(format_figure, figures))
    for section in form.sections:
        texts = [facts.draft.texts.get(section.id) for facts in (before, now)]
        if texts[0] != texts[1]:
            said = (
                "按填写的内容生成" if t is None else shortened(" ".join(t.split()), _LONGEST)
                for t in texts
            )
            yield Change(f"{form.place(section.id)}的文字", *said)


def change_of(now: Figure | None, before: Figure | None) -> tuple[str, bool]:
    """In words, and whether it is large; nothing where one of the two is not known."""
    if now is None or before is None:
        return "", False
    if now == before:
        return "持平", False
    difference = now - before if now > before else before - now
    large = max(now, before) >= _FLOOR and difference >= before * Decimal(_JUMP)
    share = percent(difference, before)
    said = f"{'大' if large else ''}{'增' if now > before else '减'} {figure(difference)}"
    return said + (f"（{share}）" if share else ""), large


def last_reviewed(file: Path, form: Form, own: Path | None = None) -> Version | None:
    """The answers of then; None where there are none, or they cannot be read any more."""
    kept = beside(file, _REVIEWED)
    try:
        refuse_link(kept)
        when = datetime.fromtimestamp(kept.stat().st_mtime)
        before = load_answers(kept, own)
    except (OSError, DrafterError):
        return None
    name = f"上次送审（{when.year}年{when.month}月{when.day}日）"
    return Version(Facts(before.form, before.draft), name) if before.form.id == form.id else None


def keep_reviewed(file: Path) -> None:
    """Keep the answers beside their session. Raises: SaveError."""
    # A history tells a session from a file that was only given to be exported: no company there.
    if beside(file, _HISTORY).is_file():
        write_file(beside(file, _REVIEWED), read_bytes(file), follow=False)


def _figures(material: Material) -> Iterator[ReviewFigure]:
    last = _last(material)
    for key in material.form.key_figures:
        now = material.facts.value(key.value)
        before = None if last is None else last.value(key.value)
        change, jumped = change_of(now, before)
        yield ReviewFigure(key.label, figure(now), figure(before), key.unit, change, jumped)


def _last(material: Material) -> Facts | None:
    """Last year's report; none of another form, whose names differ."""
    last = material.last
    return None if last is None or last.form.id != material.form.id else last


def _last_year(material: Material) -> int | None:
    last = _last(material)
    if last is None:
        return None
    return last.draft.year or (material.year and material.year - 1)


def _skipped(not_run: tuple[NotRun, ...]) -> Iterator[Skipped]:
    for missing in dict.fromkeys(skipped.missing for skipped in not_run):
        codes = [skipped.code for skipped in not_run if skipped.missing == missing]
        families = dict.fromkeys(FAMILIES[code[0]].name for code in codes)
        yield Skipped(missing, len(codes), tuple(families))
