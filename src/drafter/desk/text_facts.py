"""What a section's paragraphs rest on, and where their numbers differ from tables and answers."""

from __future__ import annotations

from typing import NamedTuple

from drafter.checks.claim_values import (
    agrees,
    claims_in,
    known,
    label,
    missing,
    on_channel,
    within_quotes,
)
from drafter.checks.material import Material
from drafter.claims.claim_lexicon import fold
from drafter.claims.claim_model import Claim, Kind
from drafter.claims.claim_tokens import Figure, figure_at
from drafter.desk.question_in_words import answer_line
from drafter.form.definitions import Address, Section
from drafter.form.form_texts import figure as shown
from drafter.interview.interview_state import InterviewState
from drafter.interview.reasons import rests_on
from drafter.interview.way import way

_SCALES = "十百千万亿"
_TEN_THOUSAND = 10_000


class Fact(NamedTuple):
    """One answer or figure, and the place to change it; `said` is "" while it is not given."""

    where: Address
    label: str
    said: str


class TextFigure(NamedTuple):
    """One number as a text says it, or a statement of none (未收到).

    line, start, end: where the number stands, by characters
    phrase: the words that say what is counted, with the number
    label: what is counted, as the clerk calls it
    value: what it is in the report
    places: the cells and questions it comes from
    agrees: whether the text says the same
    right: what would stand there instead; "" where it agrees, or where there is no number
    """

    line: int
    start: int
    end: int
    phrase: str
    label: str
    value: str
    places: tuple[Address, ...]
    agrees: bool
    right: str


def facts_of(state: InterviewState, section: Section) -> tuple[Fact, ...]:
    """The section's own questions first, in the form's order, then what it takes from elsewhere.

    Questions that do not concern this organ, and figures that are zero, are left out.
    """
    form = state.form
    texts = (text.source for text in section.text)
    named = dict.fromkeys(a for text in texts for a in rests_on(form, text, section.id))
    own = [q.id for q in section.questions if q.id in named]
    asked, facts = {place.name for place in way(state)}, list[Fact]()
    for address in dict.fromkeys((*own, *named)):
        question = form.questions.get(address)
        if question is not None:
            answer = state.facts.answers.get(address)
            if answer is not None or address in asked:
                facts.append(Fact(address, question.label, answer_line(question, answer)))
        elif value := state.facts.figures[form.arithmetic.index[address]]:
            cell = form.cells[address]
            label = f"{form.tables[cell.table].short} {cell.label}"
            facts.append(Fact(address, label, f"{shown(value)}{cell.unit}"))
    return tuple(facts)


def figures_in(material: Material, section: str, text: str) -> tuple[TextFigure, ...]:
    """The numbers of a section's text, line by line; those not filled in yet are left out."""
    lines = text.split("\n")
    told = [
        (n, claim) for n, line in enumerate(lines) for claim in claims_in(material, section, line)
    ]
    claims = [claim for _, claim in told]
    found = (_figure(material, number, lines[number], claim, claims) for number, claim in told)
    return tuple(figure for figure in found if figure is not None)


def mended(text: str, figure: TextFigure) -> str:
    """The text with the number that the report holds."""
    lines = text.split("\n")
    line = lines[figure.line]
    lines[figure.line] = line[: figure.start] + figure.right + line[figure.end :]
    return "\n".join(lines)


def _figure(
    material: Material, number: int, line: str, claim: Claim, told: list[Claim]
) -> TextFigure | None:
    # Shares and changes are worked out from two figures: there is no one place to change them.
    if claim.kind is not Kind.COUNT or missing(material, claim.metric):
        return None
    ways = known(material, claim.metric)
    options = ways or on_channel(material, claim.metric, told)
    if not options:
        return None
    # A statement of none is held against the plain reading alone, as the checks do.
    none = claim.value == 0 and claim.exact
    right = any(agrees(claim, option.value) for option in options[: 1 if none else None])
    place = _number(line, claim)
    start, end = (place.start, place.end) if place else (claim.start, claim.end)
    first = options[0]
    return TextFigure(
        line=number,
        start=start,
        end=end,
        phrase=within_quotes(claim.phrase),
        label=label(material, claim.metric) if ways else first.says,
        value=shown(first.value),
        places=first.addresses,
        agrees=right,
        # In the unit that the text uses, less its ten thousands: the figure is written in full.
        right="" if right or place is None else shown(first.value) + place.unit.lstrip(_SCALES),
    )


def _number(line: str, claim: Claim) -> Figure | None:
    """The number itself within the claim's phrase, which may hold others (a year, a label)."""
    text = fold(line)
    for start in range(claim.start, claim.end):
        found = figure_at(text, start, heed=False)
        if isinstance(found, Figure) and found.end <= claim.end:
            many = _TEN_THOUSAND if found.unit.startswith("万") else 1
            if found.value * many == claim.value:
                return found
    return None
