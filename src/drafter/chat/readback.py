"""Figures of a table told as a clerk would write them: `本年新收 自然人 5 商业企业 2`."""

from __future__ import annotations

from collections.abc import Iterable

from drafter.draft.numbers import format_figure
from drafter.form.arithmetic import Figure
from drafter.form.model import Address, Form


def tell_figures(form: Form, figures: Iterable[tuple[Address, Figure]]) -> str:
    """Row by row, in the order given; `read_phrase` reads it as the same figures."""
    rows: dict[str, list[str]] = {}
    for address, figure in figures:
        cell = form.cells[address]
        said = f"{cell.column_path[-1].short} {format_figure(figure)}".strip()
        rows.setdefault(cell.row_path[-1].short, []).append(said)
    return "；".join(f"{row} {' '.join(said)}".strip() for row, said in rows.items())
