"""A report as plain data: for the template of the PDF, and as JSON (docs/export-json.md)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from drafter import __version__
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Item
from drafter.form.arithmetic import Increase, format_figure
from drafter.report.document import Document, Grid, PrintedTable

JSON_FORMAT = 1
"""Keys are only added; one that changes its meaning changes this."""


def report_data(facts: Facts, document: Document) -> dict[str, Any]:
    """The document and the draft that it was made of; keys stand in a fixed order."""
    form = facts.form
    return {
        "format": JSON_FORMAT,
        "drafter": __version__,
        "form": {"id": form.id, "name": form.name, "source": form.source},
        "year": _plain(facts.answers.get("year")),
        "organ": _plain(facts.answers.get("organ.name")),
        "document": document_data(document),
        "draft": _draft(facts),
    }


def document_data(document: Document) -> dict[str, Any]:
    """What is printed, in its order."""
    return {
        "title": document.title,
        "draft": document.draft,
        "mark": document.mark,
        "blocks": [
            {"kind": block.kind, "address": block.address, **_grid(block.grid)}
            if isinstance(block, PrintedTable)
            else block._asdict()
            for block in document.blocks
        ],
        "signed_by": document.signed_by,
        "signed_on": document.signed_on,
    }


def _grid(grid: Grid) -> dict[str, Any]:
    return {
        "columns": grid.columns,
        "label_columns": grid.label_columns,
        "header_rows": grid.header_rows,
        "rows": [[cell._asdict() for cell in row] for row in grid.rows],
    }


def _draft(facts: Facts) -> dict[str, Any]:
    form, draft = facts.form, facts.draft
    return {
        "answers": {
            key: {
                "label": question.label,
                "unit": question.unit,
                "value": _plain(draft.answers[key]),
                "used": key in facts.answers,
            }
            for key, question in form.questions.items()
            if key in draft.answers
        },
        "texts": {s.id: draft.texts[s.id] for s in form.sections if s.id in draft.texts},
        "cells": {address: _cell(facts, address) for address in form.cells},
        "confirmed": [table for table in form.tables if table in draft.confirmed],
        "verify": [a for a in (*form.questions, *form.cells) if a in draft.verify],
        # Totals of a table from elsewhere: what it says, which may not be what its cells come to.
        "stated": {a: _plain(draft.stated[a]) for a in form.cells if a in draft.stated},
        "closed": [{**closure._asdict(), "seen": list(closure.seen)} for closure in draft.closures],
    }


def _cell(facts: Facts, address: str) -> dict[str, Any]:
    form = facts.form
    cell, definition = facts.cell_at(address), form.cells[address]
    return {
        "place": form.place(address),
        "unit": definition.unit,
        "value": _plain(cell.value),
        "origin": cell.origin.value,
    }


def _plain(value: object) -> Any:
    """Whole numbers as numbers; as text amounts, which no reader can round, and a plus sign."""
    if isinstance(value, Decimal | Increase):
        return format_figure(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Item):
        return value._asdict()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
