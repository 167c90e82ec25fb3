"""送审稿: what whoever signs has to know of a report, on one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from drafter.checks.catalogue import FAMILIES, catalogue
from drafter.checks.finding import Closed, Finding, NotRun
from drafter.checks.material import Material
from drafter.checks.run import run_checks
from drafter.desk.changes import Change, changes
from drafter.draft.facts import Facts
from drafter.draft.visible import value_in
from drafter.form.filters import day, figure
from drafter.form.model import Severity


class Version(NamedTuple):
    """An earlier state of the report, and what it is called."""

    facts: Facts
    name: str


class ReviewFigure(NamedTuple):
    """One key figure, as printed; `last` is last year's. Empty where it is not known."""

    label: str
    now: str
    last: str
    unit: str


class Skipped(NamedTuple):
    """Checks that could not be run for want of one thing: how many, and of which families."""

    missing: str
    number: int
    families: tuple[str, ...]


class Review(NamedTuple):
    """What the template sees; every list is whole.

    last_year: whether last year's report was given
    checks: how many checks were run
    since: what the earlier version is called; "" where there is none
    """

    title: str
    organ: str
    draft: bool
    day: str
    figures: tuple[ReviewFigure, ...]
    last_year: bool
    checks: int
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    closed: tuple[Closed, ...]
    not_run: tuple[Skipped, ...]
    since: str
    changes: tuple[Change, ...]


def review_of(material: Material, *, draft: bool, since: Version | None) -> Review:
    """The page's content; `since` is the version that was shown before."""
    result = run_checks(material)
    return Review(
        title=material.facts.render(material.form.title),
        organ=material.facts.render(material.form.signature.name),
        draft=draft,
        day=day(material.today),
        figures=tuple(_figures(material)),
        last_year=_last_names(material) is not None,
        checks=len(catalogue().keys() - {skipped.code for skipped in result.not_run}),
        errors=result.of(Severity.ERROR),
        warnings=result.of(Severity.WARNING),
        closed=result.closed,
        not_run=tuple(_skipped(result.not_run)),
        since=since.name if since else "",
        changes=changes(since.facts, material.facts) if since else (),
    )


def _figures(material: Material) -> Iterator[ReviewFigure]:
    form, last = material.form, _last_names(material)
    for key in form.key_figures:
        now = value_in(form, key.value, material.facts.names)
        before = None if last is None else value_in(form, key.value, last)
        yield ReviewFigure(key.label, figure(now), figure(before), key.unit)


def _last_names(material: Material) -> Mapping[str, Any] | None:
    """What last year's report says; nothing of one in another form, whose names differ."""
    last = material.last
    return None if last is None or last.form.id != material.form.id else last.names


def _skipped(not_run: tuple[NotRun, ...]) -> Iterator[Skipped]:
    for missing in dict.fromkeys(skipped.missing for skipped in not_run):
        codes = [skipped.code for skipped in not_run if skipped.missing == missing]
        families = dict.fromkeys(FAMILIES[code[0]].name for code in codes)
        yield Skipped(missing, len(codes), tuple(families))
