"""The report as it is printed: what stands on the page, without how it is drawn."""

from __future__ import annotations

from typing import NamedTuple


class GridCell(NamedTuple):
    """One printed cell of a table; spans count grid columns and rows."""

    text: str
    columns: int = 1
    rows: int = 1
    kind: str = "figure"
    """`caption`, `header`, `label` or `figure`."""
    address: str = ""
    """The form's cell address when it holds a figure."""


class Grid(NamedTuple):
    """A table as it is printed; a cell covered by a span above or to the left is absent."""

    columns: int
    rows: tuple[tuple[GridCell, ...], ...]
    label_columns: int = 0
    """How many leading grid columns are row labels."""
    header_rows: int = 1
    """Leading rows that repeat on a new page."""


class Heading(NamedTuple):
    """A heading of level 1 (a part) or 2 (a section); `address` is its part's or section's id."""

    text: str
    level: int
    address: str
    kind: str = "heading"


class Paragraph(NamedTuple):
    """A paragraph of the section with the id `address`."""

    text: str
    address: str
    kind: str = "paragraph"


class PrintedTable(NamedTuple):
    """A table of the form with its figures."""

    grid: Grid
    address: str
    kind: str = "table"


class Document(NamedTuple):
    """A whole report. `draft` asks for the mark 草稿; the signature's parts may be empty."""

    title: str
    draft: bool
    blocks: tuple[Heading | Paragraph | PrintedTable, ...]
    signed_by: str
    signed_on: str
