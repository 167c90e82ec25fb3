"""Which run of figures is which row of the form: by label and in order, never by place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import Any, NamedTuple

from drafter.importing.labels import Wanted
from drafter.importing.runs import Run

ALIKE = 0.72
"""The least likeness of a label with slips in it."""
_LABELLED, _UNLABELLED = 8, 4
_MOST_TRIALS = 20_000
"""Comparisons by likeness; each may take a tenth of a millisecond."""


class How(Enum):
    """How a row was found. A row found by likeness wants a look."""

    EXACT = "exact"
    ALIKE = "alike"
    MISSING = "missing"


class Found(NamedTuple):
    """A row of the form and its run; `at` is the run's place among the runs."""

    row: int
    at: int
    how: How


class _Chain(NamedTuple):
    weight: float
    row: int
    at: int
    before: _Chain | None


def align(rows: Sequence[Wanted], runs: Sequence[Run]) -> list[Found]:
    """The rows that were found, in order.

    First the heaviest chain of exact labels, then, between its links, that of like ones. A
    repeated label (其他, 总计) is told from its namesakes by order alone.
    """
    exact = _heaviest(_exact_pairs(rows, runs))
    found = [Found(row, at, How.EXACT) for row, at in exact]
    between = zip([(-1, -1), *exact], [*exact, (len(rows), len(runs))], strict=True)
    for after, before in between:
        gap_rows = range(after[0] + 1, before[0])
        gap_runs = range(after[1] + 1, before[1])
        alike = _heaviest(_alike_pairs(rows, runs, gap_rows, gap_runs))
        found += (Found(row, at, How.ALIKE) for row, at in alike)
    return sorted(found)


def _exact_pairs(
    rows: Sequence[Wanted], runs: Sequence[Run]
) -> Iterator[tuple[int, list[tuple[int, float]]]]:
    """For each run the rows that it may be and how much speaks for each: groups do as well."""
    by_label: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        by_label[row.labels[0] if row.labels else ""].append(number)
    for at, run in enumerate(runs):
        labelled = (number for words in run.words for number in by_label.get(words, ()))
        fitting = [number for number in labelled if run.fits(len(rows[number].cells))]
        pairs = [
            (number, float(_LABELLED + len(set(rows[number].labels[1:]) & set(run.words))))
            for number in fitting
        ]
        if not (run.table and run.words):
            pairs += (
                (number, float(_UNLABELLED))
                for number in by_label.get("", ())
                if run.fits(len(rows[number].cells))
            )
        if pairs:
            yield at, pairs


def _alike_pairs(
    rows: Sequence[Wanted], runs: Sequence[Run], gap_rows: range, gap_runs: range
) -> Iterator[tuple[int, list[tuple[int, float]]]]:
    wanted = [number for number in gap_rows if rows[number].labels]
    if not wanted or len(wanted) * len(gap_runs) > _MOST_TRIALS:
        return
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(autojunk=False)
    for at in gap_runs:
        pairs = []
        for number in wanted:
            if runs[at].fits(len(rows[number].cells)):
                matcher.set_seq2(rows[number].labels[0])
                likeness = max((_likeness(matcher, words) for words in runs[at].words), default=0)
                if likeness >= ALIKE:
                    pairs.append((number, likeness))
        if pairs:
            yield at, pairs


def _likeness(matcher: Any, words: str) -> float:
    matcher.set_seq1(words[:200])
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    ratio: float = matcher.ratio()
    return ratio


def _heaviest(pairs: Iterable[tuple[int, list[tuple[int, float]]]]) -> list[tuple[int, int]]:
    """The rows and runs of the heaviest chain in which both only rise."""
    best: dict[int, _Chain] = {}
    for at, candidates in pairs:
        longer = [_extended(best, row, at, weight) for row, weight in candidates]
        for chain in longer:
            if chain.row not in best or best[chain.row].weight < chain.weight:
                best[chain.row] = chain
    links = []
    link = max(best.values(), key=_weight, default=None)
    while link is not None:
        links.append((link.row, link.at))
        link = link.before
    return links[::-1]


def _weight(chain: _Chain) -> float:
    return chain.weight


def _extended(best: dict[int, _Chain], row: int, at: int, weight: float) -> _Chain:
    above = [chain for number, chain in best.items() if number < row]
    before = max(above, key=_weight, default=None)
    return _Chain(weight + (before.weight if before else 0), row, at, before)
