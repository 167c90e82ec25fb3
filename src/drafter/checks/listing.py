"""Counting problems and measures in a text that the clerk wrote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from drafter.checks.material import Passage
from drafter.checks.prose import has, runs
from drafter.checks.words import Problems


class Told(NamedTuple):
    """How many problems and measures stand there, where they can be counted.

    `speaks` tells whether the text has a word on measures at all.
    """

    problems: int | None
    measures: int | None
    speaks: bool


def remedies(passages: Sequence[Passage], words: Problems) -> Told:
    """What a section says of problems and measures.

    A list belongs to what the sentence before it speaks of; the first that speaks of
    nothing is the problems', the next the measures'.
    """
    text = "\n".join(passage.text for passage in passages)
    problems = measures = None
    for run in runs(text):
        lead = run.lead.split("。")[-1]
        count = len(run.items)
        if has(lead, words.past):
            continue
        about, remedy = has(lead, words.about), has(lead, words.remedies)
        if problems is None and not (remedy and not about) and not _answers(lead):
            problems = count
        elif problems is not None:
            measures = max(measures or 0, count)
    return Told(problems, measures, has(text, words.remedies))


def _answers(lead: str) -> bool:
    return "针对" in lead
