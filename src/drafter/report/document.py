"""The report as it is printed: what stands on the page, without how it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from drafter.draft.draft_facts import Facts
from drafter.form.arithmetic import Figures
from drafter.form.definitions import Block, Form, Line, Section, Table
from drafter.form.form_texts import day, figure

DRAFT, FOR_REVIEW = "草稿", "送审稿"
"""The marks that a report may bear."""


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
    """A whole report; the signature's parts may be empty.

    draft, for_review: ask for the marks 草稿 and 送审稿; an unfinished report is a draft
    """

    title: str
    draft: bool
    blocks: tuple[Heading | Paragraph | PrintedTable, ...]
    signed_by: str
    signed_on: str
    for_review: bool = False

    @property
    def mark(self) -> str:
        """What the title and the head of each page say besides; "" of a final report."""
        return DRAFT if self.draft else FOR_REVIEW if self.for_review else ""


def build_document(facts: Facts, *, draft: bool, for_review: bool = False) -> Document:
    """The report with the mark that is asked for."""
    form = facts.form
    signed = facts.answers.get(form.signature.date)
    return Document(
        title=facts.render(form.title),
        draft=draft,
        blocks=tuple(_blocks(facts)),
        signed_by=facts.render(form.signature.name),
        signed_on=day(signed) if isinstance(signed, date) else "",
        for_review=for_review,
    )


def _blocks(facts: Facts) -> Iterator[Heading | Paragraph | PrintedTable]:
    form = facts.form
    if form.preamble:
        yield from _paragraphs(facts, form.preamble)
    for part in form.parts:
        yield Heading(facts.render(part.title, part.id), part.level, part.id)
        for section in part.sections:
            title = facts.render(section.title, section.id)
            # A part's own text comes under the part's heading, not under one more.
            if title and section.id != part.id:
                yield Heading(title, part.level + 1, section.id)
            yield from _paragraphs(facts, section)
        if part.table:
            yield from _table(facts, part.table)


def _paragraphs(facts: Facts, section: Section) -> Iterator[Paragraph]:
    for text in facts.printed(section):
        yield Paragraph(text, section.id)


def _table(facts: Facts, table: Table) -> Iterator[Paragraph | PrintedTable]:
    """The table with its notes; where the organ has none, the sentence that says so."""
    if instead := facts.instead(table):
        yield Paragraph(instead, table.id)
        return

    def label(row: Line) -> str:
        return facts.render(row.says, table.id) if row.says else row.label

    yield PrintedTable(grid_of(facts.form, table, facts.figures, label), table.id)
    yield from (Paragraph(note, table.id) for note in notes_of(facts, table))


def notes_of(facts: Facts, table: Table) -> tuple[str, ...]:
    """The paragraphs under a table."""
    return tuple(filter(None, (facts.render(note, table.id) for note in table.notes)))


def _own_label(row: Line) -> str:
    return row.label


def grid_of(
    form: Form, table: Table, values: Figures, label: Callable[[Line], str] = _own_label
) -> Grid:
    """The grid of one table with the report's figures in it; `label` is what a row is called."""
    labels = max((_label_depth(block) for block in table.blocks), default=0)
    # Blocks of one table stand below one another in one grid, as wide as the widest of them.
    width = max(len(block.column_leaves) for block in table.blocks)
    rows = tuple(
        row
        for block in table.blocks
        for row in _block(form, table, block, labels, width, values, label)
    )
    # With several blocks each has headers of its own, and none would be right on a new page.
    single = len(table.blocks) == 1 and not table.blocks[0].caption
    header = max(line.depth for line in table.blocks[0].columns) if single else 0
    return Grid(labels + width, rows, label_columns=labels, header_rows=header)


def _label_depth(block: Block) -> int:
    """Columns that the row labels need; none where no row has a label."""
    if not block.corner and not any(row.label or row.children for row in block.rows):
        return 0
    return max(row.depth for row in block.rows)


def _block(
    form: Form,
    table: Table,
    block: Block,
    labels: int,
    width: int,
    values: Figures,
    label: Callable[[Line], str],
) -> Iterator[tuple[GridCell, ...]]:
    if block.caption:
        yield (GridCell(block.caption, columns=labels + width, kind="caption"),)
    leaves = block.column_leaves
    spans = dict(zip((leaf.id for leaf in leaves), _shares(width, len(leaves)), strict=True))
    yield from _headers(block, labels, spans)
    index = form.arithmetic.index
    for label_cells, row in _labelled(block.rows, labels, label):
        figures = tuple(
            GridCell(figure(values[index[address]]), columns=spans[leaf.id], address=address)
            for leaf in leaves
            for address in (f"{table.id}/{row.id}/{leaf.id}",)
        )
        yield label_cells + figures


def _shares(width: int, count: int) -> list[int]:
    """Grid columns for each of `count` columns, the later ones wider."""
    share, rest = divmod(width, count)
    return [share + (place >= count - rest) for place in range(count)]


def _headers(block: Block, labels: int, spans: dict[str, int]) -> Iterator[tuple[GridCell, ...]]:
    depth = max(column.depth for column in block.columns)
    level: tuple[Line, ...] = block.columns
    for row in range(depth):
        cells = (
            [GridCell(block.corner, columns=labels, rows=depth, kind="header")]
            if labels and row == 0
            else []
        )
        for line in level:
            columns = sum(spans[leaf.id] for leaf in line.leaves)
            rows = 1 if line.children else depth - row
            cells.append(GridCell(line.label, columns=columns, rows=rows, kind="header"))
        yield tuple(cells)
        level = tuple(child for line in level for child in line.children)


def _labelled(
    lines: tuple[Line, ...], columns: int, label: Callable[[Line], str]
) -> Iterator[tuple[tuple[GridCell, ...], Line]]:
    """Each row with the label cells that begin on it; a group spans the rows of its leaves."""
    for line in lines:
        if not line.children:
            own = GridCell(label(line), columns=columns, kind="label")
            yield ((own,) if columns else ()), line
            continue
        group = GridCell(line.label, rows=len(line.leaves), kind="label")
        for place, (cells, row) in enumerate(_labelled(line.children, columns - 1, label)):
            yield ((group, *cells) if place == 0 else cells), row


def tables_of(document: Document) -> Document:
    """The document less its prose and signature: its title, and its tables under their headings."""
    tables = {block.address for block in document.blocks if isinstance(block, PrintedTable)}
    blocks = tuple(
        block
        for block in document.blocks
        if isinstance(block, PrintedTable)
        or (isinstance(block, Heading) and block.address in tables)
    )
    return document._replace(blocks=blocks, signed_by="", signed_on="")


class PlacedCell(NamedTuple):
    """A cell and the grid rows and columns it covers; the ends are exclusive."""

    cell: GridCell
    row: int
    column: int
    end_row: int
    end_column: int


def place_cells(grid: Grid) -> list[PlacedCell]:
    """All cells in reading order.

    Raises: ValueError when spans overlap, leave the grid, or leave a hole in it.
    """
    free = {(row, column) for row in range(len(grid.rows)) for column in range(grid.columns)}
    placed: list[PlacedCell] = []
    for row, cells in enumerate(grid.rows):
        for cell in cells:
            open_columns = (c for c in range(grid.columns) if (row, c) in free)
            column = next(open_columns, grid.columns)
            placed.append(PlacedCell(cell, row, column, row + cell.rows, column + cell.columns))
            covered = _covered(placed[-1])
            if not covered or not covered <= free:
                raise ValueError(f"row {row}: no room for {cell.text!r}")
            free -= covered
    if free:
        raise ValueError(f"no cell at row and column {min(free)}")
    return placed


def _covered(placed: PlacedCell) -> set[tuple[int, int]]:
    rows = range(placed.row, placed.end_row)
    return {(row, column) for row in rows for column in range(placed.column, placed.end_column)}
