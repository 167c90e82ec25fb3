"""From a draft to the document that is printed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from drafter.draft.facts import Facts
from drafter.form.filters import day
from drafter.form.model import Section
from drafter.report.document import Document, Heading, Paragraph, PrintedTable
from drafter.report.grids import grid_of


def build_document(facts: Facts, *, draft: bool) -> Document:
    """The report; `draft` marks it as one."""
    form = facts.form
    signed = facts.answers.get(form.signature.date)
    return Document(
        title=facts.render(form.title),
        draft=draft,
        blocks=tuple(_blocks(facts)),
        signed_by=facts.render(form.signature.name),
        signed_on=day(signed) if isinstance(signed, date) else "",
    )


def _blocks(facts: Facts) -> Iterator[Heading | Paragraph | PrintedTable]:
    form = facts.form
    if form.preamble:
        yield from _paragraphs(facts, form.preamble)
    for part in form.parts:
        yield Heading(facts.render(part.title, part.id), 1, part.id)
        for section in part.sections:
            title = facts.render(section.title, section.id)
            if title and section.id != part.id:
                yield Heading(title, 2, section.id)
            yield from _paragraphs(facts, section)
        if part.table:
            yield PrintedTable(grid_of(form, part.table, facts.figures), part.table.id)


def _paragraphs(facts: Facts, section: Section) -> Iterator[Paragraph]:
    for text in facts.printed(section):
        yield Paragraph(text, section.id)
