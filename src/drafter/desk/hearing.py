"""Free text about a table: the figures it states, read as a report's prose is, to be confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from drafter.claims.proposal import Proposal, propose_cells
from drafter.claims.words import claim_words
from drafter.draft.numbers import format_figure
from drafter.form.model import Address, Form, Table

_PIECES = re.compile(r"\w+")
_FILLER = re.compile(
    r"今年|本年度?|全年|去年|上年|我们?|[一总]?共|其中|分别|还有|另外|以及|都|均|是|为|有|的|了|件"
)
"""Words that change nothing about the figure beside them."""


class Heard(NamedTuple):
    """Figures as a clerk would type them, by address; `left` is what was said and not taken."""

    figures: tuple[tuple[Address, str], ...]
    left: tuple[str, ...]


def hear(form: Form, table: Table, text: str, year: int) -> Heard:
    """What a text says of one table in `year`. Raises: DrafterError for a fault of claims.yaml."""
    proposal = propose_cells(form, claim_words(form), text, year)
    own = {a: v for a, v in proposal.cells.items() if form.cells[a].table == table.id}
    figures = tuple((address, format_figure(value)) for address, value in own.items())
    return Heard(figures, tuple(_left(form, table, text, proposal)))


def _left(form: Form, table: Table, text: str, proposal: Proposal) -> Iterator[str]:
    yield from proposal.unsettled
    if pieces := list(_unheard(text, proposal)):
        yield f"没有听懂：{'、'.join(f'“{piece}”' for piece in pieces)}。"
    others = {form.cells[a].table for a in proposal.cells} - {table.id}
    places = [form.tables[other].short for other in form.tables if other in others]
    places += [f"“{form.questions[key].label}”" for key in proposal.answers]
    if places:
        yield f"说到{'、'.join(places)}的没有记，到那里再填。"


def _unheard(text: str, proposal: Proposal) -> Iterator[str]:
    """The words beside those understood: a misspelt name changes what the figure after it means."""
    seen = list(text)
    for phrase in proposal.understood:
        seen[phrase.start : phrase.end] = "\n" * (phrase.end - phrase.start)
    for piece in _PIECES.findall("".join(seen)):
        bare = _FILLER.sub("", piece)
        if len(bare) > 1 or bare.isdecimal():
            yield piece
