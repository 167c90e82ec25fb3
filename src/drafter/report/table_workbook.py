"""The tables of a document as an Excel workbook: a sheet each, totals as formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from drafter.form.definitions import Address, Form, Term
from drafter.report.document import Document, Grid, Heading, PlacedCell, PrintedTable, place_cells
from drafter.report.table_markup import is_upright, legal
from drafter.report.title_lines import bracketed, title_lines
from drafter.report.width import width_cells

_NO_DAY = datetime(1980, 1, 1)
"""A workbook must name the day it was made; the same report is to give the same bytes."""
_HEAD_ROWS = 3
"""Above a table: the report's title, the part's, and a blank row that parts them from it."""
# Widths in the digits of the workbook's font, of which a Chinese character takes two.
_LABELS, _GROUPS, _UPRIGHT = 36, 14, 5
_FIGURE, _FEW_FIGURES = 10, 14
"""A head of four characters on a line; of six where there are columns for four figures or less."""
_WIDEST_PORTRAIT = 130
_LINE_POINTS = 15
_TITLE_POINTS = 20
_A4 = 9
_STACKED = 270
"""What XlsxWriter calls characters one below another, each upright."""
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_LONGEST_SHEET_NAME = 31


def render_workbook(form: Form, document: Document) -> bytes:
    """The workbook, the same bytes for the same document."""
    made = BytesIO()
    book = Workbook(made, {"in_memory": True, "strings_to_formulas": False})
    name = legal(document.title) + bracketed(document.mark)
    book.set_properties({"title": name[:255], "created": _NO_DAY})
    looks = _Looks(book)
    sheets = [*_sheets(form, document)]
    places = {
        cell.cell.address: _Place(sheet.name, cell.row + _HEAD_ROWS, cell.column)
        for sheet in sheets
        for cell in sheet.cells
        if cell.cell.address
    }
    figures = {
        cell.cell.address: _number(cell.cell.text) for sheet in sheets for cell in sheet.cells
    }
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        title = _title(document, sheet)
        _set_page(page, sheet, title)
        last = sheet.grid.columns - 1
        _write(page, (0, 0, 0, last), title, looks.of("title"))
        _write(page, (1, 0, 1, last), legal(sheet.heading), looks.of("heading"))
        for cell in sheet.cells:
            formula = _formula(form, cell.cell.address, places, figures)
            _write_cell(page, cell, looks, formula)
    book.close()
    return made.getvalue()


class _Sheet(NamedTuple):
    """One table with its heading; `widths` of its columns in digits."""

    name: str
    heading: str
    grid: Grid
    cells: list[PlacedCell]
    widths: tuple[int, ...]


class _Place(NamedTuple):
    sheet: str
    row: int
    column: int


class _Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, str], Format] = {}

    def of(self, kind: str, number: str = "") -> Format:
        """The format of a kind of cell; `number` is how its figure is shown."""
        if (kind, number) not in self._made:
            look = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", **_KINDS[kind]}
            shown = {"num_format": number} if number else {}
            self._made[kind, number] = self._book.add_format(look | shown)
        return self._made[kind, number]


_CELL = {"border": 1, "text_wrap": True}
_KINDS: Mapping[str, Mapping[str, object]] = {
    "title": {"font_name": "黑体", "font_size": 14, "align": "center", "text_wrap": True},
    "heading": {"font_name": "黑体", "font_size": 12, "text_wrap": True},
    "caption": {**_CELL, "bold": True, "align": "center"},
    "header": {**_CELL, "bold": True, "align": "center"},
    "label": {**_CELL, "align": "left", "indent": 1},
    "group": {**_CELL, "align": "center"},
    "upright": {**_CELL, "align": "center", "rotation": _STACKED},
    "figure": {**_CELL, "align": "center"},
}


def _sheets(form: Form, document: Document) -> Iterator[_Sheet]:
    headings = {
        block.address: block.text for block in document.blocks if isinstance(block, Heading)
    }
    names: list[str] = []
    for block in document.blocks:
        if isinstance(block, PrintedTable):
            names.append(_sheet_name(form.tables[block.address].short, names))
            cells = place_cells(block.grid)
            heading = headings.get(block.address, "")
            yield _Sheet(names[-1], heading, block.grid, cells, _widths(block.grid, cells))


def _title(document: Document, sheet: _Sheet) -> str:
    """In one line where the sheet has room for it, else in lines that end where its sense does."""
    name, mark = legal(document.title), bracketed(document.mark)
    if _lines(name + mark, _title_room(sheet)) == 1:
        return name + mark
    return "\n".join(title_lines(name, document.signed_by, mark=document.mark)) + mark


def _title_room(sheet: _Sheet) -> int:
    return sum(sheet.widths) * _LINE_POINTS // _TITLE_POINTS


def _sheet_name(short: str, taken: Sequence[str]) -> str:
    """Excel takes 31 characters, none of some, and no name twice."""
    name = _NO_SHEET_NAME.sub("", legal(short))[:_LONGEST_SHEET_NAME].strip()
    return name if name and name not in taken else f"表{len(taken) + 1}"


def _widths(grid: Grid, cells: Sequence[PlacedCell]) -> tuple[int, ...]:
    """Labels as wide as they want to be, figures all as wide as the longest."""
    figures = [cell.cell.text for cell in cells if cell.cell.address and cell.cell.columns == 1]
    columns = grid.columns - grid.label_columns
    least = _FEW_FIGURES if columns <= 4 else _FIGURE
    figure = max([least, *(width_cells(text) + 2 for text in figures)])
    upright = {cell.column for cell in cells if is_upright(cell.cell)}
    labels = [_UPRIGHT if at in upright else _GROUPS for at in range(grid.label_columns)]
    labels[-1:] = [_LABELS] * bool(labels)
    return (*labels, *[figure] * columns)


def _set_page(page: Worksheet, sheet: _Sheet, title: str) -> None:
    """A4, the whole width on it, heads repeated, pages numbered."""
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    for row, text, points in ((0, title, _TITLE_POINTS), (1, sheet.heading, 18)):
        page.set_row(row, _lines(text, sum(sheet.widths) * _LINE_POINTS // points) * points)
    page.set_row(2, _LINE_POINTS / 2)
    for row, height in enumerate(_heights(sheet), start=_HEAD_ROWS):
        page.set_row(row, height)
    page.set_paper(_A4)
    if sum(sheet.widths) > _WIDEST_PORTRAIT:
        page.set_landscape()
    page.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    page.fit_to_pages(1, 0)
    page.center_horizontally()
    page.set_footer("&C第 &P 页，共 &N 页")
    page.hide_gridlines(2)
    if sheet.grid.header_rows:
        last = _HEAD_ROWS + sheet.grid.header_rows - 1
        page.repeat_rows(0, last)
        page.freeze_panes(last + 1, 0)


def _heights(sheet: _Sheet) -> list[float]:
    """Points for each row: nothing that opens workbooks fits rows to cells that span columns."""
    heights = [_LINE_POINTS + 3.0] * len(sheet.grid.rows)
    for cell in sorted(sheet.cells, key=lambda cell: cell.cell.rows):
        room = sum(sheet.widths[cell.column : cell.end_column]) - 1
        lines = len(cell.cell.text) if is_upright(cell.cell) else _lines(cell.cell.text, room)
        rows = range(cell.row, cell.end_row)
        short = lines * _LINE_POINTS + 3 - sum(heights[row] for row in rows)
        for row in rows:
            heights[row] += max(short, 0) / len(rows)
    return heights


def _lines(text: str, room: int) -> int:
    return sum(max(1, ceil(width_cells(line) / room)) for line in text.split("\n"))


def _write_cell(page: Worksheet, placed: PlacedCell, looks: _Looks, formula: str) -> None:
    cell, row, column = placed.cell, placed.row + _HEAD_ROWS, placed.column
    box = (row, column, placed.end_row + _HEAD_ROWS - 1, placed.end_column - 1)
    number = _number(cell.text) if cell.address else None
    if number is None:
        _write(page, box, legal(cell.text), looks.of(_look(placed)))
        return
    places = len(cell.text.partition(".")[2])
    shown = "0" + "." * bool(places) + "0" * places
    look = looks.of("figure", f"+{shown}" if cell.text.startswith("+") else shown)
    if cell.columns * cell.rows > 1:
        page.merge_range(*box, "", look)
    if formula:
        page.write_formula(row, column, formula, look, number)
    else:
        page.write_number(row, column, number, look)


def _look(cell: PlacedCell) -> str:
    if cell.cell.kind != "label":
        return cell.cell.kind
    return "upright" if is_upright(cell.cell) else "group" if cell.cell.rows > 1 else "label"


def _write(page: Worksheet, box: tuple[int, int, int, int], text: str, look: Format) -> None:
    """A text, whatever it looks like, over all the cells of a box."""
    if box[:2] != box[2:]:
        page.merge_range(*box, "", look)
    page.write_string(*box[:2], text, look)


def _number(text: str) -> float | int | None:
    """A figure that a workbook can hold: of 15 digits, as Excel has them."""
    try:
        exact = Decimal(text)
    except ArithmeticError:
        return None
    if Decimal(f"{float(exact):.15G}") != exact:
        return None
    return float(exact) if "." in text else int(exact)


def _formula(
    form: Form,
    address: Address,
    places: Mapping[Address, _Place],
    figures: Mapping[Address, float | int | None],
) -> str:
    """`=SUM(D7,D8:D15)` for a total; "" for other figures, and where a part is no number."""
    if address not in form.computed:
        return ""
    relation = next(each for each in form.totals if each.total == address)
    terms = [term for side in relation.right for term in side.terms]
    if any(term.address and figures.get(term.address) is None for term in terms):
        return ""
    return "=" + _sum(terms, places, places[address].sheet)


def _sum(terms: Sequence[Term], places: Mapping[Address, _Place], sheet: str) -> str:
    added = sorted(places[term.address] for term in terms if term.address and term.factor == 1)
    others = [
        f"{term.factor:+d}" + (f"*{_reference(places[term.address], sheet)}" * bool(term.address))
        for term in terms
        if not term.address or term.factor != 1
    ]
    ranges = ",".join(_range(run, sheet) for run in _stretches(added))
    return (f"SUM({ranges})" if ranges else "") + "".join(others)


def _stretches(places: Sequence[_Place]) -> list[list[_Place]]:
    """Cells that touch, along a row or down a column."""
    down = len({place.column for place in places}) == 1
    stretches: list[list[_Place]] = []
    for place in places:
        if stretches and place == _next(stretches[-1][-1], down):
            stretches[-1].append(place)
        else:
            stretches.append([place])
    return stretches


def _next(place: _Place, down: bool) -> _Place:
    return place._replace(row=place.row + down, column=place.column + (not down))


def _range(stretch: Sequence[_Place], sheet: str) -> str:
    first = _reference(stretch[0], sheet)
    if len(stretch) == 1:
        return first
    return f"{first}:{xl_rowcol_to_cell(stretch[-1].row, stretch[-1].column)}"


def _reference(place: _Place, sheet: str) -> str:
    cell = xl_rowcol_to_cell(place.row, place.column)
    return cell if place.sheet == sheet else f"'{place.sheet}'!{cell}"
