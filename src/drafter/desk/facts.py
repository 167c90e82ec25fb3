"""What a section's paragraphs rest on: the answers and figures that its text looks at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from drafter.desk.answers import answer_line
from drafter.form.filters import figure
from drafter.form.model import Address, Section
from drafter.interview.places import way
from drafter.interview.resting import text_rests_on
from drafter.interview.state import InterviewState


class Fact(NamedTuple):
    """One answer or figure, and the place to change it; `said` is "" while it is not given."""

    where: Address
    label: str
    said: str


def facts_of(state: InterviewState, section: Section) -> tuple[Fact, ...]:
    """The section's own questions first, in the form's order, then what it takes from elsewhere.

    Questions that do not concern this organ, and figures that are zero, are left out.
    """
    form = state.form
    named = dict.fromkeys(a for text in section.text for a in text_rests_on(form, text, section.id))
    own = [q.id for q in section.questions if q.id in named]
    return tuple(_facts(state, dict.fromkeys((*own, *named))))


def _facts(state: InterviewState, addresses: dict[Address, None]) -> Iterator[Fact]:
    form = state.form
    asked = {place.id for place in way(state)}
    for address in addresses:
        question = form.questions.get(address)
        if question is not None:
            answer = state.facts.answers.get(address)
            if answer is not None or address in asked:
                yield Fact(address, question.label, answer_line(question, answer))
        elif value := state.facts.figures[form.arithmetic.index[address]]:
            cell = form.cells[address]
            label = f"{form.tables[cell.table].short} {cell.label}"
            yield Fact(address, label, f"{figure(value)}{cell.unit}")
